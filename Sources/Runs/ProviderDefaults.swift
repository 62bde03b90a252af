import Exchange
import Market

/// What an exchange does when the scenario says nothing.
enum ProviderDefaults {
  /// Fees of the base tier.
  ///
  /// Spot. Binance: 0.1 % / 0.1 %, asset received (public fee table, 2026-07). OKX: 0.08 % / 0.1 %, asset received (okx.com/fees). Bybit:
  /// 0.1 % / 0.1 %, asset received (fee help page). Coinbase Advanced 1: 0.6 % / 1.2 %, quote asset (fee table, 2026). ccxt stands for
  /// no exchange of its own and gets Binance's.
  ///
  /// Perpetuals, charged in the settlement asset. Binance: 0.02 % / 0.05 % (commissionRate of 2026; COIN-M the same, from memory). OKX
  /// Lv1: 0.02 % / 0.05 % (okx.com/fees). Bybit: 0.02 % / 0.055 % (help page on perpetual and futures fees). Coinbase's are not in its
  /// stored documents: they are Binance's here.
  static func fees(of instrument: InstrumentSpecification) -> FeeSchedule {
    if instrument.entity.kind == .perpetual {
      let taker: Int64 = instrument.entity.provider == "bybit" ? 550_000_000 : 500_000_000
      return FeeSchedule(maker: rate(200_000_000), taker: rate(taker), asset: .quote)
    }
    return switch instrument.entity.provider {
    case "okx": FeeSchedule(maker: rate(800_000_000), taker: rate(1_000_000_000), asset: .received)
    case "coinbase": FeeSchedule(maker: rate(6_000_000_000), taker: rate(12_000_000_000), asset: .quote)
    default: FeeSchedule(maker: rate(1_000_000_000), taker: rate(1_000_000_000), asset: .received)
    }
  }

  private static func rate(_ units: Int64) -> Rate { Rate(units: units) }

  /// Whether the provider leaves bars without a trade out of its series, so that an absent minute is no gap (Coinbase, products
  /// candles: a bucket without a trade is not returned).
  static func leavesOutEmptyBars(_ provider: String) -> Bool { provider == "coinbase" }
}
