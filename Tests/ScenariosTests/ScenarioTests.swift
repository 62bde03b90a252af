import Market
import Scenarios
import StrategyKit
import Testing

@Suite("Scenarios that are right") struct ScenarioTests {
  @Test("every value of the full example arrives with its type")
  func full() throws {
    let scenario = try Fixtures.read(Fixtures.full)
    #expect(scenario.name == "btc-sma")
    #expect(scenario.summary == "a text: with a colon")
    #expect(scenario.seed == 7)
    #expect(scenario.data.tapes == ["scenarios/../tapes/sample.tape", "scenarios/../tapes/more.tape"])
    #expect(scenario.data.from == Timestamp(iso: "2024-08-01"))
    #expect(scenario.data.to == Timestamp(iso: "2024-08-31"))
    #expect(scenario.data.warmup == 2 * TimeSpan.day)
    #expect(
      scenario.data.streams.map(\.entity.description) == [
        "cryptopair_binance_btcusdt", "cryptoperp_binance_ethusdt", "cryptopair_okx_ethusdt",
      ])
    let fiveMinutes = KlineLevel(5 * TimeSpan.minute)
    #expect(scenario.data.streams.map(\.klines) == [[.minute, .hour], [.minute], [fiveMinutes]])
    #expect(scenario.data.streams.map(\.trades) == [true, false, false])
    let perpetual = scenario.data.streams[1]
    #expect(perpetual.funding && perpetual.mark == .ticks && perpetual.index == .klines(fiveMinutes))
    #expect(scenario.data.onGap == .fail)
    #expect(scenario.exchanges.map(\.name) == ["binance", "okx"])
    let binance = try #require(scenario.exchange(of: "binance"))
    #expect(binance.balances.areApart && binance.balances.all.map(\.wallet) == ["spot", "spot", "linear"])
    #expect(binance.balances.all.map(\.asset) == ["usdt", "btc", "usdt"])
    #expect(binance.balances.all.map(\.amount) == ["10000", .zero, "500"])
    let position = try #require(binance.positions.first)
    #expect(position.quantity == "0.5" && position.side == .short && position.entryPrice == "2500")
    #expect(position.leverage == "5" && position.isolatedMargin == "250")
    #expect(binance.positionMode == .hedge && binance.marginMode.fallback == .cross)
    #expect(binance.marginMode[perpetual.entity] == .isolated && binance.leverage[perpetual.entity] == "10")
    #expect(binance.leverage[scenario.data.streams[0].entity] == "3")
    let contract = try #require(binance.instruments.last)
    #expect(contract.contractSize == .one && contract.isInverse == false && contract.fundingIntervalHours == 4)
    #expect(contract.liquidationFee == "0.0125" && contract.tiers.map(\.upTo) == ["50000", "1000000"])
    #expect(contract.tiers[0].maxLeverage == "125" && contract.tiers[1].maxLeverage == nil)
    #expect(contract.tiers[1].rate == "0.005" && contract.tiers[1].amount == "50")
    let instrument = try #require(binance.instruments.first)
    #expect(instrument.priceStep == "0.01" && instrument.quantityStep == "0.001" && instrument.minNotional == "5")
    #expect(binance.fees.maker == "-0.0001" && binance.fees.taker == "0.001" && binance.fees.asset == .received)
    #expect(binance.matching.path == .worst && binance.matching.limitFill == .touch)
    #expect(binance.matching.marketFill == .last && binance.matching.participation == nil)
    #expect(binance.matching.slippage.basisPoints == "2.5" && binance.matching.slippage.spread == "0.5")
    #expect(binance.matching.slippage.impact == .sqrt && binance.matching.slippage.coefficient == "0.1")
    #expect(binance.fundingLock == TimeSpan(nanoseconds: 5_000_000_000))
    let fault = try #require(binance.faults.first)
    #expect(fault.kind == .reject && fault.length == .hour && fault.share == "0.2" && fault.delay == .zero)
    #expect(binance.latency.order == TimeSpan(nanoseconds: 50_000_000) && binance.latency.response == .hour)
    #expect(binance.rules.priceStep && binance.rules.quantityRange && !binance.rules.minNotional)
    #expect(binance.rulesAsOf == .current)
    let okx = try #require(scenario.exchange(of: "okx"))
    #expect(!okx.rules.priceStep && !okx.rules.quantityStep && !okx.rules.quantityRange && !okx.rules.minNotional)
    #expect(okx.matching.participation == .one)
    #expect(scenario.strategy[parameter: "fast"] == .integer(5))
    #expect(scenario.report.equityStep == .all && scenario.report.periodsPerYear == 252)
    #expect(scenario.expectations.map(\.value).first == .number("128"))
    #expect(scenario.expectations[1].value == .range(min: nil, max: "12"))
    #expect(scenario.expectations[4].value == .null && scenario.expectations[5].value == .flag(true))
    #expect(scenario.expectations[6].value == .text("sha256:0123"))
    let sweep = try #require(scenario.sweep)
    #expect(sweep.parameters[0].value == .list([.integer(5), .integer(10), .integer(20)]))
    #expect(sweep.parameters[1].value.expanded?.count == 10)
    #expect(sweep.condition == "fast < slow" && sweep.walkForward?.test == 30 * TimeSpan.day)
  }

  @Test("what is left out has its documented default")
  func defaults() throws {
    let scenario = try Fixtures.read(Fixtures.least)
    #expect(scenario.seed == 42 && scenario.summary == nil && scenario.sweep == nil)
    #expect(scenario.data.from == nil && scenario.data.to == nil && scenario.data.warmup == .zero)
    let binance = try #require(scenario.exchange(of: "binance"))
    #expect(binance.fees.maker == nil && binance.fees.taker == nil && binance.fees.asset == nil)
    #expect(binance.matching.path == .nearest && binance.matching.limitFill == .through)
    #expect(binance.latency.order == .zero && binance.rulesAsOf == .data)
    #expect(!binance.balances.areApart && binance.positions.isEmpty && binance.faults.isEmpty)
    #expect(binance.positionMode == .oneWay && binance.marginMode == Scenario.ByInstrument(.cross))
    #expect(binance.leverage == Scenario.ByInstrument(.one) && binance.fundingLock == .zero)
    #expect(scenario.data.streams[0].mark == .none && !scenario.data.streams[0].trades)
    #expect(scenario.report.html && scenario.report.equityStep == .every(.hour))
  }

  @Test("defaults of parameters are filled in, in the order of the declaration")
  func parameterDefaults() throws {
    let text = Fixtures.least.replacing("name: Idle", with: "name: SMACross, params: {slow: 50}")
    let scenario = try Fixtures.read(text)
    #expect(
      scenario.strategy.parameters.map(\.name) == [
        "entity", "fast", "slow", "quantity", "cooldown", "average", "short",
      ])
    #expect(
      scenario.strategy[parameter: "entity"] == .entity(EntityID(kind: .pair, provider: "binance", code: "btcusdt")))
    #expect(scenario.strategy[parameter: "fast"] == .integer(10))
    #expect(scenario.strategy[parameter: "slow"] == .integer(50))
  }

  @Test("a file that a parameter names is read from the scenario's folder")
  func file() throws {
    let text = Fixtures.least.replacing("name: Idle", with: "name: Scripted, params: {file: commands.csv}")
    let scenario = try Fixtures.read(text, folder: "/abs/scenarios")
    #expect(
      scenario.strategy[parameter: "file"]
        == .file(path: "/abs/scenarios/commands.csv", contents: Array("time,action\n".utf8)))
  }

  @Test(
    "written out and read again, a scenario is equal and every key is there",
    arguments: [Fixtures.least, Fixtures.full])
  func roundTrip(text: String) throws {
    let scenario = try Fixtures.read(text, folder: "/abs/scenarios")
    let written = writtenOut(scenario)
    let again = try Fixtures.read(written, file: "/elsewhere/scenario.yaml")
    #expect(again == scenario, "\(written)")
    #expect(writtenOut(again) == written)
    for key in KeyTable.root { #expect(written.contains("\(key.name):")) }
  }

  @Test("a generated market in place of a tape is read and written out")
  func synthetic() throws {
    let text = Fixtures.least.replacing(
      "tape: sample.tape",
      with: "synthetic: {seed: 7, start_price: 60000, annual_volatility: 0.6}\n  from: 2024-08-01\n  to: 2024-08-02")
    let scenario = try Fixtures.read(text)
    let synthetic = try #require(scenario.data.synthetic)
    #expect(synthetic.seed == 7 && synthetic.startPrice == "60000" && synthetic.annualVolatility == "0.6")
    #expect(synthetic.drift == .zero && synthetic.tradesPerMinute == nil && scenario.data.tapes.isEmpty)
    #expect(try Fixtures.read(writtenOut(scenario)) == scenario)
  }

  @Test("written out, what is left out stands as a remark")
  func remarks() throws {
    let written = writtenOut(try Fixtures.read(Fixtures.least))
    #expect(written.contains("  # from: left out: the first row\n"))
    #expect(written.contains("    fees: {}\n      # maker: left out: the provider's base tier\n"))
    #expect(written.hasSuffix("# sweep: left out: no sweep\n"))
  }

  @Test("a name with signs that mean something to YAML survives being written out")
  func quoting() throws {
    for name in [
      "a: b", "- x", "#c", "'", "\"", "\\", "tab\tline\nend", "~", "null", "ä€😀", " x ", "*a", "!t", "-", "...", "-1",
      "a:", "\u{7F}",
    ] {
      var scenario = try Fixtures.read(Fixtures.least)
      scenario.summary = name
      let again = try Fixtures.read(writtenOut(scenario), folder: "")
      #expect(again.summary == name)
    }
  }

  @Test("octal, hexadecimal and clock look-alikes are decimals or refused, never guessed")
  func lookAlikes() throws {
    let text = Fixtures.least.replacing("usdt: 10000", with: "usdt: 010, btc: 1e-3, eth: \"+5.50\"")
    let balances = try #require(try Fixtures.read(text).exchange(of: "binance")).balances
    #expect(balances.all.map(\.amount) == ["10", "0.001", "5.5"])
    #expect(Fixtures.printed(Fixtures.least.replacing("usdt: 10000", with: "usdt: 0x10")).contains("'0x10'"))
    #expect(Fixtures.printed(Fixtures.least.replacing("usdt: 10000", with: "usdt: 1:30")).contains("'1:30'"))
  }

  @Test("anchors and aliases share a value")
  func aliases() throws {
    let text = Fixtures.full.replacing("latency: {feed", with: "latency: &slow {feed")
      .replacing("rules: false", with: "rules: false\n    latency: *slow")
    let scenario = try Fixtures.read(text)
    #expect(scenario.exchange(of: "okx")?.latency == scenario.exchange(of: "binance")?.latency)
  }

  @Test("a later stage names the place of a key, or of the block above it")
  func places() throws {
    let scenario = try Fixtures.read(Fixtures.full)
    let error = scenario.error("no such series on the tape", hint: "import it", at: "data.streams.1.klines.0")
    #expect(error.text == "error: no such series on the tape (scenarios/a.yaml:18:15)\nhint: import it")
    #expect(scenario.origin.place(of: "exchange.okx.matching.path") == .position(line: 52, column: 5))
  }

  @Test("CRLF line ends and a byte order mark change nothing")
  func lineEnds() throws {
    let crlf = "\u{FEFF}" + Fixtures.full.replacing("\n", with: "\r\n")
    #expect(try Fixtures.read(crlf) == Fixtures.read(Fixtures.full))
  }
}
