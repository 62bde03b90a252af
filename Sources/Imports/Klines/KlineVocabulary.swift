import Market

extension ColumnVocabulary {
  /// Columns of klines: the exchange archives, REST answers saved by common downloaders, and table programs.
  static let klines = ColumnVocabulary(
    columns: [
      Column(
        name: KlineFields.columnNames[0], isRequired: true,
        synonyms: [
          "timestamp", "time", "datetime", "date", "opentimestamp", "opendate", "start", "starttime", "startat", "ts",
          "t",
          "unix", "unixtime", "unixtimestamp", "index", "",
        ]),
      Column(name: "open", isRequired: true, synonyms: ["o", "openprice"]),
      Column(name: "high", isRequired: true, synonyms: ["h", "highprice", "max"]),
      Column(name: "low", isRequired: true, synonyms: ["l", "lowprice", "min"]),
      Column(name: "close", isRequired: true, synonyms: ["c", "closeprice", "last"]),
      Column(name: "volume", isRequired: false, synonyms: ["vol", "v", "basevolume", "volumebase", "baseassetvolume"]),
      Column(
        name: "close_time", isRequired: false,
        synonyms: ["closetimestamp", "closedate", "endtime", "end", "closedatetime"]),
      Column(
        name: "quote_volume", isRequired: false,
        synonyms: ["quoteassetvolume", "quotevol", "volumequote", "turnover", "q", "quoteav", "volccyquote", "value"]),
      Column(
        name: "trades", isRequired: false,
        synonyms: ["count", "numberoftrades", "tradecount", "tradescount", "numtrades", "trade", "n", "tradenum"]),
      Column(
        name: "taker_buy_volume", isRequired: false,
        synonyms: [
          "takerbuybaseassetvolume", "takerbuybasevolume", "takerbuyvol", "takerbuybase", "tbbav", "takerbasevol",
          "takerbasevolume",
        ]),
      Column(
        name: "taker_buy_quote_volume", isRequired: false,
        synonyms: [
          "takerbuyquoteassetvolume", "takerbuyquotevol", "takerbuyquote", "tbqav", "takerquotevol", "takerquotevolume",
        ]),
    ],
    fillers: ["ignore", "unused", "index", ""],
    // Binance's archive order and its beginnings; other exchanges' rows without header are assigned by the caller.
    widths: [
      5: [0, 1, 2, 3, 4],
      6: [0, 1, 2, 3, 4, 5],
      11: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      12: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, TableLayout.skipped],
    ])
}
