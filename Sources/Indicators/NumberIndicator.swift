/// What takes one number at a time and has one in return, once it has seen enough of them.
///
/// Numbers are finite: one that is not stays in what is averaged from then on. A copy is a fork: it goes its own way.
public protocol NumberIndicator: Sendable {
  /// Takes the next number.
  mutating func update(_ value: Double)

  /// What comes of the numbers so far; nil until there are enough.
  var value: Double? { get }
}

extension NumberIndicator {
  /// Takes the next number if there is one, so that an indicator can stand behind another that is still warming up.
  @inlinable
  public mutating func update(ifAny value: Double?) {
    if let value { update(value) }
  }

  /// This indicator with `next` behind it: `next` takes the values of this one, from the first one on.
  @inlinable
  public func then<Next: NumberIndicator>(_ next: Next) -> Chained<Self, Next> { Chained(self, next) }
}

/// An indicator over the values of another.
@frozen
public struct Chained<First: NumberIndicator, Second: NumberIndicator>: NumberIndicator {
  @usableFromInline var head: First
  @usableFromInline var tail: Second

  /// Both as they stand.
  @inlinable
  public init(_ first: First, _ second: Second) {
    head = first
    tail = second
  }

  /// What takes the numbers.
  @inlinable
  public var first: First { head }

  /// What takes the values of the first.
  @inlinable
  public var second: Second { tail }

  /// The value of the second; nil until the first has given it enough.
  @inlinable
  public var value: Double? { tail.value }

  /// Takes the next number.
  @inlinable
  public mutating func update(_ value: Double) {
    head.update(value)
    tail.update(ifAny: head.value)
  }
}
