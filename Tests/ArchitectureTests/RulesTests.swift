import Testing

@Suite("Rules of the architecture") struct RulesTests {
  private func manifest(_ targets: String) -> Manifest {
    Manifest(
      text:
        "let package = Package(name: \"p\", products: [.library(name: \"Market\", targets: [\"Market\"])], targets: [\(targets)])"
    )
  }

  private func file(_ path: String, _ source: String) -> SourceFile {
    SourceFile(path: path, source: Array(source.utf8))
  }

  @Test("a manifest's targets are read with their dependencies, whatever their form")
  func reading() {
    let read = manifest(
      """
      // .target(name: "Old"),
      .target(name: "Market", swiftSettings: settings),
      .target(
        name: "Tape",
        dependencies: [
          "Market",  // exact numbers
          .target(name: "CSQLite"), .product(name: "Crypto", package: "swift-crypto", condition: .when(platforms: [.linux])),
        ], path: "Sources/Tape"),
      .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
      .plugin(name: "StrategyRegistry", capability: .buildTool(), dependencies: ["registrygen"]),
      .target(name: "Replay", dependencies: pureLayer), .target(name: "Exchange", dependencies: ["Market"] + more),
      .testTarget(name: "MarketTests", dependencies: ["Market"])
      """)
    #expect(
      read.targets == [
        .init(kind: .target, name: "Market"),
        .init(kind: .target, name: "Tape", targets: ["Market", "CSQLite"], products: ["Crypto"]),
        .init(kind: .systemLibrary, name: "CSQLite"),
        .init(kind: .plugin, name: "StrategyRegistry", targets: ["registrygen"]),
        .init(kind: .target, name: "Replay", isReadable: false),
        .init(kind: .target, name: "Exchange", targets: ["Market"], isReadable: false),
        .init(kind: .testTarget, name: "MarketTests", targets: ["Market"]),
      ])
  }

  @Test(
    "a dependency that the table does not allow is found",
    arguments: [
      (#".target(name: "Market", dependencies: ["JSON"])"#, "Package.swift: Market may not depend on JSON"),
      (
        #".target(name: "Exchange", dependencies: ["StrategyKit"])"#,
        "Package.swift: Exchange may not depend on StrategyKit"
      ),
      (
        #".target(name: "Dialects", dependencies: [.target(name: "Providers")])"#,
        "Package.swift: Dialects may not depend on Providers"
      ),
      (
        #".target(name: "Replay", dependencies: [.product(name: "Crypto", package: "swift-crypto")])"#,
        "Package.swift: Replay is of the pure layer and may not depend on the package product Crypto"
      ),
      (
        #".target(name: "Helpers")"#,
        "Package.swift: Helpers is not in the table of layers: say there what it may import"
      ),
      (
        #".target(name: "Tape", dependencies: some)"#,
        "Package.swift: the dependencies of Tape are not one list of literals"
      ),
    ])
  func badManifest(target: String, finding: String) { #expect(Rules.manifest(manifest(target)) == [finding]) }

  @Test("an allowed manifest has no findings")
  func goodManifest() {
    #expect(
      Rules.manifest(
        manifest(
          #".target(name: "Market"), .target(name: "Tape", dependencies: ["Market", .product(name: "X", package: "x")])"#
        )) == [])
  }

  @Test(
    "an import that the table does not allow is found with its line",
    arguments: [
      ("Sources/Market/A.swift", "import JSON", "Sources/Market/A.swift:1: Market may not import JSON"),
      (
        "Sources/Exchange/A.swift", "\npublic import StrategyKit",
        "Sources/Exchange/A.swift:2: Exchange may not import StrategyKit"
      ),
      (
        "Sources/Exchange/A.swift", "import struct Replay.Loop",
        "Sources/Exchange/A.swift:1: Exchange may not import Replay"
      ),
      (
        "Sources/Exchange/A.swift", "@preconcurrency import Glibc",
        "Sources/Exchange/A.swift:1: Exchange is of the pure layer and may not import Glibc"
      ),
      (
        "Sources/Metrics/Deep/A.swift", "// why\nimport FoundationEssentials",
        "Sources/Metrics/Deep/A.swift:2: Metrics is of the pure layer and may not import FoundationEssentials"
      ),
      (
        "Strategies/A.swift", "import StrategyKit; import Exchange",
        "Strategies/A.swift:1: Strategies may not import Exchange"
      ),
      (
        "Sources/Tape/A.swift", "import Market",
        "Sources/Tape/A.swift:1: Tape imports Market without depending on it in Package.swift"
      ),
      ("Sources/Helpers/A.swift", "", "Sources/Helpers/A.swift: Helpers is not in the table of layers"),
    ])
  func badImport(path: String, source: String, finding: String) {
    let manifest = manifest(
      #".target(name: "Exchange", dependencies: ["Market"]), .target(name: "Tape"), .target(name: "Strategies", dependencies: ["StrategyKit"])"#
    )
    #expect(Rules.imports([file(path, source)], manifest) == [finding])
  }

  @Test(
    "what only looks like an import is none, and others may import the system",
    arguments: [
      ("Sources/Exchange/A.swift", "public import Market"), ("Sources/Exchange/A.swift", "// import JSON"),
      ("Sources/Exchange/A.swift", "let template = \"\"\"\n  import JSON\n  \"\"\""),
      ("Sources/Exchange/A.swift", "let a = \"import JSON\""), ("Sources/Tape/A.swift", "import Glibc\nimport Crypto"),
      ("Tests/MarketTests/A.swift", "import JSON"), ("Sources/Exchange/A.swift", "let x = Kind.import"),
    ])
  func goodImport(path: String, source: String) {
    let manifest = manifest(#".target(name: "Exchange", dependencies: ["Market"])"#)
    #expect(Rules.imports([file(path, source)], manifest) == [])
  }

  @Test("a file is too long from line 801 on", arguments: [(800, true), (801, false)])
  func lengths(lines: Int, isFine: Bool) {
    let long = file("Sources/Market/A.swift", String(repeating: "\n", count: lines))
    #expect(Rules.lengths([long]) == (isFine ? [] : ["Sources/Market/A.swift: 801 lines, more than 800"]))
  }

  @Test("a text in one literal is one line of a file", arguments: ["\"\"\"", "#\"\"\""])
  func literals(quotes: String) {
    let text =
      "let script = \(quotes)\n\(String(repeating: "x();\n", count: 900))\(String(quotes.reversed()))\nlet x = 1\n"
    #expect(file("Sources/Reports/A.swift", text).lineCount == 2)
  }

  @Test(
    "a visible type named like its module is found",
    arguments: [
      ("public struct Tape {}", true), ("package final class Tape {}", true), ("public typealias Tape = Int", true),
      ("@frozen public indirect enum Tape {}", true), ("struct Tape {}", false), ("public struct TapeFile {}", false),
      ("public func Tape() {}", false), ("// public struct Tape {}", false),
    ])
  func names(source: String, isFound: Bool) {
    #expect(Rules.names([file("Sources/Tape/A.swift", source)]).isEmpty != isFound)
    #expect(Rules.names([file("Sources/Imports/A.swift", source)]) == [])
  }
}
