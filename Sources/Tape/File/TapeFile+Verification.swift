import Market

extension TapeFile {
  /// Everything on the tape that is not what was written, in the order of the series; nothing is mended.
  ///
  /// SQLite's own structures are looked through first, then every column of every chunk is held against its checksum and every
  /// chunk's rows against its digest. Of a chunk the first damage is named; behind a chunk whose description is damaged nothing
  /// more of its series can be judged. Throws when the file cannot be read at all.
  package func verify() throws(TapeError) -> [TapeError] {
    try flush()
    return try store.database.snapshot { () throws(TapeError) in
      var found: [TapeError] = []
      let check = try store.database.prepare("PRAGMA integrity_check(20)")
      while try check.step() {
        guard check.text(0) != "ok" else { continue }
        found.append(.damagedFile(path: path, detail: check.text(0)))
      }
      for series in try store.allSeries() { verify(series, &found) }
      do throws(TapeError) {
        _ = try instruments()
      } catch {
        found.append(error)
      }
      return found
    }
  }

  private func verify(_ series: SeriesRecord, _ found: inout [TapeError]) {
    var reader: StoredChunkReader
    do throws(TapeError) {
      reader = try StoredChunkReader(store, series, range: KeyRange(nil, nil))
    } catch {
      found.append(error)
      return
    }
    while true {
      do throws(TapeError) {
        guard let (header, source) = try reader.read() else { return }
        guard let header else { continue }
        let digest = digester.digest(source.rows, from: 0, count: header.rows, form: header.form)
        let isInOrder = source.key(0) == header.first && source.key(header.rows - 1) == header.last
        if digest != header.digest || !isInOrder {
          found.append(store.damaged(series.key, first: header.first.time, last: header.last.time, position: nil))
        }
      } catch {
        found.append(error)
        // A damaged column leaves the walk at the next chunk; anything else has lost its way.
        if case .damagedChunk(_, _, _, _, .some) = error { continue }
        return
      }
    }
  }
}

extension TapeFile {
  /// The number of the file's format.
  package func format() throws(TapeError) -> Int { Int(try store.database.number("PRAGMA user_version")) }
}
