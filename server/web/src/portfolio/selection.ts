// Which suppliers the heat map shows, and in which order. Pure; the address of the page holds it.

import type { PortfolioRow } from "../api/types";
import { compareDecimal } from "../format/quantity";

export const SHOWS = {
  all: "All suppliers",
  breached: "Breaches in their latest month",
  no_data: "No data in the latest closed month",
  credits: "Open service credits",
} as const;
export type Show = keyof typeof SHOWS;

export const ORDERS = {
  worst: "Lowest latest score",
  drop: "Largest drop",
  name: "Name",
  credits: "Open service credits",
} as const;
export type Order = keyof typeof ORDERS;

export interface Selection {
  text: string;
  tier: string;
  show: Show;
  order: Order;
}

export function readSelection(parameters: URLSearchParams): Selection {
  const show = parameters.get("show") ?? "all";
  const order = parameters.get("order") ?? "worst";
  return {
    text: parameters.get("q") ?? "",
    tier: parameters.get("tier") ?? "",
    show: show in SHOWS ? (show as Show) : "all",
    order: order in ORDERS ? (order as Order) : "worst",
  };
}

/** The scores of a row that exist, the oldest first. */
function scores(row: PortfolioRow): string[] {
  return row.periods.flatMap((cell) => (cell?.score == null ? [] : [cell.score]));
}

/** Change from the score before the latest one to the latest; null with fewer than two. */
export function latestChange(row: PortfolioRow): number | null {
  const [before, now] = scores(row).slice(-2);
  return before === undefined || now === undefined ? null : Number(now) - Number(before);
}

function latestCell(row: PortfolioRow) {
  return row.periods.findLast((cell) => cell != null && cell.score != null) ?? null;
}

/** Without a score last: nobody may hide behind missing data, but it is not the worst score either. */
function byLatestScore(a: PortfolioRow, b: PortfolioRow): number {
  const [x, y] = [scores(a).at(-1), scores(b).at(-1)];
  if (x === undefined || y === undefined) return Number(x === undefined) - Number(y === undefined);
  return compareDecimal(x, y);
}

function byName(a: PortfolioRow, b: PortfolioRow): number {
  return a.name.localeCompare(b.name) || (a.supplier < b.supplier ? -1 : 1);
}

function owed(row: PortfolioRow): number {
  return Number(row.credits_open?.total ?? 0);
}

const COMPARE: Record<Order, (a: PortfolioRow, b: PortfolioRow) => number> = {
  worst: byLatestScore,
  drop: (a, b) => (latestChange(a) ?? Infinity) - (latestChange(b) ?? Infinity),
  name: byName,
  // Amounts of different currencies do not compare: by currency, then by amount.
  credits: (a, b) =>
    Number(owed(b) > 0) - Number(owed(a) > 0) ||
    (a.credits_open?.currency ?? "~").localeCompare(b.credits_open?.currency ?? "~") ||
    owed(b) - owed(a),
};

function isShown(row: PortfolioRow, selection: Selection, closed: number): boolean {
  const text = selection.text.trim().toLocaleLowerCase();
  if (text && !`${row.name} ${row.supplier}`.toLocaleLowerCase().includes(text)) return false;
  if (selection.tier && row.tier !== selection.tier) return false;
  if (selection.show === "breached") return (latestCell(row)?.breached ?? 0) > 0;
  if (selection.show === "credits") return owed(row) > 0;
  if (selection.show === "no_data") return row.periods[closed]?.no_data === true;
  return true;
}

/** `closed` is the index of the last closed month. */
export function select(rows: PortfolioRow[], selection: Selection, closed: number): PortfolioRow[] {
  const compare = COMPARE[selection.order];
  return rows
    .filter((row) => isShown(row, selection, closed))
    .sort((a, b) => compare(a, b) || byName(a, b));
}

/** Open credits by currency, the greatest first; they are never added up across currencies. */
export function creditsByCurrency(rows: PortfolioRow[]): { currency: string; total: string }[] {
  const cents = new Map<string, { sum: bigint; places: number }>();
  for (const { credits_open: credits } of rows) {
    if (!credits?.currency || !credits.total) continue;
    const places = credits.total.split(".")[1]?.length ?? 0;
    const sum = (cents.get(credits.currency)?.sum ?? 0n) + BigInt(credits.total.replace(".", ""));
    cents.set(credits.currency, { sum, places });
  }
  return [...cents]
    .filter(([, { sum }]) => sum > 0n)
    .sort((a, b) => (a[1].sum < b[1].sum ? 1 : -1))
    .map(([currency, { sum, places }]) => {
      const digits = sum.toString().padStart(places + 1, "0");
      const cut = digits.length - places;
      return { currency, total: places ? `${digits.slice(0, cut)}.${digits.slice(cut)}` : digits };
    });
}

/** How many suppliers have each grade in a month; null: no data. */
export function gradesOf(rows: PortfolioRow[], month: number): Map<string | null, number> {
  const grades = new Map<string | null, number>();
  for (const row of rows) {
    const cell = row.periods[month];
    if (!cell) continue;
    grades.set(cell.grade, (grades.get(cell.grade) ?? 0) + 1);
  }
  return grades;
}
