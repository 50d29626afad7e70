import { expect, test } from "vitest";
import type { Trend, TrendPoint } from "../api/types";
import { changesOf } from "./changes";

function trend(...all: [TrendPoint["status"], string | null][][]): Trend {
  return {
    supplier: "acme",
    as_of: "2024-05-01T00:00:00Z",
    stale: false,
    items: all.map((points, i) => ({
      agreement: "a",
      objective: `o${i}`,
      name: `Objective ${i}`,
      unit: "percent",
      target: { at_least: "99" },
      points: points.map(([status, score], month) => ({
        period: `2024-0${month + 1}`,
        value: null,
        status,
        score,
        provisional: false,
      })),
    })),
  };
}

const kinds = (t: Trend, period = "2024-02") =>
  changesOf(t, new Set([period])).map((change) => change.kind);

test("a target newly missed comes first, a recovery later", () => {
  const t = trend(
    [
      ["breached", "50.00"],
      ["met", "100.00"],
    ],
    [
      ["met", "100.00"],
      ["breached", "0.00"],
    ],
  );
  expect(kinds(t)).toEqual(["missed", "recovered"]);
});

test("data that stopped is told apart from a miss", () => {
  expect(
    kinds(
      trend([
        ["met", "100.00"],
        ["no_data", null],
      ]),
    ),
  ).toEqual(["lost"]);
  expect(
    kinds(
      trend([
        ["no_events", null],
        ["breached", "0.00"],
      ]),
    ),
  ).toEqual(["returned"]);
});

test("a breach that got worse counts, less than a point does not", () => {
  expect(
    kinds(
      trend([
        ["breached", "60.00"],
        ["breached", "20.00"],
      ]),
    ),
  ).toEqual(["worse"]);
  expect(
    kinds(
      trend([
        ["breached", "60.00"],
        ["breached", "59.50"],
      ]),
    ),
  ).toEqual([]);
});

test("a first period and a period of another length have nothing before them", () => {
  expect(kinds(trend([["met", "100.00"]]), "2024-01")).toEqual([]);
  expect(
    kinds(
      trend([
        ["met", "100.00"],
        ["breached", "0.00"],
      ]),
      "2024-Q1",
    ),
  ).toEqual([]);
});
