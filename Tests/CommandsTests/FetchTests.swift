// SIGINT is sent to the program.
import Dialects
import Glibc
import JSON
import Market
import Testing
import Transport

@Suite("tape fetch, as it is called") struct FetchTests {
  private static let start = Timestamp(nanoseconds: 1_740_787_200_000_000_000)
  private let folder: TemporaryFolder
  private let exchange: ExchangeHost
  private let faults = HostFaults()

  init() throws {
    folder = try TemporaryFolder()
    let identity = try HostIdentity()
    try folder.write(identity.authority, to: "authority.pem")
    let now = Self.start + 2 * TimeSpan.day + 9 * TimeSpan.hour
    let markets = [false, true].map {
      PlayedMarket.generated(seed: 11, isPerpetual: $0, from: Self.start, now: now)
    }
    exchange = try ExchangeHost(markets: markets, identity: identity, faults: faults)
  }

  private func words(_ text: String, trusts: Bool = true) -> [String] {
    var words = ["tape", "fetch"]
    words += text.split(separator: " ").map(String.init)
    words += ["--from", "2025-03-01"]
    for provider in ["binance", "okx", "bybit", "coinbase"] {
      words += ["--base", "\(provider)=\(exchange.host.address)"]
    }
    if trusts { words += ["--ca-file", "authority.pem"] }
    return words
  }

  private func fetch(_ text: String, trusts: Bool = true) throws -> ProgramCall {
    try RunningProgram(words(text, trusts: trusts), in: folder).finish()
  }

  @Test("a line a series, nothing on standard error without a terminal, and nothing new the second time")
  func twice() throws {
    let first = try fetch("binance BTC/USDT --tape a.tape")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errors.isEmpty)
    #expect(first.output.hasPrefix("cryptopair_binance_btcusdt klines 1m: 3419 added, 0 already there"))
    #expect(first.output.contains("(2 files, "))
    #expect(try fetch("binance BTC/USDT --tape a.tape").output.contains(": 0 added, 0 already there"))
    #expect(try RunningProgram(["tape", "verify", "a.tape"], in: folder).finish().status == 0)
    #expect(!folder.exists("a.tape.fetch"))
  }

  @Test("--json prints one document, --quiet nothing")
  func json() throws {
    let call = try fetch("bybit BTCUSDT-PERP --kinds funding,mark --tape a.tape --json")
    #expect(call.status == 0, "\(call.errors)")
    let document = try JSONValue(parsing: Array(call.output.utf8))
    #expect(document["complete"]?.flag == true)
    #expect(document["series"]?.elements?.map { $0["kind"]?.text } == ["funding", "mark"])
    #expect(document["series"]?[0]?["added"]?.numberText == "8")
    let quiet = try fetch("bybit BTCUSDT-PERP --kinds funding --tape b.tape --quiet")
    #expect(quiet.status == 0 && quiet.output.isEmpty && quiet.errors.isEmpty)
  }

  @Test("what cannot be had is named with its times and ends with 3")
  func missing() throws {
    let call = try fetch("bybit BTCUSDT --kinds trades --to 2025-03-03T09:00:00Z --tape a.tape")
    #expect(call.status == 3)
    #expect(call.lines("missing: cryptopair_bybit_btcusdt trades: 2025-03-03T00:00:00Z to ").count == 1)
  }

  @Test("a server that does not answer is named with address and remedy and ends with 3; no tape is made of it")
  func unreachable() throws {
    faults.set([FaultRule("/", every: 1, .status(503))])
    let call = try fetch("okx BTC-USDT --tape a.tape")
    #expect(call.status == 3)
    #expect(call.lines("error: okx did not answer in 3 tries: status 503 (https://localhost:").count == 1)
    #expect(call.lines("hint: ").count == 1)
    #expect(!folder.exists("a.tape"))
  }

  @Test("a certificate that nobody vouches for ends with 3 and names the option")
  func trust() throws {
    let call = try fetch("okx BTC-USDT --tape a.tape", trusts: false)
    #expect(call.status == 3)
    #expect(call.lines("error: the server's certificate is not trusted").count == 1)
    #expect(call.lines("hint: ").first?.contains("--ca-file") == true)
    #expect(faults.requests.isEmpty)
  }

  @Test(
    "wrong usage ends with 2 and says what there is",
    arguments: [
      ("kraken BTC/USD --tape a.tape", "there are: binance, okx, bybit, coinbase, ccxt"),
      ("okx BTCUSDX --tape a.tape", "did you mean 'btcusdt'?"),
      ("okx BTC-USDT --kinds candles --tape a.tape", "there are: klines, mark"),
      ("coinbase BTC-USDT-PERP --tape a.tape", "it has: spot pairs"),
      ("coinbase BTC-USDT --kinds funding --tape a.tape", "it has: klines, trades"),
      ("coinbase BTC-USDT --level 4h --tape a.tape", "it has: 1m, 5m"),
      ("okx BTC-USDT --parallel 0 --tape a.tape", "from 1 to 64"),
      ("okx cryptopair_binance_btcusdt --tape a.tape", "write it as BTC/USDT"),
      ("okx BTC-USDT --base kraken=https://localhost --tape a.tape", "there are: binance.spot"),
      ("okx BTC-USDT --base okx=ftp://localhost --tape a.tape", "give NAME=https://"),
    ])
  func usage(text: String, hint: String) throws {
    let call = try fetch(text)
    #expect(call.status == 2, "\(call.errors)")
    #expect(call.lines("error: ").count == 1)
    #expect(call.lines("hint: ").first?.contains(hint) == true, "\(call.errors)")
    #expect(!folder.exists("a.tape"))
  }

  @Test("Ctrl-C ends it with 130, what came is kept, and the same call brings the rest")
  func interruption() throws {
    // The third page never comes.
    faults.set([FaultRule("/v5/market/kline", on: [2, 3], .silence)])
    let running = try RunningProgram(words("bybit BTCUSDT --parallel 1 --tape a.tape"), in: folder)
    for _ in 0..<1_000 where faults.requests.filter({ $0.contains("/market/kline") }).count < 3 { usleep(10_000) }
    try running.send(SIGINT)
    let call = try running.finish()
    #expect(call.status == 130)
    #expect(call.lines("error: interrupted before all was there (a.tape)").count == 1)
    let rest = try fetch("bybit BTCUSDT --tape a.tape")
    #expect(rest.status == 0, "\(rest.errors)")
    // Two pages were kept: 40 minutes to the first cut, and a thousand bars.
    #expect(rest.output.contains(", 0 already there"))
    #expect(!rest.output.contains(": 3419 added"))
  }

  @Test("providers lists the five with their addresses, as text and as JSON")
  func providers() throws {
    let text = try RunningProgram(["providers"], in: folder).finish()
    #expect(text.status == 0)
    for name in ["binance", "okx", "bybit", "coinbase", "ccxt"] {
      #expect(text.output.split(separator: "\n").contains { $0 == name })
    }
    let json = try RunningProgram(["providers", "--json"], in: folder).finish()
    let document = try JSONValue(parsing: Array(json.output.utf8))
    #expect(document.elements?.count == 5)
    #expect(document[0]?["addresses"]?["binance.archive"]?.text == "https://data.binance.vision")
  }
}
