-- What was being read when a row was set aside; empty: no file, or not known.
ALTER TABLE import_reject ADD COLUMN file VARCHAR(4096) NOT NULL DEFAULT '';
