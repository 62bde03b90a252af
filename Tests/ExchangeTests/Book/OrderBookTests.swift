import Exchange
import Market
import Testing

@Suite("Order book") struct OrderBookTests {
  private func book() -> BookUnderTest {
    let book = BookUnderTest(step: 10)
    book.apply(.snapshot, [(.buy, 1_000, 5), (.buy, 990, 7), (.sell, 1_010, 3), (.sell, 1_030, 4)])
    return book
  }

  @Test("a snapshot is the book, changes set and remove levels") func levels() {
    let book = book()
    #expect(book.drawn == "ask 1030 4, ask 1010 3, bid 1000 5, bid 990 7")
    book.apply([(.buy, 1_000, 0), (.sell, 1_010, 9), (.sell, 1_020, 1)])
    #expect(book.drawn == "ask 1030 4, ask 1020 1, ask 1010 9, bid 990 7")
    #expect(book.best(.buy) == BookLevel(price: Price(990), quantity: Quantity(7)))
    #expect(book.best(.sell) == BookLevel(price: Price(1_010), quantity: Quantity(9)))
    #expect(book.quantity(at: 1_020, on: .sell) == 1)
    #expect(book.quantity(at: 1_020, on: .buy) == 0)
    #expect(book.brokenInvariant == nil)
  }

  @Test("a level set on the other side takes its place, and removing it on the old side changes nothing") func sides() {
    let book = book()
    book.apply([(.buy, 1_010, 2), (.sell, 1_010, 0)])
    #expect(book.drawn == "ask 1030 4, bid 1010 2, bid 1000 5, bid 990 7")
    book.apply([(.sell, 1_010, 0), (.sell, 1_000, 6), (.buy, 1_010, 0), (.buy, 1_000, 0)])
    #expect(book.drawn == "ask 1030 4, ask 1000 6, bid 990 7")
  }

  @Test("a second snapshot replaces the first, a desync empties the book until the next one") func snapshots() {
    let book = book()
    book.apply(.snapshot, [(.sell, 2_000, 1)])
    #expect(book.drawn == "ask 2000 1" && book.best(.buy) == nil && book.isKnown)
    book.apply(.desync, [(.buy, 1_000, 1)])
    #expect(!book.isKnown && book.drawn == "")
    book.apply([(.buy, 1_000, 1)])
    #expect(book.drawn == "")
    book.apply(.snapshot, [(.buy, 1_000, 1)])
    #expect(book.isKnown && book.drawn == "bid 1000 1")
  }

  @Test("changes before the first snapshot are passed over") func unknown() {
    let book = BookUnderTest(step: 1)
    book.apply([(.buy, 10, 1)])
    #expect(book.best(.buy) == nil && !book.isKnown)
  }

  @Test("a snapshot over several chunks is one input") func continued() {
    let book = book()
    #expect(!book.apply([.snapshot, .continues], [(.buy, 500, 1)]))
    #expect(book.isContinuing)
    #expect(!book.apply(.continues, [(.buy, 490, 2)]))
    #expect(book.apply([], [(.sell, 510, 3)]))
    #expect(book.drawn == "ask 510 3, bid 500 1, bid 490 2" && !book.isContinuing)
  }

  @Test(
    "prices off the step and far from the touch are levels like others", arguments: [1, 10, 1_000, 200_000] as [Int64])
  func farLevels(step: Int64) {
    let book = BookUnderTest(step: step)
    let middle = 1_000_000 * step
    book.apply(
      .snapshot,
      [
        (.buy, middle - step, 1), (.buy, step, 2), (.sell, middle, 3), (.sell, middle * 3, 4),
        (.sell, middle + 20_000 * step, 5), (.buy, middle - 20_000 * step, 6),
      ])
    #expect(book.quantities(.buy) == [1, 6, 2])
    #expect(book.quantities(.sell) == [3, 5, 4])
    if step > 1 {
      book.apply([(.buy, middle - 1, 9)])
      #expect(book.best(.buy)?.quantity.units == 9)
      book.apply([(.buy, middle - 1, 0)])
    }
    // The market leaves the window upwards: what was far is near and the other way about.
    book.apply([(.sell, middle, 0), (.buy, middle + 19_999 * step, 8)])
    #expect(book.quantities(.buy) == [8, 1, 6, 2])
    #expect(book.quantities(.sell) == [5, 4])
    book.apply([(.sell, middle + 20_000 * step, 0), (.buy, middle - step, 0)])
    #expect(book.quantities(.buy) == [8, 6, 2])
    #expect(book.brokenInvariant == nil)
  }

  @Test("a restored book is the other's copy and stands alone") func fork() {
    let book = book()
    book.take(2, at: 1_010, from: .sell)
    let copy = BookUnderTest(book.book.fork())
    #expect(copy.drawn == book.drawn && copy.available(at: 1_010, on: .sell) == 1)
    copy.apply([(.buy, 1_000, 0), (.buy, 900_000, 1)])
    #expect(book.drawn == "ask 1030 4, ask 1010 3, bid 1000 5, bid 990 7")
    copy.book.restore(from: book.book)
    #expect(copy.drawn == book.drawn && copy.brokenInvariant == nil)
  }

  @Test("what was taken stays taken until the feed says another quantity there") func taking() {
    let book = book()
    book.take(3, at: 1_010, from: .sell)
    #expect(book.bestAvailable(.sell) == BookLevel(price: Price(1_030), quantity: Quantity(4)))
    #expect(book.best(.sell)?.price == Price(1_010))
    #expect(book.available(to: .buy) == 4)
    #expect(book.available(to: .buy, limit: 1_020) == 0)
    book.apply([(.sell, 1_010, 3), (.buy, 1_000, 6)])
    #expect(book.bestAvailable(.sell)?.price == Price(1_030))
    book.apply(.snapshot, [(.sell, 1_010, 3), (.sell, 1_030, 4)])
    #expect(book.bestAvailable(.sell)?.price == Price(1_030))
    book.apply([(.sell, 1_010, 2)])
    #expect(book.bestAvailable(.sell) == BookLevel(price: Price(1_010), quantity: Quantity(2)))
    book.take(1, at: 1_010, from: .sell)
    book.apply([(.sell, 1_010, 0)])
    book.apply([(.sell, 1_010, 2)])
    #expect(book.available(to: .buy) == 6)
    #expect(book.available(to: .buy, upTo: 5) == 5)
    book.take(1, at: 1_030, from: .sell)
    book.take(2, at: 1_030, from: .sell)
    #expect(book.available(at: 1_030, on: .sell) == 1)
    book.apply(.snapshot, [(.sell, 1_030, 5)])
    #expect(book.available(at: 1_030, on: .sell) == 5)
  }

  @Test("best bids and asks alone are a book of two levels") func quotes() {
    let book = BookUnderTest(step: 1)
    func level(_ price: Int64, _ quantity: Int64) -> BookLevel {
      BookLevel(price: Price(price), quantity: Quantity(quantity))
    }
    book.book.apply(bid: level(100, 5), ask: level(101, 6))
    #expect(book.isKnown && book.drawn == "ask 101 6, bid 100 5")
    book.take(6, at: 101, from: .sell)
    book.book.apply(bid: level(99, 5), ask: level(101, 6))
    #expect(book.drawn == "ask 101 6, bid 99 5" && book.bestAvailable(.sell) == nil)
    book.book.apply(bid: level(101, 2), ask: level(102, 7))
    #expect(book.drawn == "ask 102 7, bid 101 2" && book.bestAvailable(.sell) == level(102, 7))
    book.book.apply(bid: level(0, 0), ask: level(102, 1))
    #expect(book.drawn == "ask 102 1")
  }

  @Test("changes at watched prices are noted, others are not") func watching() {
    let book = book()
    _ = book.takeWatchedChange()
    book.book.watch(.buy, Price(990)...Price(1_000))
    book.apply([(.sell, 1_010, 1), (.buy, 980, 1)])
    #expect(!book.takeWatchedChange())
    book.apply([(.buy, 990, 1)])
    #expect(book.takeWatchedChange() && !book.takeWatchedChange())
    book.apply([(.sell, 1_000, 1)])
    #expect(book.takeWatchedChange())
    book.book.watch(.buy, nil)
    book.apply([(.buy, 990, 2)])
    #expect(!book.takeWatchedChange())
  }
}
