// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "book-benchmark",
  dependencies: [.package(name: "papertape", path: "../..")],
  targets: [
    .executableTarget(
      name: "BookBenchmark",
      dependencies: [
        .product(name: "StrategyKit", package: "papertape"), .product(name: "Replay", package: "papertape"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
