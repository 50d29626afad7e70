-- Work to be done, being done and done. waiting_key is held while a job waits, lane_key while it
-- runs: of equal ones only one can. version grows with every change of the row.
CREATE TABLE job (
  id INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  payload TEXT NOT NULL,
  state TEXT NOT NULL,
  actor TEXT NOT NULL,
  request_key TEXT UNIQUE,
  waiting_key TEXT UNIQUE,
  lane TEXT NOT NULL,
  lane_key TEXT UNIQUE,
  version INTEGER NOT NULL DEFAULT 1,
  token TEXT NOT NULL DEFAULT '',
  owner TEXT NOT NULL DEFAULT '',
  lease_until INTEGER NOT NULL DEFAULT 0,
  cancel_wanted INTEGER NOT NULL DEFAULT 0,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try_at INTEGER NOT NULL,
  done INTEGER NOT NULL DEFAULT 0,
  total INTEGER NOT NULL DEFAULT 0,
  import_run INTEGER,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  finished_at INTEGER,
  error_class TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL,
  hint TEXT NOT NULL,
  result TEXT NOT NULL
) STRICT;

CREATE INDEX job_state ON job (state, next_try_at);

-- When something is to be done next. definition is what next_at was computed from.
CREATE TABLE job_schedule (
  name TEXT NOT NULL PRIMARY KEY,
  definition TEXT NOT NULL,
  next_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
