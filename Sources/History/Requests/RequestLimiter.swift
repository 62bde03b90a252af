package import Providers

/// Keeps requests within the limits of their pools: in any window of a pool's length no more than nine tenths of its weight, and
/// nothing before a pause is over that the provider asked for.
package struct RequestLimiter {
  private struct Log {
    var entries: [(time: Int64, weight: Int)] = []
    var sum = 0
    var pausedUntil = Int64.min

    mutating func forget(before time: Int64) {
      var count = 0
      while count < entries.count, entries[count].time <= time {
        sum -= entries[count].weight
        count += 1
      }
      if count > 0 { entries.removeFirst(count) }
    }
  }

  private var logs: [String: Log] = [:]

  package init() {}

  private static func budget(_ pool: RequestPool) -> Int { max(1, pool.weight * 9 / 10) }
  private static func window(_ pool: RequestPool) -> Int64 { Int64(pool.milliseconds) * 1_000_000 }

  /// Nanoseconds until a request may go; zero: now.
  package mutating func wait(for request: ProviderRequest, now: Int64) -> Int64 {
    let pool = request.pool
    var log = logs[pool.name] ?? Log()
    log.forget(before: now - Self.window(pool))
    logs[pool.name] = log
    var wait = max(0, log.pausedUntil > now ? log.pausedUntil - now : 0)
    let budget = Self.budget(pool)
    // One that is heavier than the whole budget goes when nothing else is in the window.
    var excess = log.sum + min(request.weight, budget) - budget
    for entry in log.entries where excess > 0 {
      excess -= entry.weight
      wait = max(wait, entry.time + Self.window(pool) - now)
    }
    return wait
  }

  /// Notes that a request goes.
  package mutating func note(_ request: ProviderRequest, now: Int64) {
    logs[request.pool.name, default: Log()].entries.append((now, request.weight))
    logs[request.pool.name, default: Log()].sum += request.weight
  }

  /// Takes over the provider's own count where it is higher: others use the same address.
  package mutating func note(used: Int, of pool: RequestPool, now: Int64) {
    var log = logs[pool.name] ?? Log()
    log.forget(before: now - Self.window(pool))
    if used > log.sum {
      log.entries.append((now, used - log.sum))
      log.sum = used
    }
    logs[pool.name] = log
  }

  /// Lets nothing of a pool go before `time`.
  package mutating func pause(_ pool: RequestPool, until time: Int64) {
    logs[pool.name, default: Log()].pausedUntil = max(logs[pool.name]?.pausedUntil ?? .min, time)
  }
}
