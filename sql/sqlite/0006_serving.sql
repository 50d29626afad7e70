-- How often measurements of an agreement were saved or removed: what readers keep in memory holds
-- while it stands still.
CREATE TABLE measurement_saves (
  agreement TEXT NOT NULL PRIMARY KEY,
  saves INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Answers to requests that must not be done twice. status 0: under way until lease_until.
CREATE TABLE http_reply (
  request_key TEXT NOT NULL PRIMARY KEY,
  operation TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status INTEGER NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX http_reply_at ON http_reply (at);
