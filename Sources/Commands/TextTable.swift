/// A plain table: columns as wide as their widest cell, two spaces between, numbers to the right.
///
/// Where it is wider than the terminal, sentences in the last column fold; else each row's first cell gets a line of its own, and where
/// that is too wide as well each cell does.
struct TextTable {
  private let header: [String]
  private var rows: [[String]] = []
  private let rightAligned: Set<Int>

  init(_ header: [String], rightAligned: Set<Int> = []) {
    self.header = header
    self.rightAligned = rightAligned
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The table in the terminal's width, 80 where there is none.
  var text: String { text(width: Terminal.width) }

  /// The least width in which sentences of the last column are folded rather than put elsewhere.
  private static let leastSentence = 24

  func text(width: Int) -> String {
    let widths = header.indices.map { column in rows.reduce(header[column].count) { max($0, $1[column].count) } }
    let total = widths.reduce(0, +) + 2 * (widths.count - 1)
    guard total > width, let last = widths.last else { return ([header] + rows).map { line($0, widths) }.joined() }
    let rest = width - (total - last)
    if !rightAligned.contains(widths.count - 1), rest >= Self.leastSentence {
      return ([header] + rows).map { folded($0, widths, rest) }.joined()
    }
    let tail = Array(widths.dropFirst())
    if tail.reduce(0, +) + 2 * tail.count <= width {
      return header[0] + "\n" + "  " + line(Array(header.dropFirst()), tail, from: 1)
        + rows.map { $0[0] + "\n" + "  " + line(Array($0.dropFirst()), tail, from: 1) }.joined()
    }
    let name = header.dropFirst().reduce(0) { max($0, $1.count) }
    return rows.map { row in
      row[0] + "\n"
        + header.indices.dropFirst().map { "  \(padded(header[$0], to: name))  \(row[$0])\n" }.joined()
    }.joined()
  }

  private func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(width - text.count, 0))
  }

  private func line(_ cells: [String], _ widths: [Int], from first: Int = 0) -> String {
    var line = ""
    for (column, cell) in cells.enumerated() {
      let padding = String(repeating: " ", count: max(widths[column] - cell.count, 0))
      line += rightAligned.contains(first + column) ? padding + cell : cell + padding
      if column + 1 < cells.count { line += "  " }
    }
    while line.last == " " { line.removeLast() }
    return line + "\n"
  }

  /// A row whose last cell is folded at `rest` columns, its further lines under the first.
  private func folded(_ cells: [String], _ widths: [Int], _ rest: Int) -> String {
    guard let sentence = cells.last else { return "\n" }
    let lines = Commands.folded(sentence, width: rest).split(separator: "\n")
    let indent = String(repeating: " ", count: widths.dropLast().reduce(0) { $0 + $1 + 2 })
    return line(cells.dropLast() + [lines.first.map(String.init) ?? ""], widths)
      + lines.dropFirst().map { indent + $0 + "\n" }.joined()
  }
}

/// A sentence in lines of at most `width` columns, broken between words.
func folded(_ sentence: String, width: Int) -> String {
  var lines: [String] = []
  for word in sentence.split(separator: " ") {
    if let last = lines.last, last.count + 1 + word.count <= width {
      lines[lines.count - 1] = last + " " + word
    } else {
      lines.append(String(word))
    }
  }
  return lines.map { $0 + "\n" }.joined()
}
