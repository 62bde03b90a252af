import Exchange
import Market
import Replay

extension PreparedRun {
  /// Replays the run with a tracing exchange and explains one order; `recorded` is the fingerprint of the run asked about.
  package func explain(
    _ target: WhyTarget, recorded: String?, _ base: ExecutionOptions
  ) throws(WhyError) -> OrderExplanation {
    let watcher = OrderWatcher()
    var options = base
    options.isTracing = true
    options.watchers = [watcher]
    let run: ExecutedRun
    do throws(RunFailure) {
      run = try execute(options)
    } catch {
      throw .failure(error)
    }
    let (order, fill) = try Self.find(target, watcher, run.outcome.venue)
    var chain = OrderChain(
      configuration: venue, order: order, events: watcher.events.filter { $0.order == order },
      fills: run.outcome.venue.traces, admissions: run.outcome.venue.admissions.filter { $0.order == order },
      names: run.outcome.names)
    chain.asked = fill
    if let open = run.outcome.venue.openOrders.first(where: { $0.id == order }) {
      chain.open = open
      chain.lastPrice = run.outcome.venue.lastPrice(open.terms.instrument)
    }
    return OrderExplanation(
      order: order.number, fill: fill, title: chain.title, fingerprint: "sha256:" + run.fingerprint,
      recordedFingerprint: recorded, steps: chain.steps)
  }

  /// The order that is meant, and the fill if one was.
  private static func find(
    _ target: WhyTarget, _ watcher: OrderWatcher, _ venue: borrowing Venue
  ) throws(WhyError) -> (OrderID, fill: UInt32?) {
    switch target {
    case .fill(let number):
      guard let order = watcher.order(ofFill: number) else {
        throw .noSuchFill(number, fills: venue.lastFillNumber)
      }
      return (order, number)
    case .order(let number):
      guard number <= venue.lastOrderID else { throw .noSuchOrder(number, orders: venue.lastOrderID) }
      return (OrderID(number), nil)
    case .number(let number):
      if let order = watcher.order(ofFill: number) { return (order, number) }
      guard number <= venue.lastOrderID else { throw .noSuchFill(number, fills: venue.lastFillNumber) }
      return (OrderID(number), nil)
    }
  }
}
