import ArgumentParser
import JSON
import Runs

/// `why`: the chain of one order of a run.
struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why", abstract: "Explain an order: what paid for each fill, or what is missing.",
    discussion: """
      Replays the run with a tracing exchange: a replay is the same run, and its fingerprint says so.

      EXAMPLES
        papertape why reports/runs/demo 17          fill 17
        papertape why reports/runs/demo order:9     order 9
        papertape why demo fill:17 --json
      """)

  @Argument(help: "The run folder, or a run's name under reports/runs/.") var folder: String
  @Argument(help: "A fill's number (an order's where there is no such fill); fill:N or order:N to be plain.")
  var target: String
  @OptionGroup var output: OutputOptions

  func run() throws {
    guard let target = WhyTarget(target) else {
      throw UsageError(
        what: "'\(target)' is no fill or order",
        hint: "give a number as fills.csv and orders.csv have it, fill:17 or order:9")
    }
    let (path, recorded) = try result()
    let (scenario, _) = try loadScenario("\(path)/scenario.yaml", overrides: [])
    let prepared = try prepare(scenario)
    var options = ExecutionOptions(clock: monotonicNanoseconds)
    options.shouldStop = { Signals.isInterrupted }
    let explanation: OrderExplanation
    do {
      explanation = try prepared.explain(target, recorded: recorded, options)
    } catch {
      throw CommandFailure(text: error.text, exitStatus: error.exitStatus)
    }
    if Signals.isInterrupted { throw CommandFailure(text: "interrupted", exitStatus: 130) }
    if output.json {
      StandardOutput.write(String(decoding: explanation.json.bytes(layout: .indented), as: UTF8.self) + "\n")
    } else {
      StandardOutput.write(explanation.text)
    }
  }

  /// The folder meant, and the fingerprint that it says its run had.
  private func result() throws -> (folder: String, fingerprint: String?) {
    for path in folder.contains("/") ? [folder] : [folder, "reports/runs/\(folder)"] {
      let bytes: [UInt8]
      do {
        bytes = try readFile("\(path)/result.json")
      } catch {
        continue
      }
      do {
        return (path, try JSONValue(parsing: bytes)["fingerprint"]?.text)
      } catch {
        throw CommandFailure(
          text: "error: \(path)/result.json is damaged: \(error)\nhint: run the scenario again", exitStatus: 3)
      }
    }
    throw CommandFailure(
      text: "error: no run folder \(folder): it has no result.json\nhint: papertape run SCENARIO.yaml makes one",
      exitStatus: 2)
  }
}
