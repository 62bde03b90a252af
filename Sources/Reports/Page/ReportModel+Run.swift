// What was run, on what, and what was promised of it.

extension ReportModel {
  /// The scenario as it was run.
  package struct Scenario: Sendable {
    /// What it is called.
    package var name: String
    /// Path as the user gave it.
    package var file: String
    /// Digest of the scenario file, hex.
    package var sha256: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      name: String = "", file: String = "", sha256: String = ""
    ) {
      self.name = name
      self.file = file
      self.sha256 = sha256
    }
  }

  /// The strategy and the parameters it ran with.
  package struct Strategy: Sendable {
    /// What it is called.
    package var name: String
    /// In the order in which the strategy declares them.
    package var params: [Parameter]

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      name: String = "", params: [Parameter] = []
    ) {
      self.name = name
      self.params = params
    }
  }

  /// One named setting and its value as text.
  package struct Parameter: Sendable {
    /// What it is called.
    package var name: String
    /// Its value.
    package var value: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      name: String, value: String
    ) {
      self.name = name
      self.value = value
    }
  }

  /// Something that makes the result doubtful; shown above everything else.
  package struct Doubt: Sendable {
    /// Stable code, such as `DATA_GAPS`.
    package var code: String
    /// How often it was seen; 0 when counting means nothing.
    package var count: Int
    /// One sentence for the reader.
    package var text: String
    /// How much it weighs.
    package var severity: Severity

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      code: String, count: Int = 0, text: String, severity: Severity = .warning
    ) {
      self.code = code
      self.count = count
      self.text = text
      self.severity = severity
    }
  }

  /// One line of `expect`: what the scenario demands of the result.
  package struct Expectation: Sendable {
    /// Path into `result.json`, such as `metrics.sharpe`.
    package var path: String
    /// The condition as written, such as `>= 1.0`.
    package var want: String
    /// What came out, as text; nil when it is undefined (`is` in `result.json`).
    package var isValue: String?
    /// Whether it holds.
    package var ok: Bool

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      path: String, want: String, isValue: String? = nil, ok: Bool
    ) {
      self.path = path
      self.want = want
      self.isValue = isValue
      self.ok = ok
    }
  }

  /// The data the run consumed.
  package struct DataUsed: Sendable {
    /// First instant of the tested range, nanoseconds since the epoch, UTC.
    package var from: Int64?
    /// End of the tested range, nanoseconds since the epoch, UTC.
    package var to: Int64?
    /// Market events applied.
    package var events: Int
    /// One entry a stream, in the order of the scenario.
    package var streams: [Stream]
    /// Stretches without data.
    package var gaps: [Gap]

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      from: Int64? = nil, to: Int64? = nil, events: Int = 0, streams: [Stream] = [], gaps: [Gap] = []
    ) {
      self.from = from
      self.to = to
      self.events = events
      self.streams = streams
      self.gaps = gaps
    }
  }

  /// One stream of market data.
  package struct Stream: Sendable {
    /// Instrument, such as `btc_usdt_perp_binance`.
    package var entityID: String
    /// `klines`, `trades`, `book`, ...
    package var kind: String
    /// Interval or depth, such as `1m`.
    package var level: String
    /// Rows read.
    package var rows: Int
    /// Stretches without data.
    package var gaps: Int
    /// Digest of the rows, such as `sha256:...`.
    package var digest: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      entityID: String, kind: String = "", level: String = "", rows: Int = 0, gaps: Int = 0,
      digest: String = ""
    ) {
      self.entityID = entityID
      self.kind = kind
      self.level = level
      self.rows = rows
      self.gaps = gaps
      self.digest = digest
    }
  }

  /// One stretch of time without data.
  package struct Gap: Sendable {
    /// Instrument, such as `btc_usdt_perp_binance`.
    package var entityID: String
    /// Kind of the stream, such as `klines`.
    package var kind: String
    /// Last instant with data, nanoseconds.
    package var from: Int64
    /// First instant with data again, nanoseconds.
    package var to: Int64
    /// What was done about it, or what is known of its cause.
    package var text: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      entityID: String, kind: String = "", from: Int64, to: Int64, text: String = ""
    ) {
      self.entityID = entityID
      self.kind = kind
      self.from = from
      self.to = to
      self.text = text
    }
  }

  /// One assumption under which the result holds.
  package struct Assumption: Sendable {
    /// Short name, such as `limit_fill`.
    package var topic: String
    /// What was assumed, as one line.
    package var text: String

    /// Makes the record; what is left out is empty, zero or unknown.
    package init(
      topic: String, text: String
    ) {
      self.topic = topic
      self.text = text
    }
  }
}

extension ReportModel {
  /// How much a doubt weighs.
  package enum Severity: String, Sendable, CaseIterable {
    /// The result should not be relied upon.
    case serious
    /// The result may differ noticeably from what an exchange would have done.
    case warning
    /// Worth knowing; it changes little.
    case note
  }
}
