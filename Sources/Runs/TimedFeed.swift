import Market

/// A feed that measures the time spent in it by a clock handed in.
struct TimedFeed<Columns>: Feed {
  private var source: any Feed<Columns>
  private let clock: () -> UInt64
  private let timer: FeedTimer

  init(_ source: any Feed<Columns>, clock: @escaping () -> UInt64, timer: FeedTimer) {
    self.source = source
    self.clock = clock
    self.timer = timer
  }

  mutating func refill(_ columns: Columns) throws(FeedError) -> Bool {
    let start = clock()
    defer { timer.nanoseconds += clock() - start }
    return try source.refill(columns)
  }
}

/// Time spent in refilling chunks, which is no engine time.
final class FeedTimer {
  var nanoseconds: UInt64 = 0
}
