// Makes the demonstration's data and starts the real server on it, once for all tests.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.UNDERPIN_PROGRAM ?? "../../build/release/bin/underpin";

export default async function start() {
  if (process.env.UNDERPIN_URL) return; // somebody's own server
  const folder = mkdtempSync(join(tmpdir(), "underpin-web-"));
  const database = ["--database", `sqlite://${join(folder, "demo.db")}`];
  execFileSync(program, [...database, "demo", "--to", join(folder, "demo")], { stdio: "ignore" });
  const server = spawn(program, [...database, "serve", "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  process.env.UNDERPIN_DEMO = join(folder, "demo");
  process.env.UNDERPIN_URL = await new Promise<string>((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (piece: Buffer) => {
      said += piece.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
      if (address) resolve(address[0]);
    });
    server.on("exit", (code) => reject(new Error(`underpin serve ended with ${code}: ${said}`)));
  });
  return async () => {
    const ended = new Promise((resolve) => server.on("exit", resolve));
    server.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true });
  };
}
