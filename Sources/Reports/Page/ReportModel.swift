/// Everything the report page shows, as plain values.
///
/// Names follow `result.json`. Money, prices and quantities in tables are exact decimal text; series, fills and trades
/// are floating point and only drawn or listed. Lists are shown in the order in which they are given. Times are
/// nanoseconds since the epoch, UTC. Any list may be empty and any number may be undefined: the page then says so.
package struct ReportModel: Sendable {
  /// Version of the program that made the run.
  package var papertape = ""
  /// `complete`, `interrupted` or `failed`.
  package var status = "complete"
  /// Why the run failed or stopped, if it did.
  package var error: String?
  /// The scenario as it was run.
  package var scenario = Scenario()
  /// The strategy and its parameters.
  package var strategy = Strategy()
  /// Seed of the random numbers.
  package var seed: UInt64?
  /// Data the run consumed.
  package var data = DataUsed()
  /// `sha256:` and 64 hexadecimal digits.
  package var fingerprint = ""
  /// What makes the result doubtful; the page sorts by severity and keeps the given order within one.
  package var doubts: [Doubt] = []
  /// What the scenario demands of the result.
  package var expect: [Expectation] = []

  /// The account at the end.
  package var account = Account()
  /// Orders sent.
  package var orders = 0
  /// Fills received.
  package var fills = 0
  /// Orders still open at the end.
  package var openOrders = 0
  /// How many orders of each type ended in each status.
  package var ordersByTypeAndStatus: [OrderCount] = []
  /// Refusals by code.
  package var rejected: [Refusal] = []
  /// In any order; the page has its own.
  package var metrics: [Metric] = []
  /// One entry an instrument.
  package var byEntity: [EntityResult] = []
  /// One entry a reason.
  package var byExitReason: [ExitReason] = []
  /// They sum to the change of equity, from the price's share to rounding.
  package var pnlParts: [Part] = []
  /// Remainders too small to trade.
  package var dust: [Dust] = []

  /// Equity in order of time, at any resolution: drawn thinned, counted whole (months, drawdown).
  package var equity: [Point] = []
  /// What the initial equity would have become by buying and holding, in the account's currency.
  package var benchmark: [Point] = []
  /// Optional range around equity, such as the worst and best path through ambiguous bars.
  package var equityBand: [BandPoint] = []
  /// One series an instrument; the first is shown first.
  package var prices: [PriceSeries] = []
  /// All fills, as drawn on the price chart.
  package var fillMarks: [Fill] = []
  /// Round trips, open ones last.
  package var trades: [Trade] = []

  /// What the result rests on.
  package var assumptions: [Assumption] = []
  /// The exact command that makes this run again.
  package var command = ""
  /// Versions and further digests for the box on reproducing the run, such as `swift` or `platform`.
  package var environment: [Parameter] = []
  /// Names of the files beside the page in the run folder, offered as links.
  package var files: [String] = []

  /// An empty report.
  package init() {}
}
