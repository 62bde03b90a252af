/// Puts the rows of several streams into one order by their times alone: which stream comes next, and how many of its rows.
///
/// Rows of one time come in the order of the streams, those of one stream as they lie. A stretch is handed out at once: all rows
/// of a stream that come before the next row of any other. The next times lie in a flat array whose minimum is sought anew for
/// each stretch, which costs least up to some sixteen streams.
public struct StreamMerge: ~Copyable {
  /// Rows of one stream that come next.
  @frozen
  public struct Stretch: BitwiseCopyable, Sendable {
    public var stream: Int
    public var first: Int
    public var count: Int
  }

  private let streams: Int
  /// The next time of each stream; `Int64.max` where it has no rows.
  private let next: UnsafeMutablePointer<Int64>
  private let times: UnsafeMutablePointer<UnsafePointer<Int64>?>
  private let places: UnsafeMutablePointer<Int>
  private let counts: UnsafeMutablePointer<Int>

  /// A merge of `streams` streams, all empty at first.
  public init(streams: Int) {
    precondition(streams > 0, "there is a stream to merge")
    self.streams = streams
    next = .allocate(capacity: streams)
    next.initialize(repeating: .max, count: streams)
    times = .allocate(capacity: streams)
    times.initialize(repeating: nil, count: streams)
    places = .allocate(capacity: streams)
    places.initialize(repeating: 0, count: streams)
    counts = .allocate(capacity: streams)
    counts.initialize(repeating: 0, count: streams)
  }

  deinit {
    next.deallocate()
    times.deallocate()
    places.deallocate()
    counts.deallocate()
  }

  /// Gives a stream its next rows, whose times ascend and stay where they are until they are used up. Times are below `Int64.max`.
  public mutating func fill(_ stream: Int, times column: UnsafePointer<Int64>, count: Int) {
    times[stream] = column
    places[stream] = 0
    counts[stream] = count
    next[stream] = count > 0 ? column[0] : .max
  }

  /// The rows that come next; nil when all streams are used up.
  ///
  /// A stream that this has emptied (``isEmpty(_:)``) must be filled again before the next call if it has more rows: until then
  /// the others go on without it.
  @inline(__always)
  public mutating func stretch() -> Stretch? {
    var stream = 0
    var least = next[0]
    var second = Int64.max
    var secondStream = 0
    for index in 1..<max(streams, 1) {
      let time = next[index]
      if time < least {
        (second, secondStream) = (least, stream)
        (least, stream) = (time, index)
      } else if time < second {
        (second, secondStream) = (time, index)
      }
    }
    guard least < .max, let column = times[stream] else { return nil }
    let first = places[stream]
    let count = counts[stream]
    var place = first &+ 1
    // Of equal times the stream that stands first comes first.
    if stream < secondStream {
      while place < count, column[place] <= second { place &+= 1 }
    } else {
      while place < count, column[place] < second { place &+= 1 }
    }
    places[stream] = place
    next[stream] = place < count ? column[place] : .max
    return Stretch(stream: stream, first: first, count: place &- first)
  }

  /// Whether a stream has no rows left of those it was given.
  public func isEmpty(_ stream: Int) -> Bool { places[stream] >= counts[stream] }
}
