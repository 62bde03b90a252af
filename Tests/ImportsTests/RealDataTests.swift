import CZlib
import Glibc
import Imports
import Market
import Tape
import Testing

/// Runs when PAPERTAPE_DATA names the folder of real market data; a file that is gone is then a failure.
@Suite("Real market data", .enabled(if: RealData.folder != nil), .serialized) struct RealDataTests {
  private let scratch = Scratch()

  @Test("every file of klines comes onto a tape and back without loss")
  func klines() throws {
    let folder = try #require(RealData.folder)
    let files = try RealData.tables(in: "\(folder)/klines")
    #expect(files.count >= 84)
    var rows = 0
    for file in files where !file.contains("-1mo-") {
      rows += try roundTrip(file)
    }
    #expect(rows >= 1_060_000)
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
    for file in summary.files { print(file.failure?.message ?? "", "/", file.failure?.hint ?? "") }
    #expect(try tape.series().isEmpty)
  }

  @Test("every exchangeInfo of Binance becomes instruments")
  func instruments() throws {
    let folder = try #require(RealData.folder)
    for (name, count) in [
      ("binance-spot-exchangeInfo-20211012.json.gz", 1_600), ("binance-spot-exchangeInfo-3symbols-202607.json", 3),
      ("binance-usdm-exchangeInfo-20210722.json.gz", 100), ("binance-usdm-exchangeInfo-20260703.json.gz", 700),
      ("binance-coinm-exchangeInfo-20210722.json.gz", 10),
    ] {
      var tape = try TapeFile(path: "\(scratch.path)/\(name).tape", access: .readWrite)
      let summary = try TapeImport(ImportOptions()).run(files: ["\(folder)/instruments/\(name)"], into: &tape) { _ in }
      #expect(summary.failures.isEmpty)
      #expect(summary.added >= count, "\(name): \(summary.added), left out \(summary.files[0].unusedColumns)")
    }
  }

  /// Imports a file and compares with its own text; the number of rows.
  private func roundTrip(_ file: String) throws -> Int {
    let path = "\(scratch.path)/\(file.split(separator: "/").joined(separator: "_")).tape"
    defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
    var tape = try TapeFile(path: path, access: .readWrite)
    var options = ImportOptions()
    options.entity = EntityID(kind: .pair, provider: "real", code: "x")
    options.rejectedRowsKept = 100_000
    let result = try TapeImport(options).run(files: [file], into: &tape) { _ in }.files[0]
    #expect(result.failure == nil, "\(file)")
    let key = SeriesKey(
      entity: try #require(result.entity), level: result.level)
    let target = try TextTarget(path: "\(scratch.path)/out.csv")
    let rows = try KlineExport().run(key, of: tape, to: target)
    try target.finish()
    let expected = try RealData.expected(file, rejected: Set(result.rejections.map(\.text)))
    #expect(rows == expected.rows - result.rejected, "\(file)")
    #expect(result.added == rows, "\(file)")
    let isSame = scratch.text("out.csv") == expected.text
    #expect(isSame, "\(file) comes back as it was")
    // Only the floating point remains of one exchange have more digits than there is room for.
    #expect(
      file.contains("bittrex_spot")
        ? result.rejectedByReason.keys.allSatisfy { $0 == "too_many_digits" } : result.rejected == 0,
      "\(file): \(result.rejectedByReason)")
    return expected.rows
  }
}

/// The folder of real data.
private enum RealData {
  static var folder: String? { getenv("PAPERTAPE_DATA").map { String(cString: $0) } }

  static func tables(in folder: String) throws -> [String] {
    let handle = try #require(opendir(folder), "the folder of real data has klines")
    defer { closedir(handle) }
    var files: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") { continue }
      if name.hasSuffix(".csv") || name.hasSuffix(".gz") {
        files.append("\(folder)/\(name)")
      } else {
        files += try tables(in: "\(folder)/\(name)")
      }
    }
    return files.sorted()
  }

  /// What an export should give: the source's text in our columns and order, without the rejected rows.
  static func expected(_ path: String, rejected: Set<String>) throws -> (text: String, rows: Int) {
    let lines = unpacked(path).split(separator: "\n")
    let names =
      lines[0].first?.isNumber == true
      ? KlineFields.columnNames + ["ignore"] : lines[0].split(separator: ",").map(String.init)
    let order = KlineFields.columnNames.compactMap { name in
      names.firstIndex(of: name) ?? (name == "open_time" ? names.firstIndex(of: "timestamp") : nil)
    }
    var text = order.map { names[$0] == "timestamp" ? "open_time" : names[$0] }.joined(separator: ",") + "\n"
    let rows = lines[0].first?.isNumber == true ? lines[...] : lines.dropFirst()
    for row in rows where !rejected.contains(String(row)) {
      let fields = row.split(separator: ",")
      text += order.map { fields[$0] }.joined(separator: ",") + "\n"
    }
    return (text, rows.count)
  }

  private static func unpacked(_ path: String) -> String {
    guard let file = gzopen(path, "r") else { preconditionFailure("a file of the real data is there: \(path)") }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = gzread(file, &block, UInt32(block.count))
      if count <= 0 { return String(decoding: bytes, as: UTF8.self) }
      bytes += block[..<Int(count)]
    }
  }
}
