import Exchange
import Market

/// The parts of journal lines that are the same in every line, rendered once: names of instruments and assets with their tabs.
struct JournalPieces: ~Copyable {
  /// A stretch of the rendered bytes.
  struct Piece: BitwiseCopyable {
    var offset: Int32
    var length: Int32
  }

  /// What a line needs of an instrument.
  struct InstrumentText: BitwiseCopyable {
    /// Tab, entity.
    var name: Piece
    /// Tab, entity, tab, side.
    var bought: Piece
    var sold: Piece
    var priceScale: Int
    var quantityScale: Int
    var quoteScale: Int
  }

  /// What a line needs of an asset.
  struct AssetText: BitwiseCopyable {
    /// Tab, name.
    var name: Piece
    var scale: Int
  }

  let instrumentCount: Int
  private let instruments: UnsafeMutablePointer<InstrumentText>
  private let assets: UnsafeMutablePointer<AssetText>
  private let bytes: UnsafeMutablePointer<UInt8>
  /// The most bytes that names of one line take.
  let greatestLength: Int

  init(_ configuration: VenueConfiguration) {
    var text: [UInt8] = []
    func piece(_ words: String...) -> Piece {
      let offset = text.count
      for word in words {
        text.append(9)
        text.append(contentsOf: word.utf8)
      }
      return Piece(offset: Int32(offset), length: Int32(text.count - offset))
    }
    instrumentCount = configuration.instruments.count
    instruments = .allocate(capacity: Swift.max(instrumentCount, 1))
    for (index, instrument) in configuration.instruments.enumerated() {
      let entity = instrument.entity.description
      (instruments + index).initialize(
        to: InstrumentText(
          name: piece(entity),
          bought: piece(entity, Side.buy.name.description), sold: piece(entity, Side.sell.name.description),
          priceScale: instrument.priceScale, quantityScale: instrument.quantityScale,
          quoteScale: configuration.assets[Int(configuration.quoteAssets[index].index)].scale))
    }
    assets = .allocate(capacity: Swift.max(configuration.assets.count, 1))
    for (index, asset) in configuration.assets.enumerated() {
      (assets + index).initialize(
        to: AssetText(name: piece(configuration.label(of: AssetID(index))), scale: asset.scale))
    }
    bytes = .allocate(capacity: Swift.max(text.count, 1))
    bytes.initialize(from: text, count: text.count)
    var greatest = 0
    for index in 0..<instrumentCount { greatest = Swift.max(greatest, Int(instruments[index].sold.length)) }
    for index in configuration.assets.indices { greatest = Swift.max(greatest, Int(assets[index].name.length)) }
    greatestLength = greatest * 2
  }

  deinit {
    instruments.deallocate()
    assets.deallocate()
    bytes.deallocate()
  }

  func instrument(_ id: InstrumentID) -> InstrumentText { instruments[Int(id.index)] }
  func asset(_ id: AssetID) -> AssetText { assets[Int(id.index)] }
  func write(_ piece: Piece, to line: inout TextCursor) {
    line.append(bytes + Int(piece.offset), count: Int(piece.length))
  }
}
