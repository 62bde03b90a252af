import FoundationEssentials
// For popen: the documents are packed, and gzip is everywhere.
import Glibc
import JSON
import Testing

private let folder = ProcessInfo.processInfo.environment["PAPERTAPE_DATA"].map { $0 + "/instruments" }

@Suite("JSON of exchanges", .enabled(if: folder != nil)) struct ExchangeDocumentsTests {
  @Test("instrument lists are read whole and come back digit for digit")
  func roundTrip() throws {
    let folder = try #require(folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains(".json") }
    #expect(names.count >= 10)
    for name in names.sorted() {
      let bytes = try contents("\(folder)/\(name)")
      let value = try JSONValue(parsing: bytes)
      let again = try JSONValue(parsing: value.bytes(layout: .indented))
      #expect(again == value, "\(name)")
      // All that may differ from the original is white space, where it has no escapes of its own choice.
      guard !bytes.contains(UInt8(ascii: "\\")) else { continue }
      let isSame = value.bytes().filter { $0 > 32 } == bytes.filter { $0 > 32 }
      #expect(isSame, "\(name)")
    }
  }

  private func contents(_ path: String) throws -> [UInt8] {
    let command = path.hasSuffix(".gz") ? "gzip -dc" : "cat"
    let pipe = try #require(popen("\(command) '\(path)'", "r"))
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while case let count = fread(&chunk, 1, chunk.count, pipe), count > 0 { bytes += chunk[..<count] }
    return bytes
  }
}
