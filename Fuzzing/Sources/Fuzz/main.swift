import CFuzzer
import Glibc

/// Which reader is tried: the environment variable FUZZ names it.
let target: HostileInput = {
  let name = getenv("FUZZ").map { String(cString: $0) } ?? "table"
  guard let target = HostileInput(rawValue: name) else {
    fatalError("FUZZ is one of \(HostileInput.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return target
}()

var count = CommandLine.argc
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv
// libFuzzer calls this with every input it makes up.
exit(
  LLVMFuzzerRunDriver(&count, &arguments) { bytes, count in
    let input = Array(UnsafeBufferPointer(start: bytes, count: count))
    if let problem = target.problem(input) { fatalError(problem) }
    return 0
  })
