package import Market

/// A set of instants as stretches, from start inclusive to end exclusive, in order and apart.
package struct TimeRanges: Hashable, Sendable {
  /// The stretches.
  package private(set) var ranges: [Range<Int64>] = []

  /// Nothing.
  package init() {}

  /// One stretch; nothing when it is empty.
  package init(from: Timestamp, to: Timestamp) { insert(from: from, to: to) }

  package var isEmpty: Bool { ranges.isEmpty }
  /// Nanoseconds in all.
  package var length: Int64 { ranges.reduce(0) { $0 + ($1.upperBound - $1.lowerBound) } }

  /// Adds a stretch.
  package mutating func insert(from: Timestamp, to: Timestamp) {
    guard from < to else { return }
    var (start, end) = (from.nanoseconds, to.nanoseconds)
    let first = ranges.firstIndex { $0.upperBound >= start } ?? ranges.count
    var last = first
    while last < ranges.count, ranges[last].lowerBound <= end {
      start = min(start, ranges[last].lowerBound)
      end = max(end, ranges[last].upperBound)
      last += 1
    }
    ranges.replaceSubrange(first..<last, with: [start..<end])
  }

  /// Adds all of another set.
  package mutating func formUnion(_ other: TimeRanges) {
    for range in other.ranges {
      insert(from: Timestamp(nanoseconds: range.lowerBound), to: Timestamp(nanoseconds: range.upperBound))
    }
  }

  /// What is here and not in `other`.
  package func subtracting(_ other: TimeRanges) -> TimeRanges {
    var result = TimeRanges()
    for range in ranges {
      var start = range.lowerBound
      for taken in other.ranges where taken.upperBound > start && taken.lowerBound < range.upperBound {
        if taken.lowerBound > start { result.ranges.append(start..<taken.lowerBound) }
        start = taken.upperBound
      }
      if start < range.upperBound { result.ranges.append(start..<range.upperBound) }
    }
    return result
  }

  /// What is in both.
  package func intersection(_ other: TimeRanges) -> TimeRanges { subtracting(subtracting(other)) }

  /// Cut into stretches of at most `span`, at multiples of it, so that another call cuts at the same places.
  package func stretches(of span: TimeSpan) -> [(from: Timestamp, to: Timestamp)] {
    var result: [(from: Timestamp, to: Timestamp)] = []
    for range in ranges {
      var start = range.lowerBound
      while start < range.upperBound {
        let offset = start % span.nanoseconds
        let (next, overflow) = start.addingReportingOverflow(
          span.nanoseconds - (offset < 0 ? offset + span.nanoseconds : offset))
        let end = overflow ? range.upperBound : min(range.upperBound, next)
        result.append((Timestamp(nanoseconds: start), Timestamp(nanoseconds: end)))
        start = end
      }
    }
    return result
  }
}
