package import Market

extension Scenario {
  /// What a run leaves behind.
  package struct ReportOptions: Hashable, Sendable {
    /// Whether `report.html` is written.
    package var html = true
    /// In which equity is counted; nil: the quote asset of the first stream.
    package var currency: String?
    /// Per year, as a fraction.
    package var riskFree = FixedDecimal.zero
    package var periodsPerYear: Int64 = 365
    package var equityStep = EquityStep.every(.hour)
  }

  /// How many rows `equity.csv` has.
  package enum EquityStep: Hashable, Sendable {
    /// One an event.
    case all
    /// First, last and one a step of UTC.
    case every(TimeSpan)
  }
}

extension Scenario.ReportOptions: Block {
  static var keys: [Key<Self>] {
    [
      .optional("html", \.html, .boolean, "Whether `report.html` is written."),
      .optional(
        "currency", \.currency, .asset, omitted: "the quote asset of the first stream",
        "The asset in which equity is counted."),
      .optional(
        "risk_free", \.riskFree, .rate("-1", "1", example: "0.03"), "Risk-free rate of a year, as a fraction."),
      .optional(
        "periods_per_year", \.periodsPerYear, .integer(1...1_000_000, example: "365"),
        "Days by which daily figures are brought to a year."),
      .optional(
        "equity_step", \.equityStep, .equityStep, "Rows of `equity.csv`: first, last and one a step of UTC; or `all`."),
    ]
  }
}

extension Codec where Value == Scenario.EquityStep {
  /// A step, or `all`.
  static var equityStep: Self {
    Codec<TimeSpan?>.orWord(
      "all", .duration(.second...(3_650 * .day), example: "1h"), meaning: "every event"
    ).converted(
      { $0.map(Scenario.EquityStep.every) ?? .all },
      back: { step in
        switch step {
        case .all: nil
        case .every(let span): span
        }
      })
  }
}
