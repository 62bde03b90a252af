package import Market

extension Scenario {
  /// Something that goes wrong at the exchange for a while.
  package struct Fault: Hashable, Sendable {
    package var at = Timestamp(nanoseconds: 0)
    package var length = TimeSpan.zero
    package var kind = FaultKind.maintenance
    /// Share of the orders that a `reject` refuses.
    package var share = FixedDecimal.one
    /// What a `delay` adds to each answer.
    package var delay = TimeSpan.zero
  }

  /// What goes wrong.
  package enum FaultKind: String, Word, Hashable, Sendable {
    case maintenance, disconnect, reject, delay
    package var summary: String {
      switch self {
      case .maintenance: "the exchange stands still: commands are refused, nothing fills"
      case .disconnect: "neither commands nor answers nor market data come through; the exchange goes on"
      case .reject: "orders are refused at random"
      case .delay: "answers come later"
      }
    }
  }
}

extension Scenario.Fault: Block {
  static var keys: [Key<Self>] {
    [
      .required("at", \.at, .time, "When it begins."),
      .required(
        "for", \.length, .duration(TimeSpan(nanoseconds: 1)...(365 * .day), example: "10m"), "How long it lasts."),
      .required("kind", \.kind, .word, "What goes wrong."),
      .optional(
        "share", \.share,
        .decimal(
          DecimalBounds(
            lower: .zero, upper: .one, includesLower: false, decimals: 12, noun: "a fraction", example: "0.2")),
        "Share of the orders that a `reject` refuses."),
      .optional(
        "delay", \.delay, .duration(.zero...TimeSpan.hour, example: "2s"), "What a `delay` adds to each answer."),
    ]
  }
}
