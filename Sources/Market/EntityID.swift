/// The name of an instrument in the API and on the tape: `cryptopair_binance_btcusdt`, `cryptoperp_binance_btcusdt`.
public struct EntityID: Hashable, Sendable {
  /// What kind of thing is traded.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A spot pair.
    case pair = "cryptopair"
    /// A perpetual future.
    case perpetual = "cryptoperp"
  }

  public var kind: Kind
  /// The exchange, lower case: `binance`.
  public var provider: String
  /// The normalised symbol: lower case, no separators.
  public var code: String

  /// An id of its parts; the code must be normalised already (see ``Symbol``).
  public init(kind: Kind, provider: String, code: String) {
    self.kind = kind
    self.provider = provider
    self.code = code
  }

  /// Reads `KIND_PROVIDER_CODE`; nil when a part is missing or holds anything but lower-case letters and digits.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "_", omittingEmptySubsequences: false)
    guard parts.count == 3, let kind = Kind(rawValue: String(parts[0])) else { return nil }
    for part in parts[1...] {
      let isClean = part.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) }
      guard !part.isEmpty, isClean else { return nil }
    }
    self.init(kind: kind, provider: String(parts[1]), code: String(parts[2]))
  }
}

extension EntityID: CustomStringConvertible {
  public var description: String { "\(kind.rawValue)_\(provider)_\(code)" }
}

extension EntityID: Comparable {
  public static func < (a: EntityID, b: EntityID) -> Bool { a.description < b.description }
}

/// Symbols as exchanges and users write them, brought to one form.
public enum Symbol {
  /// Kind and normalised code of a symbol: lower case, no separators. What marks a perpetual is read first: `btcusdt-perp`,
  /// `BTC-USDT-SWAP`, `BTC/USDT:USDT`, `BTCUSD_PERP`. Nil when nothing is left or a foreign character is in it.
  public static func normalised(_ text: some StringProtocol) -> (kind: EntityID.Kind, code: String)? {
    var code = text.lowercased()
    var kind = EntityID.Kind.pair
    if let colon = code.firstIndex(of: ":") {
      kind = .perpetual
      code = String(code[..<colon])
    }
    for suffix in ["-perp", "_perp", "-swap", "_swap"] where code.hasSuffix(suffix) {
      kind = .perpetual
      code = String(code.dropLast(suffix.count))
      break
    }
    code.removeAll { $0 == "-" || $0 == "/" || $0 == "_" || $0 == " " }
    let isClean = code.utf8.allSatisfy { ($0 >= 97 && $0 <= 122) || ($0 >= 48 && $0 <= 57) }
    return code.isEmpty || !isClean ? nil : (kind, code)
  }
}
