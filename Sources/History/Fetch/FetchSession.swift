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
    case page(any Pager, garbles: Int)
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
  let plan: FetchPlan
  var tasks: [Int: (work: Int, task: Task)] = [:]
  // Numbers of the lists' requests are below.
  private var lastID = 1_000_000
  var state = FetchProgress()
  var lastCommit: Int64 = 0
  var uncommitted = 0
  var hasTransaction = false

  init(_ plan: FetchPlan, _ driver: RequestDriver, _ works: [StreamWork]) {
    provider = plan.provider
    options = plan.options
    self.plan = plan
    self.driver = driver
    self.works = works
  }

  /// Runs until all is done, given up, or called off.
  mutating func run(
    into tape: inout TapeFile, progress: (FetchProgress) -> Void, isCancelled: () -> Bool
  ) throws(TapeError) {
    state.total = works.reduce(0) { $0 + $1.total }
    for work in works.indices {
      for file in works[work].files { submit(FileTask(file: file), of: work) }
      submitPages(of: work)
    }
    lastCommit = driver.now
    while !driver.isIdle, !isCancelled() {
      switch driver.next() {
      case .answer(let id, let response): try take(response, of: id, into: &tape, isCancelled: isCancelled)
      case .absent(let id): absent(id)
      case .failed(let id, let problem): giveUp(id, problem)
      case .tick: break
      }
      if uncommitted > 0, uncommitted >= 200_000 || driver.now - lastCommit > 1_000_000_000 { try commit(&tape) }
      state.done = state.total - works.reduce(0) { $0 + min($1.total, $1.missing.length) }
      progress(state)
    }
    try commit(&tape)
    for work in works { FetchFolder(options.folder, work.stream).removeIfEmpty() }
  }

  // MARK: Work out

  private mutating func submit(_ task: Task, by request: ProviderRequest, attempts: Int, of work: Int) {
    lastID += 1
    tasks[lastID] = (work, task)
    driver.submit(DriverJob(id: lastID, request: request, attempts: attempts))
  }

  private mutating func submit(_ pager: any Pager, garbles: Int = 0, of work: Int) {
    guard var request = pager.request else { return }
    if case .http(var http) = request.call {
      http.totalMilliseconds = options.answerMilliseconds
      request.call = .http(http)
    }
    submit(.page(pager, garbles: garbles), by: request, attempts: options.attempts, of: work)
  }

  private static let archivePool = RequestPool("archive", weight: 50, milliseconds: 1_000)

  /// Submits the pagers that a work has and that were not yet.
  mutating func submitPages(of work: Int) {
    let pagers = works[work].pagers
    works[work].pagers.removeAll()
    for pager in pagers { submit(pager, of: work) }
  }

  mutating func submit(_ task: FileTask, of work: Int) {
    guard let url = task.file.checksumURL else { return download(task, of: work) }
    submit(
      .checksum(task), by: ProviderRequest(get: url, "", pool: Self.archivePool), attempts: options.attempts, of: work)
  }

  private mutating func download(_ task: FileTask, of work: Int) {
    let folder = FetchFolder(options.folder, works[work].stream)
    guard folder.make() else {
      var problem = FetchProblem(
        what: "cannot make a folder", place: folder.path, hint: "check the path and its permissions")
      problem.isOfWriting = true
      return stop(work, problem)
    }
    var request = HTTPRequest(url: task.file.url)
    request.sink = .file(path: "\(folder.path)/\(task.file.name).part")
    request.totalMilliseconds = nil
    request.stallSeconds = options.stallSeconds
    submit(
      .file(task), by: ProviderRequest(.http(request), pool: Self.archivePool), attempts: options.attempts * 2, of: work
    )
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
    case .page(let pager, let garbles): try takePage(pager, response.body, garbles: garbles, of: work, into: &tape)
    }
  }

  private mutating func takePage(
    _ asked: any Pager, _ body: [UInt8], garbles: Int, of work: Int, into tape: inout TapeFile
  ) throws(TapeError) {
    var pager = asked
    let place = pager.request?.place ?? ""
    var batches: [SeriesBatch] = []
    do throws(AnswerError) {
      for rows in try pager.take(body) {
        if let batch = try FetchedBatch.make(rows) { batches.append(batch) }
      }
    } catch {
      // A page of maintenance in place of the answer passes; what comes thrice is meant.
      guard garbles >= 2 else { return submit(asked, garbles: garbles + 1, of: work) }
      return stop(
        work,
        FetchProblem(
          what: "\(provider.name) answers what is not understood: \(error.reason)", place: place,
          hint: "see what it says there; please report it when it is right"))
    }
    for batch in batches { try append(batch, of: work, source: place, into: &tape) }
    works[work].outcome.pages += 1
    let (from, to) = pager.covered
    cover(work, from: from, to: to)
    submit(pager, of: work)
  }
}
