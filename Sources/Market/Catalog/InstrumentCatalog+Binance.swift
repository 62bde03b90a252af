extension InstrumentCatalog {
  // Binance spot. BTCUSDT and ETHUSDT: exchangeInfo of 2026-07-03. The rest: price step, quantity step and least
  // notional of the symbol properties database of QuantConnect LEAN (Apache-2.0; copy of 2026), greatest quantity of
  // the exchangeInfo of 2021-10-12; the least quantity is the step. The greatest market quantity moves daily with
  // the volume and is no rule to keep in a table.
  static let binance = """
    base quote price_step quantity_step min_quantity max_quantity min_notional
    btc  usdt  0.01       0.00001       0.00001      9000         5
    btc  usdc  0.01       0.00001       0.00001      9000         5
    eth  usdt  0.01       0.0001        0.0001       9000         5
    eth  usdc  0.01       0.0001        0.0001       90000        5
    eth  btc   0.00001    0.0001        0.0001       100000       0.0001
    sol  usdt  0.01       0.001         0.001        90000        5
    sol  usdc  0.01       0.001         0.001        922327       5
    sol  btc   0.0000001  0.001         0.001        90000000     0.0001
    xrp  usdt  0.0001     0.1           0.1          9222449      5
    xrp  usdc  0.0001     0.1           0.1          900000       5
    xrp  btc   0.00000001 0.1           0.1          90000000     0.0001
    xrp  eth   0.0000001  0.1           0.1          90000000     0.001
    bnb  usdt  0.01       0.001         0.001        900000       5
    bnb  usdc  0.01       0.001         0.001        900000       5
    bnb  btc   0.000001   0.001         0.001        100000       0.0001
    bnb  eth   0.0001     0.001         0.001        9000000      0.001
    ada  usdt  0.0001     0.1           0.1          900000       5
    ada  usdc  0.0001     0.1           0.1          900000       5
    ada  btc   0.00000001 0.1           0.1          90000000     0.0001
    ada  eth   0.0000001  0.1           0.1          90000000     0.001
    doge usdt  0.00001    1             1            9000000      1
    doge usdc  0.00001    1             1            90000000     1
    doge btc   0.00000001 1             1            90000000     0.0001
    ltc  usdt  0.01       0.001         0.001        90000        5
    ltc  usdc  0.01       0.001         0.001        90000        5
    ltc  btc   0.000001   0.001         0.001        100000       0.0001
    ltc  eth   0.00001    0.001         0.001        9000000      0.001
    link usdt  0.001      0.01          0.01         90000        5
    link usdc  0.001      0.01          0.01         90000        5
    link btc   0.0000001  0.01          0.01         90000000     0.0001
    link eth   0.000001   0.01          0.01         92141578     0.001
    dot  usdt  0.001      0.01          0.01         90000        5
    dot  btc   0.00000001 0.01          0.01         90000000     0.0001
    avax usdt  0.001      0.01          0.01         90000        5
    avax btc   0.0000001  0.01          0.01         90000000     0.0001
    trx  usdt  0.0001     0.1           0.1          9000000      5
    trx  usdc  0.0001     0.1           0.1          9000000      5
    trx  btc   0.00000001 1             1            90000000     0.0001
    trx  eth   0.00000001 1             1            90000000     0.001
    """
}
