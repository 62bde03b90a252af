import Reports
import Testing

@Suite("Returns, drawdowns and their spread") struct PageReturnsTests {
  private let day: Int64 = 86_400_000_000_000

  /// Equity on days counted from 2024-01-01.
  private func equity(_ points: [(day: Int64, value: Double)]) -> [ReportModel.Point] {
    points.map { .init(time: (19_723 + $0.day) * day, value: $0.value) }
  }

  @Test("months chain from the first equity to the total of the year")
  func months() throws {
    let returns = MonthlyReturns(equity([(0, 100), (20, 110), (40, 99), (366, 198), (367, 99)]))
    #expect(returns.years.map(\.year) == [2024, 2025])
    let first = try #require(returns.years.first)
    #expect(first.months[0].map { ($0 * 1000).rounded() / 1000 } == 10)
    #expect(first.months[1].map { ($0 * 1000).rounded() / 1000 } == -10)
    #expect(first.months[5] == 0)
    // Midnight that ends a year belongs to it.
    #expect(first.months[11] == 100)
    #expect(first.total == 98)
    #expect(returns.years[1].months[0] == -50)
    #expect(returns.years[1].months[1] == nil)
  }

  @Test("equity without a sound base gives no months", arguments: [[], [0.0, 5], [-1, 5], [.nan]])
  func unsound(values: [Double]) {
    let points = values.enumerated().map { (day: Int64($0.offset), value: $0.element) }
    #expect(MonthlyReturns(equity(points)).years.isEmpty)
  }

  @Test("ruin ends the months")
  func ruin() throws {
    let year = try #require(MonthlyReturns(equity([(0, 100), (10, 50), (40, -5), (70, 10)])).years.first)
    #expect(year.months[0] == -50)
    #expect(year.months[1].map { $0.rounded() } == -110)
    #expect(year.months[2] == nil)
  }

  @Test("the deepest falls come first, an open one without recovery")
  func deepest() {
    let falls = deepestDrawdowns(
      of: [100, 90, 100, 120, 60, 80, 120, 130, 117].enumerated().map { .init(time: Int64($0), value: $1) }, count: 2)
    #expect(
      falls.map { Drawdown(peak: $0.peak, trough: $0.trough, recovered: $0.recovered, percent: $0.percent.rounded()) }
        == [
          Drawdown(peak: 3, trough: 4, recovered: 6, percent: -50),
          Drawdown(peak: 0, trough: 1, recovered: 2, percent: -10),
        ])
    #expect(deepestDrawdowns(of: [], count: 5).isEmpty)
  }

  @Test("every value is in one bin, and zero is an edge")
  func histogram() {
    let values = (0..<400).map { Double($0) / 100 - 1.5 } + [500, -300]
    let histogram = ReturnHistogram(values + [.nan, .infinity])
    #expect(histogram.counts.reduce(0, +) == 402)
    #expect(histogram.isOpenBelow)
    #expect(histogram.isOpenAbove)
    let edges = (0...histogram.counts.count).map { histogram.edge($0) }
    #expect(edges.contains { abs($0) < 1e-12 })
  }

  @Test("equal values and none at all make a histogram too")
  func fewValues() {
    #expect(ReturnHistogram([]).counts.isEmpty)
    #expect(ReturnHistogram([.nan]).counts.isEmpty)
    #expect(ReturnHistogram([0]).counts.reduce(0, +) == 1)
    #expect(ReturnHistogram([5, 5]).counts.reduce(0, +) == 2)
    #expect(ReturnHistogram([-3]).counts.reduce(0, +) == 1)
  }

  @Test("bins are 1, 2 or 5 wide", arguments: [(0.3, 0.5), (1.0, 1.0), (1.1, 2.0), (70.0, 100.0), (0.0, 0.01)])
  func steps(step: Double, expected: Double) {
    #expect(abs(ReturnHistogram.roundStep(step) - expected) < 1e-9)
  }
}
