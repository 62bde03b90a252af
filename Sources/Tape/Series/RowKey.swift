/// What a row is known by within its series: its time, and an id where a time has several rows.
package struct RowKey: Hashable, Comparable, Sendable {
  /// Nanoseconds.
  package var time: Int64
  /// 0 in series that have one row a time.
  package var id: Int64

  package init(time: Int64, id: Int64 = 0) {
    self.time = time
    self.id = id
  }

  @inline(__always)
  package static func < (a: RowKey, b: RowKey) -> Bool { a.time < b.time || (a.time == b.time && a.id < b.id) }

  /// Before all rows of a time.
  static func before(_ time: Int64) -> RowKey { RowKey(time: time, id: .min) }
  static let least = RowKey(time: .min, id: .min)

  /// The least key after this one; nil behind the last.
  var successor: RowKey? {
    if id < .max { return RowKey(time: time, id: id + 1) }
    return time < .max ? RowKey(time: time + 1, id: .min) : nil
  }

  /// The greatest key before this one.
  var predecessor: RowKey? {
    if id > .min { return RowKey(time: time, id: id - 1) }
    return time > .min ? RowKey(time: time - 1, id: .max) : nil
  }
}
