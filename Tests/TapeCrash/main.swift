// A writer to be killed: `tapecrash PATH FIRST [LIMIT]` does batches from FIRST on and prints the number of each once it is
// acknowledged. With LIMIT no file may grow beyond that many bytes. Status 0: all done; 4: no room; 3: anything else.

// Glibc: limits, signals, and output that is not buffered.
import Glibc
import Tape

func say(_ text: String) {
  _ = text.withCString { write(1, $0, strlen($0)) }
}

let arguments = CommandLine.arguments
guard arguments.count >= 3, let first = Int(arguments[2]) else { exit(2) }
if arguments.count > 3, let limit = UInt(arguments[3]) {
  signal(SIGXFSZ, SIG_IGN)
  var bound = rlimit(rlim_cur: limit, rlim_max: limit)
  guard setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &bound) == 0 else { exit(2) }
}
do throws(TapeError) {
  var tape = try TapeFile(path: arguments[1], access: .readWrite)
  for number in first..<CrashWork.batches {
    try CrashWork.run(number, on: &tape)
    say("\(number)\n")
  }
  try tape.close()
} catch {
  say("error: \(error.message)\n")
  if case .diskFull = error { exit(4) }
  exit(3)
}
