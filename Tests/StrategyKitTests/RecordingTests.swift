import StrategyKit
import TestSupport
import Testing

@Suite("Recorded series and marks") struct RecordingTests {
  private struct Notes: Strategy {
    static let summary = "Records what it sees."
    private var closes = SeriesID(number: 0)
    private var gaps = SeriesID(number: 0)
    init(_ setup: StrategySetup) {}

    mutating func onStart(_ context: inout Context) {
      closes = context.series("close", on: .prices(InstrumentID(0)), style: .step)
      gaps = context.series("gap", on: .panel("Other"))
      _ = context.series("close", on: .panel("elsewhere"))
    }
    mutating func onKline(_ kline: Kline, _ context: inout Context) {
      context.record(closes, kline.close, of: kline.instrument)
      context.record(gaps, nil)
      context.record(gaps, kline.volume.units > 2 ? .nan : 1.5)
      context.mark(kline.instrument, "bar", shape: .up)
      context.mark(kline.instrument, "high", at: kline.high)
    }
  }

  @Test("go out in order, with their time, and change nothing of the run")
  func order() throws {
    let run = try AuthorRun(Notes.self, tapes: ["0:00 1 9 1 5 1\n1:00 5 8 5 7 3"])
    #expect(run.records.series.map(\.name) == ["close", "gap"])
    #expect(run.records.series[0].place == .prices(InstrumentID(0)))
    #expect(
      run.records.values.map { "\(TapeTime.text(Timestamp(nanoseconds: $0.time))) \($0.series.number) \($0.value)" }
        == ["1:00 0 5.0", "1:00 1 1.5", "2:00 0 7.0", "2:00 1 nan"])
    #expect(
      run.records.marks.map { "\(TapeTime.text($0.time)) \($0.text) \($0.price?.ticks ?? 0) \($0.shape)" }
        == ["1:00 bar 5 up", "1:00 high 9 note", "2:00 bar 7 up", "2:00 high 8 note"])
    #expect(run.lines.isEmpty)
  }

  private struct Much: Strategy {
    static let summary = "Records much."
    private var series = SeriesID(number: 0)
    init(_ setup: StrategySetup) {}

    mutating func onStart(_ context: inout Context) { series = context.series("n", on: .panel("n")) }
    mutating func onKline(_ kline: Kline, _ context: inout Context) {
      for number in 0..<10_000 { context.record(series, Double(number)) }
    }
  }

  @Test("more than a buffer holds comes out whole")
  func much() throws {
    let run = try AuthorRun(Much.self, tapes: ["0:00 1 1 1 1 1"])
    #expect(run.records.values.map(\.value) == (0..<10_000).map { Double($0) })
  }
}
