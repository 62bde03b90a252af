import Market
import Reports
import Testing

@Suite("Files out") struct FileSinkTests {
  @Test("what goes in piece by piece is in the file", arguments: [0, 1, 100, 65_535, 65_536, 65_537, 200_000])
  func pieces(size: Int) throws {
    let folder = try ScratchFolder()
    let sink = try FileSink("\(folder.path)/a")
    let piece = (0..<size).map { UInt8(97 + $0 % 26) }
    for _ in 0..<3 {
      sink.write(piece)
      sink.write([10])
    }
    try sink.close()
    try sink.close()
    #expect(sink.count == 3 * (size + 1))
    #expect(folder.text(of: "a") == String(repeating: String(decoding: piece, as: UTF8.self) + "\n", count: 3))
  }

  @Test("a full disk is kept as the first failure and thrown at the end")
  func fullDisk() throws {
    let sink = try FileSink("/dev/full")
    sink.write([UInt8](repeating: 97, count: 1_000))
    #expect(sink.failure == nil)
    sink.write([UInt8](repeating: 97, count: 100_000))
    let failure = try #require(sink.failure)
    #expect(failure.path == "/dev/full")
    #expect(failure.operation == .write)
    #expect(failure.isDiskFull)
    #expect("\(failure)" == "cannot write /dev/full: No space left on device")
    sink.write([UInt8](repeating: 98, count: 100_000))
    #expect(throws: failure) { try sink.close() }
  }

  @Test("a file that cannot be made says so")
  func missingFolder() throws {
    let folder = try ScratchFolder()
    let path = "\(folder.path)/none/a"
    let error = #expect(throws: FileError.self) { _ = try FileSink(path) }
    #expect(error?.operation == .create)
    #expect(error.map { "\($0)" } == "cannot create \(path): No such file or directory")
  }

  @Test("time in the operating system is told by the clock handed in")
  func clock() throws {
    var now: UInt64 = 0
    let sink = try FileSink("/dev/null") {
      now += 5
      return now
    }
    sink.write([1])
    #expect(sink.nanoseconds == 0)
    try sink.close()
    #expect(sink.nanoseconds == 5)
  }

  @Test("log lines stay lines")
  func log() throws {
    let folder = try ScratchFolder()
    let sink = try FileSink("\(folder.path)/log.txt")
    LogFile.write([(SmallRun.at(0), "begins"), (SmallRun.at(1), "two\nlines\u{7}, ünïcode")], to: sink)
    try sink.close()
    #expect(
      folder.text(of: "log.txt") == """
        2024-08-01T00:00:00Z begins
        2024-08-01T00:00:00.001Z two\\nlines?, ünïcode

        """)
  }
}
