public import Exchange
public import Market

/// Which rows a strategy asks the context to keep: it costs a store a row, so none is kept unasked.
public struct ContextMemory: OptionSet, BitwiseCopyable, Sendable {
  public let rawValue: UInt8

  @inlinable
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// The last bar of each instrument and level: ``Context/lastKline(_:_:)``.
  @inlinable public static var klines: ContextMemory { ContextMemory(rawValue: 1) }
  /// The last trade of each instrument: ``Context/lastTrade(_:)``.
  @inlinable public static var trades: ContextMemory { ContextMemory(rawValue: 2) }
}

/// The last rows that reached the strategy.
@usableFromInline
package struct RowMemory: ~Copyable {
  let options: ContextMemory
  private let count: Int
  private let prints: UnsafeMutablePointer<Print>
  /// By instrument: the place of its first level in ``klines``, -1: none.
  private let first: UnsafeMutablePointer<Int>
  /// A place a level; ``next`` leads to the instrument's next level.
  private var klines: [Kline] = []
  private var next: [Int] = []

  init(_ options: ContextMemory, instruments: Int) {
    self.options = options
    count = instruments
    prints = .allocate(capacity: Swift.max(instruments, 1))
    first = .allocate(capacity: Swift.max(instruments, 1))
    for index in 0..<instruments {
      (prints + index).initialize(
        to: Print(
          time: .distantPast, instrument: InstrumentID(index), price: Price(0), quantity: .zero))
      (first + index).initialize(to: -1)
    }
  }

  deinit {
    prints.deallocate()
    first.deallocate()
  }

  @usableFromInline
  package mutating func note(_ print: Print) { prints[Int(print.instrument.index)] = print }

  @usableFromInline
  package mutating func note(_ kline: Kline) {
    let index = Int(kline.instrument.index)
    var place = first[index]
    while place >= 0 {
      if klines[place].span == kline.span {
        klines[place] = kline
        return
      }
      place = next[place]
    }
    klines.append(kline)
    next.append(first[index])
    first[index] = klines.count - 1
  }

  func lastPrint(_ instrument: InstrumentID) -> Print? {
    precondition(options.contains(.trades), "a strategy that asks for the last trade has it kept: `remembers`")
    let print = prints[Int(instrument.index)]
    return print.time == .distantPast ? nil : print
  }

  func lastKline(_ instrument: InstrumentID, _ level: KlineLevel?) -> Kline? {
    precondition(options.contains(.klines), "a strategy that asks for the last kline has it kept: `remembers`")
    var found: Kline?
    var place = first[Int(instrument.index)]
    while place >= 0 {
      let kline = klines[place]
      if let level {
        if kline.span == level.span { return kline }
      } else if found.map({ kline.span < $0.span }) ?? true {
        found = kline
      }
      place = next[place]
    }
    return found
  }
}

extension Context {
  /// The last bar of a level that reached the strategy, the finest one's where none is named; nil before the first.
  ///
  /// The strategy must ask for it: `static var remembers: ContextMemory { .klines }`.
  public func lastKline(_ instrument: InstrumentID, _ level: KlineLevel? = nil) -> Kline? {
    memory.lastKline(instrument, level)
  }

  /// The last trade of the market that reached the strategy; nil before the first.
  ///
  /// The strategy must ask for it: `static var remembers: ContextMemory { .trades }`.
  public func lastTrade(_ instrument: InstrumentID) -> Print? { memory.lastPrint(instrument) }
}
