/// What happens to decimals of volumes that the scale asked for does not hold.
package enum VolumeDigits: Hashable, Sendable {
  /// They are an error.
  case exact
  /// They are dropped, down: a bar's volume is then never more than what traded.
  case roundedDown
}
