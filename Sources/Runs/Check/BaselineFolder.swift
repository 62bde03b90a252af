package import Reports

/// The folder of committed baselines: `NAME.json`, beside it `NAME.journal.gz` while that is under 1 MiB, and the same with `.new`
/// behind them for what a run came to that differs.
package struct BaselineFolder: Sendable {
  /// What a packed journal may unpack to.
  private static let unpackedLimit = 1 << 30

  package let path: String
  /// A packed journal of this size, in bytes, is not kept any more.
  package let journalLimit: Int

  package init(_ path: String, journalLimit: Int = 1 << 20) {
    self.path = path
    self.journalLimit = journalLimit
  }

  package func jsonPath(_ name: String) -> String { "\(path)/\(name).json" }
  package func journalPath(_ name: String) -> String { "\(path)/\(name).journal.gz" }
  private static func new(_ path: String) -> String { path + ".new" }

  /// The baseline of a scenario, nil when there is none, and what a reader should know about its journal. A journal that is damaged
  /// or of another run is left aside: the chain still tells the block.
  package func read(_ name: String) throws(BaselineError) -> (baseline: Baseline, note: String?)? {
    let bytes: [UInt8]?
    do throws(FileError) {
      bytes = try CheckFiles.read(jsonPath(name))
    } catch {
      throw .unreadable(path: jsonPath(name), reason: error.description)
    }
    guard let bytes else { return nil }
    var baseline = try Baseline(parsing: bytes, path: jsonPath(name))
    do throws(GzipError) {
      guard let packed = try readPacked(name) else { return (baseline, nil) }
      let journal = try Gzip.unpack(packed, atMost: Self.unpackedLimit)
      guard journalChain(of: journal).chain == baseline.chain else {
        return (baseline, "\(journalPath(name)) is the journal of another run and is left aside")
      }
      baseline.journal = journal
      return (baseline, nil)
    } catch {
      return (baseline, "\(journalPath(name)) is left aside: \(error.what)")
    }
  }

  private func readPacked(_ name: String) throws(GzipError) -> [UInt8]? {
    do throws(FileError) {
      return try CheckFiles.read(journalPath(name))
    } catch {
      throw .cutShort
    }
  }

  /// Makes a baseline the one of its scenario.
  package func write(_ baseline: Baseline, _ name: String) throws(FileError) {
    try write(baseline, json: jsonPath(name), journal: journalPath(name))
    removeNew(name)
  }

  /// Writes what a run came to beside the baseline, to be looked at and accepted.
  package func writeNew(_ baseline: Baseline, _ name: String) throws(FileError) {
    try write(baseline, json: Self.new(jsonPath(name)), journal: Self.new(journalPath(name)))
  }

  /// Puts what was written by ``writeNew(_:_:)`` into the baseline's place.
  package func acceptNew(_ name: String) throws(FileError) {
    if CheckFiles.kind(of: Self.new(journalPath(name))) == .file {
      try CheckFiles.move(Self.new(journalPath(name)), to: journalPath(name))
    } else {
      CheckFiles.remove(journalPath(name))
    }
    try CheckFiles.move(Self.new(jsonPath(name)), to: jsonPath(name))
  }

  /// Removes what an earlier difference left.
  package func removeNew(_ name: String) {
    CheckFiles.remove(Self.new(jsonPath(name)))
    CheckFiles.remove(Self.new(journalPath(name)))
  }

  private func write(_ baseline: Baseline, json: String, journal: String) throws(FileError) {
    // The journal first: a baseline whose journal is of another run is seen, one without is taken as such.
    let packed = baseline.journal.map { Gzip.pack($0) }
    if let packed, packed.count < journalLimit {
      try CheckFiles.write(packed, to: journal)
    } else {
      CheckFiles.remove(journal)
    }
    try CheckFiles.write(baseline.bytes, to: json)
  }
}

/// Why `--update` must not rewrite baselines here; nil: it may.
///
/// On a build machine an update would make every difference the truth without anybody having looked at it.
package func updateRefusal(ci value: String?, isForced: Bool) -> String? {
  guard let value, !value.isEmpty, !isForced else { return nil }
  return "--update is refused where CI is set (CI=\(value)): it would accept every difference unseen"
}
