-- What must be counted in one row (documents), said once (marks) or held by one program (leases).
CREATE TABLE IF NOT EXISTS store_sequence (
  name VARCHAR(191) NOT NULL PRIMARY KEY,
  value BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

INSERT IGNORE INTO store_sequence (name, value) VALUES ('document', 0);

CREATE TABLE IF NOT EXISTS store_mark (
  name VARCHAR(191) NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS store_lease (
  name VARCHAR(191) NOT NULL PRIMARY KEY,
  token VARCHAR(32) NOT NULL,
  until_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- Every revision of every document; effective_from is '' but for amendments.
CREATE TABLE IF NOT EXISTS document_revision (
  revision BIGINT NOT NULL PRIMARY KEY,
  kind VARCHAR(64) NOT NULL,
  id VARCHAR(191) NOT NULL,
  effective_from VARCHAR(10) NOT NULL,
  at BIGINT NOT NULL,
  actor VARCHAR(255) NOT NULL,
  reason MEDIUMTEXT NOT NULL,
  json LONGTEXT NOT NULL,
  sha256 VARCHAR(64) NOT NULL,
  KEY document_revision_name (kind, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS document_current (
  kind VARCHAR(64) NOT NULL,
  id VARCHAR(191) NOT NULL,
  effective_from VARCHAR(10) NOT NULL,
  revision BIGINT NOT NULL,
  PRIMARY KEY (kind, id, effective_from),
  FOREIGN KEY (revision) REFERENCES document_revision (revision)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;
