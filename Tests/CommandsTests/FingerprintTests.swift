// Whether python3 is there.
import Glibc
import JSON
import Testing

@Suite("Fingerprint") struct FingerprintTests {
  private static let python = "/usr/bin/python3"
  private static let program = """
    import hashlib, json, sys
    folder = sys.argv[1]
    lines = open(folder + "/journal.txt", "rb").read().splitlines(keepends=True)
    value = bytes(32)
    for start in range(0, len(lines), 4096):
        value = hashlib.sha256(value + b"".join(lines[start:start + 4096])).digest()
    print("sha256:" + value.hex())
    """

  @Test(
    "ten lines of Python over journal.txt give the fingerprint of result.json",
    .enabled(if: access(FingerprintTests.python, X_OK) == 0))
  func recomputed() throws {
    let folder = try TemporaryFolder()
    // Some twenty thousand events, so that the chain has several blocks.
    var scenario = SmallScenario(level: "1m", strategy: "{name: SMACross, params: {fast: 1, slow: 2, quantity: 0.01}}")
    scenario.name = "many"
    try folder.write(scenario.text, to: "many.yaml")
    try folder.write(Self.program, to: "fingerprint.py")
    #expect(try papertape("run", "many.yaml", "--no-html", "--quiet", in: folder).status == 0)
    let journal = try folder.text("reports/runs/many/journal.txt").split(separator: "\n").count
    #expect(journal > 2 * 4_096)
    let call = try RunningProgram(
      script: "exec \(Self.python) fingerprint.py reports/runs/many", in: folder
    ).finish()
    let result = try JSONValue(parsing: try folder.read("reports/runs/many/result.json"))
    #expect(call.output == (result["fingerprint"]?.text ?? "") + "\n", "\(call.errors)")
  }

  @Test("the fingerprint depends on none of locale, time zone, folder and options of output")
  func independent() throws {
    var found: Set<String> = []
    for (environment, options) in [
      ([:], []), (["TZ": "Asia/Kathmandu", "LC_ALL": "de_DE.UTF-8"], ["--no-html"]),
      (["NO_COLOR": "1"], ["--bounds", "--quiet"]),
    ] as [([String: String], [String])] {
      let folder = try TemporaryFolder()
      try folder.write(SmallScenario().text, to: "small.yaml")
      let call = try RunningProgram(
        ["run", "small.yaml", "--out", "somewhere"] + options, in: folder, environment: environment
      ).finish()
      #expect(call.status == 0)
      let result = try JSONValue(parsing: try folder.read("somewhere/result.json"))
      found.insert(result["fingerprint"]?.text ?? "none")
    }
    #expect(found.count == 1)
  }
}
