import Runs
import Testing

@Suite("Scenario files under paths") struct ScenarioFinderTests {
  private let folder: ScratchFolder

  init() throws {
    folder = try ScratchFolder()
    for name in ["s/b.yaml", "s/a.yaml", "s/deep/er/c.yaml", "s/notes.txt", "s/.hidden.yaml", "other/d.yml"] {
      try folder.write("version: 1\n", to: name)
    }
  }

  @Test("a folder gives every .yaml in it and below, in the order of their paths")
  func order() throws {
    let found = try scenarioFiles(under: [folder.path("s")])
    #expect(found == ["s/a.yaml", "s/b.yaml", "s/deep/er/c.yaml"].map { folder.path($0) })
  }

  @Test("a file is taken whatever it is called, and once, however often it is named")
  func once() throws {
    let found = try scenarioFiles(under: [folder.path("other/d.yml"), folder.path("s/b.yaml"), folder.path("s/")])
    #expect(found == ["other/d.yml", "s/b.yaml", "s/a.yaml", "s/deep/er/c.yaml"].map { folder.path($0) })
  }

  @Test("a path that leads nowhere is an error")
  func missing() {
    #expect(throws: ScenarioSearchError.noSuchPath(folder.path("none"))) {
      try scenarioFiles(under: [folder.path("none")])
    }
  }

  @Test("a folder without scenarios is an error, not a success")
  func empty() {
    #expect(throws: ScenarioSearchError.nothingFound([folder.path("other")])) {
      try scenarioFiles(under: [folder.path("other")])
    }
  }
}
