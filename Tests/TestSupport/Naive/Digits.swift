/// A whole number as decimal digits, the last first: arithmetic as it is done on paper.
package struct Digits: Hashable {
  private var digits: [Int] = []

  package init(_ value: UInt128) {
    var rest = value
    while rest > 0 {
      digits.append(Int(rest % 10))
      rest /= 10
    }
  }

  private init(digits: [Int]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
  }

  /// The number as text.
  package var text: String { digits.isEmpty ? "0" : digits.reversed().map { "\($0)" }.joined() }
  package var isOdd: Bool { (digits.first ?? 0) % 2 == 1 }

  /// -1, 0 or 1.
  package func compared(to other: Digits) -> Int {
    if digits.count != other.digits.count { return digits.count < other.digits.count ? -1 : 1 }
    for (a, b) in zip(digits.reversed(), other.digits.reversed()) where a != b { return a < b ? -1 : 1 }
    return 0
  }

  package static func + (a: Digits, b: Digits) -> Digits {
    var result: [Int] = []
    var carry = 0
    for index in 0..<Swift.max(a.digits.count, b.digits.count) + 1 {
      let sum = a.at(index) + b.at(index) + carry
      result.append(sum % 10)
      carry = sum / 10
    }
    return Digits(digits: result)
  }

  package static func * (a: Digits, b: Digits) -> Digits {
    var result = [Int](repeating: 0, count: a.digits.count + b.digits.count + 1)
    for (i, x) in a.digits.enumerated() {
      for (j, y) in b.digits.enumerated() { result[i + j] += x * y }
    }
    for index in 0..<result.count - 1 {
      result[index + 1] += result[index] / 10
      result[index] %= 10
    }
    return Digits(digits: result)
  }

  /// Quotient and remainder by long division, each digit by repeated subtraction.
  package func dividedBySubtraction(_ divisor: Digits) -> (quotient: Digits, remainder: Digits) {
    var quotient: [Int] = []
    var rest = Digits(0)
    for digit in digits.reversed() {
      rest = Digits(digits: [digit] + rest.digits)
      var count = 0
      while rest.compared(to: divisor) >= 0 {
        rest = rest.minus(divisor)
        count += 1
      }
      quotient.insert(count, at: 0)
    }
    return (Digits(digits: quotient), rest)
  }

  private func minus(_ other: Digits) -> Digits {
    var result = digits
    var borrow = 0
    for index in result.indices {
      var value = result[index] - other.at(index) - borrow
      borrow = value < 0 ? 1 : 0
      if value < 0 { value += 10 }
      result[index] = value
    }
    return Digits(digits: result)
  }

  private func at(_ index: Int) -> Int { index < digits.count ? digits[index] : 0 }
}
