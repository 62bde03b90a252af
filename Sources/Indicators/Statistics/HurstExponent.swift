/// How a series keeps going its way: a half for a random walk, above it for trends, below it for one that turns back.
///
/// The slope of the line of least squares through ln(mean square of the change over d) / 2 against ln d, for d = 1, 2, 4, ... `lags` of
/// them, each over the last `window` changes. Feed it logarithms of prices, or prices. A half where some mean square is nothing. Each update
/// is work by the number of lags, each look at ``value`` takes as many logarithms. Source: Di Matteo, Aste and Dacorogna, Journal of
/// Banking & Finance 29, 2005 (generalised exponent, q = 2).
@frozen
public struct HurstExponent: NumberIndicator {
  @usableFromInline var recent: RecentValues
  @usableFromInline var squares: [RollingTotal]

  /// An empty window of `window` changes, with `lags` doubled distances, from 2 to 16; the longest is below `window`.
  public init(window: Int, lags: Int = 5) {
    precondition(lags > 1 && lags <= 16, "a line takes two points at least")
    precondition(1 << (lags - 1) < window, "the longest distance lies inside the window")
    recent = RecentValues(window: (1 << (lags - 1)) + 1)
    squares = Array(repeating: RollingTotal(window: window), count: lags)
  }

  /// The exponent; nil until `window` + 2^(lags - 1) values have come.
  @inlinable
  public var value: Double? {
    let count = squares.count
    guard squares[count - 1].isFull else { return nil }
    let middle = Double(count - 1) / 2
    var tilt = 0.0
    var spread = 0.0
    for place in 0..<count {
      let mean = squares[place].sum / Double(squares[place].window)
      guard mean > 0 else { return 0.5 }
      let distance = Double(place) - middle
      tilt += distance * RealMathematics.naturalLogarithm(mean) / 2
      spread += distance * distance
    }
    return tilt / (spread * 0.693_147_180_559_945_3)
  }

  /// Takes the next value.
  @inlinable
  public mutating func update(_ value: Double) {
    recent.update(value)
    for place in 0..<squares.count {
      let distance = 1 << place
      guard recent.count > distance else { return }
      let change = value - recent[distance]
      squares[place].update(change * change)
    }
  }
}
