import NIOCore
import NIOHTTP1

/// One connection of a host: gathers a request, asks the handler, writes what it says.
final class HostConnection: ChannelInboundHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias OutboundOut = HTTPServerResponsePart

  private let handler: @Sendable (HostRequest) -> HostReply
  private var head: HTTPRequestHead?
  private var body: [UInt8] = []
  private static let greatestBody = 16 << 20

  init(handler: @escaping @Sendable (HostRequest) -> HostReply) { self.handler = handler }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head):
      self.head = head
      body.removeAll()
    case .body(let part):
      if body.count + part.readableBytes <= Self.greatestBody { body += part.readableBytesView }
    case .end:
      guard let head else { return }
      self.head = nil
      answer(handler(Self.request(head, body: body)), to: head, context: context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  private func answer(_ reply: HostReply, to head: HTTPRequestHead, context: ChannelHandlerContext) {
    guard !reply.isSilent else { return }
    guard reply.delayMilliseconds > 0 else { return write(reply, to: head, context: context) }
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .milliseconds(Int64(reply.delayMilliseconds))) {
      let (connection, context) = bound.value
      connection.write(reply, to: head, context: context)
    }
  }

  private func write(_ reply: HostReply, to request: HTTPRequestHead, context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    var head = HTTPResponseHead(version: .http1_1, status: HTTPResponseStatus(statusCode: reply.status))
    for field in reply.headers { head.headers.add(name: field.name, value: field.value) }
    head.headers.replaceOrAdd(name: "Content-Length", value: "\(reply.body.count)")
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    let count = reply.cutAfter.map { min($0, reply.body.count) } ?? reply.body.count
    if request.method != .HEAD, count > 0 {
      context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: reply.body[..<count])))), promise: nil)
    }
    if reply.cutAfter != nil {
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer())))).whenComplete { _ in
        bound.value.close(promise: nil)
      }
      return
    }
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    if !request.isKeepAlive { context.close(promise: nil) }
  }

  private static func request(_ head: HTTPRequestHead, body: [UInt8]) -> HostRequest {
    let parts = head.uri.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var query: [HTTPHeader] = []
    if parts.count > 1 {
      for item in parts[1].split(separator: "&") {
        let pair = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        query.append(HTTPHeader(PercentText.undone(pair[0]), pair.count > 1 ? PercentText.undone(pair[1]) : ""))
      }
    }
    return HostRequest(
      method: head.method.rawValue, path: PercentText.undone(parts.first ?? ""), query: query,
      headers: head.headers.map { HTTPHeader($0.name, $0.value) }, body: body)
  }
}
