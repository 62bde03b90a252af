/// A run in which every kind of order meets something.
enum ScriptedRun {
  static let script = """
    time,action,client_order_id,side,type,quantity,price,stop_price,time_in_force,oco,parent
    2024-01-01T00:10:00Z,submit,big,buy,market,3,,,,,
    2024-01-01T00:20:20Z,submit,mid,sell,market,0.1,,,,,
    2024-01-01T00:30:00Z,submit,ioc,buy,limit,0.1,50000,,IOC,,
    2024-01-01T00:31:00Z,submit,off,buy,limit,0.015,50000.001,,,,
    2024-01-01T00:32:00Z,submit,poor,buy,limit,100,50000,,,,
    2024-01-01T00:34:00Z,submit,small,buy,limit,0.00005,50000,,,,
    2024-01-01T00:40:00Z,submit,stop,sell,stop_market,0.5,,59900,,,
    2024-01-01T00:41:00Z,submit,armed,buy,stop_limit,0.5,99900,99000,,,
    2024-01-01T00:42:00Z,submit,parent,buy,limit,0.1,10000,,,,
    2024-01-01T00:42:00Z,submit,child,sell,limit,0.1,99000,,,,parent
    2024-01-01T00:43:00Z,amend,parent,,,0.2,20000,,,,
    2024-01-01T00:45:00Z,submit,late,sell,stop_market,0.1,,90000,,,
    2024-01-01T00:46:00Z,submit,maker,buy,limit,0.1,99000,,GTX,,
    2024-01-01T01:00:00Z,submit,high,sell,limit,0.1,61000,,,pair,
    2024-01-01T01:00:00Z,submit,low,sell,stop_market,0.1,,58000,,pair,
    2024-01-01T01:00:00Z,submit,start,buy,limit,0.01,60400,,,,
    2024-01-01T01:00:00Z,submit,after,sell,limit,0.01,99500,,,,start
    2024-01-01T11:00:00Z,cancel,armed,,,,,,,,

    """

  static let scenario = TestScenario(
    name: "scripted",
    exchange: """
          balances: {usdt: 1000000}
          fees: {maker: 0.0002, taker: 0.0005, asset: quote}
          latency: {order: 50ms}
          matching: {participation: 0.1, slippage: {bps: 2}}
      """,
    strategy: "  name: Scripted\n  params: {file: script.csv}")
}
