package import Providers
package import Transport

/// A request that is to be answered, however many tries it takes.
package struct DriverJob: Sendable {
  package var id: Int
  package var request: ProviderRequest
  /// Tries before it is given up.
  package var attempts: Int

  package init(id: Int, request: ProviderRequest, attempts: Int) {
    self.id = id
    self.request = request
    self.attempts = attempts
  }
}

/// What the driver has to say.
package enum DriverEvent: Sendable {
  case answer(id: Int, HTTPResponse)
  /// The provider does not have it.
  case absent(id: Int)
  /// It is given up.
  case failed(id: Int, FetchProblem)
  /// Nothing yet: time to look at the clock, the terminal, the signals.
  case tick
}

/// Sends jobs in order, so many at a time, within limits, again after what may pass, and reports each one's end once.
package final class RequestDriver {
  private struct Entry {
    var job: DriverJob
    var attempt = 1
    var limitations = 0
  }

  private let provider: any HistoryProvider
  private let courier: any Courier
  private let parallel: Int
  private let longestPause: Int64
  private var limiter = RequestLimiter()
  private var backoff: Backoff
  private var queue: [Entry] = []
  private var queueStart = 0
  private var sent: [Int: Entry] = [:]
  private var later: [(due: Int64, entry: Entry)] = []
  /// Pools that are shut for longer than is waited for, with what is said of that: nothing more is sent to them.
  private var shut: [String: FetchProblem] = [:]
  private var lastTicket = 0
  private static let tick: Int64 = 100_000_000
  /// Times that a request may be told to wait before it is given up.
  private static let greatestLimitations = 20

  /// A driver; `longestPause` is the longest wait, in nanoseconds, that a provider may ask for.
  package init(
    provider: any HistoryProvider, courier: any Courier, parallel: Int, seed: UInt64,
    longestPause: Int64 = 900_000_000_000
  ) {
    self.provider = provider
    self.courier = courier
    self.parallel = parallel
    self.longestPause = longestPause
    backoff = Backoff(seed: seed)
  }

  /// The courier's clock.
  package var now: Int64 { courier.now }

  /// Whether every job has ended.
  package var isIdle: Bool { queueStart == queue.count && sent.isEmpty && later.isEmpty }

  /// Takes a job on.
  package func submit(_ job: DriverJob) { queue.append(Entry(job: job)) }

  /// Drops the jobs that `isWanted` says no to; those under way end unreported.
  package func drop(where isUnwanted: (Int) -> Bool) {
    queue = queue[queueStart...].filter { !isUnwanted($0.job.id) }
    queueStart = 0
    later.removeAll { isUnwanted($0.entry.job.id) }
    for (ticket, entry) in sent where isUnwanted(entry.job.id) { sent[ticket] = nil }
  }

  /// What happens next, after a tenth of a second at the latest.
  package func next() -> DriverEvent {
    bringBack()
    if !shut.isEmpty, let index = queue[queueStart...].firstIndex(where: { shut[$0.job.request.pool.name] != nil }) {
      let entry = queue.remove(at: index)
      if let problem = shut[entry.job.request.pool.name] { return .failed(id: entry.job.id, problem) }
    }
    let wait = sendWhatMayGo()
    guard let delivery = courier.next(within: min(wait, Self.tick)) else { return .tick }
    guard let entry = sent.removeValue(forKey: delivery.ticket) else { return .tick }
    return handle(entry, delivery.outcome)
  }

  /// What has waited long enough goes to the front.
  private func bringBack() {
    let now = courier.now
    let due = later.filter { $0.due <= now }.sorted { $0.due < $1.due }
    guard !due.isEmpty else { return }
    later.removeAll { $0.due <= now }
    queue = due.map(\.entry) + queue[queueStart...]
    queueStart = 0
  }

  /// Nanoseconds until something may go that may not go now.
  private func sendWhatMayGo() -> Int64 {
    let now = courier.now
    var wait = later.map { $0.due - now }.min() ?? Self.tick
    var blocked: Set<String> = []
    var index = queueStart
    while index < queue.count, sent.count < parallel {
      let entry = queue[index]
      let pool = entry.job.request.pool.name
      if blocked.contains(pool) {
        index += 1
        continue
      }
      let pause = limiter.wait(for: entry.job.request, now: now)
      if pause > 0 {
        blocked.insert(pool)
        wait = min(wait, pause)
        index += 1
        continue
      }
      limiter.note(entry.job.request, now: now)
      lastTicket += 1
      sent[lastTicket] = entry
      if index == queueStart {
        queueStart += 1
        index += 1
      } else {
        queue.remove(at: index)
      }
      courier.send(entry.job.request, ticket: lastTicket)
    }
    if queueStart > 1_024 {
      queue.removeFirst(queueStart)
      queueStart = 0
    }
    return wait
  }

  private func handle(_ entry: Entry, _ outcome: Result<HTTPResponse, HTTPFailure>) -> DriverEvent {
    let id = entry.job.id
    let place = entry.job.request.place
    switch outcome {
    case .failure(let failure):
      guard failure.isTransient else { return .failed(id: id, FetchProblem(failure)) }
      return again(entry, what: failure.detail)
    case .success(let response):
      let pool = entry.job.request.pool
      if let header = pool.usedHeader, let used = response.header(header).flatMap({ Int($0) }) {
        limiter.note(used: used, of: pool, now: courier.now)
      }
      // The file is whole already: nothing is left to ask for.
      if response.status == 416, case .http(let request) = entry.job.request.call, case .file = request.sink {
        return .answer(id: id, response)
      }
      switch provider.verdict(response) {
      case .good: return .answer(id: id, response)
      case .absent: return .absent(id: id)
      case .transient(let what): return again(entry, what: what)
      case .refused(let what):
        return .failed(
          id: id, FetchProblem(what: "\(provider.name) says: \(what)", place: place, hint: "see what it says there"))
      case .limited(let seconds, let isBan): return limited(entry, seconds: seconds, isBan: isBan)
      }
    }
  }

  private func again(_ entry: Entry, what: String) -> DriverEvent {
    guard entry.attempt < entry.job.attempts else {
      return .failed(
        id: entry.job.id,
        FetchProblem(
          what: "\(provider.name) did not answer in \(entry.attempt) tries: \(what)", place: entry.job.request.place,
          hint: "see that the network is there; the same call goes on where this one stopped"))
    }
    var next = entry
    next.attempt += 1
    later.append((courier.now + backoff.nanoseconds(after: entry.attempt), next))
    return .tick
  }

  private func limited(_ entry: Entry, seconds: Int?, isBan: Bool) -> DriverEvent {
    var next = entry
    next.limitations += 1
    let pause = seconds.map { Int64($0) * 1_000_000_000 } ?? backoff.nanoseconds(after: next.limitations + 1)
    guard pause <= longestPause, next.limitations <= Self.greatestLimitations else {
      let minutes = pause / 60_000_000_000
      let asks = isBan ? "has shut this address out for" : "asks to wait"
      let problem = FetchProblem(
        what: "\(provider.name) \(asks) \(minutes) minutes", place: entry.job.request.place,
        hint: "call again after that; what came is kept")
      shut[entry.job.request.pool.name] = problem
      return .failed(id: entry.job.id, problem)
    }
    limiter.pause(entry.job.request.pool, until: courier.now + pause)
    queue.insert(next, at: queueStart)
    return .tick
  }
}
