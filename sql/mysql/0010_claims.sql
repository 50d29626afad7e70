-- What is asked of suppliers. A claim's lines and entries are only ever inserted; state, version and
-- the outstanding amounts are what its entries add up to, kept for searching and to step it once.
CREATE TABLE IF NOT EXISTS claim (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  supplier VARCHAR(191) NOT NULL,
  contract VARCHAR(191) NOT NULL,
  currency VARCHAR(3) NOT NULL,
  exponent SMALLINT NOT NULL,
  state VARCHAR(16) NOT NULL,
  version BIGINT NOT NULL,
  outstanding_net BIGINT NOT NULL,
  outstanding_tax BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  KEY claim_supplier (supplier, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- A credit line is in one claim, for ever. Without an objective or an earned-back period: empty.
CREATE TABLE IF NOT EXISTS claim_line (
  claim BIGINT NOT NULL,
  number INT NOT NULL,
  agreement VARCHAR(191) NOT NULL,
  objective VARCHAR(191) NOT NULL,
  period VARCHAR(16) NOT NULL,
  earns_back VARCHAR(16) NOT NULL,
  net BIGINT NOT NULL,
  mode VARCHAR(16) NOT NULL,
  claim_by VARCHAR(10),
  time_zone VARCHAR(64) NOT NULL,
  PRIMARY KEY (claim, number),
  UNIQUE KEY claim_line_key (agreement, objective, period, earns_back),
  CONSTRAINT claim_line_claim FOREIGN KEY (claim) REFERENCES claim (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- sha256 is over the entry and the hash of the one before it; of the first: of claim and lines.
CREATE TABLE IF NOT EXISTS claim_entry (
  claim BIGINT NOT NULL,
  number INT NOT NULL,
  step VARCHAR(16) NOT NULL,
  kind VARCHAR(16) NOT NULL,
  from_account VARCHAR(16) NOT NULL,
  to_account VARCHAR(16) NOT NULL,
  net BIGINT NOT NULL,
  tax BIGINT NOT NULL,
  line INT,
  note_number VARCHAR(191),
  note_date VARCHAR(10),
  happened_on VARCHAR(10),
  at BIGINT NOT NULL,
  actor VARCHAR(255) NOT NULL,
  reason TEXT NOT NULL,
  request_key VARCHAR(191) UNIQUE,
  sha256 CHAR(64) NOT NULL,
  PRIMARY KEY (claim, number),
  CONSTRAINT claim_entry_claim FOREIGN KEY (claim) REFERENCES claim (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;
