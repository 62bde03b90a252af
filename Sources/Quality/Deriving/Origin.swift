import Market
import Tape

/// Where a derived series comes from, as the tape's list of imports says it.
struct Origin {
  let target: SeriesKey
  let text: String
  private let beginning: String

  init(target: SeriesKey, source: SeriesKey, calendar: BarCalendar) {
    self.target = target
    beginning = "derived \(target) from "
    text =
      beginning + source.kind.rawValue + (source.level.map { " \($0)" } ?? "")
      + (calendar == .utc ? "" : " by \(calendar.rawValue)")
  }

  /// Throws unless all that the tape has of the target was derived in the same way.
  func check(on tape: borrowing TapeFile) throws(DerivationError) {
    let records: [ImportRecord]
    do {
      records = try tape.imports()
    } catch {
      throw .tape(error)
    }
    guard let last = records.last(where: { $0.file.hasPrefix(beginning) }) else {
      throw .stored(path: tape.path, target: target)
    }
    if last.file != text { throw .derivedElsewise(path: tape.path, target: target, was: last.file) }
  }
}
