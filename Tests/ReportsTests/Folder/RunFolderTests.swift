// Links and the working folder: the standard library has neither.
import Glibc
import Reports
import Testing

@Suite("Run folders") struct RunFolderTests {
  private let scratch: ScratchFolder

  init() throws { scratch = try ScratchFolder() }

  private func commit(_ name: String, _ text: String) throws {
    let folder = try RunFolder(at: "\(scratch.path)/\(name)")
    try folder.write(Array(text.utf8), to: "result.json")
    try folder.commit()
  }

  @Test("a run is in its place only once it is whole")
  func commitAtTheEnd() throws {
    let folder = try RunFolder(at: "\(scratch.path)/a/b/")
    #expect(folder.path == "\(scratch.path)/a/b")
    try folder.write([49], to: "result.json")
    #expect(scratch.names(in: "a") == ["b.partial-\(getpid())"])
    try folder.commit()
    #expect(scratch.names(in: "a") == ["b"])
    #expect(scratch.names(in: "a/b") == ["result.json"])
  }

  @Test("a run replaces the run before it, whole")
  func replaces() throws {
    try commit("a", "1")
    scratch.write("mine", to: "a/notes.txt")
    try commit("a", "2")
    #expect(scratch.names() == ["a"])
    #expect(scratch.names(in: "a") == ["result.json"])
    #expect(scratch.text(of: "a/result.json") == "2")
  }

  @Test("an empty folder is taken")
  func empty() throws {
    scratch.make(folder: "a")
    try commit("a", "1")
    #expect(scratch.text(of: "a/result.json") == "1")
  }

  @Test("a folder of somebody else's is not touched")
  func occupied() throws {
    scratch.make(folder: "a")
    scratch.write("thesis", to: "a/thesis.tex")
    let error = #expect(throws: RunFolderError.self) { _ = try RunFolder(at: "\(scratch.path)/a") }
    #expect(error == .occupied(path: "\(scratch.path)/a"))
    #expect(error.map { "\($0)" } == "\(scratch.path)/a is not empty and not a run folder")
    #expect(scratch.names() == ["a"])
    #expect(scratch.text(of: "a/thesis.tex") == "thesis")
  }

  @Test("one that somebody filled meanwhile is not touched either")
  func occupiedMeanwhile() throws {
    let folder = try RunFolder(at: "\(scratch.path)/a")
    scratch.make(folder: "a")
    scratch.write("thesis", to: "a/thesis.tex")
    #expect(throws: RunFolderError.occupied(path: "\(scratch.path)/a")) { try folder.commit() }
    #expect(scratch.text(of: "a/thesis.tex") == "thesis")
  }

  @Test("a file is not replaced by a folder")
  func file() throws {
    scratch.write("text", to: "a")
    #expect(throws: RunFolderError.notAFolder(path: "\(scratch.path)/a")) {
      _ = try RunFolder(at: "\(scratch.path)/a")
    }
  }

  @Test("where nothing can be put beside it, a run is written inside its place and takes it file by file")
  func inside() throws {
    try commit("a", "1")
    scratch.write("old", to: "a/old.csv")
    let folder = try RunFolder(at: "\(scratch.path)/a", placement: .inside)
    try folder.write([50], to: "result.json")
    try folder.write([51], to: "new.csv")
    #expect(scratch.names() == ["a"])
    #expect(scratch.text(of: "a/result.json") == "1")
    try folder.commit()
    #expect(scratch.names(in: "a") == ["new.csv", "result.json"])
    #expect(scratch.text(of: "a/result.json") == "2")
  }

  @Test("one that is written inside its place leaves it as it was when it is not committed")
  func insideDiscarded() throws {
    try commit("a", "1")
    for name in ["a/.partial-1", "a/.partial-2"] { scratch.make(folder: name) }
    scratch.write("", to: "a/.partial-1/.papertape-run")
    do {
      let folder = try RunFolder(at: "\(scratch.path)/a", placement: .inside)
      try folder.write([50], to: "result.json")
    }
    #expect(scratch.names(in: "a") == [".partial-2", "result.json"])
    #expect(scratch.text(of: "a/result.json") == "1")
  }

  @Test("the folder the program runs in is written inside, if it is free at all", arguments: [".", "./"])
  func workingFolder(path: String) {
    // The tests run in the package's own folder, which is not.
    #expect(throws: RunFolderError.self) { _ = try RunFolder(at: path) }
  }

  @Test("a link stays a link, the folder it means is replaced")
  func link() throws {
    try commit("real", "1")
    symlink("\(scratch.path)/real", "\(scratch.path)/link")
    try commit("link", "2")
    #expect(scratch.names() == ["link", "real"])
    #expect(scratch.text(of: "real/result.json") == "2")
    #expect(scratch.text(of: "link/result.json") == "2")
  }

  @Test("what is not committed goes away with the value")
  func discard() throws {
    try commit("a", "1")
    do {
      let folder = try RunFolder(at: "\(scratch.path)/a")
      try folder.write([50], to: "result.json")
    }
    #expect(scratch.names() == ["a"])
    #expect(scratch.text(of: "a/result.json") == "1")
  }

  @Test("a run that failed before its result keeps the marker, so that the next one replaces it")
  func withoutResult() throws {
    let folder = try RunFolder(at: "\(scratch.path)/a")
    try folder.write([49], to: "log.txt")
    try folder.commit()
    #expect(scratch.names(in: "a") == [".papertape-run", "log.txt"])
    try commit("a", "2")
    #expect(scratch.names(in: "a") == ["result.json"])
  }

  @Test("what a killed program left is removed, what runs or is not ours stays")
  func stale() throws {
    for (name, file) in [
      ("a.partial-1", ".papertape-run"), ("a.partial-2", "thesis.tex"), ("b.partial-3", ".papertape-run"),
      ("a.partial-4-old", "thesis.tex"),
    ] {
      scratch.make(folder: name)
      scratch.write("", to: "\(name)/\(file)")
    }
    let running = try RunFolder(at: "\(scratch.path)/a")
    let other = try RunFolder(at: "\(scratch.path)/a")
    #expect(running.partialPath != other.partialPath)
    let names = [running.partialPath, other.partialPath].map { String($0.split(separator: "/").last ?? "") }
    #expect(scratch.names() == (["a.partial-2", "a.partial-4-old", "b.partial-3"] + names).sorted())
  }

  @Test("a run that was moved away for one that never came goes back")
  func movedAway() throws {
    try commit("a", "1")
    rename("\(scratch.path)/a", "\(scratch.path)/a.partial-9-old")
    scratch.make(folder: "a.partial-9")
    scratch.write("", to: "a.partial-9/.papertape-run")
    let folder = try RunFolder(at: "\(scratch.path)/a")
    #expect(scratch.text(of: "a/result.json") == "1")
    folder.discard()
    #expect(scratch.names() == ["a"])
  }
}
