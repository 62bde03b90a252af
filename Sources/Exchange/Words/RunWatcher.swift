/// Watches a run from outside: gets batches of events and marks, in order, and changes nothing.
public protocol RunWatcher: AnyObject {
  /// What happened since the last call; `names` holds the texts that events refer to.
  func observe(_ batch: borrowing EventBuffer, names: NameTable)
}
