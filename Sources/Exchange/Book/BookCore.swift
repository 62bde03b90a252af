import Market

/// What an ``OrderBook`` holds, flat, so that it lives behind one pointer.
struct BookCore {
  let step: Int64
  /// Price of the window's first tick, a multiple of the step.
  private(set) var base: Int64 = 0
  /// Prices from `base` on that the window spans.
  private let span: UInt64
  /// 2^49 / step rounded up: an offset x this >> 49 is offset / step for every offset below ``span`` (error < step x 2^14 x step / 2^49 < 1 /
  /// step while the step is below 2^17); zero for larger steps, which divide.
  private let reciprocal: UInt64
  private static let reciprocalShift: UInt64 = 49

  /// By tick: what is bid (positive) or asked (negative).
  private let window: UnsafeMutablePointer<Int64>
  /// Bids, then asks.
  private let sides: UnsafeMutablePointer<BookSide>

  var isKnown = false
  var isContinuing = false
  /// Whether a snapshot is being put in place, in one message or several.
  var isInSnapshot = false
  /// Levels of which own orders took, in the order of taking.
  var taken: [TakenLevel] = []
  /// Watched prices that changes fell on since these were last taken away, as sign and price.
  var touched: [(sign: Int64, price: Int64)] = []
  /// Whether all levels may have changed since then.
  var isAllTouched = false

  init(step: Int64) {
    precondition(step > 0, "a price step is above zero")
    self.step = step
    let (span, overflow) = UInt64(step).multipliedReportingOverflow(by: UInt64(LevelBits.size))
    precondition(!overflow, "a price step is below 2^50")
    self.span = span
    reciprocal = step < 1 << 17 ? ((1 << Self.reciprocalShift) + UInt64(step) - 1) / UInt64(step) : 0
    window = .allocate(capacity: LevelBits.size)
    window.initialize(repeating: 0, count: LevelBits.size)
    sides = .allocate(capacity: 2)
    sides.initialize(to: BookSide())
    (sides + 1).initialize(to: BookSide())
  }

  func deallocate() {
    for position in 0..<2 { sides[position].deallocate() }
    sides.deallocate()
    window.deallocate()
  }

  mutating func copy(from other: BookCore) {
    precondition(step == other.step, "a book is restored from one of its own price step")
    base = other.base
    window.update(from: other.window, count: LevelBits.size)
    for position in 0..<2 { sides[position].copy(from: other.sides[position]) }
    isKnown = other.isKnown
    isContinuing = other.isContinuing
    isInSnapshot = other.isInSnapshot
    taken = other.taken
    touched = other.touched
    isAllTouched = other.isAllTouched
  }

  /// The side of a sign.
  @inline(__always)
  func side(_ sign: Int64) -> UnsafeMutablePointer<BookSide> { sides + Int((1 &- sign) &>> 1) }

  /// The tick of a price; -1: outside of the window or off the step.
  @inline(__always)
  private func tick(_ price: Int64) -> Int {
    let offset = UInt64(bitPattern: price &- base)
    guard offset < span else { return -1 }
    if reciprocal != 0 {
      let index = (offset &* reciprocal) &>> Self.reciprocalShift
      return index &* UInt64(step) == offset ? Int(index) : -1
    }
    let (index, rest) = offset.quotientAndRemainder(dividingBy: UInt64(step))
    return rest == 0 ? Int(index) : -1
  }

  /// A tick counted from the far end of the side, and back.
  @inline(__always)
  private func position(_ sign: Int64, _ tick: Int) -> Int { sign > 0 ? tick : LevelBits.size - 1 - tick }

  /// The key (sign x price) of a position of the window.
  @inline(__always)
  private func key(_ sign: Int64, _ position: Int) -> Int64 {
    sign &* (base &+ Int64(self.position(sign, position)) &* step)
  }

  // MARK: Reading

  /// Sign x price of the best level; `Int64.min`: none.
  @inline(__always)
  func bestKey(_ sign: Int64) -> Int64 {
    let side = side(sign)
    let best = side.pointee.best
    let far = side.pointee.far.bestKey
    return best < 0 ? far : Swift.max(key(sign, best), far)
  }

  func quantity(_ sign: Int64, _ price: Int64) -> Int64 {
    let tick = tick(price)
    guard tick >= 0 else { return side(sign).pointee.far.quantity(at: sign &* price) }
    return Swift.max(0, window[tick] &* sign)
  }

  /// Where a walk over the levels of a side has got to.
  struct Cursor: BitwiseCopyable {
    let sign: Int64
    var position: Int
    var far: Int
  }

  func cursor(_ sign: Int64) -> Cursor {
    Cursor(sign: sign, position: side(sign).pointee.best, far: side(sign).pointee.far.count - 1)
  }

  /// The next level of a walk, best first.
  func next(_ cursor: inout Cursor) -> BookLevel? {
    let sign = cursor.sign
    let side = side(sign)
    let near = cursor.position < 0 ? Int64.min : key(sign, cursor.position)
    let far = cursor.far < 0 ? Int64.min : side.pointee.far.keys[cursor.far]
    if near == .min, far == .min { return nil }
    if near > far {
      let quantity = window[position(sign, cursor.position)] &* sign
      cursor.position = side.pointee.bits.highest(atOrBelow: cursor.position - 1)
      return BookLevel(price: Price(near * sign), quantity: Quantity(quantity))
    }
    let quantity = side.pointee.far.quantities[cursor.far]
    cursor.far -= 1
    return BookLevel(price: Price(far * sign), quantity: Quantity(quantity))
  }

  /// Whether a change may have fallen on a price of a side.
  func isTouched(_ sign: Int64, _ price: Int64) -> Bool {
    isAllTouched || touched.contains { $0.price == price && $0.sign == sign }
  }

  // MARK: Changing

  /// Puts `quantity` (zero: nothing) at a price of a side.
  @inline(__always)
  mutating func set(_ sign: Int64, _ price: Int64, _ quantity: Int64) {
    let side = side(sign)
    if UInt64(bitPattern: price &- side.pointee.watchLow) <= side.pointee.watchWidth { touched.append((sign, price)) }
    let tick = tick(price)
    guard tick >= 0 else { return setFar(sign, price, quantity) }
    let old = window[tick] &* sign
    let position = position(sign, tick)
    if quantity == 0 {
      guard old > 0 else { return }
      window[tick] = 0
      side.pointee.bits.remove(position)
      if position == side.pointee.best { side.pointee.best = side.pointee.bits.highest(atOrBelow: position - 1) }
    } else {
      window[tick] = quantity &* sign
      if old <= 0 {
        if old < 0 { leave(-sign, tick, price) }
        side.pointee.bits.insert(position)
        if position > side.pointee.best { side.pointee.best = position }
      }
    }
    if !taken.isEmpty, old != quantity { giveBack(sign, price) }
  }

  /// A tick that the other side has taken over.
  private mutating func leave(_ sign: Int64, _ tick: Int, _ price: Int64) {
    let side = side(sign)
    let position = position(sign, tick)
    side.pointee.bits.remove(position)
    if position == side.pointee.best { side.pointee.best = side.pointee.bits.highest(atOrBelow: position - 1) }
    if UInt64(bitPattern: price &- side.pointee.watchLow) <= side.pointee.watchWidth { touched.append((sign, price)) }
    if !taken.isEmpty { giveBack(sign, price) }
  }

  private mutating func setFar(_ sign: Int64, _ price: Int64, _ quantity: Int64) {
    let old = side(sign).pointee.far.set(sign &* price, to: quantity)
    if old == 0, quantity != 0 {
      let other = side(-sign)
      if other.pointee.far.set(-sign &* price, to: 0) != 0 {
        if UInt64(bitPattern: price &- other.pointee.watchLow) <= other.pointee.watchWidth {
          touched.append((-sign, price))
        }
        if !taken.isEmpty { giveBack(-sign, price) }
      }
    }
    if !taken.isEmpty, old != quantity { giveBack(sign, price) }
  }

  /// Takes every level out; what is taken stays noted.
  mutating func removeLevels() {
    for position in 0..<2 {
      let sign: Int64 = position == 0 ? 1 : -1
      let window = window
      sides[position].bits.removeAll { window[sign > 0 ? $0 : LevelBits.size - 1 - $0] = 0 }
      sides[position].best = -1
      sides[position].far.removeAll()
    }
  }

  // MARK: The window

  /// Moves the window when the touch has left its middle part, so that changes near the touch stay cheap.
  @inline(__always)
  mutating func follow() {
    let bid = side(1).pointee.best
    let ask = side(-1).pointee.best
    // Both touches inside the middle three quarters: nothing to do, as nearly always.
    let margin = LevelBits.size / 8
    if bid >= margin, ask >= margin, bid < LevelBits.size - margin, ask < LevelBits.size - margin { return }
    recentre()
  }

  private mutating func recentre() {
    let bid = bestKey(1)
    let ask = bestKey(-1)
    guard bid != .min || ask != .min else { return }
    let middle: Int64
    if bid == .min {
      middle = -ask
    } else if ask == .min {
      middle = bid
    } else {
      // Half the way between the two, which may be any two numbers.
      middle = Int64((Int128(bid) - Int128(ask)) / 2)
    }
    let distance = Int128(middle) - Int128(base)
    let margin = Int128(span / 8)
    if distance >= margin, distance < Int128(span) - margin { return }
    move(around: middle)
  }

  /// Centres the window on a price, every level staying what it is.
  mutating func move(around middle: Int64) {
    let half = Int128(span / 2)
    let start = Swift.max(Int128(middle) - half, 0)
    let newBase = Int64(start - start % Int128(step))
    if newBase == base { return }
    var levels: [(key: Int64, quantity: Int64)] = []
    var counts = [0, 0]
    for position in 0..<2 {
      var cursor = cursor(position == 0 ? 1 : -1)
      while let level = next(&cursor) {
        levels.append((cursor.sign * level.price.ticks, level.quantity.units))
        counts[position] += 1
      }
    }
    removeLevels()
    base = newBase
    var first = 0
    for position in 0..<2 {
      // From the worst on, so that the far store grows at its end.
      for index in stride(from: first + counts[position] - 1, through: first, by: -1) {
        place(position == 0 ? 1 : -1, levels[index].key, levels[index].quantity)
      }
      first += counts[position]
    }
  }

  private mutating func place(_ sign: Int64, _ key: Int64, _ quantity: Int64) {
    let side = side(sign)
    let tick = tick(key &* sign)
    guard tick >= 0 else { return side.pointee.far.append(key, quantity) }
    window[tick] = quantity &* sign
    let position = position(sign, tick)
    side.pointee.bits.insert(position)
    side.pointee.best = Swift.max(side.pointee.best, position)
  }
}

/// One side of a book.
struct BookSide: BitwiseCopyable {
  let bits = LevelBits.allocate()
  var far = FarLevels.allocate()
  /// Position of the window's best level; -1: none.
  var best = -1
  /// Prices from here, this many more, are watched: a change there is noted. None while the width is zero and the price is impossible.
  var watchLow = Int64.min
  var watchWidth: UInt64 = 0

  func deallocate() {
    bits.deallocate()
    far.deallocate()
  }

  mutating func copy(from other: BookSide) {
    bits.copy(from: other.bits)
    far.copy(from: other.far)
    best = other.best
    watchLow = other.watchLow
    watchWidth = other.watchWidth
  }
}

/// What own orders took of a level.
struct TakenLevel: BitwiseCopyable {
  var sign: Int64
  var price: Int64
  /// What the feed said when it was taken.
  var shown: Int64
  var quantity: Int64
}
