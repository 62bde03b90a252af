package import Exchange
package import Market

/// Feeds a venue directly, in the order of DESIGN 4.6: crossings at their own time, closes, commands, opens. After every input it asks
/// for broken invariants.
package final class VenueDriver {
  package var venue: Venue
  /// All events so far, balances among them.
  package private(set) var events: [Event] = []
  /// By instrument: the bar that runs, or the last one that ran.
  package private(set) var lastOpened: [InstrumentID: Kline] = [:]
  /// The print that was taken in last.
  package private(set) var lastPrint: Print?
  /// The first broken invariant, with the input after which it was seen.
  package private(set) var brokenInvariant: String?
  /// Called after every input with the number of events before it.
  package var afterInput: ((VenueDriver, Int) -> Void)?
  private var buffer = EventBuffer()
  private var bars: [Kline]
  private var commands: [TimedCommand]
  private var prints: [Print]
  private var ticks: [PriceTick]
  private var nextPrint = 0
  private var nextTick = 0
  private var nextBar = 0
  private var nextCommand = 0
  private var running: [Kline] = []

  /// A driver of bars (of all instruments) and commands; both are sorted by time here, equal times keep their order.
  ///
  /// Instruments with prints are matched on them.
  package init(
    _ venue: consuming Venue, bars: [Kline], prints: [Print] = [], ticks: [PriceTick] = [], commands: [TimedCommand]
  ) {
    self.venue = venue
    for index in 0..<self.venue.configuration.instruments.count
    where prints.contains(where: { $0.instrument == InstrumentID(index) }) {
      self.venue.matchOnPrints(InstrumentID(index))
    }
    self.prints = Self.stable(prints) { $0.time }
    self.ticks = Self.stable(ticks) { $0.time }
    self.bars = Self.stable(bars) { $0.openTime }
    self.commands = Self.stable(commands) { $0.time }
  }

  private static func stable<Item>(_ items: [Item], _ time: (Item) -> Timestamp) -> [Item] {
    items.enumerated().sorted { (time($0.element), $0.offset) < (time($1.element), $1.offset) }.map(\.element)
  }

  /// Another driver at the same place, with a fork of the venue.
  package func fork() -> VenueDriver {
    let copy = VenueDriver(venue.fork(), bars: [], commands: [])
    copy.bars = bars
    copy.commands = commands
    copy.prints = prints
    copy.ticks = ticks
    copy.nextPrint = nextPrint
    copy.nextTick = nextTick
    copy.nextBar = nextBar
    copy.nextCommand = nextCommand
    copy.running = running
    copy.lastOpened = lastOpened
    return copy
  }

  /// Plays all there is.
  package func run() { while step() {} }

  /// Takes one input; false when there are no more.
  package func step() -> Bool {
    let crossing = venue.nextCrossingTime
    let close = running.map(\.closeTime.nanoseconds).min() ?? .max
    let command = nextCommand < commands.count ? commands[nextCommand].time.nanoseconds : .max
    let open = nextBar < bars.count ? bars[nextBar].openTime.nanoseconds : .max
    let print = nextPrint < prints.count ? prints[nextPrint].time.nanoseconds : .max
    let tick = nextTick < ticks.count ? ticks[nextTick].time.nanoseconds : .max
    if Swift.min(close, command, open, Swift.min(print, tick)) == .max { return false }
    let appointment = venue.nextAppointment
    let now = Swift.min(crossing, Swift.min(close, command, open), Swift.min(print, tick, appointment))
    let before = events.count
    buffer.removeAll()
    let time = Timestamp(nanoseconds: now)
    let what: String
    if crossing == now {
      what = "crossing at \(TapeTime.text(time))"
      venue.apply(.crossing(InstrumentID(venue.nextCrossingInstrument)), at: time, &buffer)
    } else if close == now, let position = running.firstIndex(where: { $0.closeTime == time }) {
      what = "close at \(TapeTime.text(time))"
      let bar = running.remove(at: position)
      venue.apply(.barCloses(bar.instrument), at: time, &buffer)
    } else if print == now {
      what = "print \(nextPrint + 1) at \(TapeTime.text(time))"
      lastPrint = prints[nextPrint]
      venue.apply(.print(prints[nextPrint]), at: time, &buffer)
      nextPrint += 1
    } else if tick == now {
      what = "tick at \(TapeTime.text(time))"
      venue.apply(.tick(ticks[nextTick]), at: time, &buffer)
      nextTick += 1
    } else if appointment == now {
      what = "appointment at \(TapeTime.text(time))"
      venue.apply(.calendar, at: time, &buffer)
    } else if command == now {
      what = "command \(nextCommand + 1) at \(TapeTime.text(time))"
      venue.apply(.command(commands[nextCommand].command), at: time, &buffer)
      nextCommand += 1
    } else {
      what = "open at \(TapeTime.text(time))"
      running.append(bars[nextBar])
      lastOpened[bars[nextBar].instrument] = bars[nextBar]
      venue.apply(.barOpens(bars[nextBar]), at: time, &buffer)
      nextBar += 1
    }
    for index in 0..<buffer.count { events.append(buffer[index]) }
    if brokenInvariant == nil, let problem = venue.brokenInvariant() { brokenInvariant = "\(problem), after \(what)" }
    afterInput?(self, before)
    return true
  }
}
