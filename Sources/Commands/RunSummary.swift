import Reports
import Runs

/// What a run prints at its end.
func summaryText(_ report: FolderRunReport) -> String {
  let result = report.result
  let performance = result.performance
  let speed = performance.eventsPerSecond.map { " (\(shortCount($0))/s)" } ?? ""
  return
    "\(result.scenario.name)  \(result.fills) fills  \(shortCount(Double(result.data.events))) events in \(performance.engineSeconds) s\(speed)  \(report.folder)\n"
}
