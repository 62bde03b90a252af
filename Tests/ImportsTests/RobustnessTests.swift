import Imports
import Market
import Tape
import Testing

/// Files that nobody made in good faith: each ends with a sentence, in little memory.
@Suite("Files out of the ordinary") struct RobustnessTests {
  private let scratch = Scratch()

  private func imported(_ path: String) throws -> FileImport {
    var options = ImportOptions()
    options.entity = EntityID(kind: .pair, provider: "x", code: "y")
    var tape = try TapeFile(path: "\(scratch.path)/t.tape", access: .readWrite)
    return try #require(try TapeImport(options).run(files: [path], into: &tape) { _ in }.files.first)
  }

  @Test("a line of hundred megabytes is refused, plain and packed")
  func longLine() throws {
    // Packed it is a bomb: a thousandth of its size.
    let text = Array("time,price,quantity\n".utf8) + [UInt8](repeating: 0x31, count: 100_000_000)
    let plain = scratch.file("long.csv", text)
    #expect(try imported(plain).failure == .longLine(file: plain))
    let packed = scratch.file("long.csv.gz", Packing.gzip(text))
    #expect(try imported(packed).failure == .longLine(file: packed))
    let zip = scratch.file("long.zip", Packing.zip([("long.csv", text, true)]))
    #expect(try imported(zip).failure == .longLine(file: "\(zip)[long.csv]"))
  }

  @Test("NUL bytes are no numbers, whatever stands around them")
  func nulBytes() throws {
    let text =
      "time,price,quantity\n1722470400000,1,2\n\0\0\0\n1722470400001,\0,2\n1722470400002,1,2\0\n1722470400003,1,2\n"
    let result = try imported(scratch.file("nul.csv", text))
    #expect(result.added == 2)
    #expect(result.rejectedByReason == ["field_count": 1, "not_a_number": 2])
  }

  @Test("line ends of every system may stand in one file")
  func mixedLineEnds() throws {
    let text = "time,price,quantity\r\n1722470400000,1,2\n1722470400001,1,2\r\n\r\n\n1722470400002,1,2"
    let result = try imported(scratch.file("mixed.csv", text))
    #expect(result.added == 3)
    #expect(result.rejected == 0)
    #expect(result.lacksLastLineFeed)
  }

  @Test("a header of ten thousand names is read, and what means nothing is named")
  func absurdHeader() throws {
    let names = (0..<10_000).map { "x\($0)" } + ["time", "price", "quantity"]
    let row = [String](repeating: "7", count: 10_000) + ["1722470400000", "1", "2"]
    let result = try imported(
      scratch.file("wide.csv", names.joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n"))
    #expect(result.added == 1)
    #expect(result.unusedColumns.count == 10_000)
  }

  @Test("an empty file, an empty archive and a header alone hold no rows")
  func empty() throws {
    let nothing = scratch.file("empty.csv", "")
    #expect(try imported(nothing).failure == .noRows(file: nothing))
    let archive = scratch.file("empty.zip", Packing.zip([]))
    #expect(try imported(archive).failure == .noRows(file: archive))
    let header = try imported(scratch.file("header.csv", "time,price,quantity\n"))
    #expect(header.failure == nil)
    #expect(header.added == 0)
  }
}
