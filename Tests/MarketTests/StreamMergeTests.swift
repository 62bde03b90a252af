import Market
import Testing

@Suite("Streams put into one order") struct StreamMergeTests {
  /// Every row as stream and place, by sorting: the slow and obvious way.
  private func sorted(_ streams: [[Int64]]) -> [[Int]] {
    var rows: [(Int64, Int, Int)] = []
    for (stream, times) in streams.enumerated() {
      for (place, time) in times.enumerated() { rows.append((time, stream, place)) }
    }
    return rows.sorted { $0 < $1 }.map { [$0.1, $0.2] }
  }

  /// The same by the merge, each stream handed over in chunks of at most `chunk` rows.
  private func merged(_ streams: [[Int64]], chunk: Int) -> [[Int]] {
    var merge = StreamMerge(streams: streams.count)
    let buffers = streams.map { times in
      let buffer = UnsafeMutablePointer<Int64>.allocate(capacity: max(1, times.count))
      buffer.initialize(from: times, count: times.count)
      return buffer
    }
    defer { for buffer in buffers { buffer.deallocate() } }
    var begins = [Int](repeating: 0, count: streams.count)
    var ends = begins
    var result: [[Int]] = []
    func size(_ stream: Int) -> Int { min(chunk, streams[stream].count - ends[stream]) }
    for stream in streams.indices {
      let count = size(stream)
      merge.fill(stream, times: buffers[stream], count: count)
      ends[stream] = count
    }
    while let stretch = merge.stretch() {
      for place in stretch.first..<(stretch.first + stretch.count) {
        result.append([stretch.stream, begins[stretch.stream] + place])
      }
      if merge.isEmpty(stretch.stream) {
        begins[stretch.stream] = ends[stretch.stream]
        let count = size(stretch.stream)
        merge.fill(stretch.stream, times: buffers[stretch.stream] + begins[stretch.stream], count: count)
        ends[stretch.stream] += count
      }
    }
    return result
  }

  @Test("in the order of their times, equal ones by stream and place", arguments: 0..<40)
  func order(seed: UInt64) {
    var chance = Chance(seed)
    let spread = Int64.random(in: 1...50, using: &chance)
    let streams = (0..<Int.random(in: 1...9, using: &chance)).map { _ in
      (0..<Int.random(in: 0...200, using: &chance)).map { _ in Int64.random(in: 0...spread, using: &chance) }.sorted()
    }
    #expect(merged(streams, chunk: Int.random(in: 1...64, using: &chance)) == sorted(streams))
  }

  @Test("rows of one stream that no other comes between are one stretch")
  func stretches() {
    let (first, second): ([Int64], [Int64]) = ([1, 2, 3, 9], [3, 4])
    first.withUnsafeBufferPointer { a in
      second.withUnsafeBufferPointer { b in
        guard let x = a.baseAddress, let y = b.baseAddress else { return }
        var merge = StreamMerge(streams: 2)
        merge.fill(0, times: x, count: 4)
        merge.fill(1, times: y, count: 2)
        var counts: [Int] = []
        while let stretch = merge.stretch() { counts.append(stretch.count) }
        #expect(counts == [3, 2, 1])
      }
    }
  }
}

/// SplitMix64: the only source of chance here, the same for the same seed.
private struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}
