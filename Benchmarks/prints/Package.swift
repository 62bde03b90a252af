// swift-tools-version: 6.1
import PackageDescription

let package = Package(
  name: "prints",
  dependencies: [.package(name: "papertape", path: "../..")],
  targets: [
    .executableTarget(
      name: "prints",
      dependencies: [
        .product(name: "Replay", package: "papertape"), .product(name: "StrategyKit", package: "papertape"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
