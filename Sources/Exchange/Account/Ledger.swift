public import Market

/// The parties between which money moves.
@frozen
public enum LedgerAccount: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  /// The trader.
  case user
  /// Whoever traded against us.
  case counterparty
  /// The exchange's fee account.
  case fees
  /// Where starting balances come from.
  case deposits
  /// The other side of funding payments.
  case funding
  /// The fund that takes positions over and covers what they lose beyond their margin.
  case insurance
  /// Who lends on spot margin.
  case lender
  /// Between two wallets of one account.
  case wallets

  /// The word of `ledger.csv`.
  public var name: StaticString {
    switch self {
    case .user: "user"
    case .counterparty: "counterparty"
    case .fees: "fees"
    case .deposits: "deposits"
    case .funding: "funding"
    case .insurance: "insurance"
    case .lender: "lender"
    case .wallets: "wallets"
    }
  }
}

/// What a transfer is for.
@frozen
public enum TransferKind: UInt8, BitwiseCopyable, Hashable, Sendable, CaseIterable {
  case deposit
  case trade
  case fee
  /// A funding payment.
  case funding
  /// The fee of a liquidation, as far as the bankruptcy price leaves it.
  case liquidationFee
  /// What the insurance fund gains beyond that fee.
  case surplus
  /// What the insurance fund bears.
  case cover
  /// Money lent.
  case loan
  /// Principal given back.
  case repayment
  /// Interest given with it.
  case interest
  /// Between two wallets.
  case wallet

  /// The word of `ledger.csv`.
  public var name: StaticString {
    switch self {
    case .deposit: "deposit"
    case .trade: "trade"
    case .fee: "fee"
    case .funding: "funding"
    case .liquidationFee: "liquidation_fee"
    case .surplus: "surplus"
    case .cover: "cover"
    case .loan: "loan"
    case .repayment: "repayment"
    case .interest: "interest"
    case .wallet: "transfer"
    }
  }
}

/// One transfer: `amount` of `asset` leaves `debit` and reaches `credit`.
@frozen
public struct Transfer: BitwiseCopyable, Hashable, Sendable {
  public var debit: LedgerAccount
  public var credit: LedgerAccount
  public var asset: AssetID
  public var amount: Money
  public var kind: TransferKind

  @inlinable
  public init(debit: LedgerAccount, credit: LedgerAccount, asset: AssetID, amount: Money, kind: TransferKind) {
    self.debit = debit
    self.credit = credit
    self.asset = asset
    self.amount = amount
    self.kind = kind
  }
}

/// Double entry: one total per account and asset; every change is a transfer, so per asset they sum to zero.
public struct Ledger: ~Copyable {
  private static var width: Int { 8 }

  private let totals: UnsafeMutablePointer<Int128>
  private let assetCount: Int

  init(assetCount: Int) {
    self.assetCount = assetCount
    totals = .allocate(capacity: Swift.max(assetCount, 1) * Self.width)
    totals.initialize(repeating: 0, count: assetCount * Self.width)
  }

  deinit { totals.deallocate() }

  /// What `account` holds of `asset` (negative: has given).
  public func total(_ account: LedgerAccount, _ asset: AssetID) -> Money {
    Money(totals[Int(asset.index) * Self.width + Int(account.rawValue)])
  }

  mutating func post(_ transfer: Transfer) {
    let base = Int(transfer.asset.index) * Self.width
    totals[base + Int(transfer.debit.rawValue)] -= transfer.amount.units
    totals[base + Int(transfer.credit.rawValue)] += transfer.amount.units
  }

  /// Whether every asset's accounts sum to zero.
  public var isBalanced: Bool {
    for asset in 0..<assetCount {
      var sum: Int128 = 0
      for account in 0..<Self.width { sum += totals[asset * Self.width + account] }
      if sum != 0 { return false }
    }
    return true
  }

  mutating func restore(from other: borrowing Ledger) {
    totals.update(from: other.totals, count: assetCount * Self.width)
  }
}

extension Fill {
  /// The transfers this fill makes, in the order in which they are booked.
  ///
  /// One derivation for the venue's totals and for the rows of `ledger.csv`.
  @inlinable
  public func forEachTransfer(
    base: AssetID, quote: AssetID, arithmetic: SpotArithmetic, _ body: (Transfer) -> Void
  ) {
    if arithmetic.isContract {
      // A takeover's transfers are those of ``Liquidated``, which knows them to the last digit.
      guard reason != .liquidation else { return }
      if realized.units > 0 {
        body(Transfer(debit: .counterparty, credit: .user, asset: quote, amount: realized, kind: .trade))
      } else if realized.units < 0 {
        body(Transfer(debit: .user, credit: .counterparty, asset: quote, amount: -realized, kind: .trade))
      }
      return forFee(body)
    }
    let baseAmount = arithmetic.base(quantity)
    let notional = arithmetic.notional(price, quantity, side: side)
    if side == .buy {
      body(Transfer(debit: .counterparty, credit: .user, asset: base, amount: baseAmount, kind: .trade))
      body(Transfer(debit: .user, credit: .counterparty, asset: quote, amount: notional, kind: .trade))
    } else {
      body(Transfer(debit: .user, credit: .counterparty, asset: base, amount: baseAmount, kind: .trade))
      body(Transfer(debit: .counterparty, credit: .user, asset: quote, amount: notional, kind: .trade))
    }
    forFee(body)
  }

  @inlinable
  func forFee(_ body: (Transfer) -> Void) {
    if fee.units > 0 {
      body(Transfer(debit: .user, credit: .fees, asset: feeAsset, amount: fee, kind: .fee))
    } else if fee.units < 0 {
      body(Transfer(debit: .fees, credit: .user, asset: feeAsset, amount: -fee, kind: .fee))
    }
  }
}
