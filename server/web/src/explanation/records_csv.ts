import type { ExplainedRecord } from "../api/types";

const COLUMNS = [
  "source",
  "key",
  "verdict",
  "reason",
  "from",
  "to",
  "amount_ms",
  "limit_ms",
  "incident",
] as const satisfies readonly (keyof ExplainedRecord)[];

/** A field by RFC 4180. One that a spreadsheet would run as a formula gets an apostrophe. */
function field(value: string | number | null): string {
  const text = value === null ? "" : String(value);
  const safe = typeof value === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function recordsCsv(records: ExplainedRecord[]): string {
  const lines = records.map((record) => COLUMNS.map((column) => field(record[column])).join(","));
  return [COLUMNS.join(","), ...lines, ""].join("\r\n");
}
