import Glibc
import Imports
import JSON
import Market
import Tape
import Testing

/// Runs when PAPERTAPE_DATA names the folder of real market data; a file that is gone is then a failure.
@Suite("Real market data", .enabled(if: RealData.folder != nil), .serialized) struct RealDataTests {
  private let scratch = Scratch()

  @Test("every file of klines comes onto a tape and back without loss")
  func klines() throws {
    let entries = try RealData.entries("Klines")
    #expect(entries.count >= 84)
    var rows = 0
    for entry in entries where !entry.path.contains("-1mo-") { rows += try roundTrip(entry) }
    #expect(rows >= 1_060_000)
  }

  @Test(
    "every other table comes onto a tape and back without loss",
    arguments: [
      ("Mark price klines", 15), ("Mark price stream", 1), ("Funding rates", 25), ("Trades (prints)", 12),
      ("Quotes", 9),
      ("Open interest", 4),
    ])
  func tables(section: String, files: Int) throws {
    let entries = try RealData.entries(section)
    #expect(entries.count >= files)
    for entry in entries { _ = try roundTrip(entry) }
  }

  @Test("months are refused")
  func months() throws {
    let folder = try #require(RealData.folder)
    let path = "\(folder)/klines/other_spot/BTCUSD-1mo-2012-2024.csv"
    var tape = try TapeFile(path: "\(scratch.path)/m.tape", access: .readWrite)
    var options = ImportOptions()
    options.entity = EntityID(kind: .pair, provider: "other", code: "btcusd")
    #expect(throws: ImportError.unsupportedLevel("month", file: path)) {
      try TapeImport(options).run(files: [path], into: &tape) { _ in }
    }
  }

  @Test("damaged archives are refused, with nothing on the tape")
  func damaged() throws {
    let folder = try #require(RealData.folder)
    var tape = try TapeFile(path: "\(scratch.path)/d.tape", access: .readWrite)
    var options = ImportOptions()
    options.entity = EntityID(kind: .pair, provider: "binance", code: "adabtc")
    let summary = try TapeImport(options).run(
      files: ["\(folder)/damaged/ADABTC-1m-2021-11-27.zip", "\(folder)/damaged/tardis_trades.csv.gz"], into: &tape
    ) { _ in }
    #expect(summary.failures.count == 2)
    #expect(summary.added == 0)
    #expect(try tape.series().isEmpty)
  }

  @Test("captures become books, prints, quotes and marks, and come back message by message")
  func captures() throws {
    let entries = try RealData.entries("Order book: raw captures")
    #expect(entries.count >= 11)
    for entry in entries {
      let (result, exports) = try imported(entry, options: ImportOptions())
      #expect(result.rejected == 0, "\(entry.path): \(result.rejectedByReason)")
      let expected = try ExpectedMessages.of(RealData.unpacked(entry.path))
      #expect(Set(exports.keys) == Set(expected.keys), "\(entry.path)")
      for (kind, lines) in expected {
        let export = try #require(exports[kind])
        var own = ExpectedMessages.lines(lines, of: kind, header: export.header)
        var exported = export.rows
        own.sort()
        exported.sort()
        let isSame = own == exported
        #expect(isSame, "\(entry.path) \(kind): \(zip(own, exported).first { $0 != $1 }.map { "\($0)" } ?? "")")
      }
      // One line is one message, but at Hyperliquid, where one may bring several prints.
      if !entry.path.contains("hyperliquid") {
        let messages = result.rowsByKind.values.reduce(0, +)
        #expect(messages == entry.rows, "\(entry.path)")
      }
    }
  }

  @Test(
    "samples of other books come onto a tape and back",
    arguments: [
      "book/binance_usdm/btcusdt-depth-snap-20221101.csv", "book/binance_usdm/btcusdt-depth-update-20221101.csv",
      "book/bybit_linear/XRPUSDT_2024-12-01_ob500.data.zip", "book/tardis/binance-futures_book_snapshot_25_BTCUSDT.csv",
      "book/tardis/binance-futures_book_snapshot_5_BTCUSDT.csv", "book/tardis/bitmex_trades_XBTUSD.csv",
    ])
  func samples(name: String) throws {
    let folder = try #require(RealData.folder)
    let path = "\(folder)/\(name)"
    let entry = RealData.Entry(path: path, columns: "", rows: nil, remark: "")
    let (result, exports) = try imported(entry, options: ImportOptions())
    #expect(result.rejected == 0, "\(result.rejectedByReason)")
    if name.hasSuffix("XBTUSD.csv") {
      let export = try #require(exports["trades"])
      // UUIDs come back as they were; ids by time are not in the source.
      let source = RealData.unpacked(path).split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
      #expect(export.header == "time,price,quantity,side,id,first_id,last_id,flags,received")
      #expect(
        export.rows.sorted() == source.map { "\($0[2]),\($0[6]),\($0[7]),\($0[5]),\($0[4]),,,0,\($0[3])" }.sorted())
      return
    }
    let export = try #require(exports["book"])
    var expected: [String] = []
    if name.hasSuffix(".zip") {
      #expect(result.rowsByKind == [.book: 50])
      #expect(export.rows.first?.hasPrefix("1733011200589,") == true)
      return
    }
    for line in RealData.unpacked(path).split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",").map(String.init)
      if name.contains("depth") {
        let flags = fields[5] == "snap" ? "1" : "0"
        expected.append(
          [
            fields[1], fields[3], flags, fields[2], fields[8], fields[4] == "b" ? "bid" : "ask", fields[6], fields[7],
          ].joined(separator: ","))
      } else {
        for level in stride(from: 4, to: fields.count, by: 4) {
          for (side, offset) in [("ask", 0), ("bid", 2)] {
            let place = [fields[2], "0", "1", fields[3]]
            expected.append(
              (place + [side, fields[level + offset], fields[level + offset + 1]]).joined(separator: ","))
          }
        }
      }
    }
    #expect(export.rows.sorted() == expected.sorted())
  }

  /// Imports a table and compares with its own text; the number of rows.
  private func roundTrip(_ entry: RealData.Entry) throws -> Int {
    var options = ImportOptions()
    if entry.path.contains("other_") { options.entity = EntityID(kind: .pair, provider: "real", code: "x") }
    let (result, exports) = try imported(entry, options: options)
    #expect(result.rejected == 0, "\(entry.path): \(result.rejectedByReason)")
    #expect(result.added == entry.rows, "\(entry.path)")
    let (kind, export) = try #require(exports.first, "\(entry.path)")
    #expect(exports.count == 1, "\(entry.path): \(exports.keys)")
    #expect(export.rows.count == entry.rows)
    let own = expected(entry, kind: kind, header: export.header).sorted()
    let rows = export.rows.sorted()
    let different = zip(own, rows).filter { $0 != $1 }
    // Remains of floating point have more digits than there is room for; all else comes back as it was.
    #expect(different.count <= result.mended, "\(entry.path): \(different.first.map { "\($0)" } ?? "")")
    return export.rows.count
  }

  private func expected(_ entry: RealData.Entry, kind: String, header: String) -> [String] {
    var text = RealData.unpacked(entry.path)
    if text.first?.isNumber == true {
      text = KlineFields.columnNames.prefix(11).joined(separator: ",") + ",ignore\n" + text
    }
    if kind == "klines", text.hasPrefix("timestamp") { text = "open_time" + text.dropFirst("timestamp".count) }
    return ExpectedRows.of(text, header: header)
  }

  private struct Export {
    var header: String
    var rows: [String]
  }

  /// Imports a file onto a tape of its own; what became of it, and all its series again as text.
  private func imported(_ entry: RealData.Entry, options: ImportOptions) throws -> (FileImport, [String: Export]) {
    let path = "\(scratch.path)/one.tape"
    defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
    var tape = try TapeFile(path: path, access: .readWrite)
    let result = try TapeImport(options).run(files: [entry.path], into: &tape) { _ in }.files[0]
    #expect(result.failure == nil, "\(entry.path): \(result.failure?.message ?? "")")
    var exports: [String: Export] = [:]
    for info in try tape.series() {
      if info.key.kind == .ask { continue }
      let target = try TextTarget(path: "\(scratch.path)/out.csv")
      var kind = info.key.kind.rawValue
      if info.key.kind == .bid, let level = info.key.level {
        kind = "quote_bars"
        _ = try QuoteBarExport().run(info.key.entity, level: level, of: tape, to: target)
      } else {
        _ = try SeriesExport().run(info.key, of: tape, to: target)
      }
      try target.finish()
      let lines = scratch.text("out.csv").split(separator: "\n").map(String.init)
      exports[kind] = Export(header: lines[0], rows: Array(lines.dropFirst()))
    }
    return (result, exports)
  }
}
