import JSON
package import Market

/// A document of an exchange on its instruments: whole rules of many, or what is published apart (funding intervals, margin tiers).
package struct InstrumentDocument: Sendable {
  /// Whole rules, in the order of the document.
  package var specifications: [InstrumentSpecification] = []
  /// What is to be changed in rules that are there.
  package var updates: [InstrumentUpdate] = []
  /// When the exchange made the document; nil when it does not say.
  package var serverTime: Timestamp?
  /// Symbols that have no name here, or lack a price or quantity step.
  package var leftOut: [String] = []

  init() {}

  /// Reads a document; the error says what is not as expected. `provider` is Binance's document's own or another of its kind.
  package init(parsing bytes: [UInt8], provider: String?) throws(DocumentError) {
    let document: JSONValue
    do throws(JSONError) {
      document = try JSONValue(parsing: bytes)
    } catch {
      throw DocumentError(reason: "\(error)")
    }
    self.init()
    if document["symbols"]?.elements != nil {
      let info = try ExchangeInfo(document, provider: provider ?? "binance")
      specifications = info.specifications
      serverTime = info.serverTime
      leftOut = info.leftOut
    } else if document["retCode"] != nil {
      try readBybit(document)
    } else if document["code"] != nil, let data = document["data"]?.elements {
      try readOKX(data)
    } else if let products = document["products"]?.elements {
      try readCoinbase(products)
    } else if let elements = document.elements {
      if elements.first?["base_increment"] != nil {
        try readCoinbase(elements)
      } else {
        try readBinanceLists(elements)
      }
    } else if let fields = document.fields, fields.first?.value[0]?["maintenanceMarginRate"] != nil {
      try readTiers(fields)
    } else {
      throw DocumentError(reason: "it is none that is known")
    }
  }

  /// Whether the beginning of a JSON document is that of one.
  static func isOne(_ head: some Collection<UInt8>) -> Bool {
    let text = String(decoding: head.prefix(4_096), as: UTF8.self)
    return signs.contains { text.contains($0) }
  }

  private static let signs = [
    #""symbols""#, #""exchangeFilters""#, #""lotSizeFilter""#, #""instType""#, #""base_increment""#,
    #""fundingIntervalHours""#, #""maintenanceMarginRate""#, #""initialLeverage""#, #""maintMarginRatio""#,
  ]

  /// A decimal of a field; zero where there is none or nothing in it.
  static func decimal(_ value: JSONValue?, of symbol: String) throws(DocumentError) -> FixedDecimal {
    guard let text = value?.numberText, !text.isEmpty else { return .zero }
    do throws(DecimalError) {
      return try FixedDecimal(text).reduced
    } catch {
      throw DocumentError(reason: "\(text) of \(symbol) is no number")
    }
  }

  /// Takes rules that have a price and a quantity step, or leaves them out by name.
  mutating func take(_ specification: InstrumentSpecification?, named name: String) {
    guard let specification, specification.priceStep > .zero, specification.quantityStep > .zero else {
      leftOut.append(name)
      return
    }
    specifications.append(specification)
  }
}

/// What is to be changed in the rules of an instrument; what is nil stays.
package struct InstrumentUpdate: Hashable, Sendable {
  package var entity: EntityID
  package var fundingInterval: TimeSpan?
  package var fundingCap: FixedDecimal?
  package var fundingFloor: FixedDecimal?
  package var tiers: [MarginTier]?

  /// The rules as they are after it.
  package func applied(to specification: InstrumentSpecification) -> InstrumentSpecification {
    var result = specification
    if let fundingInterval { result.rules.fundingInterval = fundingInterval }
    if let fundingCap { result.rules.fundingCap = fundingCap }
    if let fundingFloor { result.rules.fundingFloor = fundingFloor }
    if let tiers { result.rules.tiers = tiers }
    return result
  }
}

/// What is not as expected in a document.
package struct DocumentError: Error, Hashable, Sendable {
  package var reason: String
}
