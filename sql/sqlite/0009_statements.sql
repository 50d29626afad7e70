-- What a period's closing froze, and each restated version beside it. number orders all of them;
-- scorecard, credits, basis and changed are JSON with exact numbers; sha256 is over all columns.
CREATE TABLE statement (
  supplier TEXT NOT NULL,
  period TEXT NOT NULL,
  version INTEGER NOT NULL,
  number INTEGER NOT NULL UNIQUE,
  at INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  documents INTEGER NOT NULL,
  scorecard TEXT NOT NULL,
  credits TEXT NOT NULL,
  basis TEXT NOT NULL,
  changed TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (supplier, period, version)
) STRICT, WITHOUT ROWID;

-- The agreements' periods that are closed; statement is the label that closed them first.
CREATE TABLE closed_period (
  agreement TEXT NOT NULL,
  period TEXT NOT NULL,
  supplier TEXT NOT NULL,
  statement TEXT NOT NULL,
  range_from INTEGER NOT NULL,
  range_to INTEGER NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (agreement, period)
) STRICT, WITHOUT ROWID;

CREATE INDEX closed_period_supplier ON closed_period (supplier);

-- Service credits of closed periods: version 1 is the line as closed, each later one the difference
-- that a restatement made, in minor units. Their sum is what is owed. Rows are only ever inserted.
-- objective is empty for an agreement's own line; earns_back names the period whose credit an entry
-- returns; line is what was derived, empty where nothing is owed any more.
CREATE TABLE credit_entry (
  agreement TEXT NOT NULL,
  objective TEXT NOT NULL,
  period TEXT NOT NULL,
  earns_back TEXT NOT NULL,
  version INTEGER NOT NULL,
  supplier TEXT NOT NULL,
  contract TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount INTEGER NOT NULL,
  statement TEXT NOT NULL,
  statement_version INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (agreement, objective, period, earns_back, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX credit_entry_supplier ON credit_entry (supplier, period);
