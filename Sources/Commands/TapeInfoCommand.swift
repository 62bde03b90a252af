import ArgumentParser
import JSON
import Market
import Tape

// Glibc: how large the file is.
import Glibc

/// `tape info`: all that a tape says of itself.
struct TapeInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Sizes, scales, columns, imports and quality of a tape.",
    discussion: "EXAMPLES\n  papertape tape info btc.tape\n  papertape tape info btc.tape --json")

  @OptionGroup var place: TapePlace
  @OptionGroup var output: OutputOptions

  func run() throws {
    let path = try place.path
    do throws(TapeError) {
      let facts = try Facts(path)
      if output.json {
        StandardOutput.write(String(decoding: facts.json, as: UTF8.self) + "\n")
      } else {
        StandardOutput.write(facts.text)
      }
    } catch {
      throw CommandFailure(error)
    }
  }

  /// What is printed.
  private struct Facts {
    let path: String
    let format: Int
    let bytes: Int
    let series: [SeriesInfo]
    let instruments: Int
    let imports: [ImportRecord]
    let quality: (rejected: Int, conflicts: Int)

    init(_ path: String) throws(TapeError) {
      let tape = try TapeFile(path: path, access: .readOnly)
      self.path = path
      format = try tape.format()
      series = try tape.series()
      instruments = try tape.instruments().count
      imports = try tape.imports()
      quality = try tape.qualityCounts()
      bytes = [path, path + "-wal"].reduce(0) { sum, name in
        var entry = stat()
        return stat(name, &entry) == 0 ? sum + Int(entry.st_size) : sum
      }
    }

    private var rows: Int { series.reduce(0) { $0 + $1.rows } }

    var text: String {
      var text = "\(path): format \(format), \(bytes) bytes, \(rows) rows in \(series.count) series\n\n"
      var table = TextTable(
        ["series", "rows", "bytes/row", "chunks", "decimals", "columns"], rightAligned: [1, 2, 3])
      for info in series {
        let details = info.details == 0 ? "" : " (\(info.details) changes)"
        table.add([
          info.key.description, "\(info.rows)\(details)", tenths(Self.bytesPerRow(info)),
          info.unsealedRows == 0 ? "\(info.chunks)" : "\(info.chunks) (and \(info.unsealedRows) rows unsealed)",
          Self.decimals(info), Self.columns(info).joined(separator: " "),
        ])
      }
      text += series.isEmpty ? "no series\n" : table.text
      text += "\n\(instruments) instruments, \(imports.count) imports, \(quality.rejected) rejected rows, "
      text += "\(quality.conflicts) rows put aside\n"
      if !imports.isEmpty {
        var list = TextTable(["import", "added", "already there", "rejected"], rightAligned: [1, 2, 3])
        for record in imports.suffix(20) {
          list.add([record.file, "\(record.added)", "\(record.alreadyThere)", "\(record.rejected)"])
        }
        text += "\n" + list.text
        if imports.count > 20 { text += "(the last 20 of \(imports.count))\n" }
      }
      return text
    }

    /// Bytes of a row; of a book, those of a change.
    private static func bytesPerRow(_ info: SeriesInfo) -> Double {
      Double(info.bytes) / Double(max(info.details == 0 ? info.rows : info.details, 1))
    }

    private static func columns(_ info: SeriesInfo) -> [String] {
      let main = info.key.kind.layout.columns.enumerated().filter { info.present >> UInt32($0.offset) & 1 == 1 }
      return main.map(\.element.name) + (info.key.kind.detailLayout?.columns.map(\.name) ?? [])
    }

    private static func decimals(_ info: SeriesInfo) -> String {
      let roles = info.key.kind.layout.columns.map(\.role) + (info.key.kind.detailLayout?.columns.map(\.role) ?? [])
      let scales: [(ColumnRole, String, Int)] = [
        (.price, "price", info.priceScale), (.quantity, "quantity", info.quantityScale),
        (.quote, "quote", info.quoteScale), (.rate, "rate", info.rateScale),
      ]
      return scales.filter { roles.contains($0.0) }.map { "\($0.1) \($0.2)" }.joined(separator: ", ")
    }

    var json: [UInt8] {
      var writer = JSONWriter(layout: .indented)
      writer.beginObject()
      writer.name("tape")
      writer.string(path)
      writer.name("format")
      writer.integer(Int64(format))
      writer.name("bytes")
      writer.integer(Int64(bytes))
      writer.name("series")
      writer.beginArray()
      for info in series { Self.write(info, &writer) }
      writer.endArray()
      for (name, count) in [
        ("instruments", instruments), ("imports", imports.count), ("rejected_rows", quality.rejected),
        ("conflict_rows", quality.conflicts),
      ] {
        writer.name(name)
        writer.integer(Int64(count))
      }
      writer.endObject()
      return writer.bytes
    }

    private static func write(_ info: SeriesInfo, _ writer: inout JSONWriter) {
      writer.beginObject()
      info.writeName(&writer)
      for (name, count) in [
        ("rows", info.rows), ("changes", info.details), ("chunks", info.chunks), ("unsealed_rows", info.unsealedRows),
        ("bytes", info.bytes), ("price_decimals", info.priceScale), ("quantity_decimals", info.quantityScale),
        ("quote_decimals", info.quoteScale), ("rate_decimals", info.rateScale),
      ] {
        writer.name(name)
        writer.integer(Int64(count))
      }
      writer.name("columns")
      writer.beginArray()
      for column in columns(info) { writer.string(column) }
      writer.endArray()
      writer.name("digest")
      writer.string(info.digest.description)
      writer.endObject()
    }
  }
}

extension SeriesInfo {
  /// Entity, kind and, of bars, level.
  func writeName(_ writer: inout JSONWriter) {
    writer.name("entity_id")
    writer.string(key.entity.description)
    writer.name("kind")
    writer.string(key.kind.rawValue)
    if let level = key.level {
      writer.name("level")
      writer.string(level.description)
    }
  }
}
