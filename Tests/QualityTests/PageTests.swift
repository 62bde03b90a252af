import Market
import Quality
import Tape
import Testing

@Suite("Page of a validation") struct PageTests {
  private func page(_ bars: [TestBar], title: String = "a.tape") throws -> String {
    let folder = TapeFolder()
    var tape = try folder.tape()
    try tape.add(columns(bars), "cryptopair_okx_btcusdt")
    return String(decoding: ValidationPage(try TapeValidation.run(tape, .init()), title: title).bytes, as: UTF8.self)
  }

  @Test("it is one file: no script, nothing from elsewhere, light and dark")
  func alone() throws {
    let page = try page([.flat(0), .flat(3)])
    for word in ["<script", "http", "src=", "@import", "url("] { #expect(!page.contains(word), "\(word)") }
    #expect(page.contains("prefers-color-scheme: dark"))
    #expect(page.hasPrefix("<!doctype html>") && page.hasSuffix("</body></html>\n"))
  }

  @Test("what comes from outside is text")
  func escaped() throws {
    let page = try page([.flat(0)], title: "<b>&\"x\".tape")
    #expect(page.contains("<h1>&lt;b&gt;&amp;&quot;x&quot;.tape</h1>"))
    #expect(!page.contains("<b>&"))
  }

  @Test("findings, gaps with their cause, and each day with its rows are on it")
  func contents() throws {
    let page = try page([.flat(0), TestBar(1, 1000, 990, 1000, 1000), .flat(4)])
    #expect(page.contains("<td class=error>error</td><td class=w title=\"the high is not the highest"))
    #expect(page.contains("cryptopair_okx_btcusdt klines 1m: 2 bars in 1 gaps"))
    #expect(page.contains("<td>unknown</td>"))
    #expect(page.contains("<i class=\"a e\" title=\"2024-01-01: 3 of 1440\"></i>"))
    #expect(try self.page([.flat(0)]).contains("Nothing was found."))
  }
}
