// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

/// A module of ours: its sources lie in Sources/NAME, its tests in Tests/NAMETests.
func module(_ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

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
  ],
  targets: [
    // The pure layer: no I/O, no clock, no library of others.
    module("Market"),
    module("Indicators"),
    module("Synthetic", ["Market"]),
    module("Exchange", ["Market"]),
    module("StrategyKit", ["Exchange", "Indicators", "Market"]),
    module("Replay", ["StrategyKit", "Exchange", "Market"]),
    module("Metrics", ["Exchange", "Market"]),

    // Files.
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    module("JSON"),
    module("Tape", ["CSQLite", "Market"]),
    module("Imports", ["Tape", "JSON", "Market", "CZlib", crypto]),
    module("Scenarios", ["CLibYAML", "StrategyKit", "Exchange", "Market"]),
    module(
      "Reports", ["Metrics", "Exchange", "Replay", "Market", "JSON"],
      exclude: ["Page/report.js", "Page/charts.js", "Page/drawing.js", "Page/trades.js", "Page/report.css"]),
    module(
      "Runs",
      [
        "Scenarios", "Reports", "Tape", "Synthetic", "Metrics", "Replay", "StrategyKit", "Exchange", "Indicators",
        "Market",
        "JSON", "CZlib", crypto,
      ]),

    // The program.
    module(
      "Commands",
      [
        "Runs", "Imports", "Scenarios", "Reports", "Tape", "Synthetic", "Replay", "StrategyKit", "Exchange", "Market",
        "JSON", argumentParser,
      ]),
    .target(
      name: "Strategies", dependencies: ["StrategyKit", "Indicators", "Replay"], path: "Strategies",
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
    module("StrategySources"),
    .executableTarget(name: "registrygen", dependencies: ["StrategySources"], swiftSettings: settings),
    .plugin(name: "StrategyRegistry", capability: .buildTool(), dependencies: ["registrygen"]),

    tests("MarketTests", ["Market"]),
    tests("IndicatorsTests", ["Indicators"]),
    tests("SyntheticTests", ["Synthetic", "Market"]),
    tests("JSONTests", ["JSON"]),
    tests("ImportsTests", ["Imports", "Tape", "JSON", "Market", "CZlib"]),
    tests("ScenariosTests", ["Market", "Scenarios", "StrategyKit"], exclude: ["Wrong"]),
    tests("ReportsTests", ["Reports"]),
    tests("StrategySourcesTests", ["StrategySources"]),
    tests("ArchitectureTests", ["StrategySources"]),
  ],
  swiftLanguageModes: [.v6]
)
