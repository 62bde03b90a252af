/// The length of a kline series' bars: `1s`, `1m`, `5m`, `15m`, `30m`, `1h`, `4h`, `1d` or any other whole duration.
@frozen
public struct KlineLevel: BitwiseCopyable, Hashable, Comparable, Sendable {
  public var span: TimeSpan

  /// A level of `span`, which must be positive.
  @inlinable
  public init(_ span: TimeSpan) {
    precondition(span.nanoseconds > 0, "a bar has a length")
    self.span = span
  }

  public static let minute = KlineLevel(.minute)
  public static let hour = KlineLevel(.hour)
  public static let day = KlineLevel(.day)

  /// Reads a level as scenarios write it; nil for anything that is no positive duration.
  public init?(_ text: some StringProtocol) {
    guard let span = TimeSpan(text), span.nanoseconds > 0 else { return nil }
    self.span = span
  }

  @inlinable
  public static func < (a: KlineLevel, b: KlineLevel) -> Bool { a.span < b.span }
}

extension KlineLevel: CustomStringConvertible {
  public var description: String { span.description }
}
