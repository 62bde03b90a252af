import Market

/// Finds prices that lie far off their neighbours on both sides, which a move that stays does not.
///
/// A price is held against the centres (closes, prints) of the `reach` rows before and after it: it is an outlier when its
/// distance from their median is more than ``spread`` times the usual distance, scaled to a standard deviation, and more than
/// `floor` times the median. The usual distance is the median of how far the rows' extremes lie from it. Double, with + - * / alone.
struct SpikeWindow {
  /// Rows looked at on each side.
  static let reach = 10
  private static let size = 2 * reach + 1
  private static let capacity = 32
  /// Fewer rows than this are not judged.
  private static let least = 7
  /// Multiple of the scaled median distance beyond which a price is an outlier.
  private static let spread = 20.0
  /// From the median distance of normally distributed numbers to their standard deviation.
  private static let scale = 1.4826

  private struct Row {
    var time: Int64 = 0
    var low = 0.0
    var high = 0.0
    var centre = 0.0
  }

  /// What was found.
  struct Spike {
    let time: Int64
    let value: Double
    let median: Double

    /// The price and what is usual around it.
    var text: String {
      var buffer = TextBuffer(capacity: 64)
      buffer.append(figure: value)
      buffer.append(" among " as StaticString)
      buffer.append(figure: median)
      return buffer.string
    }
  }

  /// Distance, as a fraction of the median, that is never an outlier.
  private let floor: Double
  private var rows = [Row](repeating: Row(), count: capacity)
  private var count = 0
  private var sorted = [Double](repeating: 0, count: size)
  private var found: [Spike] = []

  init(floor: Double) { self.floor = floor }

  /// Takes a row in, and judges the one in the middle of the last ones.
  mutating func push(time: Int64, low: Double, high: Double, centre: Double) {
    rows[count % Self.capacity] = Row(time: time, low: low, high: high, centre: centre)
    count += 1
    if count == Self.size {
      for index in 0...Self.reach { judge(index, from: 0) }
    } else if count > Self.size {
      judge(count - 1 - Self.reach, from: count - Self.size)
    }
  }

  /// Judges the rows that have too few after them.
  mutating func finish() {
    guard count >= Self.least else { return }
    let first = max(0, count - Self.size)
    let start = count < Self.size ? 0 : count - Self.reach
    for index in start..<count { judge(index, from: first) }
  }

  /// Notes what was found since the last time.
  mutating func noteFound(_ log: inout FindingLog) {
    for spike in found { log.note(.outlier, at: spike.time) { spike.text } }
    found.removeAll(keepingCapacity: true)
  }

  private mutating func judge(_ index: Int, from first: Int) {
    let row = rows[index % Self.capacity]
    let length = min(count - first, Self.size)
    // Nearly all rows end here: an outlier is off both ends of its window.
    let before = rows[(index == first ? first + length / 2 : first) % Self.capacity].centre
    let last = first + length - 1
    let after = rows[(index == last ? first + length / 2 : last) % Self.capacity].centre
    let isLow = isFar(row.low, before) && isFar(row.low, after)
    let isHigh = isFar(row.high, before) && isFar(row.high, after)
    guard isLow || isHigh else { return }
    for offset in 0..<length { sorted[offset] = rows[(first + offset) % Self.capacity].centre }
    sort(length)
    let median = sorted[length / 2]
    for offset in 0..<length {
      let row = rows[(first + offset) % Self.capacity]
      sorted[offset] = max(magnitude(row.low - median), magnitude(row.high - median))
    }
    sort(length)
    let limit = max(Self.spread * Self.scale * sorted[length / 2], floor * median)
    for value in isLow && isHigh && row.low != row.high ? [row.low, row.high] : [isLow ? row.low : row.high] {
      if magnitude(value - median) > limit {
        found.append(Spike(time: row.time, value: value, median: median))
        return
      }
    }
  }

  private func isFar(_ value: Double, _ other: Double) -> Bool { magnitude(value - other) > floor * other }

  private func magnitude(_ value: Double) -> Double { value < 0 ? -value : value }

  /// Sorts the first `length` numbers by insertion.
  private mutating func sort(_ length: Int) {
    for index in 1..<length {
      let value = sorted[index]
      var place = index
      while place > 0, sorted[place - 1] > value {
        sorted[place] = sorted[place - 1]
        place -= 1
      }
      sorted[place] = value
    }
  }
}

extension SpikeWindow {
  /// The floor of bars of a level: a hundredth for a minute, growing with the square root of the length as prices do.
  static func floor(of level: KlineLevel) -> Double {
    (Double(max(level.span.nanoseconds, TimeSpan.minute.nanoseconds)) / Double(TimeSpan.minute.nanoseconds))
      .squareRoot() * 0.01
  }

  /// The floor of single prices.
  static let priceFloor = 0.005
}
