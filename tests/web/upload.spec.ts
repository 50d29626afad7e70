import { expect, test } from "@playwright/test";
import { join } from "node:path";
import { expectAccessible } from "./support";

test("a file is sent, read by a job, and its rejects come back", async ({ page }) => {
  await page.goto("/sources/kestrel-orders/upload");
  await page
    .locator("input[type=file]")
    .setInputFiles(join(process.env.UNDERPIN_DEMO ?? "", "exports/kestrel-sendungen.csv"));
  await expect(page.getByText("The file was read")).toBeVisible();
  await expectAccessible(page);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /Download \d+ rows? set aside/ }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^rejects-of-run-\d+\.csv$/);
  await page.getByRole("link", { name: /^Run \d+$/ }).click();
  await expect(page.getByRole("heading", { name: "Rows set aside" })).toBeVisible();
  await expectAccessible(page);
});

test("a file for no source fails with the server's words", async ({ page }) => {
  await page.goto("/sources/nowhere/upload");
  await page
    .locator("input[type=file]")
    .setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("key\n1\n") });
  await expect(page.getByRole("alert")).toContainText("there is no source 'nowhere'");
  await expect(page.getByRole("button", { name: "Upload another file" })).toBeVisible();
});
