/// How much traded at which price since an anchor: its busiest price (point of control) and the area around it that holds most of it.
///
/// Prices fall into bins of equal width, a fixed number of them, made once. A price outside all bins doubles the width: pairs of bins become one
/// until the price has a place, and ``binWidth`` says what it is by then. An update is constant work but for those doublings.
@frozen
public struct VolumeProfile: Sendable {
  /// The prices between which a share of the volume lies.
  @frozen
  public struct Area: Sendable, Equatable {
    /// Lower edge of the lowest bin.
    public let low: Double
    /// Upper edge of the highest bin.
    public let high: Double

    @inlinable
    init(low: Double, high: Double) {
      self.low = low
      self.high = high
    }
  }

  @usableFromInline let firstWidth: Double
  @usableFromInline var width: Double
  /// The lowest bin's number; bin n reaches from n to n + 1 widths.
  @usableFromInline var base: Double
  @usableFromInline var bins: [Double]
  @usableFromInline var total: CompensatedSum
  @usableFromInline var isStarted: Bool

  /// An empty profile of `bins` bins, two at least, each `binWidth` wide at first.
  public init(binWidth: Double, bins: Int = 512) {
    precondition(binWidth > 0, "a bin is wide")
    precondition(bins > 1, "a profile has two bins at least")
    firstWidth = binWidth
    width = binWidth
    base = 0
    self.bins = Array(repeating: 0, count: bins)
    total = CompensatedSum()
    isStarted = false
  }

  /// The width of a bin by now, a power of two times the first one.
  @inlinable
  public var binWidth: Double { width }

  /// Everything that traded since the anchor.
  @inlinable
  public var volume: Double { total.value }

  /// The middle of the bin with the most volume, the lowest of equals; nil until something has traded. Looks at every bin.
  @inlinable
  public var pointOfControl: Double? {
    busiest.map { (base + Double($0) + 0.5) * width }
  }

  /// The bins around the busiest that hold at least `share` of the volume: at each step the busier neighbour joins, of equal ones the
  /// upper. Nil until something has traded. Looks at every bin.
  @inlinable
  public func valueArea(_ share: Double = 0.7) -> Area? {
    guard var low = busiest else { return nil }
    var high = low
    var held = bins[low]
    while held < share * total.value, low > 0 || high < bins.count - 1 {
      let above = high < bins.count - 1 ? bins[high + 1] : -1
      let below = low > 0 ? bins[low - 1] : -1
      if above >= below {
        high += 1
        held += above
      } else {
        low -= 1
        held += below
      }
    }
    return Area(low: (base + Double(low)) * width, high: (base + Double(high) + 1) * width)
  }

  /// What traded in the bin that holds `price`.
  @inlinable
  public func volume(at price: Double) -> Double {
    let place = (price / width).rounded(.down) - base
    return isStarted && place >= 0 && place < Double(bins.count) ? bins[Int(place)] : 0
  }

  @inlinable
  var busiest: Int? {
    guard total.value > 0 else { return nil }
    var best = 0
    for place in 1..<bins.count where bins[place] > bins[best] { best = place }
    return best
  }

  /// Forgets everything: the next price is the first after the anchor.
  public mutating func restart() {
    for place in bins.indices { bins[place] = 0 }
    width = firstWidth
    total = CompensatedSum()
    isStarted = false
  }

  /// Takes the next price, finite, and what traded at it.
  @inlinable
  public mutating func update(_ price: Double, volume: Double) {
    precondition(price.isFinite, "prices are finite")
    if !isStarted {
      base = (price / width).rounded(.down) - Double(bins.count / 2)
      isStarted = true
    }
    var place = (price / width).rounded(.down) - base
    while place < 0 || place >= Double(bins.count) {
      widen(toward: place < 0 ? -1 : 1)
      place = (price / width).rounded(.down) - base
    }
    bins[Int(place)] += volume
    total.add(volume)
  }

  /// Doubles the width of bins and leaves the room that comes free on the side where it is needed.
  @usableFromInline
  mutating func widen(toward side: Int) {
    let count = bins.count
    let half = (base / 2).rounded(.down)
    // A base of odd number shares its first new bin with the bin below it.
    let shift = base - 2 * half == 0 ? 0 : 1
    for place in 0..<count {
      let target = (place + shift) / 2
      let moved = bins[place]
      if target != place {
        bins[place] = 0
        bins[target] += moved
      }
    }
    let used = (count - 1 + shift) / 2 + 1
    base = half
    if side < 0 {
      let free = count - used
      if free > 0 {
        for place in stride(from: used - 1, through: 0, by: -1) {
          bins[place + free] = bins[place]
          bins[place] = 0
        }
        base -= Double(free)
      }
    }
    width *= 2
  }
}
