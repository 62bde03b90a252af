import JSON
import Market

extension InstrumentDocument {
  /// OKX v5 "Get instruments": SPOT and SWAP; quantities of swaps are contracts of `ctVal` x `ctMult`. There is no least notional. The
  /// greatest market order of spot is in USDT, which is no quantity, and left out.
  mutating func readOKX(_ data: [JSONValue]) throws(DocumentError) {
    for item in data {
      guard let name = item["instId"]?.text, let type = item["instType"]?.text else {
        throw DocumentError(reason: "an instrument without instId or instType")
      }
      guard type == "SPOT" || type == "SWAP", let known = Symbol.normalised(name) else {
        leftOut.append(name)
        continue
      }
      let coins = (item["uly"]?.text.flatMap { $0.isEmpty ? nil : $0 } ?? name).split(separator: "-").map {
        $0.lowercased()
      }
      guard coins.count >= 2 else {
        leftOut.append(name)
        continue
      }
      func decimal(_ field: String) throws(DocumentError) -> FixedDecimal { try Self.decimal(item[field], of: name) }
      let isSwap = type == "SWAP"
      var specification = InstrumentSpecification(
        pair: EntityID(kind: isSwap ? .perpetual : .pair, provider: "okx", code: known.code), base: coins[0],
        quote: coins[1],
        priceStep: try decimal("tickSz"), quantityStep: try decimal("lotSz"), minQuantity: try decimal("minSz"),
        maxQuantity: try decimal("maxLmtSz"), maxMarketQuantity: isSwap ? try decimal("maxMktSz") : .zero)
      if isSwap {
        specification.settlement = item["settleCcy"]?.text?.lowercased() ?? coins[1]
        specification.isInverse = item["ctType"]?.text == "inverse"
        let value = try decimal("ctVal")
        let multiplier = try decimal("ctMult")
        specification.contractSize =
          FixedDecimal(
            units: value.units * max(multiplier.units, 1),
            scale: value.scale + (multiplier.units > 0 ? multiplier.scale : 0)
          )
          .reduced
      }
      take(specification, named: name)
    }
  }
}
