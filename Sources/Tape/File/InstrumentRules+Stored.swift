import Market

/// The farther rules of an instrument as one text: `name=value`, separated by `;`, those that are set alone. Decimals are exact
/// text; a band is `buyUp,buyDown,sellUp,sellDown,minutes`, a margin tier `upTo,rate,amount,leverage`, smallest first.
extension InstrumentRules {
  /// The text; empty where no rule is set.
  var stored: String {
    var parts: [String] = []
    func add(_ name: String, _ value: FixedDecimal?) {
      if let value { parts.append("\(name)=\(value)") }
    }
    func addSet(_ name: String, _ value: FixedDecimal) {
      if value != .zero { parts.append("\(name)=\(value)") }
    }
    for (name, path) in Self.decimals { addSet(name, self[keyPath: path]) }
    if maxNotionalAppliesToMarket { parts.append("max_notional_applies_to_market=1") }
    if let band = priceBand {
      let factors = [band.buyUp, band.buyDown, band.sellUp, band.sellDown].map(\.description)
      parts.append("price_band=\(factors.joined(separator: ",")),\(band.averageMinutes)")
    }
    if maxOpenOrders != 0 { parts.append("max_open_orders=\(maxOpenOrders)") }
    if maxAlgoOrders != 0 { parts.append("max_algo_orders=\(maxAlgoOrders)") }
    if fundingInterval != .zero { parts.append("funding_interval=\(fundingInterval.nanoseconds)") }
    add("funding_cap", fundingCap)
    add("funding_floor", fundingFloor)
    for tier in tiers {
      parts.append("tier=\(tier.upTo),\(tier.maintenanceRate),\(tier.amount),\(tier.maxLeverage)")
    }
    return parts.joined(separator: ";")
  }

  private static var decimals: [(String, WritableKeyPath<InstrumentRules, FixedDecimal>)] {
    [
      ("min_price", \.minPrice), ("max_price", \.maxPrice), ("market_quantity_step", \.marketQuantityStep),
      ("min_market_quantity", \.minMarketQuantity), ("max_notional", \.maxNotional), ("max_position", \.maxPosition),
      ("market_take_bound", \.marketTakeBound), ("liquidation_fee", \.liquidationFee),
    ]
  }

  /// Reads ``stored``; nil when the text is none that it writes.
  init?(stored: String) {
    self.init()
    for part in stored.split(separator: ";") {
      guard let place = part.firstIndex(of: "=") else { return nil }
      let value = part[part.index(after: place)...]
      guard set(String(part[..<place]), value) else { return nil }
    }
  }

  private mutating func set(_ name: String, _ value: Substring) -> Bool {
    if let path = Self.decimals.first(where: { $0.0 == name })?.1 {
      guard let number = try? FixedDecimal(value) else { return false }
      self[keyPath: path] = number
      return true
    }
    let fields = value.split(separator: ",", omittingEmptySubsequences: false)
    let numbers = fields.compactMap { try? FixedDecimal($0) }
    guard numbers.count == fields.count, let first = numbers.first else { return false }
    switch (name, fields.count) {
    case ("max_notional_applies_to_market", 1): maxNotionalAppliesToMarket = true
    case ("price_band", 5):
      guard let minutes = Int(fields[4]) else { return false }
      priceBand = PriceBand(
        buyUp: first, buyDown: numbers[1], sellUp: numbers[2], sellDown: numbers[3], averageMinutes: minutes)
    case ("max_open_orders", 1):
      guard let count = Int(value) else { return false }
      maxOpenOrders = count
    case ("max_algo_orders", 1):
      guard let count = Int(value) else { return false }
      maxAlgoOrders = count
    case ("funding_interval", 1):
      guard let span = Int64(value) else { return false }
      fundingInterval = TimeSpan(nanoseconds: span)
    case ("funding_cap", 1): fundingCap = first
    case ("funding_floor", 1): fundingFloor = first
    case ("tier", 4):
      tiers.append(
        MarginTier(upTo: first, maintenanceRate: numbers[1], amount: numbers[2], maxLeverage: numbers[3]))
    default: return false
    }
    return true
  }
}
