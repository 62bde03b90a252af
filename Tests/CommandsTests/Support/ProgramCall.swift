// posix_spawn, signals and terminals: the program is called as a shell calls it.
import Glibc

/// One call of the built program and what came of it.
struct ProgramCall {
  /// The exit status; 128 + the signal when one ended it.
  var status: Int32
  var output: String
  var errors: String

  /// Lines of standard error that begin with a word.
  func lines(_ prefix: String) -> [String] {
    errors.split(separator: "\n").filter { $0.hasPrefix(prefix) }.map(String.init)
  }
}

/// A program that runs.
struct RunningProgram {
  let process: pid_t
  fileprivate let output: String
  fileprivate let errors: String
  /// Kept while the program runs.
  private let folder: TemporaryFolder

  /// The executable: what PAPERTAPE_PROGRAM names, else the one built beside the tests.
  static let path: String = {
    if let named = getenv("PAPERTAPE_PROGRAM") { return String(cString: named) }
    let package = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    #if DEBUG
      return "/\(package)/.build/debug/papertape"
    #else
      return "/\(package)/.build/release/papertape"
    #endif
  }()

  /// Starts the program in a folder with an environment of these variables and PATH alone. `output` and `errors` are where its streams
  /// go, files of the folder when not given.
  init(
    _ arguments: [String], in folder: TemporaryFolder, environment: [String: String] = [:], output: String? = nil,
    errors: String? = nil
  ) throws {
    try self.init(
      script: "exec \"$0\" \"$@\"", arguments, in: folder, environment: environment, output: output, errors: errors)
  }

  /// Starts a shell script with the program as `$0`.
  init(
    script: String, _ arguments: [String] = [], in folder: TemporaryFolder, environment: [String: String] = [:],
    output: String? = nil, errors: String? = nil
  ) throws {
    self.folder = folder
    let number = UInt64.random(in: 0 ... .max)
    self.output = output ?? folder[".out-\(number)"]
    self.errors = errors ?? folder[".err-\(number)"]
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, self.output, O_WRONLY | O_CREAT | O_NOCTTY, 0o644)
    posix_spawn_file_actions_addopen(&actions, 2, self.errors, O_WRONLY | O_CREAT | O_NOCTTY, 0o644)
    var variables = ["PATH": "/usr/bin:/bin", "PAPERTAPE_TEST_FOLDER": folder.path]
    variables.merge(environment) { $1 }
    // The shell changes the folder and becomes the program: the C library's call for that is not visible from Swift.
    let argumentList = Self.list(
      ["/bin/sh", "-c", "cd \"$PAPERTAPE_TEST_FOLDER\" && " + script, Self.path] + arguments)
    let environmentList = Self.list(variables.map { "\($0)=\($1)" })
    defer { for pointer in argumentList + environmentList { free(pointer) } }
    // Tests run on threads that block signals, which a new program would inherit.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var process: pid_t = 0
    let code = posix_spawn(&process, "/bin/sh", &actions, &attributes, argumentList, environmentList)
    guard code == 0 else {
      errno = code
      throw SystemFailure("start \(Self.path)")
    }
    self.process = process
  }

  private static func list(_ texts: [String]) -> [UnsafeMutablePointer<CChar>?] { texts.map { strdup($0) } + [nil] }

  /// Waits for the end.
  func finish() throws -> ProgramCall {
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { throw SystemFailure("waitpid") }
    }
    let signal = status & 0x7F
    return ProgramCall(
      status: signal == 0 ? (status >> 8) & 0xFF : 128 + signal, output: try Self.text(output),
      errors: try Self.text(errors))
  }

  private static func text(_ path: String) throws -> String {
    path.hasPrefix("/dev/") ? "" : String(decoding: try TemporaryFolder.read(path), as: UTF8.self)
  }

  /// Opens a named pipe that the program reads, once it does.
  func open(pipe path: String) throws -> Int32 {
    while true {
      let descriptor = Glibc.open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)
      if descriptor >= 0 { return descriptor }
      guard errno == ENXIO, kill(process, 0) == 0 else { throw SystemFailure("open \(path)") }
      sched_yield()
    }
  }

  /// Sends a signal and returns when the program has taken it, or is gone.
  func send(_ signal: Int32) throws {
    guard kill(process, signal) == 0 else { throw SystemFailure("kill") }
    while true {
      guard let bytes = try? TemporaryFolder.read("/proc/\(process)/status") else { return }
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      if lines.contains(where: { $0.hasPrefix("State:") && $0.contains("Z") }) { return }
      let pending = lines.filter { $0.hasPrefix("SigPnd:") || $0.hasPrefix("ShdPnd:") }
      let mask = pending.compactMap { $0.split(separator: "\t").last.flatMap { UInt64($0, radix: 16) } }.reduce(0, |)
      if mask & (1 << UInt64(signal - 1)) == 0 { return }
      sched_yield()
    }
  }
}

/// Calls the program and waits for it.
func papertape(
  _ arguments: String..., in folder: TemporaryFolder, environment: [String: String] = [:], output: String? = nil
) throws -> ProgramCall {
  try RunningProgram(arguments, in: folder, environment: environment, output: output).finish()
}

/// Calls the program with both streams on a terminal of some width; all that the terminal was shown is the output.
func papertape(
  _ arguments: [String], onTerminalOf columns: UInt16, in folder: TemporaryFolder,
  environment: [String: String] = [:]
) throws -> ProgramCall {
  let terminal = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
  var isLocked: Int32 = 0
  var number: UInt32 = 0
  // TIOCSPTLCK and TIOCGPTN of <asm/ioctls.h>, macros that Swift cannot read.
  guard terminal >= 0, ioctl(terminal, 0x4004_5431, &isLocked) == 0, ioctl(terminal, 0x8004_5430, &number) == 0 else {
    throw SystemFailure("/dev/ptmx")
  }
  defer { close(terminal) }
  let path = "/dev/pts/\(number)"
  var size = winsize(ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
  let ours = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC)
  guard ours >= 0, ioctl(ours, UInt(TIOCSWINSZ), &size) == 0 else { throw SystemFailure("terminal") }
  let program = try RunningProgram(arguments, in: folder, environment: environment, output: path, errors: path)
  // A terminal hangs up when the last program lets go of it: the read fails then.
  close(ours)
  var shown: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = block.withUnsafeMutableBytes { read(terminal, $0.baseAddress, $0.count) }
    if count > 0 { shown += block[..<count] } else if count == 0 || errno != EINTR { break }
  }
  var call = try program.finish()
  call.output = String(decoding: shown, as: UTF8.self)
  return call
}
