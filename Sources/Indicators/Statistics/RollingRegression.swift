/// How two series go together over the last `window` pairs: covariance, correlation, and the line y = alpha + beta x.
///
/// Sums are kept of differences from origins near the numbers and taken anew once a window. Where all x are the same beta is 0, where all
/// x or all y are the same the correlation is 0. Each update is constant work.
@frozen
public struct RollingRegression: Sendable {
  @usableFromInline var x: RollingTrend
  @usableFromInline var y: RollingTrend
  /// Sum of products of differences from both origins.
  @usableFromInline var products: Double
  @usableFromInline var nextProducts: Double

  /// An empty window of `window` pairs, two at least.
  public init(window: Int) {
    precondition(window > 1, "a line takes two points at least")
    x = RollingTrend(window: window)
    y = x
    products = 0
    nextProducts = 0
  }

  /// Pairs in a full window.
  @inlinable
  public var window: Int { x.values.window }

  /// The covariance of a population: products are divided by `window`. Nil until so many pairs have come.
  @inlinable
  public var covariance: Double? { sums.map { $0.xy / Double(window) } }

  /// The covariance of a sample: products are divided by `window` - 1.
  @inlinable
  public var sampleCovariance: Double? { sums.map { $0.xy / Double(window - 1) } }

  /// Pearson's correlation, -1 to 1; nil until `window` pairs have come.
  @inlinable
  public var correlation: Double? {
    sums.map { sums in
      guard sums.xx > 0, sums.yy > 0 else { return 0 }
      return max(-1, min(1, sums.xy / (sums.xx.squareRoot() * sums.yy.squareRoot())))
    }
  }

  /// How much y moves for one of x: the slope of the line of least squares. Nil until `window` pairs have come.
  @inlinable
  public var beta: Double? { sums.map { $0.xx > 0 ? $0.xy / $0.xx : 0 } }

  /// What the line gives for x = 0; nil until `window` pairs have come.
  @inlinable
  public var alpha: Double? {
    beta.map { beta in
      let count = Double(window)
      return (y.origin + y.sum / count) - beta * (x.origin + x.sum / count)
    }
  }

  /// What the line leaves of the last y: y - alpha - beta x. Nil until `window` pairs have come.
  @inlinable
  public var residual: Double? {
    beta.map { beta in
      let count = Double(window)
      return (y.values[0] - y.origin - y.sum / count) - beta * (x.values[0] - x.origin - x.sum / count)
    }
  }

  /// The root of the mean squared residual of the window; nil until `window` pairs have come.
  @inlinable
  public var residualDeviation: Double? {
    sums.map { sums in
      let left = sums.xx > 0 ? sums.yy - sums.xy * sums.xy / sums.xx : sums.yy
      return (max(0, left) / Double(window)).squareRoot()
    }
  }

  /// Sums of products of distances from the means.
  @inlinable
  var sums: (xx: Double, xy: Double, yy: Double)? {
    guard x.values.isFull else { return nil }
    let count = Double(window)
    let xx = x.isFlat ? 0 : max(0, x.squares - x.sum * x.sum / count)
    let yy = y.isFlat ? 0 : max(0, y.squares - y.sum * y.sum / count)
    let xy = x.isFlat || y.isFlat ? 0 : products - x.sum * y.sum / count
    return (xx, xy, yy)
  }

  /// Takes the next pair.
  @inlinable
  public mutating func update(x newX: Double, y newY: Double) {
    if x.values.isFull, let oldX = x.values.oldest, let oldY = y.values.oldest {
      products -= (oldX - x.origin) * (oldY - y.origin)
    }
    let isLastOfRound = x.gathered + 1 == window
    if x.values.count > 0 {
      products += (newX - x.origin) * (newY - y.origin)
      nextProducts += (newX - x.nextOrigin) * (newY - y.nextOrigin)
    }
    x.update(newX)
    y.update(newY)
    if isLastOfRound {
      products = nextProducts
      nextProducts = 0
    }
  }
}
