// Who may do what, and who is told apart: every view and function without a login, each level, tenants, revoked rights.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { admin, brokenPromises, Client, Gateway, loggedIn, makeShop, makeUser, type Shop, sql, startGateway, stopGateways, value } from "../tool.js";

let gateway: Gateway;
let shop: Shop;
let foreign: Shop;

before(async () => {
  gateway = await startGateway();
  shop = await makeShop("rights");
  foreign = await makeShop("rights_foreign");
});

after(async () => {
  await stopGateways();
  assert.deepEqual(await brokenPromises(), []);
  await admin.end();
});

const relationNames = `
  SELECT relname AS name FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind IN ('r', 'v') ORDER BY relname`;
const functionNames = `
  SELECT DISTINCT proname AS name FROM pg_proc WHERE pronamespace = 'primeinv'::regnamespace AND prokind = 'f' ORDER BY proname`;

test("the page and /health need no login", async () => {
  const nobody = new Client(gateway);
  assert.equal((await nobody.get("/")).status, 200);
  const health = await nobody.get("/health");
  assert.equal(health.status, 200);
  assert.deepEqual(health.body, { status: "ok" });
});

test("every view and table answers 401 without a login", async () => {
  const nobody = new Client(gateway);
  const names = await sql<{ name: string }>(relationNames);
  assert.ok(names.length > 40);
  for (const { name } of names) {
    const reply = await nobody.get(`/${name}`);
    assert.equal(reply.status, 401, name);
    assert.equal(reply.body.code, "28000");
  }
});

test("every function answers 401 without a login, however it is called", async () => {
  const nobody = new Client(gateway);
  const names = await sql<{ name: string }>(functionNames);
  assert.ok(names.length > 80);
  for (const { name } of names) {
    assert.equal((await nobody.rpc(name)).status, 401, name);
    assert.equal((await nobody.get(`/rpc/${name}`)).status, 401, name);
  }
  for (const path of ["/session", "/events", "/nothing", "/rpc/nothing"]) assert.equal((await nobody.get(path)).status, 401, path);
  for (const method of ["POST", "PATCH", "PUT", "DELETE"]) assert.equal((await nobody.send(method, "/product", {})).status, 401, method);
});

test("a reader sees every view and table, and rows of its own tenant alone", async () => {
  const analyst = await loggedIn(gateway, shop.analyst);
  for (const { name } of await sql<{ name: string }>(relationNames)) {
    const reply = await analyst.get(`/${name}?limit=500`);
    const granted = await value("SELECT has_any_column_privilege($1, format('primeinv.%I', $2::text)::regclass, 'SELECT')::text", [shop.analyst, name]);
    assert.equal(reply.status, granted === "true" ? 200 : 403, `${name}: ${reply.text}`);
    for (const row of reply.status === 200 ? reply.body : [])
      if ("tenant_id" in row) assert.equal(row.tenant_id, shop.tenant, name);
  }
});

test("each level may call what rights() says, and nothing beyond", async () => {
  const rank: Record<string, number> = { [shop.analyst]: 1, [shop.clerk]: 2, [shop.manager]: 3 };
  const levels: Record<string, number> = { guest: 0, reader: 1, app: 2, manager: 3 };
  const rights = await sql<{ name: string; level: string }>("SELECT name, level FROM primeinv.rights() WHERE kind = 'function'");
  const names = await sql<{ name: string }>(functionNames);
  await makeUser("rights_guest", shop.tenant, "guest");
  rank.rights_guest = 0;
  for (const user of Object.keys(rank)) {
    const client = await loggedIn(gateway, user);
    const mine = new Set<string>((await client.get("/session")).body.functions);
    for (const { name } of names) {
      const right = rights.find((row) => row.name === name);
      const may = right !== undefined && (levels[right.level] ?? 9) <= rank[user]!;
      assert.equal(mine.has(name), may, `${user} ${name}`);
    }
  }
});

test("a function above the user's level is 403 with 42501", async () => {
  const clerk = await loggedIn(gateway, shop.clerk);
  const analyst = await loggedIn(gateway, shop.analyst);
  const correction = { variation_id: shop.rice, quantity: 1, outlet_id: shop.outlet, reason: "found" };
  for (const [client, name, args] of [
    [clerk, "adjust_stock", correction],
    [clerk, "void_sale", { sale_id: 1, reason: "x" }],
    [clerk, "grant_tenant", { role_name: shop.clerk, tenant_id: shop.tenant, level: "manager" }],
    [clerk, "sync_ids", {}],
    [analyst, "add_stock", { variation_id: shop.rice, quantity: 1, outlet_id: shop.outlet }],
  ] as const) {
    const reply = await client.rpc(name, args);
    assert.equal(reply.status, 403, `${name}: ${reply.text}`);
    assert.equal(reply.body.code, "42501");
  }
  const manager = await loggedIn(gateway, shop.manager);
  assert.equal((await manager.rpc("adjust_stock", correction)).status, 200);
});

test("a guest sees what is to be had, and no tables", async () => {
  const guest = await loggedIn(gateway, "rights_guest");
  const { body } = await guest.get("/session");
  assert.deepEqual([body.tenants, body.outlets, body.writes], [[{ id: shop.tenant, level: "guest" }], [], {}]);
  const goods = (await guest.get("/product_availability?order=variation_id")).body;
  assert.ok(goods.some((row: { variation_id: string }) => row.variation_id === shop.rice));
  assert.ok(goods.every((row: { variation_id: string }) => row.variation_id !== foreign.rice));
  for (const name of ["batch", "sale", "customer", "stock_level", "stock_alert", "tenant", "audit_log"]) assert.equal((await guest.get(`/${name}`)).status, 403, name);
  assert.equal((await guest.rpc("get_available_stock", { variation_id: shop.rice, outlet_id: shop.outlet })).status, 200);
});

test("another tenant's ids are answered as if they did not exist", async () => {
  const manager = await loggedIn(gateway, shop.manager);
  const theirs = await manager.rpc("get_available_stock", { variation_id: foreign.rice, outlet_id: foreign.outlet });
  const nobodys = await manager.rpc("get_available_stock", { variation_id: "999999999", outlet_id: "999999999" });
  assert.equal(theirs.status, 404);
  assert.equal(theirs.text.replaceAll(foreign.rice, "N").replaceAll(foreign.outlet, "N"), nobodys.text.replaceAll("999999999", "N"));
  assert.deepEqual((await manager.get(`/batch?outlet_id=eq.${foreign.outlet}`)).body, []);
  assert.equal((await manager.rpc("adjust_stock", { variation_id: foreign.rice, quantity: 1, outlet_id: foreign.outlet, reason: "x" })).status, 404);
});

test("Primeinv-Tenant narrows, and never widens", async () => {
  await makeUser("rights_both", shop.tenant, "app");
  await sql("SELECT primeinv.grant_tenant('rights_both', $1, 'reader')", [foreign.tenant]);
  const both = await loggedIn(gateway, "rights_both");
  const seen = async (headers: Record<string, string>) =>
    (await both.get("/outlet?select=tenant_id", headers)).body.map((row: { tenant_id: string }) => row.tenant_id);
  assert.deepEqual([...new Set(await seen({}))].sort(), [shop.tenant, foreign.tenant].sort());
  assert.deepEqual([...new Set(await seen({ "Primeinv-Tenant": shop.tenant }))], [shop.tenant]);
  const clerk = await loggedIn(gateway, shop.clerk);
  assert.deepEqual((await clerk.get("/outlet", { "Primeinv-Tenant": foreign.tenant })).body, []);
  const levels = (await both.get("/session")).body.tenants.map((tenant: { id: string; level: string }) => [tenant.id, tenant.level]);
  assert.deepEqual(levels, [[shop.tenant, "app"], [foreign.tenant, "reader"]]);
});

test("the catalogue is written with SQL's own rights, by tenant and by column", async () => {
  const clerk = await loggedIn(gateway, shop.clerk);
  const made = await clerk.send("POST", "/customer", { tenant_id: shop.tenant, name: "Ann" }, { Prefer: "return=representation" });
  assert.equal(made.status, 201, made.text);
  const { id } = made.body[0];
  const renamed = await clerk.send("PATCH", `/customer?id=eq.${id}`, { name: "Anna" }, { Prefer: "return=representation" });
  assert.equal(renamed.body[0].name, "Anna");
  const limited = await clerk.send("PATCH", `/customer?id=eq.${id}`, { credit_limit: 1000 });
  assert.equal(limited.status, 403);
  const manager = await loggedIn(gateway, shop.manager);
  assert.equal((await manager.send("PATCH", `/customer?id=eq.${id}`, { credit_limit: 1000 })).status, 204);
  const analyst = await loggedIn(gateway, shop.analyst);
  assert.equal((await analyst.send("POST", "/customer", { tenant_id: shop.tenant, name: "Bob" })).status, 403);
  assert.equal((await clerk.send("POST", "/customer", { tenant_id: foreign.tenant, name: "Bob" })).status, 403);
  assert.equal((await clerk.send("PATCH", `/outlet?id=eq.${foreign.outlet}`, { name: "Mine" })).status, 204);
  assert.equal(await value("SELECT name FROM primeinv.outlet WHERE id = $1", [foreign.outlet]), "Main");
  assert.equal((await clerk.send("POST", "/stock_movement", { tenant_id: shop.tenant, quantity: 5 })).status, 403);
  assert.equal((await clerk.send("PATCH", "/batch?id=gt.0", { quantity: 5 })).status, 403);
  assert.equal((await clerk.send("DELETE", "/product?id=gt.0")).status, 405);
});

test("who did it stands in the audit log: user, role, address, browser", async () => {
  const clerk = await loggedIn(gateway, shop.clerk, { "User-Agent": "till 7" });
  const sold = await clerk.rpc("checkout", { outlet_id: shop.outlet, items: [{ variation_id: shop.rice, quantity: 1 }], payments: [{ method: "CASH", amount: 20 }] });
  assert.equal(sold.status, 200, sold.text);
  const [row] = await sql("SELECT actor, db_role, host(ip_address) AS ip, user_agent FROM primeinv.audit_log WHERE sale_id = $1 AND event_type = 'sale.completed'",
    [sold.body.id]);
  assert.deepEqual(row, { actor: shop.clerk, db_role: shop.clerk, ip: "127.0.0.1", user_agent: "till 7" });
});

test("the gateway's own role owns nothing and may use nothing", async () => {
  assert.equal(await value("SELECT rolinherit::text FROM pg_roles WHERE rolname = 'gateway'"), "false");
  assert.equal(await value("SELECT count(*) FROM pg_class WHERE relowner = 'gateway'::regrole"), "0");
  assert.equal(
    await value("SELECT count(*) FROM pg_proc WHERE pronamespace = 'primeinv'::regnamespace AND has_function_privilege('gateway', oid, 'EXECUTE')"), "0");
  assert.equal(
    await value("SELECT count(*) FROM pg_class WHERE relnamespace = 'primeinv'::regnamespace AND relkind IN ('r','v') AND has_any_column_privilege('gateway', oid, 'SELECT')"), "0");
  assert.equal((await new Client(gateway).login("gateway", "gateway secret")).status, 403);
});

test("superusers, the owner and users without a tenant or the gateway's membership are refused with a right password", async () => {
  await sql("CREATE ROLE rights_super SUPERUSER LOGIN PASSWORD 'rights_super'");
  await sql("CREATE ROLE rights_none LOGIN PASSWORD 'rights_none'");
  await sql("CREATE ROLE rights_apart LOGIN PASSWORD 'rights_apart'");
  await sql("SELECT primeinv.grant_tenant('rights_apart', $1, 'app')", [shop.tenant]);
  await sql("GRANT rights_super, rights_none TO gateway");
  for (const user of ["rights_super", "rights_none", "rights_apart"]) {
    const reply = await new Client(gateway).login(user);
    assert.equal(reply.status, 403, `${user}: ${reply.text}`);
    assert.equal(reply.headers.get("Set-Cookie"), null);
  }
  await sql("DROP ROLE rights_super");
});

test("a user whose login or membership ends is out with the next request", async () => {
  await makeUser("rights_leaver", shop.tenant, "app");
  const leaver = await loggedIn(gateway, "rights_leaver");
  assert.equal((await leaver.get("/stock_level")).status, 200);
  await sql("REVOKE rights_leaver FROM gateway");
  assert.equal((await leaver.get("/stock_level")).status, 401);
  await sql("GRANT rights_leaver TO gateway");
  assert.equal((await leaver.get("/stock_level")).status, 401, "the session is gone for good");
  const again = await loggedIn(gateway, "rights_leaver");
  await sql("SELECT primeinv.revoke_tenant('rights_leaver', $1)", [shop.tenant]);
  assert.equal((await again.get("/stock_level")).status, 403);
  assert.equal((await again.get("/session")).status, 403);
});

test("GET never changes anything", async () => {
  const clerk = await loggedIn(gateway, shop.clerk);
  const reply = await clerk.get(`/rpc/add_stock?variation_id=${shop.rice}&quantity=1&outlet_id=${shop.outlet}`);
  assert.equal(reply.status, 405);
  assert.equal(reply.body.code, "25006");
});
