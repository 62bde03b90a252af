/// What is left of a column's values under a transform: the other direction of ``ColumnDecoder``.
package struct ColumnResiduals {
  package var values: UnsafePointer<Int64>
  package var count: Int
  /// The columns leaned on, from the same row on.
  package var a: UnsafePointer<Int64>?
  package var b: UnsafePointer<Int64>?
  /// The first value of a column of steps.
  package var first: Int64
  package var into: UnsafeMutablePointer<Int64>

  package init(
    values: UnsafePointer<Int64>, count: Int, a: UnsafePointer<Int64>?, b: UnsafePointer<Int64>?, first: Int64,
    into: UnsafeMutablePointer<Int64>
  ) {
    self.values = values
    self.count = count
    self.a = a
    self.b = b
    self.first = first
    self.into = into
  }

  /// Whether the columns that a transform leans on are there.
  package func suffice(for transform: ColumnTransform) -> Bool {
    switch transform {
    case .plain, .delta, .steps: true
    case .follow, .difference, .sameSide: a != nil
    case .above, .below, .product: a != nil && b != nil
    }
  }

  /// Fills the residuals and returns the base to store; `base` is the one to use where the transform does not find its own.
  package func fill(_ transform: ColumnTransform, base: Int64) -> Int64 {
    guard count > 0 else { return 0 }
    switch transform {
    case .plain: return fillPlain()
    case .delta:
      into[0] = 0
      for index in 1..<max(count, 1) { into[index] = values[index] &- values[index &- 1] }
      return values[0]
    case .steps:
      into[0] = values[0] &- first
      for index in 1..<max(count, 1) { into[index] = values[index] &- values[index &- 1] &- base }
      return base
    case .follow: fillFollowing(base)
    case .above:
      guard let a, let b else { return 0 }
      for index in 0..<count { into[index] = values[index] &- max(a[index], b[index]) }
      return 0
    case .below:
      guard let a, let b else { return 0 }
      for index in 0..<count { into[index] = min(a[index], b[index]) &- values[index] }
      return 0
    case .difference:
      guard let a else { return 0 }
      for index in 0..<count { into[index] = values[index] &- a[index] &- base }
    case .product:
      guard let a, let b else { return 0 }
      ColumnTransform.products(a, b, count: count, exponent: base, into: into)
      for index in 0..<count { into[index] = values[index] &- into[index] }
    case .sameSide: return fillSides()
    }
    return base
  }

  private func fillPlain() -> Int64 {
    var base = values[0]
    for index in 1..<max(count, 1) { base = min(base, values[index]) }
    for index in 0..<count { into[index] = values[index] &- base }
    return base
  }

  private func fillFollowing(_ base: Int64) {
    guard let a else { return }
    into[0] = values[0] &- a[0] &- base
    for index in 1..<max(count, 1) { into[index] = values[index] &- a[index &- 1] &- base }
  }

  private func fillSides() -> Int64 {
    guard let a else { return 0 }
    var bid = values[0]
    var ask = values[0]
    for index in 0..<count {
      let value = values[index]
      if a[index] < 0 {
        into[index] = value &- ask
        ask = value
      } else {
        into[index] = value &- bid
        bid = value
      }
    }
    return values[0]
  }

  /// Bits that packed residuals take, near enough to compare by.
  static func size(_ residuals: UnsafePointer<Int64>, count: Int) -> Int {
    var bits = 0
    var start = 0
    while start < count {
      let end = min(count, start &+ BitPacking.blockSize)
      var plain: UInt64 = 0
      var signed: UInt64 = 0
      for index in start..<end {
        let value = residuals[index]
        plain |= UInt64(bitPattern: value)
        signed |= UInt64(bitPattern: value &<< 1 ^ value &>> 63)
      }
      let width = Int64(bitPattern: plain) >= 0 ? 64 &- plain.leadingZeroBitCount : 64 &- signed.leadingZeroBitCount
      bits &+= width &* (end &- start)
      start = end
    }
    return bits
  }
}
