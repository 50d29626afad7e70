import { expect, test } from "@playwright/test";
import { expectAccessible, problem } from "./support";

const api = "**/api/v1/portfolio*";

interface Row {
  supplier: string;
  name: string;
}

test("search, filter and order live in the address", async ({ page }) => {
  await page.goto("/");
  const names = page.getByRole("rowheader").getByRole("link");
  await expect(names).toHaveCount(12);
  await page.getByLabel("Search").fill("nimbus");
  await expect(names).toHaveText(["Nimbus Harbour Cloud Ltd"]);
  await expect(page.getByRole("status").filter({ hasText: "of 12" })).toHaveText(
    "1 of 12 suppliers",
  );
  await page.reload();
  await expect(names).toHaveText(["Nimbus Harbour Cloud Ltd"]);
  await page.getByLabel("Search").fill("nobody");
  await page.getByRole("button", { name: "Show all suppliers" }).click();
  await page.getByLabel("Order").selectOption("Name");
  await expect(names.first()).toHaveText("Brightline Telecom plc");
  await expect(page).toHaveURL(/order=name/);
});

test("the keyboard walks the grid and opens a scorecard", async ({ page }) => {
  await page.goto("/");
  const first = page.getByRole("rowheader").getByRole("link").first();
  await first.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowLeft");
  const cell = page.locator(":focus");
  await expect(cell).toHaveAttribute("data-row", "1");
  const supplier = (await page.locator('[data-row="1"][data-column="0"]').textContent()) ?? "";
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(supplier);
});

test("the first key leads to the content", async ({ page }) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("main")).toBeFocused();
});

test("500 suppliers are shown, searched and walked", async ({ page }) => {
  await page.route(api, async (route) => {
    const real = (await (await route.fetch()).json()) as { suppliers: Row[] };
    const suppliers = Array.from({ length: 500 }, (_, i) => {
      const model = real.suppliers[i % real.suppliers.length] as Row;
      return { ...model, supplier: `supplier-${i}`, name: `${model.name} ${i}` };
    });
    await route.fulfill({ json: { ...real, suppliers } });
  });
  await page.goto("/");
  const rows = page.getByRole("rowheader");
  await expect(rows).toHaveCount(500);
  await page.getByLabel("Search").fill(" 499");
  await expect(rows).toHaveCount(1);
  await expect(page.locator('[data-row][tabindex="0"]')).toHaveCount(1);
  await page.getByLabel("Search").fill("");
  await expect(rows).toHaveCount(500);
  await rows.getByRole("link").first().focus();
  await page.keyboard.press("Control+End");
  await expect(page.locator(":focus")).toHaveAttribute("data-row", "499");
});

test("an empty portfolio says what to do", async ({ page }) => {
  await page.route(api, (route) =>
    route.fulfill({
      json: { as_of: "2024-05-01T00:00:00Z", stale: false, periods: ["2024-04"], suppliers: [] },
    }),
  );
  await page.goto("/");
  await expect(page.getByRole("heading", { name: "No agreement is stored yet" })).toBeVisible();
  await expectAccessible(page);
});

test("a problem is shown in the server's words, and can be tried again", async ({ page }) => {
  await page.clock.install();
  let broken = true;
  await page.route(api, (route) =>
    broken
      ? route.fulfill({ status: 503, contentType: "application/problem+json", json: problem })
      : route.fallback(),
  );
  await page.goto("/");
  await page.clock.runFor(10_000); // it tries again by itself before it gives up
  const alert = page.getByRole("alert");
  await expect(alert).toContainText("Service Unavailable");
  await expect(alert).toContainText("the database does not answer");
  await expect(alert).toContainText("look at /readyz");
  await expect(alert).toContainText("5f0c1d2e3a4b5c6d");
  await expectAccessible(page);
  broken = false;
  await alert.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Brightline Telecom plc")).toBeVisible();
});

test("stale numbers say so and refresh by themselves", async ({ page }) => {
  await page.clock.install();
  let stale = true;
  await page.route(api, async (route) => {
    const real = (await (await route.fetch()).json()) as object;
    await route.fulfill({ json: { ...real, stale } });
  });
  await page.goto("/");
  await expect(page.getByText("being brought up to date. What")).toBeVisible();
  stale = false;
  await page.clock.runFor(4_000);
  await expect(page.getByText("being brought up to date. What")).toBeHidden();
});

test("the chosen colours outlast the page", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/");
  await page.getByRole("radio", { name: "Dark" }).check();
  await page.reload();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("body")).toHaveCSS("background-color", "rgb(18, 22, 26)");
});
