package import Exchange

/// Commands on their way out of a callback: a buffer that keeps its room.
@usableFromInline
package struct CommandBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<Command>
  private var capacity: Int
  /// Commands held.
  package private(set) var count = 0

  package init() {
    capacity = 16
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  package var isEmpty: Bool { count == 0 }

  package subscript(index: Int) -> Command {
    precondition(index >= 0 && index < count, "only commands that are held can be read")
    return base[index]
  }

  package mutating func append(_ command: Command) {
    if count == capacity { grow() }
    (base + count).initialize(to: command)
    count += 1
  }

  /// Forgets all, keeps the room.
  package mutating func removeAll() { count = 0 }

  private mutating func grow() {
    let next = UnsafeMutablePointer<Command>.allocate(capacity: capacity * 2)
    next.moveInitialize(from: base, count: count)
    base.deallocate()
    base = next
    capacity *= 2
  }
}
