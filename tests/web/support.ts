import { expect, type Page } from "@playwright/test";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Violation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary: string }[];
}

/** Runs all of axe-core's rules on the page, best practices too. */
export async function expectAccessible(page: Page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async () => {
    const { violations } = await (
      window as unknown as { axe: { run: () => Promise<{ violations: Violation[] }> } }
    ).axe.run();
    return violations.map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes.length} times, first ${nodes[0]?.target.join(" ")}: ${nodes[0]?.failureSummary}`,
    );
  });
  expect(violations).toEqual([]);
}

/** Nothing of the page is wider than the window. */
export async function expectNoSideScroll(page: Page) {
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBe(0);
}

/** Fails the test on any error of a script and on anything that is loaded from elsewhere. */
export function watch(page: Page) {
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") faults.push(request.url());
  });
  return () => expect(faults).toEqual([]);
}

/** The last month that is over: the demonstration ends with it. */
export async function lastClosedMonth(page: Page): Promise<string> {
  const answer = await page.request.get("/api/v1/portfolio");
  const { periods, as_of } = (await answer.json()) as { periods: string[]; as_of: string };
  return periods.filter((month) => month < as_of.slice(0, 7)).at(-1) ?? "";
}

/** The page of a record that a number of the demonstration stands on. */
export async function recordOf(page: Page, month: string): Promise<string> {
  const answer = await page.request.get(
    `/api/v1/agreements/nimbus-hosting/objectives/resolution/explain?period=${month}`,
  );
  const { parts } = (await answer.json()) as {
    parts: { records: { source: string; key: string }[] }[];
  };
  const record = parts[0]?.records[0];
  return `/sources/${record?.source}/record?key=${encodeURIComponent(record?.key ?? "")}`;
}

export const problem = {
  type: "urn:underpin:problem:unavailable",
  title: "Service Unavailable",
  status: 503,
  detail: "the database does not answer",
  instance: "/api/v1/portfolio",
  request_id: "5f0c1d2e3a4b5c6d",
  errors: [{ pointer: "", detail: "the database does not answer", hint: "look at /readyz" }],
};
