/// The name a user may have meant.
package enum NearestName {
  /// The first of `candidates` with the fewest edits from `name`: at most three, and at most half of its letters.
  package static func of(_ name: String, among candidates: [String]) -> String? {
    let typed = Array(name.lowercased().unicodeScalars.prefix(80))
    var best: (name: String, edits: Int)?
    for candidate in candidates {
      let target = Array(candidate.lowercased().unicodeScalars)
      let most = Swift.min(3, Swift.max(1, Swift.max(typed.count, target.count) / 2))
      guard abs(typed.count - target.count) <= most else { continue }
      let edits = distance(typed, target)
      if edits <= most, edits < best?.edits ?? .max { best = (candidate, edits) }
    }
    return best?.name
  }

  /// Inserted, left out, replaced and swapped neighbours, each one edit.
  static func distance(_ a: [Unicode.Scalar], _ b: [Unicode.Scalar]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var edits = Swift.min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { edits = Swift.min(edits, beforeLast[j - 1] + 1) }
        row.append(edits)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
