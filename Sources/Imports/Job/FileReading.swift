import Market
import Tape

/// What the reading of one file hands to the writing, in order.
enum FileItem {
  /// The file is opened: its size, and the checksum beside it, which is right.
  case file(size: Int?, checksum: String?)
  /// A stream of it begins: the file's own, or a member of an archive.
  case stream(name: String)
  /// The stream is a description of instruments: all of it.
  case document([UInt8])
  /// The stream holds rows.
  case table(kind: ImportKind, level: KlineLevel?, isLevelFound: Bool, unused: [String])
  /// Whose rows they are; comes before the first of them.
  case entity(EntityID)
  case rows(RowsRead)
  /// The stream was read to its end.
  case end(bytes: Int, lacksLastLineFeed: Bool, unused: [String])
  /// What is wrong with the stream, or before one began with the file.
  case failure(ImportError)
}

/// Rows that were read at once.
struct RowsRead {
  var batches: [BuiltBatch]
  var rejections: [Rejection]
  var mended: [Rejection]
  /// Bytes of the file taken so far.
  var bytes: Int
}

/// Reads one file, stream by stream, without a tape at hand: on a thread of its own.
struct FileReading: Sendable {
  let path: String
  let options: ImportOptions

  /// Gives items until there are no more, or nobody wants them.
  func run(_ give: (FileItem) -> Bool) {
    let file: SourceFile
    do throws(ImportError) {
      let checksum = try verify()
      do throws(ByteSourceError) {
        file = try SourceFile(path: path)
      } catch {
        throw .source(error, kept: 0)
      }
      if file.count == 0 { throw .noRows(file: path) }
      guard give(.file(size: file.size, checksum: checksum)) else { return }
    } catch {
      _ = give(.failure(error))
      return
    }
    for index in 0..<file.count {
      guard read(file, index, give) else { return }
    }
  }

  private func read(_ file: SourceFile, _ index: Int, _ give: (FileItem) -> Bool) -> Bool {
    do throws(ImportError) {
      let stream = try Self.open(file, index)
      guard give(.stream(name: stream.name)) else { return false }
      let content = StreamReading.content(of: stream.head, kind: options.kind)
      if case .document = content { return give(.document(try Self.all(of: stream))) }
      let name = ArchiveName(path: path, member: file.name(at: index))
      let reading = try StreamReading(stream, content: content, name: name, options: options)
      guard
        give(
          .table(
            kind: reading.kind, level: reading.level, isLevelFound: reading.isLevelFound, unused: reading.unusedColumns)
        )
      else { return false }
      return try readRows(reading, stream, name: name, give)
    } catch {
      return give(.failure(error))
    }
  }

  private func readRows(
    _ reading: StreamReading, _ stream: PeekedBytes, name: ArchiveName, _ give: (FileItem) -> Bool
  ) throws(ImportError) -> Bool {
    let reader = reading.reader
    var isNamed = false
    while true {
      let batches: [BuiltBatch]?
      do throws(LineError) {
        batches = try reader.next()
      } catch {
        throw ImportError(error)
      }
      guard let batches else { break }
      if !isNamed, batches.contains(where: { $0.batch.columns.count > 0 }) {
        isNamed = true
        guard give(.entity(try reading.entity(name, options: options, file: stream.name))) else { return false }
      }
      let rows = RowsRead(
        batches: batches.map { $0.detached() }, rejections: reader.rejections, mended: reader.mended,
        bytes: stream.bytesTaken)
      reader.rejections.removeAll(keepingCapacity: true)
      reader.mended.removeAll(keepingCapacity: true)
      guard give(.rows(rows)) else { return false }
    }
    return give(
      .end(bytes: stream.bytesTaken, lacksLastLineFeed: reader.lacksLastLineFeed, unused: reading.unusedMessages))
  }

  /// A stream of a file with its beginning read.
  static func open(_ file: SourceFile, _ index: Int) throws(ImportError) -> PeekedBytes {
    do throws(ByteSourceError) {
      return try PeekedBytes(try file.open(index), count: StreamReading.headCount)
    } catch {
      throw .source(error, kept: 0)
    }
  }

  private static func all(of stream: PeekedBytes) throws(ImportError) -> [UInt8] {
    let bytes: [UInt8]?
    do throws(ByteSourceError) {
      bytes = try stream.all(limit: InstrumentImport.largestDocument)
    } catch {
      throw .source(error, kept: 0)
    }
    guard let bytes else { throw .unknownDocument(file: stream.name, reason: "it is too large") }
    return bytes
  }

  private func verify() throws(ImportError) -> String? {
    guard path != "-", let stated = try ArchiveChecksum.stated(for: path) else { return nil }
    let found: String
    do throws(ByteSourceError) {
      found = try ArchiveChecksum.sha256(of: path)
    } catch {
      throw .source(error, kept: 0)
    }
    guard found == stated else { throw .wrongChecksum(file: path, stated: stated, found: found) }
    return "sha256:\(found)"
  }
}
