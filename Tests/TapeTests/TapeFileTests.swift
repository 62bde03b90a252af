import Glibc
import Market
import Tape
import Testing

@Suite("Tape files") struct TapeFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("a file that is not there is missing, and opening for writing makes it")
  func missing() throws {
    let path = folder.file("a ?#%41 ü.tape")
    #expect(throws: TapeError.missing(path: path)) { _ = try TapeFile(path: path, access: .readOnly) }
    #expect(folder.names.isEmpty)
    var tape = try TapeFile(path: path, access: .readWrite)
    _ = try tape.append(Bars.walk(10, seed: 1).batch, to: bitcoin)
    try tape.close()
    #expect(folder.names == ["a ?#%41 ü.tape"])
    let reader = try TapeFile(path: path, access: .readOnly)
    #expect(try reader.bars().rows.count == 10)
    try reader.close()
    #expect(folder.names == ["a ?#%41 ü.tape"])
    #expect(throws: TapeError.missing(path: "/nowhere/a.tape")) {
      _ = try TapeFile(path: "/nowhere/a.tape", access: .readWrite)
    }
  }

  @Test("a file that is something else is not a tape", arguments: ["text", "sqlite", "empty"])
  func notATape(kind: String) throws {
    let path = folder.file("a.tape")
    switch kind {
    case "text":
      try write(Array("open_time,open,high,low,close,volume\n".utf8) + Array(repeating: 48, count: 9_000), to: path)
    case "sqlite": try Tampering.run("CREATE TABLE t (a); PRAGMA application_id = 7", path)
    default: try write([], to: path)
    }
    let before = try bytes(of: path)
    #expect(throws: TapeError.notATape(path: path)) { _ = try TapeFile(path: path, access: .readOnly) }
    if kind != "empty" {
      #expect(throws: TapeError.notATape(path: path)) { _ = try TapeFile(path: path, access: .readWrite) }
    }
    #expect(try bytes(of: path) == before)
  }

  @Test("a newer format is refused by its number", arguments: [TapeFile.Access.readOnly, .readWrite])
  func newer(access: TapeFile.Access) throws {
    let path = folder.file("a.tape")
    try TapeFile(path: path, access: .readWrite).close()
    try Tampering.run("PRAGMA user_version = 3", path)
    let expected = TapeError.newerFormat(path: path, format: 3, known: 2)
    #expect(throws: expected) { _ = try TapeFile(path: path, access: access) }
    #expect(expected.message == "\(path) has format 3, and this version reads formats up to 2")
  }

  @Test("a tape opened for reading is not written")
  func readOnly() throws {
    let path = folder.file("a.tape")
    try TapeFile(path: path, access: .readWrite).close()
    var tape = try TapeFile(path: path, access: .readOnly)
    #expect(throws: TapeError.readOnly(path: path)) { try tape.append(Bars.walk(1, seed: 1).batch, to: bitcoin) }
    #expect(throws: TapeError.readOnly(path: path)) { try tape.recordRejected([]) }
    #expect(try tape.series().isEmpty)
  }

  @Test("a second writer is told that there is a first, and readers are not disturbed")
  func locked() throws {
    let path = folder.file("a.tape")
    let bars = Bars.walk(100, seed: 1)
    var first = try TapeFile(path: path, access: .readWrite)
    _ = try first.append(bars.part(0..<50).batch, to: bitcoin)
    var second = try TapeFile(path: path, access: .readWrite, patience: 0)
    try first.begin()
    _ = try first.append(bars.part(50..<100).batch, to: bitcoin)
    #expect(throws: TapeError.locked(path: path)) { try second.append(bars.batch, to: bitcoin) }
    let reader = try TapeFile(path: path, access: .readOnly, patience: 0)
    #expect(try reader.bars() == bars.part(0..<50))
    try first.commit()
    #expect(try reader.bars() == bars)
    #expect(try second.append(bars.batch, to: bitcoin).alreadyThere == 100)
  }

  @Test("two tapes that write in turn go on from each other's rows")
  func inTurn() throws {
    let path = folder.file("a.tape")
    let bars = Bars.walk(5_000, seed: 2)
    var first = try TapeFile(path: path, access: .readWrite)
    var second = try TapeFile(path: path, access: .readWrite)
    for start in stride(from: 0, to: 5_000, by: 200) {
      let part = bars.part(start..<(start + 100)).batch
      let next = bars.part((start + 100)..<(start + 200)).batch
      _ = try first.append(part, to: bitcoin)
      _ = try second.append(next, to: bitcoin)
    }
    #expect(try first.bars() == bars)
    #expect(try second.info(bitcoin)?.chunks == 2)
  }

  @Test("a cursor goes on while rows are written before, around and behind it")
  func readerBesideWriter() throws {
    let path = folder.file("a.tape")
    let bars = Bars.walk(14_000, seed: 2)
    var writer = try TapeFile(path: path, access: .readWrite)
    _ = try writer.append(bars.part(1_000..<10_000).batch, to: bitcoin)
    let reader = try TapeFile(path: path, access: .readOnly)
    var cursor = try reader.klines(
      bitcoin, from: nil, to: nil, fields: .close, priceScale: 2, quantityScale: 3, quoteVolumeScale: 5)
    let columns = KlineColumns()
    var closes: [Int64] = []
    var start = 10_000
    while try cursor.fill(columns) {
      closes += (0..<columns.count).map { columns.close[$0] }
      if start == 10_000 { _ = try writer.append(bars.part(0..<1_000).batch, to: bitcoin) }
      let end = min(start + 1_000, 14_000)
      _ = try writer.append(bars.part(start..<end).batch, to: bitcoin)
      start = end
    }
    #expect(closes == bars.rows[1_000..<start].map { $0[4] })
  }

  @Test("readers in other threads see whole transactions and no damage")
  func threads() async throws {
    let path = folder.file("a.tape")
    let bars = Bars.walk(12_000, seed: 2)
    try TapeFile(path: path, access: .readWrite).close()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<2 {
        group.addTask {
          var rows = 0
          let tape = try TapeFile(path: path, access: .readOnly)
          while rows < 12_000 {
            // The pool may have fewer threads than there are tasks here.
            await Task.yield()
            try Task.checkCancellation()
            guard let info = try tape.info(bitcoin) else { continue }
            #expect(info.rows >= rows && info.rows % 300 == 0)
            rows = info.rows
            let closes = try tape.bars(fields: .close).rows.map { $0[4] }
            #expect(closes.count >= rows)
            #expect(closes == bars.rows[0..<closes.count].map { $0[4] })
          }
        }
      }
      group.addTask {
        var tape = try TapeFile(path: path, access: .readWrite)
        for start in stride(from: 0, to: 12_000, by: 300) {
          await Task.yield()
          try tape.transaction { tape throws(TapeError) in
            for part in 0..<3 {
              let from = start + part * 100
              _ = try tape.append(bars.part(from..<(from + 100)).batch, to: bitcoin)
            }
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("a full disk is said to be full, and what was committed is kept")
  func full() async {
    // A limit on the size of files stands in for the disk; it holds for a whole process, hence one of its own.
    await #expect(processExitsWith: .success) {
      signal(SIGXFSZ, SIG_IGN)
      let folder = try TemporaryFolder()
      let path = folder.file("a.tape")
      let bars = Bars.walk(20_000, seed: 2)
      var tape = try TapeFile(path: path, access: .readWrite)
      _ = try tape.append(bars.part(0..<1_000).batch, to: bitcoin)
      var limit = rlimit(rlim_cur: 400_000, rlim_max: rlim_t.max)
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      var committed = 1_000
      var failure: TapeError?
      while failure == nil, committed < 20_000 {
        do {
          _ = try tape.append(bars.part(committed..<(committed + 1_000)).batch, to: bitcoin)
          committed += 1_000
        } catch let error as TapeError {
          failure = error
        }
      }
      limit.rlim_cur = rlim_t.max
      setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      #expect(failure == .diskFull(path: path))
      #expect(try tape.bars() == bars.part(0..<committed))
      #expect(try tape.append(bars.batch, to: bitcoin).added == 20_000 - committed)
      let reader = try TapeFile(path: path, access: .readOnly)
      #expect(try reader.bars() == bars)
    }
  }

  @Test("a program that is killed leaves what it committed, and nothing of an open transaction")
  func killed() async throws {
    let path = folder.file("a.tape")
    await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
      let bars = Bars.walk(20_000, seed: 2)
      var tape = try TapeFile(path: path, access: .readWrite)
      for start in [0, 3_000, 6_000] { _ = try tape.append(bars.part(start..<(start + 3_000)).batch, to: bitcoin) }
      try tape.begin()
      _ = try tape.append(bars.part(9_000..<20_000).batch, to: bitcoin)
      raise(SIGKILL)
    }
    let bars = Bars.walk(20_000, seed: 2)
    let reader = try TapeFile(path: path, access: .readOnly)
    #expect(try reader.bars() == bars.part(0..<9_000))
    #expect(try reader.verify().isEmpty)
    var tape = try TapeFile(path: path, access: .readWrite)
    #expect(try tape.append(bars.batch, to: bitcoin).added == 11_000)
    #expect(try tape.bars() == bars)
  }

  @Test("a tape is read where neither it nor its folder may be written")
  func notWritable() async throws {
    let path = folder.file("a.tape")
    var tape = try TapeFile(path: path, access: .readWrite)
    _ = try tape.append(Bars.walk(5_000, seed: 2).batch, to: bitcoin)
    try tape.close()
    chmod(path, 0o444)
    chmod(folder.path, 0o555)
    await #expect(processExitsWith: .success) { [path = path as String] in
      // Root may write everywhere; nobody may not.
      if geteuid() == 0 { try #require(seteuid(65_534) == 0) }
      let reader = try TapeFile(path: path, access: .readOnly)
      #expect(try reader.bars() == Bars.walk(5_000, seed: 2))
      do {
        _ = try TapeFile(path: path, access: .readWrite)
        Issue.record("a tape that may not be written was opened for writing")
      } catch {
        guard case TapeError.notPermitted = error else { throw error }
      }
    }
    chmod(folder.path, 0o755)
    #expect(folder.names == ["a.tape"])
  }

  @Test("series are listed by entity, kind and level")
  func list() throws {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    let keys = [
      ("ethusdt", KlineLevel.minute), ("btcusdt", .day), ("btcusdt", .minute), ("btcusdt", .hour),
    ].map { SeriesKey(entity: EntityID(kind: .pair, provider: "binance", code: $0.0), level: $0.1) }
    for key in keys { _ = try tape.append(Bars.walk(5, seed: 1).batch, to: key) }
    #expect(
      try tape.series().map(\.key.description) == [
        "cryptopair_binance_btcusdt klines 1m", "cryptopair_binance_btcusdt klines 1h",
        "cryptopair_binance_btcusdt klines 1d", "cryptopair_binance_ethusdt klines 1m",
      ])
  }

  @Test("many series in one transaction")
  func manySeries() throws {
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    let bars = Bars.walk(60, seed: 1)
    let keys = (0..<40).map { SeriesKey(entity: EntityID(kind: .pair, provider: "p", code: "c\($0)"), level: .minute) }
    try tape.transaction { tape throws(TapeError) in
      for part in [0..<20, 20..<40, 40..<60] {
        for key in keys { _ = try tape.append(bars.part(part).batch, to: key) }
      }
    }
    for key in keys { #expect(try tape.bars(key) == bars) }
  }
}

@Suite("Instruments on a tape") struct TapeInstrumentTests {
  @Test("what holds at a time is what was stored last before it")
  func validity() throws {
    let folder = try TemporaryFolder()
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    var old = InstrumentSpecification(
      pair: bitcoin.entity, base: "btc", quote: "usdt", priceStep: "0.01", quantityStep: "0.000001",
      minQuantity: "0.000001", maxQuantity: "9000", maxMarketQuantity: "118.5", minNotional: "10",
      minNotionalAppliesToMarket: false)
    old.settlement = "usdc"
    old.contractSize = "0.1"
    old.isInverse = true
    var new = old
    new.priceStep = "0.1"
    let time = { (seconds: Int64) in Timestamp(nanoseconds: seconds * 1_000_000_000) }
    try tape.put(new, validFrom: time(200))
    try tape.put(old, validFrom: time(100))
    try tape.put(new, validFrom: time(200))
    #expect(try tape.instrument(bitcoin.entity, at: time(99)) == nil)
    #expect(try tape.instrument(bitcoin.entity, at: time(100)) == old)
    #expect(try tape.instrument(bitcoin.entity, at: time(199)) == old)
    #expect(try tape.instrument(bitcoin.entity, at: time(200)) == new)
    #expect(try tape.instrument(bitcoin.entity, at: nil) == new)
    #expect(try tape.instrument(EntityID(kind: .pair, provider: "x", code: "y"), at: nil) == nil)
    #expect(try tape.instruments().map(\.validFrom) == [time(100), time(200)])
  }
}

@Suite("Imports on a tape") struct TapeImportTests {
  @Test("records and rejected rows come back in order")
  func records() throws {
    let folder = try TemporaryFolder()
    var tape = try TapeFile(path: folder.file("a.tape"), access: .readWrite)
    let records = [
      ImportRecord(
        file: "b.csv", bytes: 100, checksum: "sha256:ab", added: 3, alreadyThere: 1, rejected: 2,
        rejectedByReason: ["not a number": 1, "high below low": 1]),
      ImportRecord(file: "a.csv", bytes: 0, added: 0, alreadyThere: 0, rejected: 0),
    ]
    let rows = [
      RejectedRow(file: "b.csv", line: 7, reason: "not a number", text: "1,2,x"),
      RejectedRow(file: "b.csv", line: 3, reason: "high below low", text: ""),
    ]
    try tape.recordImport(records[0])
    try tape.transaction { tape throws(TapeError) in
      try tape.recordImport(records[1])
      try tape.recordRejected(rows)
    }
    #expect(try tape.imports() == records)
    #expect(try tape.rejectedRows() == rows)
  }
}
