/// Which field of a row goes where: told by a header line, by the caller, or by the number of fields.
package struct TableLayout: Hashable, Sendable {
  /// Stands for a field that nobody asks for.
  static let skipped: UInt8 = 255

  /// The byte between fields.
  package var delimiter: UInt8
  /// Whether the first line names the columns.
  package var hasHeader: Bool
  /// By position in the row: the column (a position among the kind's columns), or ``skipped``.
  package var targets: [UInt8]
  /// Names of the header that mean nothing to the kind, as written.
  package var unusedNames: [String]

  /// Whether `column` has a field.
  func has(_ column: Int) -> Bool { targets.contains(UInt8(column)) }
}

/// A field that the caller assigns to a column: `--columns Date=open_time,6=volume`, of which `open_time` is the column.
package struct ColumnChoice: Hashable, Sendable {
  /// The column's own name.
  package var column: String
  /// The name in the header, or the position counted from 1.
  package var field: String

  package init(column: String, field: String) {
    self.column = column
    self.field = field
  }
}

/// Why a table's columns could not be told.
package struct ColumnError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// Columns that are needed and that no field of the header means.
    case missing([String])
    /// A table without header whose number of fields is no known layout.
    case unknownWidth(Int)
    /// A choice names a column that there is not.
    case unknownColumn(String, known: [String])
    /// A choice names a field that there is not.
    case unknownField(String)
    /// Two choices for one column, or one field chosen twice.
    case repeated(String)
  }

  /// What is wrong.
  package var problem: Problem
  /// The header's names, or the fields of the first row.
  package var found: [String]

  package init(problem: Problem, found: [String]) {
    self.problem = problem
    self.found = found
  }

  /// What was expected and what was found, in one sentence without a full stop.
  package var message: String {
    let seen = "found: \(found.joined(separator: ", "))"
    return switch problem {
    case .missing(let names): "no column for \(names.joined(separator: ", ")); \(seen)"
    case .unknownWidth(let count): "no header line, and \(count) fields are no known layout; \(seen)"
    case .unknownColumn(let name, let known): "there is no column \(name); there are \(known.joined(separator: ", "))"
    case .unknownField(let name): "no field is called \(name); \(seen)"
    case .repeated(let name): "\(name) is given twice"
    }
  }
}

/// The names of a kind's columns and what else tables call them.
struct ColumnVocabulary: Hashable, Sendable {
  struct Column: Hashable, Sendable {
    /// The name used in this program.
    var name: String
    /// Where its number goes.
    var position: Int
    var form: FieldForm
    var bound: FieldBound
    var isRequired: Bool
    /// Other names in the order of preference, lower case without separators.
    var synonyms: [String]
  }

  /// The first that means a position is taken; of equal names the first.
  var columns: [Column]
  /// Names that mean nothing and are no news.
  var fillers: Set<String>
  /// For tables without header: number of fields to the column of each.
  var widths: [Int: [UInt8]]

  /// The layout of a table, from its first row's fields.
  func layout(
    first: [String], isHeader: Bool, delimiter: UInt8, choices: [ColumnChoice]
  ) throws(ColumnError) -> TableLayout {
    var targets = [UInt8](repeating: TableLayout.skipped, count: first.count)
    let assigned = try assign(choices, first: first, isHeader: isHeader, targets: &targets)
    if isHeader {
      match(first, targets: &targets, assigned: assigned)
    } else if choices.isEmpty {
      guard let known = widths[first.count] else {
        throw ColumnError(problem: .unknownWidth(first.count), found: first)
      }
      targets = known
    }
    let missing = columns.indices.filter { columns[$0].isRequired && !targets.contains(UInt8($0)) }
    guard missing.isEmpty else {
      throw ColumnError(problem: .missing(missing.map { columns[$0].name }), found: first)
    }
    let unused = isHeader ? unusedNames(first, targets: targets) : []
    return TableLayout(delimiter: delimiter, hasHeader: isHeader, targets: targets, unusedNames: unused)
  }

  private func assign(
    _ choices: [ColumnChoice], first: [String], isHeader: Bool, targets: inout [UInt8]
  ) throws(ColumnError) -> Set<Int> {
    var assigned: Set<Int> = []
    for choice in choices.map(turned) {
      guard let column = columns.firstIndex(where: { $0.name == choice.column }) else {
        throw ColumnError(problem: .unknownColumn(choice.column, known: columns.map(\.name)), found: first)
      }
      var field = isHeader ? first.firstIndex(of: choice.field) : nil
      if field == nil, let position = Int(choice.field), first.indices.contains(position - 1) { field = position - 1 }
      guard let field else { throw ColumnError(problem: .unknownField(choice.field), found: first) }
      guard assigned.insert(column).inserted else {
        throw ColumnError(problem: .repeated(choice.column), found: first)
      }
      guard targets[field] == TableLayout.skipped else {
        throw ColumnError(problem: .repeated(choice.field), found: first)
      }
      targets[field] = UInt8(column)
    }
    return assigned
  }

  /// A choice that was written the other way round, which its names show.
  private func turned(_ choice: ColumnChoice) -> ColumnChoice {
    let names = columns.map(\.name)
    guard !names.contains(choice.column), names.contains(choice.field) else { return choice }
    return ColumnChoice(column: choice.field, field: choice.column)
  }

  /// Of several fields that could be a column the one with the preferred name is.
  private func match(_ header: [String], targets: inout [UInt8], assigned: Set<Int>) {
    let plain = header.map(Self.plain)
    var filled = Set(assigned.map { columns[$0].position })
    for (index, column) in columns.enumerated() where !assigned.contains(index) {
      guard column.form == .symbol || column.form.setsBits || !filled.contains(column.position) else { continue }
      let names = [Self.plain(column.name)] + column.synonyms
      for name in names {
        guard let field = plain.indices.first(where: { plain[$0] == name && targets[$0] == TableLayout.skipped }) else {
          continue
        }
        targets[field] = UInt8(index)
        if column.form != .symbol { filled.insert(column.position) }
        break
      }
    }
  }

  private func unusedNames(_ header: [String], targets: [UInt8]) -> [String] {
    header.indices.filter { targets[$0] == TableLayout.skipped && !fillers.contains(Self.plain(header[$0])) }
      .map { header[$0] }
  }

  /// Lower case letters and digits alone; what stands behind a stroke in another script is a translation.
  static func plain(_ name: String) -> String {
    var name = name[...]
    if let stroke = name.firstIndex(of: "/"), name[stroke...].contains(where: { !$0.isASCII }) {
      name = name[..<stroke]
    }
    return name.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
