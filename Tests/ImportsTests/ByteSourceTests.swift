import Imports
import Testing

@Suite("Streams of bytes") struct ByteSourceTests {
  private let scratch = Scratch()
  private let table = (0..<20_000).map { "\($0),\($0 * 7 % 1_001)\n" }.joined()

  private func read(_ path: String, piece: Int = 1 << 12) throws -> [String] {
    let file = try SourceFile(path: path)
    return try (0..<file.count).map { String(decoding: try everything(try file.open($0), piece: piece), as: UTF8.self) }
  }

  private func problem(_ path: String) -> ByteSourceError.Problem? {
    do {
      _ = try read(path)
      return nil
    } catch {
      return (error as? ByteSourceError)?.problem
    }
  }

  @Test("plain, gzip and zip give the same bytes whatever the name", arguments: [1, 7, 4_096, 1 << 20])
  func sameBytes(piece: Int) throws {
    let bytes = Array(table.utf8)
    #expect(try read(scratch.file("plain.zip", table), piece: piece) == [table])
    #expect(try read(scratch.file("packed.csv", Packing.gzip(table)), piece: piece) == [table])
    let zip = Packing.zip([
      ("a.csv", bytes, true), ("folder/", [], false), ("b.csv", bytes, false), ("c.csv", [], true),
    ])
    #expect(try read(scratch.file("archive.gz", zip), piece: piece) == [table, table, ""])
  }

  @Test("members of a gzip file follow one another, zeros behind them are padding")
  func members() throws {
    let packed = Packing.gzip("one\n") + Packing.gzip("") + Packing.gzip("two\n")
    #expect(try read(scratch.file("a.gz", packed)) == ["one\ntwo\n"])
    #expect(try read(scratch.file("b.gz", packed + [0, 0, 0])) == ["one\ntwo\n"])
  }

  @Test("a damaged gzip file is told by what is wrong with it")
  func damagedGzip() {
    let packed = Packing.gzip(table)
    #expect(problem(scratch.file("short.gz", Array(packed.dropLast(9)))) == .cutShort)
    #expect(problem(scratch.file("head.gz", Array(packed.prefix(5)))) == .cutShort)
    var wrong = packed
    wrong[packed.count - 6] ^= 1
    #expect(problem(scratch.file("crc.gz", wrong)) == .wrongChecksum)
    #expect(problem(scratch.file("tail.gz", packed + [7])) == .trailingBytes)
    #expect(problem(scratch.file("header.gz", [0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9])) != nil)
  }

  @Test("a damaged zip archive is told by what is wrong with it")
  func damagedZip() {
    let whole = Packing.zip([("a.csv", Array(table.utf8), true)])
    #expect(problem(scratch.file("short.zip", Array(whole.dropLast(40)))) == .noDirectory)
    var lost = whole
    lost.remove(at: 100)
    #expect(problem(scratch.file("lost.zip", lost)) == .misplacedParts)
    let stored = Packing.zip([("a.csv", Array("1,2,3\n".utf8), false)])
    var wrong = stored
    wrong[36] ^= 1
    #expect(problem(scratch.file("crc.zip", wrong)) == .wrongChecksum)
    var method = stored
    method[method.count - 22 - 51 + 10] = 12
    #expect(problem(scratch.file("method.zip", method)) == .unknownMethod(12))
  }

  @Test("an error names file, member and place")
  func place() {
    let path = scratch.file("a.gz", Array(Packing.gzip(table).prefix(200)))
    do {
      _ = try read(path)
      Issue.record("a cut file must not read well")
    } catch let error as ByteSourceError {
      #expect(error.message == "the file is cut short (\(path), byte 200)")
    } catch {
      Issue.record("an error of another type: \(error)")
    }
  }

  @Test("a missing file and a folder are refused with the system's words")
  func missing() {
    #expect(problem("/tmp/there-is-no-such-file.csv") == .unreadable("No such file or directory"))
    #expect(problem(scratch.path) == .unreadable("it is a folder"))
  }

  @Test("every damaged byte of a small archive is refused or changes nothing")
  func everyByte() {
    let text = "1,2,3\n4,5,6\n"
    for whole in [Packing.gzip(text), Packing.zip([("a.csv", Array(text.utf8), true)])] {
      for position in whole.indices {
        var damaged = whole
        damaged[position] ^= 0x55
        let path = scratch.file("damaged", damaged)
        // Without its first bytes the file is a plain one; its text is then no table.
        guard position >= 4, let texts = try? read(path), !texts.isEmpty else { continue }
        #expect(texts == [text], "byte \(position)")
      }
    }
  }
}
