import Indicators

/// An indicator with all it shows, made to take bars: what every indicator is put through is written once, over these.
struct Probe: Sendable, CustomStringConvertible {
  /// What a bar leaves, in the order of ``outputs``.
  typealias Step = (Bar) -> [Double?]

  /// How it is written: `Indicator(parameters)`.
  let name: String
  /// What it shows; the plain value has no name.
  let outputs: [String]
  /// How long it remembers: after so many bars nothing of what was before can be seen. Nil where it sums from the start.
  let memory: Int?
  /// One that has seen nothing.
  let make: @Sendable () -> Step

  init(
    _ name: String, _ outputs: [String] = [""], memory: Int? = 1_500, make: @escaping @Sendable () -> Step
  ) {
    self.name = name
    self.outputs = outputs
    self.memory = memory
    self.make = make
  }

  /// An indicator over closes.
  init(_ name: String, memory: Int? = 1_500, of indicator: some NumberIndicator) {
    self.init(name, memory: memory) {
      var indicator = indicator
      return { bar in
        indicator.update(bar.close)
        return [indicator.value]
      }
    }
  }

  var description: String { name }

  /// The type's name.
  var type: String { String(name.prefix { $0 != "(" && $0 != "." }) }

  func key(_ output: Int) -> String { outputs[output].isEmpty ? name : "\(name).\(outputs[output])" }

  static let all: [Probe] = averages + momentum + trend + volatility + volume + statistics
}
