import Market
import Tape
import Testing

@Suite("Written decimals") struct WrittenDecimalsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Rows whose closes are `units` of two decimals, with the rule for closes.
  private func batch(_ closes: [Int64], from row: Int = 0, scale: Int = 2, _ rule: WrittenDecimals) -> KlineBatch {
    let columns = KlineColumns(capacity: closes.count)
    for (index, close) in closes.enumerated() {
      columns.openTime[index] = Bars.start + Int64(row + index) * Bars.minute
      columns.close[index] = close
    }
    columns.count = closes.count
    columns.fields = [.openTime, .close]
    columns.priceScale = scale
    var written = [WrittenDecimals](repeating: .fixed(0), count: KlineFields.columnCount)
    written[4] = rule
    return KlineBatch(columns: columns, written: written, timeUnit: .seconds)
  }

  /// The rule of each stored chunk.
  private func rules(_ tape: borrowing TapeFile, from: Int? = nil) throws -> [WrittenDecimals] {
    let start = from.map { Timestamp(nanoseconds: Bars.start + Int64($0) * Bars.minute) }
    var reader = try tape.storedChunks(bitcoin, from: start, to: nil)
    let columns = KlineColumns()
    var rules: [WrittenDecimals] = []
    while let chunk = try reader.next(into: columns) {
      #expect(chunk.timeUnit == .seconds)
      rules.append(chunk.written[4])
    }
    return rules
  }

  @Test(
    "one rule comes back as it was",
    arguments: [
      WrittenDecimals.fixed(2), .fixed(8), .shortest(atLeast: 0), .shortest(atLeast: 1), .perValue([2, 0, 1]),
    ])
  func one(rule: WrittenDecimals) throws {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(batch([150, 200, 310], rule), to: bitcoin)
    #expect(try rules(tape) == [rule])
  }

  @Test("rows of one rule in several imports keep it")
  func several() throws {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(batch([150, 200], from: 2, .shortest(atLeast: 1)), to: bitcoin)
    _ = try tape.append(batch([15, 20], from: 0, scale: 1, .shortest(atLeast: 1)), to: bitcoin)
    #expect(try rules(tape) == [.shortest(atLeast: 1)])
  }

  @Test("rows of several rules in one chunk each keep their own")
  func mixed() throws {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(batch([150, 200], from: 2, .fixed(2)), to: bitcoin)
    _ = try tape.append(batch([1_500, 2_125], from: 0, scale: 3, .shortest(atLeast: 0)), to: bitcoin)
    _ = try tape.append(batch([70, 80, 99], from: 4, .perValue([1, 2, 2])), to: bitcoin)
    #expect(try rules(tape) == [.perValue([1, 3, 2, 2, 1, 2, 2])])
    #expect(try rules(tape, from: 3) == [.perValue([2, 1, 2, 2])])
  }

  @Test("a list that says the same as a rule is stored as the rule")
  func simplified() throws {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(batch([150, 200, 310], .perValue([2, 2, 2])), to: bitcoin)
    #expect(try rules(tape) == [.fixed(2)])
    var other = try TapeFile(path: folder.file("b.tape"), access: .readWrite)
    _ = try other.append(batch([150, 200, 315], .perValue([1, 0, 2])), to: bitcoin)
    #expect(try rules(other) == [.shortest(atLeast: 0)])
  }

  @Test("lists go with their rows when these come in any order, across chunks")
  func shuffled() throws {
    var chance = Chance(1)
    var rows = (0..<6_000).map {
      ($0, Int64.random(in: 0...9_999, using: &chance), UInt8.random(in: 2...6, using: &chance))
    }
    let expected = rows.map(\.2)
    rows.shuffle(using: &chance)
    let shuffled = batch(rows.map(\.1), .perValue(rows.map(\.2)))
    for (index, row) in rows.enumerated() {
      shuffled.columns.column(0)[index] = Bars.start + Int64(row.0) * Bars.minute
    }
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    _ = try tape.append(shuffled, to: bitcoin)
    var got: [UInt8] = []
    for rule in try rules(tape) {
      guard case .perValue(let list) = rule else { continue }
      got += list
    }
    #expect(got == expected)
  }
}
