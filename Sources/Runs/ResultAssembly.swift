import Exchange
import JSON
import Market
import Metrics
package import Replay
package import Reports
import Scenarios
import StrategyKit

extension PreparedRun {
  /// The result of an executed run, all but expectations, bounds and performance.
  package func result(
    of run: borrowing ExecutedRun, scenarioDigest: String, version: String
  ) -> RunResult {
    var result = RunResult(papertape: version)
    if run.outcome.error != nil || failsForFunding(run) {
      result.status = .failed
    } else if run.outcome.wasInterrupted {
      result.status = .interrupted
    }
    result.error =
      run.outcome.error.map { text(of: $0) } ?? (failsForFunding(run) ? missingFunding(run)?.text : nil)
    result.scenario = RunResult.Scenario(name: scenario.name, file: scenario.origin.file, sha256: scenarioDigest)
    result.strategy = RunResult.Strategy(
      name: scenario.strategy.name,
      params: scenario.strategy.parameters.map { ($0.name, Self.json($0.value)) })
    result.seed = scenario.seed
    result.data = RunResult.DataUsed(
      from: run.outcome.start, to: run.end, events: run.outcome.rows,
      streams: streams.enumerated().map { index, stream in
        RunResult.Stream(
          entityID: stream.entity.description, kind: stream.kind.rawValue, level: stream.level?.description,
          rows: index < run.outcome.rowsByStream.count ? run.outcome.rowsByStream[index] : 0, gaps: stream.gaps.count,
          digest: stream.digest)
      })
    result.fingerprint = "sha256:" + run.fingerprint
    result.account = account(run)
    result.orders = Int(run.outcome.venue.lastOrderID)
    result.fills = Int(run.outcome.venue.lastFillNumber)
    result.openOrders = run.outcome.venue.openOrderCount
    result.rejected = Self.refusals(run.figures)
    if let summary = run.summary {
      result.metrics = RunResult.Metrics(summary.metrics, scale: summary.scale)
      result.pnlParts = RunResult.ProfitParts(summary.parts, scale: summary.scale)
      result.byEntity = summary.byEntity.map { figures in
        func money(_ amount: Money) -> FixedDecimal { FixedDecimal(units: amount.units, scale: summary.scale) }
        return RunResult.EntityResult(
          entityID: venue.instruments[Int(figures.instrument.index)].entity.description, trades: figures.trades.count,
          fills: figures.fills, netProfit: money(figures.trades.net), winRatePercent: figures.trades.winRatePercent,
          feesPaid: money(figures.feesPaid), fundingPaid: money(figures.fundingPaid), volume: money(figures.volume),
          buyAndHoldReturnPercent: figures.buyAndHoldReturnPercent,
          parts: RunResult.ProfitParts(figures.parts, scale: summary.scale))
      }
      result.byExitReason = summary.byExitReason.map {
        RunResult.ExitReasonResult(
          reason: $0.reason.name.description, trades: $0.trades,
          netProfit: FixedDecimal(units: $0.net.units, scale: summary.scale))
      }
    }
    result.integrity = RunResult.Integrity(
      ledgerBalanced: run.outcome.venue.ledger.isBalanced, ambiguousBars: run.outcome.ambiguousBars,
      dataGaps: streams.reduce(0) { $0 + $1.gaps.count },
      atParticipationLimit: run.outcome.venue.barsAtParticipationLimit,
      dust: dust(run), bounds: nil, warnings: allWarnings(run).map { RunResult.Warning($0) })
    return result
  }

  private static func json(_ value: ParameterValue) -> JSONValue {
    switch value {
    case .integer(let number): .number(String(number))
    case .decimal(let number): .number(number.description)
    case .flag(let flag): .boolean(flag)
    case .duration, .text, .entity, .file: .string(value.written)
    }
  }

  private static func refusals(_ figures: FiguresWatcher) -> [(code: String, count: Int)] {
    var list: [(code: String, count: Int)] = []
    for (reason, count) in zip(Refusal.allCases, figures.refusals) where count > 0 {
      let code = reason.code.description
      if let known = list.firstIndex(where: { $0.code == code }) {
        list[known].count += count
      } else {
        list.append((code, count))
      }
    }
    return list
  }

  private func money(_ amount: Money, _ asset: AssetID) -> FixedDecimal {
    FixedDecimal(units: amount.units, scale: venue.assets[Int(asset.index)].scale)
  }

  /// What a reader must know: from the preparation and from the run itself.
  package func allWarnings(_ run: borrowing ExecutedRun) -> [RunWarning] {
    var list = warnings
    let outcome = run.outcome.venue.fillsAtLastPrice
    if outcome > 0 {
      list.append(
        RunWarning(
          code: "MARKET_FILL_LAST", count: outcome,
          text: "\(outcome) fills paid a price that had traded before their order was there (market_fill: last)"))
    }
    if run.outcome.ambiguousBars > 0 {
      list.append(
        RunWarning(
          code: "AMBIGUOUS_BARS", count: run.outcome.ambiguousBars, first: run.outcome.firstAmbiguousBar?.iso ?? "",
          text:
            "\(run.outcome.ambiguousBars) bars could have gone two ways for the orders in them"
        ))
    }
    if run.outcome.venue.barsAtParticipationLimit > 0 {
      list.append(
        RunWarning(
          code: "PARTICIPATION_LIMIT", count: run.outcome.venue.barsAtParticipationLimit,
          text: "\(run.outcome.venue.barsAtParticipationLimit) fills took all that a bar's volume allowed"))
    }
    if run.outcome.barsOfUnknownVolume > 0 {
      list.append(
        RunWarning(
          code: "VOLUME_UNKNOWN", count: run.outcome.barsOfUnknownVolume,
          text: "\(run.outcome.barsOfUnknownVolume) bars without a volume put no cap on fills"))
    }
    if let missing = missingFunding(run) {
      list.append(
        RunWarning(
          code: "CRYPTO_FUNDING_RATE_MISSING", count: run.missingFundings, first: missing.time.iso, text: missing.text))
    }
    if run.outcome.droppedCommands > 0 {
      list.append(
        RunWarning(
          code: "WARMUP_COMMANDS", count: run.outcome.droppedCommands,
          text: "\(run.outcome.droppedCommands) commands of the warm-up were dropped"))
    }
    if venue.matching.limitFill == .touch {
      list.append(
        RunWarning(code: "LIMIT_FILL_TOUCH", text: "limit orders fill at the touch, as if nobody had stood before them")
      )
    }
    for index in venue.assets.indices where venue.valuation.paths[index] == nil {
      let asset = AssetID(index)
      let held = run.outcome.venue.free(asset) + run.outcome.venue.locked(asset)
      guard held != .zero || venue.initialBalances[index] != .zero else { continue }
      list.append(
        RunWarning(
          code: "ASSET_UNPRICED",
          text: "\(venue.assets[index].name) has no streamed pair that leads to \(currency): it is left out of equity"))
    }
    if run.outcome.venue.hasUnpriced {
      list.append(
        RunWarning(code: "ASSET_UNPRICED", text: "an asset that is held had no price yet and is left out of equity"))
    }
    if let summary = run.summary {
      if summary.metrics.trades < 30 {
        list.append(
          RunWarning(
            code: "FEW_TRADES", count: summary.metrics.trades,
            text: "\(summary.metrics.trades) closed trades say little: ratios and win rates want 30 at least"))
      }
      if summary.hasEndedAtZero {
        list.append(RunWarning(code: "EQUITY_ZERO", text: "equity reached zero; daily figures end there"))
      }
    } else {
      list.append(RunWarning(code: "NO_TRADING", text: "trading never began: what is held could not be priced"))
    }
    return list
  }

  /// Whether a settlement without a rate ends the run with exit status 3 (`on_funding_missing: fail`).
  func failsForFunding(_ run: borrowing ExecutedRun) -> Bool {
    scenario.data.onFundingMissing == .fail && run.missingFundings > 0
  }

  /// That positions met settlements without a rate: when first, and in words; nil when none did.
  func missingFunding(_ run: borrowing ExecutedRun) -> (time: Timestamp, text: String)? {
    guard let first = run.firstMissingFunding else { return nil }
    let entity = venue.instruments[Int(first.instrument.index)].entity
    return (
      first.time,
      "\(run.missingFundings) settlements that a position met have no rate, the first of \(entity) at \(first.time.iso)"
    )
  }

  /// What a run failed of, with its exit status; nil: of nothing.
  func failure(of run: borrowing ExecutedRun) -> RunFailure? {
    if let error = run.outcome.error { return failure(of: error) }
    guard failsForFunding(run), let missing = missingFunding(run) else { return nil }
    return .data(
      what: missing.text, hint: "fetch or import the funding rates; on_funding_missing: warn runs all the same")
  }

  /// What ended a run early, with its exit status: data that cannot be read is damaged data.
  package func failure(of error: RunError) -> RunFailure {
    if case .feed(let error) = error { return .data(what: error.message, hint: error.hint) }
    return .run(what: text(of: error), hint: "")
  }

  /// What ended a run early, in words.
  package func text(of error: RunError) -> String {
    switch error {
    case .feed(let error): error.message
    case .strategy(.parameter(let name, let message)): "the strategy refused: parameter '\(name)' \(message)"
    case .strategy(.file(let path, let line, let column, let message)):
      "the strategy refused: \(message) (\(path):\(line):\(column))"
    case .endlessRounds(let time):
      "more than 1,000 rounds of commands at \(time.iso): the strategy answers its own answers without end"
    case .timeRunsBack(let stream, let time): "stream \(stream) runs back in time at \(time.iso)"
    }
  }
}

extension RunResult.Warning {
  init(_ warning: RunWarning) {
    self.init(code: warning.code, count: warning.count, first: Timestamp(iso: warning.first), text: warning.text)
  }
}
