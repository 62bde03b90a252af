package import Market

/// What a check found in one series: how often, where first, and what stood there.
package struct Finding: Hashable, Sendable {
  package var code: CheckCode
  package var count: Int
  package var first: Timestamp
  package var example: String

  package init(code: CheckCode, count: Int, first: Timestamp, example: String) {
    self.code = code
    self.count = count
    self.first = first
    self.example = example
  }

  package var severity: Severity { Check.of(code).severity }
}

/// The findings of one series, kept in the space of the checks and the days, however many there are.
package struct FindingLog: Sendable {
  private var byCode: [CheckCode: Finding] = [:]
  /// The worst finding of each UTC day, by days since the epoch; notes are left out.
  package private(set) var worstByDay: [Int: Severity] = [:]

  package init() {}

  /// The findings, in the order of the table of checks.
  package var findings: [Finding] { Check.all.compactMap { byCode[$0.code] } }

  /// The worst severity; nil when nothing was found.
  package var worst: Severity? { findings.map(\.severity).max() }

  package subscript(_ code: CheckCode) -> Finding? { byCode[code] }

  /// Takes a finding down; `example` is asked for at the first of its kind only.
  package mutating func note(_ code: CheckCode, at time: Int64, count: Int = 1, _ example: () -> String) {
    let day = UTCDay.of(time)
    let severity = Check.of(code).severity
    if severity > .note { worstByDay[day] = max(worstByDay[day] ?? .note, severity) }
    if let known = byCode.index(forKey: code) {
      byCode.values[known].count += count
    } else {
      byCode[code] = Finding(code: code, count: count, first: Timestamp(nanoseconds: time), example: example())
    }
  }

  /// Adds what another log found.
  package mutating func merge(_ other: FindingLog) {
    for finding in other.findings {
      if var known = byCode[finding.code] {
        known.count += finding.count
        if finding.first < known.first {
          known.first = finding.first
          known.example = finding.example
        }
        byCode[finding.code] = known
      } else {
        byCode[finding.code] = finding
      }
    }
    for (day, severity) in other.worstByDay.sorted(by: { $0.key < $1.key }) {
      worstByDay[day] = max(worstByDay[day] ?? .note, severity)
    }
  }
}

/// Days of UTC by their number since the epoch.
package enum UTCDay {
  /// The day of a time in nanoseconds.
  package static func of(_ time: Int64) -> Int {
    let span = TimeSpan.day.nanoseconds
    let day = time / span
    return Int(time % span < 0 ? day - 1 : day)
  }
}

/// A number of columns as text.
func decimal(_ units: Int64, _ scale: Int) -> String { FixedDecimal(units: Int128(units), scale: scale).description }
