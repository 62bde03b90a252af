/// A number above 1 that others are multiples of, with what divides by it fast and exactly.
struct Multiplier {
  let value: UInt64
  private let zeros: UInt64
  /// Inverse of the odd part modulo 2^64: the product of a multiple with it is the quotient.
  private let inverse: UInt64
  /// The greatest quotient by the odd part; the product of anything else with the inverse is above.
  private let limit: UInt64

  init(_ value: UInt64) {
    self.value = value
    zeros = UInt64(value.trailingZeroBitCount)
    let odd = value &>> zeros
    // Newton's iteration: right in 3 bits at first, and in twice as many after each step.
    var inverse = odd
    for _ in 0..<5 { inverse = inverse &* (2 &- odd &* inverse) }
    self.inverse = inverse
    limit = UInt64.max / odd
  }

  /// The greatest number that divides all `values`; nil when that is 1, or when all are zero. Ends early at 1, the usual case.
  init?(of values: UnsafePointer<Int64>, count: Int) {
    var index = 0
    while index < count, values[index] == 0 { index &+= 1 }
    guard index < count else { return nil }
    var divisor = values[index].magnitude
    while divisor > 1 {
      let candidate = Multiplier(divisor)
      index &+= candidate.divides(values + index, count: count &- index)
      if index == count {
        self = candidate
        return
      }
      divisor = Self.greatestCommonDivisor(divisor, values[index].magnitude)
    }
    return nil
  }

  /// How many of the first `count` values are multiples, until the first that is not.
  func divides(_ values: UnsafePointer<Int64>, count: Int) -> Int {
    let low: UInt64 = 1 &<< zeros &- 1
    var index = 0
    while index < count {
      let magnitude = values[index].magnitude
      if magnitude & low != 0 || magnitude &>> zeros &* inverse > limit { break }
      index &+= 1
    }
    return index
  }

  /// Divides values that are multiples.
  func divide(_ values: UnsafeMutablePointer<Int64>, count: Int) {
    if zeros == 63 {
      // Only 0 and -2^63 are multiples of 2^63, which as Int64 is negative itself.
      for index in 0..<count { values[index] = values[index] == 0 ? 0 : 1 }
      return
    }
    let factor = Int64(bitPattern: inverse)
    for index in 0..<count { values[index] = values[index] &>> Int64(zeros) &* factor }
  }

  private static func greatestCommonDivisor(_ a: UInt64, _ b: UInt64) -> UInt64 {
    var (a, b) = (a, b)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }
}
