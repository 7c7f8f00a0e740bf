// Answers that come late: nothing is said before it is known, nothing of one thing stands under the name of another, and no scan is lost.
// Answers are held until the test lets them go, so that no machine is too fast or too slow for it.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { Browser, Route } from "playwright-core";
import { brokenPromises, type Gateway, sql, startGateway, until, value } from "../tool.js";
import { launch, makeMarket, type Market, onHand, type Person, visit } from "./browser.js";

let gateway: Gateway;
let browser: Browser;
let market: Market;

before(async () => {
  gateway = await startGateway();
  browser = await launch();
  market = await makeMarket("late");
});

after(async () => {
  await browser?.close();
  await gateway?.stop();
});

const person = (user: string, work: (who: Person) => Promise<void>): Promise<void> =>
  visit(browser, gateway, {}, async (who) => {
    await who.logIn(user);
    await work(who);
  });

interface Held {
  /** How many wait. */
  count: () => number;
  /** Until one waits. */
  asked: () => Promise<void>;
  /** Lets them go, and whatever is asked from now on. */
  release: () => void;
}

/** Holds back the answers to such requests; the database has given them. */
async function hold(who: Person, what: RegExp, most = Number.POSITIVE_INFINITY): Promise<Held> {
  const waiting: (() => void)[] = [];
  let seen = 0;
  let open = false;
  await who.context.route(what, async (route: Route) => {
    if (open || seen++ >= most) return route.fallback();
    const response = await route.fetch();
    if (!open) await new Promise<void>((resolve) => waiting.push(resolve));
    return route.fulfill({ response }).catch(() => undefined);
  });
  return {
    count: () => waiting.length,
    asked: () => until(() => waiting.length > 0),
    release: () => {
      open = true;
      for (const go of waiting.splice(0)) go();
    },
  };
}

/** Goes there without waiting for what is on it. */
const go = (who: Person, screen: string): Promise<unknown> => who.page.evaluate((hash) => (location.hash = hash), `#/${screen}`);

const choose = (who: Person, outlet: string): Promise<unknown> => who.page.locator(".top select").selectOption({ label: outlet });

const cartWith = async (sku: string, pieces: number): Promise<string> => {
  const cart = await value("SELECT primeinv.create_sale($1)", [market.main]);
  await sql("SELECT primeinv.add_sale_item($1, $2, $3)", [cart, market.goods[sku]!.id, pieces]);
  return cart;
};

test("alerts: not 'nothing' before they are read; one that is raised meanwhile stays", () =>
  visit(browser, gateway, {}, async (who) => {
    const answers = await hold(who, /\/stock_alert\?/);
    await who.logIn(market.clerk);
    await go(who, "alerts");
    await answers.asked();
    await who.main.getByText("Live", { exact: true }).waitFor();
    await who.main.locator(".waiting").waitFor();
    assert.equal(await who.main.getByText("Nothing needs a hand.").count(), 0);
    await sql("SELECT primeinv.refresh_alerts($1)", [market.main]);
    await who.page.locator(".messages .message", { hasText: "Kitchen roll" }).waitFor();
    answers.release();
    await who.main.locator(".list li", { hasText: "Kitchen roll" }).waitFor();
  }));

test("another outlet's figures, stock and drawer are gone before its own are there", () =>
  person(market.manager, async (who) => {
    await who.open("dashboard");
    const items = who.main.locator(".cards strong").first();
    await until(async () => (await items.innerText()) === "7");
    const figures = await hold(who, /\/stock_dashboard\?/);
    await choose(who, "Harbour");
    await figures.asked();
    assert.equal((await items.innerText()).trim(), "");
    figures.release();
    await until(async () => (await items.innerText()).trim() !== "");

    await choose(who, "Main Street");
    await who.open("stock");
    await who.main.locator("table.data tbody tr").first().waitFor();
    const levels = await hold(who, /\/stock_level\?/);
    await choose(who, "Harbour");
    await levels.asked();
    assert.equal(await who.main.locator("table.data tbody tr").count(), 0);
    levels.release();
    await who.main.getByText("No stock answers to this.").waitFor();
  }));

test("a report that is asked for otherwise: neither shown nor saved under the new question before it is answered", () =>
  person(market.manager, async (who) => {
    await sql(
      `SELECT primeinv.checkout($1, jsonb_build_array(jsonb_build_object('variation_id', $2::bigint, 'quantity', 2)), '[{"method": "CASH", "amount": 20}]')`,
      [market.main, market.goods.OJ!.id],
    );
    await who.open("reports/sales-by");
    await who.main.locator("table.data tbody tr", { hasText: "Orange juice" }).waitFor();
    const answers = await hold(who, /\/rpc\/sales_by/);
    await who.main.getByLabel("By").selectOption("day"); // a product's name is no date
    await answers.asked();
    assert.equal(await who.main.locator("table.data").count(), 0);
    assert.ok(await who.button("CSV").isDisabled());
    answers.release();
    await who.main.locator("table.data tbody tr").first().waitFor();
    assert.doesNotMatch(await who.main.locator("table.data").innerText(), /Orange juice/);
  }));

test("the address names an item: it is waited for, and an older answer does not come over a newer one", () =>
  person(market.clerk, async (who) => {
    const { OJ, COF } = market.goods;
    const first = await hold(who, /\/variation\?/, 1);
    await go(who, `receive?variation=${OJ!.id}`);
    await first.asked();
    await who.main.locator(".waiting").waitFor();
    assert.equal(await who.main.getByText("Scan or choose an item to begin.").count(), 0);
    await go(who, `receive?variation=${COF!.id}`);
    await who.main.getByRole("heading", { name: /^Coffee/ }).waitFor();
    const late = who.page.waitForResponse((response) => decodeURIComponent(response.url()).includes(`/variation?id=in.(${OJ!.id})`));
    first.release();
    await (await late).finished();
    await who.page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100))); // time to do wrong
    assert.equal(await who.main.getByRole("heading", { name: /^Coffee/ }).count(), 1);
  }));

test("two scans at the till before the first is looked up: both are in the cart; in a form the last one counts", () =>
  person(market.clerk, async (who) => {
    const { YOG, OJ, COF } = market.goods;
    await who.open("till");
    let answers = await hold(who, /\/rpc\/scan/);
    const field = who.main.getByRole("combobox");
    await field.focus();
    for (const goods of [YOG, OJ, YOG]) {
      await who.page.keyboard.type(goods!.barcode);
      await who.page.keyboard.press("Enter");
    }
    await until(() => answers.count() === 3);
    await who.page.keyboard.type("40"); // and on it goes
    answers.release();
    await who.main.locator(".cart li", { hasText: "Orange juice" }).waitFor();
    await until(async () => (await who.main.getByLabel("Quantity of Yoghurt - Plain 500g").inputValue()) === "2");
    assert.equal(await who.main.locator(".cart li").count(), 2);
    assert.equal(await field.inputValue(), "40");
    await who.button("Cancel the cart").click();
    await who.dialog.getByRole("button", { name: "Cancel the cart" }).click();
    await who.main.getByText("Scan the first item.").waitFor();

    await who.open("receive");
    answers = await hold(who, /\/rpc\/scan/, 1);
    await who.scan(OJ!.barcode);
    await answers.asked();
    await who.scan(COF!.barcode);
    await who.main.getByRole("heading", { name: /^Coffee/ }).waitFor();
    answers.release();
    await who.main.getByTestId("on-hand").waitFor();
    assert.equal(await who.main.getByRole("heading", { name: /^Coffee/ }).count(), 1);
  }));

test("a cart: never another's lines; nothing is paid by the total of before; what was not changed is not sent", () =>
  person(market.clerk, async (who) => {
    const [one, other] = [await cartWith("YOG", 1), await cartWith("SOAP", 1)];
    await who.open(`till?sale=${one}`);
    await who.main.locator(".cart li", { hasText: "Yoghurt" }).waitFor();
    let answers = await hold(who, /\/sale\?id=/);
    await go(who, `till?sale=${other}`);
    await answers.asked();
    assert.equal(await who.main.locator(".cart li").count(), 0);
    assert.equal(await who.page.locator(".pay").count(), 0);
    answers.release();
    await who.main.locator(".cart li", { hasText: "Dish soap" }).waitFor();

    const total = await who.main.getByTestId("total").innerText();
    answers = await hold(who, /\/sale\?id=/);
    await who.main.getByRole("button", { name: /^One more: Dish soap/ }).click();
    await until(async () => (await value("SELECT quantity::float FROM primeinv.sale_item WHERE sale_id = $1", [other])) === (2 as unknown));
    await answers.asked();
    assert.equal(await who.main.getByTestId("total").innerText(), total);
    assert.ok(await who.page.locator(".pay").isDisabled());
    answers.release();
    await until(async () => (await who.main.getByTestId("total").innerText()) !== total);
    await until(async () => !(await who.page.locator(".pay").isDisabled()));

    const calls = await hold(who, /\/rpc\/update_sale_item/, 1);
    for (let tap = 0; tap < 2; tap++) await who.main.getByRole("button", { name: /^One more: Dish soap/ }).click();
    await calls.asked();
    await who.button(/^Edit: Dish soap/).click();
    await who.dialog.getByLabel("Discount in %").fill("10");
    calls.release();
    await until(async () => (await value("SELECT quantity::float FROM primeinv.sale_item WHERE sale_id = $1", [other])) === (4 as unknown));
    await who.dialog.getByRole("button", { name: "Save" }).click();
    await who.dialog.waitFor({ state: "detached" });
    assert.deepEqual(await sql("SELECT quantity::float, discount_percentage::float FROM primeinv.sale_item WHERE sale_id = $1", [other]), [
      { quantity: 4, discount_percentage: 10 },
    ]);
    for (const cart of [one, other]) await sql("SELECT primeinv.cancel_sale($1)", [cart]);
  }));

test("a drawer is not closed, nor goods taken back, before there is anything to fill in", () =>
  person(market.manager, async (who) => {
    await who.open("till?show=session");
    await who.main.getByLabel("Float").fill("20");
    await who.button("Open").click();
    await who.main.getByLabel("Cash").waitFor();
    await who.open("dashboard");
    const reports = await hold(who, /\/rpc\/till_report/);
    await go(who, "till?show=session");
    await reports.asked();
    assert.ok(await who.button(/^Close the drawer/).isDisabled());
    reports.release();
    await who.main.getByLabel("Cash").waitFor();
    assert.ok(!(await who.button(/^Close the drawer/).isDisabled()));

    await who.open("till?show=sales");
    const items = await hold(who, /\/sale_item\?/);
    await who.button("Refund").click();
    await items.asked();
    assert.ok(await who.dialog.getByRole("button", { name: "Everything" }).isDisabled());
    assert.ok(await who.dialog.getByRole("button", { name: "Refund" }).isDisabled());
    items.release();
    await who.dialog.getByLabel(/^Orange juice/).waitFor();
    await who.dialog.getByRole("button", { name: "Everything" }).click();
    assert.equal(await who.dialog.getByLabel(/^Orange juice/).inputValue(), "2");
  }));

test("a review: approved by what the lines say, not before they are read; each reason is kept", () =>
  person(market.manager, async (who) => {
    const { OJ, YOG } = market.goods;
    const take = await value(
      `SELECT primeinv.create_stock_take(outlet_id => $1::bigint, description => 'Late', items => jsonb_build_array(
         jsonb_build_object('variation_id', $2::bigint, 'counted_quantity', 1), jsonb_build_object('variation_id', $3::bigint, 'counted_quantity', 2)))`,
      [market.main, OJ!.id, YOG!.id],
    );
    await sql("SELECT primeinv.complete_stock_take($1)", [take]);
    const lines = await hold(who, /\/stock_take_variance\?/);
    await go(who, `review/${take}`);
    await who.button("Approve").click();
    await until(() => lines.count() === 2);
    assert.equal(await who.dialog.count(), 0);
    lines.release();
    await who.dialog.getByText("2 lines are corrected.").waitFor();
    await who.dialog.getByRole("button", { name: "Cancel" }).click();
    await until(() => who.page.evaluate(() => document.activeElement?.textContent?.trim() === "Approve")); // for whoever has no mouse

    const reasons = await hold(who, /\/rpc\/set_variance_reason/);
    const reason = (name: string) => who.main.locator(".variances li", { hasText: name }).getByLabel("Reason");
    await reason("Orange juice").fill("Theft suspected");
    await reason("Yoghurt").fill("Broken");
    await reason("Orange juice").focus();
    await reasons.asked();
    reasons.release();
    await until(
      async () =>
        (await value("SELECT string_agg(variance_reason, ', ' ORDER BY variance_reason) FROM primeinv.stock_take_item WHERE stock_take_id = $1", [take])) ===
        "Broken, Theft suspected",
    );
  }));

test("what an outlet sets for itself: not 'unset' before it is read, and never written to the outlet of before", () =>
  person(market.manager, async (who) => {
    const { RYE } = market.goods;
    await sql("INSERT INTO primeinv.outlet_variation (tenant_id, outlet_id, variation_id, price) VALUES ($1, $2, $3, 3.1)", [
      market.tenant,
      market.main,
      RYE!.id,
    ]);
    const product = await value("SELECT product_id FROM primeinv.variation WHERE id = $1", [RYE!.id]);
    await who.open(`products/${product}`);
    await who.main.locator(".inline", { hasText: "Price here" }).getByText("€3.10").waitFor();
    const settings = await hold(who, /\/outlet_variation\?/);
    await choose(who, "Harbour");
    await settings.asked();
    assert.equal(await who.main.getByRole("button", { name: "Edit: Price here" }).count(), 0);
    settings.release();
    await who.button("Edit: Price here").click();
    await who.main.getByLabel("Price here").fill("3.3");
    await who.main.locator(".editing").getByRole("button", { name: "Save" }).click();
    await who.main.locator(".inline", { hasText: "Price here" }).getByText("€3.30").waitFor();
    assert.deepEqual(
      await sql("SELECT outlet_id = $2 AS main, price::float FROM primeinv.outlet_variation WHERE variation_id = $1 ORDER BY price", [
        RYE!.id,
        market.main,
      ]),
      [
        { main: true, price: 3.1 },
        { main: false, price: 3.3 },
      ],
    );
  }));

test("a count that others began: how many there are is not known before it is read; names that are on their way are waited for", () =>
  visit(browser, gateway, {}, async (who) => {
    const { COF } = market.goods;
    const take = await value(
      `SELECT primeinv.create_stock_take(outlet_id => $1::bigint, description => 'Others', items => jsonb_build_array(
         jsonb_build_object('variation_id', $2::bigint, 'counted_quantity', 5)))`,
      [market.main, COF!.id],
    );
    await who.page.clock.install();
    await who.logIn(market.second);
    const lines = await hold(who, /\/stock_take_item\?/);
    const names = await hold(who, /\/rpc\/count_sheet/);
    await go(who, `count/${take}`);
    await lines.asked();
    await who.page.clock.runFor(9000);
    assert.equal(lines.count(), 1); // an answer that takes longer than the pause is not asked for again and again
    assert.equal(await who.main.getByText("Scan the first item. Every scan counts one.").count(), 0);
    const field = who.main.getByRole("combobox");
    await field.fill("coffee");
    await field.press("Enter");
    await names.asked();
    assert.equal(await who.main.getByText(/Nothing found/).count(), 0);
    names.release();
    await who.main.locator(".count-lines li", { hasText: "Coffee" }).waitFor();
    assert.ok(await who.main.getByRole("button", { name: "One less" }).isDisabled());
    lines.release();
    await until(async () => (await who.main.locator(".count-lines strong").innerText()) === "6");
    await who.main.getByTestId("save-state").getByText("All saved").waitFor();
    await who.main.getByRole("button", { name: "One less" }).click();
    await until(async () => (await value("SELECT counted_quantity::float FROM primeinv.stock_take_item WHERE stock_take_id = $1", [take])) === (5 as unknown));
    await sql("SELECT primeinv.cancel_stock_take($1)", [take]);
  }));

test("a late refusal of a session that has ended does not end the next one", () =>
  person(market.clerk, async (who) => {
    await who.open("stock");
    let refuse: () => void = () => undefined;
    const refused = new Promise<void>((resolve) => (refuse = resolve));
    let waits = false;
    await who.context.route(/\/stock_level\?/, async (route) => {
      if (waits) return route.fallback();
      waits = true;
      await refused;
      return route.fulfill({ status: 401, json: { code: "PGRST301", message: "not logged in", details: null, hint: null } });
    });
    await go(who, "stock?level=low");
    await until(() => waits);
    await who.page.getByRole("button", { name: /settings/ }).click();
    await who.page.getByRole("button", { name: "Log out" }).click();
    await who.page.locator("input[name=user]").fill(market.second);
    await who.page.locator("input[name=password]").fill(market.second);
    await who.page.keyboard.press("Enter");
    await who.page.locator(".frame").waitFor();
    const asked = who.page.waitForResponse(/\/session$/);
    refuse();
    await (await asked).finished();
    await who.page.getByRole("button", { name: `Account and settings: ${market.second}` }).waitFor();
    assert.equal(await who.page.locator("input[name=user]").count(), 0);
  }));

test("the promises hold", async () => {
  assert.ok((await onHand(market, "OJ")) > 0);
  assert.deepEqual(await brokenPromises(), []);
});
