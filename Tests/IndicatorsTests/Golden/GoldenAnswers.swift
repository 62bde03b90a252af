/// What other libraries say of the golden bars.
enum GoldenAnswers {
  /// Bars the answers are about.
  static let barCount = 320

  /// One output of one indicator.
  struct Answer: Sendable, CustomStringConvertible {
    /// `Indicator(parameters)`, with `.output` where it isn't the plain value.
    let key: String
    /// The library's function that gave it.
    let source: String
    /// The first bar with a value; nil where the library begins differently and late values alone are compared.
    let first: Int?
    let values: [(bar: Int, value: Double)]

    var description: String { key }
  }

  static let all: [Answer] = [averages, momentum, trend, volatility, volume, statistics].flatMap(read)

  private static func read(_ table: String) -> [Answer] {
    let lines = table.split(separator: "\n")
    return stride(from: 0, to: lines.count - 1, by: 2).compactMap { place in
      let head = lines[place].split(separator: "|").map { $0.drop { $0 == " " } }.map(String.init)
      guard head.count == 3 else { return nil }
      let values = lines[place + 1].split(separator: " ").compactMap { pair -> (bar: Int, value: Double)? in
        let parts = pair.split(separator: ":")
        guard parts.count == 2, let bar = Int(parts[0]), let value = Double(parts[1]) else { return nil }
        return (bar, value)
      }
      return Answer(
        key: head[0].trimmingTail, source: head[1].trimmingTail, first: Int(head[2].dropFirst(5)), values: values)
    }
  }
}

extension String {
  fileprivate var trimmingTail: String {
    var text = Substring(self)
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
