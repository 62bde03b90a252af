import Market

extension ColumnVocabulary {
  /// What tables of a kind call their columns: the exchange archives, what common downloaders save, table programs.
  static func of(_ kind: ImportKind) -> ColumnVocabulary {
    switch kind {
    case .trades, .aggTrades: trades(kind)
    case .funding: funding
    case .markTicks: markTicks
    case .quotes: quotes
    case .quoteBars: quoteBars
    case .bookDepth: bookDepth
    case .openInterest: openInterest
    case .book: book
    case .klines, .mark, .index, .premium, .bid, .ask, .instruments: bars(kind)
    }
  }

  /// A vocabulary for the columns of `kind`; `names` gives the other names of a column, `more` are fields that fill a column in another form.
  init(
    _ kind: SeriesKind, names: [String: [String]], more: [Column] = [], fillers: Set<String> = [],
    widths: [[String]] = []
  ) {
    let layout = kind.layout
    // What rows may lack although the kind has it: the tape fills them in.
    let filled: Set<String> = ["side", "id", "changes", "flags"]
    var columns: [Column] = layout.columns.enumerated().map { position, column in
      Column(
        name: column.name, position: position, form: Self.form(column), bound: FieldBound(kind, position),
        isRequired: (column.isRequired || kind.isBars && (1...4).contains(position)) && !filled.contains(column.name),
        synonyms: names[column.name] ?? [])
    }
    columns += more
    self.init(columns: columns, fillers: Self.commonFillers.union(fillers), widths: [:])
    for width in widths {
      self.widths[width.count] = width.map { name in
        columns.firstIndex { $0.name == name }.map { UInt8($0) } ?? TableLayout.skipped
      }
    }
  }

  /// The instrument's name, which tables of several exchanges repeat in every row.
  static let symbol = Column(
    name: "symbol", position: 0, form: .symbol, bound: .any, isRequired: false,
    synonyms: ["instrumentname", "instid", "pair", "instrument", "contract", "productid", "market"])

  /// Names that say nothing which a tape has a place for.
  private static let commonFillers: Set<String> = ["ignore", "unused", "index", "", "exchange", "confirm"]

  private static func form(_ column: ColumnDeclaration) -> FieldForm {
    switch column.role {
    case .time: .time
    case .span: .hours
    case .id, .count: .whole
    case .flag: column.name == "side" ? .side : .bits
    case .price, .quantity, .quote, .rate: .decimal
    }
  }

  private static let times = [
    "timestamp", "time", "datetime", "date", "ts", "t", "unix", "unixtime", "unixtimestamp", "times", "timems",
    "timestampms",
  ]
  private static let received = [
    "localtimestamp", "localtime", "receivedtime", "receivedat", "receipttimestamp", "received",
  ]

  private static func bars(_ kind: ImportKind) -> ColumnVocabulary {
    ColumnVocabulary(
      kind.series ?? .klines,
      names: [
        "open_time": [
          "timestamp", "time", "datetime", "date", "opentimestamp", "opendate", "start", "starttime", "startat", "ts",
          "t", "unix", "unixtime", "unixtimestamp", "index", "",
        ],
        "open": ["o", "openprice"],
        "high": ["h", "highprice", "max"],
        "low": ["l", "lowprice", "min"],
        "close": ["c", "closeprice", "last"],
        "volume": ["vol", "v", "basevolume", "volumebase", "baseassetvolume"],
        "close_time": ["closetimestamp", "closedate", "endtime", "end", "closedatetime"],
        "quote_volume": [
          "quoteassetvolume", "quotevol", "volumequote", "volquote", "turnover", "q", "quoteav", "volccyquote", "value",
        ],
        "trades": ["count", "numberoftrades", "tradecount", "tradescount", "numtrades", "trade", "n", "tradenum"],
        "taker_buy_volume": [
          "takerbuybaseassetvolume", "takerbuybasevolume", "takerbuyvol", "takerbuybase", "tbbav", "takerbasevol",
          "takerbasevolume",
        ],
        "taker_buy_quote_volume": [
          "takerbuyquoteassetvolume", "takerbuyquotevol", "takerbuyquote", "tbqav", "takerquotevol", "takerquotevolume",
        ],
        "vwap": ["averageprice", "weightedaverageprice", "vw"],
      ],
      more: [symbol],
      // Binance's archive order and its beginnings; other exchanges' rows without header are assigned by the caller.
      widths: [5, 6, 11, 12].map { width in Array((KlineFields.columnNames.prefix(11) + ["ignore"]).prefix(width)) })
  }

  private static func trades(_ kind: ImportKind) -> ColumnVocabulary {
    let single = ["id", "price", "quantity", "quote_quantity", "time", "is_buyer_maker"]
    let joined = ["id", "price", "quantity", "first_id", "last_id", "time", "is_buyer_maker"]
    return ColumnVocabulary(
      kind.series ?? .trades,
      names: [
        "time": ["tradetime", "transacttime", "createdtime", "exectime", "createtime", "tradets"] + times,
        "price": ["p", "px", "execprice"],
        "quantity": ["qty", "q", "amount", "size", "volume", "sz", "vol", "execqty"],
        "side": ["takerside", "aggressorside"],
        "id": ["aggtradeid", "tradeid", "trdmatchid", "execid", "a", "tid"],
        "quote_quantity": ["quoteqty", "baseqty", "foreignnotional", "cost", "quoteamount", "turnover"],
        "first_id": ["firsttradeid", "f"],
        "last_id": ["lasttradeid", "l"],
        "event_time": ["eventtime"],
        "received": received,
      ],
      more: [
        Column(
          name: "is_buyer_maker", position: 3, form: .maker, bound: .any, isRequired: false,
          synonyms: ["isbuyermaker", "buyermaker", "isbuyer", "m"]),
        Column(
          name: "is_best_match", position: TradeIdentity.flags, form: .bestMatch, bound: .any, isRequired: false,
          synonyms: ["isbestmatch", "bestmatch"]),
        Column(
          name: "type", position: TradeIdentity.flags, form: .printType, bound: .any, isRequired: false,
          synonyms: ["printtype"]),
        symbol,
      ],
      widths: [
        ["time", "price", "quantity"], ["id", "time", "price", "quantity", "side"],
        // Binance's archives: futures, spot; the latter say whether it was the best price.
        single, kind == .aggTrades ? joined : single + ["is_best_match"], joined + ["is_best_match"],
      ])
  }

  private static let funding = ColumnVocabulary(
    .funding,
    names: [
      "time": ["fundingtime", "calctime", "fundingratetimestamp", "settlementtime"] + times,
      "rate": ["fundingrate", "lastfundingrate", "realizedrate"],
      "interval": ["fundingintervalhours", "intervalhours", "fundinginterval"],
      "mark": ["markprice"],
      "received": received,
    ], more: [symbol], widths: [["time", "rate"]])

  private static let markTicks = ColumnVocabulary(
    .markTicks,
    names: [
      "time": ["eventtime"] + times,
      "mark": ["markprice"],
      "index": ["indexprice"],
      "settle": ["estimatedsettleprice", "settleprice"],
      "rate": ["fundingrate", "lastfundingrate"],
      "next_funding": ["nextfundingtime", "fundingtimestamp"],
      "received": received,
    ], more: [symbol])

  private static let quotes = ColumnVocabulary(
    .quotes,
    names: [
      "time": ["transactiontime"] + times,
      "bid": ["bestbidprice", "bidprice", "bidpx", "bestbid"],
      "bid_quantity": ["bestbidqty", "bidqty", "bidsize", "bidamount", "bidsz", "bidvolume", "bestbidsize"],
      "ask": ["bestaskprice", "askprice", "askpx", "bestask"],
      "ask_quantity": ["bestaskqty", "askqty", "asksize", "askamount", "asksz", "askvolume", "bestasksize"],
      "id": ["updateid", "u", "seq", "sequence"],
      "event_time": ["eventtime"],
      "received": received,
    ], more: [symbol], widths: [["time", "bid", "bid_quantity", "ask", "ask_quantity"]])

  private static let bookDepth = ColumnVocabulary(
    .bookDepth, names: ["time": times, "band": ["percentage"]], more: [symbol])

  private static let openInterest = ColumnVocabulary(
    .openInterest,
    names: [
      "time": ["createtime"] + times,
      "open_interest": ["sumopeninterest", "oi", "opint"],
      "value": ["sumopeninterestvalue", "openinterestvalue", "oivalue"],
      "received": received,
    ], more: [symbol])
}

extension FieldBound {
  /// What the numbers of a kind's column may be.
  init(_ kind: SeriesKind, _ position: Int) {
    let column = kind.layout.columns[position]
    switch column.role {
    case .price:
      switch kind {
      // The premium index lies around zero.
      case .premium: self = .any
      // A side of the book may be empty.
      case .quotes: self = .zeroOrMore
      default: self = column.isRequired || kind.isBars ? .aboveZero : .zeroOrMore
      }
    case .quantity, .quote: self = kind == .premium || kind == .index ? .any : .zeroOrMore
    case .count, .time, .span: self = .zeroOrMore
    case .rate, .id, .flag: self = .any
    }
  }
}
