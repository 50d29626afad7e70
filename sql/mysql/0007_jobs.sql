-- Work to be done, being done and done. waiting_key is held while a job waits, lane_key while it
-- runs: of equal ones only one can. version grows with every change of the row.
CREATE TABLE IF NOT EXISTS job (
  id BIGINT NOT NULL AUTO_INCREMENT PRIMARY KEY,
  kind VARCHAR(32) NOT NULL,
  subject VARCHAR(191) NOT NULL,
  payload MEDIUMTEXT NOT NULL,
  state VARCHAR(16) NOT NULL,
  actor VARCHAR(255) NOT NULL,
  request_key VARCHAR(191) UNIQUE,
  waiting_key VARCHAR(191) UNIQUE,
  lane VARCHAR(191) NOT NULL,
  lane_key VARCHAR(191) UNIQUE,
  version BIGINT NOT NULL DEFAULT 1,
  token VARCHAR(32) NOT NULL DEFAULT '',
  owner VARCHAR(255) NOT NULL DEFAULT '',
  lease_until BIGINT NOT NULL DEFAULT 0,
  cancel_wanted SMALLINT NOT NULL DEFAULT 0,
  attempts BIGINT NOT NULL DEFAULT 0,
  next_try_at BIGINT NOT NULL,
  done BIGINT NOT NULL DEFAULT 0,
  total BIGINT NOT NULL DEFAULT 0,
  import_run BIGINT,
  created_at BIGINT NOT NULL,
  started_at BIGINT,
  finished_at BIGINT,
  error_class VARCHAR(64) NOT NULL DEFAULT '',
  message TEXT NOT NULL,
  hint TEXT NOT NULL,
  result MEDIUMTEXT NOT NULL,
  KEY job_state (state, next_try_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- When something is to be done next. definition is what next_at was computed from.
CREATE TABLE IF NOT EXISTS job_schedule (
  name VARCHAR(191) NOT NULL PRIMARY KEY,
  definition VARCHAR(255) NOT NULL,
  next_at BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;
