import Exchange
import Market

/// The rows of `ledger.csv`: one a transfer, in the order in which they are booked, the starting balances first.
///
/// `ref` is the number of the fill behind it, or `start`.
struct LedgerRows: ~Copyable {
  private var row: RowText
  /// By debit, credit and asset: `,user,fees,usdt,`.
  private let parties: FixedTexts
  /// By kind: `,trade,`.
  private let kinds: FixedTexts
  private let assetCount: Int
  private let assetScales: [Int]
  private let baseAssets: [AssetID]
  private let quoteAssets: [AssetID]
  private let arithmetic: [SpotArithmetic]
  private var count: Int64 = 0

  /// Rows that begin with the starting balances, booked at `start`.
  init(_ configuration: VenueConfiguration, _ sink: FileSink?, start: Timestamp) {
    row = RowText(sink, header: "time,transfer_id,debit,credit,asset,amount,kind,ref")
    let accounts = LedgerAccount.allCases
    parties = FixedTexts(
      accounts.flatMap { debit in
        accounts.flatMap { credit in
          configuration.assets.indices.map {
            ",\(debit.name),\(credit.name),\(configuration.label(of: AssetID($0))),"
          }
        }
      })
    kinds = FixedTexts(TransferKind.allCases.map { ",\($0.name)," })
    assetCount = configuration.assets.count
    assetScales = configuration.assets.map(\.scale)
    baseAssets = configuration.baseAssets
    quoteAssets = configuration.quoteAssets
    arithmetic = configuration.instruments.indices.map { configuration.arithmetic(of: InstrumentID($0)) }
    let deposits = zip(configuration.initialBalances, configuration.startingMargins).map { $0 + $1 }
    for (index, amount) in deposits.enumerated() where amount.units != 0 {
      write(
        Transfer(debit: .deposits, credit: .user, asset: AssetID(index), amount: amount, kind: .deposit), at: start)
      row.text.append("start")
      row.endRow()
    }
  }

  mutating func take(_ events: UnsafeBufferPointer<Event>) {
    for event in events {
      switch event {
      case .filled(let fill): write(fill)
      case .account(let account): write(account)
      default: break
      }
    }
  }

  private mutating func write(_ fill: Fill) {
    let index = Int(fill.instrument.index)
    fill.forEachTransfer(base: baseAssets[index], quote: quoteAssets[index], arithmetic: arithmetic[index]) {
      write($0, at: fill.time)
      row.text.append(Int64(fill.number))
      row.endRow()
    }
  }

  private mutating func write(_ event: AccountEvent) {
    event.forEachTransfer {
      write($0, at: event.time)
      row.endRow()
    }
  }

  /// All but the last field.
  private mutating func write(_ transfer: Transfer, at time: Timestamp) {
    count += 1
    row.append(time)
    row.comma()
    row.text.append(count)
    let accounts = Int(transfer.debit.rawValue) * LedgerAccount.allCases.count + Int(transfer.credit.rawValue)
    parties.append(accounts * assetCount + Int(transfer.asset.index), to: &row.text)
    row.text.append(decimal: transfer.amount.units, scale: assetScales[Int(transfer.asset.index)])
    kinds.append(Int(transfer.kind.rawValue), to: &row.text)
  }

  mutating func close() throws(FileError) { try row.close() }
}
