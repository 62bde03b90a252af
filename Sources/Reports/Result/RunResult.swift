package import JSON
package import Market

/// What came of a run: `result.json` as a value, field by field and in its order.
///
/// Money, prices and quantities are exact decimals, floating-point figures are written with 12 significant digits, nil is `null`:
/// undefined, never zero and never infinite.
package struct RunResult: Sendable {
  /// How the run ended.
  package enum Status: String, Hashable, Sendable {
    case complete, interrupted, failed
  }

  /// The program's version.
  package var papertape: String
  package var status = Status.complete
  /// Why a failed run failed, in one sentence.
  package var error: String?
  package var scenario = Scenario()
  package var strategy = Strategy()
  package var seed: UInt64 = 0
  package var data = DataUsed()
  /// `sha256:` and 64 hex digits.
  package var fingerprint = ""
  package var expect: [Expectation] = []
  package var account = Account()
  package var orders = 0
  package var fills = 0
  package var openOrders = 0
  /// Refused orders and commands by code, those that occurred.
  package var rejected: [(code: String, count: Int)] = []
  package var metrics = Metrics()
  package var byEntity: [EntityResult] = []
  package var byExitReason: [ExitReasonResult] = []
  package var pnlParts = ProfitParts.zero
  package var integrity = Integrity()
  /// Outside the fingerprint.
  package var performance = Performance()

  /// A result of nothing yet.
  package init(papertape: String) { self.papertape = papertape }

  /// The scenario file that was run.
  package struct Scenario: Hashable, Sendable {
    package var name = ""
    /// Its path as the user gave it.
    package var file = ""
    /// SHA-256 of the file, 64 hex digits.
    package var sha256 = ""

    package init(name: String = "", file: String = "", sha256: String = "") {
      self.name = name
      self.file = file
      self.sha256 = sha256
    }
  }

  /// The strategy with the parameters it ran with, in the order of their declaration.
  package struct Strategy: Sendable {
    package var name = ""
    package var params: [(name: String, value: JSONValue)] = []

    package init(name: String = "", params: [(name: String, value: JSONValue)] = []) {
      self.name = name
      self.params = params
    }
  }

  /// The data that went in.
  package struct DataUsed: Hashable, Sendable {
    /// The tested range; nil when there was no row.
    package var from: Timestamp?
    package var to: Timestamp?
    /// Rows taken in, warm-up included.
    package var events = 0
    package var streams: [Stream] = []

    package init(from: Timestamp? = nil, to: Timestamp? = nil, events: Int = 0, streams: [Stream] = []) {
      self.from = from
      self.to = to
      self.events = events
      self.streams = streams
    }
  }

  /// One series of the data.
  package struct Stream: Hashable, Sendable {
    package var entityID: String
    package var kind: String
    /// Nil for what has no level.
    package var level: String?
    package var rows: Int
    package var gaps: Int
    package var digest: String

    package init(entityID: String, kind: String, level: String?, rows: Int, gaps: Int, digest: String) {
      self.entityID = entityID
      self.kind = kind
      self.level = level
      self.rows = rows
      self.gaps = gaps
      self.digest = digest
    }
  }

  /// One line of the scenario's `expect`.
  package struct Expectation: Hashable, Sendable {
    /// Where in `result.json`, such as `metrics.max_drawdown_pct`.
    package var path: String
    /// The condition as written.
    package var want: String
    /// What came out.
    package var found: JSONValue
    package var isMet: Bool

    package init(path: String, want: String, found: JSONValue, isMet: Bool) {
      self.path = path
      self.want = want
      self.found = found
      self.isMet = isMet
    }
  }

  /// The round trips that ended for one reason.
  package struct ExitReasonResult: Hashable, Sendable {
    package var reason: String
    package var trades: Int
    package var netProfit: FixedDecimal

    package init(reason: String, trades: Int, netProfit: FixedDecimal) {
      self.reason = reason
      self.trades = trades
      self.netProfit = netProfit
    }
  }

  /// What of one instrument came out.
  package struct EntityResult: Hashable, Sendable {
    package var entityID: String
    /// Closed round trips.
    package var trades: Int
    package var fills: Int
    package var netProfit: FixedDecimal
    package var winRatePercent: Double?
    package var feesPaid: FixedDecimal
    package var fundingPaid: FixedDecimal
    package var volume: FixedDecimal
    package var buyAndHoldReturnPercent: Double?
    package var parts: ProfitParts

    package init(
      entityID: String, trades: Int = 0, fills: Int = 0, netProfit: FixedDecimal = .zero, winRatePercent: Double? = nil,
      feesPaid: FixedDecimal = .zero, fundingPaid: FixedDecimal = .zero, volume: FixedDecimal = .zero,
      buyAndHoldReturnPercent: Double? = nil, parts: ProfitParts = .zero
    ) {
      self.entityID = entityID
      self.trades = trades
      self.fills = fills
      self.netProfit = netProfit
      self.winRatePercent = winRatePercent
      self.feesPaid = feesPaid
      self.fundingPaid = fundingPaid
      self.volume = volume
      self.buyAndHoldReturnPercent = buyAndHoldReturnPercent
      self.parts = parts
    }
  }

  /// How fast it went.
  package struct Performance: Hashable, Sendable {
    package var wallSeconds = 0.0
    package var loadSeconds = 0.0
    package var engineSeconds = 0.0
    /// Nil for an engine time of zero.
    package var eventsPerSecond: Double?
    package var peakRSSBytes = 0

    package init(
      wallSeconds: Double = 0, loadSeconds: Double = 0, engineSeconds: Double = 0, eventsPerSecond: Double? = nil,
      peakRSSBytes: Int = 0
    ) {
      self.wallSeconds = wallSeconds
      self.loadSeconds = loadSeconds
      self.engineSeconds = engineSeconds
      self.eventsPerSecond = eventsPerSecond
      self.peakRSSBytes = peakRSSBytes
    }
  }
}
