/// A stream of bytes, read forwards once: a plain file, what a gzip file or a zip member unpacks to, standard input.
///
/// It belongs to one thread. Memory does not grow with the length of the stream.
package protocol ByteSource: AnyObject {
  /// The file, with the member in brackets where there is one: what an error calls it.
  var name: String { get }
  /// Bytes of the file itself that were taken so far, for progress; less than unpacked bytes where the file is packed.
  var bytesTaken: Int { get }

  /// Fills the front of `buffer`, which must not be empty; the number of bytes, zero at the end.
  ///
  /// The end is only reported when everything that can be checked was checked: a checksum that differs is thrown instead.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int
}

/// Why bytes could not be had.
package struct ByteSourceError: Error, Hashable, Sendable {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// The system refuses: its words.
    case unreadable(String)
    /// The file ends before its format says so.
    case cutShort
    /// What stands there is no deflate data (zlib's words, when it has some).
    case notDeflate(String)
    /// What stands there is no zstd data: the library's words.
    case notZstandard(String)
    /// The unpacked bytes have another CRC-32 than the file states.
    case wrongChecksum
    /// The unpacked bytes are fewer or more than the file states.
    case wrongLength(stated: Int, found: Int)
    /// Foreign bytes follow the end of the packed data.
    case trailingBytes
    /// A zip archive without its directory at the end.
    case noDirectory
    /// The parts of a zip archive are not where its directory says: bytes were lost or added.
    case misplacedParts
    /// A tar archive with more than one file in it.
    case severalFiles
    /// A zip member is encrypted.
    case encrypted
    /// A zip member is packed by a method other than store and deflate.
    case unknownMethod(Int)
    /// What stands there is no list of JSON values.
    case notJSON
    /// A zip archive comes through a pipe, where its directory cannot be reached.
    case archiveInPipe
  }

  /// The file, with the member in brackets where there is one.
  package var name: String
  /// Where in the file, in bytes from its start.
  package var offset: Int
  package var problem: Problem

  package init(name: String, offset: Int, problem: Problem) {
    self.name = name
    self.offset = offset
    self.problem = problem
  }
}

extension ByteSourceError {
  /// What is wrong and where, in one sentence without a full stop.
  package var message: String {
    let place = "(\(name), byte \(offset))"
    switch problem {
    case .unreadable(let reason): return "cannot read \(name): \(reason)"
    case .cutShort: return "the file is cut short \(place)"
    case .notDeflate(let detail):
      return detail.isEmpty ? "damaged packed data \(place)" : "damaged packed data: \(detail) \(place)"
    case .notZstandard(let detail): return "damaged packed data: \(detail) \(place)"
    case .wrongChecksum: return "damaged data: the CRC-32 differs from the one stated \(place)"
    case .wrongLength(let stated, let found):
      return "damaged data: \(found) bytes unpacked where \(stated) are stated \(place)"
    case .trailingBytes: return "foreign bytes after the end of the packed data \(place)"
    case .noDirectory: return "the zip archive has no directory: it is cut short or no archive \(place)"
    case .misplacedParts:
      return "the zip archive's parts are not where its directory says: bytes were lost or added \(place)"
    case .severalFiles: return "the tar archive holds more than one file \(place)"
    case .encrypted: return "the zip member is encrypted \(place)"
    case .unknownMethod(let method):
      return "the zip member is packed by method \(method); store and deflate are read \(place)"
    case .notJSON: return "damaged document: no JSON \(place)"
    case .archiveInPipe: return "a zip archive cannot be read from standard input"
    }
  }

  /// What to do about it.
  package var hint: String {
    switch problem {
    case .unreadable: "check the path and its permissions"
    case .severalFiles: "unpack it and import the files"
    case .encrypted, .unknownMethod: "unpack it with another program and import the CSV"
    case .notJSON: "fetch the file again, or check what it is"
    case .archiveInPipe: "save it as a file, or unpack it on the way: unzip -p FILE.zip | papertape tape import -"
    default: "fetch the file again; transfers in text mode and interrupted ones damage archives"
    }
  }
}
