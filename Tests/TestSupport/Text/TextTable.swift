/// A line of a text table that no reader understands: a mistake in the test, with the line.
package struct TableError: Error, CustomStringConvertible {
  package var line: String
  package var problem: String

  package init(_ line: some StringProtocol, _ problem: String) {
    self.line = String(line)
    self.problem = problem
  }

  package var description: String { "\(problem) in \"\(line)\"" }
}

/// The lines of a text table with spaces trimmed; empty lines and those that begin with `#` or with `time` (the heading) are left out.
package func tableLines(_ text: String) -> [String] {
  text.split(separator: "\n").map { line in
    line.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }.filter { !$0.isEmpty && !$0.hasPrefix("#") && !$0.hasPrefix("time ") }
}
