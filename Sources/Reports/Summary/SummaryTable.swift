/// A table of the summary: the first column to the left, the others to the right.
///
/// Where it is too wide each row's name gets a line of its own; where that is too wide as well, each value does.
struct SummaryTable {
  struct Cell {
    var text: String
    var ink = SummaryText.Ink.plain

    init(_ text: String, _ ink: SummaryText.Ink = .plain) {
      self.text = SummaryText.clean(text)
      self.ink = ink
    }
  }

  let heads: [String]
  var rows: [[Cell]] = []

  init(_ heads: String...) { self.heads = heads }

  private static let gap = "  "

  func write(to summary: inout SummaryText) {
    guard !rows.isEmpty else { return }
    let widths = heads.indices.map { column in
      rows.reduce(heads[column].count) { Swift.max($0, $1[column].text.count) }
    }
    let tail = widths.dropFirst().reduce(0) { $0 + $1 + Self.gap.count }
    if widths[0] + tail <= summary.width {
      writeRow(heads.map { Cell($0, .dim) }, widths, nameWidth: widths[0], to: &summary)
      for row in rows { writeRow(row, widths, nameWidth: widths[0], to: &summary) }
    } else if tail <= summary.width {
      summary.line(summary.inked(heads[0], .dim))
      writeRow(heads.map { Cell($0, .dim) }, widths, nameWidth: nil, to: &summary)
      for row in rows {
        summary.line(summary.inked(row[0].text, row[0].ink))
        writeRow(row, widths, nameWidth: nil, to: &summary)
      }
    } else {
      for row in rows {
        summary.line(summary.inked(row[0].text, row[0].ink))
        for column in heads.indices.dropFirst() {
          summary.fact(Self.gap + heads[column], row[column].text, ink: row[column].ink)
        }
      }
    }
  }

  private func writeRow(_ cells: [Cell], _ widths: [Int], nameWidth: Int?, to summary: inout SummaryText) {
    var line = ""
    if let nameWidth {
      line =
        summary.inked(cells[0].text, cells[0].ink)
        + String(repeating: " ", count: nameWidth - cells[0].text.count)
    }
    for column in cells.indices.dropFirst() {
      line +=
        Self.gap + String(repeating: " ", count: widths[column] - cells[column].text.count)
        + summary.inked(cells[column].text, cells[column].ink)
    }
    summary.line(line)
  }
}
