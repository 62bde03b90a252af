import JSON
import Market
import Quality
import Tape

/// A validation as one JSON document.
enum ValidationJSON {
  static func bytes(_ report: ValidationReport, tape: String) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginObject()
    writer.name("tape")
    writer.string(tape)
    writer.name("rows")
    writer.integer(Int64(report.rows))
    for severity in Severity.allCases.reversed() {
      writer.name("\(severity)s")
      writer.integer(Int64(report.count(severity)))
    }
    writer.name("series")
    writer.beginArray()
    for series in report.series { write(series, &writer) }
    writer.endArray()
    writer.name("comparisons")
    writer.beginArray()
    for comparison in report.comparisons {
      writer.beginObject()
      writer.name("series")
      writer.string(comparison.key.description)
      writer.name("against")
      writer.string(comparison.against)
      writer.name("bars")
      writer.integer(Int64(comparison.bars))
      writer.name("different")
      writer.integer(Int64(comparison.different))
      writer.name("problem")
      if let problem = comparison.problem { writer.string(problem) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }

  private static func write(_ series: ValidationReport.Series, _ writer: inout JSONWriter) {
    writer.beginObject()
    writer.name("entity_id")
    writer.string(series.key.entity.description)
    writer.name("kind")
    writer.string(series.key.kind.rawValue)
    writer.name("level")
    if let level = series.key.level { writer.string(level.description) } else { writer.null() }
    writer.name("rows")
    writer.integer(Int64(series.rows))
    writer.name("first")
    writer.string(series.first.iso)
    writer.name("last")
    writer.string(series.last.iso)
    writer.name("findings")
    writer.beginArray()
    for finding in series.log.findings {
      writer.beginObject()
      writer.name("check")
      writer.string(finding.code.rawValue)
      writer.name("severity")
      writer.string(finding.severity.description)
      writer.name("count")
      writer.integer(Int64(finding.count))
      writer.name("first")
      writer.string(finding.first.iso)
      writer.name("example")
      writer.string(finding.example)
      writer.endObject()
    }
    writer.endArray()
    writer.name("gaps")
    writer.integer(Int64(series.gaps.count))
    writer.name("days")
    writer.beginObject()
    for day in series.coverage.days {
      let rows = series.coverage.rows[day - series.coverage.firstDay]
      let date = Timestamp(nanoseconds: Int64(day) * TimeSpan.day.nanoseconds).iso
      writer.name(String(date.prefix(10)))
      writer.integer(Int64(rows))
    }
    writer.endObject()
    writer.endObject()
  }
}
