/// Who may import whom among our own modules; `docs/architecture.md` draws the same picture.
enum Layers {
  /// No I/O, no clock, no C library, no package of others, no system module.
  static let pure: Set<String> = [
    "Market", "Indicators", "Synthetic", "Exchange", "StrategyKit", "Replay", "Metrics",
  ]

  /// Every module with the modules it may import. What is not named here may not be there.
  static let allowed: [String: Set<String>] = {
    var table: [String: Set<String>] = [
      "Market": [],
      // Of Market its logarithm and exponential only, in one file: C libraries differ.
      "Indicators": ["Market"],
      "Synthetic": ["Market"],
      "Exchange": ["Market"],
      "StrategyKit": ["Exchange", "Indicators", "Market"],
      "Replay": ["StrategyKit", "Exchange", "Market"],
      "Metrics": ["Exchange", "Market"],

      "JSON": [],
      "Tape": ["Market", "CSQLite", "CZlib"],
      "Imports": ["Tape", "JSON", "Market", "CZlib", "CZstd"],
      "Quality": ["Tape", "Market"],
      "Scenarios": ["StrategyKit", "Exchange", "Market", "CLibYAML"],
      "Reports": ["Metrics", "Exchange", "Market", "JSON"],
      // Expectations and baselines read results, which are JSON.
      "Runs": pure.union(["Scenarios", "Reports", "Tape", "JSON", "CZlib"]),

      "Transport": ["CCurl"],
      "Providers": ["Transport", "JSON", "Market"],
      "History": ["Providers", "Imports", "Tape", "Transport", "Market"],
      "Live": pure.union(["Runs", "Scenarios", "History", "Providers", "Tape"]),
      // Never Providers: two readings of one protocol check each other.
      "Dialects": ["Live", "Tape", "Exchange", "Market", "Transport", "JSON"],

      // Its generated list of strategies needs Replay.
      "Strategies": ["StrategyKit", "Replay"],
      "papertape": ["Commands", "Strategies"],
      // What is compared between debug and release.
      "fingerprint": pure,
      // A writer that the tests of the tape kill.
      "tapecrash": ["Tape", "Market"],
      // What the tape's figures are measured with.
      "tapebench": ["Tape", "Market", "CSQLite"],

      // What tests of the pure layer share.
      "TestSupport": pure,

      // Part of the build: what the plugin runs.
      "StrategySources": [],
      "registrygen": ["StrategySources"],

      // The headers of C libraries, each in the hands of the modules named above.
      "CSQLite": [], "CLibYAML": [], "CCurl": [], "CZlib": [], "CZstd": [],
    ]
    table["Server"] = table["Live", default: []].union(["Live", "Reports", "Transport", "JSON"])
    table["Commands"] = pure.union([
      "JSON", "Tape", "Imports", "Quality", "Scenarios", "Reports", "Runs", "Transport", "Providers", "History", "Live",
      "Server",
      "Dialects",
    ])
    return table
  }()
}
