package import Market

/// What may be written for a key: the one description from which the parser's messages, the JSON Schema and the reference page come.
package indirect enum ValueShape: Sendable {
  /// Free text; `pattern` is a regular expression over all of it.
  case text(pattern: String?, meaning: String, example: String)
  case boolean
  case integer(ClosedRange<Int64>)
  case decimal(DecimalBounds)
  case duration(ClosedRange<TimeSpan>)
  case time
  /// The length of a bar.
  case level
  case entity
  /// The name of a file; relative ones start at the scenario's folder.
  case path
  /// One of some words.
  case words([WordDeclaration])
  /// A list, or one item of it alone.
  case list(ValueShape, atLeast: Int)
  case block([KeyDeclaration])
  /// A mapping whose keys are names: assets, entities, providers.
  case map(NameShape, ValueShape)
  case either(ValueShape, ValueShape)
  /// Any scalar, read by what the key before it says (parameters, expected values).
  case scalar(meaning: String, example: String, allowsNull: Bool = false)
}

extension ValueShape {
  /// Whether it is a block of keys, perhaps beside another form: its default is that of its keys.
  var isBlock: Bool {
    switch self {
    case .block: true
    case .either(let a, let b): a.isBlock || b.isBlock
    default: false
    }
  }
}

/// The bounds of a decimal number.
package struct DecimalBounds: Sendable {
  package var lower: FixedDecimal?
  package var upper: FixedDecimal?
  /// Whether `lower` itself is allowed.
  package var includesLower = true
  /// Decimals it holds.
  package var decimals: Int
  /// What it is: `a number`, `a rate as a fraction`.
  package var noun = "a number"
  package var example: String
  /// Whether a value above the upper bound is probably meant as percent.
  package var isFee = false

  /// The greatest amount, 1e18: with 18 decimals it fits 128 bits.
  package static let greatest = FixedDecimal(units: PowerOfTen.int128(18), scale: 0)

  /// Whether a value lies inside.
  package func contains(_ value: FixedDecimal) -> Bool {
    if let lower, includesLower ? value < lower : value <= lower { return false }
    if let upper, value > upper { return false }
    return true
  }

  /// As a message says it: `a number above 0, at most 1`.
  package var expected: String {
    var text = noun
    let most = upper.map { $0 == Self.greatest ? "1e18" : $0.description }
    if let lower { text += includesLower ? " of at least \(lower)" : " above \(lower)" }
    if let most { text += lower == nil ? " of at most \(most)" : " and at most \(most)" }
    return text
  }
}

/// One word of a choice.
package struct WordDeclaration: Sendable {
  package var word: String
  /// What it does, in a few words.
  package var summary: String
  package var availability = Availability.available
}

/// The names that a mapping may have as its keys.
package enum NameShape: Sendable {
  case asset
  case entity
  case provider
  /// A path of result.json.
  case resultPath
  /// A parameter of the strategy.
  case parameter
  /// A part of an account.
  case wallet
  /// An entity, or `default` for the rest.
  case entityOrDefault

  /// What a name is: `an asset`.
  package var noun: String {
    switch self {
    case .asset: "asset"
    case .entity: "entity"
    case .provider: "provider"
    case .resultPath: "path of result.json"
    case .parameter: "parameter"
    case .wallet: "wallet"
    case .entityOrDefault: "entity"
    }
  }

  /// As the reference page writes it.
  package var placeholder: String {
    switch self {
    case .asset: "ASSET"
    case .entity: "ENTITY"
    case .provider: "PROVIDER"
    case .resultPath: "PATH"
    case .parameter: "NAME"
    case .wallet: "WALLET"
    case .entityOrDefault: "ENTITY|default"
    }
  }

  /// A regular expression over the whole name.
  package var pattern: String {
    switch self {
    case .asset: "^[a-z0-9]{1,30}$"
    case .entity: Self.entityPattern
    case .provider: "^(" + Provider.names.joined(separator: "|") + ")$"
    case .resultPath: "^[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*$"
    case .parameter: "^[A-Za-z_][A-Za-z0-9_]*$"
    case .wallet: "^(" + Scenario.Balances.walletNames.joined(separator: "|") + ")$"
    case .entityOrDefault: "^(default|" + Self.entityPattern.dropFirst().dropLast() + ")$"
    }
  }

  /// Entities that can be traded so far.
  static let entityPattern = "^crypto(pair|perp)_(" + Provider.names.joined(separator: "|") + ")_[a-z0-9]+$"

  /// Whether a name has the form, without a look at what exists.
  func accepts(_ name: String) -> Bool {
    switch self {
    case .asset: name.utf8.count <= 30 && name.utf8.allSatisfy(Self.isLowerCaseLetterOrDigit)
    case .entity: EntityID(name) != nil
    case .entityOrDefault: name == "default" || EntityID(name) != nil
    case .wallet: Scenario.Balances.walletNames.contains(name)
    case .provider: Provider.names.contains(name)
    case .resultPath:
      name.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { part in
        !part.isEmpty && part.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 95 || $0 == 45 }
      }
    case .parameter:
      name.utf8.allSatisfy { Self.isLetterOrDigit($0) || $0 == 95 } && !(name.utf8.first.map { $0 < 58 } ?? true)
    }
  }

  private static func isLowerCaseLetterOrDigit(_ byte: UInt8) -> Bool {
    (byte >= 97 && byte <= 122) || (byte >= 48 && byte <= 57)
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isLowerCaseLetterOrDigit(byte) || (byte >= 65 && byte <= 90)
  }
}

/// The exchanges that a scenario may name.
package enum Provider {
  package static let names = ["binance", "okx", "bybit", "coinbase", "ccxt"]
}
