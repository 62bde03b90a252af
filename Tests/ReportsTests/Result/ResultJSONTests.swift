import JSON
import Market
import Reports
import Testing

@Suite("result.json") struct ResultJSONTests {
  @Test("every field stands where the contract has it, with all its digits")
  func full() {
    #expect(
      String(decoding: resultJSON(SampleResult.full), as: UTF8.self) == #"""
        {
         "papertape": "1.0.0",
         "status": "complete",
         "error": null,
         "scenario": {
          "name": "btc-sma",
          "file": "scenarios/btc-sma.yaml",
          "sha256": "abababababababababababababababababababababababababababababababab"
         },
         "strategy": {
          "name": "SMACross",
          "params": {
           "fast": 10,
           "entity": "cryptopair_binance_btcusdt"
          }
         },
         "seed": 18446744073709551615,
         "data": {
          "from": "2024-08-01T00:00:00Z",
          "to": "2024-08-31T00:00:00Z",
          "events": 12400000,
          "streams": [
           {"entity_id": "cryptopair_binance_btcusdt", "kind": "klines", "level": "1m", "rows": 43200, "gaps": 2, "digest": "sha256:cd"},
           {"entity_id": "cryptoperp_binance_btcusdt", "kind": "trades", "level": null, "rows": 7, "gaps": 0, "digest": "sha256:ef"}
          ]
         },
         "fingerprint": "sha256:0101010101010101010101010101010101010101010101010101010101010101",
         "expect": [
          {
           "path": "fills",
           "want": "128",
           "is": 128,
           "ok": true
          }
         ],
         "account": {
          "currency": "usdt",
          "initial_equity": 10000,
          "final_equity": 10341.12345678,
          "balances": {
           "usdt": {"free": 10341.12345678, "locked": 0},
           "btc": {"free": 0.00000001, "locked": 0}
          },
          "positions": [
           {"entity_id": "cryptoperp_binance_btcusdt", "position_side": "short", "quantity": 0.5, "entry_price": 44500, "mark_price": 44000.1, "unrealized_pnl": 249.95, "realized_pnl": -3, "leverage": 5, "margin_mode": "isolated", "margin": 4450, "maintenance_margin": 88.0002, "margin_ratio": 0.333333333333, "liquidation_price": null, "bankruptcy_price": 53400, "funding_cost": -0.1}
          ],
          "by_exchange": {
           "binance": {"equity": 10341.12345678, "balances": {"usdt": {"free": 10341.12345678, "locked": 0}}}
          },
          "fees": {
           "usdt": 12.5,
           "btc": 0.000001
          }
         },
         "orders": 130,
         "fills": 128,
         "open_orders": 1,
         "rejected": {
          "CRYPTO_PRECISION_ERROR": 2,
          "CRYPTO_INSUFFICIENT_BALANCE": 1
         },
         "metrics": {
          "total_return_pct": 3.4112345678,
          "cagr_pct": 50.4,
          "max_drawdown_pct": 6.2,
          "max_drawdown_seconds": 273600,
          "volatility_pct": null,
          "sharpe": 0.333333333333,
          "sortino": null,
          "calmar": null,
          "exposure_pct": 48.75,
          "turnover": null,
          "fees_paid": 12.5,
          "funding_paid": 0,
          "interest_paid": 0,
          "trades": 64,
          "open_trades": 0,
          "win_rate_pct": null,
          "profit_factor": null,
          "expectancy": 5.33,
          "best_trade_pct": 2.25,
          "worst_trade_pct": -1.5,
          "avg_trade_seconds": null,
          "liquidations": 0,
          "buy_and_hold_return_pct": -7.125,
          "psr": null,
          "max_consecutive_wins": 5,
          "max_consecutive_losses": 7,
          "days_won": 14,
          "days_drawn": 1,
          "days_lost": 15
         },
         "by_entity": [
          {
           "entity_id": "cryptopair_binance_btcusdt",
           "trades": 64,
           "fills": 128,
           "net_profit": 341.12345678,
           "win_rate_pct": 46.875,
           "fees_paid": 0,
           "funding_paid": 0,
           "volume": 0,
           "buy_and_hold_return_pct": null,
           "pnl_parts": {"price": 0, "spread": 0, "slippage": 0, "maker_fees": 0, "taker_fees": 0, "rebates": 0, "funding": 0, "interest": 0, "liquidation": 0, "rounding": 0}
          }
         ],
         "by_exit_reason": [
          {
           "reason": "signal",
           "trades": 64,
           "net_profit": 341.12345678
          }
         ],
         "pnl_parts": {
          "price": 0,
          "spread": 0,
          "slippage": 0,
          "maker_fees": 0,
          "taker_fees": 0,
          "rebates": 0,
          "funding": 0,
          "interest": 0,
          "liquidation": 0,
          "rounding": 0
         },
         "integrity": {
          "ledger_balanced": true,
          "ambiguous_bars": 3,
          "data_gaps": 2,
          "at_participation_limit": 1,
          "dust": [
           {"exchange": "binance", "asset": "btc", "quantity": 0.00000001, "value": 0.0006, "code": "CRYPTO_QUANTITY_OUT_OF_RANGE"}
          ],
          "bounds": {
           "metrics.sharpe": [null, 1.5]
          },
          "warnings": [
           {"code": "DATA_GAPS", "count": 2, "first": "2024-08-01T00:01:00Z", "text": "Stretches without data."},
           {"code": "FEW_TRADES", "count": 1, "first": null, "text": "Fewer than \"30\" trades."}
          ]
         },
         "performance": {
          "wall_seconds": 0.9,
          "load_seconds": 0.05,
          "engine_seconds": 0.81,
          "events_per_second": 15308641.975,
          "peak_rss_bytes": 80000000
         }
        }

        """#)
  }

  @Test("before anything was run, what is undefined is null")
  func empty() throws {
    let document = try JSONValue(parsing: resultJSON(RunResult(papertape: "1")))
    for path in [
      "error", "data.from", "data.to", "account.initial_equity", "metrics.sharpe", "integrity.bounds",
      "performance.events_per_second",
    ] {
      #expect(resultValue(at: path, in: document) == .null, "\(path)")
    }
    #expect(resultValue(at: "pnl_parts.price", in: document) == 0)
  }

  @Test("names come in the contract's order")
  func order() throws {
    let document = try JSONValue(parsing: resultJSON(SampleResult.full))
    #expect(
      document.fields?.map(\.name) == [
        "papertape", "status", "error", "scenario", "strategy", "seed", "data", "fingerprint", "expect", "account",
        "orders", "fills", "open_orders", "rejected", "metrics", "by_entity", "by_exit_reason", "pnl_parts",
        "integrity", "performance",
      ])
    #expect(
      resultValue(at: "metrics", in: document)?.fields?.map(\.name) == [
        "total_return_pct", "cagr_pct", "max_drawdown_pct", "max_drawdown_seconds", "volatility_pct", "sharpe",
        "sortino", "calmar", "exposure_pct", "turnover", "fees_paid", "funding_paid", "interest_paid", "trades",
        "open_trades", "win_rate_pct", "profit_factor", "expectancy", "best_trade_pct", "worst_trade_pct",
        "avg_trade_seconds", "liquidations", "buy_and_hold_return_pct", "psr", "max_consecutive_wins",
        "max_consecutive_losses", "days_won", "days_drawn", "days_lost",
      ])
  }

  @Test(
    "a path leads to its value",
    arguments: [
      ("fills", "128"), ("metrics.max_drawdown_pct", "6.2"), ("data.streams.0.rows", "43200"),
      ("account.balances.btc.free", "0.00000001"), ("account.positions.0.liquidation_price", "null"),
      ("integrity.bounds.metrics.sharpe.1", "1.5"), ("integrity.warnings.1.text", "\"Fewer than \\\"30\\\" trades.\""),
      ("seed", "18446744073709551615"),
    ])
  func path(path: String, expected: String) throws {
    let document = try JSONValue(parsing: resultJSON(SampleResult.full))
    let value = try #require(resultValue(at: path, in: document))
    #expect(String(decoding: value.bytes(), as: UTF8.self) == expected)
  }

  @Test(
    "a path that leads nowhere has no value",
    arguments: [
      "", "fill", "metrics.sharp", "data.streams.2", "data.streams.-1", "fills.0", "metrics..sharpe", "metrics.",
    ])
  func nowhere(path: String) throws {
    #expect(resultValue(at: path, in: try JSONValue(parsing: resultJSON(SampleResult.full))) == nil)
  }
}
