// write(2), isatty and the window size: the terminal is only reachable through the C library.
import Glibc
import Synchronization

/// Standard output. The first failure is kept and nothing is written after it; the program's end reports it, unless it is a closed
/// pipe, whose reader has had enough.
enum StandardOutput {
  private static let failureNumber = Atomic<Int32>(0)

  static func write(_ text: String) {
    guard failure == nil else { return }
    if let number = emit(text, to: 1) { failureNumber.store(number, ordering: .relaxed) }
  }

  /// The system's number of the first failure.
  static var failure: Int32? {
    let number = failureNumber.load(ordering: .relaxed)
    return number == 0 ? nil : number
  }
  static var isTerminal: Bool { isatty(1) == 1 }
}

/// Standard error.
enum StandardError {
  static func write(_ text: String) { _ = emit(text, to: 2) }
  static var isTerminal: Bool { isatty(2) == 1 }
}

/// Writes all of `text`; the system's number of what went wrong.
private func emit(_ text: String, to descriptor: Int32) -> Int32? {
  var text = text
  return text.withUTF8 { bytes in
    var rest = UnsafeRawBufferPointer(bytes)
    while let start = rest.baseAddress, rest.count > 0 {
      let count = Glibc.write(descriptor, start, rest.count)
      if count > 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if count == 0 || errno != EINTR {
        return count == 0 ? ENOSPC : errno
      }
    }
    return nil
  }
}

/// What a terminal can do.
enum Terminal {
  /// Whether colour is wanted on a stream: a terminal, no NO_COLOR (an empty one is none: no-color.org), not a dumb one.
  static func wantsColour(isTerminal: Bool) -> Bool {
    isTerminal && environment("NO_COLOR") == nil && environment("TERM") != "dumb"
  }

  /// Columns of the terminal behind standard output; 80 when it is none.
  static var width: Int {
    var size = winsize()
    guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// Whether block characters can be shown: a locale of UTF-8.
  static var hasUnicode: Bool {
    let locale = environment("LC_ALL") ?? environment("LC_CTYPE") ?? environment("LANG") ?? ""
    return locale.uppercased().contains("UTF-8") || locale.uppercased().contains("UTF8")
  }

  static func environment(_ name: String) -> String? {
    guard let value = getenv(name) else { return nil }
    let text = String(cString: value)
    return text.isEmpty ? nil : text
  }
}

/// A monotonic clock in nanoseconds, for figures of speed alone.
func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}
