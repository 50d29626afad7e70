// What the time line of a part shows: bars on a scale from 0 to 100 % of the part.

import { scaleLinear } from "d3-scale";
import type { ExplainedPart, ExplainedRecord, Span } from "../api/types";
import { midnights } from "../format/time";

export interface Bar {
  left: number;
  width: number;
  from: string;
  to: string | null;
  text: string;
  /** Which line of its lane: bars that overlap lie below each other. */
  line: number;
}

export interface Lane {
  name: string;
  kind: "service" | "covered" | "uncovered" | "excluded" | "breaching" | "pending";
  bars: Bar[];
  /** How many lines they take. */
  lines: number;
  /** What it means that the lane is empty. */
  empty: string;
}

function scaleOf(part: { from: string; to: string }) {
  return scaleLinear()
    .domain([Date.parse(part.from), Date.parse(part.to)])
    .range([0, 100])
    .clamp(true);
}

function barOf(part: ExplainedPart, from: string, to: string | null, text: string): Bar | null {
  const scale = scaleOf(part);
  const end = to ?? part.to;
  if (Date.parse(end) < Date.parse(part.from) || Date.parse(from) >= Date.parse(part.to))
    return null;
  const left = scale(Date.parse(from));
  return { left, width: scale(Date.parse(end)) - left, from, to, text, line: 0 };
}

function barsOfSpans(part: ExplainedPart, spans: Span[], text: string): Bar[] {
  return spans.flatMap((span) => barOf(part, span.from, span.to, text) ?? []);
}

function barsOfRecords(part: ExplainedPart, verdict: ExplainedRecord["verdict"]): Bar[] {
  return part.records
    .filter((record) => record.verdict === verdict && (record.from ?? record.to) !== null)
    .flatMap((record) => {
      const from = record.from ?? record.to ?? part.from;
      return barOf(part, from, record.to, `${record.key}: ${record.reason}`) ?? [];
    });
}

const MOST_LINES = 12;
const GAP = 0.3; // in per cent of the width: bars are drawn a little wider than they are

/** Gives each bar the first line that is free at its start; beyond the last one they share. */
function laid(bars: Bar[]): { bars: Bar[]; lines: number } {
  const ends: number[] = [];
  const placed = [...bars]
    .sort((a, b) => a.left - b.left)
    .map((bar) => {
      const free = ends.findIndex((end) => end <= bar.left);
      const line = free >= 0 ? free : Math.min(ends.length, MOST_LINES - 1);
      ends[line] = Math.max(ends[line] ?? 0, bar.left + bar.width + GAP);
      return { ...bar, line };
    });
  return { bars: placed, lines: Math.max(1, ends.length) };
}

export function lanesOf(part: ExplainedPart): Lane[] {
  const excluded = part.exclusions.flatMap(
    ({ id, from, to, reason }) => barOf(part, from, to, `${id}: ${reason}`) ?? [],
  );
  const lanes: Lane[] = [
    {
      name: "Service time",
      kind: "service",
      bars: barsOfSpans(part, part.service, part.calendar),
      lines: 1,
      empty: "no service time",
    },
    {
      name: "Not seen",
      kind: "uncovered",
      bars: barsOfSpans(part, part.uncovered, "no evidence covers this"),
      lines: 1,
      empty: "all was seen",
    },
    { name: "Exclusions", kind: "excluded", ...laid(excluded), empty: "none" },
    {
      name: "Breaching",
      kind: "breaching",
      ...laid(barsOfRecords(part, "breaching")),
      empty: "none",
    },
  ];
  const pending = barsOfRecords(part, "pending");
  if (pending.length > 0) {
    lanes.push({ name: "Pending", kind: "pending", ...laid(pending), empty: "none" });
  }
  return lanes;
}

export interface Tick {
  left: number;
  at: Date;
}

/** Midnights of the agreement's zone: all as lines, and as many labels as fit. */
export function ticksOf(part: { from: string; to: string }, zone: string, labels: number) {
  const scale = scaleOf(part);
  const days = midnights(new Date(part.from), new Date(part.to), zone);
  const every = Math.max(1, Math.ceil(days.length / labels));
  const ticks: Tick[] = days.map((at) => ({ left: scale(at.getTime()), at }));
  return {
    lines: days.length <= 62 ? ticks : ticks.filter((_, i) => i % every === 0),
    labels: ticks.filter((_, i) => i % every === 0),
  };
}
