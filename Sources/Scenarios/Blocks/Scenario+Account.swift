package import Market

extension Scenario {
  /// What an account holds at the start.
  package struct Balances: Hashable, Sendable {
    /// By wallet, in the order of the file; one without a name where all markets share it.
    package var wallets: [Named<[Named<FixedDecimal>]>] = []

    /// Whether the markets have wallets of their own.
    package var areApart: Bool { wallets.contains { !$0.name.isEmpty } }
    /// Amounts by asset over all wallets, each as it stands in the file.
    package var all: [(wallet: String, asset: String, amount: FixedDecimal)] {
      wallets.flatMap { wallet in wallet.value.map { (wallet.name, $0.name, $0.value) } }
    }

    package static let walletNames = ["spot", "linear", "inverse", "margin"]
  }

  /// A position that is held when the run begins.
  package struct StartingPosition: Hashable, Sendable {
    package var entity = EntityID(kind: .pair, provider: "", code: "")
    /// Positive.
    package var quantity = FixedDecimal.zero
    package var side = PositionSide.long
    package var entryPrice = FixedDecimal.zero
    /// Nil: as the exchange block says.
    package var leverage: FixedDecimal?
    /// Margin of its own, on top of the balances; nil: cross.
    package var isolatedMargin: FixedDecimal?
  }

  /// The side of a position.
  package enum PositionSide: String, Word, Hashable, Sendable {
    case long, short
    package var summary: String { self == .long ? "gains when the price rises" : "gains when the price falls" }
  }

  /// How positions of a perpetual are kept.
  package enum PositionMode: String, Word, Hashable, Sendable {
    case oneWay = "one_way"
    case hedge
    package var summary: String { self == .oneWay ? "one position an instrument" : "long and short apart" }
  }

  /// What margins a perpetual.
  package enum MarginMode: String, Word, Hashable, Sendable {
    case cross, isolated
    package var summary: String {
      self == .cross ? "all positions share the wallet" : "each position has a margin of its own"
    }
  }

  /// A value for all instruments of an exchange, with exceptions.
  package struct ByInstrument<Value: Hashable & Sendable>: Hashable, Sendable {
    package var fallback: Value
    /// By entity, in the order of the file.
    package var exceptions: [Named<Value>] = []

    package init(_ fallback: Value) { self.fallback = fallback }

    /// The value of one instrument.
    package subscript(entity: EntityID) -> Value {
      let name = entity.description
      return exceptions.first { $0.name == name }?.value ?? fallback
    }
  }
}

extension Scenario.StartingPosition: Block {
  static var keys: [Key<Self>] {
    [
      .required("entity", \.entity, .entity, "The perpetual."),
      .required("quantity", \.quantity, .amount(above: true, example: "0.5"), "How much is held, without a sign."),
      .optional("side", \.side, .word, "On which side."),
      .required(
        "entry_price", \.entryPrice, .amount(above: true, example: "44500"), "Price at which it was entered."),
      .optional(
        "leverage", \.leverage, .decimal(DecimalBounds(lower: .one, upper: "1000", decimals: 2, example: "5")),
        omitted: "the exchange block's", "Its leverage."),
      .optional(
        "isolated_margin", \.isolatedMargin, .amount(above: true, example: "4450"), omitted: "cross",
        "Margin of its own, on top of the balances."),
    ]
  }
}

extension Codec where Value == Scenario.Balances {
  /// Amounts by asset, or such amounts by wallet.
  static var balances: Self {
    let flat = Codec<[Named<FixedDecimal>]>.map(.asset, .amount(example: "10000"), example: "{usdt: 10000}")
    let wallets = Codec<[Named<[Named<FixedDecimal>]>]>.map(.wallet, flat, example: "{spot: {usdt: 5000}}")
    return Codec(
      shape: .either(flat.shape, wallets.shape),
      read: { node, checker in
        let isNested = node.entries?.contains { $0.value.entries != nil } ?? false
        guard isNested else {
          return flat.read(node, &checker).map { Scenario.Balances(wallets: [Named(name: "", value: $0)]) }
        }
        return wallets.read(node, &checker).map { Scenario.Balances(wallets: $0) }
      },
      write: { balances in
        balances.areApart ? wallets.write(balances.wallets) : flat.write(balances.wallets.first?.value ?? [])
      })
  }
}

extension Codec {
  /// A value for all instruments, or values by entity with one for the rest under `default`.
  static func byInstrument<Element: Hashable & Sendable>(_ element: Codec<Element>, example: String) -> Self
  where Value == Scenario.ByInstrument<Element> {
    let map = Codec<[Named<Element>]>.map(.entityOrDefault, element, example: example)
    return Codec(
      shape: .either(element.shape, map.shape),
      read: { node, checker in
        guard node.entries != nil else { return element.read(node, &checker).map { Scenario.ByInstrument($0) } }
        guard let values = map.read(node, &checker) else { return nil }
        guard let fallback = values.first(where: { $0.name == "default" }) else {
          checker.report(
            .together(what: "'\(checker.keyPath)' has no default", hint: "write it like \(example)"), at: node.place)
          return nil
        }
        var result = Scenario.ByInstrument(fallback.value)
        result.exceptions = values.filter { $0.name != "default" }
        return result
      },
      write: { value in
        if value.exceptions.isEmpty { return element.write(value.fallback) }
        return map.write([Named(name: "default", value: value.fallback)] + value.exceptions)
      })
  }
}
