/// The scenario as it is run, every key written out with its value, as YAML.
///
/// It parses back to an equal scenario. Keys without a value stand as remarks with what that means; paths are the resolved ones, so the
/// text may lie in any folder when those are absolute.
package func writtenOut(_ scenario: Scenario) -> String {
  guard case .block(let keys) = Codec.block(Scenario.self).write(scenario) else { return "" }
  return WrittenText.document(keys)
}
