// Folders, renames and locks: the standard library has none of them, and Foundation's cost start-up time.
import Glibc

/// Why a run cannot have its folder.
package enum RunFolderError: Error, Hashable, Sendable {
  /// The folder holds something and is not a run's: it is not touched.
  case occupied(path: String)
  /// There is a file of that name.
  case notAFolder(path: String)
  case file(FileError)
}

extension RunFolderError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .occupied(let path): "\(path) is not empty and not a run folder"
    case .notAFolder(let path): "\(path) is a file, a run folder was wanted"
    case .file(let error): error.description
    }
  }

  /// What to do about it.
  package var hint: String {
    switch self {
    case .occupied: "choose another folder with --out, or empty this one"
    case .notAFolder: "choose another folder with --out"
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
///
/// Where nothing can be put beside the place (it is mounted, its parent cannot be written to, the program runs in it), the run is
/// written inside it, and at the end its files take the others' places one by one.
package final class RunFolder {
  /// Where a run is written until it is whole.
  package enum Placement: Hashable, Sendable {
    case beside, inside
  }

  /// The name of the file by which an unfinished run folder is known.
  package static let marker = ".papertape-run"

  /// The run's place.
  package let path: String
  /// Where it is written until ``commit()``.
  package let partialPath: String
  package let placement: Placement
  private let lock: Int32
  private var isOpen = true

  /// A folder for a run that will be at `path`; missing parents are made. Without a `placement` it is written beside its place where
  /// that can be.
  package init(at path: String, placement wanted: Placement? = nil) throws(RunFolderError) {
    let place = Self.place(of: path)
    try Self.checkIsFree(place)
    do throws(FileError) {
      (partialPath, lock, placement) = try Self.makePartial(place, wanted)
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
      switch placement {
      case .beside: try FolderTree.replace(path, by: partialPath)
      case .inside: try FolderTree.replaceFiles(of: path, by: partialPath, first: Self.marker)
      }
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

  private static func makePartial(
    _ place: String, _ wanted: Placement?
  ) throws(FileError) -> (path: String, lock: Int32, placement: Placement) {
    let (parent, name) = split(place)
    try FolderTree.make(parent)
    FolderTree.removeStale(beside: place, parent: parent, name: name)
    FolderTree.removeStale(beside: "\(place)/", parent: place, name: "")
    let isWorkingFolder = FolderTree.resolve(place).map { $0 == FolderTree.resolve(".") } ?? false
    if wanted != .inside, !isWorkingFolder || wanted == .beside {
      do throws(FileError) {
        let partial = try FolderTree.makeUnique("\(place).partial-\(getpid())")
        if wanted == .beside || FolderTree.canMove(from: partial, to: place) {
          return (partial, try FolderTree.lockMarker(in: partial), .beside)
        }
        FolderTree.remove(partial)
      } catch {
        guard wanted == nil, FolderTree.exists(place), error.isForbidden else { throw error }
      }
    }
    try FolderTree.make(place)
    let partial = try FolderTree.makeUnique("\(place)/.partial-\(getpid())")
    return (partial, try FolderTree.lockMarker(in: partial), .inside)
  }

  /// The path without a slash at its end; a link is followed to the folder it means, so that it is the one replaced.
  private static func place(of path: String) -> String {
    var place = path
    while place.utf8.count > 1, place.hasSuffix("/") { place.removeLast() }
    let last = split(place).name
    guard FolderTree.isLink(place) || last == "." || last == ".." else { return place }
    return FolderTree.resolve(place) ?? place
  }

  private static func checkIsFree(_ place: String) throws(RunFolderError) {
    guard FolderTree.exists(place) else { return }
    guard let names = FolderTree.names(in: place) else { throw .notAFolder(path: place) }
    let others = names.filter { !$0.hasPrefix(".partial-") }
    guard others.isEmpty || others.contains("result.json") || others.contains(marker) else {
      throw .occupied(path: place)
    }
  }

  private static func split(_ path: String) -> (parent: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return (".", path) }
    let parent = String(path[..<slash])
    return (parent.isEmpty ? "/" : parent, String(path[path.index(after: slash)...]))
  }
}
