import Exchange
import Market
import Metrics
import Reports
import Testing

@Suite("Rows of a run") struct RunFilesTests {
  @Test("fills have the notional, the fee and the client id of their order")
  func fills() throws {
    var run = try SmallRun()
    let id = run.names.intern("entry")
    let rows = try run.rows(selection: .fills) {
      $0.append(SmallRun.accepted(1, SmallRun.terms(.buy, .limit, 2, price: 600_000), at: SmallRun.at(0), client: id))
      $0.append(
        .filled(
          SmallRun.fill(1, of: 1, .buy, 1, at: 600_000, time: SmallRun.at(60_000), fee: 100, .maker, isComplete: false))
      )
      $0.append(.filled(SmallRun.fill(2, of: 1, .buy, 1, at: 599_999, time: SmallRun.at(60_123), fee: 100, .maker)))
      $0.append(SmallRun.accepted(2, SmallRun.terms(.sell, .market, 1), at: SmallRun.at(120_000)))
      $0.append(
        .filled(
          SmallRun.fill(
            3, of: 2, .sell, 1, at: 610_005, time: Timestamp(nanoseconds: SmallRun.at(120_000).nanoseconds + 1),
            fee: 6_100_050, realized: -12_345)))
    }
    #expect(
      rows == [
        "fills.csv": """
        time,fill_id,order_id,client_order_id,entity_id,side,position_side,price,quantity,notional,fee,fee_asset,liquidity,realized_pnl,reason
        2024-08-01T00:01:00Z,1,1,entry,cryptopair_binance_btcusdt,buy,long,60000,0.001,60,0.000001,btc,maker,0,order
        2024-08-01T00:01:00.123Z,2,1,entry,cryptopair_binance_btcusdt,buy,long,59999.9,0.001,59.9999,0.000001,btc,maker,0,order
        2024-08-01T00:02:00.000000001Z,3,2,,cryptopair_binance_btcusdt,sell,long,61000.5,0.001,61.0005,0.0610005,usdt,taker,-0.00012345,order

        """
      ])
  }

  @Test("the ledger begins with the starting balances and has a row a transfer")
  func ledger() throws {
    let rows = try SmallRun().rows(selection: .ledger) {
      $0.append(.filled(SmallRun.fill(1, of: 1, .buy, 1, at: 600_000, time: SmallRun.at(60_000), fee: 100)))
      $0.append(.filled(SmallRun.fill(2, of: 2, .sell, 1, at: 610_005, time: SmallRun.at(61_000), fee: -5)))
    }
    #expect(
      rows == [
        "ledger.csv": """
        time,transfer_id,debit,credit,asset,amount,kind,ref
        2024-08-01T00:00:00Z,1,deposits,user,btc,0.5,deposit,start
        2024-08-01T00:00:00Z,2,deposits,user,usdt,1000,deposit,start
        2024-08-01T00:01:00Z,3,counterparty,user,btc,0.001,trade,1
        2024-08-01T00:01:00Z,4,user,counterparty,usdt,60,trade,1
        2024-08-01T00:01:00Z,5,user,fees,btc,0.000001,fee,1
        2024-08-01T00:01:01Z,6,user,counterparty,btc,0.001,trade,2
        2024-08-01T00:01:01Z,7,counterparty,user,usdt,61.0005,trade,2
        2024-08-01T00:01:01Z,8,fees,user,usdt,0.00000005,fee,2

        """
      ])
  }

  @Test("orders stand by number, whatever the order in which they end")
  func orders() throws {
    var run = try SmallRun()
    let names = ["a,b", "say \"hi\"", "two\nlines", "plain"].map { run.names.intern($0) }
    let rows = try run.rows(selection: .orders) {
      $0.append(
        SmallRun.accepted(
          1, SmallRun.terms(.buy, .limit, 3, price: 500_000), at: SmallRun.at(5), sent: SmallRun.at(0), client: names[0]
        ))
      $0.append(
        SmallRun.rejected(
          2, SmallRun.terms(.sell, .market, 9), .insufficientBalance, at: SmallRun.at(6), client: names[1]))
      $0.append(
        SmallRun.accepted(
          3, SmallRun.terms(.sell, .stopMarket, 1, stop: 490_000), at: SmallRun.at(7), client: names[2], parent: 1))
      $0.append(
        SmallRun.accepted(
          4, SmallRun.terms(.buy, .limit, 1, price: 600_000, .fillOrKill), at: SmallRun.at(8), client: names[3]))
      $0.append(.expired(SmallRun.ended(4, .notFilledAtOnce, at: SmallRun.at(8))))
      $0.append(.filled(SmallRun.fill(1, of: 1, .buy, 1, at: 500_000, time: SmallRun.at(9), fee: 0, isComplete: false)))
      $0.append(.filled(SmallRun.fill(2, of: 1, .buy, 2, at: 499_999, time: SmallRun.at(10), fee: 0)))
      $0.append(.released(SmallRun.step(3, at: SmallRun.at(10))))
      $0.append(
        SmallRun.accepted(5, SmallRun.terms(.sell, .stopLimit, 1, price: 480_000, stop: 490_000), at: SmallRun.at(11)))
      $0.append(.triggered(SmallRun.step(5, at: SmallRun.at(12))))
      $0.append(SmallRun.accepted(6, SmallRun.terms(.buy, .market, 1), at: SmallRun.at(13)))
      $0.append(SmallRun.accepted(7, SmallRun.terms(.buy, .limit, 1, price: 1), at: SmallRun.at(14)))
      $0.append(
        .amended(
          OrderAmended(time: SmallRun.at(15), order: OrderID(7), terms: SmallRun.terms(.buy, .limit, 2, price: 2))))
      $0.append(.canceled(SmallRun.ended(7, nil, at: SmallRun.at(16))))
    }
    #expect(
      rows == [
        "orders.csv": """
        created,order_id,client_order_id,entity_id,side,position_side,type,time_in_force,price,stop_price,quantity,filled,average_price,status,error,waiting_for,updated,arrived,reduce_only,parent,end_reason
        2024-08-01T00:00:00Z,1,"a,b",cryptopair_binance_btcusdt,buy,long,limit,GTC,50000,,0.003,0.003,49999.933333333,filled,,,2024-08-01T00:00:00.010Z,2024-08-01T00:00:00.005Z,false,,filled
        2024-08-01T00:00:00.006Z,2,"say ""hi""\",cryptopair_binance_btcusdt,sell,long,market,GTC,,,0.009,0,,rejected,CRYPTO_INSUFFICIENT_BALANCE,,2024-08-01T00:00:00.006Z,2024-08-01T00:00:00.006Z,false,,
        2024-08-01T00:00:00.007Z,3,"two
        lines",cryptopair_binance_btcusdt,sell,long,stop_market,GTC,,49000,0.001,0,,open,,trigger,2024-08-01T00:00:00.010Z,2024-08-01T00:00:00.007Z,false,1,
        2024-08-01T00:00:00.008Z,4,plain,cryptopair_binance_btcusdt,buy,long,limit,FOK,60000,,0.001,0,,expired,,,2024-08-01T00:00:00.008Z,2024-08-01T00:00:00.008Z,false,,CRYPTO_NOT_FILLED_AT_ONCE
        2024-08-01T00:00:00.011Z,5,,cryptopair_binance_btcusdt,sell,long,stop_limit,GTC,48000,49000,0.001,0,,open,,price,2024-08-01T00:00:00.012Z,2024-08-01T00:00:00.011Z,false,,
        2024-08-01T00:00:00.013Z,6,,cryptopair_binance_btcusdt,buy,long,market,GTC,,,0.001,0,,open,,data,2024-08-01T00:00:00.013Z,2024-08-01T00:00:00.013Z,false,,
        2024-08-01T00:00:00.014Z,7,,cryptopair_binance_btcusdt,buy,long,limit,GTC,0.2,,0.002,0,,canceled,,,2024-08-01T00:00:00.016Z,2024-08-01T00:00:00.014Z,false,,request

        """
      ])
  }

  @Test("an order that stays open holds back those after it, and none is lost")
  func longWait() throws {
    let rows = try SmallRun().rows(selection: .orders) {
      $0.append(SmallRun.accepted(1, SmallRun.terms(.buy, .limit, 1, price: 1), at: SmallRun.at(0)))
      for number in 2...5_000 as ClosedRange<UInt32> {
        $0.append(SmallRun.rejected(number, SmallRun.terms(.buy, .market, 1), .minNotional, at: SmallRun.at(1)))
      }
      $0.append(.canceled(SmallRun.ended(1, nil, at: SmallRun.at(2))))
      $0.append(SmallRun.rejected(5_001, SmallRun.terms(.buy, .market, 1), .minNotional, at: SmallRun.at(3)))
    }
    let lines = try #require(rows["orders.csv"]).split(separator: "\n").dropFirst()
    #expect(lines.map { $0.split(separator: ",", omittingEmptySubsequences: false)[1] } == (1...5_001).map { "\($0)" })
  }

  @Test("equity has its first mark, one row an hour carried on, and its end")
  func equityByHour() throws {
    let hour: Int64 = 3_600_000
    let rows = try SmallRun().rows(
      selection: .equity, end: SmallRun.at(4 * hour + 1), equity: Money(30_940_000_000_000)
    ) {
      $0.append(SmallRun.mark(.price, 31_000_000_000_000, at: SmallRun.at(0)))
      $0.append(SmallRun.mark(.start, 31_000_000_000_000, at: SmallRun.at(0)))
      $0.append(SmallRun.mark(.close, 31_500_000_000_000, price: 610_000, at: SmallRun.at(60_000)))
      // The close that ends the hour is its last; what is filled at that instant belongs to the next.
      $0.append(SmallRun.mark(.close, 31_000_000_000_000, at: SmallRun.at(hour)))
      $0.append(
        .filled(
          SmallRun.fill(
            1, of: 1, .sell, 100, at: 600_000, time: SmallRun.at(hour), fee: 600_000_000, realized: 1_000_000_000)))
      $0.append(SmallRun.mark(.fill, 30_994_000_000_000, at: SmallRun.at(hour)))
      $0.append(SmallRun.mark(.close, 30_940_000_000_000, price: 590_000, at: SmallRun.at(3 * hour + 60_000)))
    }
    #expect(
      rows == [
        "equity.csv": """
        time,equity,balance,unrealized_pnl,margin_used,drawdown_pct
        2024-08-01T00:00:00Z,31000,31000,0,0,0
        2024-08-01T01:00:00Z,31000,31000,0,0,1.5873015873
        2024-08-01T02:00:00Z,30994,31004,-10,0,1.60634920635
        2024-08-01T03:00:00Z,30994,31004,-10,0,1.60634920635
        2024-08-01T04:00:00Z,30940,31004,-64,0,1.77777777778
        2024-08-01T04:00:00.001Z,30940,31004,-64,0,1.77777777778

        """
      ])
  }

  @Test("with a row a mark every change is there")
  func equityByMark() throws {
    let rows = try SmallRun().rows(
      equityStep: .everyMark, selection: .equity, end: SmallRun.at(120_000), equity: Money(31_500_000_000_000)
    ) {
      $0.append(SmallRun.mark(.start, 31_000_000_000_000, at: SmallRun.at(0)))
      $0.append(SmallRun.mark(.close, 30_000_000_000_000, at: SmallRun.at(60_000)))
      $0.append(SmallRun.mark(.close, 31_500_000_000_000, at: SmallRun.at(120_000)))
    }
    #expect(
      rows == [
        "equity.csv": """
        time,equity,balance,unrealized_pnl,margin_used,drawdown_pct
        2024-08-01T00:00:00Z,31000,31000,0,0,0
        2024-08-01T00:01:00Z,30000,31000,-1000,0,3.22580645161
        2024-08-01T00:02:00Z,31500,31000,500,0,0

        """
      ])
  }

  @Test("rows by step are those of the equity curve", arguments: 1...20)
  func equityRowsAgree(seed: UInt64) throws {
    var state = seed
    func draw(_ bound: UInt64) -> Int64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int64((state >> 33) % bound)
    }
    var curve = EquityCurve(start: SmallRun.at(17), equity: Money(1_000_000_000_000), step: .minute)
    var time: Int64 = 17
    var equity: Int128 = 1_000_000_000_000
    let rows = try SmallRun().rows(
      equityStep: .every(.minute), selection: .equity, end: SmallRun.at(3_000_000), equity: Money(1_000_000_000_000)
    ) {
      $0.append(SmallRun.mark(.start, equity, at: SmallRun.at(17)))
      for number in 1...200 as ClosedRange<UInt32> {
        time += [0, 1, 60_000 - time % 60_000, 20_000][Int(draw(4))]
        equity += Int128(draw(2_000_000_000) - 1_000_000_000)
        if draw(3) == 0 {
          let fill = SmallRun.fill(
            number, of: number, .sell, 1, at: 600_000, time: SmallRun.at(time), fee: 0, realized: 7)
          $0.append(.filled(fill))
          $0.append(SmallRun.mark(.fill, equity, at: SmallRun.at(time)))
          curve.stand(until: SmallRun.at(time))
          curve.balance += Money(70)
        } else {
          $0.append(SmallRun.mark(.close, equity, at: SmallRun.at(time)))
        }
        curve.mark(SmallRun.at(time), Money(equity))
      }
    }
    curve.mark(SmallRun.at(3_000_000), Money(1_000_000_000_000))
    _ = curve.finish(at: SmallRun.at(3_000_000))
    let lines = try #require(rows["equity.csv"]).split(separator: "\n").dropFirst()
    let expected = curve.takeRows().map { row in
      let fall = row.drawdownPercent.map { SignificantDigits($0).text } ?? ""
      func text(_ amount: Money) -> String { FixedDecimal(units: amount.units, scale: 9).description }
      return "\(row.time),\(text(row.equity)),\(text(row.balance)),\(text(row.equity - row.balance)),0,\(fall)"
    }
    #expect(lines.map { String($0) } == expected)
  }

  @Test("a file that is not wanted is not there")
  func selection() throws {
    #expect(try SmallRun().rows(selection: [.fills, .equity]) { _ in }.keys.sorted() == ["equity.csv", "fills.csv"])
    #expect(try SmallRun().rows { _ in }.keys.sorted() == ["equity.csv", "fills.csv", "ledger.csv", "orders.csv"])
  }
}
