import Exchange
import Market
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#endif

/// What happens at an order's price: `join 10`, `print 3`, `level 12`, `through`; a level is what others have there.
///
/// Each line of the table is a case: model, what happens, what is ahead after each of it, what a print left for the order.
private let cases = """
  # model         what happens                               ahead after each        left for the order by each print
  risk_averse   | join 10                                  | 10                    |
  risk_averse   | join 0, print 4                          | 0 0                   | 4
  risk_averse   | join 10, print 4                         | 10 6                  | 0
  risk_averse   | join 10, print 10                        | 10 0                  | 0
  risk_averse   | join 10, print 13                        | 10 0                  | 3
  risk_averse   | join 10, print 4, print 4, print 4       | 10 6 2 0              | 0 0 2
  risk_averse   | join 10, level 15                        | 10 10                 |
  risk_averse   | join 10, level 15, level 12              | 10 10 10              |
  risk_averse   | join 10, level 15, level 8               | 10 10 8               |
  risk_averse   | join 10, level 7                         | 10 7                  |
  risk_averse   | join 10, level 0                         | 10 0                  |
  risk_averse   | join 10, level 0, level 9                | 10 0 0                |
  risk_averse   | join 10, print 4, level 6                | 10 6 6                | 0
  risk_averse   | join 10, print 4, level 9                | 10 6 6                | 0
  risk_averse   | join 10, print 4, level 5                | 10 6 5                | 0
  risk_averse   | join 10, through                         | 10 0                  |
  proportional  | join 10, level 15                        | 10 10                 |
  proportional  | join 10, level 7                         | 10 7                  |
  proportional  | join 10, level 15, level 12              | 10 10 8               |
  proportional  | join 10, level 20, level 10              | 10 10 5               |
  proportional  | join 10, level 15, level 14              | 10 10 10              |
  proportional  | join 10, level 15, level 13              | 10 10 9               |
  proportional  | join 10, level 15, print 2, level 10     | 10 10 8 7             | 0
  proportional  | join 10, level 15, print 2, level 13     | 10 10 8 8             | 0
  proportional  | join 10, level 15, print 2, level 14     | 10 10 8 8             | 0
  proportional  | join 10, print 12, level 0               | 10 0 0                | 2
  proportional  | join 0, level 8, level 3                 | 0 0 0                 |
  proportional  | join 10, level 30, level 0               | 10 10 0               |
  proportional  | join 10, print 3, level 17, level 10     | 10 7 7 5              | 0
  proportional  | join 10, level 15, print 3, print 2, level 10 | 10 10 7 5 5      | 0 0
  log           | join 10, level 7                         | 10 7                  |
  log           | join 10, level 20, level 10              | 10 10 5               |
  log           | join 8, level 10, level 7                | 8 8 6                 |
  log           | join 8, level 10, level 4                | 8 8 4                 |
  log           | join 2, level 10, level 7                | 2 2 1                 |
  log           | join 2, level 10, level 1                | 2 2 0                 |
  log           | join 10, level 15, level 12              | 10 10 9               |
  log           | join 10, level 15, print 2, level 10     | 10 10 8 7             | 0
  log           | join 1, level 4, level 1                 | 1 1 0                 |
  log           | join 10, print 4, level 6                | 10 6 6                | 0
  """

@Suite("Places in a queue") struct QueueTests {
  @Test("cases reckoned by hand", arguments: cases.split(separator: "\n").filter { !$0.contains("#") }.map(String.init))
  func table(line: String) throws {
    let columns = line.split(separator: "|", omittingEmptySubsequences: false)
      .map { $0.split(separator: " ").joined(separator: " ") }
    let model = try #require(QueueModel.allCases.first { "\($0.name)" == columns[0] })
    let ahead = columns[2].split(separator: " ").compactMap { Int64($0) }
    let left = columns[3].split(separator: " ").compactMap { Int64($0) }
    var place = QueuePlace(behind: 0)
    var seenAhead: [Int64] = []
    var seenLeft: [Int64] = []
    for step in columns[1].split(separator: ",") {
      let words = step.split(separator: " ")
      let amount = words.count > 1 ? try #require(Int64(words[1])) : 0
      switch words[0] {
      case "join": place = QueuePlace(behind: amount)
      case "print":
        var print = QueuePrint(amount)
        seenLeft.append(print.reach(&place))
      case "level": place.levelChanged(to: amount, model, scale: 1)
      case "through": place.passThrough()
      default: Issue.record("\(step)")
      }
      seenAhead.append(place.ahead)
    }
    #expect(seenAhead == ahead && seenLeft == left, "\(seenAhead) \(seenLeft)")
  }

  @Test("the documentation shows this very table") func documented() throws {
    let path = #filePath.replacing("Tests/ExchangeTests/Book/QueueTests.swift", with: "docs/exchange.md")
    let text = String(decoding: try PackedFile.bytes(path), as: UTF8.self)
    #expect(text.contains("```\n\(cases)\n```"))
  }

  @Test("a print goes down the queue once, others and own orders by turns") func several() {
    // Others 5, own A, others 3, own B, others 4.
    var a = QueuePlace(behind: 5)
    var b = QueuePlace(behind: 8)
    var print = QueuePrint(10)
    let toA = print.reach(&a)
    print.fill(2)
    let toB = print.reach(&b)
    #expect(toA == 5 && toB == 0)
    // Five to others, two to A, three to others.
    #expect(a.ahead == 0 && b.ahead == 0 && print.passed == 8)
    print = QueuePrint(4)
    let again = print.reach(&b)
    #expect(again == 4)
    print.fill(4)
    #expect(print.left == 0)
  }

  @Test("an own order in front leaves less for the one behind") func ownAhead() {
    var a = QueuePlace(behind: 5)
    var b = QueuePlace(behind: 5)
    var print = QueuePrint(9)
    let toA = print.reach(&a)
    print.fill(3)
    let toB = print.reach(&b)
    #expect(toA == 4 && toB == 1)
  }

  @Test("logarithms in integers are those of the real numbers, to the last bits")
  func logarithms() {
    for number in [1, 2, 3, 10, 1_000_003, 1 << 40, UInt64.max] as [UInt64] {
      let exact = Glibc.log2(Double(number))
      let found = Double(QueueLogarithm.binary(number)) / Double(1 << QueueLogarithm.fractionBits)
      #expect((exact - found).magnitude < 1e-13, "\(number)")
    }
    #expect(QueueLogarithm.binary(8) == 3 << QueueLogarithm.fractionBits)
    let small = Double(QueueLogarithm.ofOnePlus(5, scale: 1_000)) / Double(1 << QueueLogarithm.fractionBits)
    #expect((small - log1p(0.005) / log(2)).magnitude < 1e-13)
  }

  @Test("f(x) takes x in wholes: the quantity scale changes the rounding alone") func scales() {
    var coarse = QueuePlace(behind: 10)
    coarse.levelChanged(to: 15, .log, scale: 1)
    coarse.levelChanged(to: 12, .log, scale: 1)
    var fine = QueuePlace(behind: 10_000)
    fine.levelChanged(to: 15_000, .log, scale: 1_000)
    fine.levelChanged(to: 12_000, .log, scale: 1_000)
    // ln 6 / (ln 6 + ln 11) = 0.42766..., so 1.28298 of the three lay behind and 8.28298 are ahead.
    #expect(coarse.ahead == 9 && fine.ahead == 8_283)
  }

  @Test("the share behind is the formula's, in real numbers, to a unit") func formula() {
    var random = SplitMix(seed: 5)
    for _ in 0..<20_000 {
      let scale = random.pick([1, 1_000, 100_000_000] as [Int64])
      let ahead = random.number(0...random.pick([3, 1_000, 1_000_000_000] as [Int64]))
      let behind = random.number(0...random.pick([3, 1_000, 1_000_000_000] as [Int64]))
      let decrease = random.number(0...ahead + behind)
      func wanted(_ f: (Double) -> Double) -> Double {
        let b = f(Double(behind) / Double(scale))
        let a = f(Double(ahead) / Double(scale))
        return a + b == 0 ? 0 : Swift.min(Double(Swift.min(decrease, behind)), Double(decrease) * b / (a + b))
      }
      for (model, f) in [(QueueModel.proportional, { $0 }), (.log, log1p)] as [(QueueModel, (Double) -> Double)] {
        let found = Double(model.behind(of: decrease, ahead: ahead, behind: behind, scale: scale))
        let real = wanted(f)
        #expect(
          found - real > -1e-4 * (1 + real * 1e-6) && found - real < 1.001, "\(model) \(decrease) \(ahead) \(behind)")
      }
    }
  }

  @Test("what is ahead is never below zero nor above the level, and fills are what prints had beyond it")
  func properties() {
    var random = SplitMix(seed: 9)
    for _ in 0..<5_000 {
      let model = random.pick(QueueModel.allCases)
      let scale = random.pick([1, 100] as [Int64])
      var places: [(place: QueuePlace, leaves: Int64)] = []
      var level = random.number(0...30)
      for _ in 0..<20 {
        let before = places.map(\.place.ahead)
        switch random.number(0...4) {
        case 0 where places.count < 4:
          places.append((QueuePlace(behind: level), random.number(1...10)))
        case 1, 2:
          let quantity = random.number(1...15)
          var print = QueuePrint(quantity)
          var filled: Int64 = 0
          for index in places.indices {
            let part = Swift.min(print.reach(&places[index].place), places[index].leaves)
            print.fill(part)
            places[index].leaves -= part
            filled += part
          }
          let least = before.min() ?? quantity
          #expect(filled <= Swift.max(0, quantity - least))
        default:
          level = random.number(0...30)
          for index in places.indices { places[index].place.levelChanged(to: level, model, scale: scale) }
          for (place, _) in places { #expect(place.ahead <= level) }
        }
        for (place, _) in places { #expect(place.ahead >= 0) }
        for pair in zip(places, places.dropFirst()) { #expect(pair.0.place.ahead <= pair.1.place.ahead) }
        places.removeAll { $0.leaves == 0 }
      }
    }
  }
}
