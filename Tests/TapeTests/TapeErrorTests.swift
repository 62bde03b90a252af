import Market
import Tape
import Testing

@Suite("Tape errors") struct TapeErrorTests {
  private static let first = Timestamp(nanoseconds: Bars.start)
  private static let last = Timestamp(nanoseconds: Bars.start + Bars.minute)

  @Test(
    "each says what is wrong and where, and what to do",
    arguments: [
      (TapeError.missing(path: "a.tape"), "no tape at a.tape"),
      (.notATape(path: "a.tape"), "a.tape is not a tape"),
      (
        .newerFormat(path: "a.tape", format: 3, known: 1),
        "a.tape has format 3, and this version reads formats up to 1"
      ),
      (
        .damagedChunk(path: "a.tape", series: bitcoin, first: first, last: last, column: "close"),
        """
        damaged data in a.tape: cryptopair_binance_btcusdt klines 1m, column close of the chunk from \
        2024-08-01T00:00:00Z to 2024-08-01T00:01:00Z
        """
      ),
      (
        .missingChunk(path: "a.tape", series: bitcoin, after: first, before: nil),
        """
        damaged data in a.tape: cryptopair_binance_btcusdt klines 1m, rows after 2024-08-01T00:00:00Z cannot be found
        """
      ),
      (.damagedFile(path: "a.tape", detail: "malformed"), "damaged data in a.tape: malformed"),
      (.diskFull(path: "a.tape"), "disk full at a.tape"),
      (.locked(path: "a.tape"), "a.tape is being written by another program"),
      (.notPermitted(path: "a.tape", detail: "read-only"), "a.tape may not be used: read-only"),
      (.noSeries(path: "a.tape", series: bitcoin), "a.tape has no cryptopair_binance_btcusdt klines 1m"),
      (
        .doesNotFit(path: "a.tape", series: bitcoin, column: "volume", scale: 3),
        "a value in column volume of cryptopair_binance_btcusdt klines 1m in a.tape does not fit 3 decimals"
      ),
    ])
  func text(error: TapeError, message: String) {
    #expect(error.message == message)
    #expect(!error.hint.isEmpty)
    #expect(error.feedError == FeedError(message: error.message, hint: error.hint))
  }
}
