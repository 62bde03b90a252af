import Market
import Runs
import Testing

@Suite("The first difference of two journals") struct JournalDifferenceTests {
  private static let fill =
    "2\t1704067200000000000\tfilled\t1\t9\tcryptopair_binance_btcusdt\tbuy\t60123.4\t0.01\t0.00001\tbtc\ttaker\t0\torder"

  private func line(_ text: String) throws -> JournalLine { try #require(JournalLine(text)) }

  @Test("a line is read with the names of its fields")
  func reading() throws {
    let line = try line(Self.fill)
    #expect(line.number == 2)
    #expect(line.time.iso == "2024-01-01T00:00:00Z")
    #expect(line["order"] == "9")
    #expect(line["price"] == "60123.4")
    #expect(line.subject == "order 9")
    #expect(
      line.words
        == "filled order 9: fill 1, entity cryptopair_binance_btcusdt, side buy, price 60123.4, quantity 0.01, fee 0.00001, fee asset btc, liquidity taker, realized profit 0, reason order"
    )
  }

  @Test("what is no line is not read", arguments: ["", "1", "1\t2", "x\t2\tfilled", "1\tx\tfilled", "1\t2\t"])
  func malformed(text: String) { #expect(JournalLine(text) == nil) }

  @Test("one field that differs is named with was and is")
  func field() throws {
    let now = Self.fill.replacing("60123.4", with: "60123.5")
    let difference = JournalDifference.event(number: 2, was: try line(Self.fill), now: try line(now))
    #expect(
      difference.lines == [
        "first difference at event 2, 2024-01-01T00:00:00Z, order 9: filled price was 60123.4, is 60123.5"
      ])
  }

  @Test("further fields follow in lines of their own, the time first")
  func fields() throws {
    let now = Self.fill.replacing("60123.4", with: "60123.5").replacing("1704067200", with: "1704067260")
    let difference = JournalDifference.event(number: 2, was: try line(Self.fill), now: try line(now))
    #expect(
      difference.lines == [
        "first difference at event 2, 2024-01-01T00:01:00Z, order 9: filled time was 2024-01-01T00:00:00Z, is 2024-01-01T00:01:00Z",
        "  price was 60123.4, is 60123.5",
      ])
  }

  @Test("a field that was empty was nothing")
  func emptyField() throws {
    let was = "7\t0\tcanceled\t3\t0\trequest"
    let difference = JournalDifference.event(
      number: 7, was: try line("7\t0\taccepted\t3\t"), now: try line("7\t0\taccepted\t3\tmine"))
    #expect(difference.fields.map(\.name) == ["client order id"])
    #expect(difference.lines[0].hasSuffix("order 3: accepted client order id was nothing, is mine"))
    #expect(try line(was).words == "canceled order 3: filled 0, reason request")
  }

  @Test("another kind of event is shown whole, before and now")
  func kind() throws {
    let difference = JournalDifference.event(
      number: 5, was: try line("5\t0\ttriggered\t3\t100"), now: try line("5\t0\tcanceled\t3\t0\trequest"))
    #expect(
      difference.lines == [
        "first difference at event 5, 1970-01-01T00:00:00Z, order 3",
        "  was: 1970-01-01T00:00:00Z triggered order 3: price 100",
        "  is:  1970-01-01T00:00:00Z canceled order 3: filled 0, reason request",
      ])
  }

  @Test("a journal that ends early, and one that goes on, say so")
  func ends() throws {
    let event = try line("5\t0\ttriggered\t3\t100")
    #expect(
      JournalDifference.event(number: 5, was: nil, now: event).lines == [
        "first difference at event 5: the baseline has ended, now there is",
        "  1970-01-01T00:00:00Z triggered order 3: price 100",
      ])
    #expect(
      JournalDifference.event(number: 5, was: event, now: nil).lines[0]
        == "first difference at event 5: the journal has ended, there was")
  }

  @Test("an order for no known instrument has fewer fields, which are named all the same")
  func unknownInstrument() throws {
    let line = try line("1\t0\trejected\t1\t\tunknown\tbuy\tmarket\tCRYPTO_PAIR_NOT_FOUND")
    #expect(line["code"] == "CRYPTO_PAIR_NOT_FOUND")
  }
}
