import JSON
import Market

extension InstrumentDocument {
  /// Binance's "Get Funding Rate Info" and "Notional and Leverage Brackets", of USD-M or COIN-M futures.
  mutating func readBinanceLists(_ elements: [JSONValue]) throws(DocumentError) {
    for item in elements {
      guard let name = item["symbol"]?.text else { throw DocumentError(reason: "an entry without symbol") }
      guard let known = Symbol.normalised(name), !name.contains("_") || name.hasSuffix("_PERP") else {
        leftOut.append(name)
        continue
      }
      var update = InstrumentUpdate(entity: EntityID(kind: .perpetual, provider: "binance", code: known.code))
      if let brackets = item["brackets"]?.elements {
        update.tiers = try Self.tiers(
          brackets, names: (cap: ["notionalCap", "qtyCap"], rate: "maintMarginRatio", leverage: "initialLeverage"),
          of: name)
      } else if let hours = item["fundingIntervalHours"]?.numberText.flatMap({ Int64($0) }), (1...1_000).contains(hours)
      {
        update.fundingInterval = TimeSpan(nanoseconds: hours * TimeSpan.hour.nanoseconds)
        update.fundingCap = try Self.decimal(item["adjustedFundingRateCap"], of: name)
        update.fundingFloor = try Self.decimal(item["adjustedFundingRateFloor"], of: name)
      } else {
        throw DocumentError(reason: "\(name) has neither brackets nor a funding interval")
      }
      updates.append(update)
    }
  }

  /// Tiers as ccxt has them: by symbol, of Binance's perpetuals.
  mutating func readTiers(_ fields: [JSONValue.Field]) throws(DocumentError) {
    for field in fields {
      // A symbol with a day behind its settlement is a dated future.
      guard let known = Symbol.normalised(field.name), known.kind == .perpetual, !field.name.contains("-"),
        let items = field.value.elements
      else {
        leftOut.append(field.name)
        continue
      }
      var update = InstrumentUpdate(entity: EntityID(kind: .perpetual, provider: "binance", code: known.code))
      update.tiers = try Self.tiers(
        items, names: (cap: ["maxNotional"], rate: "maintenanceMarginRate", leverage: "maxLeverage"), of: field.name)
      updates.append(update)
    }
  }

  /// The tiers, smallest first; what is taken off is the exchange's figure where it is given, else what leaves no jump at the edge:
  /// amount = amount of the tier below + its cap x difference of the rates.
  private static func tiers(
    _ items: [JSONValue], names: (cap: [String], rate: String, leverage: String), of symbol: String
  ) throws(DocumentError) -> [MarginTier] {
    var tiers: [MarginTier] = []
    for item in items {
      guard let cap = names.cap.lazy.compactMap({ item[$0] }).first else {
        throw DocumentError(reason: "a tier of \(symbol) without its greatest size")
      }
      tiers.append(
        MarginTier(
          upTo: try decimal(cap, of: symbol), maintenanceRate: try decimal(item[names.rate], of: symbol), amount: .zero,
          maxLeverage: try decimal(item[names.leverage], of: symbol)))
      if let given = item["cum"] ?? item["info"]?["cum"] {
        tiers[tiers.count - 1].amount = try decimal(given, of: symbol)
      }
    }
    tiers.sort { $0.upTo < $1.upTo }
    guard items.allSatisfy({ $0["cum"] == nil && $0["info"]?["cum"] == nil }) else { return tiers }
    for index in tiers.indices.dropFirst() {
      let below = tiers[index - 1]
      guard let rise = product(below.upTo, difference(tiers[index].maintenanceRate, below.maintenanceRate)) else {
        throw DocumentError(reason: "the tiers of \(symbol) are too large")
      }
      tiers[index].amount = sum(below.amount, rise)
    }
    return tiers
  }

  private static func product(_ a: FixedDecimal, _ b: FixedDecimal) -> FixedDecimal? {
    let (units, overflow) = a.units.multipliedReportingOverflow(by: b.units)
    return overflow || a.scale + b.scale > 38 ? nil : FixedDecimal(units: units, scale: a.scale + b.scale).reduced
  }

  private static func difference(_ a: FixedDecimal, _ b: FixedDecimal) -> FixedDecimal {
    sum(a, FixedDecimal(units: -b.units, scale: b.scale))
  }

  private static func sum(_ a: FixedDecimal, _ b: FixedDecimal) -> FixedDecimal {
    let scale = max(a.scale, b.scale)
    return FixedDecimal(units: (a.units(atScale: scale) ?? 0) + (b.units(atScale: scale) ?? 0), scale: scale).reduced
  }
}
