import Testing
import Transport

@Suite("HTTP over TLS on loopback") struct HTTPClientTests {
  @Test("an answer comes with status, headers and body, the query is read as it was meant")
  func answer() async throws {
    let loopback = try Loopback { request in
      var reply = HostReply(
        text: "\(request.method) \(request.path) \(request.query("symbol") ?? "") \(request.header("x-mark") ?? "")")
      reply.headers.append(HTTPHeader("X-MBX-USED-WEIGHT-1M", "17"))
      return reply
    }
    var request = loopback.request("/api/v3/klines?symbol=\(PercentText.quoted("BTC/USDT:USDT"))&limit=5")
    request.headers = [HTTPHeader("X-Mark", "here")]
    let response = try await loopback.client.response(to: request)
    #expect(response.status == 200)
    #expect(response.header("x-mbx-used-weight-1m") == "17")
    #expect(String(decoding: response.body, as: UTF8.self) == "GET /api/v3/klines BTC/USDT:USDT here")
    #expect(response.received == response.body.count)
  }

  @Test("a refusal keeps its body and its Retry-After")
  func refusal() async throws {
    let loopback = try Loopback { _ in
      var reply = HostReply(status: 429, text: #"{"code":-1003}"#)
      reply.headers.append(HTTPHeader("Retry-After", "3"))
      return reply
    }
    let response = try await loopback.client.response(to: loopback.request("/"))
    #expect(response.status == 429)
    #expect(response.header("Retry-After") == "3")
    #expect(response.body == Array(#"{"code":-1003}"#.utf8))
  }

  @Test("a server that nobody vouches for is not talked to")
  func trust() async throws {
    let calls = Tally()
    let loopback = try Loopback { _ in
      _ = calls.next()
      return HostReply(text: "{}")
    }
    let other = try HostIdentity()
    var options = HTTPClientOptions()
    options.certificateFile = loopback.folder.write(Array(other.authority.utf8), to: "other.pem")
    let client = HTTPClient(options: options)
    let failure = await loopback.failure(of: loopback.request("/"), by: client)
    #expect(failure?.kind == .notTrusted)
    #expect(failure?.isTransient == false)
    #expect(calls.count == 0)
  }

  @Test("the certificate is for localhost and 127.0.0.1, not for another name of the machine")
  func names() async throws {
    let loopback = try Loopback { _ in HostReply(text: "{}") }
    let byAddress = HTTPRequest(url: "https://127.0.0.1:\(loopback.host.port)/")
    #expect(try await loopback.client.response(to: byAddress).status == 200)
    let byOther = HTTPRequest(url: "https://127.0.0.2:\(loopback.host.port)/")
    #expect(await loopback.failure(of: byOther) != nil)
  }

  @Test("a silent server ends in a time-out, and the next request is answered")
  func silence() async throws {
    let calls = Tally()
    let loopback = try Loopback { _ in
      var reply = HostReply(text: "{}")
      reply.isSilent = calls.next() == 0
      return reply
    }
    var request = loopback.request("/")
    request.totalMilliseconds = 200
    #expect(await loopback.failure(of: request)?.kind == .timedOut)
    #expect(try await loopback.client.response(to: loopback.request("/")).status == 200)
  }

  @Test("a connection that ends before its answer is a cut, and worth another try")
  func cut() async throws {
    let loopback = try Loopback { _ in
      var reply = HostReply(body: [UInt8](repeating: 7, count: 100_000))
      reply.cutAfter = 50_000
      return reply
    }
    let failure = await loopback.failure(of: loopback.request("/"))
    #expect(failure?.kind == .cut)
    #expect(failure?.isTransient == true)
  }

  @Test("nobody listens: unreachable")
  func unreachable() async throws {
    let loopback = try Loopback { _ in HostReply(text: "{}") }
    // Port 1 of loopback is nobody's.
    let failure = await loopback.failure(of: HTTPRequest(url: "https://localhost:1/"))
    #expect(failure?.kind == .unreachable)
  }

  @Test("a body beyond the limit is refused")
  func limit() async throws {
    let loopback = try Loopback { _ in HostReply(body: [UInt8](repeating: 7, count: 2_000)) }
    var request = loopback.request("/")
    request.sink = .memory(limit: 1_999)
    #expect(await loopback.failure(of: request)?.kind == .tooLong)
    request.sink = .memory(limit: 2_000)
    #expect(try await loopback.client.response(to: request).body.count == 2_000)
  }

  @Test("a cancelled task calls its transfer off; so does the end of the client")
  func cancellation() async throws {
    let loopback = try Loopback { _ in
      var reply = HostReply(text: "{}")
      reply.isSilent = true
      return reply
    }
    let request = loopback.request("/")
    let task = Task { await loopback.failure(of: request) }
    task.cancel()
    #expect(await task.value?.kind == .cancelled)
    let stopped = HTTPClient()
    stopped.stop()
    #expect(await loopback.failure(of: request, by: stopped)?.kind == .cancelled)
  }

  @Test("other protocols are not spoken")
  func protocols() async throws {
    let loopback = try Loopback { _ in HostReply(text: "{}") }
    #expect(await loopback.failure(of: HTTPRequest(url: "file:///etc/hostname"))?.kind == .refused)
  }

  @Test("two hundred requests share few connections and all come back")
  func pool() async throws {
    let loopback = try Loopback { request in HostReply(text: request.query("n") ?? "") }
    let numbers = await withTaskGroup(of: String.self) { group in
      for number in 0..<200 {
        group.addTask {
          let response = try? await loopback.client.response(to: loopback.request("/?n=\(number)"))
          return String(decoding: response?.body ?? [], as: UTF8.self)
        }
      }
      var all: Set<String> = []
      for await text in group { all.insert(text) }
      return all
    }
    #expect(numbers == Set((0..<200).map(String.init)))
  }
}
