package import Market
package import Tape

/// Why an import, or one file of it, could not be done.
package enum ImportError: Error, Hashable, Sendable {
  /// Nothing is at the path, or it may not be read.
  case unreadable(path: String, reason: String)
  /// A folder without a file that could be market data.
  case noFiles(path: String)
  /// Neither name nor folder nor option says which instrument the file holds; `symbol` is what the name says.
  case unknownInstrument(file: String, symbol: String?, provider: String?)
  /// One entity is given for files whose names say different symbols.
  case severalInstruments(entity: EntityID, symbols: [String])
  /// The provider given is not the one of the entity or the folder.
  case providerMismatch(given: String, found: String, file: String)
  /// A row says something else than the one on the tape, and that was to be an error.
  case conflict(file: String, line: Int, series: SeriesKey, time: Timestamp)
  /// A dated future: only spot pairs and perpetuals have names.
  case datedFuture(symbol: String, file: String)
  /// Neither name nor rows nor option say the length of the bars.
  case unknownLevel(file: String)
  /// A length of bars that is no fixed duration.
  case unsupportedLevel(String, file: String)
  /// The columns could not be told.
  case columns(ColumnError, file: String)
  /// A file without a row.
  case noRows(file: String)
  /// The bytes are damaged or cannot be read; `kept` rows of the file were on the tape before that was seen.
  case source(ByteSourceError, kept: Int)
  /// A line is longer than any table's.
  case longLine(file: String)
  /// The file is not the one whose checksum lies beside it.
  case wrongChecksum(file: String, stated: String, found: String)
  /// The file beside it holds no checksum.
  case unusableChecksum(file: String)
  /// The JSON is no instrument description that is known.
  case unknownDocument(file: String, reason: String)
  /// The tape refuses.
  case tape(TapeError)
  /// The caller put an end to it; what was committed before is kept.
  case interrupted(file: String)
  /// The text could not be written.
  case unwritable(path: String, reason: String)
}

extension ImportError {
  /// Whether the call itself is wrong, or the data: exit status 2 or 3.
  package var isUsage: Bool {
    switch self {
    case .unreadable, .noFiles, .unknownInstrument, .severalInstruments, .providerMismatch,
      .datedFuture, .unknownLevel, .unsupportedLevel, .columns:
      true
    case .conflict, .noRows, .source, .longLine, .wrongChecksum, .unusableChecksum, .unknownDocument, .tape,
      .interrupted,
      .unwritable:
      false
    }
  }

  /// What is wrong and where, in one sentence without a full stop.
  package var message: String {
    switch self {
    case .unreadable(let path, let reason): return "cannot read \(path): \(reason)"
    case .noFiles(let path): return "no file to import (\(path))"
    case .unknownInstrument(let file, _, _): return "cannot tell which instrument the file holds (\(file))"
    case .severalInstruments(let entity, let symbols):
      return "the files hold several instruments (\(symbols.joined(separator: ", "))), and \(entity) is one"
    case .providerMismatch(let given, let found, let file):
      return "the provider is \(found), not \(given) (\(file))"
    case .conflict(let file, let line, let series, let time):
      return "\(series) has \(time.iso) with other values (\(file):\(line))"
    case .datedFuture(let symbol, let file): return "not available yet: dated futures such as \(symbol) (\(file))"
    case .unknownLevel(let file): return "cannot tell the length of the bars (\(file))"
    case .unsupportedLevel(let level, let file): return "bars of a \(level) have no fixed length (\(file))"
    case .columns(let error, let file): return "\(error.message) (\(file))"
    case .noRows(let file): return "no rows (\(file))"
    case .source(let error, let kept):
      return kept == 0 ? error.message : "\(error.message); \(kept) rows before it are on the tape"
    case .longLine(let file): return "a line of more than a mebibyte: this is no table (\(file))"
    case .wrongChecksum(let file, let stated, let found):
      return "the SHA-256 is \(found), and \(file).CHECKSUM says \(stated) (\(file))"
    case .unusableChecksum(let file): return "no SHA-256 can be read (\(file))"
    case .unknownDocument(let file, let reason): return "no document that is known: \(reason) (\(file))"
    case .tape(let error): return error.message
    case .interrupted(let file): return "interrupted (\(file))"
    case .unwritable(let path, let reason): return "cannot write \(path): \(reason)"
    }
  }

  /// What to do about it; empty where the sentence says all.
  package var hint: String {
    switch self {
    case .unreadable: return "check the path and its permissions"
    case .noFiles: return "files called .csv, .txt, .json, .jsonl, .data, .zip, .gz, .tgz and .zst are taken"
    case .unknownInstrument(_, let symbol, let provider):
      return Self.entityHint(symbol: symbol, provider: provider)
    case .severalInstruments: return "import them one by one, or leave --entity out where the folders tell"
    case .providerMismatch: return "leave --provider out, or correct it"
    case .conflict: return "--on-conflict keep leaves the stored row, --on-conflict replace takes the new one"
    case .datedFuture: return "leave the file out"
    case .unknownLevel: return "give --level, for example --level 1m"
    case .unsupportedLevel: return "import a smaller level; larger bars are built from it"
    case .columns:
      return "assign them, for example --columns Date=open_time,6=volume (a header's name, or the position from 1)"
    case .noRows: return ""
    case .source(let error, _): return error.hint
    case .longLine: return "check what the file is"
    case .wrongChecksum: return "fetch both files again: archives are replaced now and then"
    case .unusableChecksum: return "delete it to import without the check"
    case .unknownDocument: return "docs/tape.md names the documents that are known"
    case .tape(let error): return error.hint
    case .interrupted: return "the same call again goes on where it was"
    case .unwritable: return "check the path, its permissions and the room left"
    }
  }

  private static func entityHint(symbol: String?, provider: String?) -> String {
    guard let symbol, let known = Symbol.normalised(symbol) else {
      return "give --entity, for example --entity cryptopair_binance_btcusdt"
    }
    let provider = provider ?? "binance"
    let pair = EntityID(kind: .pair, provider: provider, code: known.code)
    let perpetual = EntityID(kind: .perpetual, provider: provider, code: known.code)
    return known.kind == .perpetual
      ? "give --entity \(perpetual)" : "give --entity \(pair), or \(perpetual) for a perpetual"
  }
}
