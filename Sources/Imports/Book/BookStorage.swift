import Market
import Tape

/// The columns of a batch of book messages, with the scales of their changes.
struct BookStorage {
  let columns: BookColumns
  /// Changes that are there.
  var changeCount = 0
  let capacity: Int
  private let offer: RowOffer
  private let scales: DecimalScales
  private static let layout = BookChangeColumns.standardLayout

  init(capacity: Int) {
    self.capacity = capacity
    columns = BookColumns(capacity: capacity)
    offer = RowOffer(
      names: Self.layout.columns.map(\.name), bounds: Self.layout.columns.map { _ in .zeroOrMore })
    scales = DecimalScales(
      offer, base: columns.changes.column(0), capacity: capacity, columnCount: Self.layout.columns.count,
      groups: [[1], [2]])
    scales.use([1, 2], fractions: [])
  }

  mutating func clear() {
    changeCount = 0
    scales.clear()
  }

  /// Whether a message with `count` changes can be added to `messages` others.
  func hasRoom(_ count: Int, messages: Int) -> Bool { changeCount + count <= capacity && messages < capacity }

  mutating func add(side: Int64, price: WrittenNumber, quantity: WrittenNumber) -> DecimalScales.Placement {
    for (position, number) in [(1, price), (2, quantity)] {
      offer.values[position] = number.mantissa
      offer.decimals[position] = number.decimals
      offer.endsInZero[position] = number.endsInZero
      if number.zeros > 0 { offer.leaveOut(number.zeros, at: position) }
    }
    defer { if offer.hasZeros { offer.clearZeros() } }
    let placement = scales.place(changeCount)
    guard case .placed = placement else { return placement }
    columns.changes.side[changeCount] = side
    scales.keep(changeCount)
    changeCount += 1
    return .placed
  }

  /// Gives the columns the scales of their numbers.
  func setScales() {
    columns.changes.priceScale = scales.scale(ofGroup: 0)
    columns.changes.quantityScale = scales.scale(ofGroup: 1)
  }

  /// How the changes were written.
  var written: [WrittenDecimals] {
    [.fixed(0), scales.written(1, rows: changeCount), scales.written(2, rows: changeCount)]
  }
}
