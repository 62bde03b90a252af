import Market
import Tape

/// What became of a row that was offered.
enum RowOutcome {
  case taken
  /// Hand over what is there, clear, and offer the row again.
  case full
  case rejected(RejectReason)
}

/// The row on offer, by position: what a scanner fills in before a builder takes it.
final class RowOffer {
  /// Names of the positions.
  let names: [String]
  /// What their numbers may be.
  let bounds: [FieldBound]
  /// Times in nanoseconds, whole numbers, the digits of decimals.
  let values: UnsafeMutablePointer<Int64>
  /// Decimals of each value; of a time those of its unit.
  let decimals: UnsafeMutablePointer<Int>
  /// Whether the last digit was a zero.
  let endsInZero: UnsafeMutablePointer<Bool>
  /// Zeros that stood behind the decimals of each value and were left out, as with them it did not fit.
  let zeros: UnsafeMutablePointer<Int>
  /// Whether any value has such zeros.
  private(set) var hasZeros = false

  /// Says how many zeros were left out of a value.
  func leaveOut(_ count: Int, at position: Int) {
    zeros[position] += count
    hasZeros = true
  }

  /// Forgets what was left out.
  func clearZeros() {
    for position in names.indices { zeros[position] = 0 }
    hasZeros = false
  }

  init(names: [String], bounds: [FieldBound]) {
    self.names = names
    self.bounds = bounds
    let count = names.count
    values = .allocate(capacity: count)
    values.initialize(repeating: 0, count: count)
    decimals = .allocate(capacity: count)
    decimals.initialize(repeating: 0, count: count)
    endsInZero = .allocate(capacity: count)
    endsInZero.initialize(repeating: false, count: count)
    zeros = .allocate(capacity: count)
    zeros.initialize(repeating: 0, count: count)
  }

  deinit {
    values.deallocate()
    decimals.deallocate()
    endsInZero.deallocate()
    zeros.deallocate()
  }
}

/// Collects rows of a table into batches. A scanner fills in the row on offer, then the builder takes it.
///
/// Positions are those of the kind's columns, or the builder's own where a row of the table is no row of the kind.
class RowBuilder {
  /// The row on offer.
  final let offer: RowOffer
  final let values: UnsafeMutablePointer<Int64>
  final var names: [String] { offer.names }
  /// Rows taken.
  final var count = 0
  /// The units of the times of the rows taken, by position.
  final var units: [TimeUnit]
  /// The positions that the rows taken have: a bit by position.
  final private(set) var present: UInt64 = 0
  /// The times among them that are written with decimals.
  final private(set) var fractions: UInt64 = 0
  private var lineOffsets: [RowLines.Offset] = []
  private var lineOffset = Int.min

  init(_ offer: RowOffer) {
    self.offer = offer
    values = offer.values
    units = Array(repeating: .milliseconds, count: offer.names.count)
  }

  var isFull: Bool { preconditionFailure("each builder has its own room") }

  /// Whether units and columns can only change between batches.
  var needsEmptyForChange: Bool { true }

  /// Takes what is still open at the end of the table; false when what is there has to be handed over first.
  func finish() -> Bool { true }

  /// The positions that rows from now on have; the batch must be empty.
  func use(present: UInt64, fractions: UInt64) {
    precondition(count == 0 || !needsEmptyForChange, "the rows of a batch have the same columns")
    self.present = present
    self.fractions = fractions
  }

  /// Takes the row on offer; `line` counts from 1.
  func take(line: Int) -> RowOutcome { preconditionFailure("each builder takes rows its own way") }

  /// Forgets the rows and how they were written.
  func clear() {
    count = 0
    lineOffsets.removeAll(keepingCapacity: true)
    lineOffset = .min
  }

  /// The rows taken, for handing over before ``clear()``.
  func batches() -> [BuiltBatch] { preconditionFailure("each builder has its own batches") }

  /// The lines of the rows taken.
  final var lines: RowLines { RowLines(offsets: lineOffsets) }

  /// Notes that `row`, the next, stands in `line`.
  @inline(__always)
  final func note(line: Int, row: Int) {
    if line &- row != lineOffset { noteOffset(line &- row, from: row) }
  }

  @inline(never)
  private final func noteOffset(_ offset: Int, from row: Int) {
    lineOffset = offset
    lineOffsets.append(RowLines.Offset(row: row, offset: offset))
  }
}
