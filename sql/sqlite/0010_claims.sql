-- What is asked of suppliers. A claim's lines and entries are only ever inserted; state, version and
-- the outstanding amounts are what its entries add up to, kept for searching and to step it once.
CREATE TABLE claim (
  id INTEGER NOT NULL PRIMARY KEY,
  supplier TEXT NOT NULL,
  contract TEXT NOT NULL,
  currency TEXT NOT NULL,
  exponent INTEGER NOT NULL,
  state TEXT NOT NULL,
  version INTEGER NOT NULL,
  outstanding_net INTEGER NOT NULL,
  outstanding_tax INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX claim_supplier ON claim (supplier, state);

-- A credit line is in one claim, for ever. Without an objective or an earned-back period: empty.
CREATE TABLE claim_line (
  claim INTEGER NOT NULL REFERENCES claim (id),
  number INTEGER NOT NULL,
  agreement TEXT NOT NULL,
  objective TEXT NOT NULL,
  period TEXT NOT NULL,
  earns_back TEXT NOT NULL,
  net INTEGER NOT NULL,
  mode TEXT NOT NULL,
  claim_by TEXT,
  time_zone TEXT NOT NULL,
  PRIMARY KEY (claim, number),
  UNIQUE (agreement, objective, period, earns_back)
) STRICT, WITHOUT ROWID;

-- sha256 is over the entry and the hash of the one before it; of the first: of claim and lines.
CREATE TABLE claim_entry (
  claim INTEGER NOT NULL REFERENCES claim (id),
  number INTEGER NOT NULL,
  step TEXT NOT NULL,
  kind TEXT NOT NULL,
  from_account TEXT NOT NULL,
  to_account TEXT NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  line INTEGER,
  note_number TEXT,
  note_date TEXT,
  happened_on TEXT,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  request_key TEXT UNIQUE,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (claim, number)
) STRICT, WITHOUT ROWID;
