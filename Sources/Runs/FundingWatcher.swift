import Exchange
import Market

/// Counts the settlements that a position met and the data had no rate for.
final class FundingWatcher: RunWatcher {
  private(set) var count = 0
  private(set) var first: FundingMissing?

  func observe(_ batch: borrowing EventBuffer, names: NameTable) {
    batch.withEvents { events in
      for case .account(.fundingMissing(let missing)) in events {
        count += 1
        if first == nil { first = missing }
      }
    }
  }
}
