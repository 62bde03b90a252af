// Sentences for the facts of an error: the one place where the wording lives.

extension ScenarioError {
  /// What is wrong, in one clause, without the place.
  package var what: String {
    switch kind {
    case .tooLarge(let bytes, let limit): "the scenario has \(bytes) bytes, more than \(limit)"
    case .badUTF8(let byte): "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8"
    case .tabulator: "a tab in the indentation"
    case .syntax(let problem): "this is not YAML: \(problem)"
    case .nothingThere: "the scenario is empty"
    case .severalDocuments: "a second document begins here"
    case .tag(let tag): "tags are not allowed: \(Self.shown(tag.replacing("tag:yaml.org,2002:", with: "!!")))"
    case .mergeKey: "merge keys are not allowed: '<<'"
    case .keyIsNoText: "a key must be plain text"
    case .emptyValue: keyPath.isEmpty ? "an empty value" : "'\(keyPath)' has no value"
    case .repeatedKey: "key '\(lastKey)' is given twice"
    case .tooDeep(let limit): "nested more than \(limit) levels deep"
    case .tooManyNodes: "more than 10,000 values once aliases are expanded"
    case .unknownAlias(let name): "no anchor '&\(Self.shown(name))' before this alias"
    case .unknownKey: "unknown key '\(lastKey)'"
    case .missingKey: "missing key '\(keyPath)'"
    case .wrongType(let expected, _, let found): "'\(keyPath)' must be \(expected), not \(found)"
    case .outOfRange(let expected, _, let found): "'\(keyPath)' must be \(expected), not \(found)"
    case .tooManyDigits(let most, let found):
      most == 0
        ? "'\(keyPath)' takes no decimals: \(found)"
        : "'\(keyPath)' has more digits than it holds: \(found)"
    case .percent(let found): "'\(keyPath)' must be a fraction from -0.05 to 0.05, not \(found)"
    case .unknownName(let noun, let found, _, _): "unknown \(noun) '\(Self.shown(found))'"
    case .notAvailable(let feature, _): "not available yet: \(feature)"
    case .together(let what, _): what
    case .unreadableFile(let path, let reason): "'\(keyPath)': cannot read '\(Self.shown(path))': \(reason)"
    case .badOption(let what): what
    }
  }

  /// What to do about it, in one clause.
  package var hint: String {
    switch kind {
    case .tooLarge: "a scenario names its data and does not hold it; lists of orders belong into a file"
    case .badUTF8: "save the file as UTF-8"
    case .tabulator: "indent with spaces"
    case .syntax: "look at this line and the one above: indentation, quotes, brackets, and a space after each colon"
    case .nothingThere: "the least scenario has version, name, data, exchange and strategy"
    case .severalDocuments: "one scenario a file: take out the line '---'"
    case .tag: "types come from the key: write the value alone"
    case .mergeKey: "write the keys out, or share a whole value with an alias"
    case .keyIsNoText: "write 'key: value'"
    case .emptyValue: "give a value or take the key out; an empty list is [], an empty mapping {}"
    case .repeatedKey(let firstLine): "it stands in line \(firstLine) already; keep one of them"
    case .tooDeep: "no scenario needs that many; look for a bracket too many"
    case .tooManyNodes: "write the values out, or move them into a file"
    case .unknownAlias(let name):
      "set '&\(Self.shown(name))' on an earlier value, or put quotes around text that begins with *"
    case .unknownKey(let nearest, let known, let belongsTo):
      if let nearest {
        "did you mean '\(nearest)'?"
      } else if let belongsTo {
        "'\(lastKey)' belongs to '\(belongsTo)'"
      } else {
        known.isEmpty ? "no keys are known here" : "known here: \(known.joined(separator: ", "))"
      }
    case .missingKey(let summary): "add '\(lastKey)': \(summary)"
    case .wrongType(let expected, let example, _):
      expected == "true or false"
        ? "only true and false are booleans; yes, no, on and off are text" : "write it like \(example)"
    case .outOfRange(_, let example, _): "write it like \(example)"
    case .tooManyDigits(let most, _): most == 0 ? "write a whole number" : "at most \(most) decimals"
    case .percent: "rates are fractions, never percent: 0.1 % is 0.001"
    case .unknownName(_, _, let nearest, let known):
      if let nearest {
        "did you mean '\(nearest)'?"
      } else {
        known.isEmpty ? "there are none" : "there are: \(known.joined(separator: ", "))"
      }
    case .notAvailable(_, let accepted):
      if let accepted { "available for now: \(accepted)" } else { "take '\(keyPath)' out" }
    case .together(_, let hint): hint
    case .unreadableFile: "relative paths start at the folder of the scenario"
    case .badOption:
      switch place {
      case .option(let text) where text.hasPrefix("--param"): "write --param NAME=VALUE: --param fast=10"
      default: "write --set PATH=VALUE, list items by index: --set data.streams.0.klines=5m"
      }
    }
  }

  /// The two lines a user reads: `error: WHAT (WHERE)` and `hint: ...`, without a line feed at the end.
  package var text: String { "error: \(what) (\(place.text(file: file)))\nhint: \(hint)" }

  /// The line of the file with a caret under the place, two lines; nil for options, the file as a whole and lines beyond 200 characters.
  package func excerpt(from source: [UInt8]) -> String? {
    guard let line, let column else { return nil }
    let lines = String(decoding: source, as: UTF8.self).split(omittingEmptySubsequences: false) { $0.isNewline }
    guard line <= lines.count else { return nil }
    let text = lines[line - 1].replacing("\t", with: " ").replacing("\u{FEFF}", with: "")
    guard text.unicodeScalars.count <= 200, column <= text.unicodeScalars.count + 1 else { return nil }
    let shown = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7F ? "?" : $0 }))
    let margin = "  \(line) | "
    return margin + shown + "\n" + String(repeating: " ", count: margin.utf8.count + column - 1) + "^"
  }

  private var lastKey: String {
    // Keys may hold dots (paths below `expect`); what is said is then the whole path below it.
    if keyPath.hasPrefix("expect.") { return Self.shown(String(keyPath.dropFirst("expect.".count))) }
    return Self.shown(keyPath.split(separator: ".").last.map(String.init) ?? keyPath)
  }

  /// Foreign text made fit for one line: control characters escaped, cut after 60 characters.
  static func shown(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars.prefix(60) {
      switch scalar.value {
      case 0x0A: result += "\\n"
      case 0x09: result += "\\t"
      case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069:
        result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return text.unicodeScalars.count > 60 ? result + "..." : result
  }
}

extension ScenarioErrors: CustomStringConvertible {
  /// Two lines an error, a line feed after each; with how many more there are.
  package var description: String {
    var text = ""
    for error in errors { text += error.text + "\n" }
    if unreported > 0 {
      text += "error: \(unreported) more of these (\(errors[0].file))\nhint: mend these first\n"
    }
    return text
  }
}
