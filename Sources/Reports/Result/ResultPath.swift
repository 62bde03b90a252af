package import JSON

/// The value at a path into a parsed `result.json`, such as `metrics.max_drawdown_pct` or `data.streams.0.rows`; nil when it leads
/// nowhere.
///
/// Steps are names and list indices with dots between. A name may hold dots itself, as those of `integrity.bounds` do; the shortest
/// name that leads on is taken.
package func resultValue(at path: some StringProtocol, in document: JSONValue) -> JSONValue? {
  find(path.split(separator: ".", omittingEmptySubsequences: false).map { String($0) }[...], in: document)
}

private func find(_ steps: ArraySlice<String>, in value: JSONValue) -> JSONValue? {
  guard let step = steps.first else { return value }
  if case .array = value { return Int(step).flatMap { value[$0] }.flatMap { find(steps.dropFirst(), in: $0) } }
  var name = ""
  for (index, part) in zip(steps.indices, steps) {
    name += index == steps.startIndex ? part : "." + part
    if let next = value[name], let found = find(steps[(index + 1)...], in: next) { return found }
  }
  return nil
}
