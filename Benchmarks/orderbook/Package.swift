// swift-tools-version: 6.1
import PackageDescription

let engine: [Target.Dependency] = [
  .product(name: "StrategyKit", package: "papertape"), .product(name: "Replay", package: "papertape"),
]

let package = Package(
  name: "book-benchmark",
  dependencies: [.package(name: "papertape", path: "../..")],
  targets: [
    .target(name: "Captures"),
    .executableTarget(name: "BookBenchmark", dependencies: engine + ["Captures"]),
    .executableTarget(name: "QuoterBenchmark", dependencies: engine + ["Captures"]),
  ],
  swiftLanguageModes: [.v6]
)
