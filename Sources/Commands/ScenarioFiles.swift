// open, read and stat: files are read whole through the C library.
import Glibc
import Market
import Replay
import Runs
import Scenarios

/// Reads a whole file; the reason as text when it cannot be.
func readFile(_ path: String) throws(FileReadError) -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
  guard descriptor >= 0 else { throw FileReadError(path: path, reason: String(cString: strerror(errno))) }
  defer { close(descriptor) }
  var status = stat()
  fstat(descriptor, &status)
  guard status.st_mode & S_IFMT != S_IFDIR else { throw FileReadError(path: path, reason: "it is a folder") }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = block.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    guard count >= 0 else { throw FileReadError(path: path, reason: String(cString: strerror(errno))) }
    if count == 0 { return bytes }
    bytes.append(contentsOf: block[..<count])
  }
}

/// Why a file could not be read.
struct FileReadError: Error, CustomStringConvertible {
  var path: String
  var reason: String

  var description: String { reason }
}

/// The absolute form of a path, with `.` and `..` taken out as text.
func absolutePath(_ path: String) -> String {
  var parts: [Substring] = []
  let whole: String
  if path.hasPrefix("/") {
    whole = path
  } else {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    let folder =
      getcwd(&buffer, buffer.count) == nil
      ? "/" : String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    whole = folder + "/" + path
  }
  for part in whole.split(separator: "/") where part != "." {
    if part == ".." { _ = parts.popLast() } else { parts.append(part) }
  }
  return "/" + parts.joined(separator: "/")
}

/// Reads and checks a scenario file with the overrides of the command line.
func loadScenario(_ path: String, overrides: [ScenarioOverride]) throws -> (scenario: Scenario, bytes: [UInt8]) {
  let bytes: [UInt8]
  do {
    bytes = try readFile(path)
  } catch {
    throw CommandFailure(
      text: "error: cannot read the scenario: \(error.reason) (\(path))\nhint: check the path", exitStatus: 2)
  }
  let full = absolutePath(path)
  let folder = String(full[..<(full.lastIndex(of: "/") ?? full.startIndex)])
  do {
    let scenario = try Scenario.read(
      ScenarioSource(bytes: bytes, file: path, folder: folder), overrides: overrides,
      strategies: ProgramStrategies.all.map(\.description)
    ) { (name: String) throws in
      do {
        return try readFile(name)
      } catch {
        throw error
      }
    }
    return (scenario, bytes)
  } catch {
    throw CommandFailure(text: error.description, exitStatus: 2)
  }
}

/// Makes a checked scenario ready, with the shipped catalogue.
func prepare(_ scenario: Scenario) throws -> PreparedRun {
  do {
    return try PreparedRun(scenario, strategies: ProgramStrategies.all) { InstrumentCatalog.specification(for: $0) }
  } catch {
    throw CommandFailure(text: error.text, exitStatus: error.exitStatus)
  }
}
