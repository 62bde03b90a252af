// Glibc: the environment says where a Python with ccxt is.
import Dialects
import Glibc
import History
import Market
import Providers
import Tape
import Testing
import Transport

/// Where a Python with the ccxt library is: the environment variable `PAPERTAPE_PYTHON`; without it these tests are off.
enum PythonWithCCXT {
  static let path: String? = getenv("PAPERTAPE_PYTHON").map { String(cString: $0) }
}

@Suite("ccxt through its own library") struct CCXTTests {
  @Test(
    "bars, trades and settlements of a played Binance, by the real library",
    .enabled(if: PythonWithCCXT.path != nil, "PAPERTAPE_PYTHON names no Python with ccxt"))
  func binance() throws {
    let python = try #require(PythonWithCCXT.path)
    let played = try PlayedExchange()
    var options = played.options([.klines, .trades])
    options.from = PlayedExchange.now - 5 * TimeSpan.hour
    let bridge = try CCXTBridge(
      python: python, exchange: "binance", address: played.exchange.host.address, authority: played.identityFile)
    let fetch = HistoryFetch(
      provider: CCXTHistory(exchange: "binance"), options: options,
      courier: NetworkCourier(client: played.client, bridge: bridge))
    let targets = try ["BTC/USDT"].map { try #require(FetchTarget($0, provider: "ccxt")) }
    let listing = try #require(try fetch.list(targets, isCancelled: { false }))
    var tape = try TapeFile(path: played.folder.file("fetched.tape"), access: .readWrite)
    let summary = try fetch.run(listing, into: &tape, progress: { _ in }, isCancelled: { false })
    try tape.close()
    #expect(summary.streams.map(\.problem) == [nil, nil])
    #expect(summary.isComplete)
    let since = (PlayedExchange.now - 5 * TimeSpan.hour).nanoseconds
    func late(_ rows: [String]) -> [String] { rows.filter { Int64($0.split(separator: " ")[0]) ?? 0 >= since } }
    let columns = ["open_time", "open", "high", "low", "close", "volume", "quote_volume"]
    #expect(
      try played.rows("cryptopair_ccxt_btcusdt", .klines, columns: columns)
        == late(ExpectedRows.bars(played.spot, .klines, volumes: true, quote: false)))
    #expect(
      try played.rows("cryptopair_ccxt_btcusdt", .trades, columns: ExpectedRows.trades)
        == late(ExpectedRows.trades(played.spot)))
  }

  @Test("a Python without ccxt, or none at all, is said with what to do")
  func without() throws {
    #expect(throws: HTTPFailure.self) { try CCXTBridge(python: "/no/such/python", exchange: "kraken") }
    let played = try PlayedExchange()
    // true(1) ends at once, as a Python would that cannot start.
    let bridge = try CCXTBridge(python: "/bin/true", exchange: "kraken")
    let fetch = HistoryFetch(
      provider: CCXTHistory(exchange: "kraken"), options: played.options([.klines]),
      courier: NetworkCourier(client: played.client, bridge: bridge))
    let target = try #require(FetchTarget("BTC/USD", provider: "ccxt"))
    let error = #expect(throws: FetchError.self) { try fetch.list([target], isCancelled: { false }) }
    #expect(error?.message.contains("Python process has ended") == true)
  }
}
