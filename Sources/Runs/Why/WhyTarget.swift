/// What `why` is asked about: a fill or an order by its number.
package enum WhyTarget: Hashable, Sendable {
  case fill(UInt32)
  case order(UInt32)
  /// A fill when there is one of that number, else an order.
  case number(UInt32)

  /// Reads `17`, `fill:17` or `order:9`; nil for anything else. Numbers count from 1.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let last = parts.last, let number = UInt32(last), number > 0 else { return nil }
    switch (parts.count, parts.first) {
    case (1, _): self = .number(number)
    case (2, "fill"): self = .fill(number)
    case (2, "order"): self = .order(number)
    default: return nil
    }
  }
}

/// Why there is nothing to explain.
package enum WhyError: Error, Sendable {
  case noSuchFill(UInt32, fills: UInt32)
  case noSuchOrder(UInt32, orders: UInt32)
  case failure(RunFailure)

  /// `error:` and `hint:` lines as a user reads them.
  package var text: String {
    switch self {
    case .noSuchFill(let number, let fills):
      "error: there is no fill \(number)\nhint: the run has \(fills) fills; fills.csv lists them, order:N asks about an order"
    case .noSuchOrder(let number, let orders):
      "error: there is no order \(number)\nhint: the run has \(orders) orders; orders.csv lists them, fill:N asks about a fill"
    case .failure(let failure): failure.text
    }
  }

  /// 2 for a number that does not exist, else that of the run.
  package var exitStatus: Int32 {
    switch self {
    case .noSuchFill, .noSuchOrder: 2
    case .failure(let failure): failure.exitStatus
    }
  }
}
