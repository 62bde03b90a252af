import Indicators
import Testing

@Suite("Known answers") struct GoldenTests {
  /// Answers have twelve digits, and some libraries subtract large sums: where they are near zero, less is left of theirs.
  static let tolerance = 1e-8

  @Test("the bars are those the answers were made for")
  func bars() {
    let bars = BarWalk.bars(GoldenAnswers.barCount)
    #expect(bars.last?.close == 998.95)
    #expect(bars.last?.volume == 3_775)
    #expect((bars.reduce(0) { $0 + $1.close } - 320_671.33).magnitude < 1e-6)
  }

  @Test("every indicator gives what another library gives", arguments: Probe.all)
  func values(probe: Probe) {
    let step = probe.make()
    let rows = BarWalk.bars(GoldenAnswers.barCount).map(step)
    for (output, _) in probe.outputs.enumerated() {
      let key = probe.key(output)
      for answer in GoldenAnswers.all where answer.key == key {
        if let first = answer.first { #expect(rows.firstIndex { $0[output] != nil } == first, "first of \(key)") }
        for (bar, expected) in answer.values {
          let scale = max(1e-3, expected.magnitude)
          let isNear = rows[bar][output].map { ($0 - expected).magnitude <= Self.tolerance * scale } == true
          #expect(isNear, "\(key) at \(bar): \(String(describing: rows[bar][output])), \(answer.source): \(expected)")
        }
      }
    }
  }

  @Test("every answer belongs to an indicator, and every output of an indicator has an answer")
  func complete() {
    let keys = Set(GoldenAnswers.all.map(\.key))
    let outputs = Set(Probe.all.flatMap { probe in probe.outputs.indices.map { probe.key($0) } })
    #expect(keys.subtracting(outputs).sorted() == [])
    #expect(outputs.subtracting(keys).sorted() == [])
  }
}
