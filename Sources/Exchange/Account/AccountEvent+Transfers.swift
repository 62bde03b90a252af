import Market

extension AccountEvent {
  /// The transfers that this event makes, in the order in which they are booked: one derivation for the venue's totals and for the
  /// rows of `ledger.csv`.
  public func forEachTransfer(_ body: (Transfer) -> Void) {
    switch self {
    case .fundingPaid(let paid):
      move(paid.amount, from: .user, to: .funding, paid.asset, .funding, body)
    case .borrowed(let loan):
      move(loan.amount, from: .lender, to: .user, loan.asset, .loan, body)
    case .repaid(let loan):
      move(loan.interest, from: .user, to: .lender, loan.asset, .interest, body)
      move(loan.amount - loan.interest, from: .user, to: .lender, loan.asset, .repayment, body)
    case .transferred(let moved):
      move(moved.amount, from: .user, to: .wallets, moved.from, .wallet, body)
      move(moved.amount, from: .wallets, to: .user, moved.to, .wallet, body)
    case .liquidated(let taken):
      move(taken.atMark, from: .counterparty, to: .user, taken.asset, .trade, body)
      move(taken.fee, from: .user, to: .insurance, taken.asset, .liquidationFee, body)
      if taken.surplus.units >= 0 {
        move(taken.surplus, from: .user, to: .insurance, taken.asset, .surplus, body)
      } else {
        move(-taken.surplus, from: .insurance, to: .user, taken.asset, .cover, body)
      }
    case .lossCovered(let covered):
      move(covered.amount, from: .insurance, to: .user, covered.asset, .cover, body)
    case .fundingMissing, .interestPaid, .leverageChanged, .marginModeChanged, .positionModeChanged, .marginAdded,
      .refused, .position:
      break
    }
  }

  /// What `from` gives to `to`; a negative amount goes the other way, nothing is no transfer.
  private func move(
    _ amount: Money, from: LedgerAccount, to: LedgerAccount, _ asset: AssetID, _ kind: TransferKind,
    _ body: (Transfer) -> Void
  ) {
    if amount.units > 0 {
      body(Transfer(debit: from, credit: to, asset: asset, amount: amount, kind: kind))
    } else if amount.units < 0 {
      body(Transfer(debit: to, credit: from, asset: asset, amount: -amount, kind: kind))
    }
  }
}
