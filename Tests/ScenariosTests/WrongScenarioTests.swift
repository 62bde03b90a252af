import Scenarios
import Testing

/// Every `Wrong/*.yaml` is refused with exactly what `Wrong/*.txt` holds.
@Suite("Scenarios that are wrong") struct WrongScenarioTests {
  private static let folder = TestFile.root.appending("Tests/ScenariosTests/Wrong")

  static var names: [String] {
    let all = (try? folder.names()) ?? []
    return all.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(".yaml".count)) }
  }

  @Test("there are at least thirty of them") func count() { #expect(Self.names.count >= 30) }

  @Test("each prints what its golden file holds", arguments: WrongScenarioTests.names)
  func golden(name: String) throws {
    let bytes = try Self.folder.appending(name + ".yaml").bytes()
    let source = ScenarioSource(bytes: bytes, file: "scenarios/\(name).yaml")
    let errors = #expect(throws: ScenarioErrors.self) {
      try Scenario.read(source, strategies: Fixtures.strategies, readFile: Fixtures.readFile)
    }
    try Self.folder.appending(name + ".txt").expect(
      errors?.description ?? "", "look at what is printed now; if it is right, PAPERTAPE_REWRITE_GOLDEN=1 writes it")
  }

  @Test("every error is two lines: what and where, and a hint", arguments: WrongScenarioTests.names)
  func form(name: String) throws {
    let text = String(decoding: try Self.folder.appending(name + ".txt").bytes(), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
    #expect(lines.count.isMultiple(of: 2) && !lines.isEmpty)
    for (index, line) in lines.enumerated() {
      #expect(line.hasPrefix(index.isMultiple(of: 2) ? "error: " : "hint: "))
      if index.isMultiple(of: 2) { #expect(line.hasSuffix(")") && line.contains("(scenarios/\(name).yaml")) }
    }
  }
}
