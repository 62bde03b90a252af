/// Documents that describe instruments.
enum InstrumentDocument {
  /// Whether the beginning of a JSON document is that of one.
  static func isOne(_ head: some Collection<UInt8>) -> Bool {
    let text = String(decoding: head.prefix(4_096), as: UTF8.self)
    return signs.contains { text.contains($0) }
  }

  private static let signs = [
    #""symbols""#, #""exchangeFilters""#, #""lotSizeFilter""#, #""instType""#, #""base_increment""#,
    #""fundingIntervalHours""#, #""maintenanceMarginRate""#, #""initialLeverage""#, #""maintMarginRatio""#,
  ]
}
