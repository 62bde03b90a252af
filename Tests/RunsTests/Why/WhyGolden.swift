import Runs
import Testing

/// What `why` prints of the orders of ``ScriptedRun``.
struct WhyGolden: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var target: WhyTarget
  var text: String

  static let all: [WhyGolden] = [
    WhyGolden(
      testDescription: "a market order larger than a bar's volume allows, one of its fills", target: .fill(2),
      text: """
        order 1 (big): buy 3 of cryptopair_binance_btcusdt, market, GTC
          2024-01-01T00:10:00Z      sent     the strategy sent it
          2024-01-01T00:10:00.050Z  arrived  at the exchange, after 50ms of order latency
                                    check    quantity step: 3 in whole steps of 0.00001
                                    check    quantity range: 3 is at least 0.00001 and at most 9000
                                    check    least notional: price in force 60301.38 x 3 = 180904.14 usdt, at least 5 usdt
                                    check    balance: needs 180994.59207 usdt, 1000000 usdt free
                                    takes    it takes at once, the bar is running
                                    filled   fill 1: buy 0.71476 at 60313.45 as taker, the rest stays 2.28524
          2024-01-01T00:11:00Z      filled   fill 2: buy 0.47007 at 60290.3 as taker, the rest stays 1.81517
                                             bar       2024-01-01T00:11:00Z to 2024-01-01T00:12:00Z: open 60278.24, high 60291.55, low 60238.3, close 60251.54, volume 4.70075
                                             paid by   at the open 60278.24 (2024-01-01T00:11:00Z)
                                             rule      the rest took the next price, the open of the next bar
                                             price     60278.24 first, 12.06 slippage against the order (2 bps, rounded to the price step against it): 60290.3
                                             quantity  2.28524 wanted, 0.47007 left of the bar's volume (participation 0.1): all of it taken
                                             fee       28340.661321 usdt x 0.0005 = 14.17033066 usdt, toward zero at 8 decimals
                                             realized  nothing, it opens
                                             ledger    0.47007 btc from counterparty to user (trade)
                                             ledger    28340.661321 usdt from user to counterparty (trade)
                                             ledger    14.17033066 usdt from user to fees (fee)
          2024-01-01T00:12:00Z      filled   fill 3: buy 0.58885 at 60263.42 as taker, the rest stays 1.22632
          2024-01-01T00:13:00Z      filled   fill 4: buy 0.74336 at 60221.68 as taker, the rest stays 0.48296
          2024-01-01T00:14:00Z      filled   fill 5: buy 0.48296 at 60217.78 as taker

        """),
    WhyGolden(
      testDescription: "a market order in mid-bar", target: .order(2),
      text: """
        order 2 (mid): sell 0.1 of cryptopair_binance_btcusdt, market, GTC
          2024-01-01T00:20:20Z      sent     the strategy sent it
          2024-01-01T00:20:20.050Z  arrived  at the exchange, after 50ms of order latency
                                    check    quantity step: 0.1 in whole steps of 0.00001
                                    check    quantity range: 0.1 is at least 0.00001 and at most 9000
                                    check    least notional: price in force 60270.71 x 0.1 = 6027.071 usdt, at least 5 usdt
                                    check    balance: needs 0.1 btc, 3 btc free
                                    takes    it takes at once, the bar is running
                                    filled   fill 6: sell 0.1 at 60258.65 as taker
                                             bar       2024-01-01T00:20:00Z to 2024-01-01T00:21:00Z: open 60289.87, low 60270.55, high 60336.21, close 60332.24, volume 13.0463
                                             paid by   from low 60270.55 (2024-01-01T00:20:20Z) to high 60336.21 (2024-01-01T00:20:40Z)
                                             rule      took the price of the path at its arrival
                                             price     60270.71 first, 12.06 slippage against the order (2 bps, rounded to the price step against it): 60258.65
                                             quantity  0.1 wanted, 1.30463 left of the bar's volume (participation 0.1)
                                             fee       6025.865 usdt x 0.0005 = 3.0129325 usdt, exact at 8 decimals
                                             realized  -0.32115945 usdt
                                             ledger    0.1 btc from user to counterparty (trade)
                                             ledger    6025.865 usdt from counterparty to user (trade)
                                             ledger    3.0129325 usdt from user to fees (fee)

        """),
    WhyGolden(
      testDescription: "a limit that does not take, at once or not at all", target: .order(3),
      text: """
        order 3 (ioc): buy 0.1 of cryptopair_binance_btcusdt, limit at 50000, IOC
          2024-01-01T00:30:00Z      sent      the strategy sent it
          2024-01-01T00:30:00.050Z  arrived   at the exchange, after 50ms of order latency
                                    check     price step: 50000 in whole steps of 0.01
                                    check     quantity step: 0.1 in whole steps of 0.00001
                                    check     quantity range: 0.1 is at least 0.00001 and at most 9000
                                    check     least notional: limit 50000 x 0.1 = 5000 usdt, at least 5 usdt
                                    check     balance: needs 5002.5 usdt, 825146.87449152 usdt free
                                    no taker  its limit 50000 takes nothing at the price in force 60609.79
                                    expired   CRYPTO_NOT_FILLED_AT_ONCE: it could not be filled at once as its time in force asks; nothing was filled

        """),
    WhyGolden(
      testDescription: "a price with too many decimals", target: .order(4),
      text: """
        order 4 (off): buy 0.015 of cryptopair_binance_btcusdt, limit, GTC
          2024-01-01T00:31:00Z      sent     the strategy sent it
          2024-01-01T00:31:00.050Z  arrived  at the exchange, after 50ms of order latency
                                    refused  CRYPTO_PRECISION_ERROR: a price has more decimals than the price step 0.01

        """),
    WhyGolden(
      testDescription: "a balance that does not reach", target: .order(5),
      text: """
        order 5 (poor): buy 100 of cryptopair_binance_btcusdt, limit at 50000, GTC
          2024-01-01T00:32:00Z      sent     the strategy sent it
          2024-01-01T00:32:00.050Z  arrived  at the exchange, after 50ms of order latency
                                    check    price step: 50000 in whole steps of 0.01
                                    check    quantity step: 100 in whole steps of 0.00001
                                    check    quantity range: 100 is at least 0.00001 and at most 9000
                                    check    least notional: limit 50000 x 100 = 5000000 usdt, at least 5 usdt
                                    refused  CRYPTO_INSUFFICIENT_BALANCE: it needs 5002500 usdt, and there is 825146.87449152 usdt free

        """),
    WhyGolden(
      testDescription: "a notional that is too small", target: .order(6),
      text: """
        order 6 (small): buy 0.00005 of cryptopair_binance_btcusdt, limit at 50000, GTC
          2024-01-01T00:34:00Z      sent     the strategy sent it
          2024-01-01T00:34:00.050Z  arrived  at the exchange, after 50ms of order latency
                                    check    price step: 50000 in whole steps of 0.01
                                    check    quantity step: 0.00005 in whole steps of 0.00001
                                    check    quantity range: 0.00005 is at least 0.00001 and at most 9000
                                    refused  CRYPTO_MIN_NOTIONAL_NOT_MET: limit 50000 x 0.00005 = 2.5 usdt, less than the least notional 5 usdt

        """),
    WhyGolden(
      testDescription: "a stop that woke", target: .order(7),
      text: """
        order 7 (stop): sell 0.5 of cryptopair_binance_btcusdt, stop_market at 59900, GTC
          2024-01-01T00:40:00Z            sent       the strategy sent it
          2024-01-01T00:40:00.050Z        arrived    at the exchange, after 50ms of order latency
                                          check      price step: 59900 in whole steps of 0.01
                                          check      quantity step: 0.5 in whole steps of 0.00001
                                          check      quantity range: 0.5 is at least 0.00001 and at most 9000
                                          check      least notional: stop 59900 x 0.5 = 29950 usdt, at least 5 usdt
                                          check      stop: 59900 is not reached by the price in force 60904.35
                                          check      balance: needs 0.5 btc, 2.9 btc free
                                          waited     for the last price at 59900 or below, its stop
          2024-01-01T03:37:16.573265963Z  triggered  the price 59900 reached its stop: it takes like a market order
                                          filled     fill 8: sell 0.5 at 59888.02 as taker
                                                     bar       2024-01-01T03:37:00Z to 2024-01-01T03:38:00Z: open 59918.04, low 59896.27, high 59966.36, close 59945, volume 8.27605
                                                     paid by   from open 59918.04 (2024-01-01T03:37:00Z) to low 59896.27 (2024-01-01T03:37:20Z)
                                                     rule      the path reached the stop: a stop pays the price that woke it
                                                     price     59900 first, 11.98 slippage against the order (2 bps, rounded to the price step against it): 59888.02
                                                     quantity  0.5 wanted, 0.8276 left of the bar's volume (participation 0.1)
                                                     fee       29944.01 usdt x 0.0005 = 14.972005 usdt, exact at 8 decimals
                                                     realized  -187.15814847 usdt
                                                     ledger    0.5 btc from user to counterparty (trade)
                                                     ledger    29944.01 usdt from counterparty to user (trade)
                                                     ledger    14.972005 usdt from user to fees (fee)

        """),
    WhyGolden(
      testDescription: "a stop-limit that was cancelled", target: .order(8),
      text: """
        order 8 (armed): buy 0.5 of cryptopair_binance_btcusdt, stop_limit at 99000, limit 99900, GTC
          2024-01-01T00:41:00Z      sent      the strategy sent it
          2024-01-01T00:41:00.050Z  arrived   at the exchange, after 50ms of order latency
                                    check     price step: 99900 and 99000 in whole steps of 0.01
                                    check     quantity step: 0.5 in whole steps of 0.00001
                                    check     quantity range: 0.5 is at least 0.00001 and at most 9000
                                    check     least notional: limit 99900 x 0.5 = 49950 usdt, at least 5 usdt
                                    check     stop: 99000 is not reached by the price in force 60905.84
                                    check     balance: needs 49974.975 usdt, 825146.87449152 usdt free
                                    waited    for the last price at 99000 or above, its stop
          2024-01-01T11:00:00.050Z  canceled  the strategy asked for it; nothing was filled

        """),
    WhyGolden(
      testDescription: "an amended order that still rests", target: .order(9),
      text: """
        order 9 (parent): buy 0.1 of cryptopair_binance_btcusdt, limit at 10000, GTC
          2024-01-01T00:42:00Z      sent     the strategy sent it
          2024-01-01T00:42:00.050Z  arrived  at the exchange, after 50ms of order latency
                                    check    price step: 10000 in whole steps of 0.01
                                    check    quantity step: 0.1 in whole steps of 0.00001
                                    check    quantity range: 0.1 is at least 0.00001 and at most 9000
                                    check    least notional: limit 10000 x 0.1 = 1000 usdt, at least 5 usdt
                                    check    balance: needs 1000.5 usdt, 775171.89949152 usdt free
                                    waited   it rests at 10000; the price in force was 60861.47, it fills at 9999.99 or below (limit_fill: through, one step beyond its limit)
          2024-01-01T00:43:00.050Z  amended  now buy 0.2 of cryptopair_binance_btcusdt, limit at 20000, GTC
                                    open     at the end of the run: rests, waits for a price of 19999.99 or below, 42198.5 away
                                             left        0.2 of 0.2
                                             locked      4002 usdt
                                             last price  62198.49

        """),
    WhyGolden(
      testDescription: "a child that is still held back", target: .order(10),
      text: """
        order 10 (child): sell 0.1 of cryptopair_binance_btcusdt, limit at 99000, GTC
          2024-01-01T00:42:00Z      sent     the strategy sent it
          2024-01-01T00:42:00.050Z  arrived  at the exchange, after 50ms of order latency
                                    check    price step: 99000 in whole steps of 0.01
                                    check    quantity step: 0.1 in whole steps of 0.00001
                                    check    quantity range: 0.1 is at least 0.00001 and at most 9000
                                    held     until order 9 is filled whole
                                    open     at the end of the run: held back, order 9 has not been filled whole
                                             left        0.1 of 0.1
                                             last price  62198.49

        """),
    WhyGolden(
      testDescription: "a stop that is reached already", target: .order(11),
      text: """
        order 11 (late): sell 0.1 of cryptopair_binance_btcusdt, stop_market at 90000, GTC
          2024-01-01T00:45:00Z      sent     the strategy sent it
          2024-01-01T00:45:00.050Z  arrived  at the exchange, after 50ms of order latency
                                    check    price step: 90000 in whole steps of 0.01
                                    check    quantity step: 0.1 in whole steps of 0.00001
                                    check    quantity range: 0.1 is at least 0.00001 and at most 9000
                                    check    least notional: stop 90000 x 0.1 = 9000 usdt, at least 5 usdt
                                    refused  CRYPTO_WOULD_TRIGGER_IMMEDIATELY: the price in force 60689.39 is at the stop 90000 already, or beyond it

        """),
    WhyGolden(
      testDescription: "a post-only order that would take", target: .order(12),
      text: """
        order 12 (maker): buy 0.1 of cryptopair_binance_btcusdt, limit at 99000, GTX
          2024-01-01T00:46:00Z      sent     the strategy sent it
          2024-01-01T00:46:00.050Z  arrived  at the exchange, after 50ms of order latency
                                    check    price step: 99000 in whole steps of 0.01
                                    check    quantity step: 0.1 in whole steps of 0.00001
                                    check    quantity range: 0.1 is at least 0.00001 and at most 9000
                                    check    least notional: limit 99000 x 0.1 = 9900 usdt, at least 5 usdt
                                    refused  CRYPTO_POST_ONLY_WOULD_TAKE: post-only, and its limit 99000 is beyond the price in force 60689.9

        """),
    WhyGolden(
      testDescription: "one leg of a pair, a limit that was passed", target: .order(13),
      text: """
        order 13 (high): sell 0.1 of cryptopair_binance_btcusdt, limit at 61000, GTC
          2024-01-01T01:00:00Z            sent     the strategy sent it
          2024-01-01T01:00:00.050Z        arrived  at the exchange, after 50ms of order latency
                                          check    price step: 61000 in whole steps of 0.01
                                          check    quantity step: 0.1 in whole steps of 0.00001
                                          check    quantity range: 0.1 is at least 0.00001 and at most 9000
                                          check    least notional: limit 61000 x 0.1 = 6100 usdt, at least 5 usdt
                                          check    balance: needs 0.1 btc, 2.4 btc free
                                          waited   it rests at 61000; the price in force was 60499.89, it fills at 61000.01 or above (limit_fill: through, one step beyond its limit)
          2024-01-01T08:12:30.752825084Z  filled   fill 9: sell 0.1 at 61000 as maker
                                                   bar       2024-01-01T08:12:00Z to 2024-01-01T08:13:00Z: open 60989.76, low 60966.23, high 61029.06, close 60990.97, volume 9.44657
                                                   paid by   from low 60966.23 (2024-01-01T08:12:20Z) to high 61029.06 (2024-01-01T08:12:40Z)
                                                   rule      the path passed the resting limit by a price step, to 61000.01 (limit_fill: through)
                                                   price     61000, its limit
                                                   quantity  0.1 wanted, 0.94465 left of the bar's volume (participation 0.1)
                                                   fee       6100 usdt x 0.0002 = 1.22 usdt, exact at 8 decimals
                                                   realized  73.76637031 usdt
                                                   ledger    0.1 btc from user to counterparty (trade)
                                                   ledger    6100 usdt from counterparty to user (trade)
                                                   ledger    1.22 usdt from user to fees (fee)

        """),
    WhyGolden(
      testDescription: "the other leg of the pair", target: .order(14),
      text: """
        order 14 (low): sell 0.1 of cryptopair_binance_btcusdt, stop_market at 58000, GTC
          2024-01-01T01:00:00Z            sent      the strategy sent it
          2024-01-01T01:00:00.050Z        arrived   at the exchange, after 50ms of order latency
                                          check     price step: 58000 in whole steps of 0.01
                                          check     quantity step: 0.1 in whole steps of 0.00001
                                          check     quantity range: 0.1 is at least 0.00001 and at most 9000
                                          check     least notional: stop 58000 x 0.1 = 5800 usdt, at least 5 usdt
                                          check     stop: 58000 is not reached by the price in force 60499.89
                                          check     balance: needs 0.1 btc, 0 btc beyond what its OCO group has locked, 2.3 btc free
                                          waited    for the last price at 58000 or below, its stop
          2024-01-01T08:12:30.752825084Z  canceled  CRYPTO_ORDER_GROUP_ENDED: the order it was tied to ended it; nothing was filled

        """),
    WhyGolden(
      testDescription: "a child let go by its parent's fill", target: .order(16),
      text: """
        order 16 (after): sell 0.01 of cryptopair_binance_btcusdt, limit at 99500, GTC
          2024-01-01T01:00:00Z            sent      the strategy sent it
          2024-01-01T01:00:00.050Z        arrived   at the exchange, after 50ms of order latency
                                          check     price step: 99500 in whole steps of 0.01
                                          check     quantity step: 0.01 in whole steps of 0.00001
                                          check     quantity range: 0.01 is at least 0.00001 and at most 9000
                                          held      until order 15 is filled whole
          2024-01-01T01:03:34.131065668Z  released  its parent is filled whole, the price is 60399.99; the checks that need one follow
                                          check     least notional: limit 99500 x 0.01 = 995 usdt, at least 5 usdt
                                          check     balance: needs 0.01 btc, 2.31 btc free
                                          waited    it rests at 99500; the price in force was 60399.99, it fills at 99500.01 or above (limit_fill: through, one step beyond its limit)
                                          open      at the end of the run: rests, waits for a price of 99500.01 or above, 37301.52 away
                                                    left        0.01 of 0.01
                                                    locked      0.01 btc
                                                    last price  62198.49

        """),
  ]
}
