// Threads of the operating system: a run is long, synchronous work, which the cooperative pool is not for.
import Glibc
import Synchronization

/// Calls `body` with each number from 0 below `count`, on as many threads as there are workers; the calling one is the first.
func runInThreads(count: Int, workers: Int, _ body: @escaping @Sendable (Int) -> Void) {
  let queue = WorkQueue(count: count, body)
  var threads: [pthread_t] = []
  for _ in 1..<max(min(workers, count), 1) {
    var thread = pthread_t()
    let argument = Unmanaged.passRetained(queue)
    let result = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<WorkQueue>.fromOpaque(argument).takeRetainedValue().run() }
        return nil
      }, argument.toOpaque())
    if result == 0 {
      threads.append(thread)
    } else {
      // Fewer threads do the same work.
      argument.release()
      break
    }
  }
  queue.run()
  for thread in threads { pthread_join(thread, nil) }
}

/// Numbers that are taken one by one.
private final class WorkQueue: Sendable {
  private let next = Atomic<Int>(0)
  private let count: Int
  private let body: @Sendable (Int) -> Void

  init(count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    self.count = count
    self.body = body
  }

  func run() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      body(index)
    }
  }
}

/// Results by number, handed on in the order of the numbers as soon as all before them are there.
final class OrderedResults: Sendable {
  private struct State {
    var results: [ScenarioCheck?]
    var next = 0
  }

  private let state: Mutex<State>
  private let completed: @Sendable (ScenarioCheck) -> Void

  init(count: Int, completed: @escaping @Sendable (ScenarioCheck) -> Void) {
    state = Mutex(State(results: [ScenarioCheck?](repeating: nil, count: count)))
    self.completed = completed
  }

  func put(_ check: ScenarioCheck, at index: Int) {
    state.withLock { state in
      state.results[index] = check
      while state.next < state.results.count, let ready = state.results[state.next] {
        completed(ready)
        state.next += 1
      }
    }
  }

  /// All results; complete once every thread has ended.
  var all: [ScenarioCheck] { state.withLock { $0.results.compactMap { $0 } } }
}
