import { defineConfig } from "@playwright/test";

// Debian's own Chromium, and the server that was just built, on demonstration data (server.ts).
export default defineConfig({
  testDir: ".",
  globalSetup: "./server.ts",
  outputDir: process.env.UNDERPIN_TEST_OUTPUT ?? "test-results",
  fullyParallel: true,
  workers: 2,
  // Generous: other tests share the two processors.
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: [["list"]],
  use: {
    baseURL: process.env.UNDERPIN_URL, // the workers read this after server.ts has set it
    locale: "en-GB",
    timezoneId: "Europe/London",
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
