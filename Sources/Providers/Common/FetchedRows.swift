package import Market

/// One column of rows that were read from an answer: digits as they stood, each value with its own decimals.
package struct FetchedColumn: Hashable, Sendable {
  /// Each value without its point: `0.250` is 250 with three decimals.
  package var values: [Int64] = []
  /// Decimals of each value as written.
  package var decimals: [UInt8] = []

  package init() {}
}

/// Rows of one kind, read from an answer: a column by the position of the kind's layout, nil where the source has none.
package struct FetchedRows: Hashable, Sendable {
  package let kind: SeriesKind
  package private(set) var columns: [FetchedColumn?]
  package private(set) var count = 0
  /// Nanoseconds of one unit of the source's times.
  package var timeUnit: Int64 = 1_000_000

  /// No rows of a kind.
  package init(_ kind: SeriesKind) {
    self.kind = kind
    columns = [FetchedColumn?](repeating: nil, count: kind.layout.columns.count)
  }

  /// The times of the rows, nanoseconds.
  package var times: [Int64] { columns.first.flatMap { $0?.values } ?? [] }

  /// Appends a row; `fields` has a value by column position.
  ///
  /// Every row of one answer has the same columns: one that lacks a column the rows before it have is an error.
  package mutating func append(_ fields: [FetchedField?]) throws(AnswerError) {
    for position in columns.indices {
      guard position < fields.count, let field = fields[position] else {
        guard columns[position] == nil else { throw AnswerError("a row lacks what the rows before it have") }
        continue
      }
      guard columns[position] != nil || count == 0 else { throw AnswerError("a row has what the rows before it lack") }
      columns[position, default: FetchedColumn()].values.append(field.value)
      columns[position, default: FetchedColumn()].decimals.append(field.decimals)
    }
    count += 1
  }

  /// The rows whose times `isWanted`, with every column.
  package func filtered(_ isWanted: (Int64) -> Bool) -> FetchedRows {
    let kept = times.indices.filter { isWanted(times[$0]) }
    guard kept.count < count else { return self }
    var result = FetchedRows(kind)
    result.timeUnit = timeUnit
    result.count = kept.count
    guard !kept.isEmpty else { return result }
    result.columns = columns.map { column in
      guard let column else { return nil }
      var part = FetchedColumn()
      part.values = kept.map { column.values[$0] }
      part.decimals = kept.map { column.decimals[$0] }
      return part
    }
    return result
  }
}

extension [FetchedColumn?] {
  fileprivate subscript(position: Int, default fallback: FetchedColumn) -> FetchedColumn {
    get { self[position] ?? fallback }
    set { self[position] = newValue }
  }
}

/// One value of a row.
package struct FetchedField: Hashable, Sendable {
  package var value: Int64
  package var decimals: UInt8

  package init(_ value: Int64, decimals: UInt8 = 0) {
    self.value = value
    self.decimals = decimals
  }

  /// A decimal as it stands, with an exponent too (what some libraries make of small numbers).
  package init(decimal text: String) throws(AnswerError) {
    do throws(DecimalError) {
      let number = try FixedDecimal(text)
      guard let units = Int64(exactly: number.units), number.scale <= PowerOfTen.greatestInt64Exponent else {
        throw DecimalError.overflow
      }
      self.init(units, decimals: UInt8(number.scale))
    } catch {
      throw AnswerError("'\(text.prefix(40))' is no number that fits")
    }
  }

  /// A time in units of `unit` nanoseconds.
  package init(time text: String, unit: Int64) throws(AnswerError) {
    guard let count = Int64(text) else { throw AnswerError("'\(text.prefix(40))' is no time") }
    let (value, overflow) = count.multipliedReportingOverflow(by: unit)
    guard !overflow else { throw AnswerError("'\(text.prefix(40))' is no time of this age") }
    self.init(value)
  }
}
