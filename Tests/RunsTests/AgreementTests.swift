import JSON
import Market
import Reports
import Runs
import Testing

/// The files of a run folder say the same thing.
@Suite("Files of a run agree") struct AgreementTests {
  private struct Files {
    let result: JSONValue
    let fills: [Row]
    let orders: [Row]
    let trades: [Row]
    let equity: [Row]
    let ledger: [Row]

    init(_ text: String, _ folder: TemporaryFolder) throws {
      try folder.run(text: text)
      result = try JSONValue(parsing: try folder.read("run/result.json"))
      fills = try folder.rows("run/fills.csv")
      orders = try folder.rows("run/orders.csv")
      trades = try folder.rows("run/trades.csv")
      equity = try folder.rows("run/equity.csv")
      ledger = try folder.rows("run/ledger.csv")
    }

    func metric(_ name: String) -> JSONValue? { result["metrics"]?[name] }
  }

  private func files(_ text: String) throws -> Files { try Files(text, try TemporaryFolder()) }

  @Test("rows are counted", arguments: RepeatedRunTests.scenarios)
  func counts(name: String, text: String) throws {
    let files = try files(text)
    #expect(files.result["fills"]?.numberText == "\(files.fills.count)")
    #expect(files.fills.count > 3)
    #expect(files.result["orders"]?.numberText == "\(files.orders.filter { !$0["order_id"].isEmpty }.count)")
    #expect(files.metric("trades")?.numberText == "\(files.trades.filter { !$0["closed"].isEmpty }.count)")
    #expect(files.metric("open_trades")?.numberText == "\(files.trades.filter { $0["closed"].isEmpty }.count)")
    let open = files.orders.filter { ["open", "partially_filled", "new", "accepted"].contains($0["status"]) }
    #expect(files.result["open_orders"]?.numberText == "\(open.count)")
  }

  @Test("fees of the fills, of the ledger and of the account are one sum", arguments: RepeatedRunTests.scenarios)
  func fees(name: String, text: String) throws {
    let files = try files(text)
    let assets = Set(files.fills.map { $0["fee_asset"] })
    #expect(!assets.isEmpty)
    for asset in assets {
      let paid = files.fills.filter { $0["fee_asset"] == asset }.sum { $0.exact("fee") }
      #expect(paid == Exact(files.result["account"]?["fees"]?[asset]))
      let booked = files.ledger.filter { $0["asset"] == asset && $0["credit"] == "fees" }.sum { $0.exact("amount") }
      #expect(paid == booked)
    }
    let parts = files.result["pnl_parts"]
    let cost = Exact(parts?["maker_fees"]) + Exact(parts?["taker_fees"]) + Exact(parts?["rebates"])
    #expect(Exact.zero - cost == Exact(files.metric("fees_paid")))
  }

  @Test("the ledger sums to zero and leaves the balances", arguments: RepeatedRunTests.scenarios)
  func ledger(name: String, text: String) throws {
    let files = try files(text)
    #expect(files.result["integrity"]?["ledger_balanced"]?.flag == true)
    for (number, row) in files.ledger.enumerated() {
      #expect(row["transfer_id"] == "\(number + 1)")
      #expect(row["debit"] != row["credit"])
      #expect(row.exact("amount") > .zero)
    }
    for asset in files.result["account"]?["balances"]?.fields ?? [] {
      let rows = files.ledger.filter { $0["asset"] == asset.name }
      let accounts = Set(rows.flatMap { [$0["debit"], $0["credit"]] })
      var total = Exact.zero
      for account in accounts {
        let net =
          rows.filter { $0["credit"] == account }.sum { $0.exact("amount") }
          - rows.filter { $0["debit"] == account }.sum { $0.exact("amount") }
        total = total + net
        if account == "user" {
          #expect(net == Exact(asset.value["free"]) + Exact(asset.value["locked"]), "\(asset.name)")
        }
      }
      #expect(total == .zero)
    }
  }

  @Test(
    "equity begins and ends as the account does, and changes by the sum of its parts",
    arguments: RepeatedRunTests.scenarios)
  func equity(name: String, text: String) throws {
    let files = try files(text)
    let account = files.result["account"]
    let first = try #require(files.equity.first)
    let last = try #require(files.equity.last)
    #expect(first.exact("equity") == Exact(account?["initial_equity"]))
    #expect(last.exact("equity") == Exact(account?["final_equity"]))
    for row in files.equity {
      #expect(row.exact("balance") + row.exact("unrealized_pnl") == row.exact("equity"), "\(row["time"])")
    }
    let change = Exact(account?["final_equity"]) - Exact(account?["initial_equity"])
    #expect((files.result["pnl_parts"]?.fields ?? []).sum { Exact($0.value) } == change)
    let entities = files.result["by_entity"]?.elements ?? []
    for part in files.result["pnl_parts"]?.fields ?? [] where part.name != "rounding" {
      #expect(entities.sum { Exact($0["pnl_parts"]?[part.name]) } == Exact(part.value), "\(part.name)")
    }
  }

  @Test("trades and exits add up", arguments: RepeatedRunTests.scenarios)
  func trades(name: String, text: String) throws {
    let files = try files(text)
    let net = files.trades.sum { $0.exact("net_profit") }
    #expect((files.result["by_exit_reason"]?.elements ?? []).sum { Exact($0["net_profit"]) } == net)
    let closed = files.trades.filter { !$0["closed"].isEmpty }
    #expect(
      (files.result["by_entity"]?.elements ?? []).sum { Exact($0["net_profit"]) }
        == closed.sum { $0.exact("net_profit") })
    for trade in files.trades {
      #expect(trade.exact("gross_profit") - trade.exact("fees") - trade.exact("funding") == trade.exact("net_profit"))
    }
  }

  @Test("orders are filled by their fills", arguments: RepeatedRunTests.scenarios)
  func orders(name: String, text: String) throws {
    let files = try files(text)
    for order in files.orders where !order["order_id"].isEmpty {
      let fills = files.fills.filter { $0["order_id"] == order["order_id"] }
      #expect(fills.sum { $0.exact("quantity") } == order.exact("filled"), "order \(order["order_id"])")
      #expect(order.exact("filled") <= order.exact("quantity"))
      #expect((order["status"] == "filled") == (order["filled"] == order["quantity"]))
      #expect(order["average_price"].isEmpty == fills.isEmpty)
      if let first = fills.first, fills.allSatisfy({ $0["price"] == first["price"] }) {
        #expect(order["average_price"] == first["price"])
      }
      let times = try ["created", "arrived", "updated"].map { try #require(Timestamp(iso: order[$0])) }
      #expect(times == times.sorted())
    }
    for (number, fill) in files.fills.enumerated() { #expect(fill["fill_id"] == "\(number + 1)") }
  }

  @Test("fees in the quote asset: what trades paid is all that was paid")
  func quoteFees() throws {
    var scenario = SmallScenario()
    scenario.exchange = "balances: {usdt: 10000}, fees: {maker: 0.001, taker: 0.002, asset: quote}"
    let files = try files(scenario.text)
    #expect(files.trades.sum { $0.exact("fees") } == files.fills.sum { $0.exact("fee") })
    #expect(files.fills.allSatisfy { $0["fee_asset"] == "usdt" && $0["liquidity"] == "taker" })
    #expect(
      files.trades.sum { $0.exact("net_profit") } == (files.result["pnl_parts"]?.fields ?? []).sum { Exact($0.value) })
  }

  @Test("refused orders are rows and are counted by code")
  func refused() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "time,action,client_order_id,side,type,quantity,price\n2024-01-02,submit,a,buy,limit,0.1,1\n2024-01-02,submit,b,sell,market,1,\n2024-01-03,submit,c,buy,limit,0.00001,50000\n2024-01-03,submit,d,buy,market,0.05,\n",
      to: "script.csv")
    var scenario = SmallScenario()
    scenario.strategy = "{name: Scripted, params: {file: script.csv}}"
    let files = try Files(scenario.text, folder)
    let rejected = files.result["rejected"]?.fields ?? []
    #expect(rejected.count >= 2)
    let rows = files.orders.filter { !$0["error"].isEmpty }
    for code in rejected {
      #expect(code.value.numberText == "\(rows.count { $0["error"] == code.name })", "\(code.name)")
    }
    #expect(files.orders.count == 4)
    #expect(files.orders.filter { $0["status"] == "filled" }.map { $0["client_order_id"] } == ["d"])
  }
}
