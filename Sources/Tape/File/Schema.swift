import Market

/// The tables of a tape and the marks by which it is known.
enum Schema {
  /// `PTAP` in the file's header, so that `file` and SQLite's tools can tell.
  static let applicationID: Int64 = 0x5054_4150
  /// Grows when an older version could no longer read what is written.
  static let format = 2

  /// All tables of a new tape.
  static var tables: String {
    firstFormat + "\n" + additions + "\nPRAGMA application_id = \(applicationID);\nPRAGMA user_version = \(format);"
  }

  /// What makes a tape of format 1 one of format 2. Nothing that is stored is touched.
  static var migration: String { additions + "\nPRAGMA user_version = \(format);" }

  /// The tables of format 1: bars, instruments, imports.
  private static let firstFormat = """
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
      close BLOB,
      open_time BLOB,
      open BLOB,
      high BLOB,
      low BLOB,
      volume BLOB,
      close_time BLOB,
      quote_volume BLOB,
      trades BLOB,
      taker_buy_volume BLOB,
      taker_buy_quote_volume BLOB,
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
    """

  /// What format 2 has beyond format 1.
  private static let additions = """
    ALTER TABLE series ADD COLUMN last_key INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE series ADD COLUMN live_last INTEGER;
    ALTER TABLE series ADD COLUMN live_last_key INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE kline_chunk ADD COLUMN vwap BLOB;
    ALTER TABLE instrument ADD COLUMN rules TEXT NOT NULL DEFAULT '';
    CREATE TABLE unsealed (
      id INTEGER PRIMARY KEY,
      series INTEGER NOT NULL REFERENCES series (id),
      previous INTEGER,
      previous_key INTEGER,
      first INTEGER NOT NULL,
      first_key INTEGER NOT NULL,
      last INTEGER NOT NULL,
      last_key INTEGER NOT NULL,
      rows INTEGER NOT NULL,
      detail_rows INTEGER NOT NULL,
      fields INTEGER NOT NULL,
      time_unit INTEGER NOT NULL,
      price_scale INTEGER NOT NULL,
      quantity_scale INTEGER NOT NULL,
      quote_volume_scale INTEGER NOT NULL,
      rate_scale INTEGER NOT NULL,
      digest_high INTEGER NOT NULL,
      digest_low INTEGER NOT NULL,
      seal INTEGER NOT NULL,
      written BLOB NOT NULL,
      data BLOB NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX unsealed_by_last ON unsealed (series, last, last_key);
    CREATE TABLE conflict_row (
      id INTEGER PRIMARY KEY,
      series INTEGER NOT NULL REFERENCES series (id),
      time INTEGER NOT NULL,
      key INTEGER NOT NULL,
      was_stored INTEGER NOT NULL,
      source TEXT NOT NULL,
      text TEXT NOT NULL,
      UNIQUE (series, time, key, was_stored, text)
    ) STRICT;
    """

  /// The table of the chunks of a kind other than bars, and its index: made with the first series that needs it.
  static func chunkTable(_ plan: SeriesPlan) -> String {
    let columns = plan.main.storageOrder.map { plan.layout.columns[$0] } + (plan.details?.layout.columns ?? [])
    return """
      CREATE TABLE IF NOT EXISTS \(plan.table) (
        id INTEGER PRIMARY KEY,
        series INTEGER NOT NULL REFERENCES series (id),
        previous INTEGER,
        previous_key INTEGER,
        first INTEGER NOT NULL,
        first_key INTEGER NOT NULL,
        last INTEGER NOT NULL,
        last_key INTEGER NOT NULL,
        rows INTEGER NOT NULL,
        detail_rows INTEGER NOT NULL,
        fields INTEGER NOT NULL,
        time_unit INTEGER NOT NULL,
        price_scale INTEGER NOT NULL,
        quantity_scale INTEGER NOT NULL,
        quote_volume_scale INTEGER NOT NULL,
        rate_scale INTEGER NOT NULL,
        digest_high INTEGER NOT NULL,
        digest_low INTEGER NOT NULL,
        seal INTEGER NOT NULL,
        \(columns.map { "\($0.storedName) BLOB," }.joined(separator: "\n  "))
        written BLOB NOT NULL
      ) STRICT;
      CREATE UNIQUE INDEX IF NOT EXISTS \(plan.table)_by_last ON \(plan.table) (series, last, last_key);
      """
  }
}
