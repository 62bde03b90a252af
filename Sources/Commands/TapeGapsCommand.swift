import ArgumentParser
import JSON
import Market
import Quality
import Tape

/// `tape gaps`: what is missing, and why.
struct TapeGapsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaps", abstract: "List the stretches in which rows are missing, and why.",
    discussion: """
      Bars are expected a level apart. Why they are missing: lost (the tape's prints, their numbers or another level show that
      something traded), outage (all series of the provider are silent), no trades, or unknown. Prints are expected with ids that go
      on by one, fundings an interval apart (where it is stored), messages of a book with an unbroken chain of update numbers. The
      other kinds do not tell.

      EXAMPLE
        papertape tape gaps btc.tape --entity cryptopair_binance_btcusdt
      """)

  @OptionGroup var place: TapePlace
  @Option(help: "Only this instrument.") var entity: String?
  @Option(help: "Only this kind: \(SeriesKind.allCases.map(\.rawValue).joined(separator: ", ")).") var kind: String?
  @Option(help: "Only this level.") var level: String?
  @OptionGroup var output: OutputOptions

  /// A gap of any kind of series.
  private struct Row {
    let info: SeriesInfo
    let from: Timestamp
    let to: Timestamp
    let missing: Int
    var cause: GapCause?
  }

  func run() throws {
    let tape = try place.path
    let entity = try parsedEntity(entity)
    let level = try parsed(level, "--level", "a duration such as 1m") { KlineLevel($0) }
    let kind = try parsed(kind, "--kind", "a kind such as klines or trades") { SeriesKind(rawValue: $0) }
    let kinds = kind.map { [$0] } ?? SeriesKind.allCases
    let rows: [Row]
    do {
      let file = try TapeFile(path: tape, access: .readOnly)
      rows = try gaps(of: file, entity, kinds, level)
    } catch let error as TapeError {
      throw CommandFailure(error)
    } catch let error as FeedError {
      throw CommandFailure(what: error.message, hint: error.hint, exitStatus: 3)
    }
    if output.json {
      StandardOutput.write(String(decoding: json(rows), as: UTF8.self) + "\n")
    } else if rows.isEmpty {
      StandardOutput.write("no gaps\n")
    } else {
      var table = TextTable(["entity", "kind", "level", "from", "to", "missing", "cause"], rightAligned: [5])
      for row in rows {
        table.add([
          row.info.key.entity.description, row.info.key.kind.rawValue, row.info.key.level?.description ?? "-",
          row.from.iso,
          row.to.iso,
          "\(row.missing)", cause(row),
        ])
      }
      StandardOutput.write(table.text)
    }
  }

  private func gaps(of file: borrowing TapeFile, _ entity: EntityID?, _ kinds: [SeriesKind], _ level: KlineLevel?)
    throws -> [Row]
  {
    var rows: [Row] = []
    var doubtful: Set<EntityID> = []
    for info in try file.series() {
      if let entity, info.key.entity != entity { continue }
      if !kinds.contains(info.key.kind) { continue }
      if let level, info.key.level != level { continue }
      let gaps = try file.gaps(info.key)
      if info.key.kind.isBars, !gaps.isEmpty { doubtful.insert(info.key.entity) }
      rows += gaps.map { Row(info: info, from: $0.from, to: $0.to, missing: $0.missing, cause: nil) }
    }
    if doubtful.isEmpty { return rows }
    // Why bars are missing is known from all bars of the instrument.
    let bars = try TapeValidation.run(
      file, TapeValidation.Scope(entities: doubtful.sorted(), kinds: SeriesKind.allCases.filter(\.isBars)))
    var causes: [SeriesKey: [Timestamp: GapCause]] = [:]
    for series in bars.series {
      causes[series.key] = Dictionary(series.gaps.map { ($0.from, $0.cause) }) { first, _ in first }
    }
    for index in rows.indices { rows[index].cause = causes[rows[index].info.key]?[rows[index].from] }
    return rows
  }

  private func cause(_ row: Row) -> String {
    row.cause?.rawValue.replacing("_", with: " ") ?? "-"
  }

  private func json(_ rows: [Row]) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginArray()
    for row in rows {
      writer.beginObject()
      row.info.writeName(&writer)
      writer.name("from")
      writer.string(row.from.iso)
      writer.name("to")
      writer.string(row.to.iso)
      writer.name("missing")
      writer.integer(Int64(row.missing))
      writer.name("cause")
      if let cause = row.cause { writer.string(cause.rawValue) } else { writer.null() }
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }
}
