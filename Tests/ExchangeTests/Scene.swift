import Exchange
import Market
import TestSupport
import Testing

/// One table test: a tape on the left, orders, the events they must make, nothing else.
struct Scene: Sendable, CustomTestStringConvertible {
  var title: String
  var tape: String
  var orders: String
  var events: String

  init(_ title: String, tape: String, orders: String, events: String) {
    self.title = title
    self.tape = tape
    self.orders = orders
    self.events = events
  }

  var testDescription: String { title }

  /// Plays the scene at `setup` and compares every event.
  @discardableResult
  func play(
    _ setup: ExchangeSetup = ExchangeSetup(), span: TimeSpan = .minute, showsProfit: Bool = false,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> VenueRun {
    let run = try VenueRun(setup, [tape], orders: orders, span: span, showsProfit: showsProfit)
    #expect(run.lines == tableLines(events), "\(title)", sourceLocation: sourceLocation)
    #expect(run.brokenInvariant == nil, "\(title)", sourceLocation: sourceLocation)
    return run
  }
}
