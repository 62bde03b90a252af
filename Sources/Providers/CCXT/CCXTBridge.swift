// posix_spawn, pipes and a thread: a child process is only reached through the C library.
import Glibc
import JSON
import Synchronization
package import Transport

/// A Python process with the ccxt library, asked one call after the other.
///
/// The answer to a call has the status that HTTP has for such an outcome: 200, 404 no such symbol, 429 asked too much, 503 try
/// again, 400 anything else, 501 no ccxt there.
package final class CCXTBridge: Sendable {
  private struct State {
    var waiting: [Int: @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void] = [:]
    var last = 0
    var input: Int32 = -1
    var isOver = false
  }

  private let state = Mutex(State())
  private let process: Int32
  private let name: String

  /// Starts `python` and opens `exchange` in it; `address` and `authority` point it at a server that plays the exchange.
  package init(
    python: String, exchange: String, address: String? = nil, authority: String? = nil
  ) throws(HTTPFailure) {
    name = "ccxt \(exchange)"
    var input: [Int32] = [-1, -1]
    var output: [Int32] = [-1, -1]
    guard pipe(&input) == 0, pipe(&output) == 0 else {
      throw HTTPFailure(.unreachable, url: name, detail: String(cString: strerror(errno)))
    }
    for descriptor in input + output { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, input[0], 0)
    posix_spawn_file_actions_adddup2(&actions, output[1], 1)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // A process group of its own: Ctrl-C is for the program, which then closes the child's input.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP))
    var process: pid_t = 0
    let words = [python, "-u", "-c", CCXTScript.text].map { (word: String) in strdup(word) }
    defer { for word in words { free(word) } }
    let status = posix_spawnp(&process, python, &actions, &attributes, words + [nil], environ)
    close(input[0])
    close(output[1])
    self.process = process
    guard status == 0 else {
      close(input[1])
      close(output[0])
      throw HTTPFailure(.refused, url: name, detail: "\(python): \(String(cString: strerror(status)))")
    }
    let descriptor = input[1]
    state.withLock { $0.input = descriptor }
    startReading(output[0])
    let arguments: [JSONValue] = [
      .string(exchange), address.map { .string($0) } ?? .null, authority.map { .string($0) } ?? .null,
    ]
    send("open", arguments) { _ in }
  }

  deinit {
    stop()
  }

  /// Closes the process's input, on which it ends.
  package func stop() {
    let descriptor = state.withLock { state in
      defer { state.input = -1 }
      return state.input
    }
    if descriptor >= 0 { close(descriptor) }
  }

  /// Sends a call that ``ProviderRequest/Call/bridge(_:)`` carries.
  package func start(
    _ call: String, completion: @escaping @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void
  ) {
    guard let value = try? JSONValue(parsing: Array(call.utf8)), let method = value["method"]?.text,
      let arguments = value["args"]?.elements
    else {
      completion(.failure(HTTPFailure(.refused, url: name, detail: "no call: \(call)")))
      return
    }
    send(method, arguments, completion: completion)
  }

  private func send(
    _ method: String, _ arguments: [JSONValue],
    completion: @escaping @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void
  ) {
    let isSent = state.withLock { state in
      guard !state.isOver, state.input >= 0 else { return false }
      state.last += 1
      let call: JSONValue = .object([
        JSONValue.Field("id", .number("\(state.last)")), JSONValue.Field("method", .string(method)),
        JSONValue.Field("args", .array(arguments)),
      ])
      state.waiting[state.last] = completion
      var rest = call.bytes() + [10]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes { write(state.input, $0.baseAddress, $0.count) }
        guard count > 0 || errno == EINTR else {
          state.waiting[state.last] = nil
          return false
        }
        rest.removeFirst(max(0, count))
      }
      return true
    }
    if !isSent { completion(.failure(HTTPFailure(.cut, url: name, detail: "the Python process has ended"))) }
  }

  private func startReading(_ descriptor: Int32) {
    let reader = BridgeReader(descriptor: descriptor) { [weak self] line in
      guard let self else { return }
      if let line { take(line) } else { end() }
    }
    reader.start()
  }

  private func take(_ line: [UInt8]) {
    guard let value = try? JSONValue(parsing: line), let id = value["id"]?.numberText.flatMap({ Int($0) }),
      let status = value["status"]?.numberText.flatMap({ Int($0) })
    else { return }
    let body = value["body"]?.bytes() ?? []
    if id == 0 {
      // The library is not there: every call is answered so.
      let all = state.withLock { state in
        defer { state.waiting.removeAll() }
        return state.waiting.sorted { $0.key < $1.key }.map(\.value)
      }
      for completion in all { completion(.success(HTTPResponse(status: status, body: body))) }
      return
    }
    let completion = state.withLock { $0.waiting.removeValue(forKey: id) }
    completion?(.success(HTTPResponse(status: status, body: body, received: line.count)))
  }

  private func end() {
    let all = state.withLock { state in
      state.isOver = true
      defer { state.waiting.removeAll() }
      return state.waiting.sorted { $0.key < $1.key }.map(\.value)
    }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    for completion in all { completion(.failure(HTTPFailure(.cut, url: name, detail: "the Python process has ended"))) }
  }
}

/// The thread that reads a child's lines; the end of the input is nil.
private final class BridgeReader: Sendable {
  private let descriptor: Int32
  private let take: @Sendable ([UInt8]?) -> Void

  init(descriptor: Int32, take: @escaping @Sendable ([UInt8]?) -> Void) {
    self.descriptor = descriptor
    self.take = take
  }

  func start() {
    var thread = pthread_t()
    let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      if let context { Unmanaged<BridgeReader>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }
    let status = pthread_create(&thread, nil, body, Unmanaged.passRetained(self).toOpaque())
    precondition(status == 0, "a thread can be made")
    pthread_detach(thread)
  }

  private func run() {
    var line: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      for byte in buffer[..<count] {
        if byte == 10 {
          take(line)
          line.removeAll(keepingCapacity: true)
        } else {
          line.append(byte)
        }
      }
    }
    close(descriptor)
    take(nil)
  }
}
