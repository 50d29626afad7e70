-- What was read. sha256 is empty while a writer is at work (then owner says which).
CREATE TABLE IF NOT EXISTS raw_blob (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  sha256 VARCHAR(64) UNIQUE,
  bytes BIGINT NOT NULL,
  stored_bytes BIGINT NOT NULL,
  chunks BIGINT NOT NULL,
  owner VARCHAR(255) NOT NULL,
  lease_until BIGINT NOT NULL,
  created_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS raw_blob_chunk (
  blob_id BIGINT NOT NULL,
  number BIGINT NOT NULL,
  data LONGBLOB NOT NULL,
  PRIMARY KEY (blob_id, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS import_blob (
  run BIGINT NOT NULL,
  name VARCHAR(255) NOT NULL,
  blob_id BIGINT NOT NULL,
  PRIMARY KEY (run, name),
  FOREIGN KEY (run) REFERENCES import_run (id),
  FOREIGN KEY (blob_id) REFERENCES raw_blob (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;
