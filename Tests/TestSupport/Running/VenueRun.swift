package import Exchange
package import Market

/// A venue fed with a text tape and a text script: what came out, as text.
package struct VenueRun {
  /// Events as lines, balances left out.
  package var lines: [String]
  /// The first broken invariant; nil: all held after every input.
  package var brokenInvariant: String?
  /// Balances at the end, as `usdt 900 + 100 locked, btc 1`.
  package var balances: String
  package var events: [Event]
  /// What is held through each instrument's fills with its cost and realised profit, as `1 cost 100 realized 5`.
  package var positions: [String]
  package var equity: FixedDecimal
  package var openOrders: Int
  package var barsAtParticipationLimit: Int
  package var fillsAtLastPrice: Int

  /// Plays the script of `orders` over `tapes` (one an instrument).
  package init(
    _ setup: ExchangeSetup, _ tapes: [String], prints: [String] = [], orders: String, span: TimeSpan = .minute,
    showsProfit: Bool = false
  ) throws {
    let configuration = try setup.configuration()
    var names = NameTable()
    var script = OrderScript(configuration.instruments)
    let commands = try script.read(orders, names: &names)
    var bars: [Kline] = []
    for (index, tape) in tapes.enumerated() {
      bars += try TextTape(tape, configuration.instruments[index], id: InstrumentID(index), span: span).bars
    }
    var printed = PrintedRows()
    for (index, text) in prints.enumerated() {
      let tape = try PrintTape(text, configuration.instruments[index], id: InstrumentID(index))
      printed.prints += tape.prints
      printed.ticks += tape.ticks
    }
    let driver = VenueDriver(
      Venue(configuration), bars: bars, prints: printed.prints, ticks: printed.ticks, commands: commands)
    driver.run()
    var writer = EventLines(configuration)
    writer.showsProfit = showsProfit
    lines = []
    for event in driver.events {
      if let line = writer.line(event, names: names) { lines.append(line) }
    }
    events = driver.events
    brokenInvariant = driver.brokenInvariant
    var parts: [String] = []
    for (index, asset) in configuration.assets.enumerated() {
      let free = driver.venue.free(AssetID(index)).units
      let locked = driver.venue.locked(AssetID(index)).units
      guard free != 0 || locked != 0 else { continue }
      var part = "\(asset.name) \(FixedDecimal(units: free, scale: asset.scale))"
      if locked != 0 { part += " + \(FixedDecimal(units: locked, scale: asset.scale)) locked" }
      parts.append(part)
    }
    balances = parts.joined(separator: ", ")
    positions = configuration.instruments.indices.map { index in
      let state = driver.venue.state(InstrumentID(index))
      let base = configuration.assets[Int(configuration.baseAssets[index].index)].scale
      let quote = configuration.assets[Int(configuration.quoteAssets[index].index)].scale
      return "\(FixedDecimal(units: state.held.units, scale: base)) cost "
        + "\(FixedDecimal(units: state.cost.units, scale: quote)) realized "
        + "\(FixedDecimal(units: state.realized.units, scale: quote))"
    }
    equity = FixedDecimal(units: driver.venue.equity.units, scale: configuration.valuation.scale)
    openOrders = driver.venue.openOrderCount
    barsAtParticipationLimit = driver.venue.barsAtParticipationLimit
    fillsAtLastPrice = driver.venue.fillsAtLastPrice
  }
}

private struct PrintedRows {
  var prints: [Print] = []
  var ticks: [PriceTick] = []
}
