import Market
import Tape

/// Brings the instruments of one document onto a tape.
struct InstrumentImport {
  /// No exchange's document is near this.
  static let largestDocument = 256 << 20

  private let options: ImportOptions

  init(_ options: ImportOptions) { self.options = options }

  /// Takes in a whole document. An instrument whose rules are in force on the tape already at that time is not put again.
  func run(_ bytes: [UInt8], into tape: inout TapeFile, result: inout FileImport) throws(ImportError) {
    result.kind = .instruments
    let info = try read(bytes, name: result.file)
    let validFrom = options.validFrom ?? info.serverTime ?? .distantPast
    result.validFrom = validFrom
    result.bytes = bytes.count
    var leftOut: [String] = []
    do throws(TapeError) {
      try tape.begin()
      var inForce: [EntityID: StoredInstrument] = [:]
      for stored in try tape.instruments() where stored.validFrom <= validFrom {
        if let known = inForce[stored.specification.entity], known.validFrom > stored.validFrom { continue }
        inForce[stored.specification.entity] = stored
      }
      for specification in info.specifications {
        if let entity = options.entity, entity != specification.entity { continue }
        if inForce[specification.entity]?.specification == specification {
          result.alreadyThere += 1
        } else {
          try tape.put(specification, validFrom: validFrom)
          result.added += 1
        }
      }
      try apply(info.updates, to: &tape, result: &result, leftOut: &leftOut)
      try tape.recordImport(
        ImportRecord(
          file: result.file, bytes: result.bytes, checksum: result.checksum ?? "", added: result.added,
          alreadyThere: result.alreadyThere, rejected: 0))
      try tape.commit()
    } catch {
      tape.rollBack()
      result.added = 0
      result.alreadyThere = 0
      throw .tape(error)
    }
    result.unusedColumns = info.leftOut + leftOut
  }

  /// Changes rules that are on the tape: those that hold at the time given, else the latest, which are changed where they are. What is
  /// published apart has no meaning without the instrument; those that are not there are left out by name.
  private func apply(
    _ updates: [InstrumentUpdate], to tape: inout TapeFile, result: inout FileImport, leftOut: inout [String]
  ) throws(TapeError) {
    guard !updates.isEmpty else { return }
    var stored: [EntityID: StoredInstrument] = [:]
    for instrument in try tape.instruments() {
      if let limit = options.validFrom, instrument.validFrom > limit { continue }
      stored[instrument.specification.entity] = instrument
    }
    for update in updates {
      if let entity = options.entity, entity != update.entity { continue }
      guard let known = stored[update.entity] else {
        leftOut.append(update.entity.description)
        result.lacksInstruments = true
        continue
      }
      let changed = update.applied(to: known.specification)
      if changed == known.specification {
        result.alreadyThere += 1
      } else {
        try tape.put(changed, validFrom: options.validFrom ?? known.validFrom)
        result.added += 1
      }
    }
  }

  private func read(_ bytes: [UInt8], name: String) throws(ImportError) -> InstrumentDocument {
    do throws(DocumentError) {
      return try InstrumentDocument(parsing: bytes, provider: options.provider ?? options.entity?.provider)
    } catch {
      throw .unknownDocument(file: name, reason: error.reason)
    }
  }
}
