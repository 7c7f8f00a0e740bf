// What the tests of the page share: Chromium, a shop with goods to scan, and a person before the screen.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Locator, type Page } from "playwright-core";
import { type Gateway, makeUser, sleep, sql, value } from "../tool.js";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** For a slow day (test/README.md): milliseconds by which every answer is late, and how many times slower the browser thinks. */
const late = Number(process.env.WEB_TEST_DELAY ?? 0);
const slower = Number(process.env.WEB_TEST_CPU ?? 1);

export function launch(more: string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: [...FLAGS, ...more] });
}

export interface Goods {
  sku: string;
  barcode: string;
  product: string;
  variation: string;
  id: string;
}

export interface Market {
  tenant: string;
  main: string;
  harbour: string;
  goods: Record<string, Goods>;
  clerk: string;
  second: string;
  manager: string;
  analyst: string;
  customer: string;
}

/** Category, product, variation, SKU, barcode, price, cost, threshold, days to expiry, pieces. */
const GOODS: [string, string, string, string, string, number, number, number | null, number | null, number][] = [
  ["Dairy", "Yoghurt", "Plain 500g", "YOG", "4006381333931", 1.29, 0.7, 12, 21, 48],
  ["Dairy", "Butter", "250g", "BUT", "4012345678901", 2.49, 1.55, 10, 5, 30],
  ["Bakery", "Rye bread", "1kg", "RYE", "9780201379624", 3.4, 1.6, 6, 3, 12],
  ["Drinks", "Orange juice", "1l", "OJ", "5449000000996", 2.59, 1.35, 12, 60, 36],
  ["Drinks", "Coffee", "Ground 500g", "COF", "8000070038028", 6.9, 4.2, 8, 400, 20],
  ["Household", "Kitchen roll", "4 rolls", "ROLL", "7322540575316", 2.95, 1.6, 6, null, 4],
  ["Household", "Dish soap", "750ml", "SOAP", "8001090595621", 1.79, 0.8, null, null, 18],
];

/** A tenant with two outlets, goods with barcodes, thresholds and dates, a case of juice, a customer, and four users (password: the name). */
export async function makeMarket(name: string): Promise<Market> {
  const tenant = await value("INSERT INTO primeinv.tenant (name, currency) VALUES ($1, 'EUR') RETURNING id", [`Market ${name}`]);
  const outlet = (title: string, zone: string) =>
    value("INSERT INTO primeinv.outlet (tenant_id, name, time_zone) VALUES ($1, $2, $3) RETURNING id", [tenant, title, zone]);
  const main = await outlet("Main Street", "Europe/Vienna");
  const harbour = await outlet("Harbour", "Europe/Lisbon");
  const goods: Record<string, Goods> = {};
  for (const [category, product, variation, sku, barcode, price, cost, threshold, days, pieces] of GOODS) {
    const productId = await value("INSERT INTO primeinv.product (tenant_id, name, category) VALUES ($1, $2, $3) RETURNING id", [
      tenant,
      product,
      category,
    ]);
    const id = await value(
      `INSERT INTO primeinv.variation (tenant_id, product_id, name, sku, barcode, price, cost, low_stock_threshold, tax_rate)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 10) RETURNING id`,
      [tenant, productId, variation, sku, barcode, price, cost, threshold],
    );
    await sql("SELECT primeinv.add_stock($1, $2, $3, $4, current_date + $5::integer, $6)", [id, pieces, main, `${sku}-A`, days, cost]);
    goods[sku] = { sku, barcode, product, variation, id };
  }
  await sql(
    "INSERT INTO primeinv.variation_unit (tenant_id, variation_id, unit, numerator, denominator, barcode, price) VALUES ($1, $2, 'case', 6, 1, '15449000000993', 14.5)",
    [tenant, goods.OJ!.id],
  );
  const customer = await value(
    "INSERT INTO primeinv.customer (tenant_id, name, phone, credit_limit) VALUES ($1, 'Café Central', '0123 456', 50) RETURNING id",
    [tenant],
  );
  const user = (who: string) => `${name}_${who}`;
  for (const [who, level] of [
    ["clerk", "app"],
    ["second", "app"],
    ["manager", "manager"],
    ["analyst", "reader"],
  ] as const)
    await makeUser(user(who), tenant, level);
  return {
    tenant,
    main,
    harbour,
    goods,
    customer,
    clerk: user("clerk"),
    second: user("second"),
    manager: user("manager"),
    analyst: user("analyst"),
  };
}

/** What lies of goods at an outlet. */
export const onHand = async (market: Market, sku: string, outlet = market.main): Promise<number> =>
  Number(
    await value("SELECT coalesce(sum(quantity), 0) FROM primeinv.batch WHERE outlet_id = $1 AND variation_id = $2", [
      outlet,
      market.goods[sku]!.id,
    ]),
  );

/** A person: a browser of their own, which fails the test when the page throws, complains or is refused by its own policy. */
export class Person {
  readonly complaints: string[] = [];

  private constructor(
    readonly gateway: Gateway,
    readonly context: BrowserContext,
    readonly page: Page,
  ) {
    page.on("pageerror", (error) => this.complaints.push(error.stack ?? error.message));
    page.on("console", (message) => {
      // What the network or the database refuses is told to the person; the browser notes it, too.
      if (message.type() === "error" && !/Failed to load resource|net::ERR_/.test(message.text())) this.complaints.push(message.text());
    });
  }

  static async come(browser: Browser, gateway: Gateway, options: BrowserContextOptions = {}): Promise<Person> {
    const context = await browser.newContext({
      viewport: { width: 1280, height: 900 },
      locale: "en-GB",
      reducedMotion: "reduce",
      ...options,
    });
    context.setDefaultTimeout(30000); // a machine that does other things as well is slow, and not wrong
    const data = (url: URL): boolean => !/^\/($|assets\/|events|worker\.js|icon|manifest)/.test(url.pathname);
    if (late > 0) await context.route(data, async (route) => void (await sleep(late), await route.continue().catch(() => undefined)));
    const page = await context.newPage();
    if (slower > 1) await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: slower });
    return new Person(gateway, context, page);
  }

  async logIn(user: string, password = user): Promise<void> {
    await this.page.goto(`${this.gateway.url}/`);
    await this.page.locator("input[name=user]").fill(user);
    await this.page.locator("input[name=password]").fill(password);
    await this.page.keyboard.press("Enter");
    await this.page.locator(".frame").waitFor();
    if ((await this.page.locator(".top select").count()) > 0) await this.page.locator(".top select").selectOption({ label: "Main Street" });
  }

  /** Goes there and waits until nothing is said to be on its way. */
  async open(screen: string): Promise<void> {
    await this.page.evaluate(
      (hash) =>
        new Promise<void>((resolve) => {
          if (location.hash === hash) return resolve();
          addEventListener("hashchange", () => setTimeout(resolve), { once: true }); // the page has heard it, too
          location.hash = hash;
        }),
      `#/${screen}`,
    );
    await this.page.waitForFunction(() => !document.querySelector(".waiting"));
  }

  get main(): Locator {
    return this.page.locator("main");
  }

  get dialog(): Locator {
    return this.page.locator("dialog[open]");
  }

  /** As a scanner does it: keys, and Enter. */
  async scan(code: string): Promise<void> {
    const field = this.main.getByRole("combobox", { name: /Scan|Scanner/ }).first();
    await field.click();
    for (const [index, part] of code.split("\x1d").entries()) {
      if (index > 0) await field.press("Control+BracketRight");
      await this.page.keyboard.type(part);
    }
    await this.page.keyboard.press("Enter");
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole("button", { name }).last();
  }

  async leave(): Promise<void> {
    await this.context.close();
    assert.deepEqual(this.complaints, []);
  }

  /** When a test fails, its screen is worth a look. */
  async look(name: string): Promise<void> {
    const folder = process.env.SCREENSHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await this.page.screenshot({ path: `${folder}/${name}.png`, fullPage: true }).catch(() => undefined);
  }
}

let looks = 0;

/** Somebody comes, works, and leaves without a complaint. */
export async function visit(
  browser: Browser,
  gateway: Gateway,
  options: BrowserContextOptions,
  work: (who: Person) => Promise<void>,
): Promise<void> {
  const who = await Person.come(browser, gateway, options);
  try {
    await work(who);
  } catch (error) {
    await who.look(`${process.pid}-${++looks}`);
    throw error;
  }
  await who.leave();
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds wrong with the page by WCAG 2.2 AA, a line a finding. */
export async function violations(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: { run(context: Document, options: unknown): Promise<{ violations: Finding[] }> } };
    interface Finding {
      id: string;
      help: string;
      nodes: { html: string; failureSummary?: string }[];
    }
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const found = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return found.violations.flatMap(({ id, help, nodes }) =>
      nodes.slice(0, 3).map((node) => `${id}: ${help}: ${node.html.slice(0, 160)} ${(node.failureSummary ?? "").slice(0, 200)}`),
    );
  });
}

/** A bar code's modules, a row of booleans each, made by zint. */
export function barcode(symbology: string, data: string): boolean[][] {
  const gs1 = data.startsWith("[") ? ["--gs1"] : [];
  const rows = execFileSync("zint", ["-b", symbology, ...gs1, "-d", data, "--dump"], { encoding: "utf8" })
    .trim()
    .split("\n");
  return rows.map((row) =>
    [...row.replace(/\s/g, "")].flatMap((digit) => [...Number.parseInt(digit, 16).toString(2).padStart(4, "0")].map((bit) => bit === "1")),
  );
}

/** A film of one picture, as a camera would send it: a bar code on a white card, black around it. Y4M, 640 by 480. */
export function film(modules: boolean[][], frames = 4): Buffer {
  const [width, height] = [640, 480];
  const flat = modules.length === 1;
  const size = flat ? 4 : 12;
  const rows = flat ? 40 : modules.length;
  const columns = modules[0]!.length;
  const left = Math.floor((width - columns * size) / 2);
  const top = Math.floor((height - rows * (flat ? 5 : size)) / 2);
  const luma = Buffer.alloc(width * height, 200);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const row = Math.floor((y - top) / (flat ? 5 : size));
      const column = Math.floor((x - left) / size);
      const inside = row >= 0 && row < rows && column >= 0 && column < columns;
      if (inside && modules[flat ? 0 : row]![column]) luma[y * width + x] = 20;
    }
  const chroma = Buffer.alloc((width / 2) * (height / 2) * 2, 128);
  const frame = Buffer.concat([Buffer.from("FRAME\n"), luma, chroma]);
  return Buffer.concat([
    Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`),
    ...Array.from({ length: frames }, () => frame),
  ]);
}
