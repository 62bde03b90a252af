import Market
import Metrics
import Testing

@Suite("The equity curve") struct EquityCurveTests {
  private func time(_ text: String) throws -> Timestamp { try #require(Timestamp(iso: text)) }

  @Test("a day's equity is its last, days without an event carry on, first and last are as partial as they are")
  func days() throws {
    var curve = EquityCurve(start: try time("2024-03-01T18:00"), equity: Money(100), step: nil)
    curve.mark(try time("2024-03-01T20:00"), Money(105))
    curve.mark(try time("2024-03-02T01:00"), Money(103))
    curve.mark(try time("2024-03-02T23:59"), Money(104))
    curve.mark(try time("2024-03-05T12:00"), Money(110))
    let summary = curve.finish(at: try time("2024-03-05T13:00"))
    #expect(summary.days == [105, 104, 104, 104, 110].map { Money($0) })
    #expect(summary.final == Money(110))
  }

  @Test("the close at midnight ends the day, a fill at midnight begins the next, and no day begins at the end")
  func midnight() throws {
    var curve = EquityCurve(start: try time("2024-03-01"), equity: Money(100), step: nil)
    curve.mark(try time("2024-03-02"), Money(101))
    curve.stand(until: try time("2024-03-02"))
    curve.mark(try time("2024-03-02"), Money(99))
    curve.mark(try time("2024-03-03"), Money(98))
    var late = curve
    #expect(curve.finish(at: try time("2024-03-03")).days == [101, 98].map { Money($0) })
    late.stand(until: try time("2024-03-03"))
    late.mark(try time("2024-03-03"), Money(97))
    #expect(late.finish(at: try time("2024-03-03")).days == [101, 97].map { Money($0) })
  }

  @Test("rows are the first, one a step and the last, each with the equity up to its instant")
  func rows() throws {
    var curve = EquityCurve(start: try time("2024-03-01T00:30"), equity: Money(100), step: .hour)
    curve.mark(try time("2024-03-01T01:00"), Money(90))
    curve.balance = Money(95)
    curve.mark(try time("2024-03-01T03:30"), Money(120))
    #expect(curve.takeRows().map(\.equity) == [100, 90, 90, 90].map { Money($0) })
    _ = curve.finish(at: try time("2024-03-01T04:10"))
    let rows = curve.takeRows()
    #expect(rows.map(\.time.iso) == ["2024-03-01T04:00:00Z", "2024-03-01T04:10:00Z"])
    #expect(rows.map(\.equity) == [120, 120].map { Money($0) })
    #expect(rows.map(\.drawdownPercent) == [0, 0])
    #expect(rows.map(\.balance) == [95, 95].map { Money($0) })
  }

  @Test("every change of equity is a row when asked, in time order with those of the step")
  func everyMark() throws {
    var curve = EquityCurve(
      start: try time("2024-03-01T00:30"), equity: Money(100), step: .hour, isEveryMarkARow: true)
    curve.mark(try time("2024-03-01T00:40"), Money(90))
    curve.mark(try time("2024-03-01T00:50"), Money(90))
    curve.mark(try time("2024-03-01T01:10"), Money(95))
    _ = curve.finish(at: try time("2024-03-01T01:20"))
    #expect(
      curve.takeRows().map { "\($0.time.iso.dropFirst(11)) \($0.equity.units)" } == [
        "00:30:00Z 100", "00:40:00Z 90", "01:00:00Z 90", "01:10:00Z 95", "01:20:00Z 95",
      ])
  }

  @Test("the mean is weighted by time", arguments: [Int128(1), 1_000_000_000_000_000_000_000_000])
  func mean(unit: Int128) throws {
    var curve = EquityCurve(start: try time("2024-03-01"), equity: Money(100 * unit))
    curve.mark(try time("2024-03-01T06:00"), Money(200 * unit))
    curve.mark(try time("2024-03-01T18:00"), Money(0))
    let summary = curve.finish(at: try time("2024-03-02"))
    let expected = 125 * Double(unit)
    #expect((summary.meanUnits - expected).magnitude < 1e-12 * expected)
  }
}
