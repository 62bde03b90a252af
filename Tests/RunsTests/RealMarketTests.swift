// popen: gzip unpacks the file for the test, which shares no code with the import; getenv names the data.
import Glibc
import Imports
import JSON
import Market
import Reports
import Runs
import Tape
import Testing

/// A month of real one-minute bars, against figures that independent engines agree on and against a recomputation of every fill in
/// plain arithmetic. Runs when PAPERTAPE_DATA names the folder of real market data; a file that is gone is then a failure.
@Suite("A month of the real market", .enabled(if: RealMarketData.folder != nil)) struct RealMarketTests {
  private static var file: String { (RealMarketData.folder ?? "") + "/klines/other_perp/BTC-PERP-1m-202201.csv.gz" }

  private static func scenario(_ fill: String) -> String {
    """
    version: 1
    name: month
    data:
      tape: a.tape
      on_gap: ignore
      streams:
        - {entity: cryptopair_binance_btcusdt, klines: 1m}
    exchange:
      binance:
        balances: {usdt: 10000000}
        fees: {maker: 0.001, taker: 0.001, asset: quote}
        matching: {market_fill: \(fill)}
        rules: false
    strategy: {name: SMACross, params: {fast: 10, slow: 30, quantity: 1}}

    """
  }

  /// A bar as the file has it, in ten-thousandths.
  private struct Bar {
    var time: Int64
    var open: Int64
    var close: Int64
  }

  private struct Fill: Equatable, CustomStringConvertible {
    /// Milliseconds since 1970.
    var time: Int64
    var isBuy: Bool
    /// In ten-thousandths.
    var price: Int64

    var description: String { "\(time) \(isBuy ? "buy" : "sell") \(price)" }
  }

  @Test(
    "fills, fees and equity are those of independent engines, fill by fill",
    arguments: [
      ("next", "77769.2625", "9902863.2375"), ("last", "77769.27675", "9902827.47325"),
    ])
  func month(fill: String, fees: String, equity: String) throws {
    #expect(access(Self.file, R_OK) == 0, "\(Self.file) is gone")
    let folder = try TemporaryFolder()
    var options = ImportOptions()
    options.entity = EntityID("cryptopair_binance_btcusdt")
    var tape = try TapeFile(path: folder["a.tape"], access: .readWrite)
    let summary = try TapeImport(options).run(files: [Self.file], into: &tape, progress: { _ in })
    try tape.close()
    #expect(summary.failures.isEmpty)

    let report = try folder.run(text: Self.scenario(fill))
    let result = try JSONValue(parsing: report.resultBytes)
    #expect(report.result.fills == 1_890)
    #expect(Exact(result["metrics"]?["fees_paid"]) == Exact(fees))
    #expect(Exact(result["account"]?["final_equity"]) == Exact(equity))

    let naive = Self.fills(try Self.bars(), paysLast: fill == "last")
    let rows = try folder.rows("run/fills.csv")
    #expect(rows.count == naive.count)
    for (row, expected) in zip(rows, naive) {
      let found = Fill(
        time: (Timestamp(iso: row["time"])?.nanoseconds ?? 0) / 1_000_000, isBuy: row["side"] == "buy",
        price: Int64(row.exact("price").units / 100_000_000_000_000))
      #expect(found == expected, "fill \(row["fill_id"])")
      #expect(row["quantity"] == "1")
      // A thousandth of the price, to seven decimals exact.
      #expect(row.exact("fee").units == Int128(expected.price) * 100_000_000_000)
    }
    let paid = naive.reduce(0) { $0 + $1.price }
    #expect(Exact(units: Int128(paid) * 100_000_000_000) == Exact(fees))
  }

  /// The rule in plain arithmetic: at each close with thirty behind it the sums are compared exactly; the order pays the next open, or
  /// the close it was sent on. An order on the last bar never meets a next price.
  private static func fills(_ bars: [Bar], paysLast: Bool) -> [Fill] {
    var fills: [Fill] = []
    var isLong = false
    for index in bars.indices where index >= 29 {
      var fast: Int64 = 0
      for back in 0..<10 { fast += bars[index - back].close }
      var slow: Int64 = 0
      for back in 0..<30 { slow += bars[index - back].close }
      let wantsLong = fast * 3 > slow
      let wantsFlat = fast * 3 < slow
      guard isLong ? wantsFlat : wantsLong else { continue }
      if paysLast {
        fills.append(Fill(time: bars[index].time + 60_000, isBuy: !isLong, price: bars[index].close))
      } else if index + 1 < bars.count {
        fills.append(Fill(time: bars[index + 1].time, isBuy: !isLong, price: bars[index + 1].open))
      } else {
        continue
      }
      isLong.toggle()
    }
    return fills
  }

  private static func bars() throws -> [Bar] {
    guard let pipe = popen("gzip -dc '\(file)'", "r") else { throw SystemFailure("gzip") }
    var text: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&block, 1, block.count, pipe)
      if count == 0 { break }
      text += block[..<count]
    }
    guard pclose(pipe) == 0 else { throw SystemFailure("gzip") }
    return text.split(separator: 10).dropFirst().map { line in
      let fields = line.split(separator: 44).map { String(decoding: $0, as: UTF8.self) }
      return Bar(time: Int64(fields[0]) ?? 0, open: tenThousandths(fields[1]), close: tenThousandths(fields[4]))
    }
  }

  private static func tenThousandths(_ text: String) -> Int64 {
    Int64(Exact(text).units / 100_000_000_000_000)
  }
}

/// Where real market data lies.
enum RealMarketData {
  static let folder = getenv("PAPERTAPE_DATA").map { String(cString: $0) }
}
