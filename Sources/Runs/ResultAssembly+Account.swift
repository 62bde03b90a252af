import Exchange
import Market
import Metrics
import Replay
import Reports
import Scenarios

// The account at the end of a run.

extension PreparedRun {
  private func money(_ amount: Money, _ asset: AssetID) -> FixedDecimal {
    FixedDecimal(units: amount.units, scale: venue.assets[Int(asset.index)].scale)
  }

  func account(_ run: borrowing ExecutedRun) -> RunResult.Account {
    let scale = venue.valuation.scale
    var account = RunResult.Account(currency: currency)
    account.initialEquity = run.outcome.initialEquity.map { FixedDecimal(units: $0.units, scale: scale) }
    account.finalEquity = FixedDecimal(units: run.outcome.venue.equity.units, scale: scale)
    var all: [RunResult.Balance] = []
    var byExchange = providers.map { RunResult.ExchangeAccount(exchange: $0, equity: nil, balances: []) }
    for index in venue.assets.indices {
      let asset = AssetID(index)
      let balance = RunResult.Balance(
        asset: venue.assets[index].name, free: money(run.outcome.venue.free(asset), asset),
        locked: money(run.outcome.venue.locked(asset), asset))
      all.add(balance)
      byExchange[venue.assets[index].account].balances.add(balance)
      let fees = run.outcome.venue.ledger.total(.fees, asset)
      if fees.units != 0 {
        let name = venue.assets[index].name
        if let known = account.fees.firstIndex(where: { $0.asset == name }) {
          account.fees[known].amount = FixedDecimal(sum: account.fees[known].amount, money(fees, asset))
        } else {
          account.fees.append((name, money(fees, asset)))
        }
      }
    }
    account.balances = all
    account.positions = positions(run)
    for index in byExchange.indices {
      byExchange[index].equity = FixedDecimal(
        units: run.outcome.venue.equity(ofAccount: index).units, scale: scale)
    }
    account.byExchange = byExchange
    return account
  }

  /// What is held: perpetual positions, and through each pair's fills above dust a spot position, which has no leverage and nothing to
  /// liquidate.
  private func positions(_ run: borrowing ExecutedRun) -> [RunResult.Position] {
    var list: [RunResult.Position] = []
    let contracts = run.outcome.venue.openPositions
    for index in venue.instruments.indices {
      if venue.isPerpetual(index) {
        list += contracts.filter { Int($0.instrument.index) == index }.map(position)
        continue
      }
      let state = run.outcome.venue.state(InstrumentID(index))
      let arithmetic = venue.arithmetic(of: InstrumentID(index))
      guard arithmetic.quantity(state.held).roundedDown(to: venue.instruments[index].quantityStep) > .zero else {
        continue
      }
      let scales = RoundTripScales(
        base: venue.assets[Int(venue.baseAssets[index].index)].scale,
        quote: venue.assets[Int(venue.quoteAssets[index].index)].scale, price: venue.instruments[index].priceScale)
      let mark = run.outcome.venue.lastPrice(InstrumentID(index))
      let value = mark.map { arithmetic.notional($0, arithmetic.quantity(state.held), side: .sell) }
      list.append(
        RunResult.Position(
          entityID: venue.instruments[index].entity.description, positionSide: "long",
          quantity: money(state.held, venue.baseAssets[index]),
          entryPrice: scales.average(state.cost, over: state.held),
          markPrice: mark.map { FixedDecimal(units: Int128($0.ticks), scale: venue.instruments[index].priceScale) },
          unrealized: value.map { money($0 - state.cost, venue.quoteAssets[index]) },
          realized: money(state.realized, venue.quoteAssets[index])))
    }
    return list
  }

  private func position(_ report: PositionReport) -> RunResult.Position {
    let instrument = venue.instruments[Int(report.instrument.index)]
    let settle = venue.quoteAssets[Int(report.instrument.index)]
    func money(_ amount: Money) -> FixedDecimal { self.money(amount, settle) }
    let balance = Double(report.marginBalance.units)
    return RunResult.Position(
      entityID: instrument.entity.description, positionSide: report.side.name.description,
      quantity: FixedDecimal(units: Int128(report.quantity.units), scale: instrument.quantityScale),
      entryPrice: report.entryPrice,
      markPrice: FixedDecimal(units: Int128(report.mark.ticks), scale: instrument.priceScale),
      unrealized: money(report.unrealized), realized: money(report.realized), leverage: report.leverage.decimal,
      marginMode: report.marginMode.name.description, margin: money(report.margin),
      maintenanceMargin: money(report.maintenance),
      marginRatio: balance > 0 ? Double(report.maintenanceOfAll.units) / balance : nil,
      liquidationPrice: report.liquidationPrice, bankruptcyPrice: report.bankruptcyPrice,
      fundingCost: money(report.fundingCost))
  }

  /// Base that no order could sell: less than a step, or than the least quantity or notional.
  func dust(_ run: borrowing ExecutedRun) -> [RunResult.Dust] {
    var list: [RunResult.Dust] = []
    for index in venue.instruments.indices where !venue.isPerpetual(index) {
      let instrument = venue.instruments[index]
      let exchange = instrument.entity.provider
      let base = venue.baseAssets[index]
      let amount = run.outcome.venue.free(base)
      guard amount.units > 0, !list.contains(where: { $0.asset == instrument.base && $0.exchange == exchange }) else {
        continue
      }
      let sellable = run.outcome.venue.sellable(InstrumentID(index))
      let price = run.outcome.venue.lastPrice(InstrumentID(index))
      let arithmetic = venue.arithmetic(of: InstrumentID(index))
      let notional = price.map {
        FixedDecimal(
          units: arithmetic.notional($0, sellable, side: .sell).units,
          scale: venue.assets[Int(venue.quoteAssets[index].index)].scale)
      }
      let code: String
      if sellable == .zero {
        code = Refusal.quantityStep.code.description
      } else if sellable < instrument.minQuantity {
        code = Refusal.quantityRange.code.description
      } else if let notional, notional < instrument.specification.minNotional {
        code = Refusal.minNotional.code.description
      } else {
        continue
      }
      let value = price.map {
        FixedDecimal(
          units: amount.units * Int128($0.ticks), scale: venue.assets[Int(base.index)].scale + instrument.priceScale)
      }
      list.append(
        RunResult.Dust(
          exchange: exchange, asset: instrument.base, quantity: money(amount, base), value: value, code: code))
    }
    return list
  }
}

extension [RunResult.Balance] {
  /// Joins a balance of a wallet or an exchange to that of its asset.
  fileprivate mutating func add(_ balance: RunResult.Balance) {
    guard let known = firstIndex(where: { $0.asset == balance.asset }) else {
      append(balance)
      return
    }
    self[known].free = FixedDecimal(sum: self[known].free, balance.free)
    self[known].locked = FixedDecimal(sum: self[known].locked, balance.locked)
  }
}

extension FixedDecimal {
  /// The sum of two amounts of one asset, whose scales are the same.
  fileprivate init(sum a: FixedDecimal, _ b: FixedDecimal) {
    precondition(a.scale == b.scale, "balances of one asset have one scale")
    self.init(units: a.units + b.units, scale: a.scale)
  }
}
