package import Market

/// Checks what has little to be checked, as it comes, chunk by chunk: streamed marks, open interest, depth within bands.
package struct PlainChecker {
  package private(set) var log = FindingLog()
  private var order = RowOrder()
  private var spikes = SpikeWindow(floor: SpikeWindow.priceFloor)

  package init() {}

  /// Checks marks.
  package mutating func check(_ columns: MarkColumns) {
    let unit = Double(PowerOfTen.int64(columns.priceScale))
    for row in 0..<columns.count {
      let time = columns.time[row]
      order.check(time: time, id: 0, &log)
      if columns.mark[row] <= 0 || (columns.has(2) && columns.index[row] <= 0) {
        log.note(.notPositive, at: time) { decimal(columns.mark[row], columns.priceScale) }
      }
      let mark = Double(columns.mark[row]) / unit
      spikes.push(time: time, low: mark, high: mark, centre: mark)
      if columns.has(6) { checkReceived(made: time, received: columns.received[row]) }
    }
    spikes.noteFound(&log)
  }

  /// Judges the rows that waited for later ones.
  package mutating func finish() {
    spikes.finish()
    spikes.noteFound(&log)
  }

  /// Checks open interest.
  package mutating func check(_ columns: OpenInterestColumns) {
    for row in 0..<columns.count {
      let time = columns.time[row]
      order.check(time: time, id: 0, &log)
      if columns.openInterest[row] < 0 || (columns.has(2) && columns.value[row] < 0) {
        log.note(.negative, at: time) { decimal(columns.openInterest[row], columns.quantityScale) }
      }
      if columns.has(3) { checkReceived(made: time, received: columns.received[row]) }
    }
  }

  /// Checks depth within bands.
  package mutating func check(_ columns: BookDepthColumns) {
    for row in 0..<columns.count {
      order.check(time: columns.time[row], id: columns.band[row], &log)
      if columns.depth[row] < 0 || columns.notional[row] < 0 {
        log.note(.negative, at: columns.time[row]) { decimal(columns.depth[row], columns.quantityScale) }
      }
    }
  }

  private mutating func checkReceived(made: Int64, received: Int64) {
    guard received < made else { return }
    log.note(.receivedBefore, at: made) { receivedText(made: made, received: received) }
  }
}
