import Exchange
import Market

/// The rows of `fills.csv`: one a fill, in the order of the journal.
struct FillRows: ~Copyable {
  private struct Scales {
    var price: Int
    var quantity: Int
    var quote: Int
  }

  private var row: RowText
  /// By instrument, side and position side: `,ENTITY,buy,long,`.
  private let instruments: FixedTexts
  /// By asset and liquidity: `,ASSET,maker,`.
  private let assets: FixedTexts
  private let assetScales: [Int]
  private let scales: [Scales]
  private let arithmetic: [SpotArithmetic]
  /// Client ids of open orders that have one.
  private var clientIDs: [UInt32: NameID] = [:]
  /// Sides of the open orders of hedge mode.
  private var positionSides: [UInt32: PositionSide] = [:]

  init(_ configuration: VenueConfiguration, _ sink: FileSink?) {
    row = RowText(
      sink,
      header:
        "time,fill_id,order_id,client_order_id,entity_id,side,position_side,price,quantity,notional,fee,fee_asset,liquidity,realized_pnl,reason"
    )
    instruments = FixedTexts(
      configuration.instruments.flatMap { instrument in
        [Side.buy, .sell].flatMap { side in
          PositionSideText.all(of: instrument.entity.kind).map { ",\(instrument.entity),\(side.name),\($0)," }
        }
      })
    assets = FixedTexts(
      configuration.assets.flatMap { asset in
        [Liquidity.maker, .taker].map { ",\(asset.name),\($0.name)," }
      })
    assetScales = configuration.assets.map(\.scale)
    scales = configuration.instruments.indices.map { index in
      Scales(
        price: configuration.instruments[index].priceScale, quantity: configuration.instruments[index].quantityScale,
        quote: configuration.assets[Int(configuration.quoteAssets[index].index)].scale)
    }
    arithmetic = configuration.instruments.indices.map { configuration.arithmetic(of: InstrumentID($0)) }
  }

  mutating func take(_ events: UnsafeBufferPointer<Event>, _ names: NameTable) {
    for event in events { take(event, names) }
  }

  private mutating func take(_ event: Event, _ names: NameTable) {
    switch event {
    case .filled(let fill): write(fill, names)
    case .accepted(let order):
      if let id = order.clientID { clientIDs[order.order.number] = id }
      if let side = order.terms.positionSide { positionSides[order.order.number] = side }
    case .canceled(let ended), .expired(let ended):
      if !clientIDs.isEmpty { clientIDs[ended.order.number] = nil }
      if !positionSides.isEmpty { positionSides[ended.order.number] = nil }
    default: break
    }
  }

  private mutating func write(_ fill: Fill, _ names: NameTable) {
    let index = Int(fill.instrument.index)
    let scale = scales[index]
    row.append(fill.time)
    row.comma()
    row.text.append(Int64(fill.number))
    row.comma()
    row.text.append(Int64(fill.order.number))
    row.comma()
    if !clientIDs.isEmpty, let id = clientIDs[fill.order.number] {
      row.append(quoting: names[id])
      if fill.isComplete { clientIDs[fill.order.number] = nil }
    }
    var positionSide: PositionSide?
    if !positionSides.isEmpty {
      positionSide = positionSides[fill.order.number]
      if fill.isComplete { positionSides[fill.order.number] = nil }
    }
    let pair = index * 2 + (fill.side == .buy ? 0 : 1)
    instruments.append(pair * PositionSideText.count + PositionSideText.place(positionSide), to: &row.text)
    row.text.append(decimal: fill.price.ticks, scale: scale.price)
    row.comma()
    row.text.append(decimal: fill.quantity.units, scale: scale.quantity)
    row.comma()
    let notional = arithmetic[index].notional(fill.price, fill.quantity, side: fill.side)
    row.text.append(decimal: notional.units, scale: scale.quote)
    row.comma()
    let asset = Int(fill.feeAsset.index)
    row.text.append(decimal: fill.fee.units, scale: assetScales[asset])
    assets.append(asset * 2 + (fill.liquidity == .maker ? 0 : 1), to: &row.text)
    row.text.append(decimal: fill.realized.units, scale: scale.quote)
    row.comma()
    row.text.append(fill.reason.name)
    row.endRow()
  }

  mutating func close() throws(FileError) { try row.close() }
}
