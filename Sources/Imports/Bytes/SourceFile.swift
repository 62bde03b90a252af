/// A file of any packing, opened: the streams that are in it, told by content, not by name.
///
/// A zip archive has one for each member, everything else one.
package struct SourceFile {
  package let path: String
  /// Size in bytes; nil for a pipe.
  package let size: Int?
  private let file: FileBytes
  private let packing: Packing

  private enum Packing {
    case none
    case gzip
    case zstandard
    case zip(ZipArchive)
  }

  /// Opens a file, or standard input as `-`.
  package init(path: String) throws(ByteSourceError) {
    self.path = path
    file = try FileBytes(path: path)
    size = file.size
    let head = try file.peek(4)
    if head.starts(with: [0x1f, 0x8b]) {
      packing = .gzip
    } else if head == [0x28, 0xb5, 0x2f, 0xfd] {
      packing = .zstandard
    } else if head == [0x50, 0x4b, 3, 4] || head == [0x50, 0x4b, 5, 6] {
      packing = .zip(try ZipArchive(file))
    } else {
      packing = .none
    }
  }

  /// Number of streams; zero in an empty archive.
  package var count: Int {
    if case .zip(let archive) = packing { return archive.members.count }
    return 1
  }

  /// The name of a stream without folders: the member's, else the file's.
  package func name(at index: Int) -> String {
    let name = if case .zip(let archive) = packing { archive.members[index].name } else { path }
    return String(name.split(separator: "/").last ?? "")
  }

  /// A stream, to be read once.
  package func open(_ index: Int) throws(ByteSourceError) -> any ByteSource {
    switch packing {
    case .none: file
    case .gzip: try TarMemberBytes.unwrapped(GzipBytes(file))
    case .zstandard: ZstandardBytes(file)
    case .zip(let archive): try ZipMemberBytes(archive.members[index], of: archive)
    }
  }
}
