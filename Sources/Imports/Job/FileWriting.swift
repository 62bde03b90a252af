import Market
import Tape

/// Brings what is read of one file onto a tape, each stream in a transaction of its own.
struct FileWriting {
  private let options: ImportOptions
  private let place: ImportProgress

  init(_ options: ImportOptions, place: ImportProgress) {
    self.options = options
    self.place = place
  }

  /// Takes items until there are none; what became of each stream.
  func run(
    into tape: inout TapeFile, progress: (ImportProgress) -> Void, isCancelled: () -> Bool, _ next: () -> FileItem?
  ) -> [FileImport] {
    var results: [FileImport] = []
    var whole = FileImport(file: place.file)
    var place = place
    var start = ContinuousClock.now
    while let item = next() {
      switch item {
      case .file(let size, let checksum):
        place.size = size
        whole.checksum = checksum
      case .stream(let name):
        var result = whole
        result.file = name
        do throws(ImportError) {
          try write(&result, into: &tape, place: place, progress: progress, isCancelled: isCancelled, next)
        } catch {
          result.failure = error
        }
        result.seconds = Self.seconds(since: start)
        results.append(result)
        start = ContinuousClock.now
        if case .interrupted = result.failure { return results }
        if case .tape = result.failure { return results }
      case .failure(let error):
        whole.failure = error
        whole.seconds = Self.seconds(since: start)
        results.append(whole)
      case .document, .table, .entity, .rows, .end: preconditionFailure("a stream begins with its name")
      }
    }
    return results
  }

  private func write(
    _ result: inout FileImport, into tape: inout TapeFile, place: ImportProgress, progress: (ImportProgress) -> Void,
    isCancelled: () -> Bool, _ next: () -> FileItem?
  ) throws(ImportError) {
    switch next() {
    case .document(let bytes): try InstrumentImport(options).run(bytes, into: &tape, result: &result)
    case .table(let kind, let level, let isLevelFound, let unused):
      result.kind = kind
      result.isLevelFound = isLevelFound
      result.unusedColumns = unused
      do throws(ImportError) {
        try RowImport(options).run(
          level: level, into: &tape, result: &result, place: place, progress: progress, isCancelled: isCancelled, next)
      } catch {
        // What else was read of the stream is passed over; after its own failure there is nothing.
        if !error.endsReading { pass(next) }
        throw error
      }
    case .failure(let error): throw error
    default: throw .interrupted(file: result.file)
    }
  }

  private func pass(_ next: () -> FileItem?) {
    while let item = next() {
      switch item {
      case .end, .failure: return
      default: continue
      }
    }
  }

  private static func seconds(since start: ContinuousClock.Instant) -> Double {
    let (seconds, attoseconds) = (ContinuousClock.now - start).components
    return Double(seconds) + Double(attoseconds) / 1e18
  }
}

extension ImportError {
  /// Whether nothing more comes of the file: it failed while it was read, or nobody waits for the rest.
  fileprivate var endsReading: Bool {
    switch self {
    case .tape, .conflict: false
    default: true
    }
  }
}
