import JSON
import Market
import Replay
import Reports
import Runs
import Scenarios
import Strategies

/// Runs of scenarios as `papertape run` makes them, in the tests' own process.
extension TemporaryFolder {
  /// Reads and prepares a scenario file of this folder.
  func prepare(_ file: String, overrides: [ScenarioOverride] = []) throws -> (prepared: PreparedRun, bytes: [UInt8]) {
    let bytes = try read(file)
    let full = self[file]
    let folder = full.split(separator: "/").dropLast().joined(separator: "/")
    let scenario = try Scenario.read(
      ScenarioSource(bytes: bytes, file: file, folder: "/" + folder), overrides: overrides,
      strategies: shippedStrategies.map(\.description)
    ) { (path: String) throws in try TemporaryFolder.read(path) }
    let prepared = try PreparedRun(scenario, strategies: shippedStrategies) { InstrumentCatalog.specification(for: $0) }
    return (prepared, bytes)
  }

  /// Runs a scenario file into a folder.
  @discardableResult
  func run(
    _ file: String, into target: String = "run", overrides: [ScenarioOverride] = [], page: Bool = false,
    bounds: Bool = false, change: (inout FolderRunRequest) -> Void = { _ in }
  ) throws -> FolderRunReport {
    let (prepared, bytes) = try prepare(file, overrides: overrides)
    var ticks: UInt64 = 0
    var request = FolderRunRequest(
      prepared, scenarioBytes: bytes, folder: self[target], wantsPage: page, wantsBounds: bounds,
      command: "papertape run \(file)", version: "0.1.0",
      clock: {
        ticks += 1_000
        return ticks
      })
    change(&request)
    return try runIntoFolder(request)
  }

  /// Writes and runs a scenario's text.
  @discardableResult
  func run(
    text: String, into target: String = "run", page: Bool = false, bounds: Bool = false,
    change: (inout FolderRunRequest) -> Void = { _ in }
  ) throws -> FolderRunReport {
    try write(text, to: "scenario.yaml")
    return try run("scenario.yaml", into: target, page: page, bounds: bounds, change: change)
  }

  /// The rows of a CSV file without quotes.
  func rows(_ name: String) throws -> [Row] {
    let lines = try text(name).split(separator: "\n", omittingEmptySubsequences: true)
    let names = lines.first.map { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) } ?? []
    return lines.dropFirst().map { line in
      Row(names: names, cells: line.split(separator: ",", omittingEmptySubsequences: false).map(String.init))
    }
  }
}

/// One row of a table with a header.
struct Row {
  let names: [String]
  let cells: [String]

  subscript(_ name: String) -> String {
    guard let index = names.firstIndex(of: name), index < cells.count else { return "no column \(name)" }
    return cells[index]
  }

  func exact(_ name: String) -> Exact { Exact(self[name]) }
}

/// An exact decimal: 128 bits at eighteen decimals.
struct Exact: Hashable, Comparable, CustomStringConvertible {
  var units: Int128

  init(units: Int128) { self.units = units }

  /// Reads plain decimals; anything else is a wrong expectation and gives the least number there is.
  init(_ text: String) {
    var units: Int128 = 0
    var decimals: Int?
    for byte in text.utf8.drop(while: { $0 == 45 }) {
      switch byte {
      case 46 where decimals == nil: decimals = 0
      case 48...57:
        units = units * 10 + Int128(byte - 48)
        if let known = decimals { decimals = known + 1 }
      default:
        self.units = .min
        return
      }
    }
    for _ in (decimals ?? 0)..<18 { units *= 10 }
    self.units = text.hasPrefix("-") ? -units : units
  }

  init(_ value: JSONValue?) { self.init(value?.numberText ?? "none") }

  static let zero = Exact(units: 0)
  static func + (a: Exact, b: Exact) -> Exact { Exact(units: a.units + b.units) }
  static func - (a: Exact, b: Exact) -> Exact { Exact(units: a.units - b.units) }
  static func < (a: Exact, b: Exact) -> Bool { a.units < b.units }

  var description: String {
    FixedDecimal(units: units, scale: 18).description
  }
}

extension Sequence {
  func sum(_ value: (Element) -> Exact) -> Exact { reduce(.zero) { $0 + value($1) } }
}

/// Scenarios that run in a moment.
struct SmallScenario {
  var data = """
      synthetic: {seed: 7, start_price: 60000, annual_volatility: 0.6}
      from: 2024-01-01
      to: 2024-01-15
    """
  var streams = "- {entity: cryptopair_binance_btcusdt, klines: 1h}"
  var exchange = "balances: {usdt: 10000}"
  var strategy = "{name: SMACross, params: {fast: 5, slow: 20, quantity: 0.1}}"
  var rest = ""

  var text: String {
    """
    version: 1
    name: small
    data:
    \(data)
      streams:
        \(streams)
    exchange:
      binance: {\(exchange)}
    strategy: \(strategy)
    \(rest)
    """ + "\n"
  }
}
