public import Market

extension Venue {
  /// What the account of one exchange is worth in the report's currency: its assets and the results of its positions.
  public func equity(ofAccount account: Int) -> Money {
    var sum: Int128 = 0
    for asset in 0..<assetCount where configuration.assets[asset].account == account { sum += values[asset] }
    for index in 0..<instrumentCount where configuration.accountIndices[index] == account {
      sum += values[assetCount + index]
    }
    return Money(sum)
  }
}
