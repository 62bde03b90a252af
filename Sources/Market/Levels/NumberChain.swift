/// Follows numbers that rise by one, from print to print.
///
/// Where a source has no numbers a row carries its place among those of its time, from 0: such rows are not followed.
package struct NumberChain: Hashable, Sendable {
  /// What a step of the numbers is.
  package enum Step: Hashable, Sendable {
    /// No number is known before this one.
    case begins
    case follows
    /// This many are left out after `before`.
    case jump(missing: Int64, before: Int64)
    case back(before: Int64)
  }

  private var last: Int64?
  private var time = Int64.min

  package init() {}

  /// Takes the numbers in of the trades that a print stands for.
  package mutating func step(time: Int64, first: Int64, last: Int64) -> Step {
    let isOfSameTime = time == self.time
    self.time = time
    if first == 0, !isOfSameTime {
      self.last = nil
      return .begins
    }
    guard let before = self.last else {
      // A row that is not the first of its time and has no number before it is a place, too.
      if !isOfSameTime { self.last = last }
      return .begins
    }
    self.last = max(before, last)
    if first == before &+ 1 { return .follows }
    return first > before ? .jump(missing: first &- before &- 1, before: before) : .back(before: before)
  }

  /// Takes a print of the columns in: an aggregated one by the trades it stands for.
  package mutating func step(_ columns: TradeColumns, _ row: Int) -> Step {
    step(
      time: columns.time[row], first: columns.has(6) ? columns.firstID[row] : columns.id[row],
      last: columns.has(7) ? columns.lastID[row] : columns.id[row])
  }
}
