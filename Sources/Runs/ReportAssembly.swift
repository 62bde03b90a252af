import Exchange
import JSON
import Market
import Metrics
import Replay
package import Reports
import Scenarios

/// What the page shows beyond the result: bars and fills as they are drawn.
package struct PagePictures: Sendable {
  package var prices: [ReportModel.PriceSeries] = []
  package var fills: [ReportModel.Fill] = []

  package init() {}
}

extension PreparedRun {
  /// The report page's model: the result, its pictures, what it rests on.
  package func page(
    _ result: RunResult, _ run: borrowing ExecutedRun, pictures: PagePictures, command: String, files: [String]
  ) -> ReportModel {
    var model = ReportModel()
    model.papertape = result.papertape
    model.status = result.status.rawValue
    model.error = result.error
    model.scenario = ReportModel.Scenario(
      name: result.scenario.name, file: result.scenario.file, sha256: result.scenario.sha256)
    model.strategy = ReportModel.Strategy(
      name: scenario.strategy.name,
      params: scenario.strategy.parameters.map { ReportModel.Parameter(name: $0.name, value: $0.value.written) })
    model.seed = result.seed
    model.data = ReportModel.DataUsed(
      from: result.data.from?.nanoseconds, to: result.data.to?.nanoseconds, events: result.data.events,
      streams: result.data.streams.map {
        ReportModel.Stream(
          entityID: $0.entityID, kind: $0.kind, level: $0.level ?? "", rows: $0.rows, gaps: $0.gaps, digest: $0.digest)
      },
      gaps: streams.flatMap { stream in
        stream.gaps.prefix(200).map {
          ReportModel.Gap(
            entityID: stream.entity.description, kind: stream.title, from: $0.from.nanoseconds,
            to: $0.to.nanoseconds,
            text: "\($0.missing) bars missing")
        }
      })
    model.fingerprint = result.fingerprint
    model.doubts = result.integrity.warnings.map {
      ReportModel.Doubt(code: $0.code, count: $0.count, text: $0.text, severity: Self.severity($0.code))
    }
    model.expect = result.expect.map {
      ReportModel.Expectation(path: $0.path, want: $0.want, isValue: Self.text($0.found), ok: $0.isMet)
    }
    fillAccount(&model, result)
    fillFigures(&model, result, run)
    model.prices = pictures.prices
    model.benchmark = benchmark(pictures.prices, initial: result.account.initialEquity?.double, from: run.outcome.start)
    model.fillMarks = pictures.fills
    model.trades = trades(run)
    model.assumptions = assumptions()
    model.command = command
    model.environment = [ReportModel.Parameter(name: "papertape", value: result.papertape)]
    model.files = files
    return model
  }

  private static func severity(_ code: String) -> ReportModel.Severity {
    switch code {
    case "FEW_TRADES", "WARMUP_COMMANDS": .note
    case "EQUITY_ZERO", "NO_TRADING", "MARKET_FILL_LAST": .serious
    default: .warning
    }
  }

  private static func text(_ value: JSONValue) -> String {
    value.text ?? value.numberText ?? String(decoding: value.bytes(layout: .compact), as: UTF8.self)
  }

  private func fillAccount(_ model: inout ReportModel, _ result: RunResult) {
    model.account = ReportModel.Account(
      currency: currency, initialEquity: result.account.initialEquity?.description ?? "",
      finalEquity: result.account.finalEquity?.description ?? "",
      balances: result.account.byExchange.flatMap { exchange in
        exchange.balances.map {
          ReportModel.Balance(
            exchange: exchange.exchange, asset: $0.asset, free: $0.free.description, locked: $0.locked.description)
        }
      },
      positions: result.account.positions.map { position in
        func text(_ value: FixedDecimal?) -> String { value?.description ?? "" }
        return ReportModel.Position(
          entityID: position.entityID, positionSide: position.positionSide, quantity: text(position.quantity),
          entryPrice: text(position.entryPrice), markPrice: text(position.markPrice),
          unrealizedPnl: text(position.unrealized), realizedPnl: text(position.realized),
          leverage: text(position.leverage), marginMode: position.marginMode ?? "", margin: text(position.margin),
          maintenanceMargin: text(position.maintenanceMargin), marginRatio: position.marginRatio,
          liquidationPrice: position.liquidationPrice?.description, fundingCost: text(position.fundingCost))
      }, fees: result.account.fees.map { ReportModel.Fee(asset: $0.asset, amount: $0.amount.description) })
    model.dust = result.integrity.dust.map {
      ReportModel.Dust(
        exchange: $0.exchange, asset: $0.asset, quantity: $0.quantity.description, value: $0.value?.description ?? "",
        code: $0.code)
    }
  }

  private func fillFigures(_ model: inout ReportModel, _ result: RunResult, _ run: borrowing ExecutedRun) {
    model.orders = result.orders
    model.fills = result.fills
    model.openOrders = result.openOrders
    model.rejected = result.rejected.map { ReportModel.Refusal(code: $0.code, count: $0.count) }
    model.pnlParts = result.pnlParts.named.map { ReportModel.Part(name: $0.name, amount: $0.amount.description) }
    model.byEntity = result.byEntity.map {
      ReportModel.EntityResult(
        entityID: $0.entityID, trades: $0.trades, fills: $0.fills, netProfit: $0.netProfit.description,
        winRatePct: $0.winRatePercent, feesPaid: $0.feesPaid.description, fundingPaid: $0.fundingPaid.description,
        volume: $0.volume.description, buyAndHoldReturnPct: $0.buyAndHoldReturnPercent)
    }
    model.byExitReason = result.byExitReason.map {
      ReportModel.ExitReason(reason: $0.reason, trades: $0.trades, netProfit: $0.netProfit.description)
    }
    let scale = venue.valuation.scale
    let unit = Double(PowerOfTen.int128(scale))
    model.equity = run.figures.points.points.map {
      ReportModel.Point(time: $0.time.nanoseconds, value: Double($0.equity.units) / unit)
    }
    if let end = run.outcome.end {
      model.equity.append(
        ReportModel.Point(time: end.nanoseconds, value: Double(run.outcome.venue.equity.units) / unit))
    }
    guard let summary = run.summary else { return }
    let isShort = (run.outcome.end ?? range.to) - (run.outcome.start ?? range.from) < 2 * TimeSpan.day
    for (name, figure) in summary.metrics.named {
      var metric = ReportModel.Metric(key: name.description)
      switch figure {
      case .real(let value):
        metric.value = value
        if value == nil { metric.reason = isShort ? "fewer than two days" : "nothing to divide by" }
      case .count(let count): metric.value = Double(count)
      case .money(let amount):
        let exact = FixedDecimal(units: amount.units, scale: summary.scale)
        metric.value = exact.double
        metric.exact = exact.description
      }
      if let bound = result.integrity.bounds?.first(where: { $0.path == "metrics.\(name)" }) {
        metric.least = bound.least.numberText.flatMap { Double($0) }
        metric.greatest = bound.greatest.numberText.flatMap { Double($0) }
      }
      model.metrics.append(metric)
    }
  }

  /// What the initial equity would have become in the first instrument, from the first traded price on.
  private func benchmark(
    _ prices: [ReportModel.PriceSeries], initial: Double?, from start: Timestamp?
  ) -> [ReportModel.Point] {
    guard let initial, let series = prices.first, let start,
      let first = series.bars.firstIndex(where: { $0.time >= start.nanoseconds }), series.bars[first].open > 0
    else { return [] }
    let entry = series.bars[first].open
    let span = matchingSpans.first?.nanoseconds ?? 0
    var points = [ReportModel.Point(time: series.bars[first].time, value: initial)]
    points.reserveCapacity(series.bars.count - first + 1)
    for bar in series.bars[first...] {
      points.append(ReportModel.Point(time: bar.time + span, value: initial * bar.close / entry))
    }
    return points
  }

  private func trades(_ run: borrowing ExecutedRun) -> [ReportModel.Trade] {
    var list: [ReportModel.Trade] = []
    for trade in run.figures.trades + (run.summary?.openTrades ?? []) {
      let index = Int(trade.instrument.index)
      let scales = RoundTripScales(
        base: venue.assets[Int(venue.baseAssets[index].index)].scale,
        quote: venue.assets[Int(venue.quoteAssets[index].index)].scale, price: venue.instruments[index].priceScale)
      let base = Double(PowerOfTen.int128(scales.base))
      let quote = Double(PowerOfTen.int128(scales.quote))
      list.append(
        ReportModel.Trade(
          opened: trade.opened.nanoseconds, closed: trade.closed?.nanoseconds,
          entityID: venue.instruments[index].entity.description,
          positionSide: trade.side.name.description, quantity: Double(trade.entryQuantity.units) / base,
          entryPrice: trade.entryPrice(scales)?.double ?? 0, exitPrice: trade.exitPrice(scales)?.double,
          grossProfit: Double(trade.gross.units) / quote, fees: Double(trade.fees.units) / quote,
          funding: Double(trade.funding.units) / quote, netProfit: Double(trade.net.units) / quote,
          netProfitPct: trade.netPercent, maePct: trade.adverseExcursionPercent(scales),
          mfePct: trade.favourableExcursionPercent(scales), exitReason: trade.exit.name.description))
    }
    return list
  }

  private func assumptions() -> [ReportModel.Assumption] {
    let matching = venue.matching
    func rate(_ rate: Rate) -> String { FixedDecimal(units: Int128(rate.units), scale: Rate.scale).description }
    var list = [
      ReportModel.Assumption(
        topic: "path", text: "bars walk open, \(matching.path.rawValue) extreme order, close, in straight lines"),
      ReportModel.Assumption(
        topic: "limit orders",
        text: matching.limitFill == .through ? "fill when price trades a step through them" : "fill at the touch"),
      ReportModel.Assumption(
        topic: "market orders",
        text: matching.marketFill == .next
          ? "pay the first price after arrival" : "pay the price in force on arrival, which had traded before"),
      ReportModel.Assumption(
        topic: "participation",
        text: matching.participation.map { "at most \(rate($0)) of a bar's volume, shared by all own orders" }
          ?? "no cap"),
      ReportModel.Assumption(topic: "slippage", text: "takers pay \(rate(matching.slippage)) of the price more"),
    ]
    for (exchange, latency) in zip(providers, latencies) {
      let name = providers.count > 1 ? "latency of \(exchange)" : "latency"
      list.append(
        ReportModel.Assumption(
          topic: name, text: "order \(latency.order), response \(latency.response), jitter \(latency.jitter)"))
    }
    if let fees = venue.fees.first {
      let asset: String
      switch fees.asset {
      case .received: asset = "the asset received"
      case .quote: asset = "the quote asset"
      case .named(let name): asset = "\(name), else the asset received"
      }
      list.append(
        ReportModel.Assumption(
          topic: "fees", text: "maker \(rate(fees.maker)), taker \(rate(fees.taker)), charged in \(asset)"))
    }
    for instrument in venue.instruments {
      let rules = instrument.specification
      list.append(
        ReportModel.Assumption(
          topic: "rules",
          text:
            "\(instrument.entity): price step \(rules.priceStep), quantity step \(rules.quantityStep), least notional \(rules.minNotional)"
        ))
    }
    return list
  }
}
