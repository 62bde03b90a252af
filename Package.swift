// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "papertape",
  products: [
    .library(name: "StrategyKit", targets: ["StrategyKit"]),
    .library(name: "Replay", targets: ["Replay"]),
    .library(name: "Commands", targets: ["Commands"]),
    .executable(name: "papertape", targets: ["papertape"]),
    .plugin(name: "StrategyRegistry", targets: ["StrategyRegistry"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto.git", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-nio.git", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", exact: "2.37.6"),
  ],
  targets: [
    // The pure layer: no I/O, no clock, no library of others.
    .target(name: "Market", swiftSettings: settings),
    .target(name: "Indicators", dependencies: ["Market"], swiftSettings: settings),
    .target(name: "Synthetic", dependencies: ["Market"], swiftSettings: settings),
    .target(name: "Exchange", dependencies: ["Market"], swiftSettings: settings),
    .target(name: "StrategyKit", dependencies: ["Exchange", "Indicators", "Market"], swiftSettings: settings),
    .target(name: "Replay", dependencies: ["StrategyKit", "Exchange", "Market"], swiftSettings: settings),
    .target(name: "Metrics", dependencies: ["Exchange", "Market"], swiftSettings: settings),

    // Files.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    .target(name: "JSON", swiftSettings: settings),
    .target(name: "Tape", dependencies: ["CSQLite", "Market"], swiftSettings: settings),
    .target(
      name: "Imports",
      dependencies: ["Tape", "JSON", "Market", "CZlib", "CZstd", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),
    .target(name: "Quality", dependencies: ["Tape", "Market"], swiftSettings: settings),
    .target(
      name: "Scenarios", dependencies: ["CLibYAML", "StrategyKit", "Exchange", "Market"], swiftSettings: settings),
    .target(
      name: "Reports", dependencies: ["Metrics", "Exchange", "Market", "JSON"],
      exclude: ["Page/report.js", "Page/charts.js", "Page/drawing.js", "Page/trades.js", "Page/report.css"],
      swiftSettings: settings),
    .target(
      name: "Runs",
      dependencies: [
        "Scenarios", "Reports", "Tape", "Synthetic", "Metrics", "Replay", "StrategyKit", "Exchange", "Indicators",
        "Market", "JSON", "CZlib", .product(name: "Crypto", package: "swift-crypto"),
      ], swiftSettings: settings),

    // Network.
    .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
    .target(
      name: "Transport",
      dependencies: [
        "CCurl", .product(name: "Crypto", package: "swift-crypto"), .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ], swiftSettings: settings),
    .target(name: "Providers", dependencies: ["Transport", "JSON", "Market"], swiftSettings: settings),
    .target(
      name: "History",
      dependencies: [
        "Providers", "Imports", "Tape", "Transport", "Market", .product(name: "Crypto", package: "swift-crypto"),
      ],
      swiftSettings: settings),
    .target(
      name: "Dialects",
      dependencies: ["Tape", "Market", "Transport", "JSON", .product(name: "Crypto", package: "swift-crypto")],
      swiftSettings: settings),

    // The program.
    .target(
      name: "Commands",
      dependencies: [
        "Runs", "Imports", "Quality", "History", "Providers", "Transport", "Scenarios", "Reports", "Tape", "Synthetic",
        "Metrics", "Replay", "StrategyKit", "Exchange", "Market",
        "JSON", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    .target(
      name: "Strategies", dependencies: ["StrategyKit", "Replay"], path: "Strategies",
      swiftSettings: settings,
      plugins: ["StrategyRegistry"]),
    .executableTarget(
      name: "papertape", dependencies: ["Commands", "Strategies"], swiftSettings: settings,
      linkerSettings: [
        // Static standard library, by linking alone: starts sooner and runs without the toolchain.
        .unsafeFlags(
          ["-static-stdlib", "-l_FoundationCollections", "-l_FoundationCShims", "-lswiftSynchronization"],
          .when(platforms: [.linux], configuration: .release))
      ]),

    // The list of strategies, written at build time.
    .target(name: "StrategySources", swiftSettings: settings),
    .executableTarget(name: "registrygen", dependencies: ["StrategySources"], swiftSettings: settings),
    // What is compared between debug and release.
    .executableTarget(
      name: "fingerprint", dependencies: ["Market", "Synthetic", "Exchange", "Indicators", "StrategyKit", "Replay"],
      swiftSettings: settings, linkerSettings: [.linkedLibrary("m")]),
    .plugin(name: "StrategyRegistry", capability: .buildTool(), dependencies: ["registrygen"]),

    .target(
      name: "TestSupport", dependencies: ["Market", "Exchange", "StrategyKit", "Replay"], path: "Tests/TestSupport",
      swiftSettings: settings),
    .testTarget(
      name: "ExchangeTests", dependencies: ["Exchange", "Market", "TestSupport", "JSON", "CZlib"],
      swiftSettings: settings),
    .testTarget(
      name: "ReplayTests", dependencies: ["Replay", "StrategyKit", "Exchange", "Market", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "StrategyKitTests", dependencies: ["StrategyKit", "Replay", "Exchange", "Market", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "MarketTests", dependencies: ["Market"], swiftSettings: settings),
    .testTarget(name: "IndicatorsTests", dependencies: ["Indicators"], swiftSettings: settings),
    .testTarget(name: "SyntheticTests", dependencies: ["Synthetic", "Market"], swiftSettings: settings),
    .testTarget(
      name: "MetricsTests", dependencies: ["Metrics", "Synthetic", "Exchange", "Market", "TestSupport"],
      swiftSettings: settings),
    .testTarget(name: "JSONTests", dependencies: ["JSON"], swiftSettings: settings),
    .testTarget(name: "TapeTests", dependencies: ["Tape", "Market", "CSQLite"], swiftSettings: settings),
    // What the tape's figures are measured with.
    .executableTarget(
      name: "tapebench", dependencies: ["Tape", "Market", "CSQLite"], path: "Benchmarks/tape", swiftSettings: settings),
    // A writer that the tests of the tape kill.
    .executableTarget(
      name: "tapecrash", dependencies: ["Tape", "Market"], path: "Tests/TapeCrash", swiftSettings: settings),
    .testTarget(
      name: "ImportsTests", dependencies: ["Imports", "Tape", "JSON", "Market", "CZlib", "CZstd"],
      swiftSettings: settings),
    .testTarget(name: "TransportTests", dependencies: ["Transport"], swiftSettings: settings),
    .testTarget(
      name: "ProvidersTests", dependencies: ["Providers", "Transport", "JSON", "Market", "CZlib"],
      swiftSettings: settings),
    .testTarget(
      name: "HistoryTests",
      dependencies: ["History", "Providers", "Dialects", "Imports", "Tape", "Transport", "JSON", "Market"],
      swiftSettings: settings),
    .testTarget(
      name: "DialectsTests", dependencies: ["Dialects", "Imports", "Transport", "JSON", "Market"],
      swiftSettings: settings),
    .testTarget(
      name: "QualityTests", dependencies: ["Quality", "Tape", "Market"], swiftSettings: settings),
    .testTarget(
      name: "ScenariosTests", dependencies: ["Market", "Scenarios", "StrategyKit"], exclude: ["Wrong"],
      swiftSettings: settings),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "Runs", "Strategies", "Scenarios", "Reports", "Imports", "Tape", "Synthetic", "Metrics", "Replay",
        "StrategyKit",
        "Exchange", "Market", "JSON", "CZlib",
      ], swiftSettings: settings),
    .testTarget(
      name: "CommandsTests", dependencies: ["Dialects", "Transport", "Market", "JSON"], swiftSettings: settings),
    .testTarget(
      name: "DocsTests", dependencies: ["Synthetic", "Replay", "StrategyKit", "Exchange", "Market"],
      swiftSettings: settings),
    .testTarget(
      name: "ReportsTests",
      dependencies: ["Reports", "Metrics", "Exchange", "Replay", "StrategyKit", "Market", "JSON"],
      swiftSettings: settings),
    .testTarget(name: "StrategySourcesTests", dependencies: ["StrategySources"], swiftSettings: settings),
    .testTarget(name: "ArchitectureTests", dependencies: ["StrategySources"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
