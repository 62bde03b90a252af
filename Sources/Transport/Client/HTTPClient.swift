// CCurl: the library's handles live on the thread below; Glibc: the thread itself.
import CCurl
import Glibc
import Synchronization

/// Sends requests over pooled connections, TLS verified; one thread of its own drives them all.
///
/// Completions are called on that thread and must not wait. `stop()` calls off what is under way and ends the thread; a client that
/// is let go without it is stopped.
package final class HTTPClient: Sendable {
  private let engine: HTTPEngine

  /// A client; its thread starts at once.
  package init(options: HTTPClientOptions = HTTPClientOptions()) {
    engine = HTTPEngine(options: options)
    engine.startThread()
  }

  deinit { engine.stop() }

  /// Sends a request; the outcome goes to `completion`, exactly once. The number is good for ``cancel(_:)``.
  @discardableResult
  package func start(
    _ request: HTTPRequest, completion: @escaping @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void
  ) -> UInt64 {
    engine.start(request, completion: completion)
  }

  /// Calls a transfer off: its outcome is `cancelled`, unless it has ended already.
  package func cancel(_ number: UInt64) { engine.cancel(number) }

  /// Calls off whatever is under way and ends the thread; later requests are cancelled at once.
  package func stop() { engine.stop() }

  /// The answer to a request; a cancelled task calls the transfer off.
  package func response(to request: HTTPRequest) async throws(HTTPFailure) -> HTTPResponse {
    let number = Mutex<UInt64?>(nil)
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let started = start(request) { continuation.resume(returning: $0) }
        number.withLock { $0 = started }
        if Task.isCancelled { cancel(started) }
      }
    } onCancel: {
      if let started = number.withLock({ $0 }) { cancel(started) }
    }
    return try result.get()
  }
}

/// What the client and its thread share: an inbox. The multi handle and the transfers belong to the thread.
private final class HTTPEngine: Sendable {
  private struct Inbox {
    var starts: [HTTPStart] = []
    var cancellations: [UInt64] = []
    var isStopped = false
    var lastNumber: UInt64 = 0
  }

  private let options: HTTPClientOptions
  private let inbox = Mutex(Inbox())
  private let multi: MultiHandle

  init(options: HTTPClientOptions) {
    self.options = options
    curl_global_init(Int(CURL_GLOBAL_ALL))
    multi = MultiHandle()
  }

  func start(
    _ request: HTTPRequest, completion: @escaping @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void
  ) -> UInt64 {
    let number: UInt64? = inbox.withLock { inbox in
      guard !inbox.isStopped else { return nil }
      inbox.lastNumber += 1
      inbox.starts.append(HTTPStart(number: inbox.lastNumber, request: request, completion: completion))
      return inbox.lastNumber
    }
    guard let number else {
      completion(.failure(HTTPFailure(.cancelled, url: request.url, detail: "the client is stopped")))
      return 0
    }
    multi.wake()
    return number
  }

  func cancel(_ number: UInt64) {
    inbox.withLock { $0.cancellations.append(number) }
    multi.wake()
  }

  func stop() {
    inbox.withLock { $0.isStopped = true }
    multi.wake()
  }

  /// Starts the thread, which holds the engine until it is stopped.
  func startThread() {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self).toOpaque()
    let body: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
      if let context { Unmanaged<HTTPEngine>.fromOpaque(context).takeRetainedValue().run() }
      return nil
    }
    let status = pthread_create(&thread, nil, body, context)
    precondition(status == 0, "a thread can be made")
    pthread_detach(thread)
  }

  private func run() {
    var transfers: [UInt64: (handle: UnsafeMutableRawPointer, transfer: HTTPTransfer)] = [:]
    var spare: [UnsafeMutableRawPointer] = []
    ccurl_multi_set_long(multi.pointer, CURLMOPT_MAX_HOST_CONNECTIONS, options.connectionsPerHost)
    ccurl_multi_set_long(multi.pointer, CURLMOPT_PIPELINING, 2)
    while true {
      let (starts, cancellations, isStopped) = inbox.withLock { inbox in
        defer {
          inbox.starts.removeAll()
          inbox.cancellations.removeAll()
        }
        return (inbox.starts, inbox.cancellations, inbox.isStopped)
      }
      for start in starts {
        let transfer = HTTPTransfer(start)
        guard let handle = spare.popLast() ?? curl_easy_init() else {
          transfer.completion(.failure(HTTPFailure(.refused, url: start.request.url, detail: "no memory")))
          continue
        }
        guard transfer.prepare(handle, options: options) else {
          transfer.completion(transfer.outcome(CURLE_WRITE_ERROR, verification: 0))
          curl_easy_reset(handle)
          spare.append(handle)
          continue
        }
        transfers[start.number] = (handle, transfer)
        curl_multi_add_handle(multi.pointer, handle)
      }
      for number in isStopped ? Array(transfers.keys) : cancellations {
        guard let (handle, transfer) = transfers.removeValue(forKey: number) else { continue }
        curl_multi_remove_handle(multi.pointer, handle)
        curl_easy_cleanup(handle)
        transfer.completion(.failure(HTTPFailure(.cancelled, url: transfer.request.url, detail: "called off")))
      }
      if isStopped { break }
      var running: Int32 = 0
      curl_multi_perform(multi.pointer, &running)
      var code = CURLE_OK
      while let handle = ccurl_next_done(multi.pointer, &code) {
        guard let context = ccurl_private(handle) else { continue }
        let transfer = Unmanaged<HTTPTransfer>.fromOpaque(context).takeUnretainedValue()
        let outcome = transfer.outcome(code, verification: ccurl_verification(handle))
        curl_multi_remove_handle(multi.pointer, handle)
        curl_easy_reset(handle)
        spare.append(handle)
        transfers.removeValue(forKey: transfer.number)
        transfer.completion(outcome)
      }
      curl_multi_poll(multi.pointer, nil, 0, 60_000, nil)
    }
    for handle in spare { curl_easy_cleanup(handle) }
  }
}

/// The multi handle. The engine's thread alone uses it, but for waking it up, which curl allows from any thread.
// Unchecked: the engine's thread owns the handle, others only call curl_multi_wakeup.
private final class MultiHandle: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer

  init() {
    guard let pointer = curl_multi_init() else { preconditionFailure("there is memory for a multi handle") }
    self.pointer = pointer
  }

  deinit { curl_multi_cleanup(pointer) }

  func wake() { curl_multi_wakeup(pointer) }
}
