// Everybody can use it: by keyboard alone, with a screen reader, on a phone, in the dark, in English and in French.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Page } from "playwright-core";
import { dictionary } from "../../src/page/lib/dictionary.js";
import { brokenPromises, type Gateway, sql, startGateway, until, value } from "../tool.js";
import { launch, makeMarket, type Market, violations, visit } from "./browser.js";

let gateway: Gateway;
let browser: Browser;
let market: Market;
let take: string;
let sale: string;
let cart: string;
let product: string;

before(async () => {
  gateway = await startGateway();
  browser = await launch();
  market = await makeMarket("access");
  const { OJ, YOG, RYE } = market.goods;
  await sql("SELECT primeinv.refresh_alerts()");
  take = await value(
    "SELECT primeinv.create_stock_take(outlet_id => $1::bigint, description => 'Shelf', items => jsonb_build_array(jsonb_build_object('variation_id', $2::bigint, 'counted_quantity', 30), jsonb_build_object('variation_id', $3::bigint, 'counted_quantity', 50)))",
    [market.main, OJ!.id, YOG!.id],
  );
  await sql("SELECT primeinv.complete_stock_take($1)", [take]);
  await sql(
    "SELECT primeinv.create_stock_take(outlet_id => $1::bigint, description => 'Open', items => jsonb_build_array(jsonb_build_object('variation_id', $2::bigint, 'counted_quantity', 3)))",
    [market.main, RYE!.id],
  );
  sale = await value(
    "SELECT id FROM primeinv.checkout($1, jsonb_build_array(jsonb_build_object('variation_id', $2::bigint, 'quantity', 2)), '[{\"method\": \"CASH\", \"amount\": 20}]')",
    [market.main, OJ!.id],
  );
  cart = await value("SELECT primeinv.create_sale($1)", [market.main]);
  await sql("SELECT primeinv.add_sale_item($1, $2, 1)", [cart, YOG!.id]);
  await sql("SELECT primeinv.record_damage($1, 1, $2, 'Broken')", [RYE!.id, market.main]);
  product = await value("SELECT product_id FROM primeinv.variation WHERE id = $1", [OJ!.id]);
});

after(async () => {
  await browser?.close();
  await gateway?.stop();
});

/** Every screen, and what it is like with something on it. */
const screens = (): string[] => {
  const of = `variation=${market.goods.RYE!.id}`;
  return [
    "dashboard",
    "alerts",
    "stock",
    `receive?${of}`,
    `adjust?${of}`,
    `damage?${of}`,
    `transfer?${of}`,
    "receive",
    "count",
    `count/${Number(take) + 1}`,
    "review",
    `review/${take}`,
    "till",
    `till?sale=${cart}`,
    `till?receipt=${sale}`,
    "till?show=sales",
    "till?show=session",
    "products",
    "products/new",
    `products/${product}`,
    "customers",
    "customers/new",
    `customers/${market.customer}`,
    "reports",
    "reports/valuation",
    "reports/daily-sales",
    `reports/stock-card?${of}`,
    "health",
    "nowhere",
  ];
};

/** Waits until nothing is being loaded or drawn. */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(() => !document.querySelector(".waiting, .bone, .stale, [aria-busy=true]"));
}

for (const scheme of ["light", "dark"] as const)
  for (const [device, viewport] of [
    ["desk", { width: 1280, height: 900 }],
    ["phone", { width: 360, height: 740 }],
  ] as const)
    test(`axe finds nothing on any screen, and nothing is wider than the screen: ${device}, ${scheme}`, () =>
      visit(browser, gateway, { viewport, colorScheme: scheme, hasTouch: device === "phone" }, async (who) => {
        const found: string[] = [];
        const check = async (name: string): Promise<void> => {
          await settled(who.page);
          for (const violation of await violations(who.page)) found.push(`${name}: ${violation}`);
          const excess = await who.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (excess > 0) found.push(`${name}: ${excess} pixels too wide`);
          assert.equal(await who.page.locator("main .trouble").count(), 0, `${name}: ${await who.page.locator("main").innerText()}`);
        };
        await who.page.goto(`${gateway.url}/`);
        await who.page.locator("input[name=user]").waitFor();
        await check("login");
        await who.logIn(market.manager);
        for (const screen of screens()) {
          await who.open(screen);
          await check(screen);
        }
        // What opens over a screen or in it.
        await who.open("stock");
        await who.page
          .getByRole("button", { name: /^Details/ })
          .first()
          .click();
        await check("batches");
        await who.page
          .getByRole("button", { name: /^Change/ })
          .first()
          .click();
        await check("batch dialog");
        await who.page.keyboard.press("Escape");
        await who.open(`till?sale=${cart}`);
        await who.button(/^Pay/).click();
        await check("payment");
        await who.page.keyboard.press("Escape");
        await who.page.getByRole("button", { name: /settings/ }).click();
        await check("settings");
        await who.page.keyboard.press("Escape");
        await who.open("receive");
        await who.main.getByRole("combobox").fill("o");
        await who.main.getByRole("combobox").fill("or");
        await who.page.locator(".hits [role=option]").first().waitFor();
        await check("finder");
        if (device === "phone") {
          await who.page.locator(".bottom button").click();
          await check("menu");
        }
        assert.deepEqual(found, []);
      }));

test("by keyboard alone: log in, sell, count", () =>
  visit(browser, gateway, {}, async (who) => {
    const { page } = who;
    const key = (...names: string[]) => names.reduce((before, name) => before.then(() => page.keyboard.press(name)), Promise.resolve());
    const focused = () =>
      page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        if (element === document.body) return "";
        return `${element.getAttribute("aria-label") ?? ""} ${element.innerText} ${(element as HTMLInputElement).labels?.[0]?.innerText ?? ""}`.trim();
      });
    /** The focus comes to that button by itself, once what was open has gone: the page's and a dialog's own text have the words, too. */
    const holds = (words: string) =>
      page.waitForFunction((w) => {
        const active = document.activeElement as HTMLElement;
        return active.matches("button, a") && active.innerText.includes(w) && !document.querySelector("dialog[open]");
      }, words);
    /** Tab until that has the focus: everything that can be done must be reached so. */
    const reach = async (name: RegExp, most = 60): Promise<void> => {
      for (let step = 0; step < most; step++) {
        if (name.test(await focused())) {
          const outline = await page.evaluate(() => getComputedStyle(document.activeElement!).outlineStyle);
          assert.notEqual(outline, "none", `the focus on ${name} is not to be seen`);
          return;
        }
        await key("Tab");
      }
      throw new Error(`${name} is not reached by Tab`);
    };
    await page.goto(`${gateway.url}/`);
    await reach(/^User/);
    await page.keyboard.type(market.clerk);
    await key("Tab");
    await page.keyboard.type(market.clerk);
    await key("Enter");
    await page.locator(".frame").waitFor();
    await page.locator(".top select").focus(); // the outlet, as a person would by Tab
    await page.keyboard.type("Main");
    await until(async () => /Main Street/.test(await who.main.innerText()));

    await page.reload();
    await page.locator(".frame").waitFor();
    await key("Tab");
    assert.match(await focused(), /Skip to the content/);
    await reach(/^Till/);
    await key("Enter");
    await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
    await page.keyboard.type("rye");
    await page.locator(".hits [role=option]").first().waitFor();
    await key("ArrowDown", "Enter");
    await who.main.locator(".cart li").waitFor();
    await reach(/^Pay/);
    await key("Enter");
    await who.dialog.waitFor();
    await reach(/^Amount/);
    await page.keyboard.type("10");
    await key("Enter");
    await who.main.locator(".receipt").waitFor();
    await holds("Next customer");
    await key("Enter");
    await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");

    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await reach(/^Count$/);
    await key("Enter");
    await who.main.getByLabel("What is counted").waitFor();
    await reach(/^What is counted/);
    await page.keyboard.type("By keys");
    await key("Enter");
    await page.waitForFunction(() => document.activeElement?.getAttribute("role") === "combobox");
    await page.keyboard.type(market.goods.RYE!.barcode);
    await key("Enter");
    await who.main.locator(".count-lines li", { hasText: "Rye bread" }).waitFor();
    await reach(/^Counted quantity of Rye bread/);
    await page.keyboard.type("7");
    await key("Enter");
    await who.main.getByTestId("save-state").getByText("All saved").waitFor();
    await reach(/^Finish counting/);
    await key("Enter");
    await who.dialog.waitFor();
    await key("Escape"); // and the focus is where it was
    await holds("Finish counting");
    await key("Enter");
    await page.waitForFunction(() => document.activeElement?.closest("dialog") !== null);
    await reach(/^Finish counting/);
    await key("Enter");
    await who.main.getByText("A manager approves it.").waitFor();
  }));

test("a scanner is heard though no field has the focus", () =>
  visit(browser, gateway, {}, async (who) => {
    await who.logIn(market.clerk);
    await who.open("receive");
    await who.page.evaluate(() => (document.activeElement as HTMLElement).blur());
    // By the page's own events: this machine may send keys further apart than a scanner does.
    await who.page.evaluate((keys) => {
      for (const key of keys) document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    }, [...market.goods.COF!.barcode, "Enter"]);
    await who.main.getByRole("heading", { name: /Coffee/ }).waitFor();
  }));

test("every text is there in English and in French, with the same places to fill", () => {
  for (const [key, [english, french]] of Object.entries(dictionary)) {
    assert.ok(english.trim() !== "" && french.trim() !== "", key);
    const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].sort();
    assert.deepEqual(places(english), places(french), key);
  }
});

test("in French: words, numbers, dates and money; chosen by hand, too", () =>
  visit(browser, gateway, { locale: "fr-FR" }, async (who) => {
    await who.page.goto(`${gateway.url}/`);
    await who.page.getByLabel(/^Utilisateur/).fill(market.manager);
    await who.page.getByLabel(/^Mot de passe/).fill("faux");
    await who.button("Se connecter").click();
    await who.page.getByText("Utilisateur ou mot de passe incorrect.").waitFor();
    await who.logIn(market.manager);
    assert.equal(await who.page.evaluate(() => document.documentElement.lang), "fr");
    await who.main.getByRole("heading", { name: "Tableau de bord" }).waitFor();
    await until(async () => /^\d[\d\s]*\s€$/.test(await who.main.locator(".card strong").nth(3).innerText()));
    // No screen has an English word of the dictionary on it that French says otherwise.
    const english = Object.values(dictionary)
      .filter(([en, fr]) => en !== fr && !/[{|]/.test(en) && en.length > 8)
      .map(([en]) => en);
    for (const screen of screens()) {
      await who.open(screen);
      await settled(who.page);
      const shown = (await who.main.innerText()).split("\n").map((line) => line.trim());
      assert.deepEqual(
        english.filter((text) => shown.includes(text)),
        [],
        screen,
      );
    }
    // What the database says of an alert or refuses is said in French first, as far as that is known; its own words are marked as English.
    await who.open("alerts");
    const low = who.main.locator(".list li", { hasText: "Stock bas" }).filter({ hasText: "Kitchen roll" });
    await low.getByText(/^Kitchen roll – 4 rolls\s: stock bas\.$/).waitFor();
    await low.locator("[lang=en]").getByText(/4 left, threshold 6/).waitFor();
    assert.equal(await who.main.locator(".alert-text[lang=en]").count(), 0);
    await who.open(`damage?variation=${market.goods.RYE!.id}`);
    await who.main.getByLabel(/^Quantité/).fill("1234,5");
    await who.main.getByLabel(/^Motif/).fill("Cassé");
    await who.button(/^Enregistrer la casse/).click();
    await who.dialog.getByRole("button", { name: "Enregistrer la casse" }).click();
    const refusal = who.main.locator(".field", { hasText: "Quantité" }).getByRole("alert");
    await refusal.getByText(/^Stock insuffisant : 1\s234,5 demandé, \d+ disponible\./).waitFor();
    await refusal.locator("[lang=en]").getByText(/^Insufficient stock for "Rye bread - 1kg"/).waitFor();
    await who.open(`adjust?variation=${market.goods.RYE!.id}`);
    await who.main.getByText("+ Plus").click();
    await who.main.getByLabel(/^Quantité/).fill("1,5");
    await who.main.getByLabel(/^Motif/).fill("Retrouvé en réserve");
    await who.button(/^Corriger/).click();
    await who.dialog.getByRole("button", { name: "Corriger" }).click();
    await who.main.getByText(/est devenu \d+,5/).waitFor();
    await who.page.getByRole("button", { name: /réglages/ }).click();
    await who.dialog.getByLabel("Langue").selectOption("en");
    await who.page.keyboard.press("Escape");
    await who.main.getByRole("heading", { name: "Adjust" }).waitFor();
    await who.page.reload();
    await who.main.getByRole("heading", { name: "Adjust" }).waitFor();
  }));

test("the promises hold", async () => {
  assert.deepEqual(await brokenPromises(), []);
});
