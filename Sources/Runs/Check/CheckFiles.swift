// open, read, rename and folder listing: the standard library has no files, and Foundation's cost start-up time.
import Glibc
import Reports

/// What `check` needs of the file system.
enum CheckFiles {
  /// What a path leads to.
  enum Kind {
    case nothing, file, folder
  }

  /// What is at a path, links followed.
  static func kind(of path: String) -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .nothing }
    return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
  }

  /// A whole file; nil when there is none.
  static func read(_ path: String) throws(FileError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw FileError(.read, path, code: errno)
    }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = block.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(.read, path, code: errno)
      }
      if count == 0 { return bytes }
      bytes.append(contentsOf: block[..<count])
    }
  }

  /// Writes a whole file and the folders above it; a reader sees the old one or the new one.
  static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    if let slash = path.lastIndex(of: "/"), slash != path.startIndex { try makeFolder(String(path[..<slash])) }
    let partial = "\(path).partial-\(getpid())"
    do throws(FileError) {
      let sink = try FileSink(partial)
      sink.write(bytes)
      try sink.close()
      try move(partial, to: path)
    } catch {
      remove(partial)
      throw error
    }
  }

  /// Gives a file another name, whatever has it.
  static func move(_ path: String, to place: String) throws(FileError) {
    guard rename(path, place) == 0 else { throw FileError(.rename, path, code: errno) }
  }

  /// Removes a file if it is there.
  static func remove(_ path: String) { _ = unlink(path) }

  private static func makeFolder(_ path: String) throws(FileError) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    let code = errno
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw FileError(.makeFolder, path, code: code)
    }
    try makeFolder(String(path[..<slash]))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(.makeFolder, path, code: errno) }
  }

  /// Names in a folder, unordered, with whether each is a folder of its own (a link to one is none, so that no
  /// loop is walked).
  static func entries(of folder: String) throws(FileError) -> [(name: String, isFolder: Bool)] {
    guard let handle = opendir(folder) else { throw FileError(.read, folder, code: errno) }
    defer { closedir(handle) }
    var list: [(name: String, isFolder: Bool)] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard !name.hasPrefix(".") else { continue }
      var status = stat()
      let isFolder = lstat("\(folder)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
      list.append((name, isFolder))
    }
    return list
  }

  /// The path without links, to tell whether two paths mean one file.
  static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}
