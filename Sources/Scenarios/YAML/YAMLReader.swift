import CLibYAML

/// YAML text to a tree, from libyaml's events: nothing is guessed, every key and value knows its place.
///
/// Mistakes of form (a repeated key, a tag, an empty value) are collected and reading goes on; what breaks the text itself ends it.
package struct YAMLReader {
  // On the heap: a parser that reads a string keeps a pointer to itself.
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let event: UnsafeMutablePointer<yaml_event_t>
  private let bytes: [UInt8]
  private let file: String
  /// Stands for every position when the text came from an option.
  private let option: SourcePlace?
  private var errors: [ScenarioError] = []
  private var anchors: [String: (node: YAMLNode, count: Int)] = [:]
  private var count = 0
  private var path: [String] = []

  /// What ends the reading; the error is recorded already.
  private struct Stop: Error {}

  /// Reads one document. The tree is nil when the text itself is broken; errors are in the order of the text.
  package static func read(_ bytes: [UInt8], file: String, option: SourcePlace? = nil) -> (
    tree: YAMLNode?, errors: [ScenarioError]
  ) {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    let event = UnsafeMutablePointer<yaml_event_t>.allocate(capacity: 1)
    parser.initialize(to: yaml_parser_t())
    event.initialize(to: yaml_event_t())
    defer {
      parser.deallocate()
      event.deallocate()
    }
    var reader = YAMLReader(parser: parser, event: event, bytes: bytes, file: file, option: option)
    let tree = reader.readAll()
    return (tree, reader.errors)
  }

  private init(
    parser: UnsafeMutablePointer<yaml_parser_t>, event: UnsafeMutablePointer<yaml_event_t>, bytes: [UInt8],
    file: String, option: SourcePlace?
  ) {
    self.parser = parser
    self.event = event
    // A byte order mark is no part of the text.
    self.bytes = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes
    self.file = file
    self.option = option
  }

  private mutating func readAll() -> YAMLNode? {
    guard bytes.count <= YAMLLimits.bytes else {
      report(.tooLarge(bytes: bytes.count, limit: YAMLLimits.bytes), at: option ?? .file)
      return nil
    }
    if let offset = TextPosition.firstInvalidUTF8(in: bytes) {
      report(.badUTF8(byte: bytes[offset]), at: option ?? TextPosition.of(offset: offset, in: bytes))
      return nil
    }
    guard yaml_parser_initialize(parser) == 1 else {
      report(.syntax("no memory"), at: .file)
      return nil
    }
    defer { yaml_parser_delete(parser) }
    let text = bytes + [0]
    // libyaml keeps the pointer to the text, so all reading happens inside the call.
    return text.withUnsafeBufferPointer { buffer -> YAMLNode? in
      yaml_parser_set_input_string(parser, buffer.baseAddress, text.count - 1)
      yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      defer { yaml_event_delete(event) }
      do {
        return try readDocument()
      } catch {
        return nil
      }
    }
  }

  // MARK: Events

  private mutating func next() throws(Stop) {
    yaml_event_delete(event)
    guard yaml_parser_parse(parser, event) == 1 else {
      reportSyntax()
      throw Stop()
    }
  }

  private func place(_ mark: yaml_mark_t) -> SourcePlace {
    option ?? .position(line: mark.line + 1, column: mark.column + 1)
  }

  private mutating func report(_ kind: ScenarioError.Kind, at place: SourcePlace) {
    errors.append(ScenarioError(kind, file: file, place: place, keyPath: path.joined(separator: ".")))
  }

  private mutating func reportSyntax() {
    var problem = parser.pointee.problem.map { String(cString: $0) } ?? "it cannot be read"
    if parser.pointee.error == YAML_READER_ERROR {
      report(.syntax(problem), at: option ?? TextPosition.of(offset: parser.pointee.problem_offset, in: bytes))
      return
    }
    let mark = parser.pointee.problem_mark
    if let context = parser.pointee.context, option == nil {
      problem += " \(String(cString: context)) that begins in line \(parser.pointee.context_mark.line + 1)"
    }
    let isTab = TextPosition.indentationHoldsTab(line: mark.line + 1, in: bytes)
    report(isTab ? .tabulator : .syntax(problem), at: place(mark))
  }

  // MARK: Tree

  private mutating func readDocument() throws(Stop) -> YAMLNode? {
    try next()  // the stream begins
    try next()
    guard event.pointee.type == YAML_DOCUMENT_START_EVENT else {
      report(.nothingThere, at: option ?? .file)
      return nil
    }
    try next()
    let tree = try readNode(depth: 0)
    try next()  // the document ends
    try next()
    if event.pointee.type == YAML_DOCUMENT_START_EVENT {
      report(.severalDocuments, at: place(event.pointee.start_mark))
    }
    return tree
  }

  /// The node that begins with the current event; the event after it is the reader's to ask for.
  private mutating func readNode(depth: Int) throws(Stop) -> YAMLNode {
    let start = place(event.pointee.start_mark)
    try spend(1, at: start)
    switch event.pointee.type {
    case YAML_ALIAS_EVENT: return try readAlias(at: start)
    case YAML_SCALAR_EVENT:
      let before = count - 1
      let text = Self.text(event.pointee.data.scalar.value, length: event.pointee.data.scalar.length)
      let isQuoted = event.pointee.data.scalar.style != YAML_PLAIN_SCALAR_STYLE
      refuse(tag: event.pointee.data.scalar.tag, at: start)
      if text.isEmpty { report(.emptyValue, at: start) }
      let node = YAMLNode(.scalar(text), place: start, isQuoted: isQuoted)
      remember(Self.text(event.pointee.data.scalar.anchor), node, since: before)
      return node
    case YAML_SEQUENCE_START_EVENT:
      let before = count - 1
      let anchor = Self.text(event.pointee.data.sequence_start.anchor)
      refuse(tag: event.pointee.data.sequence_start.tag, at: start)
      let node = YAMLNode(.list(try readItems(depth: depth + 1, at: start)), place: start)
      remember(anchor, node, since: before)
      return node
    default:
      let before = count - 1
      let anchor = Self.text(event.pointee.data.mapping_start.anchor)
      refuse(tag: event.pointee.data.mapping_start.tag, at: start)
      let node = YAMLNode(.mapping(try readEntries(depth: depth + 1, at: start)), place: start)
      remember(anchor, node, since: before)
      return node
    }
  }

  private mutating func readItems(depth: Int, at start: SourcePlace) throws(Stop) -> [YAMLNode] {
    try check(depth: depth, at: start)
    var items: [YAMLNode] = []
    try next()
    while event.pointee.type != YAML_SEQUENCE_END_EVENT {
      path.append(String(items.count))
      items.append(try readNode(depth: depth))
      path.removeLast()
      try next()
    }
    return items
  }

  private mutating func readEntries(depth: Int, at start: SourcePlace) throws(Stop) -> [YAMLEntry] {
    try check(depth: depth, at: start)
    var entries: [YAMLEntry] = []
    var firstPlaces: [String: SourcePlace] = [:]
    try next()
    while event.pointee.type != YAML_MAPPING_END_EVENT {
      let keyPlace = place(event.pointee.start_mark)
      guard event.pointee.type == YAML_SCALAR_EVENT else {
        report(.keyIsNoText, at: keyPlace)
        throw Stop()
      }
      refuse(tag: event.pointee.data.scalar.tag, at: keyPlace)
      let key = Self.text(event.pointee.data.scalar.value, length: event.pointee.data.scalar.length)
      if key.isEmpty { report(.keyIsNoText, at: keyPlace) }
      let isMerge = key == "<<" && event.pointee.data.scalar.style == YAML_PLAIN_SCALAR_STYLE
      path.append(key)
      if isMerge { report(.mergeKey, at: keyPlace) }
      let isRepeated = firstPlaces[key] != nil
      if let first = firstPlaces[key], case .position(let line, _) = first {
        report(.repeatedKey(firstLine: line), at: keyPlace)
      }
      try next()
      let value = try readNode(depth: depth)
      path.removeLast()
      if !isRepeated, !isMerge, !key.isEmpty {
        firstPlaces[key] = keyPlace
        entries.append(YAMLEntry(key: key, keyPlace: keyPlace, value: value))
      }
      try next()
    }
    return entries
  }

  private mutating func readAlias(at start: SourcePlace) throws(Stop) -> YAMLNode {
    let name = Self.text(event.pointee.data.alias.anchor) ?? ""
    guard let (node, size) = anchors[name] else {
      report(.unknownAlias(name), at: start)
      throw Stop()
    }
    try spend(size - 1, at: start)
    var copy = node
    copy.place = start
    return copy
  }

  private mutating func remember(_ anchor: String?, _ node: YAMLNode, since before: Int) {
    if let anchor { anchors[anchor] = (node, count - before) }
  }

  // MARK: Limits

  private mutating func spend(_ nodes: Int, at place: SourcePlace) throws(Stop) {
    count += nodes
    guard count <= YAMLLimits.nodes else {
      report(.tooManyNodes(limit: YAMLLimits.nodes), at: place)
      throw Stop()
    }
  }

  private mutating func check(depth: Int, at place: SourcePlace) throws(Stop) {
    guard depth <= YAMLLimits.depth else {
      path.removeAll()
      report(.tooDeep(limit: YAMLLimits.depth), at: place)
      throw Stop()
    }
  }

  private mutating func refuse(tag: UnsafeMutablePointer<UInt8>?, at place: SourcePlace) {
    if let tag = Self.text(tag) { report(.tag(tag), at: place) }
  }

  private static func text(_ bytes: UnsafeMutablePointer<UInt8>?) -> String? {
    bytes.map { String(cString: $0) }
  }

  private static func text(_ bytes: UnsafeMutablePointer<UInt8>?, length: Int) -> String {
    String(decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
  }
}
