package import JSON
import Market
package import Reports
package import Scenarios

/// Holds a scenario's expectations against a result document (CONTRACT 2).
///
/// A number holds when the result, rounded to the digits written, is equal; min and max are inclusive; null means null.
/// `bounds.PATH` with min and max tests the whole interval of `--bounds`.
package func check(
  _ expectations: [Named<Expectation>], against document: JSONValue
) -> [RunResult.Expectation] {
  expectations.map { named in
    let want = describe(named.value)
    if named.name.hasPrefix("bounds.") {
      let path = String(named.name.dropFirst("bounds.".count))
      let interval = document["integrity"]?["bounds"]?[path] ?? .null
      let isMet = holdsInterval(named.value, interval)
      return RunResult.Expectation(path: named.name, want: want, found: interval, isMet: isMet)
    }
    var found = resultValue(at: named.name, in: document)
    // A code that never came up has come up no time, so that "never refused" can be expected.
    if found == nil, named.name.hasPrefix("rejected.") { found = .number("0") }
    return RunResult.Expectation(
      path: named.name, want: want, found: found ?? .string("no such value"),
      isMet: found.map { holds(named.value, $0) } ?? false)
  }
}

private func describe(_ expectation: Expectation) -> String {
  switch expectation {
  case .number(let value): return padded(value)
  case .text(let text): return text
  case .flag(let value): return value ? "true" : "false"
  case .null: return "null"
  case .range(let min, let max):
    return [min.map { "at least \(padded($0))" }, max.map { "at most \(padded($0))" }].compactMap { $0 }.joined(
      separator: ", ")
  }
}

/// A number with the digits that were written.
private func padded(_ value: FixedDecimal) -> String {
  guard value.scale > 0, value.scale <= 18, let units = Int64(exactly: value.units) else { return value.description }
  var buffer = TextBuffer(capacity: 64)
  buffer.append(decimal: units, scale: value.scale, decimals: value.scale)
  return buffer.string
}

private func number(_ value: JSONValue) -> FixedDecimal? {
  guard let text = value.numberText else { return nil }
  do {
    return try FixedDecimal(text)
  } catch {
    return nil
  }
}

private func holds(_ expectation: Expectation, _ found: JSONValue) -> Bool {
  switch expectation {
  case .null: return found == .null
  case .text(let text): return found.text == text
  case .flag(let flag): return found.flag == flag
  case .number(let want):
    guard let value = number(found) else { return false }
    return rounded(value, to: want.scale) == want
  case .range(let min, let max):
    guard let value = number(found) else { return false }
    return (min.map { $0 <= value } ?? true) && (max.map { value <= $0 } ?? true)
  }
}

private func holdsInterval(_ expectation: Expectation, _ interval: JSONValue) -> Bool {
  guard case .range(let min, let max) = expectation, let ends = interval.elements, ends.count == 2,
    let least = number(ends[0]), let greatest = number(ends[1])
  else { return false }
  return (min.map { $0 <= least } ?? true) && (max.map { greatest <= $0 } ?? true)
}

/// Half even, at `scale` decimals.
private func rounded(_ value: FixedDecimal, to scale: Int) -> FixedDecimal {
  guard value.scale > scale else { return value }
  let units = divide(value.units, by: PowerOfTen.int128(value.scale - scale), .halfEven)
  return FixedDecimal(units: units, scale: scale)
}
