/// The tables of a tape and the marks by which it is known.
enum Schema {
  /// `PTAP` in the file's header, so that `file` and SQLite's tools can tell.
  static let applicationID: Int64 = 0x5054_4150
  /// Grows when an older version could no longer read what is written.
  static let format = 1

  /// By column position, the names in the table of chunks.
  static let columns = [
    "open_time", "open", "high", "low", "close", "volume", "close_time", "quote_volume", "trades", "taker_buy_volume",
    "taker_buy_quote_volume",
  ]

  /// In the order in which they lie in the row: what is read alone comes first, so that SQLite need not walk past the others.
  static let columnOrder = [4, 0, 1, 2, 3, 5, 6, 7, 8, 9, 10]

  static let tables = """
    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      entity TEXT NOT NULL,
      kind TEXT NOT NULL,
      level INTEGER NOT NULL,
      last INTEGER,
      seal INTEGER NOT NULL,
      UNIQUE (entity, kind, level)
    ) STRICT;
    CREATE TABLE kline_chunk (
      id INTEGER PRIMARY KEY,
      series INTEGER NOT NULL REFERENCES series (id),
      previous INTEGER,
      first INTEGER NOT NULL,
      last INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      fields INTEGER NOT NULL,
      time_unit INTEGER NOT NULL,
      price_scale INTEGER NOT NULL,
      quantity_scale INTEGER NOT NULL,
      quote_volume_scale INTEGER NOT NULL,
      digest_high INTEGER NOT NULL,
      digest_low INTEGER NOT NULL,
      seal INTEGER NOT NULL,
      \(columnOrder.map { "\(columns[$0]) BLOB," }.joined(separator: "\n  "))
      written BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX kline_chunk_by_last ON kline_chunk (series, last);
    CREATE TABLE instrument (
      entity TEXT NOT NULL,
      valid_from INTEGER NOT NULL,
      base TEXT NOT NULL,
      quote TEXT NOT NULL,
      settlement TEXT NOT NULL,
      price_step TEXT NOT NULL,
      quantity_step TEXT NOT NULL,
      min_quantity TEXT NOT NULL,
      max_quantity TEXT NOT NULL,
      max_market_quantity TEXT NOT NULL,
      min_notional TEXT NOT NULL,
      min_notional_applies_to_market INTEGER NOT NULL,
      contract_size TEXT NOT NULL,
      is_inverse INTEGER NOT NULL,
      seal INTEGER NOT NULL,
      PRIMARY KEY (entity, valid_from)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE import (
      id INTEGER PRIMARY KEY,
      file TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      checksum TEXT NOT NULL,
      added INTEGER NOT NULL,
      already_there INTEGER NOT NULL,
      rejected INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE import_reason (
      import INTEGER NOT NULL REFERENCES import (id),
      reason TEXT NOT NULL,
      rows INTEGER NOT NULL,
      PRIMARY KEY (import, reason)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE rejected_row (
      id INTEGER PRIMARY KEY,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      reason TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    PRAGMA application_id = \(applicationID);
    PRAGMA user_version = \(format);
    """
}
