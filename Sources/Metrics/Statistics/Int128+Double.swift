extension Int128 {
  /// The nearest Double, half to even; what the standard library's conversion gives, without its generic detour.
  @inlinable
  package var nearestDouble: Double {
    let small = Int64(truncatingIfNeeded: self)
    return Int128(small) == self ? Double(small) : wideDouble
  }

  /// ``nearestDouble`` of what 64 bits do not hold.
  @usableFromInline
  var wideDouble: Double {
    // The upper 64 bits with a mark for what lies below them round as the whole does.
    let zeros = magnitude.leadingZeroBitCount
    let shift = UInt128(64 - zeros)
    var upper = UInt64(truncatingIfNeeded: magnitude &>> shift)
    if magnitude & ((1 &<< shift) &- 1) != 0 { upper |= 1 }
    let scale = Double(sign: .plus, exponent: 64 - zeros, significand: 1)
    return (self < 0 ? -1 : 1) * Double(upper) * scale
  }
}
