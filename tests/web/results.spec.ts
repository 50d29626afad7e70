import { expect, test } from "@playwright/test";
import { lastClosedMonth } from "./support";

test("from the heat map down to the records of a number", async ({ page }) => {
  const month = await lastClosedMonth(page);
  const answer = await page.request.get(`/api/v1/suppliers/nimbus/scorecard?period=${month}`);
  const card = (await answer.json()) as { score: string };
  await page.goto("/");
  await page
    .locator(`a[href="/suppliers/nimbus/${month}"][data-column]:not([data-column="0"])`)
    .click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nimbus Harbour Cloud Ltd");
  await expect(page.locator(".figure-main")).toContainText(card.score);
  const row = page.getByRole("row").filter({ hasText: "Hosting availability" }).first();
  await expect(row).toContainText("≥ 99.95 %");
  await expect(row.getByRole("img")).toHaveAccessibleName(/Last \d+ periods, target ≥ 99.95 %/);
  await row.getByRole("link").click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Hosting availability");
  await expect(page.locator(".steps")).toContainText("service time by the calendar");
  await expect(page.locator(".timeline")).toContainText("Europe/London");
  await expect(page.locator(".lane-service").first()).toBeVisible();
});

test("records are searched, filtered and ordered", async ({ page }) => {
  await page.goto(`/agreements/nimbus-hosting/resolution/${await lastClosedMonth(page)}`);
  const records = page.locator(".records tbody tr");
  await expect(records.first()).toBeVisible();
  await page.getByRole("button", { name: "Counted time" }).click();
  await expect(page.getByRole("columnheader", { name: "Counted time" })).toHaveAttribute(
    "aria-sort",
    /ascending|descending/,
  );
  const key = (await records.first().locator(".record-key").textContent()) ?? "";
  await page.getByLabel("Search records").fill(key);
  await expect(records).toHaveCount(1);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: "Download CSV" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^nimbus-hosting_resolution_.*\.csv$/);
});

test("a record leads to what was imported, and to the file", async ({ page }) => {
  await page.goto(`/agreements/nimbus-hosting/resolution/${await lastClosedMonth(page)}`);
  const link = page.locator(".records .record-key").first();
  const key = (await link.textContent()) ?? "";
  await link.click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(key);
  await expect(page.locator(".raw").first()).toContainText(key);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.locator(".files a").first().click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/\.csv$/);
});

test("periods step back and forth", async ({ page }) => {
  await page.goto("/suppliers/nimbus/2025-12");
  await page.getByRole("link", { name: "Next period, Jan 2026" }).click();
  await expect(page).toHaveURL(/\/suppliers\/nimbus\/2026-01$/);
  await page.getByRole("link", { name: "Previous period, Dec 2025" }).click();
  await expect(page).toHaveURL(/\/suppliers\/nimbus\/2025-12$/);
});

test("an unknown supplier is a problem with a hint, not a blank page", async ({ page }) => {
  await page.goto("/suppliers/nimbsu/2026-01");
  await expect(page.getByRole("alert")).toContainText("there is no supplier 'nimbsu'");
});

test("paper shows the numbers and leaves the controls out", async ({ page }) => {
  await page.goto(`/suppliers/nimbus/${await lastClosedMonth(page)}`);
  await expect(page.getByText("Hosting service levels")).toBeVisible();
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.getByRole("table").first()).toBeVisible();
  await expect(page.locator("body")).toHaveCSS("color", "rgb(27, 35, 42)");
});
