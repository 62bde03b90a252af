import Testing

/// What the documents say of files, tests and each other.
@Suite("Documents") struct DocumentTests {
  static let documents: [Document] = {
    do { return try Document.all() } catch { return [] }
  }()

  @Test("all are found") func found() { #expect(Self.documents.count >= 10) }

  @Test("every link leads to a file, and to a heading of it", arguments: documents)
  func links(_ document: Document) throws {
    for link in document.links {
      let isThere = Document.exists(link.path)
      #expect(isThere, "\(document.path): \(link)")
      guard let anchor = link.anchor, link.path.hasSuffix(".md"), Document.exists(link.path) else { continue }
      let hasHeading = try Document(link.path).anchors.contains(anchor)
      #expect(hasHeading, "\(document.path): \(link)")
    }
  }

  @Test("every quoted test stands in the file it is linked to", arguments: documents)
  func quotations(_ document: Document) throws {
    for link in document.links where link.path.hasPrefix("Tests/") && Document.exists(link.path) {
      let source = try Document.contents(link.path)
      let isQuoted = source.contains("\"\(link.text)\"")
      #expect(isQuoted, "\(document.path): \(link)")
    }
  }

  @Test("every block that is said to be of a file is", arguments: documents)
  func files(_ document: Document) throws {
    for (file, block) in document.fileBlocks {
      let isPart = try Document.contents(file).contains(block.code)
      #expect(isPart, "\(document.path):\(block.line): \(file)")
    }
  }

  @Test("every path of the repository that is named exists", arguments: documents)
  func paths(_ document: Document) {
    let pattern = /`((?:Sources|Tests|Strategies|Benchmarks|scenarios|scripts|docs)\/[A-Za-z0-9_+.\/-]*)`/
    for match in document.text.matches(of: pattern) where match.1 != "Strategies/ThreeDown.swift" {
      let isThere = Document.exists(String(match.1))
      #expect(isThere, "\(document.path): \(match.1)")
    }
  }

  @Test("pictures are small", arguments: ["report.png", "report-dark.png", "bar-path.svg"])
  func pictures(_ name: String) throws { #expect(try Document.size("docs/images/\(name)") < 300_000) }
}
