import Synchronization
import Transport

/// What goes wrong with an answer.
package enum HostFault: Hashable, Sendable {
  /// Another status, with the exchange's own words and `Retry-After`.
  case status(Int, body: String = "{}", retryAfter: Int? = nil)
  /// The connection ends after so many bytes of the body.
  case cut(after: Int)
  /// Nothing comes.
  case silence
  /// The answer comes so many milliseconds late.
  case delay(Int)
  /// The body is something else.
  case body(String)
  /// One bit of the body's middle is another.
  case flippedBit
}

/// When something goes wrong: for requests whose path and query hold a text, on given occasions.
package struct FaultRule: Hashable, Sendable {
  package var pathHolds: String
  /// Which of the matching requests, counted from 0.
  package var occasions: Set<Int>
  /// Every so many of them, too, counted from the first; nil: none.
  package var every: Int?
  package var fault: HostFault

  package init(_ pathHolds: String, on occasions: Set<Int> = [], every: Int? = nil, _ fault: HostFault) {
    self.pathHolds = pathHolds
    self.occasions = occasions
    self.every = every
    self.fault = fault
  }
}

/// The faults of a host, and the requests it has seen.
package final class HostFaults: Sendable {
  private struct State {
    var rules: [FaultRule]
    var counts: [Int]
    var requests: [String] = []
  }

  private let state: Mutex<State>

  package init(_ rules: [FaultRule] = []) {
    state = Mutex(State(rules: rules, counts: [Int](repeating: 0, count: rules.count)))
  }

  /// Takes other rules, whose occasions count anew.
  package func set(_ rules: [FaultRule]) {
    state.withLock { state in
      state.rules = rules
      state.counts = [Int](repeating: 0, count: rules.count)
    }
  }

  /// The requests so far, path and query.
  package var requests: [String] { state.withLock { $0.requests } }
  /// Forgets them.
  package func forget() { state.withLock { $0.requests = [] } }

  /// Notes a request; the fault that hits it.
  func fault(for request: HostRequest) -> HostFault? {
    let text =
      request.path + (request.query.isEmpty ? "" : "?")
      + request.query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    return state.withLock { state in
      state.requests.append(text)
      var result: HostFault?
      for (index, rule) in state.rules.enumerated() where text.contains(rule.pathHolds) {
        let count = state.counts[index]
        state.counts[index] += 1
        let isDue = rule.occasions.contains(count) || rule.every.map { count % $0 == 0 } ?? false
        if isDue, result == nil { result = rule.fault }
      }
      return result
    }
  }
}

extension HostReply {
  /// The reply as a fault leaves it.
  func with(_ fault: HostFault) -> HostReply {
    var reply = self
    switch fault {
    case .status(let status, let body, let retryAfter):
      reply = HostReply(status: status, text: body)
      if let retryAfter { reply.headers.append(HTTPHeader("Retry-After", "\(retryAfter)")) }
    case .cut(let count): reply.cutAfter = min(count, max(0, body.count - 1))
    case .silence: reply.isSilent = true
    case .delay(let milliseconds): reply.delayMilliseconds = milliseconds
    case .body(let text): reply.body = Array(text.utf8)
    case .flippedBit: if !body.isEmpty { reply.body[body.count / 2] ^= 1 }
    }
    return reply
  }
}
