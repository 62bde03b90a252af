import Runs

/// `check --review`: shows what differs, scenario by scenario, and asks whether it is right.
struct CheckReview {
  let folder: BaselineFolder
  let width: Int

  /// Goes through the report; what was accepted counts as passed.
  func ask(_ report: CheckReport) -> CheckReport {
    var checks = report.checks
    var isOver = false
    for index in checks.indices {
      StandardOutput.write(checks[index].text(nameWidth: width, inFull: true))
      guard !isOver, checks[index].baseline == .differs else { continue }
      switch answer(checks[index].name) {
      case .accept: accept(&checks[index])
      case .keep: break
      case .quit: isOver = true
      }
    }
    return CheckReport(checks)
  }

  private enum Answer {
    case accept, keep, quit
  }

  private func answer(_ name: String) -> Answer {
    while true {
      StandardOutput.write("        accept this as the baseline of \(name)? [a]ccept, [k]eep the old one, [q]uit: ")
      switch readLine()?.lowercased() {
      case "a", "accept", "y", "yes": return .accept
      case "k", "keep", "n", "no": return .keep
      case "q", "quit", nil: return .quit
      default: continue
      }
    }
  }

  private func accept(_ check: inout ScenarioCheck) {
    do {
      try folder.acceptNew(check.name)
      check.accept()
      StandardOutput.write("        accepted: \(folder.jsonPath(check.name))\n")
    } catch {
      StandardOutput.write("        not accepted: \(error)\n")
    }
  }
}
