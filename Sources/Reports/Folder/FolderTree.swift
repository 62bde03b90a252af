// Folders, renames and locks: the standard library has none of them, and Foundation's cost start-up time.
import Glibc

/// What a run folder needs of the file system.
enum FolderTree {
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  /// The names in a folder, but for itself and its parent; nil when it is none.
  static func names(in path: String) -> [String]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// The absolute path without links; nil when it does not exist.
  static func resolve(_ path: String) -> String? {
    guard let resolved = realpath(path, nil) else { return nil }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// Makes a folder and the folders above it, as far as they are missing.
  static func make(_ path: String) throws(FileError) {
    if mkdir(path, 0o777) == 0 || errno == EEXIST { return }
    let code = errno
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
      throw FileError(.makeFolder, path, code: code)
    }
    try make(String(path[..<slash]))
    guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileError(.makeFolder, path, code: errno) }
  }

  /// Makes a folder that is not there yet: at `path`, else with a number behind it.
  static func makeUnique(_ path: String) throws(FileError) -> String {
    var candidate = path
    var number = 1
    while mkdir(candidate, 0o777) != 0 {
      let code = errno
      guard code == EEXIST, number < 1_000 else { throw FileError(.makeFolder, candidate, code: code) }
      number += 1
      candidate = "\(path)-\(number)"
    }
    return candidate
  }

  /// Makes the marker of an unfinished run and holds its lock; the descriptor that does.
  static func lockMarker(in folder: String) throws(FileError) -> Int32 {
    let path = "\(folder)/\(RunFolder.marker)"
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileError(.create, path, code: errno) }
    // Where the file system knows no locks, what is left behind stays until someone removes it.
    _ = flock(descriptor, LOCK_EX | LOCK_NB)
    return descriptor
  }

  /// Removes what killed programs left beside `place`: folders with the marker of an unfinished run that nobody holds. A run that was
  /// moved away for one that never came goes back.
  static func removeStale(beside place: String, parent: String, name: String) {
    for entry in names(in: parent) ?? [] where entry.hasPrefix("\(name).partial-") {
      let folder = "\(parent)/\(entry)"
      if folder.hasSuffix(movedAway) {
        // Only what was a run, and only once nobody is about to put the next one there.
        guard exists("\(folder)/result.json") || exists("\(folder)/\(RunFolder.marker)"),
          !isHeld(String(folder.dropLast(movedAway.utf8.count)))
        else { continue }
        if rename(folder, place) != 0 { remove(folder) }
      } else if exists("\(folder)/\(RunFolder.marker)"), !isHeld(folder) {
        remove(folder)
      }
    }
  }

  private static let movedAway = "-old"

  /// Whether a program that runs holds the marker of an unfinished run.
  private static func isHeld(_ folder: String) -> Bool {
    let descriptor = open("\(folder)/\(RunFolder.marker)", O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { _ = close(descriptor) }
    return flock(descriptor, LOCK_EX | LOCK_NB) != 0
  }

  /// Puts `folder` in the place of `place`, whatever is there; that is moved away first and removed afterwards.
  static func replace(_ place: String, by folder: String) throws(FileError) {
    // Onto nothing, or onto an empty folder.
    if rename(folder, place) == 0 { return }
    guard errno == ENOTEMPTY || errno == EEXIST else { throw FileError(.rename, place, code: errno) }
    let old = folder + movedAway
    guard rename(place, old) == 0 else { throw FileError(.rename, place, code: errno) }
    guard rename(folder, place) == 0 else {
      let code = errno
      _ = rename(old, place)
      throw FileError(.rename, place, code: code)
    }
    remove(old)
  }

  /// Puts the files of `folder`, which lies in `place`, in the place of all others there; `first` goes ahead of the others.
  static func replaceFiles(of place: String, by folder: String, first: String) throws(FileError) {
    func move(_ name: String) throws(FileError) {
      guard rename("\(folder)/\(name)", "\(place)/\(name)") == 0 else {
        throw FileError(.rename, "\(place)/\(name)", code: errno)
      }
    }
    try move(first)
    let own = names(in: folder) ?? []
    for name in names(in: place) ?? [] where name != first && !name.hasPrefix(".partial-") && !own.contains(name) {
      remove("\(place)/\(name)")
    }
    for name in own { try move(name) }
    _ = rmdir(folder)
  }

  /// Whether what lies in `folder` can be moved into `place` by name; so it can into what is not there yet.
  static func canMove(from folder: String, to place: String) -> Bool {
    guard exists(place) else { return true }
    let probe = "\(place)/.papertape-probe"
    guard mkdir("\(folder)/probe", 0o777) == 0 else { return true }
    let isMoved = rename("\(folder)/probe", probe) == 0
    _ = rmdir(isMoved ? probe : "\(folder)/probe")
    return isMoved
  }

  /// Removes a folder with all that is in it, as far as that goes; links are removed, not followed.
  static func remove(_ path: String) {
    if !isLink(path), let names = names(in: path) {
      for name in names { remove("\(path)/\(name)") }
      _ = rmdir(path)
    } else {
      _ = unlink(path)
    }
  }
}
