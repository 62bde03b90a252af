import Market

/// Brings amounts from one number of decimals to another, with the power of ten reckoned once.
struct Rescaling: Sendable {
  private let factor: Int128
  private let divisor: Int128

  init(from: Int, to: Int) {
    factor = to >= from ? PowerOfTen.int128(to - from) : 1
    divisor = to >= from ? 1 : PowerOfTen.int128(from - to)
  }

  /// `amount` at the other scale; rounded where digits are lost.
  func callAsFunction(_ amount: Int128, _ rounding: Rounding) -> Int128 {
    divisor == 1 ? multiply(amount, factor) : divide(amount, by: divisor, rounding)
  }
}
