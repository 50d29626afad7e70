-- What must be counted in one row (documents), said once (marks) or held by one program (leases).
CREATE TABLE store_sequence (
  name TEXT NOT NULL PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO store_sequence (name, value) VALUES ('document', 0);

CREATE TABLE store_mark (
  name TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE store_lease (
  name TEXT NOT NULL PRIMARY KEY,
  token TEXT NOT NULL,
  until_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Every revision of every document; effective_from is '' but for amendments.
CREATE TABLE document_revision (
  revision INTEGER NOT NULL PRIMARY KEY,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  reason TEXT NOT NULL,
  json TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;

CREATE INDEX document_revision_name ON document_revision (kind, id);

CREATE TABLE document_current (
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  revision INTEGER NOT NULL REFERENCES document_revision (revision),
  PRIMARY KEY (kind, id, effective_from)
) STRICT, WITHOUT ROWID;
