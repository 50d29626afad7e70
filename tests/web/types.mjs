// Generates the client's types from the OpenAPI document of a program and checks the pages against
// them: types.mjs PROGRAM PAGES

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [program, pages] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "underpin-types-"));
const server = spawn(
    program,
    ["--database", `sqlite://${join(folder, "empty.db")}`, "serve", "--port", "0"],
    { stdio: ["ignore", "pipe", "inherit"] },
);

function addressOf(process) {
    return new Promise((resolve, reject) => {
        let said = "";
        process.stdout.on("data", (piece) => {
            said += piece;
            const address = /http:\/\/127\.0\.0\.1:\d+/.exec(said);
            if (address) resolve(address[0]);
        });
        process.on("exit", (code) =>
            reject(new Error(`underpin serve ended with ${code}: ${said}`)),
        );
    });
}

try {
    const answer = await fetch(`${await addressOf(server)}/api/v1/openapi.json`);
    const document = join(folder, "openapi.json");
    writeFileSync(document, await answer.text());
    const run = (script, ...args) =>
        execFileSync(process.execPath, [join("node_modules", script), ...args], {
            cwd: pages,
            stdio: "inherit",
        });
    run("openapi-typescript/bin/cli.js", document, "--output", ".cache/schema.d.ts");
    run("typescript/bin/tsc");
} catch (error) {
    console.error(error.message);
    process.exitCode = 1;
} finally {
    server.removeAllListeners("exit");
    server.kill("SIGTERM");
    rmSync(folder, { recursive: true });
}
