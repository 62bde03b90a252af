/// Where a value of a scenario was written: a place in the file, or an option of the command line.
package enum SourcePlace: Hashable, Sendable {
  /// Line and column, both from 1; columns count characters.
  case position(line: Int, column: Int)
  /// The option as it was typed: `--set data.streams.0.klines=5x`.
  case option(String)
  /// The file as a whole.
  case file

  /// The place as an error prints it, `scenarios/a.yaml:14:5` or the option.
  package func text(file: String) -> String {
    switch self {
    case .position(let line, let column): "\(file):\(line):\(column)"
    case .option(let text): text
    case .file: file
    }
  }

  /// Whether this is read before `other`: the file from top to bottom, then the options (which compare equal).
  package func precedes(_ other: SourcePlace) -> Bool { rank < other.rank }

  private var rank: (Int, Int, Int) {
    switch self {
    case .file: (0, 0, 0)
    case .position(let line, let column): (1, line, column)
    case .option: (2, 0, 0)
    }
  }
}
