import ArgumentParser
import JSON
import Tape

/// `tape compact`: a tape made small again.
struct TapeCompactCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compact", abstract: "Join small chunks and give unused room back to the disk.",
    discussion: """
      Rows that arrived live are sealed, chunks that are not full joined, and the file is written anew, which needs as much
      free disk as it is large. No row changes: the digests of `tape list --json` stay.

      EXAMPLE
        papertape tape compact btc.tape
      """)

  @OptionGroup var place: TapePlace
  @OptionGroup var output: OutputOptions

  func run() throws {
    let path = try place.path
    do throws(TapeError) {
      // Opened for reading first, so that a name with a slip makes no tape.
      _ = try TapeFile(path: path, access: .readOnly)
      var tape = try TapeFile(path: path, access: .readWrite)
      let result = try tape.compact()
      try tape.close()
      if output.json {
        var writer = JSONWriter(layout: .indented)
        writer.beginObject()
        for (name, count) in [
          ("chunks_before", result.chunksBefore), ("chunks_after", result.chunksAfter), ("sealed_rows", result.sealed),
        ] {
          writer.name(name)
          writer.integer(Int64(count))
        }
        writer.endObject()
        StandardOutput.write(String(decoding: writer.bytes, as: UTF8.self) + "\n")
      } else if !output.quiet {
        StandardOutput.write(
          "\(path): \(result.chunksBefore) chunks before, \(result.chunksAfter) now; \(result.sealed) live rows sealed\n"
        )
      }
    } catch {
      throw CommandFailure(error)
    }
  }
}
