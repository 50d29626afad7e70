-- What was being read when a row was set aside; empty: no file, or not known.
ALTER TABLE import_reject ADD COLUMN file TEXT NOT NULL DEFAULT '';
