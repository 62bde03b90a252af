// Glibc: a process is started, read and killed.
import Glibc
import Market
import Tape
import Testing

/// What a writer may be killed at, and that nothing acknowledged is lost then. `PAPERTAPE_KILLS` asks for more than the usual 20.
@Suite("A writer that dies") struct CrashTests {
  private let folder: TemporaryFolder
  /// The work as nobody disturbed it.
  private let whole: String

  init() throws {
    folder = try TemporaryFolder()
    whole = folder.file("whole.tape")
    let writer = try Writer(whole, first: 0)
    #expect(try writer.run(killAfter: .max, milliseconds: 0).status == 0)
  }

  private static var kills: Int { getenv("PAPERTAPE_KILLS").flatMap { Int(String(cString: $0)) } ?? 20 }
  private static let batches = 60

  @Test("kill -9 at random moments of import, sealing and compaction loses nothing acknowledged")
  func kills() throws {
    var chance = Chance(71)
    var done = 0
    var round = 0
    var path = ""
    while done < Self.kills {
      if round == 0 { path = folder.file("killed-\(done).tape") }
      // The last batches acknowledged are written again, too: what is there is not added twice.
      let first = max(0, round - 2)
      let result = try Writer(path, first: first).run(
        killAfter: Int.random(in: 0...9, using: &chance), milliseconds: Int32.random(in: 0...12, using: &chance))
      let acknowledged = max(result.last ?? -1, round - 1)
      try check(path, acknowledged: acknowledged)
      round = acknowledged + 1
      if result.status == 0 { round = 0 } else { done += 1 }
    }
    if round > 0 { #expect(try Writer(path, first: 0).run(killAfter: .max, milliseconds: 0).status == 0) }
    try check(path, acknowledged: Self.batches - 1)
  }

  @Test("no room at random sizes is said, leaves a consistent tape, and the rest comes later")
  func full() throws {
    var chance = Chance(72)
    for number in 0..<20 { try full(folder.file("full-\(number).tape"), &chance) }
  }

  private func full(_ path: String, _ chance: inout Chance) throws {
    let limit = Int.random(in: 10_000...1_400_000, using: &chance)
    let result = try Writer(path, first: 0, limit: limit).run(killAfter: .max, milliseconds: 0)
    #expect(result.status == 4 || result.status == 0)
    if result.status == 4 { #expect(result.text == "error: disk full at \(path)") }
    if result.last != nil { try check(path, acknowledged: result.last ?? 0) }
    #expect(try Writer(path, first: 0).run(killAfter: .max, milliseconds: 0).status == 0)
    try check(path, acknowledged: Self.batches - 1)
  }

  /// The tape is sound, and up to the hour of a batch it has what the undisturbed one has.
  private func check(_ path: String, acknowledged: Int) throws {
    guard acknowledged >= 0 else { return }
    let tape = try TapeFile(path: path, access: .readOnly)
    #expect(try tape.verify() == [])
    let undisturbed = try TapeFile(path: whole, access: .readOnly)
    let end = Timestamp(nanoseconds: 1_722_470_400_000_000_000 + Int64(acknowledged + 1) * 3_600_000_000_000)
    for info in try undisturbed.series() where info.first < end {
      #expect(
        try tape.digest(info.key, from: nil, to: end) == undisturbed.digest(info.key, from: nil, to: end),
        "\(info.key) to batch \(acknowledged)")
    }
  }
}

/// A process that writes a tape and says what is acknowledged.
private struct Writer {
  let path: String
  let first: Int
  var limit: Int?

  init(_ path: String, first: Int, limit: Int? = nil) throws {
    self.path = path
    self.first = first
    self.limit = limit
  }

  struct Outcome {
    /// Exit status, or 128 and the signal.
    var status: Int32
    /// The last batch acknowledged.
    var last: Int?
    /// The last line that is no number.
    var text: String
  }

  /// The helper lies beside the tests' own executable.
  private static func program() throws -> String {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count - 1)
    try #require(length > 0)
    let own = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = own.split(separator: "/").dropLast().joined(separator: "/")
    if access("/\(folder)/tapecrash", X_OK) == 0 { return "/\(folder)/tapecrash" }
    // Where the tests are run by a program of the toolchain, they are named in the arguments.
    for argument in CommandLine.arguments {
      let beside = "/" + argument.split(separator: "/").dropLast().joined(separator: "/") + "/tapecrash"
      if access(beside, X_OK) == 0 { return beside }
    }
    #if DEBUG
      let kind = "debug"
    #else
      let kind = "release"
    #endif
    let package = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(package)/.build/\(kind)/tapecrash"
  }

  /// Runs the helper; kills it `milliseconds` after it has acknowledged `killAfter` batches.
  func run(killAfter: Int, milliseconds: Int32) throws -> Outcome {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    let program = try Self.program()
    let arguments = [program, path, "\(first)"] + (limit.map { ["\($0)"] } ?? [])
    var pointers: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    defer { for pointer in pointers { free(pointer) } }
    var process: pid_t = 0
    let code = posix_spawn(&process, program, &actions, nil, &pointers, environ)
    close(ends[1])
    try #require(code == 0, "\(program) cannot be started")
    defer { close(ends[0]) }
    var text = ""
    var isKilled = killAfter == .max
    var buffer = [UInt8](repeating: 0, count: 4_096)
    while true {
      if !isKilled, text.utf8.count(where: { $0 == 10 }) >= killAfter {
        var entry = pollfd(fd: ends[0], events: 0, revents: 0)
        poll(&entry, 1, milliseconds)
        kill(process, SIGKILL)
        isKilled = true
      }
      let count = read(ends[0], &buffer, buffer.count)
      if count <= 0 { break }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    let lines = text.split(separator: "\n")
    return Outcome(
      status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F, last: lines.compactMap { Int($0) }.last,
      text: lines.last { Int($0) == nil }.map(String.init) ?? "")
  }
}
