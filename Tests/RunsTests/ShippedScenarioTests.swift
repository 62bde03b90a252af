// getenv: the table is printed anew when it is asked for.
import Glibc
import Reports
import Runs
import Testing

/// Every scenario of scenarios/ with the result it has had; a version that changes one says so in the CHANGELOG under "Results that
/// change, and why". PAPERTAPE_PRINT_GOLDEN=1 prints the table as it is now.
@Suite("Shipped scenarios") struct ShippedScenarioTests {
  private static let golden: [(name: String, fills: Int, fingerprint: String)] = [
    // golden
  ]

  private static let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/scenarios"

  @Test("every scenario file is in the table")
  func complete() throws {
    let names = try TemporaryFolder.names(Self.folder).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
    #expect(names == Self.golden.map(\.name))
    guard getenv("PAPERTAPE_PRINT_GOLDEN") != nil else { return }
    for name in names {
      let report = try run(name)
      print("    (\"\(name)\", \(report.result.fills), \"\(report.result.fingerprint)\"),")
    }
  }

  @Test("fills and fingerprint are what they were", arguments: golden)
  func unchanged(name: String, fills: Int, fingerprint: String) throws {
    let report = try run(name)
    #expect(report.result.fills == fills)
    #expect(report.result.fingerprint == fingerprint)
    #expect(report.result.status == .complete)
    #expect(report.expectationsHold)
  }

  private func run(_ name: String) throws -> FolderRunReport {
    let scratch = try TemporaryFolder()
    for file in try TemporaryFolder.names(Self.folder) {
      try scratch.write(try TemporaryFolder.read("\(Self.folder)/\(file)"), to: file)
    }
    return try scratch.run("\(name).yaml")
  }
}
