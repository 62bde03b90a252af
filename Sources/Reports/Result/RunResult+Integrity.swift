package import JSON
package import Market

// What makes a result doubtful.

extension RunResult {
  /// What a reader has to know before believing the figures.
  package struct Integrity: Sendable {
    /// Whether the accounts of every asset sum to zero.
    package var ledgerBalanced = true
    package var ambiguousBars = 0
    package var dataGaps = 0
    /// Bars in which fills took all they were allowed to.
    package var atParticipationLimit = 0
    package var dust: [Dust] = []
    /// Least and greatest of figures by their paths, with `--bounds`; else nil.
    package var bounds: [Bound]?
    package var warnings: [Warning] = []

    package init(
      ledgerBalanced: Bool = true, ambiguousBars: Int = 0, dataGaps: Int = 0, atParticipationLimit: Int = 0,
      dust: [Dust] = [], bounds: [Bound]? = nil, warnings: [Warning] = []
    ) {
      self.ledgerBalanced = ledgerBalanced
      self.ambiguousBars = ambiguousBars
      self.dataGaps = dataGaps
      self.atParticipationLimit = atParticipationLimit
      self.dust = dust
      self.bounds = bounds
      self.warnings = warnings
    }
  }

  /// What is held and no order could sell.
  package struct Dust: Hashable, Sendable {
    package var exchange: String
    package var asset: String
    package var quantity: FixedDecimal
    /// In the report's currency; nil when it cannot be priced.
    package var value: FixedDecimal?
    /// The refusal that its sale would meet.
    package var code: String

    package init(exchange: String, asset: String, quantity: FixedDecimal, value: FixedDecimal?, code: String) {
      self.exchange = exchange
      self.asset = asset
      self.quantity = quantity
      self.value = value
      self.code = code
    }
  }

  /// Least and greatest of one figure over the paths that the data leave open.
  package struct Bound: Hashable, Sendable {
    /// Such as `metrics.sharpe`.
    package var path: String
    package var least: JSONValue
    package var greatest: JSONValue

    package init(path: String, least: JSONValue, greatest: JSONValue) {
      self.path = path
      self.least = least
      self.greatest = greatest
    }
  }

  /// One kind of doubt.
  package struct Warning: Hashable, Sendable {
    /// Stable, such as `DATA_GAPS`.
    package var code: String
    package var count: Int
    /// When it first showed; nil for what has no time.
    package var first: Timestamp?
    /// One sentence.
    package var text: String

    package init(code: String, count: Int, first: Timestamp? = nil, text: String) {
      self.code = code
      self.count = count
      self.first = first
      self.text = text
    }
  }
}
