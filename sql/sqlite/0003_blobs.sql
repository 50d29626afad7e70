-- What was read. sha256 is empty while a writer is at work (then owner says which).
CREATE TABLE raw_blob (
  id INTEGER NOT NULL PRIMARY KEY,
  sha256 TEXT UNIQUE,
  bytes INTEGER NOT NULL,
  stored_bytes INTEGER NOT NULL,
  chunks INTEGER NOT NULL,
  owner TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE raw_blob_chunk (
  blob_id INTEGER NOT NULL,
  number INTEGER NOT NULL,
  data BLOB NOT NULL,
  PRIMARY KEY (blob_id, number)
) STRICT;

CREATE TABLE import_blob (
  run INTEGER NOT NULL REFERENCES import_run (id),
  name TEXT NOT NULL,
  blob_id INTEGER NOT NULL REFERENCES raw_blob (id),
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
