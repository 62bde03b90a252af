// swift-tools-version: 6.1
import PackageDescription

// A package of its own, over links to the modules, as the coverage that the fuzzer needs is compiled into them.
let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .unsafeFlags(["-sanitize=fuzzer"]),
]

let package = Package(
  name: "papertape-fuzzing",
  dependencies: [.package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2")],
  targets: [
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .target(name: "Market", swiftSettings: settings),
    .target(name: "JSON", swiftSettings: settings),
    .target(name: "Tape", dependencies: ["CSQLite", "Market"], swiftSettings: settings),
    .target(
      name: "Imports",
      dependencies: ["Tape", "JSON", "Market", "CZlib", "CZstd", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .systemLibrary(name: "CFuzzer"),
    .executableTarget(
      name: "Fuzz", dependencies: ["CFuzzer", "Imports", "Tape", "JSON", "Market"], swiftSettings: settings,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer", "-use-ld=lld", "-Xlinker", "--allow-multiple-definition"])]),
  ],
  swiftLanguageModes: [.v6]
)
