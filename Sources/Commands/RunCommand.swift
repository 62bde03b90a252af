import ArgumentParser
import Exchange
import Market
import Metrics
import Replay
import Runs
import Scenarios

/// `run`: one scenario through the simulated exchange.
struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Replay a scenario; prints a summary, writes a run folder.",
    discussion: """
      EXAMPLES
        papertape run scenarios/demo.yaml
        papertape run scenarios/demo.yaml --param fast=5 --set exchange.binance.matching.path=worst --out /tmp/worst
        papertape run scenarios/demo.yaml --bounds
      """)

  @Argument(help: "The scenario file.") var scenario: String
  @Option(name: .customLong("set"), parsing: .singleValue, help: "PATH=VALUE: any scenario key; list items by index.")
  var sets: [String] = []
  @Option(name: .customLong("param"), parsing: .singleValue, help: "NAME=VALUE: a parameter of the strategy.")
  var parameters: [String] = []
  @Option(help: "Another seed.") var seed: String?
  @OptionGroup var output: OutputOptions

  func run() throws {
    var overrides = sets.map { ScenarioOverride.set($0) } + parameters.map { ScenarioOverride.parameter($0) }
    if let seed { overrides.append(.seed(seed)) }
    let (scenario, _) = try loadScenario(scenario, overrides: overrides)
    let prepared = try prepare(scenario)
    let options = ExecutionOptions(clock: monotonicNanoseconds)
    do {
      let run = try prepared.execute(options)
      StandardOutput.write("fills \(run.outcome.venue.lastFillNumber) rows \(run.outcome.rows) \(run.fingerprint)\n")
      if let s = run.summary {
        let scale = s.scale
        StandardOutput.write(
          "fees \(FixedDecimal(units: s.metrics.feesPaid.units, scale: scale)) equity \(FixedDecimal(units: run.outcome.venue.equity.units, scale: scale)) trades \(s.metrics.trades) \(s.metrics)\n"
        )
      }
      StandardOutput.write(
        "loop \(Double(run.loopNanoseconds) / 1e6) ms load \(Double(run.loadNanoseconds) / 1e6) ms\n")
    } catch {
      throw CommandFailure(text: error.text, exitStatus: error.exitStatus)
    }
  }
}
