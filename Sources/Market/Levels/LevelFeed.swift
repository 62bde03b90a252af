/// Bars of a level built from finer ones: open of the first, extremes of all, close of the last, sums of volumes.
///
/// Volumes are added exactly; a sum that does not fit 64 bits is an error. Close times are not carried over. The fine bars must
/// come in ascending order, each once.
package struct LevelFeed: Feed {
  /// Which of the bars are handed over.
  package enum Keeping: Hashable, Sendable {
    /// Every bar of which there is a fine one.
    case all
    /// Bars of which every fine one is there.
    case complete
    /// Bars inside the stretch that is covered, also where fine ones are missing in it: nothing traded there. Without a stretch
    /// it is what lies between the first fine bar and the end of the last.
    case covered(Range<Timestamp>?)
  }

  private var source: any Feed<KlineColumns>
  private let fineSpan: Int64
  private let grid: BarGrid
  private let keeping: Keeping
  private let fine = KlineColumns()
  private var row = 0
  private var isAtEnd = false
  private var bar = GrowingBar()
  /// Bars that were begun and not handed over.
  package private(set) var leftOut = 0

  /// Bars on `grid` out of bars of `level`, which must divide it.
  package init(_ source: any Feed<KlineColumns>, from level: KlineLevel, to grid: BarGrid, keeping: Keeping) {
    precondition(grid.span.nanoseconds % level.span.nanoseconds == 0, "a coarse bar is made of whole fine ones")
    self.source = source
    fineSpan = level.span.nanoseconds
    self.grid = grid
    self.keeping = keeping
  }

  package mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.count = 0
    while true {
      if row >= fine.count {
        if isAtEnd { break }
        row = 0
        if try !source.refill(fine) {
          fine.count = 0
          isAtEnd = true
          break
        }
      }
      let start = grid.start(of: Timestamp(nanoseconds: fine.openTime[row])).nanoseconds
      if bar.isOpen, start == bar.start {
        try bar.join(fine, row)
      } else {
        close(into: columns)
        if columns.count == columns.capacity || !takesForm(columns) { return true }
        bar.begin(fine, row, at: start)
      }
      row += 1
    }
    close(into: columns)
    return columns.count > 0
  }

  /// Sets the form of empty columns; false where rows of another form are in them already.
  private func takesForm(_ columns: KlineColumns) -> Bool {
    let fields = fine.fields.intersection(GrowingBar.fields)
    if columns.count == 0 {
      columns.fields = fields
      columns.priceScale = fine.priceScale
      columns.quantityScale = fine.quantityScale
      columns.quoteVolumeScale = fine.quoteVolumeScale
      return true
    }
    return columns.fields == fields && columns.priceScale == fine.priceScale
      && columns.quantityScale == fine.quantityScale && columns.quoteVolumeScale == fine.quoteVolumeScale
  }

  /// Hands the bar over that is over, if it is to be kept.
  private mutating func close(into columns: KlineColumns) {
    guard bar.isOpen else { return }
    bar.isOpen = false
    let isFirst = bar.isFirst
    bar.isFirst = false
    let end = bar.start + grid.span.nanoseconds
    let isKept =
      switch keeping {
      case .all: true
      case .complete: Int64(bar.rows) == grid.span.nanoseconds / fineSpan && bar.isOnGrid(fineSpan)
      case .covered(let range?): range.lowerBound.nanoseconds <= bar.start && end <= range.upperBound.nanoseconds
      case .covered(nil):
        (!isFirst || bar.firstTime == bar.start) && (!isAtEnd || bar.lastTime + fineSpan >= end)
      }
    if isKept { bar.write(columns) } else { leftOut += 1 }
  }
}

/// A bar to which finer ones are added.
private struct GrowingBar {
  /// Columns that follow from those of the parts.
  static let fields: KlineFields = [
    .openTime, .open, .high, .low, .close, .volume, .quoteVolume, .trades, .takerBuyVolume, .takerBuyQuoteVolume,
  ]
  private static let sums = [5, 7, 8, 9, 10]

  var isOpen = false
  /// Whether none was before it.
  var isFirst = true
  var start: Int64 = 0
  var firstTime: Int64 = 0
  var lastTime: Int64 = 0
  var rows = 0
  private var values = [Int64](repeating: 0, count: KlineFields.columnCount)

  mutating func begin(_ fine: KlineColumns, _ row: Int, at start: Int64) {
    isOpen = true
    self.start = start
    firstTime = fine.openTime[row]
    lastTime = firstTime
    rows = 1
    for position in 0..<KlineFields.columnCount { values[position] = fine.column(position)[row] }
    values[0] = start
  }

  mutating func join(_ fine: KlineColumns, _ row: Int) throws(FeedError) {
    values[2] = max(values[2], fine.high[row])
    values[3] = min(values[3], fine.low[row])
    values[4] = fine.close[row]
    for position in Self.sums {
      let (sum, overflow) = values[position].addingReportingOverflow(fine.column(position)[row])
      if overflow {
        throw FeedError(message: "the volume of the bar at \(Timestamp(nanoseconds: start)) does not fit 64 bits")
      }
      values[position] = sum
    }
    lastTime = fine.openTime[row]
    rows += 1
  }

  /// Whether the rows, as many as there must be, stand where they must.
  func isOnGrid(_ span: Int64) -> Bool { firstTime == start && lastTime - firstTime == Int64(rows - 1) * span }

  func write(_ columns: KlineColumns) {
    let row = columns.count
    columns.count += 1
    for position in 0..<KlineFields.columnCount { columns.column(position)[row] = values[position] }
  }
}
