-- How often measurements of an agreement were saved or removed: what readers keep in memory holds
-- while it stands still.
CREATE TABLE IF NOT EXISTS measurement_saves (
  agreement VARCHAR(191) NOT NULL PRIMARY KEY,
  saves BIGINT NOT NULL
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;

-- Answers to requests that must not be done twice. status 0: under way until lease_until.
CREATE TABLE IF NOT EXISTS http_reply (
  request_key VARCHAR(191) NOT NULL PRIMARY KEY,
  operation VARCHAR(191) NOT NULL,
  fingerprint VARCHAR(64) NOT NULL,
  status SMALLINT NOT NULL,
  headers TEXT NOT NULL,
  body MEDIUMTEXT NOT NULL,
  lease_until BIGINT NOT NULL,
  at BIGINT NOT NULL,
  KEY http_reply_at (at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_bin ROW_FORMAT=DYNAMIC;
