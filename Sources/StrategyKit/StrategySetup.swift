public import Market

/// What a strategy is made from: its parameters, checked and with defaults filled in, and the instruments of the run.
public struct StrategySetup: Sendable {
  /// One series that the run delivers.
  public struct Stream: Hashable, Sendable {
    public var instrument: InstrumentID
    public var level: KlineLevel

    public init(instrument: InstrumentID, level: KlineLevel) {
      self.instrument = instrument
      self.level = level
    }
  }

  /// Instruments by ``InstrumentID``.
  public let instruments: [Instrument]
  /// Delivered series, in the scenario's order.
  public let streams: [Stream]
  private let values: [String: ParameterValue]

  /// A setup; `values` must hold every declared parameter that has no default of "first stream".
  public init(instruments: [Instrument], streams: [Stream], values: [String: ParameterValue]) {
    self.instruments = instruments
    self.streams = streams
    self.values = values
  }

  /// A whole number that was declared with ``ParameterDeclaration/integer(_:default:in:_:)``.
  public func integer(_ name: String) -> Int {
    guard case .integer(let value)? = values[name] else { undeclared(name, "a whole number") }
    return Int(value)
  }

  /// A decimal that was declared.
  public func decimal(_ name: String) -> FixedDecimal {
    guard case .decimal(let value)? = values[name] else { undeclared(name, "a decimal") }
    return value
  }

  /// A duration that was declared.
  public func duration(_ name: String) -> TimeSpan {
    guard case .duration(let value)? = values[name] else { undeclared(name, "a duration") }
    return value
  }

  /// A flag that was declared.
  public func flag(_ name: String) -> Bool {
    guard case .flag(let value)? = values[name] else { undeclared(name, "a flag") }
    return value
  }

  /// A text or choice that was declared.
  public func text(_ name: String) -> String {
    guard case .text(let value)? = values[name] else { undeclared(name, "a text") }
    return value
  }

  /// A declared file with its contents.
  public func file(_ name: String) -> (path: String, contents: [UInt8]) {
    guard case .file(let path, let contents)? = values[name] else { undeclared(name, "a file") }
    return (path, contents)
  }

  /// The instrument of an entity parameter; the first stream's when the scenario gives none.
  public func instrument(_ name: String = "entity") throws(StrategyError) -> InstrumentID {
    guard case .entity(let entity)? = values[name] else { return InstrumentID(0) }
    guard let index = instruments.firstIndex(where: { $0.entity == entity }) else {
      throw .parameter(name: name, message: "\(entity) is not among the scenario's streams")
    }
    return InstrumentID(index)
  }

  /// A quantity parameter in the instrument's scale; refused when it has more digits than that scale holds or is not positive.
  public func quantity(_ name: String, of instrument: InstrumentID) throws(StrategyError) -> Quantity {
    let value = decimal(name)
    let scale = instruments[Int(instrument.index)].quantityScale
    guard let units = value.int64Units(atScale: scale) else {
      throw .parameter(name: name, message: "\(value) has more decimals than the instrument's \(scale)")
    }
    return Quantity(units)
  }

  /// A price parameter in the instrument's scale.
  public func price(_ name: String, of instrument: InstrumentID) throws(StrategyError) -> Price {
    let value = decimal(name)
    let scale = instruments[Int(instrument.index)].priceScale
    guard let units = value.int64Units(atScale: scale) else {
      throw .parameter(name: name, message: "\(value) has more decimals than the instrument's \(scale)")
    }
    return Price(units)
  }

  /// The finest delivered level of an instrument.
  public func finestLevel(of instrument: InstrumentID) -> KlineLevel {
    streams.filter { $0.instrument == instrument }.map(\.level).min() ?? .minute
  }

  private func undeclared(_ name: String, _ type: String) -> Never {
    preconditionFailure("a strategy reads only parameters it declares, by their type: \(name) as \(type)")
  }
}
