package import Market

/// Return figures of a whole run; nil where undefined.
package struct Growth: Hashable, Sendable {
  package var totalReturnPercent: Double?
  package var cagrPercent: Double?

  /// From `initial` to `final` equity within `elapsed`: the annual rate needs a day at least and a positive end.
  package init(initial: Money, final: Money, elapsed: TimeSpan) {
    guard initial.units > 0 else { return }
    let ratio = final.units.nearestDouble / initial.units.nearestDouble
    totalReturnPercent = 100 * ((final - initial).units.nearestDouble / initial.units.nearestDouble)
    guard elapsed >= .day, final.units > 0 else { return }
    let year = 365 * 86_400.0
    let rate = RealFunctions.pow(ratio, year / elapsed.seconds) - 1
    if rate.isFinite { cagrPercent = 100 * rate }
  }
}
