/// The market's mood: a Markov chain of three states, by the minute.
///
/// Calm lasts two days on average, normal one, wild eight hours; the market is calm for 6/13 of the time, normal for 6/13 and wild for
/// 1/13.
enum VolatilityRegime: Sendable {
  case calm, normal, wild

  /// Volatility against the mean one: the mean of its square over time is one, to a thousandth.
  @inline(__always)
  var volatility: Double {
    switch self {
    case .calm: 0.57
    case .normal: 0.95
    case .wild: 2.375
    }
  }

  /// Trades against the mean number; the mean over time is one.
  @inline(__always)
  var activity: Double {
    switch self {
    case .calm: 0.75
    case .normal: 1.05
    case .wild: 2.2
    }
  }

  /// The regime a minute later, by one draw of (0, 1).
  @inline(__always)
  func next(_ draw: Double) -> VolatilityRegime {
    switch self {
    case .calm: draw < 1.0 / 2_880 ? .normal : .calm
    case .normal: draw < 1.0 / 2_880 ? .calm : draw < 1.0 / 1_440 ? .wild : .normal
    case .wild: draw < 1.0 / 480 ? .normal : .wild
    }
  }
}
