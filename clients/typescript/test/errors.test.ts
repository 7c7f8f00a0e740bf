// Every SQLSTATE that errors() lists, provoked on a real server, comes as its class.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import * as primeinv from "../src/index.js";
import { call, primeinvError, withScope, type Scope } from "../src/index.js";
import { closeShop, manager, openShop, owner, reader, RICE, SCOPE, SHOP_OUTLET, SMALL } from "./shop.js";

before(openShop);
after(async () => assert.deepEqual(await closeShop(), []));

const shop = <T>(fn: (scope: Scope) => Promise<T>) => withScope(manager, SCOPE, fn);
const rice = { variation_id: RICE, outlet_id: SHOP_OUTLET };

/** Two transactions that each hold what the other wants. */
async function deadlock(): Promise<void> {
  const both: Promise<void>[] = [];
  const [here, there] = [await owner.connect(), await owner.connect()];
  try {
    for (const client of [here, there]) await client.query("BEGIN; SET LOCAL deadlock_timeout = '20ms'");
    await here.query("SELECT FROM primeinv.customer WHERE id = 7131 FOR UPDATE");
    await there.query("SELECT FROM primeinv.outlet WHERE id = 7201 FOR UPDATE");
    for (const [client, lock] of [
      [here, "outlet WHERE id = 7201"],
      [there, "customer WHERE id = 7131"],
    ] as const) {
      both.push(
        client.query(`SELECT FROM primeinv.${lock} FOR UPDATE`).then(
          () => undefined,
          async (error: unknown) => {
            await client.query("ROLLBACK");
            throw error;
          },
        ),
      );
    }
    const failed = (await Promise.allSettled(both)).find((one) => one.status === "rejected");
    throw primeinvError(failed?.reason) ?? new Error("no deadlock");
  } finally {
    for (const client of [here, there]) {
      await client.query("ROLLBACK");
      client.release();
    }
  }
}

const provoked: Record<primeinv.Sqlstate, () => Promise<unknown>> = {
  PI001: () =>
    shop((s) => s.call("deduct_stock_bulk", { outlet_id: SHOP_OUTLET, variation_ids: [SMALL, RICE], quantities: ["1", "1000.5"] })),
  PI002: () =>
    shop(async (s) => {
      const reservation_id = await s.call("reserve_stock", { ...rice, quantity: 1, cart_session_id: "web-1" });
      await s.call("release_reservation", { reservation_id });
      await s.call("commit_reservation", { reservation_id });
    }),
  PI003: () =>
    shop((s) => s.call("checkout", { outlet_id: SHOP_OUTLET, items: [{ variation_id: RICE, quantity: 1 }], customer_id: 7131 })),
  PI004: async () => {
    for (const quantity of [1, 2]) await shop((s) => s.call("deduct_stock", { ...rice, quantity, request_id: "used-once" }));
  },
  PI005: () => withScope(owner, {}, (s) => s.query("UPDATE primeinv.stock_movement SET reason = 'mine'")),
  PI006: () =>
    shop(async (s) => {
      const batch_id = await s.call("add_stock", { ...rice, quantity: 1, batch_number: 'HELD "1"' });
      await s.call("set_batch_status", { batch_id, status: "hold", reason: "looks odd" });
      await s.call("deduct_stock", { ...rice, quantity: 1, batch_id });
    }),
  "22023": () => shop((s) => s.call("deduct_stock", { ...rice, quantity: -1 })),
  "23505": () =>
    shop((s) => s.query("INSERT INTO primeinv.variation (tenant_id, product_id, name, sku) VALUES (71, 711, 'again', 'TS-RICE')")),
  "23514": () => shop((s) => s.query("INSERT INTO primeinv.customer (tenant_id, name, customer_type) VALUES (71, 'x', 'FRIEND')")),
  "25006": () => withScope(manager, { ...SCOPE, readOnly: true }, (s) => s.call("deduct_stock", { ...rice, quantity: 1 })),
  "40001": () =>
    withScope(manager, { ...SCOPE, isolation: "repeatable read" }, async (s) => {
      await s.call("get_available_stock", rice);
      await shop((other) => other.call("deduct_stock", { ...rice, quantity: 1 }));
      await s.call("deduct_stock", { ...rice, quantity: 1 });
    }),
  "40P01": deadlock,
  "42501": () => withScope(reader, SCOPE, (s) => s.call("deduct_stock", { ...rice, quantity: 1 })),
  "55000": () =>
    shop(async (s) => {
      const sale_id = await s.call("create_sale", { outlet_id: SHOP_OUTLET });
      await s.call("cancel_sale", { sale_id });
      await s.call("complete_sale", { sale_id });
    }),
  P0002: () => shop((s) => s.call("get_available_stock", { variation_id: 999_999, outlet_id: SHOP_OUTLET })),
};

test("errors() of the server are the classes of this client", async () => {
  const { rows } = await owner.query<{ sqlstate: string; name: string }>("SELECT sqlstate, name FROM primeinv.errors()");
  assert.deepEqual(Object.fromEntries(rows.map((row) => [row.sqlstate, row.name])), { ...primeinv.SQLSTATES });
});

for (const [code, provoke] of Object.entries(provoked) as [primeinv.Sqlstate, () => Promise<unknown>][]) {
  test(`${code} is ${primeinv.SQLSTATES[code]}`, async () => {
    await assert.rejects(provoke, (error) => {
      assert.ok(error instanceof primeinv.ERRORS[code], String(error));
      assert.equal(error.name, primeinv.SQLSTATES[code]);
      assert.equal(error.code, code);
      assert.equal((error.cause as { code: string }).code, code);
      assert.ok(error.message.length > 0);
      return true;
    });
  });
}

/** The error that a provocation raises, as its class. */
async function raised<E>(code: primeinv.Sqlstate, kind: new (...args: never[]) => E): Promise<E> {
  const error: unknown = await provoked[code]().then(
    () => undefined,
    (e: unknown) => e,
  );
  assert.ok(error instanceof kind);
  return error;
}

test("DETAIL of each PI code is on the error", async () => {
  const short = await raised("PI001", primeinv.InsufficientStock);
  assert.equal(short.lines.length, 1);
  assert.deepEqual(
    { ...short.lines[0], available: 0 },
    { line: 2, variation_id: RICE, outlet_id: SHOP_OUTLET, requested: 1000.5, available: 0 },
  );
  assert.match(short.hint ?? "", /explain_deduction/);
  const resolved = await raised("PI002", primeinv.ReservationResolved);
  assert.equal(resolved.status, "RELEASED");
  assert.equal(resolved.why, "resolved");
  assert.equal(typeof resolved.reservation_id, "number");
  const refused = await raised("PI003", primeinv.CreditRefused);
  assert.deepEqual([refused.customer_id, refused.why, refused.requested], [7131, "over_limit", 9.9]);
  const reused = await raised("PI004", primeinv.RequestReused);
  assert.deepEqual([reused.request_id, reused.function], ["used-once", "deduct_stock"]);
  assert.equal((await raised("PI005", primeinv.RecordUnchangeable)).table, "stock_movement");
  const held = await raised("PI006", primeinv.BatchNotSellable);
  assert.deepEqual([held.batch, held.why], ['HELD "1"', "held"]);
});

test("DETAIL has the shape that errors() tells, key by key", async () => {
  const { rows } = await owner.query<{ sqlstate: primeinv.Sqlstate; detail: Record<string, unknown> }>(
    "SELECT sqlstate, detail FROM primeinv.errors() WHERE detail IS NOT NULL",
  );
  assert.equal(rows.length, 6);
  for (const { sqlstate, detail } of rows) {
    const error = await raised(sqlstate, primeinv.PrimeinvError);
    const keys = new Set(Object.keys(error.data));
    if (sqlstate === "PI006") keys.add("batches"); // only where others could serve the line
    assert.deepEqual([...keys].sort(), Object.keys(detail).sort(), sqlstate);
    if (sqlstate === "PI001") {
      const [line] = error.data["lines"] as object[];
      assert.deepEqual(Object.keys(line ?? {}).sort(), Object.keys((detail["lines"] as object[])[0] ?? {}).sort());
    }
  }
});

test("the body of a gateway's answer is understood, too", () => {
  const error = primeinvError({ code: "PI001", message: "insufficient stock", details: '{"lines":[{"line":1}]}', hint: null });
  assert.ok(error instanceof primeinv.InsufficientStock);
  assert.equal(error.lines[0]?.line, 1);
});

test("what is not primeinv's stays what it is", async () => {
  assert.equal(primeinvError(new Error("something else")), undefined);
  assert.equal(primeinvError({ code: "toString" }), undefined);
  assert.equal(primeinvError(null), undefined);
  await assert.rejects(
    withScope(manager, SCOPE, (s) => s.query("SELECT 1/0")),
    { code: "22012" },
  );
  assert.deepEqual(new primeinv.PrimeinvError({ code: "PI001", detail: "{half" }).data, {});
});

test("a call outside a scope raises the same classes", async () => {
  await assert.rejects(call(manager, "deduct_stock", { ...rice, quantity: 5000 }), primeinv.InsufficientStock);
});
