package import Exchange

/// Commands on their way out of a callback: a buffer that keeps its room.
@usableFromInline
package struct CommandBuffer: ~Copyable {
  @usableFromInline var base: UnsafeMutablePointer<Command>
  @usableFromInline var capacity: Int
  /// Commands held.
  @inlinable package var count: Int { held }
  @usableFromInline var held = 0

  package init() {
    capacity = 16
    base = .allocate(capacity: capacity)
  }

  deinit { base.deallocate() }

  @inlinable
  package var isEmpty: Bool { held == 0 }

  @inlinable
  package subscript(index: Int) -> Command {
    precondition(index >= 0 && index < count, "only commands that are held can be read")
    return base[index]
  }

  package mutating func append(_ command: Command) {
    if count == capacity { grow() }
    (base + count).initialize(to: command)
    held += 1
  }

  /// Forgets all, keeps the room.
  @inlinable
  package mutating func removeAll() { held = 0 }

  private mutating func grow() {
    let next = UnsafeMutablePointer<Command>.allocate(capacity: capacity * 2)
    next.moveInitialize(from: base, count: count)
    base.deallocate()
    base = next
    capacity *= 2
  }
}
