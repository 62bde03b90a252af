/// The greatest fall from a peak and the longest way back to one, over marks in time order.
///
/// Between two peaks the greatest fall ends at the lowest mark, so a mark costs two comparisons; fractions are compared exactly, by
/// their products in whole numbers.
package struct Drawdown: Sendable {
  @usableFromInline var peak: Int128
  /// The last instant at the peak.
  @usableFromInline var peakTime: Int64
  @usableFromInline var trough: Int128
  @usableFromInline var troughTime: Int64
  @usableFromInline var last: Int128

  /// The deepest fall of the past, as a fraction; what goes on now is not in it yet.
  private var deepest: Fall?
  private var longest: Int64 = 0

  /// One fall, from the last instant at a peak to the lowest mark after it.
  package struct Fall: Hashable, Sendable {
    package var peak: Int128
    package var trough: Int128
    package var from: Int64
    package var to: Int64

    /// As a fraction of the peak.
    package var fraction: Double { (peak - trough).nearestDouble / peak.nearestDouble }

    /// Whether it is deeper than another; the peaks are positive.
    fileprivate func isDeeper(than other: Fall) -> Bool {
      let a = (peak - trough).magnitude.multipliedFullWidth(by: other.peak.magnitude)
      let b = (other.peak - other.trough).magnitude.multipliedFullWidth(by: peak.magnitude)
      return a.high != b.high ? a.high > b.high : a.low > b.low
    }
  }

  /// Begins at `value`, the first peak.
  package init(at time: Int64, _ value: Int128) {
    peak = value
    peakTime = time
    trough = value
    troughTime = time
    last = value
  }

  /// Says that the value has not changed up to `time`.
  @inlinable
  package mutating func stand(until time: Int64) {
    if last == peak { peakTime = time }
  }

  /// Takes the value at `time`.
  @inlinable
  package mutating func mark(_ time: Int64, _ value: Int128) {
    last = value
    if value >= peak {
      if trough < peak { close(at: time) }
      peak = value
      peakTime = time
      trough = value
    } else if value < trough {
      trough = value
      troughTime = time
    }
  }

  /// A fall is over: the peak is reached again.
  @usableFromInline
  mutating func close(at time: Int64) {
    deepest = deepestSoFar
    longest = Swift.max(longest, time - peakTime)
  }

  /// The deepest fall, the one that goes on included; nil when there was none, or none from a positive peak.
  package var deepestSoFar: Fall? {
    guard trough < peak, peak > 0 else { return deepest }
    let current = Fall(peak: peak, trough: trough, from: peakTime, to: troughTime)
    guard let deepest else { return current }
    return current.isDeeper(than: deepest) ? current : deepest
  }

  /// The longest time from a peak to its recovery; one that has not come counts to `end`.
  package func longest(until end: Int64) -> Int64 {
    trough < peak ? Swift.max(longest, end - peakTime) : longest
  }

  /// The highest value so far.
  package var highest: Int128 { peak }
}
