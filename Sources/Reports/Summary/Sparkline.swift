import Market

/// A line of blocks, one a column, as high as its value.
enum Sparkline {
  private static let blocks: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]
  private static let plain: [Character] = ["_", ".", ":", "-", "=", "+", "*", "#"]

  /// Blocks for values between `least` and `greatest`; a space where there is none.
  static func text(_ values: [Double?], least: Double, greatest: Double, unicode: Bool) -> String {
    let steps = unicode ? blocks : plain
    let range = greatest - least
    return String(
      values.map { value -> Character in
        guard let value, value.isFinite else { return " " }
        guard range > 0 else { return steps[0] }
        let step = Int(((value - least) / range * Double(steps.count - 1)).rounded())
        return steps[Swift.min(Swift.max(step, 0), steps.count - 1)]
      })
  }

  /// Equity and drawdown in `columns` equal stretches of time: the last equity and the deepest drawdown of each, in percent; a stretch
  /// without a point keeps what was before it.
  static func columns(_ points: [SummaryDetail.Point], count columns: Int) -> (equity: [Double?], drawdown: [Double?]) {
    var equity = [Double?](repeating: nil, count: columns)
    var drawdown = equity
    guard let first = points.first, let last = points.last, last.time > first.time else { return (equity, drawdown) }
    let span = Double((last.time - first.time).nanoseconds)
    var peak = -Double.infinity
    var column = 0
    var fall = 0.0
    for point in points {
      let part = Double((point.time - first.time).nanoseconds) / span
      let next = Swift.min(Int(part * Double(columns)), columns - 1)
      while column < next {
        column += 1
        equity[column] = equity[column - 1]
        drawdown[column] = fall
      }
      peak = Swift.max(peak, point.equity)
      fall = peak > 0 ? 100 * (peak - point.equity) / peak : 0
      drawdown[column] = Swift.max(drawdown[column] ?? 0, fall)
      equity[column] = point.equity
    }
    return (equity, drawdown)
  }
}
