// A shop to test against, in the database that PGDATABASE names.
import pg from "pg";

export const owner = new pg.Pool({ max: 4 });
export const manager = new pg.Pool({ max: 4, user: "ts_manager" });
export const reader = new pg.Pool({ max: 2, user: "ts_reader" });

const SHOP = `
  INSERT INTO primeinv.tenant (id, name) VALUES (71, 'Corner Grocers'), (72, 'Somebody Else');
  INSERT INTO primeinv.outlet (tenant_id, id, name, time_zone) VALUES (71, 7101, 'Main Store', 'Europe/Paris'), (72, 7201, 'Elsewhere', 'UTC');
  INSERT INTO primeinv.product (tenant_id, id, name) VALUES (71, 711, 'Rice'), (72, 721, 'Tea');
  INSERT INTO primeinv.variation (tenant_id, id, product_id, name, sku, price, cost) VALUES
    (71, 7111, 711, '5kg Bag', 'TS-RICE', 9.90, 6), (71, 7112, 711, '1kg Bag', 'TS-RICE-1', 2.50, 1.20), (72, 7211, 721, 'Box', 'TS-TEA', 3, 1);
  INSERT INTO primeinv.customer (tenant_id, id, name) VALUES (71, 7131, 'Chez Paul');
  SELECT primeinv.sync_ids();
  SELECT primeinv.grant_tenant('ts_manager', 71, 'manager'), primeinv.grant_tenant('ts_manager', 72, 'manager'), primeinv.grant_tenant('ts_reader', 71, 'reader');
  SELECT primeinv.add_stock(7111, 100, 7101, 'RICE-A', '2099-02-15'), primeinv.add_stock(7112, 100, 7101, 'SMALL-A'), primeinv.add_stock(7211, 100, 7201, 'TEA-A');
`;

export const RICE = 7111;
export const SMALL = 7112;
export const SHOP_OUTLET = 7101;
export const SCOPE = { tenant: 71, actor: "mary" } as const;

/** Makes roles and shop, where they are not there yet: test files run at the same time in one database. */
export async function openShop(): Promise<void> {
  const client = await owner.connect();
  try {
    await client.query("BEGIN; SELECT pg_advisory_xact_lock(71)");
    const made = await client.query("SELECT FROM pg_roles WHERE rolname = 'ts_manager'");
    if (made.rowCount === 0) await client.query("CREATE ROLE ts_manager LOGIN; CREATE ROLE ts_reader LOGIN");
    const shop = await client.query("SELECT FROM primeinv.tenant WHERE id = 71");
    if (shop.rowCount === 0) await client.query(SHOP);
    await client.query("COMMIT");
  } finally {
    client.release();
  }
}

/** What the examples of docs/clients.md start from: a place without stock. */
export async function pageShop(): Promise<{ tenant: number; outlet: number; rice: number }> {
  await owner.query("INSERT INTO primeinv.outlet (tenant_id, id, name) VALUES (71, 7102, 'Harbour')");
  return { tenant: 71, outlet: 7102, rice: RICE };
}

/** The last word of every test file. */
export async function closeShop(): Promise<string[]> {
  const broken = await owner.query<{ detail: string }>("SELECT detail FROM primeinv.check_promises()");
  await Promise.all([owner.end(), manager.end(), reader.end()]);
  return broken.rows.map((row) => row.detail);
}
