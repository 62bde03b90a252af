package import Market

/// When the series of a provider are silent, so that an outage of the exchange is told from a hole in one series.
package struct ProviderSilence: Sendable {
  private struct Member: Sendable {
    let entity: EntityID
    let span: Int64
    let first: Int64
    let last: Int64
    let gaps: [BarGap]
  }

  private var members: [String: [Member]] = [:]

  package init() {}

  /// Takes a series of klines in, with its first and last open time and its gaps in order.
  package mutating func add(_ entity: EntityID, _ level: KlineLevel, first: Timestamp, last: Timestamp, gaps: [BarGap])
  {
    members[entity.provider, default: []].append(
      Member(
        entity: entity, span: level.span.nanoseconds, first: first.nanoseconds, last: last.nanoseconds, gaps: gaps))
  }

  /// Whether every other instrument of the provider that has rows before and after `gap` has none within; nil when there is no
  /// such instrument. Series whose bars are longer than the gap say nothing.
  ///
  /// Unless the provider writes empty bars, a stretch shorter than ``leastQuiet`` says nothing: two thin markets are quiet together
  /// at times. Nor does one longer than ``greatestOutage``: that was not imported.
  package func isSilent(_ gap: BarGap, of entity: EntityID, emptyBars: EmptyBars?) -> Bool? {
    let length = gap.length
    if emptyBars != .flat && length < Self.leastQuiet || length > Self.greatestOutage { return nil }
    var isAsked = false
    for member in members[entity.provider] ?? [] where member.entity != entity {
      guard member.span <= length, member.first < gap.from.nanoseconds, member.last >= gap.to.nanoseconds else {
        continue
      }
      isAsked = true
      if !Self.holds(member.gaps, gap) { return false }
    }
    return isAsked ? true : nil
  }

  private static let leastQuiet = 10 * TimeSpan.minute.nanoseconds
  /// The longest outage of Binance since 2017 took 33 hours.
  private static let greatestOutage = 3 * TimeSpan.day.nanoseconds

  /// Whether one of `gaps` holds the whole of `gap`.
  private static func holds(_ gaps: [BarGap], _ gap: BarGap) -> Bool {
    var low = 0
    var high = gaps.count
    while low < high {
      let middle = (low + high) / 2
      if gaps[middle].to < gap.to { low = middle + 1 } else { high = middle }
    }
    return low < gaps.count && gaps[low].from <= gap.from
  }
}
