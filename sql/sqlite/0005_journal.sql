-- Rows here are only ever inserted; the sealer numbers them beside, in journal_order.
CREATE TABLE journal (
  id INTEGER NOT NULL PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  act TEXT NOT NULL,
  subject TEXT NOT NULL,
  detail TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;

CREATE INDEX journal_subject ON journal (subject, id);

CREATE TABLE journal_order (
  number INTEGER NOT NULL PRIMARY KEY,
  entry INTEGER NOT NULL UNIQUE
) STRICT;

CREATE TABLE journal_seal (
  number INTEGER NOT NULL PRIMARY KEY,
  first INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  at INTEGER NOT NULL,
  root TEXT NOT NULL,
  previous TEXT NOT NULL,
  sha256 TEXT NOT NULL
) STRICT;
