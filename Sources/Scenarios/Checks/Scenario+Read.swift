package import StrategyKit

extension Scenario {
  /// Reads and checks a scenario.
  ///
  /// - Parameters:
  ///   - overrides: Options of the command line, applied in turn before anything is checked.
  ///   - strategies: The catalogue against which the strategy and its parameters are checked.
  ///   - readFile: Reads a file that a parameter names, by its resolved path; what it throws becomes an error at the parameter.
  /// - Throws: all that is wrong, in the order of the file.
  package static func read(
    _ source: ScenarioSource, overrides: [ScenarioOverride] = [], strategies: [StrategyDescription],
    readFile: (String) throws -> [UInt8]
  ) throws(ScenarioErrors) -> Scenario {
    let (tree, textErrors) = YAMLReader.read(source.bytes, file: source.file)
    guard var tree else { throw ScenarioErrors(textErrors) }
    var checker = Checker(file: source.file, folder: source.folder)
    checker.take(textErrors)
    for override in overrides { override.apply(to: &tree, &checker) }
    guard tree.entries != nil else {
      checker.report(
        .together(what: "a scenario is a mapping of keys, not \(tree.shown)", hint: "begin with 'version: 1'"),
        at: tree.place)
      throw ScenarioErrors(checker.errors)
    }
    var scenario = checker.block(Scenario.self, tree) ?? Scenario()
    scenario.checkTogether(&checker)
    scenario.readParameters(strategies, &checker, readFile: readFile)
    guard checker.errors.isEmpty else { throw ScenarioErrors(checker.errors) }
    scenario.origin = ScenarioOrigin(file: source.file, places: checker.places)
    return scenario
  }
}
