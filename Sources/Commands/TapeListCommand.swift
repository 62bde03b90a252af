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
