-- last_revision numbers the source's changes; records counts its current rows.
CREATE TABLE IF NOT EXISTS evidence_source (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  name VARCHAR(191) NOT NULL UNIQUE,
  last_revision BIGINT NOT NULL DEFAULT 0,
  records BIGINT NOT NULL DEFAULT 0,
  shapes SMALLINT NOT NULL DEFAULT 0,
  open_run BIGINT
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS import_run (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  source_id BIGINT NOT NULL,
  status VARCHAR(64) NOT NULL,
  token VARCHAR(32) NOT NULL,
  owner VARCHAR(255) NOT NULL,
  lease_until BIGINT NOT NULL,
  actor VARCHAR(255) NOT NULL,
  plugin VARCHAR(191) NOT NULL,
  input TEXT NOT NULL,
  started_at BIGINT NOT NULL,
  finished_at BIGINT,
  failure_class VARCHAR(64) NOT NULL DEFAULT '',
  message TEXT NOT NULL,
  batches BIGINT NOT NULL DEFAULT 0,
  created BIGINT NOT NULL DEFAULT 0,
  changed BIGINT NOT NULL DEFAULT 0,
  unchanged BIGINT NOT NULL DEFAULT 0,
  rejected BIGINT NOT NULL DEFAULT 0,
  warned BIGINT NOT NULL DEFAULT 0,
  last_created BIGINT NOT NULL DEFAULT 0,
  last_changed BIGINT NOT NULL DEFAULT 0,
  last_unchanged BIGINT NOT NULL DEFAULT 0,
  last_rejected BIGINT NOT NULL DEFAULT 0,
  KEY import_run_source (source_id, id),
  FOREIGN KEY (source_id) REFERENCES evidence_source (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- The checkpoint, in hexadecimal: a plugin's state is any bytes.
CREATE TABLE IF NOT EXISTS import_state (
  run BIGINT NOT NULL,
  stream VARCHAR(191) NOT NULL,
  state MEDIUMTEXT NOT NULL,
  PRIMARY KEY (run, stream),
  FOREIGN KEY (run) REFERENCES import_run (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS import_covered (
  run BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  PRIMARY KEY (run, from_at),
  FOREIGN KEY (run) REFERENCES import_run (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS import_reject (
  run BIGINT NOT NULL,
  number BIGINT NOT NULL,
  place BIGINT NOT NULL,
  column_name TEXT NOT NULL,
  content MEDIUMTEXT NOT NULL,
  reason MEDIUMTEXT NOT NULL,
  PRIMARY KEY (run, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS import_warning (
  run BIGINT NOT NULL,
  number BIGINT NOT NULL,
  place BIGINT NOT NULL,
  content MEDIUMTEXT NOT NULL,
  PRIMARY KEY (run, number)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- Current records. id is source_id x 2^40 + the source's revision that made the row: a source is
-- one stretch of the table, and new rows go to its end.
CREATE TABLE IF NOT EXISTS evidence (
  id BIGINT NOT NULL PRIMARY KEY,
  source_id BIGINT NOT NULL,
  record_key VARBINARY(700) NOT NULL,
  run BIGINT NOT NULL,
  place BIGINT NOT NULL,
  hash BINARY(32) NOT NULL,
  shape SMALLINT NOT NULL,
  dates SMALLINT NOT NULL,
  start_at BIGINT,
  responded_at BIGINT,
  end_at BIGINT,
  due_at BIGINT,
  impact BIGINT NOT NULL,
  state TEXT NOT NULL,
  component TEXT NOT NULL,
  priority TEXT NOT NULL,
  metric TEXT NOT NULL,
  incident TEXT NOT NULL,
  value VARCHAR(41),
  good VARCHAR(41),
  total VARCHAR(41),
  ordered VARCHAR(41),
  delivered VARCHAR(41),
  pauses MEDIUMTEXT NOT NULL,
  attributes MEDIUMTEXT NOT NULL,
  UNIQUE KEY evidence_key (source_id, record_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- Superseded revisions; superseded_run is the run that brought the next one.
CREATE TABLE IF NOT EXISTS evidence_history (
  id BIGINT NOT NULL PRIMARY KEY,
  source_id BIGINT NOT NULL,
  record_key VARBINARY(700) NOT NULL,
  run BIGINT NOT NULL,
  place BIGINT NOT NULL,
  hash BINARY(32) NOT NULL,
  shape SMALLINT NOT NULL,
  dates SMALLINT NOT NULL,
  start_at BIGINT,
  responded_at BIGINT,
  end_at BIGINT,
  due_at BIGINT,
  impact BIGINT NOT NULL,
  state TEXT NOT NULL,
  component TEXT NOT NULL,
  priority TEXT NOT NULL,
  metric TEXT NOT NULL,
  incident TEXT NOT NULL,
  value VARCHAR(41),
  good VARCHAR(41),
  total VARCHAR(41),
  ordered VARCHAR(41),
  delivered VARCHAR(41),
  pauses MEDIUMTEXT NOT NULL,
  attributes MEDIUMTEXT NOT NULL,
  superseded_run BIGINT NOT NULL,
  KEY evidence_history_key (source_id, record_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

CREATE TABLE IF NOT EXISTS evidence_coverage (
  source_id BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  PRIMARY KEY (source_id, from_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- Where something changed, and up to which revision.
CREATE TABLE IF NOT EXISTS evidence_touched (
  source_id BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  from_at BIGINT NOT NULL,
  to_at BIGINT NOT NULL,
  PRIMARY KEY (source_id, revision, from_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;
