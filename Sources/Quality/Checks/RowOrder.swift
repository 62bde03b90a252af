import Market

/// Checks that rows ascend by time, and among those of a time by number, each once.
struct RowOrder {
  private var time = Int64.min
  private var id = Int64.min

  /// Checks one row; `id` tells rows of one time apart.
  mutating func check(time: Int64, id: Int64, _ log: inout FindingLog) {
    if time < self.time {
      let before = self.time
      log.note(.timeOrder, at: time) {
        "\(Timestamp(nanoseconds: time).iso) after \(Timestamp(nanoseconds: before).iso)"
      }
    } else if time == self.time, id == self.id {
      log.note(.duplicate, at: time) { "\(Timestamp(nanoseconds: time).iso), number \(id)" }
    }
    self.time = time
    self.id = id
  }
}
