import JSON
import Market

extension InstrumentDocument {
  /// Coinbase's products: "List Products" of Advanced Trade, "Get all trading pairs" of Exchange. Futures are left out.
  mutating func readCoinbase(_ products: [JSONValue]) throws(DocumentError) {
    for item in products {
      guard let name = item["product_id"]?.text ?? item["id"]?.text else {
        throw DocumentError(reason: "a product without id")
      }
      let type = item["product_type"]?.text ?? "SPOT"
      guard type == "SPOT", let known = Symbol.normalised(name),
        let base = (item["base_currency_id"] ?? item["base_currency"])?.text?.lowercased(),
        let quote = (item["quote_currency_id"] ?? item["quote_currency"])?.text?.lowercased()
      else {
        leftOut.append(name)
        continue
      }
      func decimal(_ names: String...) throws(DocumentError) -> FixedDecimal {
        try Self.decimal(names.lazy.compactMap { item[$0] }.first, of: name)
      }
      var specification = InstrumentSpecification(
        pair: EntityID(kind: .pair, provider: "coinbase", code: known.code), base: base, quote: quote,
        priceStep: try decimal("price_increment", "quote_increment"), quantityStep: try decimal("base_increment"),
        minQuantity: try decimal("base_min_size"), maxQuantity: try decimal("base_max_size"),
        minNotional: try decimal("quote_min_size", "min_market_funds"))
      specification.rules.maxNotional = try decimal("quote_max_size", "max_market_funds")
      specification.rules.maxNotionalAppliesToMarket = true
      take(specification, named: name)
    }
  }
}
