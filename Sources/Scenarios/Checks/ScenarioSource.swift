/// The text of a scenario file and where it came from.
package struct ScenarioSource: Sendable {
  package var bytes: [UInt8]
  /// The file as the user named it, for messages.
  package var file: String
  /// The folder at which relative paths of the scenario start; empty: they stay as they are.
  package var folder: String

  /// A text with its origin; without a folder it is that of `file`.
  package init(bytes: [UInt8], file: String, folder: String? = nil) {
    self.bytes = bytes
    self.file = file
    if let folder {
      self.folder = folder
    } else if let slash = file.lastIndex(of: "/") {
      self.folder = slash == file.startIndex ? "/" : String(file[..<slash])
    } else {
      self.folder = ""
    }
  }
}
