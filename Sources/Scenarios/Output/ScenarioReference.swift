/// The reference page of the scenario file, in Markdown: every key with its type, default and meaning.
package func scenarioReference() -> String {
  var page = """
    # The scenario file

    A scenario says what to run, on which data, against which exchanges, and what is expected of the result. This page is generated
    from the declarations that the parser itself uses; `papertape schema` prints the same as a JSON Schema for editors.

    ## How values are written

    - The key decides the type. A scalar is its text, so `1e-3`, `010`, `no` and `1:30` hold no surprises; quotes change nothing.
    - Booleans are `true` and `false` alone. A key without a value is an error, and so are unknown and repeated keys.
    - Numbers are exact decimals, with an exponent if you like (`2.5e-4`). More digits than a key holds is an error, never a rounding.
      Rates are fractions, never percent: 0.1 % is `0.001`.
    - Durations: `250ms`, `10s`, `5m`, `2h`, `1d`, `1w`, also `us` and `ns`, joined from the larger to the smaller: `1h30m`.
    - Times: ISO 8601 with `Z`, an offset, or none (UTC); a date alone is its midnight; `20240801` too.
    - A list may be one item: `klines: 1m` is `klines: [1m]`.
    - Relative paths start at the folder of the scenario.
    - Anchors and aliases work, up to 10,000 values once they are expanded; tags, merge keys and several documents are refused.
      A file has at most \(YAMLLimits.bytes / 1_024) KiB and \(YAMLLimits.depth) levels.
    - `--set PATH=VALUE` sets any key from the command line, list items by index: `--set data.streams.0.klines=5m`;
      `--param NAME=VALUE` sets a parameter of the strategy, `--seed N` the seed.

    What is marked *not yet* is known and can't be run yet: it is refused by name, unless it asks for nothing.

    """
  append(KeyTable.root, title: "The root", to: &page)
  return page
}

private func append(_ keys: [KeyDeclaration], title: String, to page: inout String) {
  page += "\n## \(title)\n\n| key | type | default | what it does |\n| --- | --- | --- | --- |\n"
  for key in keys {
    let cells = ["`\(key.name)`", key.shape.typeText, key.defaultText, key.meaningText]
    page += "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
  }
  let prefix = title == "The root" ? "" : title.replacing("`", with: "") + "."
  for key in keys where key.availability == .available {
    for (suffix, below) in key.shape.blocks { append(below, title: "`\(prefix)\(key.name)\(suffix)`", to: &page) }
  }
}

extension KeyDeclaration {
  fileprivate var defaultText: String {
    switch need {
    case .required: "**required**"
    case .byDefault(let text): "`\(text)`"
    case .omitted(let meaning): meaning
    case .ofItsKeys: "of its keys"
    }
  }

  fileprivate var meaningText: String {
    var text = summary
    for word in shape.words ?? [] {
      text += "<br>`\(word.word)`: \(word.summary)"
      if word.availability != .available, availability == .available { text += " (*not yet*)" }
    }
    if case .notYet(_, let quiet) = availability {
      text += "<br>*Not yet" + (quiet == .nothing || quiet == .anyBoolean ? "" : "; only `\(quiet.rawValue)`") + ".*"
    }
    return text
  }
}

extension ValueShape {
  /// The type in a few words.
  fileprivate var typeText: String {
    switch self {
    case .text(let pattern, let meaning, _): pattern == nil ? "text" : meaning
    case .boolean: "`true` or `false`"
    case .integer(let range):
      range.lowerBound == range.upperBound
        ? "`\(range.lowerBound)`" : "whole number, \(range.lowerBound) to \(range.upperBound)"
    case .decimal(let bounds): "\(bounds.expected); \(bounds.decimals) decimals"
    case .duration: "duration"
    case .time: "time"
    case .level: "bar length"
    case .entity: "entity"
    case .path: "file"
    case .words(let words): words.count == 1 ? "`\(words[0].word)`" : "one word"
    case .list(let item, _): "list of: \(item.typeText)"
    case .block: "block"
    case .map(let names, let value): "\(names.placeholder): \(value.typeText)"
    case .either(let a, let b): "\(a.typeText), or \(b.typeText)"
    case .scalar(let meaning, _, _): meaning
    }
  }

  /// The blocks of declared keys inside, with how a path goes there.
  fileprivate var blocks: [(suffix: String, keys: [KeyDeclaration])] {
    switch self {
    case .block(let keys): [("", keys)]
    case .list(let item, _): item.blocks.map { (".N" + $0.suffix, $0.keys) }
    case .map(let names, let value): value.blocks.map { (".\(names.placeholder)\($0.suffix)", $0.keys) }
    case .either(let a, let b): a.blocks + b.blocks
    default: []
    }
  }
}
