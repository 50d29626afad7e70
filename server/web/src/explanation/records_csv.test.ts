import { expect, test } from "vitest";
import type { ExplainedRecord } from "../api/types";
import { recordsCsv } from "./records_csv";

test("quotes what needs it, and defuses formulas", () => {
  const record: ExplainedRecord = {
    source: "s",
    key: '=HYPERLINK("x")',
    verdict: "breaching",
    reason: "late, twice",
    from: "2024-03-01T00:00:00Z",
    to: null,
    amount_ms: -5,
    limit_ms: null,
    group: null,
    incident: null,
    href: "/api/v1/sources/log/records?key=1",
  };
  expect(recordsCsv([record])).toBe(
    "source,key,verdict,reason,from,to,amount_ms,limit_ms,incident\r\n" +
      's,"\'=HYPERLINK(""x"")",breaching,"late, twice",2024-03-01T00:00:00Z,,-5,,\r\n',
  );
});
