public import StrategyKit

/// A strategy made runnable, as a value: loop and strategy are compiled as one in whatever module writes `StrategyEntry(X.self)`.
public struct StrategyEntry: Sendable {
  public let description: StrategyDescription
  /// Runs the plan to its end; one closure call a run.
  public let run: @Sendable (RunPlan, [any RunWatcher]) throws(StrategyError) -> RunOutcome

  /// An entry for a strategy type; its name is the type's.
  @inlinable
  public init<S: Strategy>(_ type: S.Type) {
    description = StrategyDescription(name: "\(type)", summary: type.summary, parameters: type.parameters)
    run = { (plan, watchers) throws(StrategyError) in
      var loop = Loop(try S(plan.setup), plan, watchers)
      loop.run()
      return loop.finish()
    }
  }
}
