// `tapebench KIND FILE ...`: stored size of real rows, and speeds of writing, reading and merging, best of several passes, on the
// core it is pinned to. KIND is klines, trades or book; files are plain text (`zcat` them first). See Benchmarks/README.md.

// Glibc: processor time, files.
import CSQLite
import Glibc
import Market
import Tape

func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The least processor time of some passes.
func best(_ passes: Int = 7, _ body: () throws -> Void) rethrows -> Double {
  var least = Double.infinity
  for _ in 0..<passes {
    let start = seconds()
    try body()
    least = min(least, seconds() - start)
  }
  return least
}

func tenths(_ value: Double) -> String { "\(Double(Int(value * 10 + 0.5)) / 10)" }
func rate(_ rows: Int, _ time: Double) -> String { "\(tenths(Double(rows) / time / 1e6)) M/s" }

func contents(_ path: String) -> String {
  guard let file = fopen(path, "r") else { return "" }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 20)
  while true {
    let count = fread(&buffer, 1, buffer.count, file)
    if count == 0 { break }
    bytes += buffer[..<count]
  }
  return String(decoding: bytes, as: UTF8.self)
}

let arguments = CommandLine.arguments
guard arguments.count >= 3 else {
  print("usage: tapebench klines|trades|book FILE ...")
  exit(2)
}
let folder = "/tmp/tapebench-\(getpid())"
mkdir(folder, 0o700)
let entity = EntityID(kind: .pair, provider: "binance", code: "btcusdt")
var sink: Int64 = 0
/// Rows to measure on.
let tiled = getenv("ROWS").flatMap { Int(String(cString: $0)) } ?? 3_000_000

do {
  for path in arguments.dropFirst(2) {
    print(path.split(separator: "/").last.map(String.init) ?? path)
    switch arguments[1] {
    case "klines":
      guard let columns = Tables.klines(TextTable(contents(path))) else { continue }
      try measure(columns, SeriesKey(entity: entity, level: .minute), tiles: tiled / max(1, columns.count))
    case "read":
      let tape = try TapeFile(path: path, access: .readOnly)
      for info in try tape.series() where info.key.kind != .book {
        let time = try best(3) {
          var cursor = try tape.rows(
            info.key, as: SeriesColumns.self, from: nil, to: nil, columns: 0b111111, scales: info.scales)
          let target = SeriesColumns(layout: info.key.kind.layout, capacity: KlineColumns.standardCapacity)
          while try cursor.fill(target) { sink &+= target.column(0)[0] }
        }
        print("  \(info.key): \(info.rows) rows, \(rate(info.rows, time)), peak memory \(peakMemory())")
      }
      continue
    case "trades":
      guard let columns = Tables.trades(TextTable(contents(path))), columns.quantityScale <= 18 else {
        print("  not measured: columns unknown, or more than 18 decimals")
        continue
      }
      try measure(columns, SeriesKey(entity: entity, kind: .trades), tiles: tiled / max(1, columns.count))
    default: try measure(Tables.book(contents(path)))
    }
  }
  try measureMerge()
  measureMemory()
} catch {
  print("\(error)")
}
if getenv("KEEP") == nil {
  for name in ["a.tape", "b.tape"] { for tail in ["", "-wal", "-shm"] { unlink("\(folder)/\(name)\(tail)") } }
}
rmdir(folder)

/// Sizes of the rows as they are, and speeds over them laid end to end.
@MainActor
func measure(_ columns: SeriesColumns, _ key: SeriesKey, tiles: Int) throws {
  let count = columns.count
  let written = Array(Tables.written.prefix(columns.layout.columns.count))
  for name in ["a.tape", "b.tape"] { for tail in ["", "-wal", "-shm"] { unlink("\(folder)/\(name)\(tail)") } }
  var small = try TapeFile(path: "\(folder)/a.tape", access: .readWrite)
  _ = try small.append(SeriesBatch(columns: columns, written: written, timeUnit: .milliseconds), to: key)
  if let info = try small.info(key) {
    print("  \(count) rows, \(tenths(Double(info.bytes) / Double(count))) bytes a row in its columns")
  }
  let tape = "\(folder)/b.tape"
  let last = columns.column(0)[count - 1] - columns.column(0)[0] + (key.level == nil ? 1_000_000 : 60_000_000_000)
  let ids = columns.layout.idPosition.map { columns.column($0)[count - 1] - columns.column($0)[0] + 1 }
  let writing = try best(1) {
    var file = try TapeFile(path: tape, access: .readWrite)
    try file.begin()
    for _ in 0..<tiles {
      _ = try file.append(SeriesBatch(columns: columns, written: written, timeUnit: .milliseconds), to: key)
      for row in 0..<count { columns.column(0)[row] += last }
      if columns.has(6), key.kind.isBars { for row in 0..<count { columns.column(6)[row] += last } }
      if let ids, let place = columns.layout.idPosition { for row in 0..<count { columns.column(place)[row] += ids } }
    }
    try file.commit()
    try file.close()
  }
  let rows = tiles * count
  print("  writing \(rows) rows: \(rate(rows, writing))")
  let file = try TapeFile(path: tape, access: .readOnly)
  guard let info = try file.info(key) else { return }
  let price = key.kind.isBars ? 4 : 1
  let scan = try best {
    try file.scan(price, of: key, from: nil, to: nil, scale: info.priceScale) { sink &+= $0[0] }
  }
  print("  one price column: \(rate(rows, scan))")
  let some: [(String, UInt32)] =
    key.kind.isBars
    ? [("six columns", 0b111111), ("all columns", .max)] : [("time, price, quantity, side, id", 0b11111)]
  for (name, wanted) in some {
    let time = try best {
      var cursor = try file.rows(key, as: SeriesColumns.self, from: nil, to: nil, columns: wanted, scales: info.scales)
      let target = SeriesColumns(layout: columns.layout, capacity: KlineColumns.standardCapacity)
      while try cursor.fill(target) { sink &+= target.column(0)[0] }
    }
    print("  \(name): \(rate(rows, time))")
  }
  print("  peak memory so far, the text included: \(peakMemory())")
  try measureBlobs(tape, key.kind.isBars ? "kline_chunk" : "trade_chunk", rows)
}

@MainActor
func measure(_ book: BookColumns) throws {
  let key = SeriesKey(entity: EntityID(kind: .perpetual, provider: "binance", code: "btcusdt"), kind: .book)
  for tail in ["", "-wal", "-shm"] { unlink("\(folder)/a.tape\(tail)") }
  var tape = try TapeFile(path: "\(folder)/a.tape", access: .readWrite)
  let written = [WrittenDecimals](repeating: .shortest(atLeast: 0), count: 11)
  _ = try tape.append(SeriesBatch(book: book, written: written, times: TimeUnits(.milliseconds)), to: key)
  guard let info = try tape.info(key) else { return }
  print(
    "  \(info.rows) messages, \(info.details) changes: \(tenths(Double(info.bytes) / Double(info.details))) bytes a change"
  )
  let time = try best {
    var cursor = try tape.book(key, from: nil, to: nil, scales: info.scales)
    let target = BookColumns()
    while try cursor.fill(target) { sink &+= target.changes.price[0] }
  }
  print("  reading changes: \(rate(info.details, time))")
}

/// What SQLite gives at most: all bytes of all chunks, looked at once.
@MainActor
func measureBlobs(_ path: String, _ table: String, _ rows: Int) throws {
  var handle: OpaquePointer?
  guard sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, nil) == SQLITE_OK else { return }
  defer { sqlite3_close(handle) }
  sqlite3_exec(handle, "PRAGMA mmap_size = 2147418112", nil, nil, nil)
  var statement: OpaquePointer?
  sqlite3_prepare_v2(handle, "SELECT * FROM \(table)", -1, &statement, nil)
  defer { sqlite3_finalize(statement) }
  var bytes = 0
  let time = best {
    bytes = 0
    sqlite3_reset(statement)
    while sqlite3_step(statement) == SQLITE_ROW {
      for column in 0..<sqlite3_column_count(statement) where sqlite3_column_type(statement, column) == SQLITE_BLOB {
        guard let start = sqlite3_column_blob(statement, column) else { continue }
        let count = Int(sqlite3_column_bytes(statement, column))
        bytes += count
        var offset = 0
        while offset + 8 <= count {
          sink &+= start.loadUnaligned(fromByteOffset: offset, as: Int64.self)
          offset += 8
        }
      }
    }
  }
  print("  limit of SQLite: blobs alone \(rate(rows, time)) rows, \(tenths(Double(bytes) / time / 1e9)) GB/s")
}

/// Eight decoded streams in one order.
@MainActor
func measureMerge() throws {
  let count = 4_096
  let streams = 8
  var state: UInt64 = 1
  let columns = (0..<streams).map { _ in UnsafeMutablePointer<Int64>.allocate(capacity: count) }
  for column in columns {
    var time: Int64 = 0
    for row in 0..<count {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      time += Int64(state >> 50)
      column[row] = time
    }
  }
  let rounds = 200
  let time = best(5) {
    for _ in 0..<rounds {
      var merge = StreamMerge(streams: streams)
      for (index, column) in columns.enumerated() { merge.fill(index, times: column, count: count) }
      while let stretch = merge.stretch() {
        for row in stretch.first..<(stretch.first + stretch.count) { sink &+= columns[stretch.stream][row] }
      }
    }
  }
  print("merging \(streams) streams of even mixture: \(rate(rounds * streams * count, time)) events")
  for column in columns { column.deallocate() }
}

/// The most memory that the process has had resident.
func peakMemory() -> String {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return "\(tenths(Double(usage.ru_maxrss) / 1024)) MiB"
}

/// The memory's own limit: a column in memory summed.
@MainActor
func measureMemory() {
  let count = 1 << 24
  let column = UnsafeMutablePointer<Int64>.allocate(capacity: count)
  for row in 0..<count { column[row] = Int64(row) }
  let time = best {
    var sum: Int64 = 0
    for row in 0..<count { sum &+= column[row] }
    sink &+= sum
  }
  print("limit of the memory: \(rate(count, time)) numbers of 8 bytes")
  column.deallocate()
}
