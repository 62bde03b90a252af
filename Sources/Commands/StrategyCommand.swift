import ArgumentParser
import Market
import Replay
import Scenarios
import StrategyKit

/// The strategies this program was built with.
struct StrategyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "strategy", abstract: "The strategies and their parameters.",
    discussion: "EXAMPLES\n  papertape strategy list\n  papertape strategy describe SMACross",
    subcommands: [StrategyListCommand.self, StrategyDescribeCommand.self])
}

struct StrategyListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the strategies.", discussion: "EXAMPLE\n  papertape strategy list")

  func run() throws {
    var table = TextTable(["strategy", "what it does"])
    for entry in ProgramStrategies.all { table.add([entry.description.name, entry.description.summary]) }
    StandardOutput.write(table.text)
  }
}

struct StrategyDescribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Show a strategy's parameters.",
    discussion: "EXAMPLE\n  papertape strategy describe SMACross")

  @Argument(help: "The strategy's name.") var name: String

  func run() throws {
    guard let entry = ProgramStrategies.all.first(where: { $0.description.name == name }) else {
      let names = ProgramStrategies.all.map(\.description.name)
      throw UsageError(what: "unknown strategy '\(name)'", hint: "there are: \(names.joined(separator: ", "))")
    }
    let description = entry.description
    StandardOutput.write(folded("\(description.name): \(description.summary)", width: Terminal.width))
    guard !description.parameters.isEmpty else {
      StandardOutput.write("It has no parameters.\n")
      return
    }
    var table = TextTable(["parameter", "default", "what it is"])
    for parameter in description.parameters {
      let (type, fallback, range) = parameter.columns
      table.add([parameter.name, fallback, "\(parameter.summary) (\(type)\(range.isEmpty ? "" : ", \(range)"))"])
    }
    StandardOutput.write("\n" + table.text)
  }
}

extension ParameterDeclaration {
  /// Type, default and range as a table shows them.
  var columns: (type: String, fallback: String, range: String) {
    func shown<Value>(_ value: Value?) -> String { value.map { "\($0)" } ?? "required" }
    switch kind {
    case .integer(let value, let range):
      return ("whole number", shown(value), "\(range.lowerBound) to \(range.upperBound)")
    case .decimal(let value, let range): return ("decimal", shown(value), "\(range.lowerBound) to \(range.upperBound)")
    case .duration(let value, let range):
      return ("duration", shown(value), "\(range.lowerBound) to \(range.upperBound)")
    case .flag(let value): return ("true or false", shown(value), "")
    case .choice(let words, let value): return ("word", shown(value), words.joined(separator: ", "))
    case .text(let value): return ("text", shown(value), "")
    case .entity: return ("entity", "first stream's", "")
    case .file: return ("file", "required", "")
    }
  }
}

/// `schema`: for editors.
struct SchemaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema", abstract: "Print the JSON Schema of the scenario file, for editors.",
    discussion: "EXAMPLE\n  papertape schema > scenario.schema.json")

  func run() throws {
    StandardOutput.write(scenarioSchema(strategies: ProgramStrategies.all.map(\.description)))
  }
}

/// `completions`: for shells.
struct CompletionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions", abstract: "Print the completion script of a shell.",
    discussion: "EXAMPLES\n  source <(papertape completions bash)\n  papertape completions fish | source")

  @Argument(help: "bash, zsh or fish.") var shell: String

  func run() throws {
    guard let shell = CompletionShell(rawValue: shell) else {
      throw UsageError(what: "unknown shell '\(shell)'", hint: "bash, zsh or fish")
    }
    StandardOutput.write(Papertape.completionScript(for: shell) + "\n")
  }
}
