import Indicators
import Testing

@Suite("Volume at prices") struct VolumePriceTests {
  @Test("a restart forgets what traded before")
  func restart() {
    var average = AnchoredVWAP()
    #expect(average.value == nil)
    average.update(10, volume: 0)
    #expect(average.value == nil)
    average.update(10, volume: 1)
    average.update(13, volume: 2)
    #expect(average.value == 12)
    #expect(average.standardDeviation.map { ($0 * $0 - 2).magnitude < 1e-14 } == true)
    average.restart()
    #expect(average.value == nil)
    average.update(7, volume: 5)
    #expect(average.value == 7)
    #expect(average.standardDeviation == 0)
  }

  @Test("a period begins at its anchor, before the epoch too")
  func periods() {
    var average = PeriodVWAP(period: 10, anchor: 3)
    var seen: [Double?] = []
    for time: Int64 in [-8, -7, 2, 3, 12, 13] {
      average.update(openingAt: time, high: Double(time), low: Double(time), close: Double(time), volume: 1)
      seen.append(average.value)
    }
    // Periods are [-17, -7), [-7, 3), [3, 13), [13, 23).
    #expect(seen == [-8, -7, -2.5, 3, 7.5, 13])
  }

  @Test("the busiest price and the area around it")
  func profile() {
    var profile = VolumeProfile(binWidth: 1, bins: 16)
    #expect(profile.pointOfControl == nil)
    for (price, volume) in [(100.2, 10.0), (101.5, 30), (102.9, 40), (103.1, 15), (104.0, 5)] {
      profile.update(price, volume: volume)
    }
    #expect(profile.binWidth == 1)
    #expect(profile.volume == 100)
    #expect(profile.volume(at: 102) == 40)
    #expect(profile.volume(at: 99.9) == 0)
    #expect(profile.pointOfControl == 102.5)
    #expect(profile.valueArea().map { [$0.low, $0.high] } == [101, 103])
    #expect(profile.valueArea(0.8).map { [$0.low, $0.high] } == [101, 104])
    #expect(profile.valueArea(1).map { [$0.low, $0.high] } == [100, 105])
    profile.restart()
    #expect(profile.pointOfControl == nil)
    profile.update(7, volume: 1)
    #expect(profile.pointOfControl == 7.5)
  }

  @Test("bins widen until every price has a place, and nothing that traded is lost", arguments: [2, 3, 5, 8, 64])
  func widening(bins: Int) {
    var random = Draws()
    var profile = VolumeProfile(binWidth: 0.5, bins: bins)
    var traded: [(price: Double, volume: Double)] = []
    for step in 0..<300 {
      // Whole numbers, so that sums are exact in any order; the range grows both ways, below zero too.
      let reach = UInt64(3 + step * 2)
      let price = Double(random.next() >> 9 % reach % reach) - Double(reach / 2)
      let volume = Double(random.next() >> 9 & 15)
      traded.append((price, volume))
      profile.update(price, volume: volume)
      let width = profile.binWidth
      func inBin(_ price: Double) -> Double {
        traded.reduce(0) {
          $0 + ((($1.price / width).rounded(.down) == (price / width).rounded(.down)) ? $1.volume : 0)
        }
      }
      #expect(profile.volume == traded.reduce(0) { $0 + $1.volume })
      #expect(profile.volume(at: price) == inBin(price))
      #expect(profile.volume(at: traded[step / 2].price) == inBin(traded[step / 2].price))
    }
    #expect(profile.binWidth > 0.5)
  }
}
