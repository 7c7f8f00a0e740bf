// What is answered: rows, values, filters, exact numbers, and each error with its status.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { admin, brokenPromises, Client, Gateway, loggedIn, makeShop, type Shop, sql, startGateway, stopGateways, until, value } from "../tool.js";

let gateway: Gateway;
let shop: Shop;
let clerk: Client;
let manager: Client;

before(async () => {
  gateway = await startGateway({ WEB_MAX_ROWS: "200" });
  shop = await makeShop("answers");
  clerk = await loggedIn(gateway, shop.clerk);
  manager = await loggedIn(gateway, shop.manager);
});

after(async () => {
  await stopGateways();
  assert.deepEqual(await brokenPromises(), []);
  await admin.end();
});

const stock = (extra: Record<string, unknown> = {}) => ({ variation_id: shop.rice, quantity: 1, outlet_id: shop.outlet, ...extra });

test("shapes: rows, one row, a value, an array, a document, nothing", async () => {
  const taken = await clerk.rpc("deduct_stock", stock());
  assert.ok(Array.isArray(taken.body));
  assert.deepEqual(Object.keys(taken.body[0]), ["batch_id", "batch", "quantity", "expiry", "cost"]);
  const sale = await clerk.rpc("checkout", { outlet_id: shop.outlet, items: [{ variation_id: shop.rice, quantity: 1 }], payments: [{ method: "CASH", amount: 50 }] });
  assert.equal(sale.body.status, "COMPLETED");
  assert.match((await clerk.rpc("add_stock", stock())).text, /^"\d+"$/);
  assert.deepEqual((await clerk.rpc("visible_tenants", { min_level: "reader" })).body, [shop.tenant]);
  const document = await clerk.rpc("deduct_stock", { request: stock() });
  assert.equal(document.body.success, true);
  assert.deepEqual((await clerk.get(`/rpc/get_available_stock?variation_id=${shop.rice}&outlet_id=${shop.other}`)).body, "0.000");
  const hold = await clerk.rpc("reserve_stock", stock({ cart_session_id: "c1" }));
  assert.equal((await clerk.rpc("extend_reservation", { reservation_id: hold.body, expires_in: "2 hours" })).status < 300, true);
  const released = await clerk.rpc("release_cart", { outlet_id: shop.outlet, cart_session_id: "c1" });
  assert.ok(released.status === 200 || released.status === 204, released.text);
});

test("numbers stay exact both ways", async () => {
  const big = "9007199254740993";
  const reply = await clerk.send("POST", "/rpc/get_available_stock", `{"variation_id": ${big}, "outlet_id": ${shop.outlet}}`);
  assert.equal(reply.status, 404);
  assert.ok(reply.body.message.includes(big), reply.body.message);
  assert.equal((await clerk.rpc("deduct_stock", stock({ quantity: "0.001" }))).body[0].quantity, "0.001");
  const inexact = await clerk.send("POST", "/rpc/deduct_stock", JSON.stringify(stock({ quantity: 77 })).replace("77", "1.00000000000000000001"));
  assert.equal(inexact.status, 400);
  assert.equal(inexact.body.code, "22023");
});

test("instants are ISO 8601, dates are dates", async () => {
  const [row] = (await clerk.get("/batch?limit=1&select=created_at:received_at,expiry_date,id,tenant_id")).body;
  assert.match(row.created_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00$/);
  assert.ok(!Number.isNaN(Date.parse(row.created_at)));
  assert.equal(row.expiry_date, null);
  assert.equal(row.tenant_id, shop.tenant);
});

test("a warning of the database comes with the answer", async () => {
  const reply = await clerk.rpc("add_stock", stock({ expiry_date: "2020-01-01", batch_number: "OLD" }));
  assert.equal(reply.status, 200);
  const warnings = JSON.parse(decodeURIComponent(reply.headers.get("Primeinv-Warning")!));
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /2020-01-01/);
  assert.equal((await clerk.rpc("add_stock", stock())).headers.get("Primeinv-Warning"), null);
});

test("filters, order, pages and counts", async () => {
  for (let i = 0; i < 25; i++)
    await sql("INSERT INTO primeinv.product (tenant_id, name, category, sku) VALUES ($1, $2, $3, $4)", [shop.tenant, `Thing ${i}`, i % 2 ? "odd" : 'e"v,e(n', i < 5 ? null : `T${i}`]);
  const names = async (query: string) => (await clerk.get(`/product?select=name&${query}`)).body.map((row: { name: string }) => row.name);
  assert.deepEqual(await names("name=like.Thing*&order=id.desc&limit=2"), ["Thing 24", "Thing 23"]);
  assert.deepEqual(await names("name=like.Thing*&order=id&limit=2&offset=3"), ["Thing 3", "Thing 4"]);
  assert.equal((await names("category=eq.odd")).length, 12);
  assert.equal((await names(`category=eq.${encodeURIComponent('e"v,e(n')}`)).length, 13);
  assert.equal((await names(`category=in.(${encodeURIComponent('"e\\"v,e(n",odd')})`)).length, 25);
  assert.equal((await names("sku=is.null&name=ilike.thing*")).length, 5);
  assert.equal((await names("sku=not.is.null&name=ilike.thing*")).length, 20);
  assert.deepEqual(await names("or=(name.eq.Thing 1,and(name.eq.Thing 2,is_active.is.true),name.eq.\"Thing 3\")&order=name"), ["Thing 1", "Thing 2", "Thing 3"]);
  assert.deepEqual(await names("and=(name.gt.Thing 8,name.lte.Thing 9)"), ["Thing 9"]);
  assert.deepEqual(await names("name=match.^Thing [12]$&order=name"), ["Thing 1", "Thing 2"]);
  assert.equal((await names("not.or=(category.eq.odd,category.eq.Food)")).length, 13);
  const page = await clerk.get("/product?category=eq.odd&limit=5&order=id", { Prefer: "count=exact" });
  assert.equal(page.status, 206);
  assert.equal(page.headers.get("Content-Range"), "0-4/12");
  assert.equal((await clerk.get("/product?category=eq.none", { Prefer: "count=exact" })).headers.get("Content-Range"), "*/0");
  const found = await clerk.get("/rpc/find_variation?search=rice&select=sku&variation_id=gt.0&order=sku.desc.nullslast&limit=1");
  assert.deepEqual(found.body, [{ sku: "RICE" }]);
});

test("no answer has more rows than WEB_MAX_ROWS", async () => {
  await sql("INSERT INTO primeinv.product (tenant_id, name) SELECT $1, 'many ' || n FROM generate_series(1, 300) n", [shop.tenant]);
  assert.equal((await clerk.get("/product?limit=100000")).body.length, 200);
  assert.equal((await clerk.get("/product")).body.length, 200);
});

test("rows are written one by one or many at once", async () => {
  const one = { tenant_id: shop.tenant, name: "One" };
  const many = await clerk.send("POST", "/product?select=name", [one, { ...one, name: "Two" }], { Prefer: "return=representation" });
  assert.deepEqual(many.body, [{ name: "One" }, { name: "Two" }]);
  assert.equal((await clerk.send("POST", "/product", [one, { tenant_id: shop.tenant }])).body.code, "PGRST102");
  assert.equal((await clerk.send("POST", "/product", { ...one, colour: "red" })).body.code, "PGRST204");
  assert.equal((await clerk.send("PATCH", "/product", { name: "All" })).body.code, "21000");
  const nulled = await clerk.send("PATCH", "/product?name=eq.Two", { category: null, is_active: false }, { Prefer: "return=representation" });
  assert.equal(nulled.body[0].is_active, false);
  const none = await clerk.send("PATCH", "/product?name=eq.Nobody", { category: "x" }, { Prefer: "return=representation" });
  assert.deepEqual([none.status, none.body], [200, []]);
});

test("each SQLSTATE has its status, with message, details and hint as the database has them", async () => {
  const big = await clerk.rpc("deduct_stock", stock({ quantity: 100000 }));
  assert.deepEqual([big.status, big.body.code], [409, "PI001"]);
  assert.equal(JSON.parse(big.body.details).lines[0].requested, 100000);
  assert.ok(big.body.hint.length > 10);

  const hold = (await clerk.rpc("reserve_stock", stock({ cart_session_id: "c2" }))).body;
  await clerk.rpc("release_reservation", { reservation_id: hold });
  const customer = await clerk.send("POST", "/customer", { tenant_id: shop.tenant, name: "Debtor", customer_type: "RETAIL" }, { Prefer: "return=representation" });
  await clerk.rpc("deduct_stock", stock({ request_id: "same" }));
  await sql("SELECT primeinv.set_batch_status(id, 'recalled', 'glass') FROM primeinv.batch WHERE batch_number = 'OLD' AND outlet_id = $1", [shop.outlet]);
  const recalled = await value("SELECT id FROM primeinv.batch WHERE batch_number = 'OLD' AND outlet_id = $1", [shop.outlet]);
  const voided = (await clerk.rpc("checkout", { outlet_id: shop.outlet, items: [{ variation_id: shop.rice, quantity: 1 }], payments: [{ method: "CASH", amount: 50 }] })).body.id;
  await manager.rpc("void_sale", { sale_id: voided, reason: "slip" });

  const cases: [string, Promise<{ status: number; body: { code: string; message: string } }>, number, string][] = [
    ["released hold", clerk.rpc("commit_reservation", { reservation_id: hold }), 409, "PI002"],
    ["credit", clerk.rpc("checkout", { outlet_id: shop.outlet, customer_id: customer.body[0].id, items: [{ variation_id: shop.rice, quantity: 1 }] }), 403, "PI003"],
    ["request id", clerk.rpc("deduct_stock", stock({ quantity: 2, request_id: "same" })), 409, "PI004"],
    ["recalled", clerk.rpc("deduct_stock", stock({ batch_id: recalled })), 409, "PI006"],
    ["voided twice", manager.rpc("void_sale", { sale_id: voided, reason: "slip" }), 409, "55000"],
    ["no such", clerk.rpc("deduct_stock", stock({ variation_id: 1e15 })), 404, "P0002"],
    ["bad argument", clerk.rpc("deduct_stock", stock({ quantity: -1 })), 400, "22023"],
    ["bad number", clerk.rpc("deduct_stock", stock({ quantity: "many" })), 400, "22P02"],
    ["bad date", clerk.rpc("add_stock", stock({ expiry_date: "31.2.2026" })), 400, "22008"],
    ["not allowed", clerk.rpc("adjust_stock", stock({ reason: "x" })), 403, "42501"],
    ["no function", clerk.rpc("no_such_function"), 404, "42883"],
    ["no such arguments", clerk.rpc("deduct_stock", { nothing: 1 }), 404, "PGRST202"],
    ["no view", clerk.get("/no_such_view"), 404, "42P01"],
    ["no column", clerk.get("/product?nothing=eq.1"), 400, "42703"],
    ["bad operator", clerk.get("/product?id=near.1"), 400, "PGRST100"],
    ["not JSON", clerk.send("POST", "/rpc/deduct_stock", "{"), 400, "PGRST102"],
    ["an array", clerk.send("POST", "/rpc/deduct_stock", "[1]"), 400, "PGRST102"],
    ["another SKU", clerk.send("POST", "/variation", { tenant_id: shop.tenant, product_id: await value("SELECT min(id)::text FROM primeinv.product WHERE tenant_id = $1", [shop.tenant]), name: "x", sku: "RICE" }), 409, "23505"],
    ["a foreign key", clerk.send("POST", "/variation", { tenant_id: shop.tenant, product_id: "1000000000", name: "x" }), 409, "23503"],
    ["a check", clerk.send("POST", "/outlet", { tenant_id: shop.tenant, name: "x", time_zone: "Mars/North" }), 400, "22023"],
    ["missing", clerk.send("POST", "/product", { tenant_id: shop.tenant, category: "x" }), 400, "23502"],
  ];
  for (const [what, call, status, code] of cases) {
    const reply = await call;
    assert.deepEqual([what, reply.status, reply.body.code], [what, status, code], JSON.stringify(reply.body));
    assert.deepEqual(Object.keys(reply.body), ["code", "message", "details", "hint"]);
  }
});

test("the ledger's PI005 is 409", async () => {
  await sql("GRANT UPDATE ON primeinv.stock_movement TO answers_manager");
  await sql("CREATE POLICY answers ON primeinv.stock_movement FOR UPDATE TO answers_manager USING (true)");
  const reply = await manager.send("PATCH", `/stock_movement?tenant_id=eq.${shop.tenant}`, { reason: "mended" });
  assert.deepEqual([reply.status, reply.body.code], [409, "PI005"], reply.text);
  await sql("DROP POLICY answers ON primeinv.stock_movement");
  await sql("REVOKE UPDATE ON primeinv.stock_movement FROM answers_manager");
});

test("what takes too long is ended with 504, an internal error keeps its words to the log", async () => {
  await sql(`CREATE FUNCTION primeinv.answers_slow() RETURNS void LANGUAGE sql AS 'SELECT pg_catalog.pg_sleep(30)'`);
  await sql(`CREATE FUNCTION primeinv.answers_broken() RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE SQLSTATE 'XX001' USING MESSAGE = 'secret of the house'; END $$`);
  await sql("GRANT EXECUTE ON FUNCTION primeinv.answers_slow(), primeinv.answers_broken() TO answers_app");
  try {
    await until(async () => (await clerk.get("/rpc/answers_broken")).status !== 404); // the catalog is read anew
    const hasty = await startGateway({ WEB_READ_TIMEOUT: "1" });
    const slow = await (await loggedIn(hasty, shop.clerk)).get("/rpc/answers_slow");
    assert.deepEqual([slow.status, slow.body.code], [504, "57014"], slow.text);
    const broken = await clerk.rpc("answers_broken");
    assert.equal(broken.status, 500);
    assert.ok(!broken.text.includes("secret"));
  } finally {
    await sql("DROP FUNCTION primeinv.answers_slow(), primeinv.answers_broken()");
  }
});
