import Market
import Quality
import Tape
import Testing

@Suite("Derived series") struct DerivationTests {
  private let folder = TapeFolder()
  private static let name = "cryptopair_binance_btcusdt"

  private func entity() throws -> EntityID { try #require(EntityID(Self.name)) }
  private func level(_ text: String) throws -> KlineLevel { try #require(KlineLevel(text)) }

  private func plan(_ levels: String...) throws -> Derivation.Plan {
    Derivation.Plan(entity: try entity(), source: .klines, levels: try levels.map(level))
  }

  private func starts(_ tape: borrowing TapeFile, _ level: String) throws -> [Int64] {
    let key = SeriesKey(entity: try entity(), level: try self.level(level))
    let info = try #require(try tape.info(key))
    var cursor = try tape.klines(
      key, from: nil, to: nil, fields: .all, priceScale: info.priceScale, quantityScale: info.quantityScale,
      quoteVolumeScale: info.quoteVolumeScale)
    let columns = KlineColumns()
    var starts: [Int64] = []
    while try cursor.fill(columns) {
      for row in 0..<columns.count {
        starts.append((columns.openTime[row] - TestTime.start) / TimeSpan.minute.nanoseconds)
      }
    }
    return starts
  }

  @Test("levels are made of minutes, without the incomplete edges, and the tape says from what")
  func klines() throws {
    var tape = try folder.tape()
    try tape.add(columns((3..<64).map { TestBar.flat($0) }), Self.name)
    let outcomes = try Derivation.run(plan("1h", "5m"), on: &tape)
    #expect(
      outcomes.map { "\($0.key.level?.description ?? "") \($0.added) \($0.alreadyThere) \($0.leftOut)" } == [
        "5m 11 0 2", "1h 0 0 2",
      ])
    #expect(try starts(tape, "5m") == (1...11).map { $0 * 5 })
    #expect(
      try tape.imports().map(\.file) == [
        "derived \(Self.name) klines 5m from klines 1m", "derived \(Self.name) klines 1h from klines 1m",
      ])
    #expect(try tape.imports()[0].rejectedByReason == ["incomplete": 2])
    // The next day's minutes go on where these end.
    try tape.add(columns((64..<70).map { TestBar.flat($0) }), Self.name)
    let again = try Derivation.run(plan("5m"), on: &tape)
    #expect(again[0].added == 2 && again[0].alreadyThere == 11)
    #expect(try TapeValidation.run(tape, .init()).worst == nil)
  }

  @Test("a series that came from elsewhere is not touched")
  func stored() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<10).map { TestBar.flat($0) }), Self.name)
    try tape.add(columns([TestBar.flat(0)]), Self.name, level: try level("5m"))
    let key = SeriesKey(entity: try entity(), level: try level("5m"))
    let digest = try tape.info(key)?.digest
    #expect(throws: DerivationError.stored(path: tape.path, target: key)) {
      _ = try Derivation.run(plan("5m"), on: &tape)
    }
    #expect(try tape.info(key)?.digest == digest)
    #expect(try tape.imports().isEmpty)
  }

  @Test("what was derived from something else, or would now say something else, is not mixed")
  func mixed() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<60).map { TestBar.flat($0) }), Self.name)
    _ = try Derivation.run(plan("5m", "15m"), on: &tape)
    var other = try plan("15m")
    other.sourceLevel = try level("5m")
    let key = SeriesKey(entity: try entity(), level: try level("15m"))
    #expect(
      throws: DerivationError.derivedElsewise(
        path: tape.path, target: key, was: "derived \(Self.name) klines 15m from klines 1m")
    ) { _ = try Derivation.run(other, on: &tape) }
  }

  @Test("bars that would now say something else are refused, and nothing of the new ones is kept")
  func contradicting() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<3).map { TestBar.flat($0) }), Self.name)
    var plan = try plan("5m")
    plan.emptyBars = .absent
    plan.covered = TestTime.stamp(0)..<TestTime.stamp(5)
    _ = try Derivation.run(plan, on: &tape)
    try tape.add(columns((3..<10).map { TestBar.flat($0) }), Self.name)
    plan.covered = TestTime.stamp(0)..<TestTime.stamp(10)
    let key = SeriesKey(entity: try entity(), level: try level("5m"))
    #expect(
      throws: DerivationError.contradicts(path: tape.path, target: key, count: 1, first: TestTime.stamp(0))
    ) { _ = try Derivation.run(plan, on: &tape) }
    #expect(try starts(tape, "5m") == [0])
    #expect(try tape.imports().count == 1)
  }

  @Test("a hole in a provider's minutes leaves its bars out, unless nothing traded there")
  func holes() throws {
    var tape = try folder.tape()
    try tape.add(columns((0..<20).filter { $0 != 7 }.map { TestBar.flat($0) }), Self.name)
    _ = try Derivation.run(plan("5m"), on: &tape)
    #expect(try starts(tape, "5m") == [0, 10, 15])
    var absent = try plan("10m")
    absent.emptyBars = .absent
    _ = try Derivation.run(absent, on: &tape)
    #expect(try starts(tape, "10m") == [0, 10])
  }

  @Test("days by UTC+8 begin at 16:00 UTC")
  func calendar() throws {
    var tape = try folder.tape()
    let hours = columns((0..<72).map { TestBar.flat($0 * 60) })
    try tape.add(hours, Self.name, level: .hour)
    var plan = try plan("1d")
    plan.calendar = .utc8
    _ = try Derivation.run(plan, on: &tape)
    #expect(try starts(tape, "1d") == [16 * 60, 40 * 60])
    #expect(try tape.imports().last?.file == "derived \(Self.name) klines 1d from klines 1h by utc8")
  }

  @Test("what there is nothing to be made of is refused by name")
  func refused() throws {
    var tape = try folder.tape()
    let path = tape.path
    #expect(throws: DerivationError.noSource(path: path, entity: try entity(), kind: .klines)) {
      _ = try Derivation.run(plan("5m"), on: &tape)
    }
    try tape.add(columns([.flat(0), .flat(5)]), Self.name, level: try level("5m"))
    let key = SeriesKey(entity: try entity(), level: try level("7m"))
    #expect(throws: DerivationError.noSmallerLevel(path: path, target: key, stored: [try level("5m")])) {
      _ = try Derivation.run(plan("7m"), on: &tape)
    }
  }
}
