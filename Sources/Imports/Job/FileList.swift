// Glibc: walking folders needs the system's own calls; FoundationEssentials would cost start-up time for two of them.
import Glibc

/// The files that a list of paths means.
enum FileList {
  /// Files as they are, folders walked in sorted order for what could be market data; `-` is standard input.
  static func files(in paths: [String]) throws(ImportError) -> [String] {
    var files: [String] = []
    for path in paths {
      if path == "-" || isFile(path) {
        files.append(path)
        continue
      }
      guard isFolder(path) else { throw .unreadable(path: path, reason: "there is nothing") }
      let count = files.count
      try walk(path, into: &files)
      if files.count == count { throw .noFiles(path: path) }
    }
    return files
  }

  private static let suffixes = [".csv", ".txt", ".json", ".jsonl", ".data", ".zip", ".gz", ".tgz", ".zst"]

  static func isFile(_ path: String) -> Bool { mode(path).map { $0 != S_IFDIR } ?? false }

  private static func isFolder(_ path: String) -> Bool { mode(path) == S_IFDIR }

  private static func mode(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & S_IFMT : nil
  }

  private static func walk(_ folder: String, into files: inout [String]) throws(ImportError) {
    guard let handle = opendir(folder) else {
      throw .unreadable(path: folder, reason: String(cString: strerror(errno)))
    }
    defer { closedir(handle) }
    var names: [String] = []
    while let entry = readdir(handle) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    for name in names.sorted() {
      let path = folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
      if isFolder(path) {
        try walk(path, into: &files)
      } else if Self.suffixes.contains(where: { name.lowercased().hasSuffix($0) }) {
        files.append(path)
      }
    }
  }
}
