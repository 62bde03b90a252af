/// What a set of rows is recognised by: a 128-bit sum over rows, so that order of import and chunking leave no trace.
///
/// It tells data apart; it is no protection against somebody who makes rows on purpose.
package struct ContentDigest: Hashable, Sendable {
  /// The sum.
  package var value: UInt128

  package init(_ value: UInt128) { self.value = value }

  /// The digest of no rows.
  package static let empty = ContentDigest(0)

  /// The digest of the rows of both.
  package static func + (a: ContentDigest, b: ContentDigest) -> ContentDigest { ContentDigest(a.value &+ b.value) }
  package static func += (a: inout ContentDigest, b: ContentDigest) { a.value &+= b.value }
}

extension ContentDigest: CustomStringConvertible {
  /// 32 lower-case hex digits.
  package var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 32 - digits.utf8.count) + digits
  }
}
