import JSON
import Runs
import Scenarios
import Synchronization
import Testing

@Suite("Checks of scenarios") struct ScenarioChecksTests {
  private let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  private func only(_ report: CheckReport) throws -> ScenarioCheck {
    try #require(report.checks.count == 1)
    return report.checks[0]
  }

  /// The settings of the shipped cross with another slow average.
  private func cross(slow: Int) -> TestScenario {
    TestScenario(strategy: "  name: SMACross\n  params: {fast: 5, slow: \(slow), quantity: 0.01}")
  }

  @Test("without baseline and expectation a run passes with a note that nothing holds it")
  func nothingToHoldTo() throws {
    try folder.write(TestScenario())
    let check = try only(try folder.check())
    #expect(check.isPassed && check.baseline == .missing)
    #expect(check.notes.count == 1)
    #expect(
      check.notes[0].hasPrefix("nothing holds this run to anything: no baseline \(folder.path("baselines"))/cross.json")
    )
    #expect(folder.names("baselines") == [])
  }

  @Test("an update makes a baseline of result, chain and journal, the same bytes every time")
  func made() throws {
    try folder.write(TestScenario())
    #expect(try only(try folder.check(updates: true)).baseline == .made)
    #expect(folder.names("baselines") == ["cross.journal.gz", "cross.json"])
    let json = try folder.read("baselines/cross.json")
    let packed = try folder.read("baselines/cross.journal.gz")
    let document = try JSONValue(parsing: json)
    #expect(document["performance"] == nil)
    #expect(document["expect"] == nil)
    #expect(document["scenario"]?["file"] == nil)
    #expect(document["scenario"]?["name"] == "cross")
    #expect(document["journal"]?["chain"]?.elements?.last?.text.map { "sha256:" + $0 } == document["fingerprint"]?.text)
    folder.remove("baselines")
    _ = try folder.check(updates: true)
    #expect(try folder.read("baselines/cross.json") == json)
    #expect(try folder.read("baselines/cross.journal.gz") == packed)
    // No time stamp, no name, no operating system.
    #expect(Array(packed[0..<8]) == [0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
    #expect(packed[9] == 255)
  }

  @Test("an unchanged run passes, with one worker and with two, in the order of the files")
  func unchanged() throws {
    for seed in 1...5 { try folder.write(TestScenario(name: "run-\(seed)", seed: seed)) }
    _ = try folder.check(updates: true)
    let one = try folder.check(workers: 1)
    let seen = Mutex<[String]>([])
    let two = checkScenarios(
      try scenarioFiles(under: [folder.path("scenarios")]), folder.settings(workers: 2)
    ) { check in seen.withLock { $0.append(check.name) } }
    #expect(one.exitStatus == 0 && two.exitStatus == 0)
    #expect(one.checks.map(\.name) == (1...5).map { "run-\($0)" })
    #expect(seen.withLock { $0 } == one.checks.map(\.name))
    #expect(one.checks.map(\.fingerprint) == two.checks.map(\.fingerprint))
    #expect(Set(one.checks.map(\.fingerprint)).count == 5)
    #expect(one.checks.allSatisfy { $0.baseline == .equal && $0.notes.isEmpty })
  }

  @Test("a changed parameter is caught at the first event it moved, and left beside the baseline")
  func changed() throws {
    try folder.write(cross(slow: 20))
    _ = try folder.check(updates: true)
    try folder.write(cross(slow: 21))
    let check = try only(try folder.check())
    #expect(check.exitStatus == 1 && check.baseline == .differs)
    guard case .journal(.event(let number, let was?, let now?)) = try #require(check.problems.first) else {
      Issue.record("the first problem is the event")
      return
    }
    let old = try journal("baselines/cross.journal.gz")
    let new = try journal("baselines/cross.journal.gz.new")
    let first = try #require(zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset)
    #expect(number == first + 1)
    #expect(was == JournalLine(old[first]))
    #expect(now == JournalLine(new[first]))
    #expect(check.explanation.contains("strategy.params.slow was 20, is 21"))
    #expect(
      folder.names("baselines") == ["cross.journal.gz", "cross.journal.gz.new", "cross.json", "cross.json.new"])
    // Put right again, it passes and takes away what was left.
    try folder.write(cross(slow: 20))
    #expect(try only(try folder.check()).isPassed)
    #expect(folder.names("baselines") == ["cross.journal.gz", "cross.json"])
  }

  private func journal(_ name: String) throws -> [Substring] {
    // A packed journal is read back by the baseline that it is put in place of.
    let scratch = try ScratchFolder()
    let suffix = name.hasSuffix(".new") ? ".new" : ""
    try scratch.write(try folder.read("baselines/cross.json\(suffix)"), to: "b/cross.json")
    try scratch.write(try folder.read(name), to: "b/cross.journal.gz")
    let read = try #require(try BaselineFolder(scratch.path("b")).read("cross"))
    let bytes = try #require(read.baseline.journal)
    return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
  }

  @Test("where the chain alone is kept, the block is named and what is in it now")
  func chainAlone() throws {
    try folder.write(cross(slow: 20))
    _ = try folder.check(updates: true, journalLimit: 0)
    #expect(folder.names("baselines") == ["cross.json"])
    #expect(try only(try folder.check(journalLimit: 0)).isPassed)
    try folder.write(cross(slow: 21))
    let check = try only(try folder.check(journalLimit: 0))
    guard case .journal(.block(let block)) = try #require(check.problems.first) else {
      Issue.record("the first problem is the block")
      return
    }
    let total = try #require(
      JSONValue(parsing: folder.read("baselines/cross.json.new"))["journal"]?["events"]?.numberText)
    #expect(block.from == 1)
    #expect("\(block.to)" == total)
    #expect(block.kinds.map(\.count).reduce(0, +) == block.to)
    #expect(block.first?.kind == "accepted")
    #expect(block.last?.kind == "balance")
    #expect(check.explanation[0].hasPrefix("first difference in events 1 to \(total) (the baseline keeps no journal, "))
    #expect(folder.names("baselines") == ["cross.json", "cross.json.new"])
  }

  @Test("in a long journal the first block that differs is found")
  func laterBlock() throws {
    // Two averages of nearly one length cross at nearly every bar.
    var long = TestScenario(
      to: "2024-01-06", strategy: "  name: SMACross\n  params: {fast: 1, slow: 2, quantity: 0.001}")
    try folder.write(long)
    _ = try folder.check(updates: true, journalLimit: 0)
    let before = try #require(JSONValue(parsing: folder.read("baselines/cross.json"))["journal"]?["chain"]?.elements)
    try #require(before.count >= 2)
    long.to = "2024-01-05T23:00:00Z"
    try folder.write(long)
    let check = try only(try folder.check(journalLimit: 0))
    guard case .journal(.block(let block)) = try #require(check.problems.first) else {
      Issue.record("the first problem is the block")
      return
    }
    #expect(block.from == (before.count - 1) * 4096 + 1)
    #expect(block.first?.number == block.from)
    #expect(block.last?.number == block.to)
  }

  @Test("a result that differs while all events are equal is shown value by value")
  func values() throws {
    try folder.write(TestScenario())
    _ = try folder.check(updates: true)
    let json = try folder.text("baselines/cross.json")
    let document = try JSONValue(parsing: Array(json.utf8))
    let turnover = try #require(document["metrics"]?["turnover"]?.numberText)
    try folder.write(
      json.replacing("\"turnover\": \(turnover)", with: "\"turnover\": 1.5"), to: "baselines/cross.json")
    let check = try only(try folder.check())
    #expect(check.exitStatus == 1)
    #expect(check.explanation == ["metrics.turnover was 1.5, is \(turnover)"])
  }

  @Test("an update prints what it changed, and the next check passes")
  func updated() throws {
    try folder.write(cross(slow: 20))
    _ = try folder.check(updates: true)
    try folder.write(cross(slow: 21))
    let check = try only(try folder.check(updates: true))
    #expect(check.isPassed)
    #expect(check.headline().hasSuffix("baseline updated"))
    #expect(check.explanation[0].hasPrefix("first difference at event "))
    #expect(check.explanation.contains("strategy.params.slow 20 -> 21"))
    #expect(try only(try folder.check()).baseline == .equal)
  }

  @Test("a damaged baseline is a clear error, and the run is written beside it", arguments: BaselineDamage.all)
  func damaged(damage: BaselineDamage) throws {
    try folder.write(TestScenario())
    _ = try folder.check(updates: true)
    try folder.write(damage.apply(try folder.text("baselines/cross.json")), to: "baselines/cross.json")
    let check = try only(try folder.check())
    #expect(check.exitStatus == 1)
    let path = folder.path("baselines/cross.json")
    #expect(check.explanation[0].hasPrefix("the baseline \(path) is damaged: \(damage.says)"))
    #expect(folder.names("baselines").contains("cross.json.new"))
    // Anew by an update.
    #expect(try only(try folder.check(updates: true)).baseline == .made)
    #expect(try only(try folder.check()).isPassed)
  }

  @Test("a damaged journal, or one of another run, is left aside with a note: the chain still tells")
  func damagedJournal() throws {
    try folder.write(cross(slow: 20))
    _ = try folder.check(updates: true)
    let packed = try folder.read("baselines/cross.journal.gz")
    try folder.write(Array(packed.dropLast(20)), to: "baselines/cross.journal.gz")
    let check = try only(try folder.check())
    #expect(check.isPassed)
    #expect(check.notes == ["\(folder.path("baselines/cross.journal.gz")) is left aside: it is cut short"])
    try folder.write(Array("no gzip".utf8), to: "baselines/cross.journal.gz")
    try folder.write(cross(slow: 21))
    guard case .journal(.block) = try #require(try only(try folder.check()).problems.first) else {
      Issue.record("without its journal a baseline has blocks")
      return
    }
  }

  @Test("missing data ends in 3, and is never made a baseline, updated or not")
  func missingData() throws {
    try folder.write(TestScenario())
    _ = try folder.check(updates: true)
    let before = try folder.read("baselines/cross.json")
    let lost = TestScenario().text.replacing(
      "synthetic: {seed: 7, start_price: 60000, annual_volatility: 0.6}", with: "tape: lost.tape")
    try folder.write(lost, to: "scenarios/cross.yaml")
    for updates in [false, true] {
      let check = try only(try folder.check(updates: updates))
      #expect(check.exitStatus == 3)
      #expect(check.baseline == .untouched)
      #expect(try folder.read("baselines/cross.json") == before)
    }
  }

  @Test("every scenario is run whatever fails, and the worst exit status counts")
  func worst() throws {
    try folder.write(TestScenario(name: "a", rest: "expect:\n  fills: -1"))
    let wrong = TestScenario(name: "b", rest: "balence: 1").text
    try folder.write(wrong, to: "scenarios/b.yaml")
    try folder.write(TestScenario(name: "c", rest: "expect:\n  account.currency: usdt"))
    let report = try folder.check()
    #expect(report.checks.map(\.exitStatus) == [1, 2, 0])
    #expect(report.exitStatus == 2)
    #expect(report.lastLine == "1 passed, 2 failed")
    #expect(report.checks[1].place.line == wrong.split(separator: "\n").count)
  }

  @Test("two scenarios of one name are an error of both")
  func oneName() throws {
    try folder.write(TestScenario(), to: "one")
    try folder.write(TestScenario(), to: "two")
    let report = try folder.check(updates: true)
    #expect(report.checks.map(\.exitStatus) == [2, 2])
    #expect(report.checks[0].explanation[0].hasSuffix("scenarios/two.yaml"))
    #expect(folder.names("baselines") == [])
  }

  @Test("a broken expectation names its line, what was wanted and what is")
  func expectation() throws {
    try folder.write(TestScenario(rest: "expect:\n  orders: {min: 1}\n  fills: {max: 0}"))
    let check = try only(try folder.check())
    let fills = try #require(check.fills)
    #expect(check.explanation[0] == "expected fills at most 0, is \(fills)")
    let lines = TestScenario(rest: "expect:\n  orders: {min: 1}\n  fills: {max: 0}").text.split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[check.place.line - 1] == "  fills: {max: 0}")
  }

  @Test("a scenario that says the same in other words still passes, with a note")
  func otherWords() throws {
    try folder.write(TestScenario())
    _ = try folder.check(updates: true)
    try folder.write("# a remark\n" + TestScenario().text, to: "scenarios/cross.yaml")
    let check = try only(try folder.check())
    #expect(check.isPassed)
    #expect(check.notes == ["the scenario file has changed since its baseline was made, what comes of it has not"])
  }

  @Test("a baseline holds in another folder: paths of parameters are those seen from the scenario")
  func elsewhere() throws {
    let other = try ScratchFolder()
    for folder in [folder, other] {
      try folder.write(ScriptedRun.script, to: "scripts/script.csv")
      var scenario = ScriptedRun.scenario
      scenario.strategy = "  name: Scripted\n  params: {file: ../scripts/script.csv}"
      try folder.write(scenario)
      _ = try folder.check(updates: true)
    }
    let json = try folder.text("baselines/scripted.json")
    #expect(json == (try other.text("baselines/scripted.json")))
    #expect(json.contains("\"file\": \"../scripts/script.csv\""))
  }

  @Test("what was asked to stop is interrupted: 130, and no baseline is touched")
  func interrupted() throws {
    try folder.write(TestScenario())
    var settings = folder.settings(updates: true)
    settings.shouldStop = { true }
    let report = checkScenarios(try scenarioFiles(under: [folder.path("scenarios")]), settings)
    #expect(report.exitStatus == 130)
    #expect(folder.names("baselines") == [])
  }

  @Test(
    "an update is refused where CI is set, unless forced",
    arguments: [
      (nil, false, true), ("", false, true), ("true", false, false), ("1", false, false), ("true", true, true),
    ])
  func refusal(ci: String?, isForced: Bool, isAllowed: Bool) {
    #expect((updateRefusal(ci: ci, isForced: isForced) == nil) == isAllowed)
  }

  @Test("what was accepted in a review is the baseline")
  func accepted() throws {
    try folder.write(cross(slow: 20))
    _ = try folder.check(updates: true)
    try folder.write(cross(slow: 21))
    var check = try only(try folder.check())
    try BaselineFolder(folder.path("baselines")).acceptNew("cross")
    check.accept()
    #expect(check.isPassed)
    #expect(folder.names("baselines") == ["cross.journal.gz", "cross.json"])
    #expect(try only(try folder.check()).baseline == .equal)
  }

  @Test("every line of a journal has the fields that its kind is said to have")
  func fieldNames() throws {
    try folder.write(ScriptedRun.script, to: "scenarios/script.csv")
    try folder.write(ScriptedRun.scenario)
    _ = try folder.check(updates: true)
    let read = try #require(try BaselineFolder(folder.path("baselines")).read("scripted"))
    let lines = String(decoding: try #require(read.baseline.journal), as: UTF8.self).split(separator: "\n")
    var kinds: Set<String> = []
    for text in lines {
      let line = try #require(JournalLine(text))
      kinds.insert(line.kind)
      #expect(line.values.count == JournalLine.fieldNames[line.kind]?.count, "\(text)")
    }
    #expect(
      kinds.isSuperset(of: [
        "accepted", "rejected", "filled", "triggered", "released", "canceled", "amended", "balance",
      ]))
  }
}

/// One way in which a baseline's file is damaged, and what is said of it.
struct BaselineDamage: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var says: String
  var apply: @Sendable (String) -> String

  static let all = [
    BaselineDamage(testDescription: "cut short", says: "it is no JSON (") { String($0.dropLast(30)) },
    BaselineDamage(testDescription: "empty", says: "it is no JSON (") { _ in "" },
    BaselineDamage(testDescription: "a list", says: "it is no object") { _ in "[]" },
    BaselineDamage(testDescription: "no chain", says: "journal.events or journal.chain is missing") {
      $0.replacing("\"chain\"", with: "\"links\"")
    },
    BaselineDamage(testDescription: "no fingerprint", says: "the fingerprint is missing") {
      $0.replacing("\"fingerprint\"", with: "\"print\"")
    },
    BaselineDamage(testDescription: "another fingerprint", says: "its chain does not end in its fingerprint") {
      $0.replacing("\"fingerprint\": \"sha256:", with: "\"fingerprint\": \"sha256:0")
    },
    BaselineDamage(testDescription: "more events", says: "journal.chain has not one link for each 4096 events") {
      $0.replacing("\"events\": ", with: "\"events\": 99").replacing(
        "\"data\": {\"events\": 99", with: "\"data\": {\"events\": ")
    },
  ]
}
