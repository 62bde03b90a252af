import Exchange
import Market

/// A bar's path in words: its prices, and the stretch that holds an instant.
struct PathWords {
  let path: BarPath
  let numbers: ExplainedNumbers

  /// `open`, `low`, `high` or `close`.
  private func name(_ point: Int) -> String {
    switch point {
    case 0: "open"
    case 1: path.isLowFirst ? "low" : "high"
    case 2: path.isLowFirst ? "high" : "low"
    default: "close"
    }
  }

  private func time(_ point: Int) -> String { Timestamp(nanoseconds: path.time(ofPoint: point)).iso }

  private func point(_ index: Int) -> String {
    "\(name(index)) \(numbers.text(price: path.price(ofPoint: index))) (\(time(index)))"
  }

  /// `2024-01-01T00:00:00Z to 2024-01-01T00:01:00Z: open 60000, low 59990, high 60010, close 60005, volume 12.5`, in the order in which
  /// the path takes them.
  var bar: String {
    let points = (0..<4).map { "\(name($0)) \(numbers.text(price: path.price(ofPoint: $0)))" }
    let volume = path.kline.volume == Kline.unknownVolume ? "unknown" : numbers.text(path.kline.volume)
    return "\(time(0)) to \(time(3)): \(points.joined(separator: ", ")), volume \(volume)"
  }

  /// The stretch of the path at `time`.
  func stretch(at time: Timestamp, isInBar: Bool) -> String {
    guard isInBar else { return "after the \(point(3))" }
    guard time > path.kline.openTime else { return "at the \(point(0))" }
    let segment = path.segment(at: time.nanoseconds)
    return "from \(point(segment)) to \(point(segment + 1))"
  }
}
