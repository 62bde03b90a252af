/// What of an instrument's next bar matters to the figures, and the range of prices that whole bars have shown since it was last taken.
@usableFromInline
struct PriceWatch: BitwiseCopyable, Sendable {
  /// How closely the next bar must be looked at.
  @usableFromInline
  enum Attention: UInt8, BitwiseCopyable, Sendable {
    /// Nothing is open.
    case none
    /// A trade is open since before the bar: its extremes count, whenever they were.
    case extremes
    /// Something opened or closed in the bar, or it is the first one: its path counts.
    case path
  }

  @usableFromInline var attention = Attention.none
  @usableFromInline var low = Int64.max
  @usableFromInline var high = Int64.min

  @inlinable
  mutating func widen(low: Int64, high: Int64) {
    self.low = Swift.min(self.low, low)
    self.high = Swift.max(self.high, high)
  }
}
