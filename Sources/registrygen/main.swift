// Writes the list of the strategies declared in some files: `registrygen REGISTRY.swift FILE.swift ...`.
// Run by the plugin StrategyRegistry at build time; Glibc alone, so that it builds in a second.
import Glibc
import StrategySources

func readFile(_ path: String) -> [UInt8]? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    guard count > 0 else { break }
    bytes += chunk[..<count]
  }
  return ferror(file) == 0 ? bytes : nil
}

func writeFile(_ bytes: [UInt8], to path: String) -> Bool {
  guard let file = fopen(path, "w") else { return false }
  let written = fwrite(bytes, 1, bytes.count, file)
  return fclose(file) == 0 && written == bytes.count
}

func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

func fail(_ line: String) -> Never {
  say("error: \(line)")
  exit(1)
}

guard CommandLine.arguments.count >= 2 else { fail("usage: registrygen REGISTRY.swift FILE.swift ...") }
let registryPath = CommandLine.arguments[1]
var names: [String] = []
for path in CommandLine.arguments.dropFirst(2) {
  guard let source = readFile(path) else { fail("\(path) cannot be read") }
  let found = StrategyDeclarations(source: source)
  names += found.names
  // The form that the build shows as a warning of the compiler.
  for oversight in found.oversights { say("\(path):\(oversight.line):1: warning: \(oversight.text)") }
}
let registry = Array(StrategyDeclarations.registry(of: names).utf8)
// An unchanged file keeps its time stamp, and the build stops here.
if readFile(registryPath) != registry, !writeFile(registry, to: registryPath) {
  fail("\(registryPath) cannot be written")
}
