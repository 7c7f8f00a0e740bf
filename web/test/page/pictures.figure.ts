// Takes a picture of every screen and every dialog, for people to look at: make pictures OUT=folder. The shop is that of make web, with
// a month of sales. No test: what is asserted of screens stands in access.test.ts.
import { mkdirSync } from "node:fs";
import type { BrowserContextOptions } from "playwright-core";
import { admin, sql, startGateway, stopGateways, value } from "../tool.js";
import { launch, Person } from "./browser.js";

const folder = process.env.OUT ?? "pictures";
const only = new RegExp(process.env.ONLY || ".");
mkdirSync(folder, { recursive: true });

const gateway = await startGateway();
const browser = await launch();

const [main, harbour] = await Promise.all(
  ["Main Street", "Harbour"].map((name) => value("SELECT id FROM primeinv.outlet WHERE name = $1", [name])),
);
const variation = (sku: string): Promise<string> => value("SELECT id FROM primeinv.variation WHERE sku = $1", [sku]);
const [yoghurt, rye, juice, roll] = [await variation("YOG-500"), await variation("RYE-1"), await variation("OJ-1"), await variation("ROLL-4")];
const tenant = await value("SELECT tenant_id FROM primeinv.outlet WHERE id = $1", [main]);
const product = await value("SELECT product_id FROM primeinv.variation WHERE id = $1", [juice]);
const customer = await value(
  "INSERT INTO primeinv.customer (tenant_id, name, phone, email, credit_limit) VALUES ($1, 'Café Central', '0123 456', 'office@central.example', 500) RETURNING id",
  [tenant],
);
const sold = (outlet: string, item: string, more = ""): Promise<string> =>
  value(
    `SELECT id FROM primeinv.checkout($1, jsonb_build_array(jsonb_build_object('variation_id', $2::bigint, 'quantity', 2)),
       '[{"method": "CASH", "amount": 20}]'${more})`,
    [outlet, item],
  );
const sale = await sold(main!, juice);
const elsewhere = await sold(harbour!, yoghurt);
const receiptElsewhere = await value("SELECT receipt_number FROM primeinv.sale WHERE id = $1", [elsewhere]);
await sql(
  `SELECT primeinv.checkout($1, jsonb_build_array(jsonb_build_object('variation_id', $2::bigint, 'quantity', 3)), NULL, customer_id => $3)`,
  [main, yoghurt, customer],
);
await sql(
  `SELECT primeinv.request_refund(s.id, jsonb_build_array(jsonb_build_object('sale_item_id', i.id, 'quantity', 1)), 'Off')
   FROM primeinv.sale s JOIN primeinv.sale_item i ON i.sale_id = s.id WHERE s.id = $1`,
  [sale],
);
const counted = async (description: string, complete: boolean): Promise<string> => {
  const take = await value(
    `SELECT primeinv.create_stock_take(outlet_id => $1::bigint, description => $2, items => jsonb_build_array(
       jsonb_build_object('variation_id', $3::bigint, 'counted_quantity', 31), jsonb_build_object('variation_id', $4::bigint, 'counted_quantity', 12),
       jsonb_build_object('variation_id', $5::bigint, 'counted_quantity', 5)))`,
    [main, description, juice, rye, roll],
  );
  if (complete) await sql("SELECT primeinv.complete_stock_take($1)", [take]);
  return take;
};
const reviewed = await counted("Drinks and bread", true);
const open = await counted("Dairy shelf", false);
let made: Promise<string> | undefined;
const makeCart = async (): Promise<string> => {
  const id = await value("SELECT primeinv.create_sale($1)", [main]);
  for (const item of [yoghurt, juice, rye, roll]) await sql("SELECT primeinv.add_sale_item($1, $2, 1)", [id, item]);
  return id;
};
const cart = (): Promise<string> => (made ??= makeCart());
await sql("SELECT primeinv.refresh_alerts()");

type Shot = [name: string, go: (who: Person) => Promise<unknown>];

const at = (name: string, screen: string): Shot => [name, (who) => who.open(screen)];
const press = (who: Person, name: RegExp, among = who.page.locator("body")): Promise<void> =>
  among.locator("button:visible", { hasText: name }).first().click();
/** A button that has no text but a label for screen readers. */
const labelled = (who: Person, words: RegExp): Promise<void> => who.page.getByRole("button", { name: words }).first().click();
const type = (who: Person, label: RegExp, text: string): Promise<void> => who.page.getByLabel(label).first().fill(text);

/** The batch's dialog, with one of its acts chosen. */
const batch = (act: string): Shot["1"] => async (who) => {
  await who.open("stock?q=YOG-500");
  await labelled(who, /^(Details|Détails)/);
  await labelled(who, /YOG-500-A/);
  await who.dialog.locator("select").first().selectOption({ value: act });
};

const shots: Shot[] = [
  at("dashboard", "dashboard"),
  at("alerts", "alerts"),
  at("till", "till"),
  ["till-cart", async (who) => who.open(`till?sale=${await cart()}`)],
  [
    "till-line",
    async (who) => {
      await who.open(`till?sale=${await cart()}`);
      await labelled(who, /^(Edit|Modifier): /);
    },
  ],
  [
    "till-options",
    async (who) => {
      await who.open(`till?sale=${await cart()}`);
      await who.page.locator(".options").click();
    },
  ],
  [
    "till-pay",
    async (who) => {
      await who.open(`till?sale=${await cart()}`);
      await who.page.locator(".pay").click();
      await type(who, /^(Amount|Montant)/, "10");
    },
  ],
  [
    "till-pay-refused",
    async (who) => {
      await who.open(`till?sale=${await cart()}`);
      await who.page.locator(".pay").click();
      await who.dialog.locator("[type=submit]").click();
      await who.dialog.getByRole("alert").first().waitFor();
    },
  ],
  [
    "till-cancel",
    async (who) => {
      await who.open(`till?sale=${await cart()}`);
      await who.page.locator(".totals .danger").click();
    },
  ],
  at("till-receipt", `till?receipt=${sale}`),
  at("till-sales", "till?show=sales"),
  [
    "till-refund",
    async (who) => {
      await who.open("till?show=sales");
      await press(who, /^(Refund|Rembourser)$/);
    },
  ],
  [
    "till-return",
    async (who) => {
      await who.open("till?show=sales");
      await type(who, /^(Receipt number|Numéro de ticket)/, receiptElsewhere);
      await who.page.locator(".sales li", { hasText: "Harbour" }).waitFor();
      await press(who, /^(Refund|Rembourser)$/);
      await who.dialog.getByText("Harbour").waitFor();
    },
  ],
  [
    "till-void",
    async (who) => {
      await who.open("till?show=sales");
      await press(who, /^(Void|Annuler)$/);
    },
  ],
  [
    "till-due",
    async (who) => {
      await who.open("till?show=sales");
      await press(who, /^(Take payment|Encaisser)/);
    },
  ],
  at("till-drawer", "till?show=session"),
  at("customers", "customers"),
  at("customer-new", "customers/new"),
  at("customer", `customers/${customer}`),
  [
    "customer-edit",
    async (who) => {
      await who.open(`customers/${customer}`);
      await labelled(who, /^(Edit: Credit limit|Modifier: Limite de crédit)/);
      await type(who, /^(Credit limit|Limite de crédit)/, "-5");
      await who.page.locator(".editing [type=submit]").click();
      await who.page.locator(".editing [role=alert]").waitFor();
    },
  ],
  at("stock", "stock"),
  [
    "stock-batches",
    async (who) => {
      await who.open("stock?q=YOG-500");
      await labelled(who, /^(Details|Détails)/);
      await who.page.locator(".batches table").waitFor();
    },
  ],
  ["batch-state", batch("quarantine")],
  ["batch-price", batch("price")],
  ["batch-split", batch("split")],
  ["batch-correct", batch("correct")],
  [
    "batch-price-refused",
    async (who) => {
      await batch("price")(who);
      await who.dialog.getByLabel(/^(Own price|Prix particulier)/).fill("-1");
      await who.dialog.getByLabel(/^(Reason|Motif)/).fill("x");
      await who.dialog.locator("[type=submit]").click();
      await who.dialog.getByRole("alert").first().waitFor();
    },
  ],
  at("stock-empty", "stock?q=nothing-of-that-name"),
  at("stock-everywhere", "stock?where=all"),
  at("receive", "receive"),
  at("receive-item", `receive?variation=${yoghurt}`),
  [
    "receive-refused",
    async (who) => {
      await who.open(`receive?variation=${yoghurt}`);
      await type(who, /^(Quantity|Quantité)/, "-3");
      await who.page.locator("main form [type=submit]").last().click();
      await who.main.getByRole("alert").first().waitFor();
    },
  ],
  [
    "receive-found",
    async (who) => {
      await who.open("receive");
      await who.main.getByRole("combobox").fill("or");
      await who.page.locator(".hits [role=option]").first().waitFor();
    },
  ],
  at("adjust", `adjust?variation=${yoghurt}`),
  [
    "adjust-confirm",
    async (who) => {
      await who.open(`adjust?variation=${yoghurt}`);
      await type(who, /^(Quantity|Quantité)/, "3");
      await type(who, /^(Reason|Motif)/, "Counted wrongly before");
      await who.page.locator("main form [type=submit]").last().click();
      await who.dialog.waitFor();
    },
  ],
  at("damage", `damage?variation=${rye}`),
  at("transfer", `transfer?variation=${rye}`),
  at("count", "count"),
  at("count-open", `count/${open}`),
  [
    "count-edit",
    async (who) => {
      await who.open(`count/${open}`);
      await who.page.locator(".count-lines .plain").first().click();
    },
  ],
  [
    "count-offline",
    async (who) => {
      await who.open(`count/${open}`);
      await who.page.locator(".count-lines li").first().waitFor();
      await who.context.setOffline(true);
      await who.scan("5449000000996");
      await who.scan("4999999999990");
      await who.page.waitForTimeout(600);
    },
  ],
  [
    "count-refused",
    async (who) => {
      await who.context.setOffline(false);
      await who.page.locator(".refused").waitFor();
      await who.page.waitForTimeout(300);
    },
  ],
  [
    "count-finish",
    async (who) => {
      await who.page.locator(".refused button").last().click();
      await who.page.locator(".refused").waitFor({ state: "detached" });
      await who.page.locator(".finish button:not(.outline):enabled").click();
      await who.dialog.waitFor();
    },
  ],
  at("review", "review"),
  at("review-take", `review/${reviewed}`),
  [
    "review-approve",
    async (who) => {
      await who.open(`review/${reviewed}`);
      await who.page.locator(".finish button:not(.outline)").click();
      await who.dialog.waitFor();
    },
  ],
  at("products", "products"),
  at("product-new", "products/new"),
  at("product", `products/${product}`),
  at("reports", "reports"),
  ...[
    "daily-sales",
    "sales-by",
    "payments",
    "profit",
    "valuation",
    "audit",
    "movements",
    "waste",
    "expiry-waste",
    "reorder",
    "low-stock",
    "turnover",
    "slow",
    "abc",
    "count-due",
    "accuracy",
    "kpi",
    "receivables",
  ].map((report): Shot => at(`report-${report}`, `reports/${report}`)),
  at("report-stock-card-pick", "reports/stock-card"),
  at("report-stock-card", `reports/stock-card?variation=${rye}`),
  at("health", "health"),
  [
    "health-checked",
    async (who) => {
      await who.open("health");
      await press(who, /promises|promesses/);
      await who.main.locator("[role=status] .badge").first().waitFor();
    },
  ],
  at("nowhere", "nowhere"),
  ["settings", (who) => who.page.locator(".top-end button").click()],
  [
    "menu",
    async (who) => {
      const more = who.page.locator(".bottom button");
      if (await more.isVisible()) await more.click();
    },
  ],
  [
    "loading",
    async (who) => {
      await who.context.route(/\/stock_level/, () => undefined);
      await who.page.evaluate(() => (location.hash = "#/stock?where=all&q="));
      await who.page.locator(".bone").first().waitFor();
    },
  ],
  [
    "error",
    async (who) => {
      await who.context.unroute(/\/stock_level/);
      const problem = { code: "42501", message: "permission denied for view stock_level", details: null, hint: "Ask the owner for a level." };
      await who.context.route(/\/stock_level/, (route) => route.fulfill({ status: 403, json: problem }));
      await who.page.evaluate(() => (location.hash = "#/dashboard"));
      await who.open("stock?level=low");
      await who.page.locator(".trouble").waitFor();
    },
  ],
  [
    "offline",
    async (who) => {
      await who.context.unroute(/\/stock_level/);
      await who.context.setOffline(true);
      await who.open("customers");
      await who.page.waitForTimeout(800);
    },
  ],
  [
    "offline-form",
    async (who) => {
      await who.context.setOffline(false);
      await who.open(`receive?variation=${yoghurt}`);
      await who.page.locator(".facts").waitFor();
      await who.context.setOffline(true);
      await who.page.locator("main form [type=submit]").last().click();
      await who.page.locator("main .trouble").waitFor();
    },
  ],
];

/** Waits until nothing is being loaded or drawn. */
const settle = (who: Person): Promise<unknown> =>
  who.page
    .waitForFunction(() => !document.querySelector(".waiting, .bone, .stale, [aria-busy=true]"), undefined, { timeout: 5000 })
    .catch(() => undefined);

const kinds: Record<string, BrowserContextOptions> = {
  desk: { viewport: { width: 1280, height: 800 } },
  "desk-dark-fr": { viewport: { width: 1280, height: 800 }, colorScheme: "dark", locale: "fr-FR" },
  phone: { viewport: { width: 360, height: 740 }, hasTouch: true },
  "phone-dark": { viewport: { width: 360, height: 740 }, hasTouch: true, colorScheme: "dark" },
  "phone-fr": { viewport: { width: 360, height: 740 }, hasTouch: true, locale: "fr-FR" },
};

let missed = 0;
for (const [kind, options] of Object.entries(kinds)) {
  if (process.env.KIND && !new RegExp(`^(${process.env.KIND})$`).test(kind)) continue;
  const who = await Person.come(browser, gateway, options);
  /** All of the screen, as if it were as high as what it shows; a dialog with what is around it. */
  const take = async (name: string): Promise<void> => {
    const { width, height } = options.viewport!;
    const inDialog = (await who.dialog.count()) > 0;
    const all = await who.page.evaluate(() => (scrollTo(0, 0), document.documentElement.scrollHeight));
    if (!inDialog) await who.page.setViewportSize({ width, height: Math.min(Math.max(all, height), 4000) });
    await who.page.screenshot({ path: `${folder}/${kind}-${name}.png` });
    await who.page.setViewportSize({ width, height });
  };
  await who.page.goto(`${gateway.url}/`);
  await who.page.locator("input[name=user]").waitFor();
  await take("login");
  await type(who, /^(Password|Mot de passe)/, "wrong");
  await type(who, /^(User|Utilisateur)/, "manager");
  await who.page.keyboard.press("Enter");
  await who.page.locator("[role=alert]").waitFor();
  await take("login-refused");
  await who.logIn("manager", "demo");
  for (const [name, go] of shots) {
    if (!only.test(name)) continue;
    try {
      if (!/^(count-|settings|menu|loading|error|offline)/.test(name)) await who.open("nowhere");
      await go(who);
      await who.page.waitForTimeout(150);
      if (name !== "loading") await settle(who);
      await take(name);
    } catch (error) {
      missed++;
      console.error(`${kind}-${name}: ${(error as Error).message.split("\n")[0]}`);
      await take(`${name}-missed`);
    }
    if ((await who.dialog.count()) > 0) await who.page.keyboard.press("Escape");
  }
  await who.context.close();
}
await browser.close();
await stopGateways();
await admin.end();
console.log(`pictures are in ${folder}`);
process.exitCode = missed > 0 ? 1 : 0;
