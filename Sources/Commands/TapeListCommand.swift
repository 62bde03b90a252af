import ArgumentParser
import JSON
import Market
import Tape

/// `tape list`: what a tape holds.
struct TapeListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the series and instruments of a tape.",
    discussion: "EXAMPLES\n  papertape tape list btc.tape\n  papertape tape list btc.tape --json       digests as well")

  @OptionGroup var place: TapePlace
  @OptionGroup var output: OutputOptions

  func run() throws {
    let tape = try place.path
    do throws(TapeError) {
      let file = try TapeFile(path: tape, access: .readOnly)
      let series = try file.series()
      let instruments = try file.instruments()
      if output.json {
        StandardOutput.write(String(decoding: json(series), as: UTF8.self) + "\n")
        return
      }
      var table = TextTable(
        ["entity", "kind", "level", "rows", "first", "last", "bytes/row"], rightAligned: [3, 6])
      for info in series {
        table.add([
          info.key.entity.description, info.key.kind.rawValue, info.key.level?.description ?? "-", "\(info.rows)",
          info.first.iso,
          info.last.iso, tenths(Double(info.bytes) / Double(max(info.rows, 1))),
        ])
      }
      if series.isEmpty { StandardOutput.write("no series\n") } else { StandardOutput.write(table.text) }
      if !instruments.isEmpty {
        StandardOutput.write("\n")
        var rules = TextTable(
          ["instrument", "valid from", "price step", "quantity step", "min notional"], rightAligned: [2, 3, 4])
        for stored in instruments.prefix(50) {
          let specification = stored.specification
          rules.add([
            specification.entity.description, stored.validFrom == .distantPast ? "always" : stored.validFrom.iso,
            specification.priceStep.description, specification.quantityStep.description,
            specification.minNotional.description,
          ])
        }
        StandardOutput.write(rules.text)
        if instruments.count > 50 { StandardOutput.write("... and \(instruments.count - 50) more instruments\n") }
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  private func json(_ series: [SeriesInfo]) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginArray()
    for info in series {
      writer.beginObject()
      info.writeName(&writer)
      writer.name("rows")
      writer.integer(Int64(info.rows))
      writer.name("first")
      writer.string(info.first.iso)
      writer.name("last")
      writer.string(info.last.iso)
      writer.name("bytes")
      writer.integer(Int64(info.bytes))
      writer.name("digest")
      writer.string(info.digest.description)
      writer.endObject()
    }
    writer.endArray()
    return writer.bytes
  }
}

/// A number with one decimal.
func tenths(_ value: Double) -> String {
  let rounded = Int((value * 10).rounded())
  return "\(rounded / 10).\(rounded % 10)"
}

/// `tape gaps`: what is missing, as far as the rows themselves tell it.
struct TapeGapsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gaps", abstract: "List the stretches in which rows are missing.",
    discussion: """
      Bars are expected a level apart, prints with ids that go on by one, fundings an interval apart (where it is stored),
      messages of a book with an unbroken chain of update numbers. The other kinds do not tell.

      EXAMPLE
        papertape tape gaps btc.tape --entity cryptopair_binance_btcusdt
      """)

  @OptionGroup var place: TapePlace
  @Option(help: "Only this instrument.") var entity: String?
  @Option(help: "Only this kind: \(SeriesKind.allCases.map(\.rawValue).joined(separator: ", ")).") var kind: String?
  @Option(help: "Only this level.") var level: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    let tape = try place.path
    let kind = try parsed(kind, "--kind", "a kind such as klines or trades") { SeriesKind(rawValue: $0) }
    let entity = try parsedEntity(entity)
    let level = try parsed(level, "--level", "a duration such as 1m") { KlineLevel($0) }
    do throws(TapeError) {
      let file = try TapeFile(path: tape, access: .readOnly)
      var table = TextTable(["entity", "kind", "level", "from", "to", "missing"], rightAligned: [5])
      var writer = JSONWriter(layout: .indented)
      writer.beginArray()
      var count = 0
      for info in try file.series() {
        if let entity, info.key.entity != entity { continue }
        if let kind, info.key.kind != kind { continue }
        if let level, info.key.level != level { continue }
        for gap in try file.gaps(info.key) {
          count += 1
          table.add([
            info.key.entity.description, info.key.kind.rawValue, info.key.level?.description ?? "-", gap.from.iso,
            gap.to.iso, "\(gap.missing)",
          ])
          writer.beginObject()
          info.writeName(&writer)
          writer.name("from")
          writer.string(gap.from.iso)
          writer.name("to")
          writer.string(gap.to.iso)
          writer.name("missing")
          writer.integer(Int64(gap.missing))
          writer.endObject()
        }
      }
      writer.endArray()
      if output.json {
        StandardOutput.write(String(decoding: writer.bytes, as: UTF8.self) + "\n")
      } else {
        StandardOutput.write(count == 0 ? "no gaps\n" : table.text)
      }
    } catch {
      throw CommandFailure(error)
    }
  }
}
