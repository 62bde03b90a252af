import Scenarios
import Testing

@Suite("Documents made of the key declarations") struct GeneratedDocumentTests {
  private static let how =
    "it is not what the declarations say; regenerate it: PAPERTAPE_REWRITE_GOLDEN=1 swift test --filter GeneratedDocumentTests"

  @Test("docs/scenario.md is what the declarations say")
  func reference() throws {
    try TestFile.root.appending("docs/scenario.md").expect(scenarioReference(), Self.how)
  }

  @Test("docs/scenario.schema.json is what the declarations say")
  func schema() throws {
    try TestFile.root.appending("docs/scenario.schema.json").expect(scenarioSchema(strategies: []), Self.how)
  }
}
