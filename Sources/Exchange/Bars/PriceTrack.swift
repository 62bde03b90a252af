import Market

/// The mark or index price of an instrument: as it was streamed last, or a bar's path that runs.
struct PriceTrack: BitwiseCopyable {
  var bar: BarPath
  var isRunning = false
  var hasPrice = false
  /// The price at the last point, tick or close.
  var price: Int64 = 0
  /// Where the running path has got to.
  var cursorTime: Int64 = 0
  var cursorPrice: Int64 = 0
  var cursorSegment = 3
  /// When it was last heard of.
  var lastTime: Int64 = .min

  init(_ instrument: InstrumentID) {
    let zero = Price(0)
    bar = BarPath(
      Kline(
        instrument: instrument, span: .minute, openTime: Timestamp(nanoseconds: 0), open: zero, high: zero, low: zero,
        close: zero, volume: .zero), isLowFirst: true)
  }

  /// The price at `time`: on a running path to the step against `side`, else the last one; nil before the first.
  func price(at time: Int64, step: Price, against side: Side) -> Price? {
    guard hasPrice else { return nil }
    guard isRunning, time > cursorTime else { return Price(isRunning ? cursorPrice : price) }
    return bar.price(at: time, step: step, against: side)
  }
}

/// What a path reaches next.
struct Crossing: BitwiseCopyable {
  /// Nil: a point of the path.
  var reach: Reach?
  var segment: Int
  var time: Int64
  var price: Int64
}

extension BarPath {
  /// What the path reaches next from `price` at `time` in `segment`: the nearest entry of the lists in its direction, or its next point
  /// where `stopsAtPoints`; nil when nothing is left on it.
  func next(
    segment first: Int, price: Int64, time: Int64, above: ReachList, below: ReachList, hasBudget: Bool,
    stopsAtPoints: Bool
  ) -> Crossing? {
    var price = price
    var time = time
    var segment = first
    while segment <= 2 {
      let end = self.price(ofPoint: segment + 1)
      let isUp = end > price
      let isFlat = end == price
      var found: Reach?
      if isUp || isFlat { found = above.first(upTo: end, hasBudget: hasBudget) }
      if found == nil, !isUp { found = below.first(upTo: end, hasBudget: hasBudget) }
      if let found {
        let isBehind = isFlat || (isUp ? found.price <= price : found.price >= price)
        let at = isBehind ? time : Swift.max(time, self.time(of: found.price, inSegment: segment))
        return Crossing(reach: found, segment: segment, time: at, price: isBehind ? price : found.price)
      }
      price = end
      time = Swift.max(time, self.time(ofPoint: segment + 1))
      if stopsAtPoints { return Crossing(reach: nil, segment: segment + 1, time: time, price: price) }
      segment += 1
    }
    return nil
  }
}
