import Imports
import Market
import Providers
import Tape
import Transport

/// One fetch under way: gives work to the driver, and what comes back to the tape.
struct FetchSession {
  /// What a job is for.
  enum Task {
    /// The checksum of a file, which comes before it.
    case checksum(FileTask)
    case file(FileTask)
    case page(any Pager)
  }

  /// A file on its way.
  struct FileTask {
    var file: ArchiveFile
    /// The text beside it.
    var checksum: [UInt8]?
    /// Times it came damaged.
    var damages = 0
  }

  let provider: any HistoryProvider
  let driver: RequestDriver
  let options: FetchOptions
  var works: [StreamWork]
  var plan: FetchPlan
  private var tasks: [Int: (work: Int, task: Task)] = [:]
  // Numbers of the lists' requests are below.
  private var lastID = 1_000_000
  private var state = FetchProgress()
  private var lastCommit: Int64 = 0
  private var uncommitted = 0
  private var hasTransaction = false

  init(_ provider: any HistoryProvider, _ driver: RequestDriver, _ plan: FetchPlan, _ works: [StreamWork], options: FetchOptions) {
    self.provider = provider
    self.driver = driver
    self.plan = plan
    self.works = works
    self.options = options
  }

  /// Runs until all is done, given up, or called off.
  mutating func run(
    into tape: inout TapeFile, progress: (FetchProgress) -> Void, isCancelled: () -> Bool
  ) throws(TapeError) {
    state.total = works.reduce(0) { $0 + $1.total }
    for work in works.indices {
      for file in works[work].files { submit(file, of: work) }
      for pager in works[work].pagers { submit(pager, of: work) }
      works[work].pagers.removeAll()
    }
    lastCommit = driver.now
    while !driver.isIdle, !isCancelled() {
      switch driver.next() {
      case .answer(let id, let response): try take(response, of: id, into: &tape, isCancelled: isCancelled)
      case .absent(let id): absent(id)
      case .failed(let id, let problem): give(up: id, problem)
      case .tick: break
      }
      if uncommitted > 0, uncommitted >= 200_000 || driver.now - lastCommit > 1_000_000_000 { try commit(&tape) }
      state.done = state.total - works.reduce(0) { $0 + min($1.total, $1.missing.length) }
      progress(state)
    }
    try commit(&tape)
    FetchFolder.removeIfEmpty(options.folder, works.map(\.stream.instrument.entity))
  }

  // MARK: Work out

  private mutating func submit(_ task: Task, _ request: ProviderRequest, attempts: Int, of work: Int) {
    lastID += 1
    tasks[lastID] = (work, task)
    driver.submit(DriverJob(id: lastID, request: request, attempts: attempts))
  }

  private mutating func submit(_ pager: any Pager, of work: Int) {
    guard let request = pager.request else { return }
    submit(.page(pager), request, attempts: options.attempts, of: work)
  }

  private static let archivePool = RequestPool("archive", weight: 50, milliseconds: 1_000)

  private mutating func submit(_ file: ArchiveFile, of work: Int) {
    let task = FileTask(file: file)
    guard let url = file.checksumURL else { return download(task, of: work) }
    submit(
      .checksum(task), ProviderRequest(get: url, "", pool: Self.archivePool), attempts: options.attempts, of: work)
  }

  private mutating func download(_ task: FileTask, of work: Int) {
    let entity = works[work].stream.instrument.entity
    guard let folder = FetchFolder.make(options.folder, entity) else {
      var problem = FetchProblem(
        what: "cannot make a folder", place: options.folder, hint: "check the path and its permissions")
      problem.isOfWriting = true
      return stop(work, problem)
    }
    var request = HTTPRequest(url: task.file.url)
    request.sink = .file(path: "\(folder)/\(task.file.name).part")
    request.totalMilliseconds = nil
    submit(
      .file(task), ProviderRequest(.http(request), pool: Self.archivePool), attempts: options.attempts * 2, of: work)
  }

  // MARK: Answers in

  private mutating func take(
    _ response: HTTPResponse, of id: Int, into tape: inout TapeFile, isCancelled: () -> Bool
  ) throws(TapeError) {
    guard let (work, task) = tasks.removeValue(forKey: id) else { return }
    state.bytes += response.received
    state.current = works[work].stream.description
    switch task {
    case .checksum(var file):
      file.checksum = response.body
      download(file, of: work)
    case .file(let file): try bring(file, of: work, into: &tape, isCancelled: isCancelled)
    case .page(let pager): try takePage(pager, response.body, of: work, into: &tape)
    }
  }

  private mutating func takePage(
    _ pager: any Pager, _ body: [UInt8], of work: Int, into tape: inout TapeFile
  ) throws(TapeError) {
    var pager = pager
    let place = pager.request?.place ?? ""
    do throws(AnswerError) {
      for rows in try pager.take(body) {
        guard let batch = try FetchedBatch.make(rows) else { continue }
        try append(batch, of: work, source: place, into: &tape)
      }
    } catch {
      return stop(
        work,
        FetchProblem(
          what: "\(provider.name) answers what is not understood: \(error.reason)", place: place,
          hint: "see what it says there; please report it when it is right"))
    }
    works[work].outcome.pages += 1
    let (from, to) = pager.covered
    cover(work, from: from, to: to)
    submit(pager, of: work)
  }
}
