-- What a period's closing froze, and each restated version beside it. number orders all of them;
-- scorecard, credits, basis and changed are JSON with exact numbers; sha256 is over all columns.
CREATE TABLE IF NOT EXISTS statement (
  supplier VARCHAR(191) NOT NULL,
  period VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  number BIGINT NOT NULL UNIQUE,
  at BIGINT NOT NULL,
  as_of BIGINT NOT NULL,
  actor VARCHAR(255) NOT NULL,
  reason TEXT NOT NULL,
  documents BIGINT NOT NULL,
  scorecard LONGTEXT NOT NULL,
  credits LONGTEXT NOT NULL,
  basis LONGTEXT NOT NULL,
  changed LONGTEXT NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  PRIMARY KEY (supplier, period, version)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- The agreements' periods that are closed; statement is the label that closed them first.
CREATE TABLE IF NOT EXISTS closed_period (
  agreement VARCHAR(191) NOT NULL,
  period VARCHAR(64) NOT NULL,
  supplier VARCHAR(191) NOT NULL,
  statement VARCHAR(64) NOT NULL,
  range_from BIGINT NOT NULL,
  range_to BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (agreement, period),
  KEY closed_period_supplier (supplier)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- Service credits of closed periods: version 1 is the line as closed, each later one the difference
-- that a restatement made, in minor units. Their sum is what is owed. Rows are only ever inserted.
-- objective is empty for an agreement's own line; earns_back names the period whose credit an entry
-- returns; line is what was derived, empty where nothing is owed any more.
CREATE TABLE IF NOT EXISTS credit_entry (
  agreement VARCHAR(191) NOT NULL,
  objective VARCHAR(191) NOT NULL,
  period VARCHAR(64) NOT NULL,
  earns_back VARCHAR(64) NOT NULL,
  version BIGINT NOT NULL,
  supplier VARCHAR(191) NOT NULL,
  contract VARCHAR(191) NOT NULL,
  currency VARCHAR(16) NOT NULL,
  amount BIGINT NOT NULL,
  statement VARCHAR(64) NOT NULL,
  statement_version BIGINT NOT NULL,
  at BIGINT NOT NULL,
  actor VARCHAR(255) NOT NULL,
  reason MEDIUMTEXT NOT NULL,
  line MEDIUMTEXT NOT NULL,
  PRIMARY KEY (agreement, objective, period, earns_back, version),
  KEY credit_entry_supplier (supplier, period)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;
