package import Market

/// Reads bars written as rows of `time open high low close volume`; a volume of `?` is unknown.
package struct TextTape {
  package var bars: [Kline] = []

  /// The bars of `text` for an instrument at its scales; `span` is a bar's length.
  package init(_ text: String, _ instrument: Instrument, id: InstrumentID = InstrumentID(0), span: TimeSpan = .minute)
    throws
  {
    for line in tableLines(text) {
      let fields = line.split(separator: " ")
      guard fields.count == 6, let time = TapeTime.nanoseconds(fields[0]) else {
        throw TableError(line, "a bar is: time open high low close volume")
      }
      var prices: [Price] = []
      for field in fields[1...4] {
        prices.append(Price(try DecimalScanner.scan(field, scale: instrument.priceScale)))
      }
      let volume =
        fields[5] == "?"
        ? Kline.unknownVolume : Quantity(try DecimalScanner.scan(fields[5], scale: instrument.quantityScale))
      bars.append(
        Kline(
          instrument: id, span: span, openTime: Timestamp(nanoseconds: time), open: prices[0], high: prices[1],
          low: prices[2], close: prices[3], volume: volume))
    }
  }
}
