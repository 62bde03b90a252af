package import Market

extension Scenario {
  /// Which rows a run sees.
  package struct Data: Hashable, Sendable {
    /// Tape files, resolved; empty when the data is synthetic.
    package var tapes: [String] = []
    /// A generated market in place of tapes.
    package var synthetic: Synthetic?
    /// The first instant that is traded, inclusive; nil: the first row.
    package var from: Timestamp?
    /// The end, exclusive; nil: after the last row.
    package var to: Timestamp?
    /// The stretch before ``from`` that is shown and not traded.
    package var warmup = TimeSpan.zero
    package var clock = Clock.exchange
    /// In the order of the file, which decides ties of time.
    package var streams: [Stream] = []
    package var onGap = GapPolicy.warn
    package var onFundingMissing = FundingPolicy.warn
  }

  /// One instrument's data.
  package struct Stream: Hashable, Sendable {
    package var entity = EntityID(kind: .pair, provider: "", code: "")
    /// Levels of its klines as listed; without prints, quotes and book the finest drives matching.
    package var klines: [KlineLevel] = []
    /// Prints, which drive matching.
    package var trades = false
    /// The order book, which drives matching, prints with it.
    package var book = false
    /// Best bid and ask, which drive matching where there is no book.
    package var quotes = false
    /// Funding rates of a perpetual.
    package var funding = false
    package var mark = PriceSeries.none
    package var index = PriceSeries.none

    /// Whether nothing is asked for.
    package var isEmpty: Bool {
      klines.isEmpty && !trades && !book && !quotes && !funding && mark == .none && index == .none
    }
  }

  /// In which form a mark or index price is streamed.
  package enum PriceSeries: Hashable, Sendable {
    case none
    /// As it was streamed and stored.
    case ticks
    /// Bars of a level.
    case klines(KlineLevel)
  }

  /// A generated market: equal for equal numbers, on every machine.
  package struct Synthetic: Hashable, Sendable {
    package var seed: UInt64 = 1
    /// Price of the first row, in quote currency.
    package var startPrice = FixedDecimal.one
    /// Standard deviation of a year's logarithmic return, as a fraction: 0.6 is 60 %.
    package var annualVolatility = FixedDecimal.zero
    /// Mean logarithmic return of a year, as a fraction.
    package var drift = FixedDecimal.zero
    /// Mean number of prints in a minute; nil: the generator's own.
    package var tradesPerMinute: FixedDecimal?
  }

  /// Which stamp orders the rows.
  package enum Clock: String, Word, Hashable, Sendable {
    case exchange
    package var summary: String { "the exchange's own stamps" }
    static var later: [WordDeclaration] {
      [
        WordDeclaration(
          word: "received", summary: "as a recorded session lived it", availability: .notYet("clock received"))
      ]
    }
  }

  /// What a hole in the data does.
  package enum GapPolicy: String, Word, Hashable, Sendable {
    case warn, fail, ignore
    package var summary: String {
      switch self {
      case .warn: "a warning in the result"
      case .fail: "the run ends with exit status 3"
      case .ignore: "nothing"
      }
    }
  }

  /// What a settlement without a rate does.
  package enum FundingPolicy: String, Word, Hashable, Sendable {
    case warn, fail
    package var summary: String {
      switch self {
      case .warn: "a warning in the result"
      case .fail: "the run ends with exit status 3"
      }
    }
  }
}

extension Scenario.Data: Block {
  static var keys: [Key<Self>] {
    [
      .optional(
        "tape", \.tapes, .list(of: .path), whenEmpty: "the data comes from `synthetic`",
        "The tape file, or a list of them; relative paths start at the scenario's folder."),
      .optional(
        "synthetic", \.synthetic, .block(Scenario.Synthetic.self), omitted: "the data comes from `tape`",
        "A generated market for the streams, over `from`..`to`, which it needs both."),
      .optional(
        "from", \.from, .time, omitted: "the first row",
        "Start, inclusive, by a row's own time (klines: open time); UTC unless an offset is given."),
      .optional("to", \.to, .time, omitted: "after the last row", "End, exclusive; a bar must end by then."),
      .optional(
        "warmup", \.warmup, .duration(.zero...(3_650 * .day), example: "2d"),
        "The stretch before `from` (without `from`: the first stretch of the data) that is shown to the strategy, not traded and not in the metrics."
      ),
      .optional("clock", \.clock, .word, "Which stamp orders the rows."),
      .required(
        "streams", \.streams, .list(of: .block(Scenario.Stream.self), atLeast: 1),
        "The series of the run; their order decides ties of time."),
      .optional(
        "on_gap", \.onGap, .word,
        "What a hole in the data does; a minute without a trade is none where the provider leaves such bars out."),
      .optional(
        "on_funding_missing", \.onFundingMissing, .word,
        "What happens when a position meets a settlement without a rate."),
    ]
  }
}

extension Scenario.Stream: Block {
  static var keys: [Key<Self>] {
    [
      .required("entity", \.entity, .entity, "The instrument: KIND_PROVIDER_CODE."),
      .optional(
        "klines", \.klines, .list(of: .level, atLeast: 1), whenEmpty: "no bars",
        "Length of the bars, or a list of lengths; the finest drives matching where no prints are listed. A level that is not stored is built from a finer one."
      ),
      .optional("trades", \.trades, .boolean, "Prints; they drive matching in place of bars."),
      .optional("book", \.book, .boolean, "The order book, level 2; it drives matching, and prints with it."),
      .optional(
        "quotes", \.quotes, .boolean, "Best bid and ask; without a book they drive matching, and prints with them."),
      .optional("funding", \.funding, .boolean, "Funding rates of a perpetual."),
      .optional("mark", \.mark, .priceSeries, "Mark price klines of a level, or `true` for stored ticks."),
      .optional("index", \.index, .priceSeries, "Index price klines of a level, or `true` for stored ticks."),
    ]
  }
}

extension Codec where Value == Scenario.PriceSeries {
  /// `false`, `true` for ticks, or the length of bars.
  static var priceSeries: Self {
    let level = Codec<KlineLevel>.level
    return Codec(
      shape: .either(.boolean, level.shape),
      read: { node, checker in
        switch node.scalar {
        case "false": Scenario.PriceSeries.none
        case "true": .ticks
        default: level.read(node, &checker).map { .klines($0) }
        }
      },
      write: { series in
        switch series {
        case .none: .scalar("false")
        case .ticks: .scalar("true")
        case .klines(let span): level.write(span)
        }
      })
  }
}

extension Scenario.Synthetic: Block {
  static var keys: [Key<Self>] {
    [
      .required("seed", \.seed, .seed, "From which the market is drawn; apart from the run's own seed."),
      .required(
        "start_price", \.startPrice, .amount(above: true, example: "60000"),
        "Price of the first row, in quote currency."),
      .required(
        "annual_volatility", \.annualVolatility, .rate(.zero, "20", example: "0.6"),
        "Standard deviation of a year's logarithmic return, as a fraction: 0.6 is 60 %."),
      .optional(
        "drift", \.drift, .rate("-20", "20", example: "0.1"), "Mean logarithmic return of a year, as a fraction."),
      .optional(
        "trades_per_minute", \.tradesPerMinute, .amount(above: true, example: "120"), omitted: "the generator's own",
        "Mean number of prints in a minute."),
    ]
  }
}
