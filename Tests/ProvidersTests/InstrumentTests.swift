import Market
import Providers
import Testing

@Suite("Instruments that providers list") struct InstrumentTests {
  private func first(
    _ provider: any HistoryProvider, _ kind: EntityID.Kind, _ answers: [String?]
  ) throws -> ListedInstrument {
    try #require(
      try provider.instruments(kind, code: "btcusdt", answers: answers.map { $0.map { Array($0.utf8) } }).first)
  }

  @Test("Binance spot: filters become rules, zeros are no limits")
  func binanceSpot() throws {
    let found = try first(
      BinanceHistory(), .pair,
      [
        """
        {"serverTime":1,"symbols":[{"symbol":"BTCUSDT","baseAsset":"BTC","quoteAsset":"USDT","filters":[
        {"filterType":"PRICE_FILTER","minPrice":"0.01000000","maxPrice":"1000000.00000000","tickSize":"0.01000000"},
        {"filterType":"LOT_SIZE","minQty":"0.00001000","maxQty":"9000.00000000","stepSize":"0.00001000"},
        {"filterType":"MARKET_LOT_SIZE","minQty":"0.00000000","maxQty":"120.04122288","stepSize":"0.00000000"},
        {"filterType":"PERCENT_PRICE_BY_SIDE","bidMultiplierUp":"5","bidMultiplierDown":"0.2","askMultiplierUp":"5","askMultiplierDown":"0.2","avgPriceMins":5},
        {"filterType":"NOTIONAL","minNotional":"5.00000000","applyMinToMarket":true,"maxNotional":"9000000.00000000","applyMaxToMarket":false,"avgPriceMins":5},
        {"filterType":"MAX_NUM_ORDERS","maxNumOrders":200},{"filterType":"MAX_NUM_ALGO_ORDERS","maxNumAlgoOrders":5}]}]}
        """
      ])
    let rules = found.specification
    #expect(found.entity.description == "cryptopair_binance_btcusdt")
    #expect(rules.priceStep == FixedDecimal("0.01") && rules.quantityStep == FixedDecimal("0.00001"))
    #expect(rules.maxMarketQuantity == FixedDecimal("120.04122288"))
    #expect(rules.minNotional == FixedDecimal("5") && rules.rules.maxNotional == FixedDecimal("9000000"))
    #expect(rules.rules.priceBand?.sellDown == FixedDecimal("0.2"))
    #expect(rules.rules.priceBand?.averageMinutes == 5)
    #expect(rules.rules.maxOpenOrders == 200 && rules.rules.maxAlgoOrders == 5)
    #expect(rules.rules.marketQuantityStep == .zero)
  }

  @Test("Binance USD-M: dated futures are left out, funding that is not as usual comes from its own list")
  func binanceFutures() throws {
    func symbol(_ name: String, _ type: String) -> String {
      #"{"symbol":"\#(name)","pair":"BTCUSDT","contractType":"\#(type)","baseAsset":"BTC","quoteAsset":"USDT","marginAsset":"USDT","liquidationFee":"0.012500","marketTakeBound":"0.05","filters":[{"filterType":"PRICE_FILTER","minPrice":"402","maxPrice":"1246396.60","tickSize":"0.10"},{"filterType":"LOT_SIZE","minQty":"0.001","maxQty":"1000","stepSize":"0.001"},{"filterType":"PERCENT_PRICE","multiplierUp":"1.0500","multiplierDown":"0.9500","multiplierDecimal":"4"},{"filterType":"MIN_NOTIONAL","notional":"100"}]}"#
    }
    let found = try BinanceHistory().instruments(
      .perpetual, code: "btcusdt",
      answers: [
        Array(
          #"{"symbols":[\#(symbol("BTCUSDT_250328", "CURRENT_QUARTER")),\#(symbol("BTCUSDT", "PERPETUAL"))]}"#.utf8),
        Array(
          #"[{"symbol":"BTCUSDT","adjustedFundingRateCap":"0.02","adjustedFundingRateFloor":"-0.02","fundingIntervalHours":4}]"#
            .utf8),
      ])
    #expect(found.map(\.native) == ["BTCUSDT"])
    let rules = try #require(found.first?.specification.rules)
    #expect(found.first?.segment == .linear)
    #expect(rules.fundingInterval == 4 * TimeSpan.hour)
    #expect(rules.fundingFloor == FixedDecimal("-0.02"))
    #expect(rules.liquidationFee == FixedDecimal("0.0125"))
    #expect(rules.priceBand?.buyUp == FixedDecimal("1.05") && rules.priceBand?.buyDown == .zero)
    #expect(found.first?.specification.minNotional == FixedDecimal("100"))
  }

  @Test("OKX swaps: contracts of ctVal times ctMult, assets from the underlying")
  func okx() throws {
    let found = try first(
      OKXHistory(), .perpetual,
      [
        #"{"code":"0","data":[{"instId":"BTC-USD-SWAP","instType":"SWAP","baseCcy":"","quoteCcy":"","ctType":"inverse","ctVal":"100","ctMult":"1","settleCcy":"BTC","uly":"BTC-USD","lotSz":"1","minSz":"1","tickSz":"0.1","maxLmtSz":"100000000","maxMktSz":"35000"}]}"#
      ])
    #expect(found.entity.description == "cryptoperp_okx_btcusd")
    #expect(found.segment == .inverse && found.indexName == "BTC-USD")
    #expect(found.specification.contractSize == FixedDecimal("100"))
    #expect(found.specification.settlement == "btc" && found.specification.isInverse)
  }

  @Test("Bybit: USDC perpetuals are called PERP there and by their assets here; brackets come along")
  func bybit() throws {
    #expect(
      BybitHistory().listing(.perpetual, code: "btcusdc").compactMap { Reading.url($0) } == [
        "https://api.bybit.com/v5/market/instruments-info?category=linear&symbol=BTCPERP",
        "https://api.bybit.com/v5/market/risk-limit?category=linear&symbol=BTCPERP",
      ])
    let found = try first(
      BybitHistory(), .perpetual,
      [
        #"{"retCode":0,"result":{"list":[{"symbol":"BTCPERP","contractType":"LinearPerpetual","baseCoin":"BTC","quoteCoin":"USDC","settleCoin":"USDC","fundingInterval":480,"upperFundingRate":"0.00375","lowerFundingRate":"-0.00375","lotSizeFilter":{"maxOrderQty":"1190.000","minOrderQty":"0.001","qtyStep":"0.001","maxMktOrderQty":"500.000","minNotionalValue":"5"},"priceFilter":{"minPrice":"0.10","maxPrice":"1999999.80","tickSize":"0.10"}}]}}"#,
        #"{"retCode":0,"result":{"list":[{"id":2,"symbol":"BTCPERP","riskLimitValue":"4000000","maintenanceMargin":"0.0056","maxLeverage":"90.00","mmDeduction":"1200"},{"id":1,"symbol":"BTCPERP","riskLimitValue":"2000000","maintenanceMargin":"0.005","maxLeverage":"100.00","mmDeduction":""}]}}"#,
      ])
    #expect(found.entity.description == "cryptoperp_bybit_btcusdc")
    #expect(found.specification.rules.fundingInterval == 8 * TimeSpan.hour)
    #expect(found.specification.rules.tiers.map(\.upTo) == [FixedDecimal("2000000"), FixedDecimal("4000000")])
    #expect(found.specification.rules.tiers.first?.amount == .zero)
  }

  @Test("Coinbase: a product that is another's alias is fetched under that one's name")
  func coinbase() throws {
    let found = try CoinbaseHistory().instruments(
      .pair, code: "btcusdc",
      answers: [
        Array(
          #"{"products":[{"product_id":"BTC-USDC","alias":"BTC-USD","product_type":"SPOT","price_increment":"0.01","base_increment":"0.00000001","base_min_size":"0.00000001","base_max_size":"3400","quote_min_size":"1"},{"product_id":"BIT-24APR26-CDE","product_type":"FUTURE","price_increment":"5","base_increment":"1"}]}"#
            .utf8)
      ])
    #expect(found.map(\.entity.description) == ["cryptopair_coinbase_btcusdc"])
    #expect(found.map(\.native) == ["BTC-USD"])
  }

  @Test("a list that was refused lists nothing")
  func absent() throws {
    #expect(try BinanceHistory().instruments(.pair, code: "nope", answers: [nil]).isEmpty)
  }
}
