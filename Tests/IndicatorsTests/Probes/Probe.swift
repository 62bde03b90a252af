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

  /// The families by name.
  static let families: [(name: String, probes: [Probe])] = [
    ("averages", averages), ("momentum", momentum), ("trend", trend), ("volatility", volatility), ("volume", volume),
    ("statistics", statistics),
  ]

  /// A mix of the bits of everything `probes` show over `count` bars.
  static func digest(of probes: [Probe], bars count: Int) -> UInt64 {
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    for probe in probes {
      var walk = BarWalk()
      let step = probe.make()
      for _ in 0..<count {
        for value in step(walk.next()) {
          digest = (digest ^ (value?.bitPattern ?? .max)) &* 0x0000_0100_0000_01B3
          digest ^= digest >> 29
        }
      }
    }
    return digest
  }

  static let all: [Probe] = families.flatMap(\.probes)
}
