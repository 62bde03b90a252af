package import Market

/// How the update numbers of a book's messages chain, exchange by exchange.
package enum BookRule: Hashable, Sendable {
  /// A message's first number is the last one's last plus 1. Source: Binance spot, how to manage a local order book.
  case firstFollowsLast
  /// A message names the one it follows (`pu`). Source: Binance USD-M and COIN-M, how to manage a local order book.
  case namesPrevious
  /// The same, and numbers may run back after maintenance, the chain going on. Source: OKX, order book channel.
  case namesPreviousResetting
  /// A message's number is the last one's plus 1; 1 is a restart. Source: Bybit, orderbook; the rule of +1 is stated for the full
  /// book.
  case risesByOne
  /// Nothing to be followed.
  case none

  /// The rule of an instrument's exchange.
  package static func of(_ entity: EntityID) -> BookRule {
    switch (entity.provider, entity.kind) {
    case ("binance", .pair): .firstFollowsLast
    case ("binance", .perpetual): .namesPrevious
    case ("okx", _): .namesPreviousResetting
    case ("bybit", _): .risesByOne
    default: .none
    }
  }
}

/// Follows the update numbers of a book.
struct BookChain {
  /// What a message is to the ones before.
  enum Step: Hashable {
    case follows
    /// It tells of what the snapshot already has.
    case isOlder
    case breaks
    /// The book begins anew with it.
    case restarts
  }

  /// A message's numbers.
  struct Numbers {
    let first: Int64
    let last: Int64
    let previous: Int64?
  }

  let rule: BookRule
  private var last: Int64?
  /// Whether nothing has followed the snapshot yet.
  private var isFresh = false

  init(_ rule: BookRule) { self.rule = rule }

  /// The chain begins anew after a snapshot.
  mutating func start(at number: Int64) {
    last = number
    isFresh = true
  }

  /// Nothing is known any more.
  mutating func forget() { last = nil }

  /// Takes a message's numbers in; after a break the chain goes on from it.
  mutating func step(_ numbers: Numbers) -> Step {
    guard let last else {
      self.last = numbers.last
      return .follows
    }
    let step = step(numbers, after: last)
    switch step {
    case .isOlder: return step
    case .follows, .breaks, .restarts:
      self.last = numbers.last
      isFresh = false
      return step
    }
  }

  private func step(_ numbers: Numbers, after last: Int64) -> Step {
    switch rule {
    case .none: return .follows
    case .firstFollowsLast:
      if isFresh { return joined(numbers, last: last, from: last &+ 1) }
      return numbers.first == last &+ 1 ? .follows : .breaks
    case .namesPrevious:
      if numbers.previous == last { return .follows }
      return isFresh ? joined(numbers, last: last, from: last) : .breaks
    case .namesPreviousResetting:
      // Without a previous number it is a snapshot's message, and the book is whole.
      guard let previous = numbers.previous, previous != -1 else { return .restarts }
      return previous == last ? .follows : .breaks
    case .risesByOne:
      if numbers.last == 1 { return .restarts }
      if numbers.last <= last { return .isOlder }
      return numbers.last == last &+ 1 ? .follows : .breaks
    }
  }

  /// The first message after a snapshot must reach over its number.
  private func joined(_ numbers: Numbers, last: Int64, from: Int64) -> Step {
    if numbers.last < from { return .isOlder }
    return numbers.first <= from ? .follows : .breaks
  }
}
