public import Exchange
public import Market

/// The last bars of a level, built from whatever is streamed: finer bars, bars of that level, or trades.
///
/// A scenario may list several levels of an instrument, and each is then delivered to ``Strategy/onKline(_:_:)-(Kline,_)``. This is for a
/// strategy that brings its own levels along, any number of them, whatever the scenario lists:
///
/// ```swift
/// private var hours: BarHistory   // BarHistory(.hour, of: instrument, keeping: 24)
///
/// mutating func onKline(_ kline: Kline, _ context: inout Context) {
///   guard hours.update(kline) else { return }
///   let change = hours[0].close.ticks - hours[0].open.ticks   // of the hour that has just ended
/// }
/// ```
///
/// A bar is there when the last row that can belong to it is: with the fine bar that ends when it ends, else with the first row beyond
/// it. A bar whose beginning was not seen is left out. Nothing of a bar that still grows is among the elements; see ``growing``.
public struct BarHistory: Sendable {
  /// Length of the bars.
  public let level: KlineLevel
  public let instrument: InstrumentID
  private let grid: BarGrid
  private var bars: History<Kline>
  /// The bar under way, as far as it has been seen; nil between bars.
  public private(set) var growing: Kline?
  /// Bars that the last update ended: 0, 1, or 2 where a row came after a hole and ended its own bar, too.
  public private(set) var endedByLastUpdate = 0
  /// Whether the beginning of the growing bar was seen.
  private var isWhole = false
  private var hasSeenAny = false

  /// The last `capacity` bars of `level`, one at least.
  public init(_ level: KlineLevel, of instrument: InstrumentID, keeping capacity: Int = 1) {
    self.level = level
    self.instrument = instrument
    grid = BarGrid(level)
    bars = History(keeping: capacity)
  }

  /// Whether as many bars are there as are kept.
  public var isFull: Bool { bars.isFull }
  /// Bars that are kept at most.
  public var capacity: Int { bars.capacity }

  /// Takes in a bar; true when a bar of the level has ended. Bars of other instruments, of coarser levels and of such as do not divide
  /// this one are passed over.
  public mutating func update(_ kline: Kline) -> Bool {
    endedByLastUpdate = 0
    guard kline.instrument == instrument, level.span.nanoseconds % kline.span.nanoseconds == 0 else { return false }
    endBar(before: kline.openTime)
    if growing == nil { isWhole = kline.openTime == grid.start(of: kline.openTime) }
    join(
      open: kline.open, high: kline.high, low: kline.low, close: kline.close, volume: kline.volume,
      at: kline.openTime)
    endBar(before: kline.closeTime)
    return endedByLastUpdate > 0
  }

  /// Takes in a trade; true when it began a bar and so ended the one before. Trades made off the book and those of other instruments are
  /// passed over.
  public mutating func update(_ print: Print) -> Bool {
    endedByLastUpdate = 0
    guard print.instrument == instrument, !print.isOffBook else { return false }
    endBar(before: print.time)
    // A stream may begin inside a bar; what comes later has been seen from its beginning on.
    if growing == nil { isWhole = hasSeenAny || print.time == grid.start(of: print.time) }
    hasSeenAny = true
    join(
      open: print.price, high: print.price, low: print.price, close: print.price, volume: print.quantity,
      at: print.time)
    return endedByLastUpdate > 0
  }

  /// Ends the growing bar when its time is over at `time`, where no row has come since; true when one has ended.
  ///
  /// With trades alone a bar otherwise ends with the first trade after it: call this from a timer of the level.
  public mutating func endBar(at time: Timestamp) -> Bool {
    endedByLastUpdate = 0
    endBar(before: time)
    return endedByLastUpdate > 0
  }

  private mutating func endBar(before time: Timestamp) {
    guard let bar = growing, bar.closeTime <= time else { return }
    growing = nil
    guard isWhole else { return }
    bars.append(bar)
    endedByLastUpdate += 1
  }

  private mutating func join(
    open: Price, high: Price, low: Price, close: Price, volume: Quantity, at time: Timestamp
  ) {
    guard var bar = growing else {
      growing = Kline(
        instrument: instrument, span: level.span, openTime: grid.start(of: time), open: open, high: high, low: low,
        close: close, volume: volume)
      return
    }
    bar.high = Swift.max(bar.high, high)
    bar.low = Swift.min(bar.low, low)
    bar.close = close
    if bar.volume == Kline.unknownVolume || volume == Kline.unknownVolume {
      bar.volume = Kline.unknownVolume
    } else {
      let (sum, overflow) = bar.volume.units.addingReportingOverflow(volume.units)
      bar.volume = Quantity(overflow ? .max : sum)
    }
    growing = bar
  }
}

extension BarHistory: RandomAccessCollection {
  public var startIndex: Int { 0 }
  /// Bars held.
  public var endIndex: Int { bars.count }

  /// The bar that ended `ago` bars before the last one, which is 0.
  public subscript(ago: Int) -> Kline { bars[ago] }
}
