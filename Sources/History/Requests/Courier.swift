// pthread: a condition variable wakes the fetching thread when an answer is there.
import Glibc
package import Providers
import Synchronization
package import Transport

/// What came of a request that was sent.
package struct Delivery: Sendable {
  /// The number that the request was sent with.
  package var ticket: Int
  package var outcome: Result<HTTPResponse, HTTPFailure>

  package init(ticket: Int, outcome: Result<HTTPResponse, HTTPFailure>) {
    self.ticket = ticket
    self.outcome = outcome
  }
}

/// Carries requests out and outcomes back, and knows the time by which waiting is measured. One thread uses it.
package protocol Courier: AnyObject {
  /// Nanoseconds of a clock that never runs back.
  var now: Int64 { get }
  /// Sends a request; its outcome comes by ``next(within:)``.
  func send(_ request: ProviderRequest, ticket: Int)
  /// The next outcome; nil when none came within so many nanoseconds.
  func next(within nanoseconds: Int64) -> Delivery?
}

/// The courier of the network: HTTP by a client, ccxt calls by a bridge.
package final class NetworkCourier: Courier {
  private let client: HTTPClient
  private let bridge: CCXTBridge?
  private let mailbox = Mailbox()

  package init(client: HTTPClient, bridge: CCXTBridge? = nil) {
    self.client = client
    self.bridge = bridge
  }

  package var now: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  package func send(_ request: ProviderRequest, ticket: Int) {
    let mailbox = mailbox
    let completion: @Sendable (Result<HTTPResponse, HTTPFailure>) -> Void = { outcome in
      mailbox.put(Delivery(ticket: ticket, outcome: outcome))
    }
    switch request.call {
    case .http(let http): client.start(http, completion: completion)
    case .bridge(let call):
      guard let bridge else {
        mailbox.put(
          Delivery(
            ticket: ticket, outcome: .failure(HTTPFailure(.refused, url: request.place, detail: "no Python with ccxt")))
        )
        return
      }
      bridge.start(call, completion: completion)
    }
  }

  package func next(within nanoseconds: Int64) -> Delivery? { mailbox.take(within: nanoseconds) }
}

/// Outcomes on their way to one thread.
// Unchecked: the mutex guards the list, and mutex and condition are C objects that stay where they are.
private final class Mailbox: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var deliveries: [Delivery] = []

  init() {
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  func put(_ delivery: Delivery) {
    pthread_mutex_lock(mutex)
    deliveries.append(delivery)
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  func take(within nanoseconds: Int64) -> Delivery? {
    var deadline = timespec()
    clock_gettime(CLOCK_MONOTONIC, &deadline)
    let total = Int64(deadline.tv_nsec) + max(0, nanoseconds)
    deadline.tv_sec += Int(total / 1_000_000_000)
    deadline.tv_nsec = Int(total % 1_000_000_000)
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while deliveries.isEmpty {
      if pthread_cond_timedwait(condition, mutex, &deadline) != 0, deliveries.isEmpty { return nil }
    }
    return deliveries.removeFirst()
  }
}
