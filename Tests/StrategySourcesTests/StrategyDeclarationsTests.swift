import StrategySources
import Testing

@Suite("Strategy declarations") struct StrategyDeclarationsTests {
  private func found(_ source: String) -> StrategyDeclarations { StrategyDeclarations(source: Array(source.utf8)) }

  @Test(
    "a struct that names the conformance is listed",
    arguments: [
      ("struct A: Strategy {}", ["A"]), ("public struct A : Strategy{", ["A"]), ("struct A:Strategy{}", ["A"]),
      ("struct A: Sendable, Strategy {}", ["A"]), ("struct A: ~Copyable, StrategyKit.Strategy {}", ["A"]),
      ("struct A: Strategy & Sendable {}", ["A"]), ("struct A\n  : Sendable,\n  Strategy\n{\n}", ["A"]),
      ("@frozen public struct A: Box<Int>, Strategy {}", ["A"]), ("struct `A`: Strategy {}", ["A"]),
      ("struct A: @unchecked Sendable, Strategy {}", ["A"]), ("struct Übung: Strategy {}", ["Übung"]),
      ("struct B: Strategy { func f() { if x { } } }\nstruct A: Strategy {}", ["B", "A"]),
      (
        "enum Family { struct Member: Strategy { struct Inner: Strategy {} } }",
        ["Family.Member", "Family.Member.Inner"]
      ),
      ("extension Family.Branch { struct Member: Strategy {} }", ["Family.Branch.Member"]),
      ("#if DEBUG\nstruct A: Strategy {}\n#endif", ["A"]),
      ("class X { class func f() {} }\nstruct A: Strategy {}", ["A"]),
      ("let t = \"\\(f(\"}\"))}\"\nstruct A: Strategy {}", ["A"]), ("struct A: Strategy /* { */ {", ["A"]),
    ])
  func listed(source: String, names: [String]) {
    #expect(found(source).names == names)
    #expect(found(source).oversights == [])
  }

  @Test(
    "what is no strategy of the module is passed over",
    arguments: [
      "", "struct A {}", "struct A: Sendable {}", "struct A: StrategyState {}", "struct A: Box<Strategy> {}",
      "struct A: Sendable where B: Strategy {}", "// struct A: Strategy {}", "/* /* */ struct A: Strategy {} */",
      "let a = \"struct A: Strategy {}\"", "let a = \"\"\"\n  struct A: Strategy {}\n  \"\"\"",
      "let a = #\"\\\" \" struct A: Strategy {}\"#", "let a = \"\\(\"struct A: Strategy {}\")\"",
      "private struct A: Strategy {}", "fileprivate struct A: Strategy {}",
      "func f() {\n  struct A: Strategy {}\n}", "protocol Strategy: Sendable {}", "let entry: any Strategy.Type = x",
      "struct A<S: Strategy> {}", "struct A: Sendable { let s: any Strategy }", "struct", "struct A", "struct A:",
      "struct A: Strategy", "struct A: Strategy }", "struct A<", "\"", "\"\"\"", "/*", "#\"", "\"\\(", "}}}",
    ])
  func passedOver(source: String) {
    #expect(found(source).names == [])
    #expect(found(source).oversights == [])
  }

  @Test(
    "what its author may take for a strategy is named with its line",
    arguments: [
      ("\nfinal class A: Strategy {}", 2, "A is not listed: a strategy is a struct"),
      ("enum A: Strategy {}", 1, "A is not listed: a strategy is a struct"),
      (
        "struct A {}\n\nextension A: Strategy {}", 3,
        "A is not listed: the conformance to Strategy has to stand in the type's own declaration"
      ),
      ("struct A<T: Sendable>: Strategy {}", 1, "A is not listed: a strategy has no generic parameters"),
      ("struct A<T>: Strategy where T: B {}", 1, "A is not listed: a strategy has no generic parameters"),
    ])
  func oversights(source: String, line: Int, text: String) {
    #expect(found(source).names == [])
    #expect(found(source).oversights == [.init(line: line, text: text)])
  }

  @Test("the list is sorted and compiles with nothing in it, too")
  func registry() {
    #expect(
      StrategyDeclarations.registry(of: ["SMACross", "BuyAndHold"]) == """
        // Made by the plugin StrategyRegistry at every build; not to be edited.
        public import Replay

        /// The strategies whose files lie in this folder, by name.
        public let shippedStrategies: [StrategyEntry] = [
          StrategyEntry(BuyAndHold.self),
          StrategyEntry(SMACross.self),
        ]

        """)
    #expect(StrategyDeclarations.registry(of: []).contains("[StrategyEntry] = []\n"))
  }

  @Test("every prefix of a file is searched without a trap")
  func prefixes() {
    let source = Array(
      "@a public struct A<T>: B<C -> D>, Strategy where T: E { let s = #\"\\#(x)\"#; /* /* */ */ \"\\(\"\")\" }\nextension X: Strategy {}"
        .utf8)
    for length in 0...source.count { _ = StrategyDeclarations(source: Array(source.prefix(length))) }
  }
}
