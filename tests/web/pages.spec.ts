// Every page in both colour schemes, wide and narrow: axe-core clean, nothing cut off, no errors.

import { expect, type Page, test } from "@playwright/test";
import { expectAccessible, expectNoSideScroll, lastClosedMonth, recordOf, watch } from "./support";

const pages = [
  { name: "portfolio", path: () => "/", ready: "Brightline Telecom plc" },
  {
    name: "scorecard",
    path: (month: string) => `/suppliers/nimbus/${month}`,
    ready: "Hosting service levels",
  },
  {
    name: "explanation of an outage objective",
    path: (month: string) => `/agreements/nimbus-hosting/availability/${month}`,
    ready: "How it is computed",
  },
  {
    name: "explanation of a case objective",
    path: (month: string) => `/agreements/nimbus-hosting/resolution/${month}`,
    ready: "How it is computed",
  },
  { name: "sources", path: () => "/sources", ready: "nimbus-tickets" },
  { name: "upload", path: () => "/sources/nimbus-tickets/upload", ready: "Choose a file" },
  { name: "runs", path: () => "/runs", ready: "nimbus-tickets" },
  {
    name: "run",
    path: async (_: string, page: Page) => {
      const { items } = (await (await page.request.get("/api/v1/runs?limit=1")).json()) as {
        items: { run: number }[];
      };
      return `/runs/${items[0]?.run}`;
    },
    ready: "What it read",
  },
  {
    name: "record",
    path: (month: string, page: Page) => recordOf(page, month),
    ready: "As it stands in",
  },
  { name: "jobs", path: () => "/jobs", ready: "Jobs" },
  { name: "unknown address", path: () => "/nowhere", ready: "Go to the portfolio" },
];

for (const { name, path, ready } of pages) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`${name}, ${colorScheme}`, async ({ page }) => {
      const expectNoFaults = watch(page);
      await page.emulateMedia({ colorScheme });
      await page.goto(await path(await lastClosedMonth(page), page));
      await expect(page.getByText(ready).first()).toBeVisible();
      await expectAccessible(page);
      await page.setViewportSize({ width: 390, height: 844 });
      await expectNoSideScroll(page);
      await expectAccessible(page);
      expectNoFaults();
    });
  }
}
