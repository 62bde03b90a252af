import Market

/// How a column of a kind is coded: what it may lean on, and which transforms are tried.
struct ColumnPlan {
  /// Positions of the columns it leans on, none: -1.
  var a = -1
  var b = -1
  /// Tried in this order, the one with the smallest result is taken; what they lean on must be there, `plain` and `delta` lean on
  /// nothing.
  var candidates: [ColumnTransform]
  /// What is expected between a value and what it leans on: ids go on by one.
  var base: Int64 = 0

  init(_ candidates: ColumnTransform..., a: Int = -1, b: Int = -1, base: Int64 = 0) {
    self.candidates = candidates
    self.a = a
    self.b = b
    self.base = base
  }
}

/// How one table of columns is coded.
struct TablePlan {
  let layout: SeriesLayout
  /// By column position.
  let columns: [ColumnPlan]
  /// Positions in an order in which every column comes after those it leans on.
  let order: [Int]
  /// Positions in the order in which the columns lie in a chunk's row: what is read alone comes first, so that SQLite need not
  /// walk past the others.
  let storageOrder: [Int]
  /// Positions of the columns that anything with a role of its own scale is in.
  let roles: [ColumnRole]

  init(_ layout: SeriesLayout, _ columns: [ColumnPlan], order: [Int]? = nil) {
    precondition(columns.count == layout.columns.count, "every column has a plan")
    self.layout = layout
    self.columns = columns
    roles = layout.columns.map(\.role)
    var sorted: [Int] = []
    func visit(_ position: Int) {
      guard position >= 0, !sorted.contains(position) else { return }
      visit(columns[position].a)
      visit(columns[position].b)
      sorted.append(position)
    }
    for position in order ?? Array(columns.indices) { visit(position) }
    self.order = sorted
    storageOrder = order ?? sorted
  }

  /// The columns to decode for `wanted` ones of a chunk that has `present`: those they lean on are among them.
  func needed(_ wanted: UInt32, present: UInt32) -> UInt32 {
    var result = wanted & present
    for position in order.reversed() where result >> UInt32(position) & 1 == 1 {
      let plan = columns[position]
      if plan.a >= 0 { result |= 1 << UInt32(plan.a) & present }
      if plan.b >= 0 { result |= 1 << UInt32(plan.b) & present }
    }
    return result
  }
}

extension ColumnDeclaration {
  /// The column's name in the table of chunks, in brackets, since `index` is a word of SQL (and since SQLite takes a name in
  /// quotes for a text where there is no such column); `id` is the chunk's own there.
  var storedName: String { name == "id" ? "[row_id]" : "[\(name)]" }
}
