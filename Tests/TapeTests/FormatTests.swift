import Glibc
import Market
import Tape
import Testing

@Suite("Formats of a tape") struct FormatTests {
  private let folder: TemporaryFolder
  private let key = SeriesKey(entity: EntityID(kind: .pair, provider: "binance", code: "ethusdt"), level: .minute)

  init() throws {
    folder = try TemporaryFolder()
    try Tampering.run(FirstFormatTape.sql, folder.file("old.tape"))
  }

  @Test(
    "a tape of the first format is brought to this one in place, and says what it said",
    arguments: [TapeFile.Access.readOnly, .readWrite])
  func migration(access: TapeFile.Access) throws {
    let tape = try TapeFile(path: folder.file("old.tape"), access: access)
    #expect(try Tampering.number("PRAGMA user_version", tape.path) == 2)
    #expect(try tape.verify() == [])
    let info = try #require(try tape.info(key))
    #expect((info.rows, info.digest.description) == (4, "6ad5a900284bd2a41f5541f7ff7b5b19"))
    let columns = KlineColumns()
    var reader = try tape.storedChunks(key, from: nil, to: nil)
    let chunk = try #require(try reader.next(into: columns))
    #expect((0..<4).map { columns.close[$0] } == [320_120, 320_370, 320_000, 320_100])
    #expect((0..<4).map { columns.volume[$0] } == [120_500, 98_250, 77_125, 60_000])
    #expect(chunk.timeUnit == .milliseconds)
    #expect(chunk.written[4] == .fixed(2))
    #expect(try tape.instruments().map(\.specification.minNotional) == ["5"])
    #expect(try tape.imports().map(\.added) == [4, 1])
    #expect(try tape.rejectedRows().map(\.line) == [6])
  }

  @Test("rows go on behind those of the first format")
  func goingOn() throws {
    var tape = try TapeFile(path: folder.file("old.tape"), access: .readWrite)
    let columns = KlineColumns(capacity: 1)
    columns.openTime[0] = 1_722_470_700_000_000_000
    for position in 1...4 { columns.column(position)[0] = 320_000 }
    columns.vwap[0] = 3_200_123_456
    columns.count = 1
    columns.fields = [.prices, .vwap]
    columns.priceScale = 2
    columns.quoteScale = 6
    let written = [WrittenDecimals](repeating: .shortest(atLeast: 0), count: KlineFields.columnCount)
    _ = try tape.append(SeriesBatch(columns: columns, written: written, timeUnit: .milliseconds), to: key)
    #expect(try tape.verify() == [])
    #expect(try tape.info(key)?.rows == 5)
    #expect(try tape.info(key)?.fields.contains(.vwap) == true)
  }

  @Test("a tape of the first format that may not be written is refused by what is to be done")
  func readOnlyFolder() throws {
    guard geteuid() != 0 else { return }
    chmod(folder.file("old.tape"), 0o400)
    chmod(folder.path, 0o500)
    defer { chmod(folder.path, 0o700) }
    #expect(throws: TapeError.self) { _ = try TapeFile(path: folder.file("old.tape"), access: .readOnly) }
  }
}
