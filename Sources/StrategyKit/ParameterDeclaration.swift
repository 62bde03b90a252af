public import Market

/// One parameter a strategy declares: its name, type, default and range, from which the scenario check, `strategy describe` and the
/// JSON Schema are made.
public struct ParameterDeclaration: Hashable, Sendable {
  /// The type of a parameter with its default (nil: required) and its bounds (inclusive).
  public enum Kind: Hashable, Sendable {
    case integer(default: Int64?, range: ClosedRange<Int64>)
    case decimal(default: FixedDecimal?, range: ClosedRange<FixedDecimal>)
    case duration(default: TimeSpan?, range: ClosedRange<TimeSpan>)
    case flag(default: Bool?)
    case choice([String], default: String?)
    case text(default: String?)
    /// An instrument among the scenario's streams; nil: the first one.
    case entity
    /// A file, relative to the scenario.
    case file
  }

  public var name: String
  /// One sentence: what it does, in which unit.
  public var summary: String
  public var kind: Kind

  public init(_ name: String, _ kind: Kind, _ summary: String) {
    self.name = name
    self.kind = kind
    self.summary = summary
  }

  /// A whole number.
  public static func integer(
    _ name: String, default value: Int64? = nil, in range: ClosedRange<Int64>, _ summary: String
  ) -> Self { Self(name, .integer(default: value, range: range), summary) }

  /// An exact decimal.
  public static func decimal(
    _ name: String, default value: FixedDecimal? = nil, in range: ClosedRange<FixedDecimal>, _ summary: String
  ) -> Self { Self(name, .decimal(default: value, range: range), summary) }

  /// A duration such as `1h30m`.
  public static func duration(
    _ name: String, default value: TimeSpan? = nil, in range: ClosedRange<TimeSpan>, _ summary: String
  ) -> Self { Self(name, .duration(default: value, range: range), summary) }

  /// `true` or `false`.
  public static func flag(_ name: String, default value: Bool? = nil, _ summary: String) -> Self {
    Self(name, .flag(default: value), summary)
  }

  /// One of some words.
  public static func choice(_ name: String, _ words: [String], default value: String? = nil, _ summary: String) -> Self
  {
    Self(name, .choice(words, default: value), summary)
  }

  /// An instrument of the scenario's streams; omitted, it is the first stream's.
  public static func entity(
    _ name: String = "entity", _ summary: String = "The instrument to trade; the first stream's when omitted."
  )
    -> Self
  { Self(name, .entity, summary) }

  /// A file beside the scenario.
  public static func file(_ name: String, _ summary: String) -> Self { Self(name, .file, summary) }

  /// Whether a scenario must give it.
  public var isRequired: Bool {
    switch kind {
    case .integer(let value, _): value == nil
    case .decimal(let value, _): value == nil
    case .duration(let value, _): value == nil
    case .flag(let value): value == nil
    case .choice(_, let value), .text(let value): value == nil
    case .entity: false
    case .file: true
    }
  }
}

/// The value of one parameter, of the declared type.
public enum ParameterValue: Hashable, Sendable {
  case integer(Int64)
  case decimal(FixedDecimal)
  case duration(TimeSpan)
  case flag(Bool)
  case text(String)
  case entity(EntityID)
  /// A file with its absolute path and what is in it, read before the run starts: a strategy does no I/O.
  case file(path: String, contents: [UInt8])
}

/// A strategy as a catalogue shows it.
public struct StrategyDescription: Hashable, Sendable {
  /// The name a scenario uses: the type's name.
  public var name: String
  /// One sentence: what it believes.
  public var summary: String
  public var parameters: [ParameterDeclaration]

  public init(name: String, summary: String, parameters: [ParameterDeclaration]) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
  }
}
