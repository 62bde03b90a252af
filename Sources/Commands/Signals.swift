// signal(2): a handler may only set a flag, which is an atomic here.
import Glibc
import Synchronization

/// Ctrl-C and SIGTERM: the first asks the run to end with what it has, the second ends the process at once.
enum Signals {
  private static let count = Atomic<Int>(0)

  /// Whether an end has been asked for.
  static var isInterrupted: Bool { count.load(ordering: .relaxed) > 0 }

  /// Takes the signals over; a full disk or a closed pipe becomes an error of the write.
  static func install() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
    let handler: @convention(c) (Int32) -> Void = { _ in
      if Signals.count.add(1, ordering: .relaxed).newValue > 1 { _exit(130) }
    }
    signal(SIGINT, handler)
    signal(SIGTERM, handler)
  }
}
