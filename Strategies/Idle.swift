import StrategyKit

/// Does nothing: shows what an account does by itself.
struct Idle: Strategy {
  static let summary = "Does nothing."

  init(_ setup: StrategySetup) throws(StrategyError) {}
}
