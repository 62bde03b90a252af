// access: a file that is gone is a failure, told by its name.
import Glibc
import Imports
import Market
import Reports
import Runs
import Tape
import Testing

/// Perpetuals and prints of real markets. Runs when PAPERTAPE_DATA names the folder of real market data; a file that is gone is then a
/// failure.
@Suite("Perpetuals and prints of real markets", .enabled(if: RealMarketData.folder != nil)) struct RealPerpetualTests {
  private func tape(_ folder: borrowing TemporaryFolder, _ files: [(file: String, entity: String, kind: String)]) throws
  {
    var tape = try TapeFile(path: folder["a.tape"], access: .readWrite)
    for item in files {
      let path = (RealMarketData.folder ?? "") + "/" + item.file
      #expect(access(path, R_OK) == 0, "\(path) is gone")
      var options = ImportOptions()
      options.entity = EntityID(item.entity)
      options.kind = ImportKind(rawValue: item.kind)
      let summary = try TapeImport(options).run(files: [path], into: &tape, progress: { _ in })
      #expect(summary.failures.isEmpty)
    }
    try tape.close()
  }

  private func scenario(_ streams: String, _ exchange: String, _ range: String, _ strategy: String) -> String {
    """
    version: 1
    name: real
    data:
      tape: a.tape
      \(range)
      streams:
    \(streams)
    exchange:
    \(exchange)
    strategy: \(strategy)

    """
  }

  @Test("the fall of 10 October 2025 takes a long at 20 times its margin, after fourteen settlements")
  func crash() throws {
    let folder = try TemporaryFolder()
    let entity = "cryptoperp_bybit_btcusdt"
    try tape(
      folder,
      [
        ("klines/bybit_linear/BTCUSDT-5m.csv.gz", entity, "klines"),
        ("mark/bybit_linear/BTCUSDT-mark-1h.csv.gz", entity, "mark"),
        ("funding/bybit_linear/BTCUSDT-funding.csv.gz", entity, "funding"),
      ])
    try folder.write(
      "time,action,client_order_id,side,type,quantity\n2025-10-06T00:00:00Z,submit,long,buy,market,1.2\n",
      to: "script.csv")
    let report = try folder.run(
      text: scenario(
        "    - {entity: \(entity), klines: 5m, mark: 1h, funding: true}",
        "  bybit: {balances: {usdt: 10000}, leverage: 20}", "from: 2025-10-01\n  to: 2025-11-01",
        "{name: Scripted, params: {file: script.csv}}"))
    let result = report.result
    #expect(result.status == .complete && result.integrity.ledgerBalanced)
    #expect(result.metrics.liquidations == 1 && result.fills == 2)
    #expect(result.account.finalEquity == .zero && result.account.positions.isEmpty)
    // 1.2 x 123,447.9 x 0.055 % (Bybit's base tier).
    #expect(result.metrics.feesPaid == "81.475614")
    // Reckoned apart from the files: 1.2 x mark x rate at each of the fourteen settlements, toward zero at eight decimals.
    #expect(result.metrics.fundingPaid == "134.43396707")
  }

  @Test("spot held at one exchange and the perpetual sold at another has the funding of a month and little else")
  func carry() throws {
    let folder = try TemporaryFolder()
    let spot = "cryptopair_binance_btcusdt"
    let perpetual = "cryptoperp_bybit_btcusdt"
    try tape(
      folder,
      [
        ("klines/binance_spot/BTCUSDT-1m.csv.gz", spot, "klines"),
        ("klines/bybit_linear/BTCUSDT-5m.csv.gz", perpetual, "klines"),
        ("mark/bybit_linear/BTCUSDT-mark-1h.csv.gz", perpetual, "mark"),
        ("funding/bybit_linear/BTCUSDT-funding.csv.gz", perpetual, "funding"),
      ])
    try folder.write(
      """
      time,action,client_order_id,entity_id,side,type,quantity,position_side
      2026-03-24T00:00:00Z,submit,spot,\(spot),buy,market,0.1,
      2026-03-24T00:00:00Z,submit,perp,\(perpetual),sell,market,0.1,short
      2026-04-22T00:00:00Z,close,spot-out,\(spot),,,,
      2026-04-22T00:00:00Z,close,perp-out,\(perpetual),,,,

      """, to: "script.csv")
    let report = try folder.run(
      text: scenario(
        "    - {entity: \(spot), klines: 1m}\n    - {entity: \(perpetual), klines: 5m, mark: 1h, funding: true}",
        "  binance: {balances: {usdt: 20000}}\n  bybit: {balances: {usdt: 20000}, leverage: 3, position_mode: hedge}",
        "from: 2026-03-24\n  to: 2026-04-22T12:00:00Z", "{name: Scripted, params: {file: script.csv}}"))
    let result = report.result
    #expect(result.status == .complete && result.integrity.ledgerBalanced)
    #expect(result.fills == 4 && result.rejected.isEmpty && result.account.positions.isEmpty)
    #expect(result.account.byExchange.map(\.exchange) == ["binance", "bybit"])
    let parts = result.pnlParts.named.reduce(into: [String: Double]()) { $0[$1.name] = $1.amount.double }
    let change = (result.account.finalEquity?.double ?? 0) - (result.account.initialEquity?.double ?? 0)
    #expect((parts.values.reduce(0, +) - change).magnitude < 1e-6)
    // Hedged: what the price makes is small beside its moves.
    #expect((parts["price"] ?? 1e9).magnitude < 50)
    // Reckoned apart from the files; in this month shorts paid a little on the whole.
    #expect(result.metrics.fundingPaid == "0.8770254")
  }

  @Test("a grid is filled by the prints of XRPETH, each at most by what it traded")
  func prints() throws {
    let folder = try TemporaryFolder()
    let entity = "cryptopair_binance_xrpeth"
    try tape(
      folder,
      [
        ("trades/binance_spot/XRPETH-aggTrades-201910.csv.gz", entity, "agg_trades"),
        ("klines/binance_spot/XRPETH-5m-201910.csv.gz", entity, "klines"),
      ])
    let report = try folder.run(
      text: scenario(
        "    - {entity: \(entity), trades: true, klines: 5m}", "  binance: {balances: {eth: 50}}", "on_gap: ignore",
        "{name: GridTrader, params: {quantity: 100}}"))
    let result = report.result
    #expect(result.status == .complete && result.integrity.ledgerBalanced)
    #expect(result.fills > 10)
    #expect(result.data.streams.map(\.kind) == ["klines", "agg_trades"])
  }
}
