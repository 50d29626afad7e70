import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

// `npm run dev` shows the pages from their sources; the numbers come from a running `underpin serve`.
const server = process.env.UNDERPIN_SERVER ?? "http://127.0.0.1:8080";

export default defineConfig({
  plugins: [react()],
  server: { proxy: { "/api": server } },
  preview: { proxy: { "/api": server } },
  build: {
    target: "es2022",
    cssTarget: ["chrome123", "firefox120", "safari17.5"], // light-dark()
  },
  test: { environment: "node", include: ["src/**/*.test.ts"] },
});
