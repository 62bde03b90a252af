import Market

/// A stretch of rows: from a key on, before a time.
struct KeyRange: Hashable, Sendable {
  var from: RowKey?
  var to: Int64?

  init(_ from: Timestamp?, _ to: Timestamp?) {
    self.from = from.map { .before($0.nanoseconds) }
    self.to = to?.nanoseconds
  }

  /// The same stretch from another row on.
  func from(_ key: RowKey) -> KeyRange {
    var range = self
    range.from = key
    return range
  }

  /// Whether rows lie within for sure.
  func contains(first: RowKey, last: RowKey) -> Bool {
    (from.map { $0 <= first } ?? true) && (to.map { last.time < $0 } ?? true)
  }

  /// Columns that must be decoded to find the rows that lie within: a bit by position.
  func needed(_ layout: SeriesLayout) -> UInt32 {
    guard let from, from.id != .min, let position = layout.idPosition else { return 1 }
    return 1 | 1 << UInt32(position)
  }

  /// The rows of ascending keys that lie within.
  func rows(_ columns: SeriesColumns) -> Range<Int> {
    let times = UnsafePointer(columns.column(0))
    let count = columns.count
    var start = 0
    if let from {
      start = Self.lowerBound(times, from: 0, count: count, from.time)
      if from.id != .min, let position = columns.layout.idPosition {
        let ids = columns.column(position)
        while start < count, times[start] == from.time, ids[start] < from.id { start += 1 }
      }
    }
    let end = to.map { Self.lowerBound(times, from: 0, count: count, $0) } ?? count
    return start..<max(start, end)
  }

  private static func lowerBound(_ times: UnsafePointer<Int64>, from: Int, count: Int, _ time: Int64) -> Int {
    var low = from
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if times[middle] < time { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension SeriesRows {
  /// Drops all rows but some; only columns in `present` are moved.
  func keep(_ range: Range<Int>, present: UInt32) {
    let members = details(of: range)
    Self.keep(main, range, present: present)
    if let details {
      Self.keep(details, members, present: details.layout.all)
      indexDetails()
    }
  }

  static func keep(_ columns: SeriesColumns, _ range: Range<Int>, present: UInt32) {
    if range.lowerBound > 0 {
      for position in columns.layout.columns.indices where present >> UInt32(position) & 1 == 1 {
        let values = columns.column(position)
        values.update(from: values + range.lowerBound, count: range.count)
      }
    }
    columns.count = range.count
  }
}
