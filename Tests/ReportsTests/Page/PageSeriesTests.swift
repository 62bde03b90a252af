import FoundationEssentials
import Reports
import Testing

@Suite("Series as the page draws them") struct PageSeriesTests {
  @Test("a spike survives thinning, with its first and last neighbours")
  func spike() {
    var points = (0..<1000).map { ReportModel.Point(time: Int64($0) * 60, value: 10) }
    points[503].value = 99
    points[504].value = 1
    let drawn = ThinnedSeries(points: points, limit: 100)
    #expect(drawn.valuesPerBucket == 10)
    #expect(drawn.count == 1000)
    #expect(drawn.times.count == 100)
    #expect(drawn.times[50] == 500 * 60)
    #expect((drawn.first[50], drawn.least[50], drawn.greatest[50], drawn.last[50]) == (10, 1, 99, 10))
  }

  @Test("a short series is drawn as it is, without what is not finite")
  func short() {
    let values = [1.0, .nan, 3, .infinity]
    let points = values.enumerated().map { ReportModel.Point(time: Int64($0.offset), value: $0.element) }
    let drawn = ThinnedSeries(points: points, companion: [0, -5, -1, -9], limit: 100)
    #expect(drawn.last == [1, 3])
    #expect(drawn.times == [0, 2])
    #expect(drawn.lowestCompanion == [0, -1])
  }

  @Test("bars keep open, high, low and close of their bucket")
  func bars() {
    let bars = [
      ReportModel.Bar(time: 0, open: 5, high: 7, low: 4, close: 6),
      ReportModel.Bar(time: 1, open: 6, high: 9, low: 5, close: 8),
      ReportModel.Bar(time: 2, open: 8, high: 8, low: 2, close: 3),
    ]
    let drawn = ThinnedSeries(bars: bars, limit: 2)
    #expect(drawn.first == [5, 8])
    #expect(drawn.greatest == [9, 8])
    #expect(drawn.least == [4, 2])
    #expect(drawn.last == [8, 3])
  }

  @Test("times are counted in the largest unit that divides their distances")
  func times() {
    let packed = PackedTimes([1_000, 61_000, 241_000])
    #expect(packed.origin == 1_000)
    #expect(packed.unit == 60_000)
    #expect(packed.offsets == [0, 1, 4])
  }

  @Test(
    "times that do not fit 32 bits or go back are not packed",
    arguments: [[Int64.min, 0, .max], [5, 4], [0, 1, Int64(UInt32.max) + 1]])
  func unpackable(times: [Int64]) {
    let packed = PackedTimes(times)
    #expect(packed.unit == 0)
    #expect(packed.offsets.isEmpty)
  }

  @Test("typed arrays are base64 of little-endian bytes", arguments: 0..<5)
  func base64(length: Int) {
    let bytes = (0..<length).map { UInt8($0 * 77) }
    #expect(String(decoding: PackedArray.base64(bytes), as: UTF8.self) == Data(bytes).base64EncodedString())
    #expect(String(decoding: PackedArray.float64([1.0]), as: UTF8.self) == "AAAAAAAA8D8=")
    #expect(String(decoding: PackedArray.float32([1.0]), as: UTF8.self) == "AACAPw==")
  }
}
