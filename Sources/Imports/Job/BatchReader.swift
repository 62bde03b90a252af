/// Reads one stream and hands its rows over, batch by batch.
package protocol BatchReader: AnyObject {
  /// Rows refused since the last batches; the caller takes them away.
  var rejections: [Rejection] { get set }
  /// Rows taken since then although numbers of theirs had remains of floating point, which were left out; the caller takes them away.
  var mended: [Rejection] { get set }
  /// Whether the last line had no line feed of its own: then the stream may be cut short.
  var lacksLastLineFeed: Bool { get }

  /// The next rows, by series, valid until the call after; nil at the end. Batches may be empty when rows were rejected.
  func next() throws(LineError) -> [BuiltBatch]?
}
