/// The checks; each gives its findings as sentences, none when all is well.
enum Rules {
  /// The most lines a file of ours may have.
  static let greatestLineCount = 800

  /// Dependencies in the manifest that the table does not allow, and modules it does not know.
  static func manifest(_ manifest: Manifest) -> [String] {
    var findings: [String] = []
    for target in manifest.targets where target.kind != .testTarget && target.kind != .plugin {
      guard let allowed = Layers.allowed[target.name] else {
        findings.append("Package.swift: \(target.name) is not in the table of layers: say there what it may import")
        continue
      }
      if !target.isReadable {
        findings.append("Package.swift: the dependencies of \(target.name) are not one list of literals")
      }
      for name in target.targets where !allowed.contains(name) {
        findings.append("Package.swift: \(target.name) may not depend on \(name)")
      }
      if Layers.pure.contains(target.name) {
        for name in target.products {
          findings.append(
            "Package.swift: \(target.name) is of the pure layer and may not depend on the package product \(name)")
        }
      }
    }
    return findings
  }

  /// Imports of ours that the table does not allow or the manifest does not declare, and any import of others in the pure layer.
  static func imports(_ files: [SourceFile], _ manifest: Manifest) -> [String] {
    let ours = Set(Layers.allowed.keys).union(manifest.targets.map(\.name))
    var findings: [String] = []
    for file in files {
      guard let module = file.module else { continue }
      guard let allowed = Layers.allowed[module] else {
        findings.append("\(file.path): \(module) is not in the table of layers")
        continue
      }
      let declared = manifest.targets.first { $0.name == module }?.targets
      for mention in file.imports {
        let place = "\(file.path):\(mention.line)"
        if !ours.contains(mention.name) {
          if Layers.pure.contains(module) {
            findings.append("\(place): \(module) is of the pure layer and may not import \(mention.name)")
          }
        } else if !allowed.contains(mention.name) {
          findings.append("\(place): \(module) may not import \(mention.name)")
        } else if declared?.contains(mention.name) == false {
          findings.append("\(place): \(module) imports \(mention.name) without depending on it in Package.swift")
        }
      }
    }
    return findings
  }

  /// Files too long to be one thing.
  static func lengths(_ files: [SourceFile]) -> [String] {
    files.filter { $0.lineCount > greatestLineCount }
      .map { "\($0.path): \($0.lineCount) lines, more than \(greatestLineCount)" }
  }

  /// Visible types named like their module, which `Module.Type` would find instead of the module.
  static func names(_ files: [SourceFile]) -> [String] {
    files.flatMap { file in
      file.visibleTypes.filter { $0.name == file.module }
        .map { "\(file.path):\($0.line): the type \($0.name) is named like its module" }
    }
  }
}
