/// Where an own resting order stands in the queue at its price: what others have in front of it.
///
/// **Moved by** prints at its price, which take from the front, and by changes of its level. **Fills** are what a print has beyond all that
/// is ahead, and never more: over any time the own fills at a price sum to no more than what printed there beyond what was ahead.
///
/// Where it flatters: a level below what the snapshot reached counts as empty; a print that comes after the change which already held it
/// is counted twice.
public struct QueuePlace: BitwiseCopyable, Hashable, Sendable {
  /// Units of others' quantity in front; never below zero.
  public private(set) var ahead: Int64
  /// What the feed last said of the level; without a book what is ahead is stated and never changes but by prints.
  public private(set) var shown: Int64
  /// What was printed here since the feed last changed the level: that much of its next decrease is explained.
  public private(set) var printed: Int64 = 0

  /// Whether the feed has said nothing of the level yet.
  public private(set) var isUnseen = false

  /// Behind all that is shown at the price (with prints alone: behind a stated quantity).
  public init(behind shown: Int64) {
    precondition(shown >= 0, "a level is not below zero")
    ahead = shown
    self.shown = shown
  }

  /// At a price of which the feed tells nothing yet: behind all that it says first.
  public static var unseen: QueuePlace {
    var place = QueuePlace(behind: 0)
    place.ahead = .max
    place.isUnseen = true
    return place
  }

  /// A print at the order's price of which others took `passed` in front of it; `quantity` is all of it.
  public mutating func print(_ quantity: Int64, passed: Int64) {
    if !isUnseen { ahead -= Swift.min(ahead, passed) }
    let (sum, overflow) = printed.addingReportingOverflow(quantity)
    printed = overflow ? .max : sum
  }

  /// The market has been through the price: nobody is ahead any more.
  public mutating func passThrough() {
    ahead = 0
    isUnseen = false
  }

  /// The feed says another quantity at the order's level.
  ///
  /// A decrease is explained by what was printed since the last change, so far as that goes; of the rest the model says how much lay
  /// behind. What is ahead never exceeds the level.
  public mutating func levelChanged(to quantity: Int64, _ model: QueueModel, scale: Int64) {
    if isUnseen {
      self = QueuePlace(behind: quantity)
      return
    }
    // What should stand there after the prints, the order's own part left out.
    let left = Swift.max(shown - Swift.min(shown, printed), ahead)
    let unexplained = left - quantity
    if unexplained > 0 {
      let behind = model.behind(of: unexplained, ahead: ahead, behind: left - ahead, scale: scale)
      ahead = Swift.max(0, ahead - (unexplained - behind))
    }
    ahead = Swift.min(ahead, quantity)
    shown = quantity
    printed = 0
  }
}

/// A print on its way through the queue at one price: what is left of it, and what of others it has taken.
///
/// Own orders of the price are shown to it in the order of their arrival.
public struct QueuePrint: BitwiseCopyable, Sendable {
  /// All of the print.
  public let quantity: Int64
  /// What is left of it for those behind.
  public private(set) var left: Int64
  /// What others got of it so far.
  public private(set) var passed: Int64 = 0

  public init(_ quantity: Int64) {
    self.quantity = quantity
    left = quantity
  }

  /// Takes from those ahead of an own order and returns what is left for it; its fill is given back by ``fill(_:)``.
  public mutating func reach(_ place: inout QueuePlace) -> Int64 {
    let others = Swift.min(left, Swift.max(0, place.ahead - passed))
    left -= others
    passed += others
    place.print(quantity, passed: passed)
    return left
  }

  /// Part of it has filled the order reached last.
  public mutating func fill(_ amount: Int64) {
    precondition(amount >= 0 && amount <= left, "a print fills no more than it has")
    left -= amount
  }
}
