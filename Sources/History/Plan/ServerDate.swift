package import Market

/// The `Date` field of an answer (RFC 9110, 5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
package enum ServerDate {
  /// The instant; nil when the text is no such date.
  package static func time(_ text: String) -> Timestamp? {
    let words = text.split(separator: " ").map(String.init)
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard words.count == 6, words[5] == "GMT", let day = Int(words[1]), let year = Int(words[3]),
      let month = months.firstIndex(of: words[2])
    else { return nil }
    let date = CivilDate(year: year, month: month + 1, day: day)
    let clock = words[4].split(separator: ":").map { Int64($0) }
    guard date.isValid, year >= 1970, year < 2200, clock.count == 3, let hour = clock[0], let minute = clock[1],
      let second = clock[2]
    else { return nil }
    let seconds = Int64(date.daysSinceEpoch) * 86_400 + hour * 3_600 + minute * 60 + second
    return Timestamp(nanoseconds: seconds * 1_000_000_000)
  }
}
