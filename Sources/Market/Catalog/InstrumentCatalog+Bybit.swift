extension InstrumentCatalog {
  // Bybit spot: instruments-info of 2026-08-09 (the least order value counts as notional).
  static let bybit = """
    base quote price_step quantity_step min_quantity max_quantity min_notional
    btc  usdt  0.1        0.000001      0.000001     230          5
    btc  usdc  0.1        0.000001      0.000001     48           5
    btc  usd   0.1        0.000001      0.000001     2.663375     5
    eth  usdt  0.01       0.00001       0.00001      8118         5
    eth  usdc  0.01       0.00001       0.00001      1500         5
    eth  btc   0.000001   0.00001       0.00001      1542.6       0.000065
    eth  usd   0.01       0.00001       0.00001      84.34477     5
    sol  usdt  0.01       0.0001        0.0001       26000        5
    sol  usdc  0.01       0.0001        0.0001       14510        5
    sol  btc   0.0000001  0.0001        0.0001       1719         0.000065
    xrp  usdt  0.0001     0.01          0.01         1200000      5
    xrp  usdc  0.0001     0.01          0.01         643200       5
    xrp  btc   0.00000001 0.01          0.01         209790       0.000065
    bnb  usdt  0.1        0.0001        0.0001       2200         5
    bnb  usdc  0.1        0.0001        0.0001       405          5
    ada  usdt  0.0001     0.01          0.01         7600000      5
    ada  usdc  0.0001     0.01          0.01         2012400      5
    doge usdt  0.00001    0.1           0.1          14000000     5
    doge usdc  0.00001    0.1           0.1          3808000      5
    ltc  usdt  0.01       0.00001       0.00001      10000        5
    ltc  usdc  0.01       0.00001       0.00001      5703         5
    ltc  btc   0.0000001  0.001         0.001        231          0.000065
    link usdt  0.001      0.001         0.001        240000       5
    link usdc  0.001      0.001         0.001        10018        5
    dot  usdt  0.0001     0.001         0.001        490000       5
    dot  usdc  0.0001     0.001         0.001        17127        5
    avax usdt  0.001      0.001         0.001        140000       5
    avax usdc  0.001      0.001         0.001        38040        5
    trx  usdt  0.0001     0.01          0.01         1625000      5
    trx  usdc  0.0001     0.01          0.01         480000       5
    """
}
