import History
import Providers
import Testing
import Transport

@Suite("Limits on requests") struct LimiterTests {
  private static let second: Int64 = 1_000_000_000

  private func request(_ pool: RequestPool, weight: Int = 1) -> ProviderRequest {
    ProviderRequest(.http(HTTPRequest(url: "https://localhost/")), pool: pool, weight: weight)
  }

  @Test("in no window of the pool's length goes more than nine tenths of its weight")
  func window() {
    let pool = RequestPool("a", weight: 20, milliseconds: 2_000)
    var limiter = RequestLimiter()
    var now: Int64 = 0
    var sent: [(time: Int64, weight: Int)] = []
    for index in 0..<500 {
      let request = request(pool, weight: 1 + index % 5)
      now += limiter.wait(for: request, now: now)
      #expect(limiter.wait(for: request, now: now) == 0)
      limiter.note(request, now: now)
      sent.append((now, request.weight))
      now += Int64(index % 7) * 10_000_000
    }
    for entry in sent {
      let sum = sent.filter { $0.time > entry.time - 2 * Self.second && $0.time <= entry.time }.reduce(0) {
        $0 + $1.weight
      }
      #expect(sum <= 18)
    }
    // And not much less than allowed: 1,500 of weight at 9 a second, less what does not fit together.
    #expect(now < 210 * Self.second)
  }

  @Test("a request heavier than the whole budget goes alone")
  func heavy() {
    let pool = RequestPool("a", weight: 10, milliseconds: 1_000)
    var limiter = RequestLimiter()
    limiter.note(request(pool), now: 0)
    #expect(limiter.wait(for: request(pool, weight: 50), now: 0) == Self.second)
    #expect(limiter.wait(for: request(pool, weight: 50), now: Self.second) == 0)
  }

  @Test("a pause holds one pool, not the others")
  func pause() {
    let (a, b) = (RequestPool("a", weight: 10, milliseconds: 1_000), RequestPool("b", weight: 10, milliseconds: 1_000))
    var limiter = RequestLimiter()
    limiter.pause(a, until: 7 * Self.second)
    limiter.pause(a, until: 3 * Self.second)
    #expect(limiter.wait(for: request(a), now: Self.second) == 6 * Self.second)
    #expect(limiter.wait(for: request(b), now: Self.second) == 0)
  }

  @Test("what the provider counts is believed where it is more")
  func used() {
    let pool = RequestPool("a", weight: 100, milliseconds: 60_000, usedHeader: "X")
    var limiter = RequestLimiter()
    limiter.note(request(pool, weight: 5), now: 0)
    limiter.note(used: 3, of: pool, now: 0)
    #expect(limiter.wait(for: request(pool, weight: 85), now: 0) == 0)
    limiter.note(used: 89, of: pool, now: Self.second)
    #expect(limiter.wait(for: request(pool, weight: 2), now: Self.second) > 0)
    #expect(limiter.wait(for: request(pool, weight: 2), now: 62 * Self.second) == 0)
  }

  @Test("back-off doubles, less up to half by a draw, and a seed gives the same draws")
  func backoff() {
    var one = Backoff(seed: 1)
    var same = Backoff(seed: 1)
    var other = Backoff(seed: 2)
    var differs = false
    for attempt in 1...12 {
      let whole = min(60 * Self.second, 500_000_000 << Int64(attempt - 1))
      let wait = one.nanoseconds(after: attempt)
      #expect(wait > whole / 2 && wait <= whole)
      #expect(wait == same.nanoseconds(after: attempt))
      differs = other.nanoseconds(after: attempt) != wait || differs
    }
    #expect(differs)
  }
}
