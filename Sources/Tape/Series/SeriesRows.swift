import Market

/// Rows of a series in memory: their columns and, where a row has a list of something (the levels of a book's message), the
/// columns of all lists one after the other.
final class SeriesRows {
  let main: SeriesColumns
  /// Nil in kinds without lists.
  private(set) var details: SeriesColumns?
  /// Where each row's list begins, and where the last one ends; empty in kinds without lists.
  private(set) var starts: [Int] = []

  /// Rows of `main`, whose lists are in `details`; `indexDetails()` must follow once both are filled.
  init(_ main: SeriesColumns, _ details: SeriesColumns?) {
    self.main = main
    self.details = details
  }

  /// Empty rows of a kind, of a chunk's size.
  convenience init(_ plan: SeriesPlan, capacity: Int = KlineColumns.standardCapacity) {
    self.init(
      plan.makeColumns(capacity: capacity), plan.details.map { SeriesColumns(layout: $0.layout, capacity: capacity) })
  }

  var count: Int { main.count }

  /// Where in `details` the lists of some rows lie.
  func details(of rows: Range<Int>) -> Range<Int> {
    details == nil ? 0..<0 : starts[rows.lowerBound]..<starts[rows.upperBound]
  }

  /// Finds the lists from their lengths; false when these cannot be.
  @discardableResult
  func indexDetails() -> Bool {
    guard let details else { return true }
    let lengths = main.column(BookMessageColumns.changesPosition)
    starts.removeAll(keepingCapacity: true)
    var next = 0
    for row in 0..<main.count {
      starts.append(next)
      guard lengths[row] >= 0, lengths[row] <= Int64(details.count - next) else { return false }
      next += Int(lengths[row])
    }
    starts.append(next)
    return next == details.count
  }

  /// Makes room for `count` rows of lists; those that are there stay.
  func reserveDetails(_ count: Int) {
    guard let old = details, old.capacity < count else { return }
    let new = SeriesColumns(layout: old.layout, capacity: max(count, old.capacity * 2))
    for position in old.layout.columns.indices {
      new.column(position).update(from: old.column(position), count: old.count)
    }
    new.count = old.count
    new.present = old.present
    new.copyScales(old)
    details = new
  }

  func removeAll() {
    main.count = 0
    details?.count = 0
    starts.removeAll(keepingCapacity: true)
  }

  /// Notes the list of one row more, whose `count` members have been put behind the others.
  func appendStart(_ count: Int) {
    if starts.isEmpty { starts.append(0) }
    starts.append((starts.last ?? 0) + count)
  }
}

extension SeriesColumns {
  /// The scales of others.
  func copyScales(_ other: SeriesColumns) {
    priceScale = other.priceScale
    quantityScale = other.quantityScale
    quoteScale = other.quoteScale
    rateScale = other.rateScale
  }
}

extension BookMessageColumns {
  /// Position of the lists' lengths.
  static let changesPosition = 2
  static let flagsPosition = 3
}
