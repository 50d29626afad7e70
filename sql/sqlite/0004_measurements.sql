-- value is the exact fraction "n/d"; detail holds as JSON what nobody searches by.
CREATE TABLE measurement (
  agreement TEXT NOT NULL,
  objective TEXT NOT NULL,
  period TEXT NOT NULL,
  part_from INTEGER NOT NULL,
  version INTEGER NOT NULL,
  frozen INTEGER NOT NULL,
  part_to INTEGER NOT NULL,
  range_from INTEGER NOT NULL,
  range_to INTEGER NOT NULL,
  metric TEXT NOT NULL,
  unit TEXT NOT NULL,
  period_open INTEGER NOT NULL,
  status TEXT NOT NULL,
  value TEXT,
  score TEXT,
  counted INTEGER NOT NULL,
  breaching INTEGER NOT NULL,
  pending INTEGER NOT NULL,
  excluded INTEGER NOT NULL,
  as_of INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  scorer_version TEXT NOT NULL,
  tz_data_version TEXT NOT NULL,
  digest TEXT NOT NULL,
  detail TEXT NOT NULL,
  saved_at INTEGER NOT NULL,
  PRIMARY KEY (agreement, objective, period, part_from, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX measurement_status ON measurement (status, period);
