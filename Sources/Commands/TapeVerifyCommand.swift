import ArgumentParser
import JSON
import Tape

/// `tape verify`: whether a tape is what was written.
struct TapeVerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Read a whole tape and name all damage.",
    discussion: """
      Every column of every chunk is held against its checksum; nothing is mended.
      Exit status 0: sound. 3: damaged, each damage on a line of its own.

      EXAMPLE
        papertape tape verify btc.tape
      """)

  @OptionGroup var place: TapePlace
  @OptionGroup var output: OutputOptions

  func run() throws {
    let tape = try place.path
    let damage: [TapeError]
    let series: [SeriesInfo]
    do throws(TapeError) {
      let file = try TapeFile(path: tape, access: .readOnly)
      damage = try file.verify()
      series = damage.isEmpty ? try file.series() : []
    } catch {
      throw CommandFailure(error)
    }
    if output.json {
      StandardOutput.write(String(decoding: json(tape, damage), as: UTF8.self) + "\n")
    } else if damage.isEmpty, !output.quiet {
      let rows = series.reduce(0) { $0 + $1.rows }
      StandardOutput.write("\(tape): sound, \(rows) rows in \(series.count) series\n")
    }
    guard let first = damage.first else { return }
    throw CommandFailure(
      what: damage.map(\.message).joined(separator: "\nerror: "),
      hint: first.hint.isEmpty ? "" : "import the data again into a new tape", exitStatus: 3)
  }

  private func json(_ tape: String, _ damage: [TapeError]) -> [UInt8] {
    var writer = JSONWriter(layout: .indented)
    writer.beginObject()
    writer.name("tape")
    writer.string(tape)
    writer.name("sound")
    writer.boolean(damage.isEmpty)
    writer.name("damage")
    writer.beginArray()
    for error in damage { writer.string(error.message) }
    writer.endArray()
    writer.endObject()
    return writer.bytes
  }
}
