import Market
import Testing

@Suite("Perpetuals of the catalogue") struct PerpetualCatalogTests {
  private func specification(_ provider: String, _ code: String) throws -> InstrumentSpecification {
    let entity = EntityID(kind: .perpetual, provider: provider, code: code)
    return try #require(InstrumentCatalog.specification(for: entity))
  }

  @Test(
    "each bracket's amount makes the margin continuous: floor x (rate - rate before) + amount before",
    arguments: [
      ("binance", "btcusdt"), ("binance", "ethusdt"), ("binance", "btcusd"), ("bybit", "btcusdt"), ("bybit", "btcusd"),
    ])
  func amounts(provider: String, code: String) throws {
    let tiers = try specification(provider, code).rules.tiers
    #expect(tiers.count > 1)
    for (before, tier) in zip(tiers, tiers.dropFirst()) {
      #expect(before.upTo < tier.upTo)
      let step = (tier.maintenanceRate.units(atScale: 6) ?? 0) - (before.maintenanceRate.units(atScale: 6) ?? 0)
      let amount = (before.upTo.units(atScale: 6) ?? 0) * step / 1_000_000 + (before.amount.units(atScale: 6) ?? 0)
      #expect(tier.amount == FixedDecimal(units: amount, scale: 6))
    }
  }

  @Test(
    "leverage falls as brackets grow",
    arguments: [
      ("binance", "btcusdt"), ("binance", "ethusdt"), ("okx", "btcusdt"), ("okx", "ethusdt"), ("bybit", "btcusdt"),
    ])
  func leverage(provider: String, code: String) throws {
    let tiers = try specification(provider, code).rules.tiers
    for (before, tier) in zip(tiers, tiers.dropFirst()) { #expect(tier.maxLeverage < before.maxLeverage) }
  }

  @Test("an inverse contract settles in its base")
  func inverse() throws {
    let coin = try specification("binance", "btcusd")
    #expect(coin.isInverse && coin.settlement == "btc" && coin.contractSize == "100")
    #expect(!(try specification("okx", "btcusdt")).isInverse)
  }
}
