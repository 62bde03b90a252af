import Market
import Testing

@Suite("Bars out of finer bars") struct LevelFeedTests {
  private static let five = KlineLevel(5 * TimeSpan.minute)

  private func built(_ minutes: [Int64], _ keeping: LevelFeed.Keeping, chunk: Int = 3) throws -> [[Int64]] {
    var feed = LevelFeed(MinuteFeed(minutes, chunk: chunk), from: .minute, to: BarGrid(Self.five), keeping: keeping)
    let columns = KlineColumns(capacity: 2)
    var rows: [[Int64]] = []
    while try feed.refill(columns) {
      for row in 0..<columns.count {
        rows.append((0..<6).map { columns.column($0)[row] / ($0 == 0 ? TimeSpan.minute.nanoseconds : 1) })
      }
    }
    return rows
  }

  @Test("open of the first, extremes of all, close of the last, volumes added; chunks leave no trace")
  func sums() throws {
    for chunk in [1, 2, 3, 5, 7, 100] {
      let rows = try built(Array(0..<15), .all, chunk: chunk)
      // Minute m: open 100 + m, high 200 + m, low 100 - m, close 110 + m, volume m.
      #expect(rows == [[0, 100, 204, 96, 114, 10], [5, 105, 209, 91, 119, 35], [10, 110, 214, 86, 124, 60]])
    }
  }

  @Test("what is kept of incomplete bars")
  func keeping() throws {
    let minutes: [Int64] = [3, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16]
    func starts(_ keeping: LevelFeed.Keeping) throws -> [Int64] { try built(minutes, keeping).map { $0[0] } }
    #expect(try starts(.all) == [0, 5, 10, 15])
    #expect(try starts(.complete) == [10])
    #expect(try starts(.covered(nil)) == [5, 10])
    let range = Timestamp(nanoseconds: 0)..<Timestamp(nanoseconds: 20 * TimeSpan.minute.nanoseconds)
    #expect(try starts(.covered(range)) == [0, 5, 10, 15])
  }

  @Test("a whole last bar is kept, and none of nothing is made")
  func edges() throws {
    #expect(try built(Array(5..<10), .covered(nil)).map { $0[0] } == [5])
    #expect(try built(Array(5..<9), .covered(nil)).isEmpty)
    #expect(try built([], .all).isEmpty)
  }

  @Test("a volume beyond 64 bits is an error")
  func overflow() throws {
    var feed = LevelFeed(
      MinuteFeed([0, 1], chunk: 2, volume: .max), from: .minute, to: BarGrid(Self.five), keeping: .all)
    #expect(throws: FeedError(message: "the volume of the bar at 1970-01-01T00:00:00Z does not fit 64 bits")) {
      _ = try feed.refill(KlineColumns())
    }
  }
}

/// Minutes with numbers that tell them apart.
private struct MinuteFeed: Feed {
  private var minutes: [Int64]
  private let chunk: Int
  private let volume: Int64?

  init(_ minutes: [Int64], chunk: Int, volume: Int64? = nil) {
    self.minutes = minutes
    self.chunk = chunk
    self.volume = volume
  }

  mutating func refill(_ columns: KlineColumns) throws(FeedError) -> Bool {
    columns.fields = .matching
    columns.count = min(chunk, minutes.count)
    for row in 0..<columns.count {
      let minute = minutes[row]
      columns.openTime[row] = minute * TimeSpan.minute.nanoseconds
      columns.open[row] = 100 + minute
      columns.high[row] = 200 + minute
      columns.low[row] = 100 - minute
      columns.close[row] = 110 + minute
      columns.volume[row] = volume ?? minute
    }
    minutes.removeFirst(columns.count)
    return columns.count > 0
  }
}
