import Reports

/// Why no list of scenarios could be made of the paths of a `check`.
package enum ScenarioSearchError: Error, Hashable, Sendable {
  case noSuchPath(String)
  /// The folders hold no file that ends in `.yaml`.
  case nothingFound([String])
  case unreadable(String)

  /// One sentence.
  package var what: String {
    switch self {
    case .noSuchPath(let path): "there is no file or folder \(path)"
    case .nothingFound(let paths): "no scenario (*.yaml) under \(paths.joined(separator: ", "))"
    case .unreadable(let reason): reason
    }
  }

  /// What to do about it.
  package var hint: String { "name scenario files, or folders that hold some: papertape check scenarios/" }
}

/// The scenario files under some paths: a file as it is named, of a folder every `*.yaml` in it and below, in the order of the paths'
/// bytes; what is named twice is taken once. Hidden files and links to folders are passed over.
package func scenarioFiles(under paths: [String]) throws(ScenarioSearchError) -> [String] {
  var found: [String] = []
  for path in paths {
    switch CheckFiles.kind(of: path) {
    case .nothing: throw .noSuchPath(path)
    case .file: found.append(path)
    case .folder:
      var folder = path
      while folder.utf8.count > 1, folder.hasSuffix("/") { folder.removeLast() }
      do throws(FileError) {
        var inside: [String] = []
        try walk(folder, &inside)
        found += inside.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
      } catch {
        throw .unreadable(error.description)
      }
    }
  }
  var seen: Set<String> = []
  found = found.filter { seen.insert(CheckFiles.resolved($0)).inserted }
  guard !found.isEmpty else { throw .nothingFound(paths) }
  return found
}

private func walk(_ folder: String, _ found: inout [String]) throws(FileError) {
  let entries = try CheckFiles.entries(of: folder)
  let prefix = folder == "." ? "" : folder.hasSuffix("/") ? folder : folder + "/"
  for entry in entries {
    if entry.isFolder {
      try walk(prefix + entry.name, &found)
    } else if entry.name.hasSuffix(".yaml"), CheckFiles.kind(of: prefix + entry.name) == .file {
      found.append(prefix + entry.name)
    }
  }
}
