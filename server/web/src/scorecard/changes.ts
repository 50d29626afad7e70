// What changed since the period before: the sentences for Tuesday's meeting.

import type { Trend, TrendPoint, TrendSeries } from "../api/types";

export interface Change {
  series: TrendSeries;
  before: TrendPoint;
  now: TrendPoint;
  kind: "missed" | "recovered" | "worse" | "better" | "lost" | "returned";
}

const WITHOUT = new Set(["no_data", "no_events", "undetermined"]);
const ORDER: Change["kind"][] = ["missed", "lost", "worse", "recovered", "returned", "better"];

function kindOf(before: TrendPoint, now: TrendPoint): Change["kind"] | null {
  if (before.status !== now.status) {
    if (now.status === "breached" && before.status === "met") return "missed";
    if (now.status === "met" && before.status === "breached") return "recovered";
    if (WITHOUT.has(now.status) && !WITHOUT.has(before.status)) return "lost";
    if (!WITHOUT.has(now.status) && WITHOUT.has(before.status)) return "returned";
  }
  if (before.score === null || now.score === null) return null;
  const difference = Number(now.score) - Number(before.score);
  if (Math.abs(difference) < 1) return null; // less than a point is noise
  return difference < 0 ? "worse" : "better";
}

/** The objectives that changed between their latest period up to the shown one and its predecessor. */
export function changesOf(trend: Trend, labels: Set<string>): Change[] {
  const changes: Change[] = [];
  for (const series of trend.items) {
    const at = series.points.findLastIndex((point) => labels.has(point.period));
    const now = series.points[at];
    const before = series.points[at - 1];
    if (!now || !before) continue;
    const kind = kindOf(before, now);
    if (kind) changes.push({ series, before, now, kind });
  }
  return changes.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
}
