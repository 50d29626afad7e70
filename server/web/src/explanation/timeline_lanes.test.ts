import { expect, test } from "vitest";
import type { ExplainedPart } from "../api/types";
import { lanesOf, ticksOf } from "./timeline_lanes";

const part = {
  from: "2024-03-01T00:00:00Z",
  to: "2024-03-11T00:00:00Z",
  calendar: "always",
  service: [{ from: "2024-03-01T00:00:00Z", to: "2024-03-11T00:00:00Z" }],
  uncovered: [{ from: "2024-03-10T00:00:00Z", to: "2024-03-11T00:00:00Z" }],
  exclusions: [],
  records: [
    {
      key: "before",
      verdict: "breaching",
      from: "2024-02-27T00:00:00Z",
      to: "2024-03-02T00:00:00Z",
    },
    { key: "running", verdict: "breaching", from: "2024-03-06T00:00:00Z", to: null },
    { key: "elsewhere", verdict: "breaching", from: "2024-04-06T00:00:00Z", to: null },
    { key: "fine", verdict: "counted", from: "2024-03-06T00:00:00Z", to: "2024-03-07T00:00:00Z" },
    { key: "timeless", verdict: "breaching", from: null, to: null },
  ],
} as unknown as ExplainedPart;

const lane = (name: string) => lanesOf(part).find((one) => one.name === name)?.bars ?? [];

test("bars are cut to the part; what has no end runs to its end", () => {
  expect(lane("Breaching").map(({ left, width }) => [left, width])).toEqual([
    [0, 10],
    [50, 50],
  ]);
});

test("bars that overlap lie below each other", () => {
  const record = (from: number, to: number) => ({
    key: "",
    verdict: "breaching",
    from: `2024-03-0${from}T00:00:00Z`,
    to: `2024-03-0${to}T00:00:00Z`,
  });
  const busy = { ...part, records: [record(1, 4), record(2, 3), record(5, 6)] } as ExplainedPart;
  const found = lanesOf(busy).find((one) => one.name === "Breaching");
  expect(found?.lines).toBe(2);
  expect(found?.bars.map((bar) => bar.line)).toEqual([0, 1, 0]);
});

test("service time and what was not seen have lanes of their own", () => {
  expect(lane("Service time")[0]).toMatchObject({ left: 0, width: 100 });
  expect(lane("Not seen")[0]).toMatchObject({ left: 90, width: 10 });
});

test("pending has a lane only where something is", () => {
  expect(lanesOf(part).map((one) => one.name)).not.toContain("Pending");
});

test("a tick for each local midnight, labels as many as fit", () => {
  const ticks = ticksOf(part, "Europe/London", 5);
  expect(ticks.lines).toHaveLength(10);
  expect(ticks.labels.map((tick) => tick.left)).toEqual([0, 20, 40, 60, 80]);
});
