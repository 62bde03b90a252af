package import Exchange
package import Market

/// Writes the rows of a run while it goes on: `fills.csv`, `orders.csv`, `ledger.csv` and `equity.csv` of the run folder.
///
/// It changes nothing and waits for nothing but the disk. A file that fails is no longer written; ``failure`` says so, and whoever runs
/// the run decides when to stop.
package final class RunFiles: RunWatcher {
  /// Files that are wanted.
  package struct Selection: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let fills = Selection(rawValue: 1)
    package static let orders = Selection(rawValue: 2)
    package static let ledger = Selection(rawValue: 4)
    package static let equity = Selection(rawValue: 8)
    package static let all: Selection = [.fills, .orders, .ledger, .equity]
  }

  /// Time spent here, by the clock handed in: what is not the engine's.
  package private(set) var nanoseconds: UInt64 = 0

  private let selection: Selection
  private let clock: () -> UInt64
  private let sinks: [FileSink]
  private var fills: FillRows
  private var orders: OrderRows
  private var ledger: LedgerRows
  private var equity: EquityRows

  /// Files in the folder at `path`, for a run that trades from `start` on (its starting balances are booked then). `clock` tells
  /// nanoseconds.
  package init(
    _ configuration: VenueConfiguration, in path: String, start: Timestamp, selection: Selection = .all,
    equityStep: EquityStep = .every(.hour), clock: @escaping () -> UInt64 = { 0 }
  ) throws(FileError) {
    self.selection = selection
    self.clock = clock
    var sinks: [FileSink] = []
    func sink(_ wanted: Selection, _ name: String) throws(FileError) -> FileSink? {
      guard selection.contains(wanted) else { return nil }
      let sink = try FileSink("\(path)/\(name)")
      sinks.append(sink)
      return sink
    }
    fills = FillRows(configuration, try sink(.fills, "fills.csv"))
    orders = OrderRows(configuration, try sink(.orders, "orders.csv"))
    ledger = LedgerRows(configuration, try sink(.ledger, "ledger.csv"), start: start)
    equity = EquityRows(configuration, try sink(.equity, "equity.csv"), step: equityStep, start: start)
    self.sinks = sinks
  }

  /// The first file that failed.
  package var failure: FileError? { sinks.lazy.compactMap(\.failure).first }

  /// Bytes of all rows so far, as far as they were handed to the files.
  package var byteCount: Int { sinks.reduce(0) { $0 + $1.count } }

  package func observe(_ batch: borrowing EventBuffer, names: NameTable) {
    let before = clock()
    batch.withEvents { events in
      if selection.contains(.fills) { fills.take(events, names) }
      if selection.contains(.orders) { orders.take(events, names) }
      if selection.contains(.ledger) { ledger.take(events) }
      guard selection.contains(.equity) else { return }
      batch.withMarks { equity.take(events, marks: $0) }
    }
    nanoseconds += clock() - before
  }

  /// Writes what was left: open orders as they stand, the last equity. Throws the first failure of any file.
  ///
  /// `end` is the end of the last row and `equity` the account's then; without them, or before trading began, `equity.csv` ends with
  /// the last mark.
  package func finish(end: Timestamp?, equity last: Money?, names: NameTable) throws(FileError) {
    let before = clock()
    var first: FileError?
    func note(_ error: FileError) { if first == nil { first = error } }
    do throws(FileError) { try fills.close() } catch { note(error) }
    do throws(FileError) { try orders.close(names) } catch { note(error) }
    do throws(FileError) { try ledger.close() } catch { note(error) }
    do throws(FileError) { try equity.close(end: end, equity: last) } catch { note(error) }
    nanoseconds += clock() - before
    if let first { throw first }
  }
}
