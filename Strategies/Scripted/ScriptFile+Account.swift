import StrategyKit

// Columns of account commands, and those that say true or false.

extension ScriptFile {
  func time(_ field: Field, _ line: Int) throws(StrategyError) -> Timestamp {
    guard let time = Timestamp(isoOrMilliseconds: field.text) else {
      throw error(line, field.column, "'\(field.text)' is no time: ISO 8601 or epoch milliseconds are wanted")
    }
    return time
  }

  func flag(_ name: String, _ values: [String: Field], _ line: Int) throws(StrategyError) -> Bool {
    guard let field = values[name] else { return false }
    guard field.text == "true" || field.text == "false" else {
      throw error(line, field.column, "\(name) is '\(field.text)': true or false")
    }
    return field.text == "true"
  }

  /// Nil: both, the position of one-way mode.
  func positionSide(_ values: [String: Field], _ line: Int) throws(StrategyError) -> PositionSide? {
    guard let field = values["position_side"] else { return nil }
    switch field.text {
    case "long": return .long
    case "short": return .short
    case "both": return nil
    default: throw error(line, field.column, "position_side is '\(field.text)': long, short or both")
    }
  }

  /// The word of a column that a command cannot do without.
  func needed<Word>(
    _ name: String, _ words: [(String, Word)], _ values: [String: Field], _ line: Int, of action: String
  ) throws(StrategyError) -> Word {
    let list = words.map(\.0).joined(separator: " or ")
    guard let field = values[name] else { throw error(line, 1, "\(action) needs \(name), which is empty: \(list)") }
    guard let found = words.first(where: { $0.0 == field.text }) else {
      throw error(line, field.column, "\(name) is '\(field.text)': \(list)")
    }
    return found.1
  }

  func leverage(_ values: [String: Field], _ line: Int) throws(StrategyError) -> Leverage {
    guard let field = values["leverage"] else { throw error(line, 1, "leverage is empty") }
    guard let leverage = Leverage(try decimal(field, line)) else {
      throw error(line, field.column, "'\(field.text)' is no leverage: above 0, two decimals at most")
    }
    return leverage
  }

  func amount(_ values: [String: Field], _ line: Int) throws(StrategyError) -> FixedDecimal {
    guard let field = values["quantity"] else { throw error(line, 1, "quantity, which says the amount, is empty") }
    return try decimal(field, line)
  }

  private func decimal(_ field: Field, _ line: Int) throws(StrategyError) -> FixedDecimal {
    do throws(DecimalError) {
      return try FixedDecimal(field.text)
    } catch {
      throw self.error(line, field.column, "'\(field.text)' is no decimal number, or has too many digits")
    }
  }

  func asset(_ values: [String: Field], _ line: Int) throws(StrategyError) -> ScriptAsset {
    guard let field = values["asset"] else { throw error(line, 1, "asset is empty") }
    return ScriptAsset(name: field.text, instrument: try instrument(values, line))
  }

  /// Two wallets, written `spot>linear`.
  func wallets(_ values: [String: Field], _ line: Int) throws(StrategyError) -> (from: Wallet, to: Wallet) {
    guard let field = values["mode"] else { throw error(line, 1, "transfer needs mode, such as spot>linear") }
    let parts = field.text.split(separator: ">", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let from = Wallet(rawValue: parts[0]), let to = Wallet(rawValue: parts[1]) else {
      let names = Wallet.allCases.map(\.rawValue).joined(separator: ", ")
      throw error(line, field.column, "mode is '\(field.text)': two of \(names), such as spot>linear")
    }
    return (from, to)
  }
}
