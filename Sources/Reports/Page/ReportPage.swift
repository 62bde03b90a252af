/// The report page of a run: one HTML file that needs no network and no other file.
///
/// The same model gives the same bytes. Without a script the page still holds every table and the drawn summaries; with
/// it, charts can be zoomed and the table of trades is sorted, filtered and paged.
///
/// - Complexity: linear in the model. The page grows with the number of trades and fills, but not with the number of
///   bars beyond some ten thousand, since series are thinned to what a screen can show.
package func renderReportPage(_ model: ReportModel) -> [UInt8] {
  let equity = Double(model.account.initialEquity) ?? model.equity.first?.value ?? 0
  var page = PageWriter(moneyPlaces: PageNumbers.moneyPlaces(equity: equity))
  page.head(model)
  page.doubts(model)
  page.header(model)
  page.markup("<main>\n")
  page.charts(model)
  page.moneySection(model)
  page.returnsSection(model)
  page.tradesSection(model)
  page.metricsSection(model)
  page.ordersSection(model)
  page.accountSection(model)
  page.assumptionsSection(model)
  page.dataSection(model)
  page.reproduceSection(model)
  page.markup("</main>\n")
  page.footer(model)
  page.islands(model)
  page.markup("<script>")
  page.markup(reportScript)
  page.markup("</script>\n</body>\n</html>\n")
  return page.bytes
}

/// The page is made of one writer, extended by a file a section.
extension PageWriter {
  /// Everything before the visible page: the policy that forbids all network access, the title, the style.
  mutating func head(_ model: ReportModel) {
    markup("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
    markup("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; ")
    markup("form-action 'none'; script-src '")
    markup(reportScriptHash)
    markup("'; style-src '")
    markup(reportStyleHash)
    markup("'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    markup("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
    element("<meta name=\"generator\" content=\"Papertape ", model.papertape, "\">\n")
    element("<title>", title(model) + " \u{00B7} Papertape", "</title>\n<style>")
    markup(reportStyle)
    markup("</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#equity\">Skip to the charts</a>\n")
  }

  /// Opens a section with its heading, and a sentence below it that says what is shown.
  mutating func openSection(_ id: StaticString, _ title: StaticString, _ lead: String = "") {
    markup("<section id=\"")
    markup(id)
    markup("\" aria-labelledby=\"")
    markup(id)
    markup("-title\"><div class=\"sechead\"><h2 id=\"")
    markup(id)
    markup("-title\">")
    markup(title)
    markup("</h2>")
    if !lead.isEmpty { element("<p class=\"lead\">", lead, "</p>") }
    markup("</div>\n")
  }

  mutating func closeSection() { markup("</section>\n") }

  mutating func footer(_ model: ReportModel) {
    markup("<footer><p>Papertape ")
    text(model.papertape)
    markup(" \u{00B7} Times are UTC \u{00B7} Past results of a simulation promise nothing \u{00B7} ")
    markup("This page makes no network request</p></footer>\n")
  }

  func title(_ model: ReportModel) -> String {
    model.scenario.name.isEmpty ? "Unnamed scenario" : model.scenario.name
  }
}
