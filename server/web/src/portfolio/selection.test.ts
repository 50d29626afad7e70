import { expect, test } from "vitest";
import type { PortfolioRow } from "../api/types";
import { creditsByCurrency, gradesOf, readSelection, select } from "./selection";

function row(
  supplier: string,
  scores: (string | null)[],
  extra: Partial<PortfolioRow> = {},
): PortfolioRow {
  return {
    supplier,
    name: supplier.toUpperCase(),
    tier: "strategic",
    status: "active",
    periods: scores.map((score, i) => ({
      period: `2024-0${i + 1}`,
      score,
      grade: score === null ? null : "A",
      breached: score === "40.00" ? 1 : 0,
      provisional: false,
      stale: false,
      no_data: score === null,
    })),
    credits_open: null,
    ...extra,
  };
}

const rows = [
  row("steady", ["99.00", "99.00"]),
  row("falling", ["100.00", "40.00"]),
  row("silent", [null, null]),
  row("rising", ["10.00", "90.00"], {
    tier: "tactical",
    credits_open: { currency: "GBP", total: "10.50" },
  }),
];
const ids = (query: string) =>
  select(rows, readSelection(new URLSearchParams(query)), 1).map((one) => one.supplier);

test("the lowest score first, and suppliers without one last", () => {
  expect(ids("")).toEqual(["falling", "rising", "steady", "silent"]);
});

test("scores are compared as numbers", () => {
  const two = [row("a", ["100.00"]), row("b", ["99.00"])];
  expect(select(two, readSelection(new URLSearchParams()), 0)[0]?.supplier).toBe("b");
});

test("the largest drop first", () => {
  expect(ids("order=drop")).toEqual(["falling", "steady", "rising", "silent"]);
});

test("filters by text, tier and what needs a look", () => {
  expect(ids("q=ris")).toEqual(["rising"]);
  expect(ids("tier=tactical")).toEqual(["rising"]);
  expect(ids("show=breached")).toEqual(["falling"]);
  expect(ids("show=no_data")).toEqual(["silent"]);
  expect(ids("show=credits")).toEqual(["rising"]);
  expect(ids("show=nonsense&order=nonsense")).toHaveLength(4);
});

test("credits add up exactly, each currency by itself", () => {
  const owing = [
    row("a", [], { credits_open: { currency: "GBP", total: "0.10" } }),
    row("b", [], { credits_open: { currency: "GBP", total: "0.20" } }),
    row("c", [], { credits_open: { currency: "JPY", total: "500" } }),
    row("d", [], { credits_open: { currency: "USD", total: "0.00" } }),
  ];
  expect(creditsByCurrency(owing)).toEqual([
    { currency: "JPY", total: "500" },
    { currency: "GBP", total: "0.30" },
  ]);
});

test("grades are counted, no data apart", () => {
  expect(gradesOf(rows, 1)).toEqual(
    new Map([
      ["A", 3],
      [null, 1],
    ]),
  );
});
