/// How the decimals of one column stood in the source, so that an export writes them again.
package enum WrittenDecimals: Hashable, Sendable {
  /// Every value has exactly this many decimals, trailing zeros too.
  case fixed(Int)
  /// No trailing zeros beyond `atLeast` decimals: `46319.0` and `0.25` with `atLeast: 1`.
  case shortest(atLeast: Int)
  /// The decimals of each row, one number a row.
  case perValue([UInt8])
}
