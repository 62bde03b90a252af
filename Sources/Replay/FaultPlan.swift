import Exchange
import Market

/// What goes wrong in a run, asked for each command and each answer.
struct FaultPlan {
  private let faults: [Fault]
  private let draws: [SeededDraw]
  private var sequences: [UInt64]
  /// Whether answers can come later than their latency.
  let delaysAnswers: Bool

  init(_ faults: [Fault], exchanges: Int, seed: UInt64) {
    self.faults = faults
    draws = (0..<Swift.max(exchanges, 1)).map { SeededDraw(seed: seed, purpose: 3, exchange: UInt64($0)) }
    sequences = [UInt64](repeating: 0, count: Swift.max(exchanges, 1))
    delaysAnswers = faults.contains { $0.kind == .delay || $0.kind == .disconnect }
  }

  var isEmpty: Bool { faults.isEmpty }

  private func isOn(_ fault: Fault, _ exchange: Int, _ time: Int64) -> Bool {
    fault.exchange == exchange && time >= fault.start.nanoseconds
      && time - fault.start.nanoseconds < fault.length.nanoseconds
  }

  /// Why the exchange takes no command at `time`: maintenance before a lost connection before a refusal at random, which is drawn for
  /// each command that arrives in such a stretch.
  mutating func refusal(_ exchange: Int, at time: Int64) -> Refusal? {
    var isRandom: Fault?
    var isCut = false
    for fault in faults where isOn(fault, exchange, time) {
      switch fault.kind {
      case .maintenance: return .maintenance
      case .disconnect: isCut = true
      case .reject: isRandom = isRandom ?? fault
      case .delay: break
      }
    }
    if isCut { return .unavailable }
    guard let fault = isRandom, exchange < draws.count else { return nil }
    sequences[exchange] += 1
    let draw = draws[exchange].uniform(sequences[exchange], upTo: Rate.one.units - 1)
    return draw < fault.share.units ? .unavailable : nil
  }

  /// When an answer that would arrive at `time` arrives: later while answers are delayed, after the end of a lost connection.
  func arrival(_ exchange: Int, sent: Int64, arriving time: Int64) -> Int64 {
    var time = time
    for fault in faults where fault.kind == .delay && isOn(fault, exchange, sent) {
      time += fault.delay.nanoseconds
    }
    // One lost connection can follow another.
    for fault in faults.sorted(by: { $0.start < $1.start })
    where fault.kind == .disconnect && isOn(fault, exchange, time) {
      time = fault.start.nanoseconds + fault.length.nanoseconds
    }
    return time
  }
}
