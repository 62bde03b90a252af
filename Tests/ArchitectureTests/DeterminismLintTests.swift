import FoundationEssentials
// For popen: the lint is a script.
import Glibc
import Testing

@Suite("Determinism lint") struct DeterminismLintTests {
  /// A line of code, the folder it stands in, and the rule that finds it (nil: none).
  private static let samples: [(folder: String, code: String, rule: String?)] = [
    ("Sources/Market", "let a = Date()", "clock"), ("Strategies", "let a = ContinuousClock.now", "clock"),
    ("Sources/Replay", "let a = time(nil)", "clock"), ("Sources/Replay", "let a = time(ofPoint: 1)", nil),
    ("Sources/Replay", "let a = Int.random(in: 0..<3)", "random"), ("Strategies", "let a = list.shuffled()", "random"),
    ("Sources/Metrics", "let a = exp(1.0)", "libm"), ("Sources/Metrics", "let a = RealFunctions.exp(1.0)", nil),
    ("Sources/Metrics", "static func log(_ x: Double) -> Double { x }", nil),
    ("Sources/Indicators", "let a = pow(x, 2)", "libm"),
    ("Sources/Synthetic", "Task { }", "task"), ("Sources/Replay", "func f() async {}", "task"),
    ("Strategies", "print(x)", "print"), ("Sources/Market", "let a = x.hashValue", "surroundings"),
    ("Sources/Market", "public import Foundation", "import"), ("Sources/Market", "import Glibc", "import"),
    ("Sources/Exchange", "let a: Double = 1", "float"), ("Sources/Indicators", "let a: Double = 1", nil),
    ("Sources/Replay", "let a: [Int: Int] = [:]\nfor b in a {}", "unordered"),
    ("Sources/Replay", "let a: [Int: Int] = [:]\nfor b in a.keys.sorted() {}", nil),
    ("Sources/Replay", "var a = Set<Int>()\nlet b = a.map { $0 }", "unordered"),
    ("Sources/Replay", "var a: Set<Int> = []\nlet b = a.contains(1)", nil),
    ("Sources/Replay", "let a: [Int] = []\nfor b in a {}", nil),
    ("Sources/Market", "// determinism-ok: shown only\nlet a = Date()", nil),
    ("Sources/Market", "let a = Date()  // determinism-ok: shown only", nil),
    ("Sources/Market", "let a = Date()  // determinism-ok:", "clock"),
    ("Sources/Market", "let a = \"Date()\"  // Date()", nil), ("Sources/Market", "/*\nDate()\n*/", nil),
    ("Sources/Market", "let a = \"\"\"\n  Date()\n  \"\"\"", nil), ("Sources/Tape", "let a = Date()", nil),
    ("Sources/Tape", "fatalError(\"no\")", "fatalError"), ("Sources/Tape", "let a = try! b()", "try!"),
    ("Sources/Tape", "let a = b as! Int", "as!"),
    ("Sources/Tape", "final class A: @unchecked Sendable {}", "@unchecked Sendable"),
    ("Sources/Tape", "/// The loop's thread owns it.\nfinal class A: @unchecked Sendable {}", nil),
    ("Sources/Tape", "nonisolated(unsafe) var a = 1", "nonisolated(unsafe)"),
    ("Sources/Tape", "let a = b as? Int", nil),
  ]

  @Test("each slip is found by its rule, and nothing else is")
  func samples() throws {
    let root = FileManager.default.temporaryDirectory.appending(path: "lint-\(UUID())").path
    defer { try? FileManager.default.removeItem(atPath: root) }
    for (index, sample) in Self.samples.enumerated() {
      // Folders of their own: the lint knows a name as a dictionary's in the whole module.
      let folder = "\(root)/\(index)/\(sample.folder)"
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      try (sample.code + "\n").write(toFile: "\(folder)/Sample.swift", atomically: false, encoding: .utf8)
      let findings = lint("\(root)/\(index)").filter { $0.hasPrefix(sample.folder) }
      let rules = findings.map { $0.split(separator: ": ")[1] }
      #expect(rules == (sample.rule.map { [Substring($0)] } ?? []), "\(sample.code)")
    }
  }

  @Test("the repository is clean")
  func repository() { #expect(lint(Repository.root).last?.hasSuffix("nothing found") == true) }

  private func lint(_ root: String) -> [String] {
    guard let pipe = popen("'\(Repository.root)/scripts/lint-determinism.sh' '\(root)'", "r") else { return [] }
    defer { pclose(pipe) }
    var bytes: [UInt8] = []
    while case let byte = fgetc(pipe), byte != EOF { bytes.append(UInt8(truncatingIfNeeded: byte)) }
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
