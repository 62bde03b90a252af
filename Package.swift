// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
]

let package = Package(
  name: "papertape",
  targets: [
    .target(name: "Market", swiftSettings: settings),
    .target(name: "Exchange", dependencies: ["Market"], swiftSettings: settings),
    .target(name: "StrategyKit", dependencies: ["Exchange", "Market"], swiftSettings: settings),
    .target(name: "Replay", dependencies: ["Exchange", "Market", "StrategyKit"], swiftSettings: settings),
    .testTarget(name: "MarketTests", dependencies: ["Market"], swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
