import Testing
import Transport

@Suite("Bodies into files") struct FileTransferTests {
  private static let content = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }

  /// A host that serves ``content``, by ranges or not, cut on the first call when asked to.
  private func loopback(ranges: Bool, cutFirst: Bool, calls: Tally = Tally()) throws -> Loopback {
    try Loopback { request in
      var start = 0
      if ranges, let range = request.header("Range"), range.hasPrefix("bytes="), range.hasSuffix("-") {
        start = Int(range.dropFirst(6).dropLast()) ?? 0
      }
      guard start < Self.content.count else { return HostReply(status: 416) }
      var reply = HostReply(status: start > 0 ? 206 : 200, body: Array(Self.content[start...]))
      if start > 0 {
        reply.headers.append(
          HTTPHeader("Content-Range", "bytes \(start)-\(Self.content.count - 1)/\(Self.content.count)"))
      }
      if calls.next() == 0, cutFirst { reply.cutAfter = 70_000 }
      return reply
    }
  }

  @Test("a cut file goes on where it was", arguments: [true, false])
  func resume(ranges: Bool) async throws {
    let loopback = try loopback(ranges: ranges, cutFirst: true)
    var request = loopback.request("/file.zip")
    request.sink = .file(path: loopback.folder.path + "/file.zip.part")
    #expect(await loopback.failure(of: request)?.kind == .cut)
    let kept = try #require(loopback.folder.read("file.zip.part")).count
    #expect(kept > 0 && kept <= 70_000)
    let response = try await loopback.client.response(to: request)
    #expect(response.status == (ranges ? 206 : 200))
    #expect(response.received == (ranges ? Self.content.count - kept : Self.content.count))
    let isWhole = loopback.folder.read("file.zip.part") == Self.content
    #expect(isWhole)
  }

  @Test("a server without ranges, asked for the rest, begins anew")
  func withoutRanges() async throws {
    let loopback = try loopback(ranges: false, cutFirst: false)
    _ = loopback.folder.write([1, 2, 3], to: "file.zip.part")
    var request = loopback.request("/file.zip")
    request.sink = .file(path: loopback.folder.path + "/file.zip.part")
    #expect(await loopback.failure(of: request) == nil)
    let isWhole = loopback.folder.read("file.zip.part") == Self.content
    #expect(isWhole)
  }

  @Test("the text of a refusal does not go into the file")
  func refusal() async throws {
    let loopback = try Loopback { _ in HostReply(status: 404, text: "not here") }
    var request = loopback.request("/file.zip")
    request.sink = .file(path: loopback.folder.path + "/file.zip.part")
    let response = try await loopback.client.response(to: request)
    #expect(response.status == 404)
    #expect(String(decoding: response.body, as: UTF8.self) == "not here")
    #expect(loopback.folder.read("file.zip.part") == [])
  }

  @Test("a file that cannot be made is said with its path")
  func unwritable() async throws {
    let loopback = try loopback(ranges: true, cutFirst: false)
    var request = loopback.request("/file.zip")
    request.sink = .file(path: loopback.folder.path + "/no/such/folder")
    let failure = await loopback.failure(of: request)
    #expect(failure?.kind == .unwritable)
    #expect(failure?.detail.contains("/no/such/folder") == true)
  }
}
