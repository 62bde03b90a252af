/// Turns the stored bytes of a column into values.
///
/// Every byte is checked against the checksum before it means anything, and every length before it is followed: whatever the
/// bytes are, the answer is values or false. The buffers are made once.
package final class ColumnDecoder {
  /// What a transform may lean on; the columns must have been decoded for the same rows, at the same scale.
  package struct Neighbours {
    package var a: UnsafePointer<Int64>?
    package var b: UnsafePointer<Int64>?
    /// The first value of a column of steps.
    package var first: Int64

    package init(a: UnsafePointer<Int64>? = nil, b: UnsafePointer<Int64>? = nil, first: Int64 = 0) {
      self.a = a
      self.b = b
      self.first = first
    }
  }

  private let block: UnsafeMutablePointer<UInt64>
  private let tail: UnsafeMutableRawPointer
  private static let tailSize = BitPacking.blockSize * 8 + 16

  package init() {
    block = .allocate(capacity: BitPacking.blockSize)
    block.initialize(repeating: 0, count: BitPacking.blockSize)
    tail = .allocate(byteCount: Self.tailSize, alignment: 16)
    tail.initializeMemory(as: UInt8.self, repeating: 0, count: Self.tailSize)
  }

  deinit {
    block.deallocate()
    tail.deallocate()
  }

  /// The header of a column, once its checksum has been found right; nil when the bytes are not what was written.
  package static func check(_ bytes: UnsafeRawBufferPointer, count: Int, seed: UInt64) -> ColumnHeader? {
    let blockCount = (count &+ BitPacking.blockSize &- 1) / BitPacking.blockSize
    guard let start = bytes.baseAddress, bytes.count >= ColumnHeader.size &+ blockCount &+ 8 else { return nil }
    let length = bytes.count &- 8
    let stored = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: length, as: UInt64.self))
    guard stored == Checksum.of(start, count: length, seed: seed), let header = ColumnHeader(start),
      header.prefix(blockCount: blockCount) <= length
    else { return nil }
    return header
  }

  /// Decodes a column that ``check(_:count:seed:)`` let pass into `target`, times `factor`; false when its lengths or what it
  /// leans on are not as they must be.
  package func decode(
    _ bytes: UnsafeRawBufferPointer, header: ColumnHeader, count: Int, factor: Int64, neighbours: Neighbours,
    into target: UnsafeMutablePointer<Int64>
  ) -> Bool {
    guard let start = bytes.baseAddress, neighbours.suffice(for: header.transform) else { return false }
    let blockCount = (count &+ BitPacking.blockSize &- 1) / BitPacking.blockSize
    let end = bytes.count &- 8
    let marks = start + ColumnHeader.size + header.multiplierCount * 8
    var offset = header.prefix(blockCount: blockCount)
    let base = header.transform == .product ? header.base : header.base &* factor
    var running = header.transform == .steps ? neighbours.first &- base : base
    var otherRunning = base
    for index in 0..<blockCount {
      let first = index &* BitPacking.blockSize
      let inBlock = min(BitPacking.blockSize, count &- first)
      let mark = marks.load(fromByteOffset: index, as: UInt8.self)
      let width = Int(mark & ~ColumnEncoder.zigzag)
      let length = BitPacking.byteCount(inBlock, width: width)
      guard width <= 64, offset &+ length <= end else { return false }
      if inBlock == BitPacking.blockSize {
        BitPacking.unpack(start + offset, into: block, width: width)
      } else {
        tail.copyMemory(from: start + offset, byteCount: length)
        BitPacking.unpack(tail, into: block, width: width)
      }
      offset &+= length
      if width > 0 {
        var multiplier = factor
        if header.multiplierCount > 0 {
          let choice = Int(marks.load(fromByteOffset: blockCount &+ index, as: UInt8.self))
          guard choice <= header.multiplierCount else { return false }
          if choice > 0 {
            let place = ColumnHeader.size &+ (choice &- 1) &* 8
            multiplier &*= Int64(littleEndian: start.loadUnaligned(fromByteOffset: place, as: Int64.self))
          }
        }
        unfold(count: inBlock, isSigned: mark & ColumnEncoder.zigzag != 0, multiplier: multiplier)
      }
      apply(
        header.transform, base: base, running: &running, other: &otherRunning, first: first, count: inBlock,
        neighbours: neighbours, into: target + first)
    }
    return offset == end
  }

  private func unfold(count: Int, isSigned: Bool, multiplier: Int64) {
    let factor = UInt64(bitPattern: multiplier)
    switch (isSigned, factor == 1) {
    case (false, true): break
    case (false, false):
      for index in 0..<count { block[index] = block[index] &* factor }
    case (true, true):
      for index in 0..<count {
        let value = block[index]
        block[index] = value &>> 1 ^ (0 &- (value & 1))
      }
    case (true, false):
      for index in 0..<count {
        let value = block[index]
        block[index] = (value &>> 1 ^ (0 &- (value & 1))) &* factor
      }
    }
  }

  /// Values of one block from its residuals; `first` is the row of the first.
  private func apply(
    _ transform: ColumnTransform, base: Int64, running: inout Int64, other: inout Int64, first: Int, count: Int,
    neighbours: Neighbours, into target: UnsafeMutablePointer<Int64>
  ) {
    switch transform {
    case .plain:
      for index in 0..<count { target[index] = base &+ Int64(bitPattern: block[index]) }
    case .delta:
      var value = running
      for index in 0..<count {
        value &+= Int64(bitPattern: block[index])
        target[index] = value
      }
      running = value
    case .steps:
      var value = running
      for index in 0..<count {
        value &+= base &+ Int64(bitPattern: block[index])
        target[index] = value
      }
      running = value
    case .follow:
      guard let a = neighbours.a else { return }
      target[0] = a[first == 0 ? 0 : first &- 1] &+ base &+ Int64(bitPattern: block[0])
      let before = a + first - 1
      for index in 1..<max(count, 1) { target[index] = before[index] &+ base &+ Int64(bitPattern: block[index]) }
    case .above:
      guard let a = neighbours.a, let b = neighbours.b else { return }
      let (x, y) = (a + first, b + first)
      for index in 0..<count { target[index] = max(x[index], y[index]) &+ Int64(bitPattern: block[index]) }
    case .below:
      guard let a = neighbours.a, let b = neighbours.b else { return }
      let (x, y) = (a + first, b + first)
      for index in 0..<count { target[index] = min(x[index], y[index]) &- Int64(bitPattern: block[index]) }
    case .difference:
      guard let a = neighbours.a else { return }
      let x = a + first
      for index in 0..<count { target[index] = x[index] &+ base &+ Int64(bitPattern: block[index]) }
    case .product:
      guard let a = neighbours.a, let b = neighbours.b else { return }
      ColumnTransform.products(a + first, b + first, count: count, exponent: base, into: target)
      for index in 0..<count { target[index] &+= Int64(bitPattern: block[index]) }
    case .sameSide:
      guard let a = neighbours.a else { return }
      let side = a + first
      var (bid, ask) = (running, other)
      for index in 0..<count {
        // Both are reckoned, and one is kept: no branch that a mixed stream would mislead.
        let isAsk = side[index] < 0
        let value = (isAsk ? ask : bid) &+ Int64(bitPattern: block[index])
        target[index] = value
        ask = isAsk ? value : ask
        bid = isAsk ? bid : value
      }
      (running, other) = (bid, ask)
    }
  }
}

extension ColumnTransform {
  /// Products of two columns brought to a third scale, as ``product`` expects its values.
  static func products(
    _ a: UnsafePointer<Int64>, _ b: UnsafePointer<Int64>, count: Int, exponent: Int64,
    into target: UnsafeMutablePointer<Int64>
  ) {
    let factor = power(exponent.magnitude)
    if exponent <= 0 {
      for index in 0..<count { target[index] = a[index] &* b[index] &* factor }
    } else {
      for index in 0..<count { target[index] = a[index] &* b[index] / factor }
    }
  }

  /// 10^exponent; 1 beyond what 64 bits hold.
  private static func power(_ exponent: UInt64) -> Int64 {
    guard exponent <= 18 else { return 1 }
    var result: Int64 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }
}

extension ColumnDecoder.Neighbours {
  fileprivate func suffice(for transform: ColumnTransform) -> Bool {
    switch transform {
    case .plain, .delta, .steps: true
    case .follow, .difference, .sameSide: a != nil
    case .above, .below, .product: a != nil && b != nil
    }
  }
}
