/// One line on standard error that is drawn anew at most ten times a second, on a terminal alone; else a heartbeat every 30 seconds
/// after the first minute.
final class ProgressLine {
  private let isShown: Bool
  private let isTerminal = StandardError.isTerminal
  private let start = monotonicNanoseconds()
  private var last: UInt64 = 0
  private var isDrawn = false

  init(isShown: Bool) { self.isShown = isShown }

  /// Shows `text` if it is time; the text is made only then.
  func show(_ text: (_ seconds: Double) -> String) {
    guard isShown else { return }
    let now = monotonicNanoseconds()
    let pause: UInt64 = isTerminal ? 100_000_000 : 30_000_000_000
    guard now - last >= pause, isTerminal || now - start >= 60_000_000_000 else { return }
    last = now
    let line = text(Double(now - start) / 1e9)
    if isTerminal {
      StandardError.write("\r\u{1B}[K" + String(line.prefix(Terminal.width - 1)))
      isDrawn = true
    } else {
      StandardError.write(line + "\n")
    }
  }

  /// Takes the line away.
  func clear() {
    if isDrawn { StandardError.write("\r\u{1B}[K") }
    isDrawn = false
  }
}

/// Numbers as people read them: 12.4 M, 830 k.
func shortCount(_ value: Double) -> String {
  func tenths(_ x: Double) -> String {
    let rounded = Int((x * 10).rounded())
    return rounded % 10 == 0 || rounded >= 1_000 ? "\((rounded + 5) / 10)" : "\(rounded / 10).\(rounded % 10)"
  }
  if value >= 1e9 { return tenths(value / 1e9) + " G" }
  if value >= 1e6 { return tenths(value / 1e6) + " M" }
  if value >= 1e4 { return tenths(value / 1e3) + " k" }
  return "\(Int(value))"
}
