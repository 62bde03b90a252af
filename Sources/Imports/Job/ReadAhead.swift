// Glibc: threads and semaphores of the operating system; reading is long, synchronous work, which the cooperative pool is not for.
import Glibc
import Synchronization

/// Reads several files at a time on threads of their own, while one thread writes what they give, file by file in order.
///
/// Memory is bounded: each file has a few items under way, and no file is begun that lies too far ahead of the one being written.
final class ReadAhead: Sendable {
  /// Items of a file that wait.
  private static let depth = 2

  private let readings: [FileReading]
  private let channels: [Channel]
  private let next = Atomic<Int>(0)
  /// Files that may be begun.
  private let room: Semaphore

  /// Begins to read the files with `workers` threads.
  init(_ readings: [FileReading], workers: Int) {
    self.readings = readings
    channels = readings.map { _ in Channel(depth: Self.depth) }
    room = Semaphore(2 * workers)
    for _ in 0..<max(1, min(workers, readings.count)) {
      var thread = pthread_t()
      let argument = Unmanaged.passRetained(self)
      let result = pthread_create(
        &thread, nil,
        { argument in
          if let argument { Unmanaged<ReadAhead>.fromOpaque(argument).takeRetainedValue().work() }
          return nil
        }, argument.toOpaque())
      if result == 0 {
        pthread_detach(thread)
      } else {
        argument.release()
        precondition(result == EAGAIN, "a thread can be made, short of resources")
      }
    }
  }

  private func work() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < readings.count else { return }
      room.wait()
      let channel = channels[index]
      readings[index].run { channel.put($0) }
      channel.put(nil)
    }
  }

  /// The next item of a file; nil at its end.
  func item(of index: Int) -> FileItem? { channels[index].take() }

  /// Says that a file is done with: what is left of it is not wanted.
  func finish(_ index: Int) {
    channels[index].close()
    room.signal()
  }

  /// Says that nothing more is wanted.
  func cancel() {
    next.store(readings.count, ordering: .relaxed)
    for channel in channels { channel.close() }
    for _ in 0..<64 { room.signal() }
  }
}

/// Items on their way from one thread to another.
///
/// `@unchecked`: an item belongs to the thread that reads the file until it is put, and to the one that writes the tape once it is taken;
/// the queue between is under the lock.
private final class Channel: @unchecked Sendable {
  private var items: [FileItem?] = []
  private var isClosed = false
  private let lock = Mutex<Void>(())
  private let free: Semaphore
  private let filled = Semaphore(0)

  init(depth: Int) { free = Semaphore(depth) }

  /// Waits for room; false when nobody wants items any more.
  @discardableResult
  func put(_ item: FileItem?) -> Bool {
    free.wait()
    let isWanted = lock.withLock { _ in
      if !isClosed { items.append(item) }
      return !isClosed
    }
    filled.signal()
    return isWanted
  }

  func take() -> FileItem? {
    filled.wait()
    let item = lock.withLock { _ in items.isEmpty ? nil : items.removeFirst() }
    free.signal()
    return item
  }

  func close() {
    lock.withLock { _ in
      isClosed = true
      items.removeAll()
    }
    // Whoever waits for room finds the channel closed, as often as he asks.
    for _ in 0..<1_024 { free.signal() }
  }
}

/// A counting semaphore of the operating system; the pointer is set once and the system's calls are safe from any thread.
private final class Semaphore: @unchecked Sendable {
  private let handle: UnsafeMutablePointer<sem_t>

  init(_ count: Int) {
    handle = .allocate(capacity: 1)
    sem_init(handle, 0, UInt32(count))
  }

  deinit {
    sem_destroy(handle)
    handle.deallocate()
  }

  func wait() {
    while sem_wait(handle) != 0, errno == EINTR {}
  }

  func signal() { sem_post(handle) }
}
