/// A tape as the first version wrote it, said by SQLite: four bars of an hour's beginning with a hole, an instrument, an import
/// and a rejected row.
enum FirstFormatTape {
  static let sql = """
    CREATE TABLE import (
      id INTEGER PRIMARY KEY,
      file TEXT NOT NULL,
      bytes INTEGER NOT NULL,
      checksum TEXT NOT NULL,
      added INTEGER NOT NULL,
      already_there INTEGER NOT NULL,
      rejected INTEGER NOT NULL
    ) STRICT;
    INSERT INTO "import" VALUES(1,'eth.csv',380,'',4,0,1);
    INSERT INTO "import" VALUES(2,'exchangeInfo.json',472,'',1,0,0);
    CREATE TABLE import_reason (
      import INTEGER NOT NULL REFERENCES import (id),
      reason TEXT NOT NULL,
      rows INTEGER NOT NULL,
      PRIMARY KEY (import, reason)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO "import_reason" VALUES(1,'ohlc_order',1);
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
    INSERT INTO "instrument" VALUES(
      'cryptopair_binance_ethusdt',1722470400000000000,'eth','usdt','usdt','0.01','0.0001','0.0001','9000','0','5',1,'1',0,4518258206832598095);
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
    INSERT INTO "kline_chunk" VALUES(
      1,1,NULL,1722470400000000000,1722470640000000000,4,447,1,2,3,3,7698244956200882852,2257783321595173657,6803911804202129949,
      X'011378E2040000000000010A00000000000000870100599202E3C9951B71ED6431',
      X'023D005847F80D00000001005847F80D000000010108BF0484DFC5CA10C6',
      X'03130000000000000000016E000000000000008101013B9980A40D658A72',
      X'04130000000000000000010A000000000000000701D80140013DFA6DBEE882FDAC',
      X'05130000000000000000010A0000000000000006012E13285677ED78666CA5E0',
      X'001160EA000000000000017D000000000000000901E465260200F9ED83954578D6CA',NULL,
      X'001D609A720B00000000017D000000000000001501618D9754DC19C71A00000067BD16D3A2D8FF86',
      X'000A79010000000000000009B30FF2010049497272A96417AE',NULL,NULL,
      X'000000020002000200020100000001010000000000002B3AA597B6B8A7B8');
    CREATE TABLE rejected_row (
      id INTEGER PRIMARY KEY,
      file TEXT NOT NULL,
      line INTEGER NOT NULL,
      reason TEXT NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    INSERT INTO "rejected_row" VALUES(
      1,'eth.csv',6,'ohlc_order','1722470700000,3201.00,3199.00,3199.00,3201.00,60,192060.0,377');
    CREATE TABLE series (
      id INTEGER PRIMARY KEY,
      entity TEXT NOT NULL,
      kind TEXT NOT NULL,
      level INTEGER NOT NULL,
      last INTEGER,
      seal INTEGER NOT NULL,
      UNIQUE (entity, kind, level)
    ) STRICT;
    INSERT INTO "series" VALUES(1,'cryptopair_binance_ethusdt','klines',60000000000,1722470640000000000,6809276658695124931);
    CREATE UNIQUE INDEX kline_chunk_by_last ON kline_chunk (series, last);
    PRAGMA application_id = 1347699024;
    PRAGMA user_version = 1;
    """
}
