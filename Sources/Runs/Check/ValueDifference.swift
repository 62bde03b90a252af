package import JSON

/// One value of `result.json` that came out otherwise; nil: it is not there.
package struct ValueDifference: Hashable, Sendable {
  /// Such as `metrics.sharpe` or `data.streams.0.rows`.
  package var path: String
  package var was: JSONValue?
  package var now: JSONValue?

  /// `metrics.sharpe was 1.2, is 1.3`.
  package var words: String { "\(path) was \(Self.shown(was)), is \(Self.shown(now))" }
  /// `metrics.sharpe 1.2 -> 1.3`.
  package var arrow: String { "\(path) \(Self.shown(was)) -> \(Self.shown(now))" }

  /// A value on one line.
  package static func shown(_ value: JSONValue?) -> String {
    guard let value else { return "nothing" }
    if let text = value.text { return text }
    return String(decoding: value.bytes(layout: .compact), as: UTF8.self)
  }
}

/// All values in which two documents differ, in the order of the new one, what is gone last; numbers are compared as they are written.
func valueDifferences(was: JSONValue, now: JSONValue, except: Set<String> = []) -> [ValueDifference] {
  var list: [ValueDifference] = []
  collect(was, now, "", except, &list)
  return list
}

private func collect(
  _ was: JSONValue?, _ now: JSONValue?, _ path: String, _ except: Set<String>, _ list: inout [ValueDifference]
) {
  if was == now || except.contains(path) { return }
  func joined(_ step: String) -> String { path.isEmpty ? step : "\(path).\(step)" }
  if let old = was?.fields, let new = now?.fields {
    for field in new { collect(was?[field.name], field.value, joined(field.name), except, &list) }
    for field in old where now?[field.name] == nil { collect(field.value, nil, joined(field.name), except, &list) }
  } else if let old = was?.elements, let new = now?.elements {
    for index in 0..<max(old.count, new.count) {
      collect(
        index < old.count ? old[index] : nil, index < new.count ? new[index] : nil, joined("\(index)"), except, &list)
    }
  } else {
    list.append(ValueDifference(path: path, was: was, now: now))
  }
}
