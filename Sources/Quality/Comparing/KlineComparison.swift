package import Market

/// Holds bars against others of the same level that they must equal, both in time order.
///
/// Where only one side has a bar nothing is said here: that is a gap, or an incomplete bar that could not be built.
package struct KlineComparison {
  /// A bar that both sides have.
  package struct Pair: Hashable, Sendable {
    package var time: Int64
    /// The columns that differ.
    package var different: KlineFields
    /// The differences as text; empty when there are none.
    package var text: String
    /// Volume of the bar that was built.
    package var built: Int64
    /// Volume of the bar that is stored.
    package var stored: Int64
  }

  private var built: BarReader
  private var stored: BarReader
  /// Units of the quote volume that may differ for each trade, from rounding.
  private let quoteSlack: Int64

  /// A comparison at equal scales.
  package init(built: any Feed<KlineColumns>, stored: any Feed<KlineColumns>, quoteSlack: Int64 = 0) {
    self.built = BarReader(built)
    self.stored = BarReader(stored)
    self.quoteSlack = quoteSlack
  }

  /// The next bar that both have; nil at the end.
  package mutating func next() throws(FeedError) -> Pair? {
    while try built.advance(), try stored.advance() {
      while built.time != stored.time {
        if built.time < stored.time {
          guard try built.skip() else { return nil }
        } else {
          guard try stored.skip() else { return nil }
        }
      }
      let pair = pair()
      built.take()
      stored.take()
      return pair
    }
    return nil
  }

  private func pair() -> Pair {
    let (a, b) = (built.columns, stored.columns)
    let (i, j) = (built.row, stored.row)
    precondition(
      a.priceScale == b.priceScale && a.quantityScale == b.quantityScale, "bars are compared at equal scales")
    var different: KlineFields = []
    var text = ""
    let fields = a.fields.intersection(b.fields).subtracting([.openTime, .closeTime])
    for position in 1...10 where fields.rawValue >> UInt16(position) & 1 == 1 {
      let (x, y) = (a.column(position)[i], b.column(position)[j])
      if x == y { continue }
      let isQuote = position == 7 || position == 10
      if isQuote, a.quoteVolumeScale != b.quoteVolumeScale { continue }
      let slack = isQuote ? quoteSlack * max(1, a.fields.contains(.trades) ? a.trades[i] : 1) : 0
      let (distance, overflow) = x.subtractingReportingOverflow(y)
      if !overflow, distance <= slack, distance >= -slack { continue }
      different.insert(KlineFields(rawValue: 1 << UInt16(position)))
      let scale =
        switch position {
        case 1...4: a.priceScale
        case 5, 9: a.quantityScale
        case 8: 0
        default: a.quoteVolumeScale
        }
      if !text.isEmpty { text += ", " }
      text += "\(KlineFields.columnNames[position]) \(decimal(y, scale)), not \(decimal(x, scale))"
    }
    let hasVolumes = fields.contains(.volume)
    return Pair(
      time: built.time, different: different, text: text, built: hasVolumes ? a.volume[i] : 0,
      stored: hasVolumes ? b.volume[j] : 0)
  }
}

/// Reads a feed a bar at a time.
struct BarReader {
  private var source: any Feed<KlineColumns>
  let columns = KlineColumns()
  private(set) var row = 0

  init(_ source: any Feed<KlineColumns>) { self.source = source }

  var time: Int64 { columns.openTime[row] }

  /// Makes sure that there is a bar; false at the end.
  mutating func advance() throws(FeedError) -> Bool {
    if row < columns.count { return true }
    row = 0
    if try source.refill(columns) { return true }
    columns.count = 0
    return false
  }

  /// Leaves the bar.
  mutating func take() { row += 1 }

  /// Goes on to the next bar; false at the end.
  mutating func skip() throws(FeedError) -> Bool {
    row += 1
    return try advance()
  }
}
