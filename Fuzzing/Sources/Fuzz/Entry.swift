import Glibc

/// Which reader is tried: the environment variable FUZZ names it.
private let target: HostileInput = {
  let name = getenv("FUZZ").map { String(cString: $0) } ?? "table"
  guard let target = HostileInput(rawValue: name) else {
    fatalError("FUZZ is one of \(HostileInput.allCases.map(\.rawValue).joined(separator: ", "))")
  }
  return target
}()

/// libFuzzer calls this with every input it makes up.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let input = Array(UnsafeBufferPointer(start: bytes, count: count))
  if let problem = target.problem(input) { fatalError(problem) }
  return 0
}
