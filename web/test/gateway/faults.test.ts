// What goes wrong on the way: conflicts, lost connections, a gateway that is killed. Nothing is lost, nothing done twice.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import pg from "pg";
import { admin, brokenPromises, Client, type Gateway, loggedIn, makeShop, type Shop, sleep, sql, startGateway, stopGateways, until, value } from "../tool.js";

let gateway: Gateway;
let shop: Shop;
let clerk: Client;
let folder: string;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "web-faults-"));
  gateway = await startGateway({ WEB_SESSION_FILE: join(folder, "sessions") });
  shop = await makeShop("faults", 100000);
  clerk = await loggedIn(gateway, shop.clerk);
});

after(async () => {
  await stopGateways();
  await rm(folder, { recursive: true });
  assert.deepEqual(await brokenPromises(), []);
  await admin.end();
});

/** A function of the schema that fails as often as it is told, whatever is rolled back, and then succeeds. */
async function makeFailing(name: string, code: string): Promise<void> {
  await sql(`CREATE SEQUENCE primeinv.${name}_calls`);
  await sql(`CREATE FUNCTION primeinv.${name}(times bigint, request_id text DEFAULT NULL) RETURNS text LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN
      IF pg_catalog.nextval('primeinv.${name}_calls') <= times THEN
        RAISE SQLSTATE '${code}' USING MESSAGE = 'a conflict';
      END IF;
      RETURN request_id;
    END $$`);
  await sql(`GRANT EXECUTE ON FUNCTION primeinv.${name} TO ${shop.clerk}`);
  await until(async () => (await clerk.rpc(name, { nothing: 1 })).body.code === "PGRST202");
}

/** Bytes that the gateway's process has in memory, and how many of its clients are connected. */
async function rss(which: Gateway): Promise<number> {
  const status = await readFile(`/proc/${which.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)![1]) * 1024;
}

async function openSockets(which: Gateway): Promise<number> {
  const port = which.port.toString(16).toUpperCase().padStart(4, "0");
  const tables = await Promise.all(["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")));
  return tables.join("\n").split("\n").filter((line) => new RegExp(`^ *\\d+: [0-9A-F]+:${port} [0-9A-F:]+ 01 `).test(line)).length;
}

async function calls(name: string): Promise<number> {
  return Number(await value(`SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM primeinv.${name}_calls`));
}

for (const code of ["40001", "40P01"]) {
  test(`${code} is tried again with the same request_id, then 503`, async () => {
    const name = `faults_${code.toLowerCase()}`;
    await makeFailing(name, code);
    const reply = await clerk.rpc(name, { times: 3, request_id: "again" });
    assert.deepEqual([reply.status, reply.body], [200, "again"]);
    assert.equal(await calls(name), 4);
    const hopeless = await clerk.rpc(name, { times: 1000, request_id: "hopeless" });
    assert.deepEqual([hopeless.status, hopeless.body.code], [503, code]);
    assert.ok(Number(hopeless.headers.get("Retry-After")) > 0);
    assert.equal(await calls(name), 10, "six attempts");
    await sql(`DROP FUNCTION primeinv.${name}`);
    await sql(`DROP SEQUENCE primeinv.${name}_calls`);
  });
}

test("a real deadlock with somebody's own SQL: the request is the victim, is tried again, and is done once", async () => {
  await sql("ALTER ROLE gateway SET deadlock_timeout = '50ms'");
  const own = await startGateway();
  const seller = await loggedIn(own, shop.clerk);
  const rival = new pg.Client();
  await rival.connect();
  await rival.query("SET deadlock_timeout = '1min'");
  await rival.query("BEGIN");
  await rival.query("SELECT FROM primeinv.location_stock WHERE outlet_id = $1 AND variation_id = $2 FOR UPDATE", [shop.outlet, shop.milk]);
  const sale = seller.rpc("deduct_stock_bulk", { outlet_id: shop.outlet, variation_ids: [shop.rice, shop.milk], quantities: ["1", "1"], request_id: "deadlock" });
  const { pid } = (await rival.query("SELECT pg_backend_pid() AS pid")).rows[0];
  await until(async () => (await value("SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))", [pid])) !== "0");
  // The request has the rice and waits for the milk; the rival gets the rice only if the request gives up.
  await rival.query("SELECT FROM primeinv.location_stock WHERE outlet_id = $1 AND variation_id = $2 FOR UPDATE", [shop.outlet, shop.rice]);
  await rival.query("ROLLBACK");
  const reply = await sale;
  assert.equal(reply.status, 200, reply.text);
  await rival.end();
  const again = await seller.rpc("deduct_stock_bulk", { outlet_id: shop.outlet, variation_ids: [shop.rice, shop.milk], quantities: ["1", "1"], request_id: "deadlock" });
  assert.deepEqual(again.body, reply.body);
  assert.equal(await value("SELECT count(*) FROM primeinv.stock_movement WHERE tenant_id = $1 AND movement_type = 'sale'", [shop.tenant]), "2");
  await own.stop();
  await sql("ALTER ROLE gateway RESET deadlock_timeout");
});

test("sixteen clients sell the last pieces at once, in crossing orders: just as many as there are", async () => {
  const small = await makeShop("faults_small", 100);
  const clients = await Promise.all(Array.from({ length: 16 }, () => loggedIn(gateway, small.clerk)));
  let sold = 0;
  let short = 0;
  await Promise.all(clients.map(async (client, number) => {
    for (let i = 0; i < 10; i++) {
      const variations = number % 2 ? [small.rice, small.milk] : [small.milk, small.rice];
      const reply = await client.rpc("deduct_stock_bulk", { outlet_id: small.outlet, variation_ids: variations, quantities: [1, 1], request_id: `${number}-${i}` });
      if (reply.status === 200) sold++;
      else {
        assert.deepEqual([reply.status, reply.body.code], [409, "PI001"]);
        short++;
      }
    }
  }));
  assert.deepEqual([sold, short], [100, 60]);
  assert.equal(await value("SELECT sum(quantity)::text FROM primeinv.batch WHERE tenant_id = $1", [small.tenant]), "0.000");
});

test("the same request_id from eight at once is done once, and all get the same answer", async () => {
  const clients = await Promise.all(Array.from({ length: 8 }, () => loggedIn(gateway, shop.clerk)));
  const replies = await Promise.all(clients.map((client) =>
    client.rpc("deduct_stock", { variation_id: shop.rice, quantity: 7, outlet_id: shop.outlet, reason: "eight at once", request_id: "eight" })));
  for (const reply of replies) assert.deepEqual([reply.status, reply.text], [200, replies[0]!.text]);
  assert.equal(await value("SELECT count(*) FROM primeinv.stock_movement WHERE reason = 'eight at once'"), "1");
});

test("while all connections are busy, /health waits with one question, not with one a caller", async () => {
  const narrow = await startGateway({ WEB_CONNECTIONS: "2" });
  const one = await loggedIn(narrow, shop.clerk);
  const rival = new pg.Client();
  await rival.connect();
  await rival.query("BEGIN");
  await rival.query("SELECT FROM primeinv.location_stock WHERE outlet_id = $1 AND variation_id = $2 FOR UPDATE", [shop.outlet, shop.rice]);
  const sell = (id: string) => one.rpc("deduct_stock", { variation_id: shop.rice, quantity: 1, outlet_id: shop.outlet, request_id: id });
  const sales = [sell("busy-1"), sell("busy-2")];
  await until(async () => Number(await value("SELECT count(*) FROM pg_stat_activity WHERE cardinality(pg_blocking_pids(pid)) > 0")) >= 2);
  const before = await rss(narrow);
  const callers = Array.from({ length: 400 }, () => new Client(narrow).get("/health"));
  await sleep(300);
  await rival.query("COMMIT");
  await rival.end();
  for (const reply of await Promise.all(sales)) assert.equal(reply.status, 200);
  const answers = await Promise.all(callers);
  assert.ok(answers.every((reply) => reply.status === 200));
  assert.ok((await rss(narrow)) - before < 200e6);
  const asked = await value("SELECT count(*) FROM pg_stat_activity WHERE query = 'SELECT 1' AND application_name LIKE 'primeinv gateway%'");
  assert.ok(Number(asked) <= 1, `${asked} connections were asked`);
  await narrow.stop();
});

test("a reader who does not read: his connection ends, and with it what was kept for him", async () => {
  const impatient = await startGateway({ WEB_STALL_TIMEOUT: "2" });
  const client = await loggedIn(impatient, shop.manager);
  await sql(`INSERT INTO primeinv.product (tenant_id, name) SELECT $1, repeat('long ', 80) || n FROM generate_series(1, 9000) n`, [shop.tenant]);
  const others = await openSockets(impatient);
  const socket = connect(impatient.port, "localhost");
  await once(socket, "connect");
  socket.on("error", () => {});
  socket.pause();
  await until(async () => (await openSockets(impatient)) > others);
  socket.write(`GET /product?limit=9000 HTTP/1.1\r\nHost: localhost\r\nCookie: ${client.cookie}\r\n\r\n`.repeat(4));
  await until(async () => (await openSockets(impatient)) <= others, 60);
  socket.destroy();
  // Who only waits for alerts is not taken for one: the signs of life keep the stream.
  const stream = await fetch(`${impatient.url}/events`, { headers: { Cookie: client.cookie } });
  const reader = stream.body!.getReader();
  let last = await reader.read();
  for (const end = Date.now() + 5000; Date.now() < end && !last.done; ) last = await reader.read();
  assert.equal(last.done, false);
  await reader.cancel();
  await impatient.stop();
});

/** Goes on until every one of its requests has an answer, as the page does: the same request_id, whatever happened. */
async function sell(client: Client, user: string, name: string, count: number, done: Set<string>): Promise<void> {
  for (let i = 0; i < count; i++) {
    const request_id = `${name}-${i}`;
    for (;;) {
      const reply = await client.rpc("deduct_stock", { variation_id: shop.rice, quantity: 1, outlet_id: shop.outlet, reason: request_id, request_id }).catch(() => null);
      if (reply?.status === 200) break;
      if (reply !== null && reply.status === 401) await client.login(user).catch(() => {});
      else if (reply !== null) assert.ok(reply.status === 503, reply.text);
      await sleep(30);
    }
    done.add(request_id);
  }
}

async function onceEach(done: Set<string>, prefix: string): Promise<void> {
  const rows = await sql<{ reason: string; n: string }>(
    "SELECT reason, count(*) AS n FROM primeinv.stock_movement WHERE tenant_id = $1 AND reason LIKE $2 GROUP BY reason", [shop.tenant, `${prefix}%`]);
  assert.deepEqual(rows.filter((row) => row.n !== "1"), [], "done twice");
  assert.deepEqual(rows.map((row) => row.reason).sort(), [...done].sort());
}

test("connections to the database are cut while clients sell: nothing lost, nothing doubled", async () => {
  const done = new Set<string>();
  let stop = false;
  const cutting = (async () => {
    while (!stop) {
      await sleep(60);
      await sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gateway' AND datname = current_database() AND random() < 0.3");
    }
  })();
  await Promise.all(Array.from({ length: 6 }, async (_, i) => sell(await loggedIn(gateway, shop.clerk), shop.clerk, `cut-${i}`, 40, done)));
  stop = true;
  await cutting;
  await onceEach(done, "cut-");
  assert.equal(done.size, 240);
});

test("without a request_id a lost connection is said to be of unknown outcome, and is not tried again", async () => {
  await sql(`CREATE FUNCTION primeinv.faults_dies() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN PERFORM pg_catalog.nextval('primeinv.faults_died'); PERFORM pg_catalog.pg_terminate_backend(pg_catalog.pg_backend_pid()); PERFORM pg_catalog.pg_sleep(5); END $$`);
  await sql("CREATE SEQUENCE primeinv.faults_died");
  await sql(`GRANT EXECUTE ON FUNCTION primeinv.faults_dies TO ${shop.clerk}`);
  await until(async () => (await clerk.rpc("faults_dies", { nothing: 1 })).body.code === "PGRST202");
  const reply = await clerk.rpc("faults_dies");
  assert.deepEqual([reply.status, reply.body.code], [503, "08007"], reply.text);
  assert.equal(await value("SELECT last_value FROM primeinv.faults_died"), "1");
  await sql("DROP FUNCTION primeinv.faults_dies");
  await sql("DROP SEQUENCE primeinv.faults_died");
});

test("the gateway is killed and started again while clients sell: nothing lost, nothing doubled, nobody logged out", async () => {
  const done = new Set<string>();
  const clients = await Promise.all(Array.from({ length: 6 }, () => loggedIn(gateway, shop.clerk)));
  const cookies = clients.map((client) => client.cookie);
  const selling = Promise.all(clients.map((client, i) => sell(client, shop.clerk, `kill-${i}`, 60, done)));
  for (let round = 0; round < 3; round++) {
    const goal = done.size + 40;
    await until(() => done.size >= Math.min(goal, 300));
    await gateway.stop("SIGKILL");
    await gateway.start();
  }
  await selling;
  await onceEach(done, "kill-");
  assert.equal(done.size, 360);
  assert.deepEqual(clients.map((client) => client.cookie), cookies, "their sessions outlived it");
});

test("told to stop, it answers what is under way, ends its streams, and ends well", async () => {
  const own = await startGateway();
  const client = await loggedIn(own, shop.clerk);
  const stream = await fetch(`${own.url}/events`, { headers: { Cookie: client.cookie } });
  const replies = Array.from({ length: 20 }, (_, i) =>
    client.rpc("deduct_stock", { variation_id: shop.rice, quantity: 1, outlet_id: shop.outlet, reason: `stop-${i}`, request_id: `stop-${i}` }).catch(() => null));
  const first = await replies[0];
  assert.equal(first!.status, 200);
  assert.equal(await own.stop("SIGTERM"), 0);
  await stream.text();
  const answered = (await Promise.all(replies)).flatMap((reply, i) => (reply?.status === 200 ? [`stop-${i}`] : []));
  const rows = await sql<{ reason: string }>("SELECT reason FROM primeinv.stock_movement WHERE reason LIKE 'stop-%'");
  for (const reason of answered) assert.ok(rows.some((row) => row.reason === reason), `${reason} was answered and is not there`);
});

test("nobody reads its log any more: it goes on, and ends well", async () => {
  const own = await startGateway();
  own.hangUp();
  for (let i = 0; i < 3; i++) {
    const client = await loggedIn(own, shop.clerk); // which is logged
    assert.equal((await client.get("/stock_level")).status, 200);
  }
  assert.equal(await own.stop("SIGTERM"), 0);
});

test("the file of sessions has digests, not tokens, and is the owner's alone", async () => {
  const text = await readFile(join(folder, "sessions"), "utf8");
  assert.ok(text.includes(shop.clerk) && !text.includes(clerk.cookie.split("=")[1]!));
  assert.equal((await stat(join(folder, "sessions"))).mode & 0o077, 0);
});

test("while the database is away: 503 with a hint, and /health says so; afterwards it goes on by itself", async () => {
  const own = await startGateway();
  const client = await loggedIn(own, shop.clerk);
  await sql("ALTER ROLE gateway NOLOGIN");
  const cut = () => sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gateway' AND datname = current_database()");
  await cut();
  const reply = await client.get("/stock_level");
  assert.ok(reply.status === 503 || reply.status === 500, reply.text);
  await until(async () => (await client.get("/health")).status === 503);
  await sql("ALTER ROLE gateway LOGIN");
  await until(async () => (await client.get("/health")).status === 200);
  assert.equal((await client.get("/stock_level")).status, 200);
  await own.stop();
});
