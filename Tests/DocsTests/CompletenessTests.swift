import Testing

/// What the documents say of the code, held against the code: nothing is left out.
@Suite("Tables of the documents") struct CompletenessTests {
  @Test("the table of modules is what Package.swift says")
  func modules() throws {
    let manifest = try Document.contents("Package.swift")
    let rows = try Document("docs/architecture.md").table("modules")
    var documented: [String: Set<String>] = [:]
    for row in rows { documented[row[0]] = Set(row[2].split(separator: ",").map { $0.filter { $0 != " " } }) }

    var declared: [String: Set<String>] = [:]
    let pattern = /\.(?:target|executableTarget)\(\s*name: "(\w+)"(?:,\s*dependencies: \[([^\[\]]*)\])?/
    for match in manifest.replacing(/\.product\([^)]*\)/, with: "").matches(of: pattern) {
      declared[String(match.1)] = Set((match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) })
    }
    // What only tests are made of: the program that is compared between debug and release, the writer that is killed, what figures
    // are measured with, and what tests share.
    declared["fingerprint"] = nil
    declared["tapecrash"] = nil
    declared["tapebench"] = nil
    declared["TestSupport"] = nil
    #expect(declared.keys.contains("Market"))
    #expect(documented.keys.sorted() == declared.keys.sorted())
    for (module, imports) in declared { #expect(documented[module] == imports, "\(module)") }
  }

  @Test("every refusal has its row, in the order in which it is checked")
  func refusals() throws {
    let source = try Document.contents("Sources/Exchange/Words/Refusal.swift")
    let codes = source.matches(of: /"(CRYPTO_[A-Z_]+)"/).map { String($0.1) }
    let text = try Document("docs/exchange.md").text
    let documented = text.matches(of: /\| `(CRYPTO_[A-Z_]+)` \|/).map { String($0.1) }
    #expect(Set(documented) == Set(codes))
    var firsts: [String] = []
    for code in documented where !firsts.contains(code) { firsts.append(code) }
    #expect(firsts == codes)
  }

  @Test("every warning has its row, and no other")
  func warnings() throws {
    let codes = try Document.sources("Sources/Runs").matches(of: /code: "([A-Z_]+)"/).map { String($0.1) }
    let documented = try Document("docs/results.md").table("warnings").map { $0[0].filter { $0 != "`" } }
    #expect(Set(documented) == Set(codes))
  }

  @Test("every reason for which a row is rejected has its row")
  func rejections() throws {
    let source = try Document.contents("Sources/Imports/CSV/RejectReason.swift")
    let codes = source.matches(of: /case \.\w+: "([a-z_]+)"/).map { String($0.1) }
    let documented = try Document("docs/tape.md").table("rejects").map { $0[0].filter { $0 != "`" } }
    #expect(documented == codes)
  }

  @Test("every CSV file's header stands there whole")
  func columns() throws {
    let headers = try Document.sources("Sources/Reports/Folder").matches(of: /header:\s*"([a-z_,]+)"/).map {
      String($0.1)
    }
    let documented = try Document("docs/results.md").table("columns").map { $0[1].filter { $0 != "`" } }
    #expect(headers.count == 5)
    #expect(Set(documented) == Set(headers))
  }

  @Test("every metric is defined")
  func metrics() throws {
    let source = try Document.contents("Sources/Reports/Page/MetricCatalogue.swift")
    let text = try Document("docs/results.md").text
    let names = source.matches(of: /Entry\(\s*"([a-z_]+)"/).map { String($0.1) }
    #expect(names.count > 20)
    for name in names {
      let isDefined = text.contains("`\(name)`")
      #expect(isDefined, "\(name)")
    }
  }

  @Test("every strategy that ships and every column of Scripted is described")
  func strategies() throws {
    let text = try Document("docs/strategies.md").text
    let sources = try Document.sources("Strategies") + Document.sources("Strategies/Scripted")
    let names = sources.matches(of: /struct (\w+): Strategy \{/).map { String($0.1) }
    #expect(names.contains("Scripted"))
    for name in names {
      let isDescribed = text.contains("| `\(name)` |")
      #expect(isDescribed, "\(name)")
    }
    let list = try #require(sources.firstMatch(of: /static let columns = \[([^\]]*)\]/)?.1)
    for match in list.matches(of: /"(\w+)"/) {
      let isDescribed = text.contains("`\(match.1)`")
      #expect(isDescribed, "\(match.1)")
    }
  }

  @Test("every command is named")
  func commands() throws {
    let documents = try Document.all().map(\.text).joined()
    let names = try Document.sources("Sources/Commands").matches(of: /commandName: "(\w+)"/).map { String($0.1) }
    for name in names where name != "papertape" {
      let isNamed = documents.contains("papertape \(name)") || documents.contains("tape \(name)")
      let isOfStrategies = documents.contains("strategy \(name)")
      #expect(isNamed || isOfStrategies, "\(name)")
    }
  }
}
