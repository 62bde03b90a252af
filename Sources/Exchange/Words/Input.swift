public import Market

/// What the state machine takes in, one at a time; everything that can change a result is one of these.
@frozen
public enum Input: BitwiseCopyable, Sendable {
  /// A bar begins: its path is what drives matching until it ends (rank 7).
  case barOpens(Kline)
  /// The next order on a path is reached (rank 1, at its own time).
  case crossing(InstrumentID)
  /// A bar ends (rank 1).
  case barCloses(InstrumentID)
  /// A command arrives (rank 4).
  case command(Command)
}
