/// Turns the stored bytes of a column into values.
///
/// Every byte is checked against the checksum before it means anything, and every length before it is followed: whatever the
/// bytes are, the answer is values or false. The buffers are made once.
package final class ColumnDecoder {
  /// What a transform may lean on; the columns must have been decoded for the same rows, at the same scale.
  package struct Neighbours {
    package var openTime: UnsafePointer<Int64>?
    package var open: UnsafePointer<Int64>?
    package var close: UnsafePointer<Int64>?
    /// The first value of a column of steps.
    package var first: Int64

    package init(
      openTime: UnsafePointer<Int64>? = nil, open: UnsafePointer<Int64>? = nil, close: UnsafePointer<Int64>? = nil,
      first: Int64 = 0
    ) {
      self.openTime = openTime
      self.open = open
      self.close = close
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
    let base = header.base &* factor
    var running = header.transform == .steps ? neighbours.first &- base : base
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
        header.transform, base: base, running: &running, first: first, count: inBlock, neighbours: neighbours,
        into: target + first)
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
    _ transform: ColumnTransform, base: Int64, running: inout Int64, first: Int, count: Int, neighbours: Neighbours,
    into target: UnsafeMutablePointer<Int64>
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
    case .opening:
      guard let close = neighbours.close else { return }
      target[0] = close[first == 0 ? 0 : first &- 1] &+ Int64(bitPattern: block[0])
      let before = close + first - 1
      for index in 1..<max(count, 1) { target[index] = before[index] &+ Int64(bitPattern: block[index]) }
    case .above:
      guard let open = neighbours.open, let close = neighbours.close else { return }
      let (a, b) = (open + first, close + first)
      for index in 0..<count { target[index] = max(a[index], b[index]) &+ Int64(bitPattern: block[index]) }
    case .below:
      guard let open = neighbours.open, let close = neighbours.close else { return }
      let (a, b) = (open + first, close + first)
      for index in 0..<count { target[index] = min(a[index], b[index]) &- Int64(bitPattern: block[index]) }
    case .barEnd:
      guard let openTime = neighbours.openTime else { return }
      let time = openTime + first
      for index in 0..<count { target[index] = time[index] &+ base &+ Int64(bitPattern: block[index]) }
    }
  }
}

extension ColumnDecoder.Neighbours {
  fileprivate func suffice(for transform: ColumnTransform) -> Bool {
    switch transform {
    case .plain, .delta, .steps: true
    case .opening: close != nil
    case .above, .below: open != nil && close != nil
    case .barEnd: openTime != nil
    }
  }
}
