// Files are read whole, as in the other tests of the repository itself.
import FoundationEssentials
import Indicators
import Testing

@Suite("The page of indicators") struct IndicatorDocumentTests {
  /// A row of a table that begins with an indicator.
  struct Row: Sendable, CustomStringConvertible {
    let name: String
    let cells: [String]
    var description: String { name }
  }

  static let root: String = {
    var parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
    parts.removeLast(3)
    return parts.joined(separator: "/")
  }()

  static func text(_ path: String) throws -> String { try String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) }

  static let rows: [Row] = {
    guard let page = try? text("docs/indicators.md") else { return [] }
    return page.split(separator: "\n").compactMap { line in
      guard line.hasPrefix("| `") else { return nil }
      let cells = line.split(separator: "|").map { cell in
        String(cell.drop { $0 == " " }).replacing(/\s+$/, with: "")
      }
      return Row(name: cells[0].replacing("`", with: ""), cells: cells)
    }
  }()

  @Test("every indicator has a row, and every row an indicator")
  func complete() throws {
    var types: Set<String> = []
    let files = try FileManager.default.subpathsOfDirectory(atPath: "\(Self.root)/Sources/Indicators")
    for file in files where file.hasSuffix(".swift") {
      let source = try Self.text("Sources/Indicators/\(file)")
      for match in source.matches(of: /(?m)^public (?:struct|protocol) (\w+)/) { types.insert(String(match.1)) }
    }
    let documented = Set(Self.rows.map { row in String(row.name.prefix { $0 != "(" && $0 != "." }) })
    #expect(types.count >= 80)
    #expect(types.subtracting(documented).sorted() == [])
    #expect(documented.subtracting(types).sorted() == [])
  }

  @Test("the first value comes when the table says", arguments: Probe.all)
  func warmUp(probe: Probe) throws {
    guard let row = Self.rows.first(where: { $0.name == probe.name }) else {
      // A second choice of parameters; its type's row has another.
      #expect(Self.rows.contains { $0.name.hasPrefix(probe.type) }, "\(probe)")
      return
    }
    let documented = Int(row.cells[2].prefix { $0.isNumber })
    let step = probe.make()
    let first = BarWalk.bars(GoldenAnswers.barCount).map(step).firstIndex { outputs in outputs.allSatisfy { $0 != nil }
    }
    #expect(documented != nil)
    #expect(first.map { $0 + 1 } == documented)
  }

  @Test("the table names who gave the answers", arguments: rows.filter { $0.cells.count == 5 })
  func sources(row: Row) {
    let answers = GoldenAnswers.all.filter { $0.key == row.name || $0.key.hasPrefix("\(row.name).") }
    // What is worked out by hand has its own tests.
    #expect(!answers.isEmpty || row.cells[4].contains("by hand"))
    for answer in answers {
      let giver = answer.source.split(separator: " ").first.map(String.init) ?? ""
      #expect(row.cells[4].contains(giver), "\(row): \(answer.source)")
    }
  }

  @Test("the example counts what it says")
  func example() {
    var bars = (0..<60).map { step in
      let close = 100 + Double(step % 3)
      return Bar(open: close, high: close + 1, low: close - 1, close: close, volume: 1)
    }
    for step in 0..<5 {
      let close = 92 - Double(step * 6)
      bars.append(Bar(open: close + 6, high: close + 6, low: close, close: close, volume: 1))
    }
    var oversold = 0
    var average = ExponentialMovingAverage(window: 20)
    var range = AverageTrueRange(window: 14)
    // The mean of the last three values of the index: one indicator behind another.
    var strength = WilderRSI(window: 14).then(SimpleMovingAverage(window: 3))

    for bar in bars {
      average.update(bar.close)
      range.update(high: bar.high, low: bar.low, close: bar.close)
      strength.update(bar.close)
      guard let middle = average.value, let width = range.value, let index = strength.value else { continue }
      if bar.close < middle - 2 * width, index < 30 { oversold += 1 }
    }
    #expect(oversold == 3)
  }
}
