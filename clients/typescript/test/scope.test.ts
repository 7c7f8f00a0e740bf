// Transactions, tenants, retries, and how values come and go.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import pg from "pg";
import {
  call,
  InsufficientStock,
  NotAllowed,
  SIGNATURES,
  statement,
  VERSION,
  withScope,
  type PooledClient,
  type SaleRow,
} from "../src/index.js";
import { closeShop, manager, openShop, owner, RICE, SCOPE, SHOP_OUTLET, SMALL } from "./shop.js";

before(openShop);
after(async () => assert.deepEqual(await closeShop(), []));

const small = { variation_id: SMALL, outlet_id: SHOP_OUTLET };
const left = () => call(owner, "get_available_stock", small).then(Number);

test("a scope commits what it did, under its tenant and its actor", async () => {
  const batch_id = await withScope(manager, { ...SCOPE, clientIp: "192.0.2.7", userAgent: "till 3" }, (s) =>
    s.call("add_stock", { ...small, quantity: "2.500" }),
  );
  const { rows } = await owner.query("SELECT actor, quantity::text FROM primeinv.stock_movement WHERE batch_id = $1", [batch_id]);
  assert.deepEqual(rows, [{ actor: "mary", quantity: "2.500" }]);
});

test("a scope that fails leaves nothing, and its connection as it was", async () => {
  const before_ = await left();
  await assert.rejects(
    withScope(manager, SCOPE, async (s) => {
      await s.call("deduct_stock", { ...small, quantity: 1 });
      throw new Error("changed my mind");
    }),
    /changed my mind/,
  );
  assert.equal(await left(), before_);
  const settings = await manager.query(
    "SELECT current_setting('primeinv.tenant', true) AS tenant, current_setting('primeinv.actor', true) AS actor",
  );
  assert.deepEqual(
    Object.values(settings.rows[0] as object).map((v) => v ?? ""),
    ["", ""],
  );
});

test("a scope sees its own tenant only", async () => {
  const seen = await withScope(manager, SCOPE, (s) => s.query<{ id: number }>("SELECT id FROM primeinv.tenant"));
  assert.deepEqual(seen.rows, [{ id: 71 }]);
  await assert.rejects(
    withScope(manager, SCOPE, (s) => s.call("deduct_stock", { variation_id: 7211, outlet_id: 7201, quantity: 1 })),
    (error) => error instanceof Error && "code" in error && /42501|P0002/.test(String(error.code)),
  );
  await assert.rejects(
    withScope(manager, { tenant: 9999 }, (s) => s.call("deduct_stock", { ...small, quantity: 1 })),
    NotAllowed,
  );
  await assert.rejects(
    withScope(manager, { tenant: "71; DROP" }, (s) => s.call("deduct_stock", { ...small, quantity: 1 })),
    NotAllowed,
  );
});

test("values: ids are numbers, quantities and dates are strings, whatever the server's settings", async () => {
  const hostile = new pg.Pool({
    user: "ts_manager",
    options: "-c datestyle=SQL,DMY -c timezone=Asia/Kolkata -c bytea_output=escape -c intervalstyle=iso_8601",
  });
  try {
    const [batch] = await withScope(hostile, SCOPE, (s) =>
      s.call("get_fifo_batches", { variation_id: RICE, outlet_id: SHOP_OUTLET }),
    );
    assert.equal(batch?.expiry_date, "2099-02-15");
    assert.equal(typeof batch.id, "number");
    assert.match(batch.quantity, /^\d+\.\d{3}$/);
    assert.match(batch.received_at, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+05:30$/);
    const { rows } = await withScope(hostile, SCOPE, (s) =>
      s.query("SELECT '\\x00ff'::bytea AS bytes, interval '30 minutes' AS hold"),
    );
    assert.deepEqual(rows, [{ bytes: Uint8Array.from([0, 255]), hold: "00:30:00" }]);
    assert.ok(Date.now() - new Date(batch.received_at).getTime() < 3_600_000);
  } finally {
    await hostile.end();
  }
  const { rows } = await withScope(owner, {}, (s) =>
    s.query(
      "SELECT 'infinity'::date d, ARRAY['a,b', 'c\"d', NULL, '']::text[] t, ARRAY[1.50, NULL]::numeric[] n, '{}'::int8[] e, '\\xff00'::bytea b, true k, null::int4 z, '{\"a\": [1]}'::jsonb j, 1.5::float8 f",
    ),
  );
  assert.deepEqual(rows, [
    {
      d: "infinity",
      t: ["a,b", 'c"d', null, ""],
      n: ["1.50", null],
      e: [],
      b: Uint8Array.from([255, 0]),
      k: true,
      z: null,
      j: { a: [1] },
      f: 1.5,
    },
  ]);
  await assert.rejects(
    withScope(owner, {}, (s) => s.query("SELECT 9007199254740993")),
    RangeError,
  );
});

test("arguments: arrays, jsonb, intervals, nulls, and what is left out", async () => {
  const sale = await withScope(manager, SCOPE, async (s): Promise<SaleRow> => {
    const held = await s.call("reserve_stock", { ...small, quantity: 1, cart_session_id: "ts-1", expires_in: "5 minutes" });
    await s.call("release_reservation", { reservation_id: String(held) });
    const rows = await s.call("deduct_stock_bulk", {
      outlet_id: SHOP_OUTLET,
      variation_ids: [SMALL, SMALL],
      quantities: [1, "0.5"],
    });
    assert.deepEqual(
      rows.map((row) => row.line),
      [1, 2],
    );
    assert.equal(rows[1]?.quantity, "0.500");
    return s.call("checkout", {
      outlet_id: SHOP_OUTLET,
      items: [{ variation_id: SMALL, quantity: 2 }],
      payments: [{ method: "CASH", amount: 10 }],
      customer_id: null,
      type: undefined as never,
    });
  });
  assert.deepEqual([sale.status, sale.total_amount, sale.payment_type], ["COMPLETED", "5.00", "CASH"]);
  await assert.rejects(
    async () => call(manager, "add_stock", { ...small, quantity: 1, expiry_date: new Date() as never }),
    TypeError,
  );
});

test("a function's forms are told apart by the names of the arguments", async () => {
  const json = await withScope(manager, SCOPE, (s) => s.call("deduct_stock", { request: { ...small, quantity: 1 } }));
  assert.equal((json as { success: boolean }).success, true);
  const rows = await withScope(manager, SCOPE, (s) => s.call("deduct_stock", { ...small, quantity: 1 }));
  assert.equal(rows.length, 1);
  // an id without a type would mean create_stock_take(text)
  const take = await withScope(manager, SCOPE, (s) =>
    s.call("create_stock_take", { outlet_id: SHOP_OUTLET, items: [{ variation_id: SMALL, counted_quantity: 1 }] }),
  );
  assert.equal(typeof take, "number");
  await withScope(manager, SCOPE, async (s) => assert.equal(await s.call("cancel_stock_take", { stock_take_id: take }), undefined));
  assert.throws(() => statement("deduct_stock", { variation: 1 }), /does not take \(variation\); it is deduct_stock\(/);
  assert.throws(() => statement("toString"), /has no function/);
  await assert.rejects(async () => call(manager, "get_available_stock", {} as never), TypeError);
});

test("a procedure is CALLed, a function without arguments needs none", async () => {
  await withScope(manager, SCOPE, (s) => s.call("reconcile", { outlet_id: SHOP_OUTLET }));
  assert.deepEqual(await withScope(manager, SCOPE, (s) => s.call("check_promises")), []);
});

test("every function that this client knows is the server's, with these parameters and types", async () => {
  await withScope(owner, {}, async (s) => {
    assert.equal((await s.query("SELECT extversion AS v FROM pg_extension WHERE extname = 'primeinv'")).rows[0]?.["v"], VERSION);
    for (const [name, forms] of Object.entries(SIGNATURES)) {
      for (const form of forms) {
        const { text, signature } = statement(name, Object.fromEntries(Object.keys(form.parameters).map((key) => [key, null])));
        assert.equal(signature, form);
        if (form.kind === "function") await s.query(`PREPARE p AS ${text}; DEALLOCATE p`);
      }
    }
  });
});

test("a failure behind a savepoint leaves the transaction usable; without one it is 25P02", async () => {
  await withScope(manager, SCOPE, async (s) => {
    await assert.rejects(
      s.savepoint(() => s.call("deduct_stock", { ...small, quantity: 9999 })),
      InsufficientStock,
    );
    assert.equal((await s.call("deduct_stock", { ...small, quantity: 1 })).length, 1);
  });
  await assert.rejects(
    withScope(manager, SCOPE, async (s) => {
      await assert.rejects(s.call("deduct_stock", { ...small, quantity: 9999 }), InsufficientStock);
      await s.call("deduct_stock", { ...small, quantity: 1 });
    }),
    { code: "25P02" },
  );
});

test("a failure that was caught without a savepoint does not pass for a commit", async () => {
  const before_ = await left();
  await assert.rejects(
    withScope(manager, SCOPE, async (s) => {
      await s.call("deduct_stock", { ...small, quantity: 1 });
      await assert.rejects(s.call("deduct_stock", { ...small, quantity: 9999 }), InsufficientStock);
    }),
    { code: "25P02", message: /nothing was committed/ },
  );
  assert.equal(await left(), before_);
});

test("the same request id again is the same result and no second change", async () => {
  const again = () => withScope(manager, SCOPE, (s) => s.call("add_stock", { ...small, quantity: 3, request_id: "ts-receive-1" }));
  const before_ = await left();
  assert.equal(await again(), await again());
  assert.equal(await left(), before_ + 3);
});

test("a conflict is tried again, as often as was said", async () => {
  let tries = 0;
  const before_ = await left();
  const conflicting = (attempts: number) =>
    withScope(manager, { ...SCOPE, isolation: "serializable", attempts }, async (s) => {
      await s.call("get_available_stock", small);
      if (tries++ === 0) await call(owner, "deduct_stock", { ...small, quantity: 1 });
      await s.call("deduct_stock", { ...small, quantity: 1 });
    });
  await conflicting(3);
  assert.equal(tries, 2);
  assert.equal(await left(), before_ - 2);
  tries = 0;
  await assert.rejects(conflicting(1), { code: "40001" });
});

/** A pool whose first COMMIT reaches the server and whose answer is lost. */
function forgetful(pool: pg.Pool): { connect(): Promise<PooledClient>; lost: number } {
  const told = {
    lost: 0,
    async connect(): Promise<PooledClient> {
      const client = await pool.connect();
      return {
        release: (destroy) => client.release(destroy),
        async query(config) {
          const answer = await client.query(config);
          if (config.text === "COMMIT" && told.lost++ === 0)
            throw Object.assign(new Error("Connection terminated unexpectedly"), { code: "ECONNRESET" });
          return answer as { rows: unknown[] };
        },
      };
    },
  };
  return told;
}

test("a lost answer to COMMIT: with request ids it is done once, without it is not repeated", async () => {
  const before_ = await left();
  const [batch] = await withScope(forgetful(manager), { ...SCOPE, attempts: 3 }, (s) =>
    s.call("deduct_stock", { ...small, quantity: 2, request_id: "ts-lost-1" }),
  );
  assert.equal(batch?.quantity, "2.000");
  assert.equal(await left(), before_ - 2);
  const pool = forgetful(manager);
  await assert.rejects(
    withScope(pool, { ...SCOPE, attempts: 3 }, (s) => s.call("deduct_stock", { ...small, quantity: 2 })),
    { code: "ECONNRESET" },
  );
  assert.equal(pool.lost, 1);
  assert.equal(await left(), before_ - 4);
});

test("a server process that is ended in the middle: the pool gives another, and nothing is done twice", async () => {
  const before_ = await left();
  let tries = 0;
  await withScope(manager, { ...SCOPE, attempts: 2 }, async (s) => {
    await s.call("deduct_stock", { ...small, quantity: 1, request_id: "ts-ended-1" });
    if (tries++ > 0) return;
    const { rows } = await s.client.query({ text: "SELECT pg_backend_pid() AS pid" });
    await owner.query("SELECT pg_terminate_backend($1)", [(rows[0] as { pid: number }).pid]);
    await s.call("get_available_stock", small);
  });
  assert.equal(tries, 2);
  assert.equal(await left(), before_ - 1);
});

test("a connection that breaks while a scope has it does not end the process", async () => {
  await withScope(manager, SCOPE, async (s) => {
    (s.client as pg.PoolClient).emit("error", new Error("write EPIPE"));
    assert.deepEqual(await s.call("check_promises"), []);
  });
  const client = await manager.connect();
  assert.equal(client.listeners("error").length, 0);
  client.release();
});

test("types refuse what the functions would", () => {
  if (Math.random() > 2) {
    // @ts-expect-error: no such function
    void call(owner, "steal_stock", {});
    // @ts-expect-error: outlet_id is missing
    void call(owner, "deduct_stock", { variation_id: 1, quantity: 1 });
    // @ts-expect-error: no such argument
    void call(owner, "get_available_stock", { variation_id: 1, outlet_id: 1, tenant: 1 });
    // @ts-expect-error: a Date is no date
    void call(owner, "add_stock", { ...small, quantity: 1, expiry_date: new Date() });
    const status = (sale: SaleRow) => sale.status;
    // @ts-expect-error: no such status
    void (status({} as SaleRow) === "SOLD");
  }
});
