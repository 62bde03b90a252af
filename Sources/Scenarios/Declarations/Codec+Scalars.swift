import Market

// How single values are read: by their key's type alone, never by what YAML would guess.

extension Codec where Value == String {
  /// Text that fits a whole pattern.
  static func text(
    pattern: String? = nil, meaning: String, example: String, where fits: @escaping (String) -> Bool = { _ in true }
  ) -> Self {
    Codec(
      shape: .text(pattern: pattern, meaning: meaning, example: example),
      read: { node, checker in
        guard let text = checker.scalar(node, expected: meaning, example: example) else { return nil }
        guard fits(text) else {
          checker.wrongType(node, expected: meaning, example: example)
          return nil
        }
        return text
      },
      write: { .scalar($0) })
  }

  /// An asset, lower case.
  static var asset: Self {
    .text(
      pattern: NameShape.asset.pattern, meaning: "an asset in lower case", example: "usdt",
      where: NameShape.asset.accepts)
  }

  /// A file, brought to where it is opened.
  static var path: Self {
    Codec(
      shape: .path,
      read: { node, checker in
        checker.scalar(node, expected: "a file name", example: "../tapes/sample.tape").map { checker.resolved($0) }
      },
      write: { .scalar($0) })
  }
}

extension Codec where Value == Bool {
  /// `true` or `false`, nothing else.
  static var boolean: Self {
    Codec(
      shape: .boolean,
      read: { node, checker in
        switch node.scalar {
        case "true": return true
        case "false": return false
        default:
          checker.wrongType(node, expected: "true or false", example: "true")
          return nil
        }
      },
      write: { .scalar($0 ? "true" : "false") })
  }
}

extension Codec where Value == Int64 {
  /// A whole number in a range.
  static func integer(_ range: ClosedRange<Int64>, example: String) -> Self {
    let expected =
      range.lowerBound == range.upperBound
      ? "\(range.lowerBound)" : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    return Codec(
      shape: .integer(range),
      read: { node, checker in
        guard let text = checker.scalar(node, expected: expected, example: example) else { return nil }
        guard let value = WholeNumber.parse(text) else {
          checker.wrongType(node, expected: "a whole number", example: example)
          return nil
        }
        guard let value = Int64(exactly: value), range.contains(value) else {
          checker.report(.outOfRange(expected: expected, example: example, found: node.shown), at: node.place)
          return nil
        }
        return value
      },
      write: { .scalar(String($0)) })
  }
}

/// Whole numbers as text.
enum WholeNumber {
  /// A decimal without a fraction (`10`, `010`, `1e3`, `5.0`); nil when it is none. Numbers beyond 128 bits come back as the greatest.
  static func parse(_ text: String) -> Int128? {
    do throws(DecimalError) {
      return try FixedDecimal(text).units(atScale: 0)
    } catch {
      return error == .overflow ? (text.hasPrefix("-") ? .min : .max) : nil
    }
  }
}

extension Codec where Value == FixedDecimal {
  /// An exact decimal inside bounds.
  static func decimal(_ bounds: DecimalBounds) -> Self {
    Codec(
      shape: .decimal(bounds),
      read: { node, checker in checker.decimal(node, bounds) },
      write: { .scalar($0.description) })
  }

  /// A rate as a fraction, 12 decimals.
  static func rate(_ lower: FixedDecimal, _ upper: FixedDecimal, example: String) -> Self {
    .decimal(DecimalBounds(lower: lower, upper: upper, decimals: 12, noun: "a fraction", example: example))
  }

  /// A fee rate: at most 0.05 either way, since more is a mistaken percentage.
  static var feeRate: Self {
    .decimal(
      DecimalBounds(lower: "-0.05", upper: "0.05", decimals: 12, noun: "a fraction", example: "0.001", isFee: true))
  }

  /// An amount or a quantity: zero or more, 18 decimals.
  static func amount(above: Bool = false, example: String) -> Self {
    .decimal(
      DecimalBounds(
        lower: .zero, upper: DecimalBounds.greatest, includesLower: !above, decimals: 18,
        example: example))
  }
}

extension Checker {
  /// Reads an exact decimal.
  mutating func decimal(_ node: YAMLNode, _ bounds: DecimalBounds) -> FixedDecimal? {
    guard let text = scalar(node, expected: bounds.expected, example: bounds.example) else { return nil }
    do throws(DecimalError) {
      let value = try FixedDecimal(text)
      guard bounds.contains(value) else {
        let isPercent = bounds.isFee
        report(
          isPercent
            ? .percent(found: node.shown)
            : .outOfRange(expected: bounds.expected, example: bounds.example, found: node.shown),
          at: node.place)
        return nil
      }
      guard value.reduced.scale <= bounds.decimals else {
        report(.tooManyDigits(most: bounds.decimals, found: ScenarioError.shown(text)), at: node.place)
        return nil
      }
      return value
    } catch {
      if error == .overflow {
        report(.tooManyDigits(most: bounds.decimals, found: ScenarioError.shown(text)), at: node.place)
      } else {
        wrongType(node, expected: bounds.expected, example: bounds.example)
      }
      return nil
    }
  }
}

extension Codec where Value == TimeSpan {
  /// A duration in a range.
  static func duration(_ range: ClosedRange<TimeSpan>, example: String) -> Self {
    Codec(
      shape: .duration(range),
      read: { node, checker in
        let expected = "a duration such as \(example)"
        guard let text = checker.scalar(node, expected: expected, example: example) else { return nil }
        guard let value = TimeSpan(text) else {
          checker.wrongType(node, expected: expected, example: "250ms, 10s, 5m, 2h, 1d, 1w or 1h30m")
          return nil
        }
        guard range.contains(value) else {
          let bounds = "a duration from \(range.lowerBound) to \(range.upperBound)"
          checker.report(.outOfRange(expected: bounds, example: example, found: node.shown), at: node.place)
          return nil
        }
        return value
      },
      write: { .scalar($0.description) })
  }
}

extension Codec where Value == Timestamp {
  /// An instant, ISO 8601.
  static var time: Self {
    Codec(
      shape: .time,
      read: { node, checker in
        let example = "2024-08-01, 20240801 or 2024-08-01T12:30:00Z"
        guard let text = checker.scalar(node, expected: "a time", example: example) else { return nil }
        guard let value = Timestamp(iso: text) else {
          checker.wrongType(node, expected: "a time that exists", example: example)
          return nil
        }
        return value
      },
      write: { .scalar($0.iso) })
  }
}

extension Codec where Value == KlineLevel {
  /// The length of a bar.
  static var level: Self {
    Codec(
      shape: .level,
      read: { node, checker in
        let example = "1m, 5m, 1h or 1d"
        guard let text = checker.scalar(node, expected: "a bar length", example: example) else { return nil }
        guard let value = KlineLevel(text) else {
          checker.wrongType(node, expected: "a bar length", example: example)
          return nil
        }
        return value
      },
      write: { .scalar($0.description) })
  }
}

extension Codec where Value == EntityID {
  /// An instrument of a known exchange.
  static var entity: Self {
    Codec(
      shape: .entity,
      read: { node, checker in
        let example = "cryptopair_binance_btcusdt"
        guard let text = checker.scalar(node, expected: "an entity", example: example) else { return nil }
        guard let value = EntityID(text) else {
          checker.wrongType(node, expected: "an entity", example: example)
          return nil
        }
        return checker.accepts(value, at: node.place) ? value : nil
      },
      write: { .scalar($0.description) })
  }
}

extension Checker {
  /// Whether an entity belongs to a known exchange.
  mutating func accepts(_ entity: EntityID, at place: SourcePlace) -> Bool {
    guard Provider.names.contains(entity.provider) else {
      report(
        .unknownName(
          noun: "provider", found: entity.provider, nearest: NearestName.of(entity.provider, among: Provider.names),
          known: Provider.names), at: place)
      return false
    }
    return true
  }
}

extension Codec where Value: Word {
  /// One word of a choice.
  static var word: Self {
    let words = Value.allCases.map { WordDeclaration(word: $0.rawValue, summary: $0.summary) } + Value.later
    return Codec(
      shape: .words(words),
      read: { node, checker in
        let names = words.map(\.word)
        let expected = names.count == 1 ? names[0] : "one of " + names.joined(separator: ", ")
        guard let text = checker.scalar(node, expected: expected, example: names[0]) else { return nil }
        if let value = Value(rawValue: text) { return value }
        if let later = words.first(where: { $0.word == text }), case .notYet(let feature, _) = later.availability {
          let available = Value.allCases.map(\.rawValue).joined(separator: ", ")
          checker.report(.notAvailable(feature: feature, accepted: available), at: node.place)
          return nil
        }
        checker.report(
          .unknownName(
            noun: "value of '\(checker.keyPath)':", found: text, nearest: NearestName.of(text, among: names),
            known: names), at: node.place)
        return nil
      },
      write: { .scalar($0.rawValue) })
  }
}
