package import Market

extension Scenario {
  /// How orders meet the data.
  package struct Matching: Hashable, Sendable {
    package var path = BarPath.nearest
    package var limitFill = LimitFill.through
    package var marketFill = MarketFill.next
    /// Share of a bar's or print's volume that the account's orders together may take, in (0, 1]; nil: no cap.
    package var participation: FixedDecimal? = .one
    package var queue = Queue()
    package var slippage = Slippage()
  }

  /// How far a taker's price moves against it.
  package struct Slippage: Hashable, Sendable {
    /// In hundredths of a percent of the price.
    package var basisPoints = FixedDecimal.zero
    /// Share of the spread that is paid; without quotes the spread is one price step.
    package var spread = FixedDecimal.zero
    package var impact: Impact?
    /// Factor of the impact.
    package var coefficient = FixedDecimal.zero
  }

  /// How the price moves with the quantity taken.
  package enum Impact: String, Word, Hashable, Sendable {
    case sqrt
    package var summary: String {
      "coefficient x (high - low of the last 24 h) x square root of (quantity / volume of the last 24 h)"
    }
  }

  /// The order of a bar's extremes.
  package enum BarPath: String, Word, Hashable, Sendable {
    case nearest, ohlc, olhc, worst, best
    package var summary: String {
      switch self {
      case .nearest: "the extreme nearer to the open first"
      case .ohlc: "high first"
      case .olhc: "low first"
      case .worst: "bar by bar, the order that leaves less equity"
      case .best: "bar by bar, the order that leaves more equity"
      }
    }
  }

  /// When a resting order fills.
  package enum LimitFill: String, Word, Hashable, Sendable {
    case through, touch, queue
    package var summary: String {
      switch self {
      case .through: "the price goes a step or more beyond the limit"
      case .touch: "the price reaches the limit"
      case .queue: "by its place in the queue, with a book or quotes"
      }
    }
  }

  /// How a place in the queue is reckoned.
  package struct Queue: Hashable, Sendable {
    package var model = QueueModel.riskAverse
  }

  /// What of a level's decrease lay behind an own order.
  package enum QueueModel: String, Word, Hashable, Sendable {
    case riskAverse = "risk_averse"
    case proportional, log
    package var summary: String {
      switch self {
      case .riskAverse: "all of it: prints alone bring an order forward"
      case .proportional: "in proportion to what stood before and behind"
      case .log: "in proportion to the logarithms of what stood before and behind"
      }
    }
  }

  /// Which price a market order pays where there is no book and no quote.
  package enum MarketFill: String, Word, Hashable, Sendable {
    case next, last
    package var summary: String {
      switch self {
      case .next: "the first price after arrival"
      case .last: "the price in force on arrival, the one declared exception to no look-ahead"
      }
    }
  }
}

extension Scenario.Matching: Block {
  static var keys: [Key<Self>] {
    let share = DecimalBounds(lower: .zero, upper: .one, includesLower: false, decimals: 12, example: "0.1 or off")
    return [
      .optional("path", \.path, .word, "In which order a bar reaches its extremes."),
      .optional("limit_fill", \.limitFill, .word, "When a resting order fills."),
      .optional("market_fill", \.marketFill, .word, "Which price a market order pays, on klines and prints."),
      .optional(
        "participation", \.participation, .orWord("off", .decimal(share), meaning: "no cap"),
        "Most of a bar's or print's volume that this account's orders together may take."),
      .optional("queue", \.queue, .block(Scenario.Queue.self), "How a place in the queue is reckoned."),
      .optional("slippage", \.slippage, .block(Scenario.Slippage.self), "How far a taker's price moves against it."),
    ]
  }
}

extension Scenario.Slippage: Block {
  static var keys: [Key<Self>] {
    [
      .optional(
        "bps", \.basisPoints, .decimal(DecimalBounds(lower: .zero, upper: "10000", decimals: 8, example: "5")),
        "Slippage in basis points (hundredths of a percent) of the price."),
      .optional(
        "spread", \.spread, .decimal(DecimalBounds(lower: .zero, upper: "100", decimals: 12, example: "0.5")),
        "Share of the spread that is paid; without quotes the spread is one price step."),
      .optional("impact", \.impact, .word, omitted: "none", "How the price moves with the quantity taken."),
      .optional(
        "coefficient", \.coefficient, .decimal(DecimalBounds(lower: .zero, upper: "100", decimals: 12, example: "0.1")),
        "Factor of the impact."),
    ]
  }
}

extension Scenario.Queue: Block {
  static var keys: [Key<Self>] {
    [
      .optional("model", \.model, .word, "What of a level's decrease, beyond what printed, lay behind an own order."),
      .notYet(
        "ahead", "queue.ahead", .decimal(DecimalBounds(lower: .zero, decimals: 18, example: "0.5")), accepts: .nothing,
        "What stands before an order on prints alone, in base currency."),
    ]
  }
}
