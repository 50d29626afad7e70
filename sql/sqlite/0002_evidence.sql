-- last_revision numbers the source's changes; records counts its current rows.
CREATE TABLE evidence_source (
  id INTEGER NOT NULL PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  last_revision INTEGER NOT NULL DEFAULT 0,
  records INTEGER NOT NULL DEFAULT 0,
  shapes INTEGER NOT NULL DEFAULT 0,
  open_run INTEGER
) STRICT;

CREATE TABLE import_run (
  id INTEGER NOT NULL PRIMARY KEY,
  source_id INTEGER NOT NULL REFERENCES evidence_source (id),
  status TEXT NOT NULL,
  token TEXT NOT NULL,
  owner TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  actor TEXT NOT NULL,
  plugin TEXT NOT NULL,
  input TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  finished_at INTEGER,
  failure_class TEXT NOT NULL DEFAULT '',
  message TEXT NOT NULL,
  batches INTEGER NOT NULL DEFAULT 0,
  created INTEGER NOT NULL DEFAULT 0,
  changed INTEGER NOT NULL DEFAULT 0,
  unchanged INTEGER NOT NULL DEFAULT 0,
  rejected INTEGER NOT NULL DEFAULT 0,
  warned INTEGER NOT NULL DEFAULT 0,
  last_created INTEGER NOT NULL DEFAULT 0,
  last_changed INTEGER NOT NULL DEFAULT 0,
  last_unchanged INTEGER NOT NULL DEFAULT 0,
  last_rejected INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE INDEX import_run_source ON import_run (source_id, id);

-- The checkpoint, in hexadecimal: a plugin's state is any bytes.
CREATE TABLE import_state (
  run INTEGER NOT NULL REFERENCES import_run (id),
  stream TEXT NOT NULL,
  state TEXT NOT NULL,
  PRIMARY KEY (run, stream)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_covered (
  run INTEGER NOT NULL REFERENCES import_run (id),
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  PRIMARY KEY (run, from_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_reject (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  place INTEGER NOT NULL,
  column_name TEXT NOT NULL,
  content TEXT NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_warning (
  run INTEGER NOT NULL,
  number INTEGER NOT NULL,
  place INTEGER NOT NULL,
  content TEXT NOT NULL,
  PRIMARY KEY (run, number)
) STRICT, WITHOUT ROWID;

-- Current records. id is source_id x 2^40 + the source's revision that made the row: a source is
-- one stretch of the table, and new rows go to its end.
CREATE TABLE evidence (
  id INTEGER NOT NULL PRIMARY KEY,
  source_id INTEGER NOT NULL,
  record_key TEXT NOT NULL,
  run INTEGER NOT NULL,
  place INTEGER NOT NULL,
  hash BLOB NOT NULL,
  shape INTEGER NOT NULL,
  dates INTEGER NOT NULL,
  start_at INTEGER,
  responded_at INTEGER,
  end_at INTEGER,
  due_at INTEGER,
  impact INTEGER NOT NULL,
  state TEXT NOT NULL,
  component TEXT NOT NULL,
  priority TEXT NOT NULL,
  metric TEXT NOT NULL,
  incident TEXT NOT NULL,
  value TEXT,
  good TEXT,
  total TEXT,
  ordered TEXT,
  delivered TEXT,
  pauses TEXT NOT NULL,
  attributes TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX evidence_key ON evidence (source_id, record_key);

-- Superseded revisions; superseded_run is the run that brought the next one.
CREATE TABLE evidence_history (
  id INTEGER NOT NULL PRIMARY KEY,
  source_id INTEGER NOT NULL,
  record_key TEXT NOT NULL,
  run INTEGER NOT NULL,
  place INTEGER NOT NULL,
  hash BLOB NOT NULL,
  shape INTEGER NOT NULL,
  dates INTEGER NOT NULL,
  start_at INTEGER,
  responded_at INTEGER,
  end_at INTEGER,
  due_at INTEGER,
  impact INTEGER NOT NULL,
  state TEXT NOT NULL,
  component TEXT NOT NULL,
  priority TEXT NOT NULL,
  metric TEXT NOT NULL,
  incident TEXT NOT NULL,
  value TEXT,
  good TEXT,
  total TEXT,
  ordered TEXT,
  delivered TEXT,
  pauses TEXT NOT NULL,
  attributes TEXT NOT NULL,
  superseded_run INTEGER NOT NULL
) STRICT;

CREATE INDEX evidence_history_key ON evidence_history (source_id, record_key);

CREATE TABLE evidence_coverage (
  source_id INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  PRIMARY KEY (source_id, from_at)
) STRICT, WITHOUT ROWID;

-- Where something changed, and up to which revision.
CREATE TABLE evidence_touched (
  source_id INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  to_at INTEGER NOT NULL,
  PRIMARY KEY (source_id, revision, from_at)
) STRICT, WITHOUT ROWID;
