import Imports
import Market
import Tape
import Testing

@Suite("Reading klines") struct KlineReaderTests {
  /// What a table gave, batch by batch.
  struct Reading {
    var rows: [[Int64?]] = []
    var batches: [Int] = []
    var priceScales: [Int] = []
    var written: [[WrittenDecimals]] = []
    var units: [TimeUnit] = []
    var rejections: [Rejection] = []
    var table: Table?
  }

  /// Reads a table; every value is given at eight decimals.
  static func read(
    _ text: String, level: String? = nil, columns: [ColumnChoice] = [], unit: TimeUnit? = nil, piece: Int = .max,
    blockSize: Int = 1 << 18, isAlwaysCareful: Bool = false
  ) throws -> Reading {
    let blocks = LineBlocks(MemoryBytes(text, piece: piece), blockSize: blockSize)
    _ = try blocks.advance()
    var hints = TableHints()
    hints.level = level.flatMap { KlineLevel($0) }
    hints.choices = columns
    hints.timeUnit = unit
    let table = try Table(lines: blocks.lines, name: "memory.csv", hints: hints)
    let reader = TableReader(blocks, table: table, isAlwaysCareful: isAlwaysCareful)
    var reading = Reading(table: table)
    while let batch = try reader.next()?.first?.batch {
      reading.rejections += reader.rejections
      reader.rejections = []
      let columns = batch.columns
      reading.batches.append(columns.count)
      reading.priceScales.append(columns.priceScale)
      reading.written.append(batch.written)
      reading.units.append(batch.times.first)
      for row in 0..<columns.count {
        reading.rows.append(
          (0..<11).map { column -> Int64? in
            guard columns.has(column) else { return nil }
            let value = columns.column(column)[row]
            let scale: Int
            switch column {
            case 0, 6, 8: return value
            case 5, 9: scale = columns.quantityScale
            case 7, 10: scale = columns.quoteScale
            default: scale = columns.priceScale
            }
            return FixedDecimal(units: Int128(value), scale: scale).int64Units(atScale: 8)
          })
      }
    }
    return reading
  }

  private static let minute: Int64 = 60_000_000_000

  @Test(
    "every usual header is understood",
    arguments: [
      "open_time,open,high,low,close,volume",
      "timestamp,open,high,low,close,volume",
      "Date,Open,High,Low,Close,Volume",
      "time;o;h;l;c;v",
      "Open Time,Open,High,Low,Close,Vol",
      "\"openTime\",\"open\",\"high\",\"low\",\"close\",\"volume\"",
      ",Open,High,Low,Close,Volume",
      "\u{feff}open_time,open,high,low,close,volume",
      "unix\topen\thigh\tlow\tclose\tvolume",
    ])
  func headers(header: String) throws {
    let separator = header.contains(";") ? ";" : header.contains("\t") ? "\t" : ","
    let row = ["1722470400000", "100.5", "102", "99.25", "101", "7"].joined(separator: separator)
    let reading = try Self.read("\(header)\n\(row)\n", level: "1m")
    #expect(
      reading.rows == [
        [1_722_470_400_000_000_000, 10_050_000_000, 10_200_000_000, 9_925_000_000, 10_100_000_000, 700_000_000]
          + [nil, nil, nil, nil, nil]
      ])
    #expect(reading.rejections.isEmpty)
  }

  @Test("the archive's twelve columns are known with and without header")
  func archive() throws {
    let row =
      "1735689600000000,4.15070000,4.15870000,4.15060000,4.15540000,539.23000000,1735693199999999,2240.39860900,13,401.82000000,1669.98121300,0\n"
    let header =
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n"
    let plain = try Self.read(row, level: "1h")
    #expect(
      plain.rows == [
        [
          1_735_689_600_000_000_000, 415_070_000, 415_870_000, 415_060_000, 415_540_000, 53_923_000_000,
          1_735_693_199_999_999_000, 224_039_860_900, 13, 40_182_000_000, 166_998_121_300,
        ]
      ])
    #expect(plain.units == [.microseconds])
    #expect(
      plain.written == [
        [.fixed(0)] + Array(repeating: .fixed(8), count: 5)
          + [.fixed(0), .fixed(8), .fixed(0), .fixed(8), .fixed(8), .fixed(0)]
      ])
    let named = try Self.read(header + row, level: "1h")
    #expect(named.rows == plain.rows)
    #expect(named.table?.layout.unusedNames == [])
  }

  @Test(
    "stamps of every unit are one time",
    arguments: [
      ("1722470400", TimeUnit.seconds), ("1722470400000", .milliseconds), ("1722470400000000", .microseconds),
      ("1722470400000000000", .nanoseconds), ("2024-08-01T00:00:00Z", .milliseconds),
      ("2024-08-01 00:00:00", .milliseconds),
      ("2024-08-01", .milliseconds), ("2024-08-01T02:00:00+02:00", .milliseconds), ("1722470400000.0", .milliseconds),
      ("1.7224704e9", .seconds),
    ])
  func stamps(text: String, unit: TimeUnit) throws {
    let reading = try Self.read("date,open,high,low,close\n\(text),1,1,1,1\n", level: "1m")
    #expect(reading.rows.map { $0[0] } == [1_722_470_400_000_000_000])
    #expect(reading.units == [unit])
  }

  @Test("rows with ISO times of several forms follow one another, also where other stamps stand between")
  func isoTimes() throws {
    let texts = [
      "2024-08-01T00:00:00Z", "2024-08-01 00:01:00", "2024-08-01 00:02", "2024-08-01T00:03:00.000Z", "1722470640000",
      "2024-08-01 00:05:00+00:00", "2024-08-01T02:06:00+02:00", "2024-08-01 00:07:00.0", "2024-08-02",
      "2024-08-02 00:01:00",
    ]
    let text = "date,open,high,low,close\n" + texts.map { "\($0),1,1,1,1\n" }.joined()
    let reading = try Self.read(text, level: "1m")
    let minutes: [Int64] = [0, 1, 2, 3, 4, 5, 6, 7, 1_440, 1_441]
    #expect(reading.rows.map { $0[0] } == minutes.map { 1_722_470_400_000_000_000 + $0 * Self.minute })
    #expect(reading.rejections.isEmpty)
    let wrong = try Self.read(
      text + "2024-08-32 00:00,1,1,1,1\n2024-08-02 24:61,1,1,1,1\n2024-08-02 1,1,1,1,1\n", level: "1m")
    #expect(wrong.rejections.map(\.reason) == Array(repeating: .notATime(column: "open_time"), count: 3))
  }

  @Test("a unit that is given is taken whatever the size")
  func givenUnit() throws {
    let reading = try Self.read("60000,1,1,1,1,1\n120000,1,1,1,1,1\n", unit: .milliseconds)
    #expect(reading.rows.map { $0[0] } == [Self.minute, 2 * Self.minute])
  }

  @Test("when the unit changes in mid-file a new batch begins")
  func changingUnit() throws {
    let reading = try Self.read(
      "1735689540000,1,1,1,1,1\n1735689600000000,1,1,1,1,1\n1735689660000000,1,1,1,1,1\n", level: "1m")
    #expect(reading.batches == [1, 2])
    #expect(reading.units == [.milliseconds, .microseconds])
    #expect(reading.rejections.isEmpty)
  }

  @Test("line ends, empty lines and a missing last line feed make no difference")
  func lineEnds() throws {
    let expected = try Self.read("1722470400000,1,2,1,2,3\n1722470460000,1,2,1,2,3\n").rows
    #expect(try Self.read("1722470400000,1,2,1,2,3\r\n1722470460000,1,2,1,2,3\r\n\r\n").rows == expected)
    #expect(try Self.read("1722470400000,1,2,1,2,3\n\n  \n1722470460000,1,2,1,2,3").rows == expected)
    #expect(try Self.read("\"1722470400000\",\"1\",2, 1 ,2,3\n1722470460000,+1,2,1.,2e0,3\n").rows == expected)
  }

  @Test("blocks of any size give the same rows", arguments: [16, 64, 100, 1_000, 1 << 16], [1, 13, 4_096])
  func blocks(blockSize: Int, piece: Int) throws {
    let text = (0..<300).map {
      "\(1_722_470_400_000 + $0 * 60_000),\($0 + 5).5,\($0 + 9),\($0 + 1),\($0 + 6),0.00\($0)\n"
    }
    .joined()
    let whole = try Self.read(text, level: "1m")
    let pieces = try Self.read(text, level: "1m", piece: piece, blockSize: blockSize)
    #expect(whole.rows.count == 300)
    #expect(pieces.rows == whole.rows)
    #expect(pieces.rejections == whole.rejections)
  }

  @Test(
    "a row is refused with its line, the reason and its text",
    arguments: [
      ("1722470400000,1,2,1", RejectReason.fieldCount(found: 4, expected: 6)),
      ("1722470400000,1,2,1,2,3,4", .fieldCount(found: 7, expected: 6)),
      ("1722470400000,\"1,2,1,2,3", .brokenQuote),
      ("yesterday,1,2,1,2,3", .notATime(column: "open_time")),
      ("-5,1,2,1,2,3", .notATime(column: "open_time")),
      ("1722470400000,x,2,1,2,3", .notANumber(column: "open")),
      ("1722470400000,1,,1,2,3", .notANumber(column: "high")),
      ("1722470400000,1,2,NaN,2,3", .notANumber(column: "low")),
      ("1722470400000,1,2,1,0x2,3", .notANumber(column: "close")),
      ("1722470400000,1,2,1,2,1 2", .notANumber(column: "volume")),
      ("1722470400000,0.0000533000000000001,2,0.1,2,3", .tooManyDigits(column: "open")),
      ("1722470400000,9223372036854775808,2,1,2,3", .tooManyDigits(column: "open")),
      ("1722470400000,92233720369,92233720368.00000001,1,2,3", .tooManyDigits(column: "open")),
      ("1722470401000,1,2,1,2,3", .offGrid),
      ("1722470400000,0,2,0,2,3", .notPositive(column: "open")),
      ("1722470400000,1,2,-1,2,3", .notPositive(column: "low")),
      ("1722470400000,1,2,1,2,-3", .negative(column: "volume")),
      ("1722470400000,1,2,1,2.5,3", .ohlcOrder),
      ("1722470400000,1,2,1.5,2,3", .ohlcOrder),
    ])
  func refused(row: String, reason: RejectReason) throws {
    let text = "open_time,open,high,low,close,volume\n1722470340000,1,2,1,2,3\n\(row)\n1722470460000,1,2,1,2,3\n"
    let reading = try Self.read(text, level: "1m")
    #expect(reading.rejections == [Rejection(line: 3, reason: reason, text: row)])
    #expect(reading.rows.count == 2)
  }

  @Test("a repeated time is taken with the same values and refused with others; rows out of order are taken")
  func repeated() throws {
    let reading = try Self.read(
      """
      1722470400000,1,2,1,2,3
      1722470400000,1.0,2,1,2,3
      1722470400000,1,2,1,2,4
      1722470340000,1,2,1,2,3

      """, level: "1m")
    #expect(reading.rows.count == 3)
    #expect(
      reading.rejections == [Rejection(line: 3, reason: .duplicateTime, text: "1722470400000,1,2,1,2,4")])
  }

  @Test(
    "how decimals were written is kept",
    arguments: [
      (["1.50", "2.50", "3.25"], WrittenDecimals.fixed(2)),
      (["1.0", "2.5", "3.25"], .shortest(atLeast: 1)),
      (["1", "2.5", "30"], .shortest(atLeast: 0)),
      (["1.50", "2.5", "3"], .perValue([2, 1, 0])),
      (["10", "20", "30"], .fixed(0)),
    ])
  func writtenDecimals(values: [String], expected: WrittenDecimals) throws {
    let rows = values.enumerated().map { "\(1_722_470_400_000 + $0 * 60_000),1,99,1,1,\($1)\n" }
    #expect(try Self.read(rows.joined(), level: "1m").written.map { $0[5] } == [expected])
  }

  @Test("values that fit no common scale go into batches of their own")
  func scales() throws {
    let reading = try Self.read(
      """
      1722470400000,0.30000000000000004,0.5,0.1,0.2,3
      1722470460000,50000.5,50000.5,50000.5,50000.5,3
      1722470520000,50000.25,50000.25,50000.25,50000.25,3

      """, level: "1m")
    #expect(reading.rejections.isEmpty)
    #expect(reading.batches == [1, 2])
    #expect(reading.priceScales == [17, 2])
  }

  @Test("fields that a row leaves empty are absent, not zero")
  func absent() throws {
    let reading = try Self.read(
      """
      open_time,open,high,low,close,volume,trades
      1722470400000,1,2,1,2,3,4
      1722470460000,1,2,1,2,,
      1722470520000,1,2,1,2,3,4

      """, level: "1m")
    #expect(reading.batches == [1, 1, 1])
    #expect(reading.rows.map { $0[5] } == [300_000_000, nil, 300_000_000])
    #expect(reading.rows.map { $0[8] } == [4, nil, 4])
  }

  @Test("the commonest step is the level")
  func level() throws {
    let times = [0, 1, 2, 7, 8, 9, 30].map { 1_722_470_400_000 + $0 * 300_000 }
    let reading = try Self.read(times.map { "\($0),1,2,1,2,3\n" }.joined())
    #expect(reading.table?.grid?.level == KlineLevel("5m"))
    #expect(reading.table?.isLevelFound == true)
  }

  @Test("weeks may open on any one day, minutes only on the minute")
  func phase() throws {
    // 2024-08-05 is a Monday.
    let weeks = (0..<4).map { "\(1_722_816_000_000 + $0 * 604_800_000),1,2,1,2,3\n" }.joined()
    let reading = try Self.read(weeks + "1725321600000,1,2,1,2,3\n")
    #expect(reading.rows.count == 4)
    #expect(reading.rejections.map(\.reason) == [.offGrid])
    #expect(try Self.read("1722470410000,1,2,1,2,3\n", level: "1m").rejections.map(\.reason) == [.offGrid])
  }

  @Test("columns are assigned by name and by position")
  func choices() throws {
    let choices = [
      ("open_time", "when"), ("open", "2"), ("high", "3"), ("low", "4"), ("close", "5"), ("volume", "size"),
    ].map { ColumnChoice(column: $0.0, field: $0.1) }
    let turned = choices.map { ColumnChoice(column: $0.field, field: $0.column) }
    let reading = try Self.read("when,a,b,c,d,size,note\n1722470400000,1,2,1,2,3,x\n", level: "1m", columns: choices)
    #expect(
      reading.rows.map { Array($0[..<6]) } == [
        [1_722_470_400_000_000_000, 100_000_000, 200_000_000, 100_000_000, 200_000_000, 300_000_000]
      ])
    #expect(reading.table?.layout.unusedNames == ["note"])
    let text = "when,a,b,c,d,size,note\n1722470400000,1,2,1,2,3,x\n"
    #expect(try Self.read(text, level: "1m", columns: turned).rows == reading.rows)
  }

  @Test("columns that cannot be told are named with what was found")
  func columnErrors() {
    #expect(
      throws: ImportError.columns(
        ColumnError(problem: .missing(["high", "low"]), found: ["time", "open", "close"]), file: "memory.csv")
    ) {
      try Self.read("time,open,close\n1,2,3\n", level: "1m")
    }
    #expect(
      throws: ImportError.columns(
        ColumnError(problem: .unknownWidth(3), found: ["1722470400000", "2", "3"]), file: "memory.csv")
    ) {
      try Self.read("1722470400000,2,3\n", level: "1m")
    }
    #expect(
      throws: ImportError.columns(
        ColumnError(problem: .unknownField("when"), found: ["time", "x"]), file: "memory.csv")
    ) {
      try Self.read("time,x\n1,2\n", level: "1m", columns: [ColumnChoice(column: "open_time", field: "when")])
    }
  }

  @Test(
    "other kinds of data are told by their columns",
    arguments: [
      (
        "agg_trade_id,price,quantity,first_trade_id,last_trade_id,transact_time,is_buyer_maker\n1,2,3,4,5,6,true\n",
        ImportKind.aggTrades
      ),
      ("1,2,3,4,5,1722470400000,True,True\n", .aggTrades),
      ("1,2,3,4,1722470400000,True,True\n", .trades),
      ("1,2,3,4,5,1722470400000,true\n", .aggTrades),
      ("1,2,3,4,1722470400000,true\n", .trades),
      ("calc_time,funding_interval_hours,last_funding_rate\n1722470400000,8,0.0001\n", .funding),
      ("funding_time,funding_rate,mark_price\n1722470400000,0.0001,5\n", .funding),
      (
        "update_id,best_bid_price,best_bid_qty,best_ask_price,best_ask_qty,transaction_time,event_time\n1,2,3,4,5,6,7\n",
        .quotes
      ),
      ("create_time,symbol,sum_open_interest,sum_open_interest_value\n1,x,3,4\n", .openInterest),
      ("timestamp,percentage,depth,notional\n1,2,3,4\n", .bookDepth),
    ])
  func otherKinds(text: String, kind: ImportKind) throws {
    #expect(try Self.read(text, level: "1m").table?.kind == kind)
  }

  @Test("an empty file and a file of one row without level are refused")
  func nothing() {
    #expect(throws: ImportError.noRows(file: "memory.csv")) { try Self.read("\n\n") }
    #expect(throws: ImportError.unknownLevel(file: "memory.csv")) { try Self.read("1722470400000,1,2,1,2,3\n") }
    #expect(throws: ImportError.unsupportedLevel("month", file: "memory.csv")) {
      try Self.read("date,open,high,low,close\n2012-01-31,1,2,1,2\n2012-02-29,1,2,1,2\n2012-03-31,1,2,1,2\n")
    }
  }

  @Test("damaged text is read the same in stride and the careful way", arguments: 0..<60)
  func damagedText(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let isISO = seed % 3 == 0
    var text = Array("open_time,open,high,low,close,volume,trades\n".utf8)
    for row in 0..<400 {
      let time = Timestamp(nanoseconds: 1_722_470_400_000_000_000 + Int64(row) * Self.minute)
      let stamp = isISO ? time.iso : String(time.nanoseconds / 1_000_000)
      text += Array("\(stamp),\(row + 5).50,\(row + 9).125,\(row + 1).0,\(row + 6),\(row).00\(row),\(row)\n".utf8)
    }
    let odd = Array("0123456789.,,;-+eE\"\n\r \t:TZx\0\u{e9}".utf8)
    for _ in 0..<(1 + random.below(120)) {
      let position = 44 + random.below(text.count - 44)
      switch random.below(3) {
      case 0: text[position] = odd[random.below(odd.count)]
      case 1: text.insert(odd[random.below(odd.count)], at: position)
      default: text.remove(at: position)
      }
    }
    let damaged = String(decoding: text, as: UTF8.self)
    let fast = try Self.read(damaged, level: "1m", piece: 1 + random.below(5_000), blockSize: 64 + random.below(9_000))
    let careful = try Self.read(damaged, level: "1m", isAlwaysCareful: true)
    #expect(fast.rows == careful.rows)
    #expect(fast.rejections == careful.rejections)
    #expect(fast.written == careful.written)
    #expect(fast.units == careful.units)
  }
}
