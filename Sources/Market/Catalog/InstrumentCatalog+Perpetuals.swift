extension InstrumentCatalog {
  // Perpetuals: base, quote, settlement, contract size, price step, quantity step, least and greatest quantity, greatest market
  // quantity, least notional, liquidation fee, hours between fundings, name of the brackets (`-`: not known).

  // Binance USD-M. BTCUSDT: exchangeInfo of 2022-02 (http_futures_market_exchange_info.json of nautechsystems/nautilus_trader), its least
  // notional of 2024-25; ETHUSDT, ZENUSDT, ARPAUSDT: brackets of 2026-05-01 (freqtrade's binance_leverage_tiers.json), steps and
  // quantities of ETHUSDT as its trades show them (price 0.01, quantity 0.001). COIN-M: contract sizes of exchangeInfo; brackets that
  // reproduce the FAQ's example of 300 BTC (about 2023).
  static let binancePerpetuals = """
    btc usdt usdt 1   0.1   0.001 0.001 1000  120   100 0.0125 8 binance_btcusdt
    eth usdt usdt 1   0.01  0.001 0.001 10000 2000  20  0.0125 8 binance_ethusdt
    btc usd  btc  100 0.1   1     1     0     0     0   0.015  8 binance_btcusd
    """

  // OKX swaps: instruments of 2026-09-25; quantities count contracts; there is no least notional.
  static let okxPerpetuals = """
    btc usdt usdt 0.01 0.1  0.01 0.01 100000000 35000 0 0 8 okx_btcusdt
    eth usdt usdt 0.1  0.01 0.01 0.01 100000000 90000 0 0 8 okx_ethusdt
    btc usd  btc  100  0.1  0.1  0.1  100000000 49000 0 0 8 -
    """

  // Bybit. BTCUSDT: instruments-info of 2025-01-02, its first two risk limits of 2026-09-25 (the others are not known: beyond them the
  // second one's rate stands). BTCUSD: instruments-info and risk limits of 2026-09-26; a contract is one dollar.
  static let bybitPerpetuals = """
    btc usdt usdt 1 0.1 0.001 0.001 1190     500     5 0 8 bybit_btcusdt
    btc usd  btc  1 0.1 1     1     25000000 5000000 0 0 8 bybit_btcusd
    """

  /// Brackets by name: greatest size, maintenance rate, amount, greatest leverage. A size is a notional in the settlement asset; with
  /// OKX it is a quantity in contracts.
  static let brackets: [String: String] = [
    // 2026-05-01: freqtrade, binance_leverage_tiers.json.
    "binance_btcusdt": """
    300000 0.004 0 150
    800000 0.005 300 100
    3000000 0.0065 1500 75
    12000000 0.01 12000 50
    70000000 0.02 132000 25
    100000000 0.025 482000 20
    230000000 0.05 2982000 10
    480000000 0.1 14482000 5
    600000000 0.125 26482000 4
    800000000 0.15 41482000 3
    1200000000 0.25 121482000 2
    1800000000 0.5 421482000 1
    """,
    "binance_ethusdt": """
    300000 0.004 0 150
    800000 0.005 300 100
    3000000 0.0065 1500 75
    12000000 0.01 12000 50
    50000000 0.02 132000 25
    65000000 0.025 382000 20
    150000000 0.05 2007000 10
    320000000 0.1 9507000 5
    400000000 0.125 17507000 4
    530000000 0.15 27507000 3
    800000000 0.25 80507000 2
    1200000000 0.5 280507000 1
    """,
    "binance_btcusd": """
    5 0.004 0 125
    10 0.005 0.005 100
    20 0.01 0.055 50
    50 0.025 0.355 20
    100 0.05 1.605 10
    200 0.1 6.605 5
    400 0.125 11.605 4
    """,
    // position-tiers, tiers 1 to 15 of BTC and 4 on of ETH as read; ETH tiers 2 and 3 by the same rule as BTC's.
    "okx_btcusdt": """
    1000 0.004 0 100
    5000 0.005 0 66.66
    20000 0.0075 0 50
    40000 0.0125 0 40
    60000 0.0175 0 33.33
    80000 0.0225 0 28.57
    100000 0.0275 0 25
    120000 0.0325 0 22.22
    140000 0.0375 0 20
    160000 0.0425 0 18.18
    """,
    "okx_ethusdt": """
    5000 0.004 0 100
    25000 0.0075 0 50
    50000 0.0125 0 40
    75000 0.0175 0 33.33
    100000 0.0225 0 28.57
    125000 0.0275 0 25
    150000 0.0325 0 22.22
    175000 0.0375 0 20
    200000 0.0425 0 18.18
    """,
    "bybit_btcusdt": """
    300000 0.0033 0 150
    2000000 0.005 510 100
    """,
    "bybit_btcusd": """
    150 0.005 0 100
    300 0.01 0.75 66.67
    """,
  ]

  /// The perpetuals of a table.
  static func perpetuals(_ table: String, provider: String) -> [InstrumentSpecification] {
    table.split(separator: "\n").map { line in
      let fields = line.split(separator: " ").map(String.init)
      precondition(fields.count == 13, "a line of perpetuals has thirteen fields: \(line)")
      let numbers = fields[3...10].map(decimal)
      var result = InstrumentSpecification(
        pair: EntityID(kind: .perpetual, provider: provider, code: fields[0] + fields[1]), base: fields[0],
        quote: fields[1], priceStep: numbers[1], quantityStep: numbers[2], minQuantity: numbers[3],
        maxQuantity: numbers[4], maxMarketQuantity: numbers[5], minNotional: numbers[6])
      result.settlement = fields[2]
      result.isInverse = fields[2] == fields[0]
      result.contractSize = numbers[0]
      result.rules.liquidationFee = numbers[7]
      result.rules.fundingInterval = TimeSpan(nanoseconds: (Int64(fields[11]) ?? 8) * 3_600_000_000_000)
      for bracket in (brackets[fields[12]] ?? "").split(separator: "\n") {
        let parts = bracket.split(separator: " ").map { decimal(String($0)) }
        precondition(parts.count == 4, "a bracket has four fields: \(bracket)")
        result.rules.tiers.append(
          MarginTier(upTo: parts[0], maintenanceRate: parts[1], amount: parts[2], maxLeverage: parts[3]))
      }
      return result
    }
  }
}
