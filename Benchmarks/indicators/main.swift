// What indicators cost, and what ten million updates leave of their digits. `measure.sh` builds it and says how.
import Glibc
import Indicators

/// Processor time of this process in seconds.
func processorSeconds() -> Double {
  Double(clock()) / Double(CLOCKS_PER_SEC)
}

/// The least processor time of `repeats` tries, in nanoseconds a bar.
func cost(bars: Int, repeats: Int, _ body: () -> Void) -> Double {
  var best = Double.infinity
  for _ in 0..<repeats {
    let start = processorSeconds()
    body()
    best = min(best, processorSeconds() - start)
  }
  return best / Double(bars) * 1e9
}

func text(_ value: Double) -> String { "\((value * 100).rounded() / 100)" }

func speed(bars count: Int) {
  let bars = BarWalk.bars(count)
  var total = 0.0
  let all = cost(bars: count, repeats: 3) {
    var sixty = Sixty()
    for bar in bars { total += sixty.update(bar) }
  }
  print(
    "sixty at once, \(count) bars: \(text(all)) ns a bar, \(text(all / 60)) ns each, \(text(all * Double(count) / 1e9)) s"
  )
  func each(_ name: String, _ make: () -> Probe.Step) {
    let step = make()
    let single = cost(bars: 500_000, repeats: 2) { for bar in bars[..<500_000] { total += step(bar)[0] ?? 0 } }
    print("  \(name): \(text(single)) ns")
  }
  print("each alone, with the array of the test's probe, which alone costs the first line:")
  each("nothing") { { bar in [bar.close] } }
  for probe in Probe.all { each(probe.name, probe.make) }
  print("(\(total))")
}

func stability(updates: Int) {
  var worst = (name: "", error: 0.0)
  for probe in Probe.all {
    guard let memory = probe.memory else { continue }
    var walk = BarWalk()
    let long = probe.make()
    let short = probe.make()
    var last: (long: [Double?], short: [Double?]) = ([], [])
    for index in 0..<updates {
      let bar = walk.next()
      let step = long(bar)
      if index >= updates - memory { last = (step, short(bar)) }
    }
    for (output, pair) in zip(last.long, last.short).enumerated() {
      guard let first = pair.0, let second = pair.1 else { fatalError("no value is left of \(probe.key(output))") }
      let error = (first - second).magnitude / max(1e-3, second.magnitude)
      if error > 1e-13 { print("  \(probe.key(output)): \(error)") }
      if error >= worst.error { worst = (probe.key(output), error) }
    }
  }
  print(
    "after \(updates) updates, against one that saw the last of them only: worst relative difference \(worst.error), \(worst.name)"
  )
  if worst.error > 1e-9 { exit(1) }
}

let count = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) : nil
switch CommandLine.arguments.dropFirst().first {
case "digest":
  for family in Probe.families { print(family.name, Probe.digest(of: family.probes, bars: count ?? 2_000)) }
case "stability": stability(updates: count ?? 10_000_000)
default: speed(bars: count ?? 2_628_000)
}
