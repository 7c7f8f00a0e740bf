// make web, as a newcomer runs it: the shop of the demo comes up with its users and goods, and goes when it is told to.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { freePort, until } from "../tool.js";

const root = fileURLToPath(new URL("../../../../", import.meta.url));

test("make web: the shop is served, its users log in with the password demo, and Ctrl-C ends all of it", async () => {
  const folder = await mkdtemp(join(tmpdir(), "web-shop-"));
  const port = await freePort();
  // A server of its own, as make web has it; what was built is there.
  const own = Object.entries(process.env).filter(([name]) => name === "PG_CONFIG" || !/^(PG|PRIMEINV|WEB)/.test(name));
  const pidfile = join(folder, "pid");
  const shop = spawn("test/run/server", ["test/run/web", String(port)], {
    cwd: root,
    env: { ...Object.fromEntries(own), WEB_PIDFILE: pidfile },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: string[] = [];
  for (const stream of [shop.stdout, shop.stderr]) createInterface({ input: stream }).on("line", (line) => lines.push(line));
  const ended = once(shop, "exit");
  const url = `http://localhost:${port}`;
  await until(() => lines.some((line) => line.includes('"what":"listening"')) || shop.exitCode !== null, 120);
  assert.equal(shop.exitCode, null, lines.join("\n"));
  assert.equal((await fetch(`${url}/health`)).status, 200);
  assert.match(await (await fetch(url)).text(), /<title>primeinv<\/title>/);
  const levels: string[] = [];
  for (const user of ["clerk", "manager", "analyst"]) {
    const login = await fetch(`${url}/login`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ user, password: "demo" }),
    });
    const who = (await login.json()) as { tenants: { level: string; name: string }[]; outlets: unknown[] };
    assert.equal(who.tenants[0]!.name, "Green Valley");
    assert.equal(who.outlets.length, 2);
    levels.push(who.tenants[0]!.level);
    const cookie = login.headers.get("Set-Cookie")!.split(";")[0]!;
    const stock = (await (await fetch(`${url}/stock_level?sku=not.is.null&limit=100`, { headers: { Cookie: cookie } })).json()) as unknown[];
    assert.ok(stock.length >= 32, `${user} sees ${stock.length} rows of stock`);
  }
  assert.deepEqual(levels, ["app", "manager", "reader"]);
  process.kill(Number(await readFile(pidfile, "utf8")), "SIGTERM");
  assert.equal((await ended)[0], 0, lines.join("\n"));
  await rm(folder, { recursive: true });
});
