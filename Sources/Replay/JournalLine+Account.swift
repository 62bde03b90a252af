import Exchange
import Market

// Lines of what happens to the account, orders and fills apart.

extension JournalLine {
  mutating func account(_ event: AccountEvent, _ pieces: borrowing JournalPieces) {
    switch event {
    case .fundingPaid(let e):
      let instrument = pieces.instrument(e.instrument)
      field("funding")
      held(e.instrument, e.side, pieces)
      field(e.quantity.units, scale: instrument.quantityScale)
      field(e.mark.ticks, scale: instrument.priceScale)
      field(e.rate.units, scale: Rate.scale)
      amount(e.amount, e.asset, pieces)
    case .fundingMissing(let e):
      field("funding_missing")
      entity(e.instrument, pieces)
    case .interestPaid(let e):
      field("interest")
      amount(e.amount, e.asset, pieces)
      field(e.principal, scale: pieces.asset(e.asset).scale)
      field(e.rate.units, scale: Rate.scale)
    case .borrowed(let e): loan("borrowed", e, pieces)
    case .repaid(let e): loan("repaid", e, pieces)
    case .transferred(let e):
      field("transferred")
      amount(e.amount, e.from, pieces)
      pieces.write(pieces.asset(e.to).name, to: &cursor)
    case .leverageChanged(let e):
      field("leverage")
      entity(e.instrument, pieces)
      field(Int64(e.leverage.hundredths), scale: 2)
    case .marginModeChanged(let e):
      field("margin_mode")
      entity(e.instrument, pieces)
      field(e.marginMode.name)
    case .positionModeChanged(let e):
      field("position_mode")
      entity(e.instrument, pieces)
      field(e.positionMode.name)
    case .marginAdded(let e):
      field("margin_added")
      held(e.instrument, e.side, pieces)
      amount(e.amount, e.asset, pieces)
      field(e.margin, scale: pieces.asset(e.asset).scale)
    case .liquidated(let e):
      let instrument = pieces.instrument(e.instrument)
      let scale = pieces.asset(e.asset).scale
      field("liquidated")
      held(e.instrument, e.side, pieces)
      field(e.quantity.units, scale: instrument.quantityScale)
      field(e.mark.ticks, scale: instrument.priceScale)
      amount(e.atMark, e.asset, pieces)
      field(e.fee, scale: scale)
      field(e.surplus, scale: scale)
    case .lossCovered(let e):
      field("loss_covered")
      amount(e.amount, e.asset, pieces)
    case .refused(let e):
      field("refused")
      field(e.command.name)
      field(e.reason.code)
    case .position: break
    }
  }

  private mutating func entity(_ instrument: InstrumentID, _ pieces: borrowing JournalPieces) {
    pieces.write(pieces.instrument(instrument).name, to: &cursor)
  }

  private mutating func held(_ instrument: InstrumentID, _ side: PositionSide, _ pieces: borrowing JournalPieces) {
    entity(instrument, pieces)
    field(side.name)
  }

  private mutating func amount(_ amount: Money, _ asset: AssetID, _ pieces: borrowing JournalPieces) {
    field(amount, scale: pieces.asset(asset).scale)
    pieces.write(pieces.asset(asset).name, to: &cursor)
  }

  private mutating func loan(_ kind: StaticString, _ e: LoanChanged, _ pieces: borrowing JournalPieces) {
    let scale = pieces.asset(e.asset).scale
    field(kind)
    amount(e.amount, e.asset, pieces)
    field(e.interest, scale: scale)
    field(e.owed, scale: scale)
  }
}
