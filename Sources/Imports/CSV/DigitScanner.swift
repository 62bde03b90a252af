/// Runs of decimal digits, eight at a time: the inner step of every import.
///
/// Eight bytes are looked at as one number. Taken together with `0011 0000` a digit becomes 0 to 9 and nothing else does; the first
/// byte that is none is found by its highest bit, and three multiplications join the digits before it.
enum DigitScanner {
  /// 10^0 to 10^8, for a run of up to eight digits.
  @inline(__always)
  private static func power(_ exponent: Int) -> UInt64 {
    // Two small multiplications less than a table of memory: 10^(e & 7) needs three bits, 10^8 is handled by the caller.
    var value: UInt64 = exponent & 1 != 0 ? 10 : 1
    if exponent & 2 != 0 { value &*= 100 }
    if exponent & 4 != 0 { value &*= 10_000 }
    return value
  }

  /// Reads the digits at `position`, appends them to `value` and moves on behind them; their number.
  ///
  /// `value` wraps silently: after more than 18 digits in all it means nothing. Eight bytes behind the digits must be readable.
  @inline(__always)
  static func scan(_ position: inout UnsafeRawPointer, into value: inout UInt64) -> Int {
    var total = 0
    while true {
      let word = UInt64(littleEndian: position.loadUnaligned(as: UInt64.self)) ^ 0x3030_3030_3030_3030
      let others = ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
      let digits = others.trailingZeroBitCount >> 3
      if digits == 8 {
        value = value &* 100_000_000 &+ join(word)
        position += 8
        total &+= 8
        continue
      }
      if digits > 0 {
        let aligned = word &<< UInt64(truncatingIfNeeded: 64 &- digits &* 8)
        value = value &* power(digits) &+ join(aligned)
        position += digits
      }
      return total &+ digits
    }
  }

  /// The number that eight digits 0 to 9, the first in the lowest byte, stand for.
  @inline(__always)
  private static func join(_ digits: UInt64) -> UInt64 {
    let pairs = (digits &* 10) &+ (digits &>> 8)
    let even = (pairs & 0x0000_00ff_0000_00ff) &* 0x000f_4240_0000_0064
    let odd = ((pairs &>> 16) & 0x0000_00ff_0000_00ff) &* 0x0000_2710_0000_0001
    return (even &+ odd) &>> 32
  }
}
