// Folders, renames and locks: the standard library has none of them, and Foundation's cost start-up time.
import Glibc

/// Why a run cannot have its folder.
package enum RunFolderError: Error, Hashable, Sendable {
  /// The folder holds something and is not a run's: it is not touched.
  case occupied(path: String)
  /// There is a file of that name.
  case notAFolder(path: String)
  /// The folder the program runs in cannot be replaced.
  case isWorkingFolder(path: String)
  case file(FileError)
}

extension RunFolderError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .occupied(let path): "\(path) is not empty and not a run folder"
    case .notAFolder(let path): "\(path) is a file, a run folder was wanted"
    case .isWorkingFolder(let path): "\(path) is the folder the program runs in, which a run cannot replace"
    case .file(let error): error.description
    }
  }

  /// What to do about it.
  package var hint: String {
    switch self {
    case .occupied: "choose another folder with --out, or empty this one"
    case .notAFolder: "choose another folder with --out"
    case .isWorkingFolder: "name a folder inside it with --out"
    case .file(let error): error.isDiskFull ? "make room and run again" : "see that the folder can be written to"
    }
  }
}

/// The folder of one run: it is written beside its place and takes it whole at the end, so that a reader sees the old run or the new
/// one and never half of either.
///
/// The place must be free: absent, empty, or a run folder (it holds `result.json` or the marker `.papertape-run`), which is replaced.
/// What is not committed is removed when the value goes; what a killed program left behind is removed by the next run into the same
/// place. Which of them still run is told by a lock on the marker, which ends with its program.
package final class RunFolder {
  /// The name of the file by which an unfinished run folder is known.
  package static let marker = ".papertape-run"

  /// The run's place.
  package let path: String
  /// Where it is written until ``commit()``.
  package let partialPath: String
  private var lock: Int32
  private var isOpen = true

  /// A folder for a run that will be at `path`; missing parents are made.
  package init(at path: String) throws(RunFolderError) {
    let place = try Self.place(of: path)
    try Self.checkIsFree(place)
    let (parent, name) = Self.split(place)
    do throws(FileError) {
      try FolderTree.make(parent)
      FolderTree.removeStale(beside: place, parent: parent, name: name)
      let partial = try FolderTree.makeUnique("\(place).partial-\(getpid())")
      lock = try FolderTree.lockMarker(in: partial)
      partialPath = partial
    } catch {
      throw .file(error)
    }
    self.path = place
  }

  deinit { discard() }

  /// Where a file of the run is written.
  package func path(of name: String) -> String { "\(partialPath)/\(name)" }

  /// A file of the run.
  package func sink(_ name: String, clock: (() -> UInt64)? = nil) throws(FileError) -> FileSink {
    try FileSink(path(of: name), clock: clock)
  }

  /// Writes a whole file of the run.
  package func write(_ bytes: [UInt8], to name: String) throws(FileError) {
    let sink = try sink(name)
    sink.write(bytes)
    try sink.close()
  }

  /// Puts the run into its place; a run that was there goes away. The files must be closed.
  package func commit() throws(RunFolderError) {
    precondition(isOpen, "a run folder is committed once")
    try Self.checkIsFree(path)
    do throws(FileError) {
      try FolderTree.replace(path, by: partialPath)
    } catch {
      throw .file(error)
    }
    isOpen = false
    if FolderTree.exists("\(path)/result.json") { _ = unlink("\(path)/\(Self.marker)") }
    _ = close(lock)
  }

  /// Removes what was written; the place stays as it was.
  package func discard() {
    guard isOpen else { return }
    isOpen = false
    FolderTree.remove(partialPath)
    _ = close(lock)
  }

  /// The path without what it goes through: links are followed to the folder they mean, so that it is the one replaced.
  private static func place(of path: String) throws(RunFolderError) -> String {
    var place = path
    while place.utf8.count > 1, place.hasSuffix("/") { place.removeLast() }
    guard let resolved = FolderTree.resolve(place) else { return place }
    guard resolved != FolderTree.resolve("."), resolved != "/" else { throw .isWorkingFolder(path: path) }
    // A plain path stays as the user wrote it.
    return FolderTree.isLink(place) || place.hasSuffix("/..") || place.hasSuffix("/.") || place == ".."
      ? resolved : place
  }

  private static func checkIsFree(_ place: String) throws(RunFolderError) {
    guard FolderTree.exists(place) else { return }
    guard let names = FolderTree.names(in: place) else { throw .notAFolder(path: place) }
    guard names.isEmpty || names.contains("result.json") || names.contains(marker) else {
      throw .occupied(path: place)
    }
  }

  private static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let parent = String(path[..<slash])
    return (parent.isEmpty ? "/" : parent, String(path[path.index(after: slash)...]))
  }
}
