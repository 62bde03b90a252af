package import Market

/// Holds the closes of two series against each other, bar by bar: one symbol at two providers, or bid and ask.
package struct CloseComparison {
  /// What was found.
  package struct Result: Hashable, Sendable {
    /// Bars that both have.
    package var bars = 0
    /// Bars whose closes lie further apart than tolerated.
    package var beyond = 0
    /// Greatest distance of two closes, as a fraction of their middle.
    package var greatest = 0.0
    /// Start of the bar with the greatest distance.
    package var greatestAt: Int64 = 0
  }

  /// Distance of two closes, as a fraction of their middle, that is tolerated.
  package static let tolerance = 0.01

  /// Reads both to the end and notes bars that lie apart in `log`. `name` is the other provider's.
  package static func run(
    _ first: any Feed<KlineColumns>, _ second: any Feed<KlineColumns>, other name: String, log: inout FindingLog
  ) throws(FeedError) -> Result {
    var a = BarReader(first)
    var b = BarReader(second)
    var result = Result()
    while try a.advance(), try b.advance() {
      if a.time < b.time {
        a.take()
        continue
      }
      if b.time < a.time {
        b.take()
        continue
      }
      let x = price(a)
      let y = price(b)
      let difference = x > y ? x - y : y - x
      let distance = x + y > 0 ? difference / ((x + y) / 2) : 0
      result.bars += 1
      if distance > result.greatest {
        result.greatest = distance
        result.greatestAt = a.time
      }
      if distance > tolerance {
        result.beyond += 1
        log.note(.providersDisagree, at: a.time) {
          "close \(decimal(a.columns.close[a.row], a.columns.priceScale)), at \(name) "
            + decimal(b.columns.close[b.row], b.columns.priceScale)
        }
      }
      a.take()
      b.take()
    }
    return result
  }

  /// Reads bars of the best bid and of the best ask to the end and notes those whose closes are not apart. Returns bars of both.
  package static func holdApart(
    bid: any Feed<KlineColumns>, ask: any Feed<KlineColumns>, log: inout FindingLog
  ) throws(FeedError) -> Result {
    var a = BarReader(bid)
    var b = BarReader(ask)
    var result = Result()
    while try a.advance(), try b.advance() {
      if a.time != b.time {
        if a.time < b.time { a.take() } else { b.take() }
        continue
      }
      result.bars += 1
      if price(a) >= price(b) {
        result.beyond += 1
        log.note(.crossed, at: a.time) {
          "bid \(decimal(a.columns.close[a.row], a.columns.priceScale)), ask "
            + decimal(b.columns.close[b.row], b.columns.priceScale)
        }
      }
      a.take()
      b.take()
    }
    return result
  }

  private static func price(_ reader: BarReader) -> Double {
    Double(reader.columns.close[reader.row]) / Double(PowerOfTen.int64(reader.columns.priceScale))
  }
}
