// getenv: the table is printed anew when it is asked for.
import Glibc
import Reports
import Runs
import Testing

/// Every scenario of scenarios/ with the result it has had; a version that changes one says so in the CHANGELOG under "Results that
/// change, and why". PAPERTAPE_PRINT_GOLDEN=1 prints the table as it is now.
@Suite("Shipped scenarios") struct ShippedScenarioTests {
  private static let golden: [(name: String, fills: Int, fingerprint: String)] = [
    ("btc-hold", 1, "sha256:135a81a2566f1e48c4c8dd11e56bfc1a86c4f1a9dd60d46e16dfb9a7a2b3da83"),
    ("btc-rsi", 118, "sha256:1cd08d776eeb73d409d400e80901f11090317cb9ce9d1366acf6e5cdf3173d3f"),
    ("carry", 4, "sha256:f3f20d0a392f043b552b10a872fd8f832f62b7c3ed619cb584a4680ce57f916e"),
    ("demo", 139, "sha256:437b810fcda2bd20a8242077f32a8257f38d2b0362277f24e07183cfe13f5480"),
    ("eth-grid", 636, "sha256:adf83fb2ec4c974ff5033a7d480c3a8e13941f7ff33cd82902476656869a53c9"),
    ("perp-crash", 2, "sha256:ebcc01f481af45fc605ebdf931fa6db2b0624b1c7d3759e137063b6d39d7fb16"),
    ("prints-grid", 82, "sha256:a191f9c8c41818a277ec933b8ec5a5e86f8b4cdba3e84796470a33e56fe1334a"),
    ("scripted", 4, "sha256:881282e1467186d027e04c14b428c87dd8947e7545c1b586282e159c632b1d30"),
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
    for file in try TemporaryFolder.names(Self.folder) where file.contains(".") {
      try scratch.write(try TemporaryFolder.read("\(Self.folder)/\(file)"), to: file)
    }
    return try scratch.run("\(name).yaml")
  }
}
