import Testing

@Suite("Architecture") struct ArchitectureTests {
  private let manifest: Manifest
  private let sources: [SourceFile]

  init() throws {
    manifest = Manifest(text: try Repository.text("Package.swift"))
    sources = try Repository.swiftFiles(under: ["Sources", "Strategies"])
  }

  @Test("every target is in the table and depends on what it allows")
  func dependencies() {
    #expect(manifest.targets.contains { $0.name == "Market" })
    #expect(Rules.manifest(manifest) == [])
  }

  @Test("every file imports what the table allows, and the pure layer nothing else at all")
  func imports() {
    #expect(sources.contains { $0.module == "Market" })
    #expect(Rules.imports(sources, manifest) == [])
  }

  @Test("no file has more lines than one thing takes")
  func lengths() throws {
    let all = sources + (try Repository.swiftFiles(under: ["Tests", "Plugins", "Benchmarks", "Fuzzing"]))
    #expect(Rules.lengths(all) == [])
  }

  @Test("no type is named like its module")
  func names() { #expect(Rules.names(sources) == []) }

  @Test("the table itself has no circle")
  func circles() {
    for (module, direct) in Layers.allowed {
      var reached: Set<String> = []
      var open = direct
      while let next = open.popFirst() {
        reached.insert(next)
        open.formUnion(Layers.allowed[next, default: []].subtracting(reached))
      }
      #expect(!reached.contains(module))
    }
  }
}
