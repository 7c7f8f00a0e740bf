/** The till: scan, cart with its holds, payment, change, receipt. Prices, holds, totals and change are the database's. */
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { among, change, newRequestId, row, rows, Unreachable } from "../lib/api";
import { serverNow } from "../lib/clock";
import { countdown, date, edited, instant, money, number, percent, plus, typed } from "../lib/format";
import { useLoad } from "../lib/load";
import { amend, go, href, instead, route } from "../lib/router";
import { may, outlet, session } from "../lib/session";
import { t } from "../lib/texts";
import type { Customer, Found, Refund, Reservation, Sale, SaleItem, StockLevel } from "../lib/types";
import { CustomerPicker } from "../ui/customer-picker";
import { Finder } from "../ui/finder";
import { Choice, Field, Submit, useAction } from "../ui/form";
import { Icon } from "../ui/icons";
import { Badge, confirm, Empty, Modal, Screen, State, tell, Trouble, Waiting, word } from "../ui/parts";
import { Receipt } from "./receipt";
import { TillSession } from "./till-session";

interface Cart {
  sale: Sale;
  items: SaleItem[];
  holds: Reservation[];
  stock: StockLevel[];
  customer: Customer | undefined;
}

async function loadCart(id: string): Promise<Cart | undefined> {
  const [sale, items] = await Promise.all([
    row<Sale>("sale", { id: `eq.${id}` }),
    rows<SaleItem>("sale_item", { sale_id: `eq.${id}`, order: "id" }),
  ]);
  if (!sale) return undefined;
  const [holds, stock, customer] = await Promise.all([
    items.length ? rows<Reservation>("stock_reservation", { sale_item_id: among(items.map((one) => one.id)), status: "eq.ACTIVE" }) : [],
    items.length
      ? rows<StockLevel>("stock_level", {
          outlet_id: `eq.${sale.outlet_id}`,
          variation_id: among([...new Set(items.map((one) => one.variation_id))]),
        })
      : [],
    sale.customer_id ? row<Customer>("customer", { id: `eq.${sale.customer_id}` }) : undefined,
  ]);
  return { sale, items, holds, stock, customer };
}

export function Till() {
  const { params } = route.value;
  const sale = params.get("sale") ?? undefined;
  const receipt = params.get("receipt") ?? undefined;
  const tab = params.get("show") ?? "cart";
  return (
    <Screen
      title={t("nav.till")}
      lead={outlet.value?.outlet}
      actions={
        <nav class="tabs" aria-label={t("nav.till")}>
          <a href={href("till")} aria-current={tab === "cart" && !receipt ? "page" : undefined}>
            {t("till.cart")}
          </a>
          <a href={href("till", undefined, { show: "sales" })} aria-current={tab === "sales" ? "page" : undefined}>
            {t("till.sales")}
          </a>
          <a href={href("till", undefined, { show: "session" })} aria-current={tab === "session" ? "page" : undefined}>
            {t("till.session")}
          </a>
        </nav>
      }
    >
      {receipt ? (
        <Receipt key={receipt} id={receipt} onNext={() => go("till")} />
      ) : tab === "sales" ? (
        <Sales />
      ) : tab === "session" ? (
        <TillSession />
      ) : (
        <CartScreen saleId={sale} />
      )}
    </Screen>
  );
}

/** What is asked of the database for the cart: settled when its turn comes, and the same ever after, whatever is lost on the way. */
interface Call {
  name: string;
  args: Record<string, unknown>;
}

/** The cart that a person stands before; it has no sale before its first scan. */
interface Basket {
  sale: string | undefined;
}

interface Deed {
  request: string;
  basket: Basket;
  plan: (sale: string) => Promise<Call>;
  call?: Call;
}

interface Deeds {
  waiting: number;
  error: unknown;
  add: (plan: Deed["plan"]) => void;
}

const patience = 3000;

/**
 * Does to a cart what a person asks for, in its order, one at a time: a scanner is faster than a network, and no scan may be lost for
 * that. What had no answer waits and is sent again under its request id; what is refused is said, and the rest goes on. It waits until
 * what has been done is on the screen, too: nobody pays by the total of before.
 */
function useDeeds(saleId: string | undefined, outletId: string | undefined, onDone: (sale: string) => Promise<void>): Deeds {
  const [waiting, setWaiting] = useState(0);
  const [error, setError] = useState<unknown>(undefined);
  const deeds = useRef<Deed[]>([]);
  const basket = useRef<Basket>({ sale: saleId });
  const working = useRef(false);
  const gone = useRef(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const finish = useRef(onDone);
  finish.current = onDone;

  const perform = async (deed: Deed): Promise<void> => {
    deed.basket.sale ??= await change<string>("create_sale", { outlet_id: outletId }, `${deed.request}-sale`);
    deed.call ??= await deed.plan(deed.basket.sale);
    await change(deed.call.name, deed.call.args, deed.request);
  };

  const work = async (): Promise<void> => {
    clearTimeout(timer.current);
    if (working.current) return;
    working.current = true;
    for (let deed = deeds.current[0]; deed && !gone.current; deed = deeds.current[0]) {
      try {
        await perform(deed);
      } catch (problem) {
        setError(problem);
        if (problem instanceof Unreachable) {
          timer.current = setTimeout(() => void work(), patience);
          break;
        }
      }
      if (deeds.current.length === 1) {
        setError((old: unknown) => (old instanceof Unreachable ? undefined : old));
        if (basket.current.sale && !gone.current) await finish.current(basket.current.sale);
      }
      deeds.current.shift();
      setWaiting(deeds.current.length);
    }
    working.current = false;
  };

  // Another cart is taken up; what waits for the one before goes on for that.
  useEffect(() => {
    if (basket.current.sale !== saleId) basket.current = { sale: saleId };
  }, [saleId]);
  useEffect(() => {
    const online = (): void => void work();
    addEventListener("online", online);
    return () => {
      gone.current = true;
      clearTimeout(timer.current);
      removeEventListener("online", online);
    };
  }, []);

  return {
    waiting,
    error,
    add: (plan) => {
      if (!deeds.current.length) setError(undefined);
      deeds.current.push({ request: newRequestId(), basket: basket.current, plan });
      setWaiting(deeds.current.length);
      void work();
    },
  };
}

/** The line of a cart as it is now. */
const lineOf = async (item: SaleItem): Promise<SaleItem> => (await row<SaleItem>("sale_item", { id: `eq.${item.id}` })) ?? item;

const toQuantity = (item: SaleItem, quantity: string): Call =>
  Number(quantity) === 0
    ? { name: "remove_sale_item", args: { sale_item_id: item.id } }
    : { name: "update_sale_item", args: { sale_item_id: item.id, quantity } };

/** Another of what is in the cart already makes its line longer; anything else is a line of its own. */
async function adding(sale: string, found: Found): Promise<Call> {
  const pieces = Number(found.quantity ?? 1);
  const lines = await rows<SaleItem>("sale_item", { sale_id: `eq.${sale}`, variation_id: `eq.${found.variation_id}`, order: "id" });
  const same = lines.find(
    (one) => (one.unit ?? "") === (found.unit ?? "") && (one.batch_id ?? null) === (found.batch_id ?? null),
  );
  if (same) return toQuantity(same, String(plus(same.quantity, pieces)));
  const { variation_id, unit, batch_id } = found;
  return { name: "add_sale_item", args: { sale_id: sale, variation_id, quantity: String(pieces), unit, batch_id } };
}

function CartScreen({ saleId }: { saleId: string | undefined }) {
  const place = outlet.value;
  const loaded = useLoad(saleId ? () => loadCart(saleId) : null, [saleId], 5000);
  const action = useAction();
  const [paying, setPaying] = useState<string | undefined>(undefined);
  const [last, setLast] = useState<string | undefined>(undefined);
  const cart = loaded.data;
  const gone = cart && cart.sale.status !== "DRAFT";
  const deeds = useDeeds(saleId, place?.outlet_id, async (id) => {
    if (saleId === id) await loaded.reload();
    else amend({ sale: id, show: undefined });
  });
  const busy = deeds.waiting > 0;
  const unsure = busy || loaded.error !== undefined; // the total may be another by now

  useEffect(() => {
    if (gone && cart) instead("till", undefined, cart.sale.receipt_number ? { receipt: cart.sale.id } : {});
  }, [gone]);

  const add = (found: Found): void => {
    setLast(found.variation_id);
    deeds.add((sale) => adding(sale, found));
  };

  if (!may("create_sale")) return <Empty icon="till" title={t("till.notAllowed")} />;
  return (
    <div class="till">
      <div>
        <Finder onPick={add} every outletId={place?.outlet_id} forSale />
        <Trouble error={action.error ?? deeds.error ?? loaded.error} />
        {busy && (
          <p role="status" data-testid="till-waiting">
            <Badge tone={deeds.error instanceof Unreachable ? "warn" : "info"}>{t("count.waiting", { n: deeds.waiting })}</Badge>
          </p>
        )}
        {saleId && !cart && loaded.loading && <Waiting />}
        {!cart && !saleId && !busy && <OpenCarts />}
        {cart && !cart.items.length && <Empty icon="till" title={t("till.empty")} />}
        {cart && cart.items.length > 0 && (
          <ul class="cart" aria-label={t("till.cart")}>
            {cart.items.map((item) => (
              <CartLine
                key={item.id}
                item={item}
                cart={cart}
                marked={item.variation_id === last}
                onQuantity={(quantity) => deeds.add(async () => toQuantity(item, quantity))}
                onStep={(by) =>
                  deeds.add(async () => {
                    const line = await lineOf(item);
                    return toQuantity(line, String(Math.max(0, plus(line.quantity, by))));
                  })
                }
                onChanged={loaded.reload}
              />
            ))}
          </ul>
        )}
      </div>
      {cart && (
        <aside class="panel totals" aria-label={t("till.totals")}>
          <CartOptions cart={cart} onChanged={loaded.reload} />
          <dl>
            <div>
              <dt>{t("till.subtotal")}</dt>
              <dd>{money(cart.sale.subtotal)}</dd>
            </div>
            {Number(cart.sale.discount_amount) !== 0 && (
              <div>
                <dt>{t("till.discount")}</dt>
                <dd>{money(-Number(cart.sale.discount_amount))}</dd>
              </div>
            )}
            <div>
              <dt>{t(session.value?.tenant.prices_include_tax ? "till.taxIn" : "till.tax")}</dt>
              <dd>{money(cart.sale.tax_amount)}</dd>
            </div>
            <div class="grand">
              <dt>{t("till.total")}</dt>
              <dd data-testid="total">{money(cart.sale.total_amount)}</dd>
            </div>
          </dl>
          <HoldTime holds={cart.holds} />
          <button type="button" class="pay" disabled={!cart.items.length || unsure} onClick={() => setPaying(cart.sale.id)}>
            {t("till.pay")} {money(cart.sale.total_amount)}
          </button>
          <div class="buttons">
            <button type="button" class="secondary outline" disabled={busy} onClick={() => go("till")}>
              {t("till.park")}
            </button>
            <button
              type="button"
              class="danger outline"
              disabled={busy || action.busy}
              onClick={() =>
                void confirm(t("till.cancelTitle"), <p>{t("till.cancelBody")}</p>, t("till.cancelSale"), true).then((yes) => {
                  if (yes)
                    void action.run(async (request) => {
                      await change("cancel_sale", { sale_id: cart.sale.id }, request);
                      tell(t("till.cancelled"));
                      instead("till");
                    });
                })
              }
            >
              {t("till.cancelSale")}
            </button>
          </div>
        </aside>
      )}
      {cart && paying === cart.sale.id && <Pay cart={cart} onClose={() => setPaying(undefined)} onPaid={(id) => instead("till", undefined, { receipt: id })} />}
    </div>
  );
}

const now = signal(serverNow());
setInterval(() => (now.value = serverNow()), 1000);

/** How long the stock in the cart is still held: the hold that ends first counts. */
function HoldTime({ holds }: { holds: readonly Reservation[] }) {
  if (!holds.length) return null;
  const left = Math.min(...holds.map((one) => new Date(one.expires_at).getTime())) - now.value;
  return (
    <p class={`hold ${left < 120_000 ? "ending" : ""}`}>
      <Icon name="check" size={16} /> {left > 0 ? t("till.held", { time: countdown(left) }) : t("till.holdOver")}
    </p>
  );
}

function CartLine({
  item,
  cart,
  marked,
  onQuantity,
  onStep,
  onChanged,
}: {
  item: SaleItem;
  cart: Cart;
  marked: boolean;
  onQuantity: (quantity: string) => void;
  onStep: (by: number) => void;
  onChanged: () => Promise<void>;
}) {
  const [text, setText] = useState<string | undefined>(undefined);
  const [open, setOpen] = useState(false);
  const level = cart.stock.find((one) => one.variation_id === item.variation_id);
  const quantity = Number(item.quantity);
  const save = (): void => {
    if (text !== undefined && text.trim() !== "" && Number(typed(text)) !== quantity) onQuantity(typed(text));
    setText(undefined);
  };
  return (
    <li class={marked ? "marked" : ""}>
      <div class="cart-name">
        <strong>{item.product_name}</strong>
        <small>
          {money(item.unit_price, 2)}
          {item.unit && ` / ${item.unit}`}
          {Number(item.discount_percentage) > 0 && ` · −${percent(item.discount_percentage)}`}
        </small>
        {level && (level.level === "low" || level.level === "out") && (
          <span class="badges">
            <Badge tone={level.level === "out" ? "bad" : "warn"}>
              {level.level === "out" ? t("till.lastOnes") : t("till.lowLeft", { n: number(level.available) })}
            </Badge>
          </span>
        )}
      </div>
      <div class="stepper">
        <button
          type="button"
          class="secondary outline"
          aria-label={`${t("less")}: ${item.product_name}`}
          onClick={() => onStep(-1)}
        >
          <Icon name={quantity <= 1 ? "trash" : "minus"} />
        </button>
        <label>
          <span class="sr-only">{t("till.quantityOf", { what: item.product_name })}</span>
          <input
            type="text"
            inputMode="decimal"
            autoComplete="off"
            value={text ?? edited(quantity)}
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => setText(event.currentTarget.value)}
            onBlur={save}
            onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          />
        </label>
        <button
          type="button"
          class="secondary outline"
          aria-label={`${t("moreOne")}: ${item.product_name}`}
          onClick={() => onStep(1)}
        >
          <Icon name="plus" />
        </button>
      </div>
      <strong class="cart-total">{money(item.total_price)}</strong>
      <button type="button" class="plain" aria-label={`${t("edit")}: ${item.product_name}`} onClick={() => setOpen(true)}>
        <Icon name="edit" />
      </button>
      {open && <LineForm item={item} onClose={() => setOpen(false)} onChanged={onChanged} />}
    </li>
  );
}

/** Sends what was changed: what stood there when it was opened may not be what is there now. */
function LineForm({ item, onClose, onChanged }: { item: SaleItem; onClose: () => void; onChanged: () => Promise<void> }) {
  const [before] = useState({ quantity: edited(item.quantity), discount: edited(item.discount_percentage) });
  const [quantity, setQuantity] = useState(before.quantity);
  const [price, setPrice] = useState("");
  const [discount, setDiscount] = useState(before.discount);
  const action = useAction({ discount: /discount/i, price: /price/i, quantity: /quantity|enough|insufficient/i });
  return (
    <Modal title={item.product_name} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(async (request) => {
            await change(
              "update_sale_item",
              {
                sale_item_id: item.id,
                quantity: quantity === before.quantity ? undefined : typed(quantity),
                unit_price: typed(price),
                discount_percentage: discount === before.discount ? undefined : typed(discount),
              },
              request,
            );
            await onChanged();
            onClose();
          });
        }}
      >
        <Field label={t("col.quantity")} type="number" value={quantity} onInput={setQuantity} error={action.at("quantity")} autoFocus />
        <Field
          label={t("till.price")}
          type="number"
          value={price}
          onInput={setPrice}
          help={t("till.priceHelp", { price: money(item.unit_price, 2) })}
          error={action.at("price")}
        />
        <Field label={t("till.discountPercent")} type="number" value={discount} onInput={setDiscount} error={action.at("discount")} />
        <Submit action={action}>{t("save")}</Submit>
      </form>
    </Modal>
  );
}

function CartOptions({ cart, onChanged }: { cart: Cart; onChanged: () => Promise<void> }) {
  const [open, setOpen] = useState(false);
  const { sale, customer } = cart;
  return (
    <>
      <button type="button" class="secondary outline options" onClick={() => setOpen(true)}>
        <Icon name="user" /> {customer ? customer.name : t("till.walkIn")}
        <small>{word("type", sale.type)}</small>
      </button>
      {open && <OptionsForm cart={cart} onClose={() => setOpen(false)} onChanged={onChanged} />}
    </>
  );
}

function OptionsForm({ cart, onClose, onChanged }: { cart: Cart; onClose: () => void; onChanged: () => Promise<void> }) {
  const [customer, setCustomer] = useState<Customer | undefined>(cart.customer);
  const [type, setType] = useState<string>(cart.sale.type);
  const [discount, setDiscount] = useState(Number(cart.sale.sale_discount) ? edited(cart.sale.sale_discount) : "");
  const action = useAction({ discount: /discount/i, customer: /customer/i });
  return (
    <Modal title={t("till.options")} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(async (request) => {
            await change(
              "update_sale",
              {
                sale_id: cart.sale.id,
                customer_id: customer?.id,
                type,
                discount_amount: discount === "" ? (Number(cart.sale.sale_discount) ? "0" : undefined) : typed(discount),
              },
              request,
            );
            await onChanged();
            onClose();
          });
        }}
      >
        <CustomerPicker
          value={customer}
          onChange={(next) => {
            setCustomer(next);
            if (next) setType(next.customer_type);
          }}
        />
        <Choice
          label={t("till.priceType")}
          value={type}
          onChange={setType}
          options={["RETAIL", "WHOLESALE"].map((one) => ({ value: one, label: word("type", one) }))}
        />
        <Field label={t("till.discount")} type="number" value={discount} onInput={setDiscount} error={action.at("discount")} />
        <Submit action={action}>{t("save")}</Submit>
      </form>
    </Modal>
  );
}

interface Paid {
  method: string;
  amount: string;
  reference: string;
}

function Pay({ cart, onClose, onPaid }: { cart: Cart; onClose: () => void; onPaid: (sale: string) => void }) {
  const total = Number(cart.sale.total_amount);
  const [payments, setPayments] = useState<Paid[]>([{ method: "CASH", amount: "", reference: "" }]);
  const [override, setOverride] = useState(false);
  const [reason, setReason] = useState("");
  const action = useAction({ reason: /override|reason/i, amount: /pay|paid|amount|overpaid|due/i });
  const given = payments.reduce((sum, one) => sum + (Number(typed(one.amount)) || 0), 0);
  const left = total - given;
  const set = (index: number, part: Partial<Paid>): void =>
    setPayments(payments.map((one, at) => (at === index ? { ...one, ...part } : one)));
  const methods = ["CASH", "CARD", "TRANSFER", ...(cart.customer ? ["ACCOUNT"] : [])];
  const notes = [...new Set([total, ...[5, 10, 20, 50, 100].map((note) => Math.ceil(total / note) * note)])].slice(0, 4);
  const first = payments[0];
  return (
    <Modal title={t("till.payTitle", { total: money(total) })} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(async (request) => {
            const paid = payments
              .filter((one) => one.amount.trim() !== "")
              .map((one) => ({ method: one.method, amount: typed(one.amount), ...(one.reference ? { reference: one.reference } : {}) }));
            const done = await change<Sale | Sale[]>(
              "complete_sale",
              {
                sale_id: cart.sale.id,
                payments: paid.length ? paid : undefined,
                ...(override ? { manager_override: true, override_reason: reason, override_by: session.value?.user } : {}),
              },
              request,
            );
            onPaid((Array.isArray(done) ? done[0] : done)?.id ?? cart.sale.id);
          });
        }}
      >
        {payments.map((one, index) => (
          <div class="payment" key={index}>
            <Choice
              label={t("till.method")}
              value={one.method}
              onChange={(method) => set(index, { method })}
              options={methods.map((method) => ({ value: method, label: word("method", method) }))}
            />
            <Field
              label={t("till.amount")}
              type="number"
              value={one.amount}
              onInput={(amount) => set(index, { amount })}
              autoFocus={index === 0}
              error={index === payments.length - 1 ? action.at("amount") : undefined}
            />
            {one.method !== "CASH" && (
              <Field label={t("till.reference")} value={one.reference} onInput={(reference) => set(index, { reference })} />
            )}
          </div>
        ))}
        {payments.length === 1 && first && (
          <div class="notes" role="group" aria-label={t("till.quick")}>
            {(first.method === "CASH" ? notes : [total]).map((note) => (
              <button key={note} type="button" class="secondary outline" onClick={() => set(0, { amount: edited(note) })}>
                {money(note)}
              </button>
            ))}
          </div>
        )}
        <p class="figure" aria-live="polite">
          {left > 0.00001 ? `${t("till.stillDue")} ${money(left)}` : `${t("till.change")} ${money(-left)}`}
        </p>
        <p>
          <button
            type="button"
            class="secondary outline small"
            onClick={() =>
              setPayments([...payments, { method: "CARD", amount: left > 0 ? edited(left.toFixed(4)) : "", reference: "" }])
            }
          >
            <Icon name="plus" /> {t("till.another")}
          </button>
        </p>
        {left > 0.00001 && (
          <p class="muted">{cart.customer ? t("till.onCredit", { name: cart.customer.name }) : t("till.creditNeedsCustomer")}</p>
        )}
        {session.value?.level === "manager" && left > 0.00001 && cart.customer && (
          <>
            <label class="check">
              <input type="checkbox" checked={override} onChange={(event) => setOverride(event.currentTarget.checked)} />{" "}
              {t("till.override")}
            </label>
            {override && <Field label={t("reason")} value={reason} onInput={setReason} required error={action.at("reason")} />}
          </>
        )}
        <Submit action={action} icon={<Icon name="check" />}>
          {t("till.complete")}
        </Submit>
      </form>
    </Modal>
  );
}

/** Carts that were put aside, or left by a reload. */
function OpenCarts() {
  const place = outlet.value;
  const loaded = useLoad(
    place ? () => rows<Sale>("sale", { outlet_id: `eq.${place.outlet_id}`, status: "eq.DRAFT", order: "id.desc", limit: 20 }) : null,
    [place?.outlet_id],
    10_000,
  );
  const carts = (loaded.data ?? []).filter((one) => Number(one.total_amount) > 0);
  return (
    <>
      <Empty icon="till" title={t("till.scanFirst")} />
      {carts.length > 0 && (
        <section class="panel">
          <header>
            <h2>{t("till.parked")}</h2>
          </header>
          <ul class="list links">
            {carts.map((one) => (
              <li key={one.id}>
                <a href={href("till", undefined, { sale: one.id })}>
                  <span>
                    {money(one.total_amount)}
                    <small>
                      {one.actor} · {instant(one.created_at)}
                    </small>
                  </span>
                  <Icon name="open" />
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** The last sales: receipts again, refunds, voids, payments of what is due. */
function Sales() {
  const place = outlet.value;
  const [receiptNumber, setReceiptNumber] = useState("");
  const [asked, setAsked] = useState(0);
  const [refunding, setRefunding] = useState<Sale | undefined>(undefined);
  const [paying, setPaying] = useState<Sale | undefined>(undefined);
  const loaded = useLoad(
    place
      ? () =>
          rows<Sale>("sale", {
            // Goods come back wherever they were sold; the list is this outlet's.
            ...(receiptNumber.trim()
              ? { receipt_number: `eq.${receiptNumber.trim()}` }
              : { outlet_id: `eq.${place.outlet_id}`, status: "in.(PENDING,PARTIAL,COMPLETED,REFUNDED,VOIDED)" }),
            order: "completed_at.desc,id.desc",
            limit: 30,
          })
      : null,
    [place?.outlet_id, receiptNumber.trim()],
    10_000,
    [place?.outlet_id],
  );
  return (
    <>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Field label={t("till.receiptNumber")} value={receiptNumber} onInput={setReceiptNumber} />
      </form>
      <Trouble error={loaded.error} />
      {!loaded.data && loaded.loading && <Waiting />}
      {loaded.data && !loaded.data.length && <Empty icon="till" title={t("till.noSales")} />}
      <ul class={`list panel sales ${loaded.loading ? "stale" : ""}`}>
        {(loaded.data ?? []).map((one) => {
          const takeable = one.status !== "VOIDED" && one.status !== "REFUNDED";
          const elsewhere = soldElsewhere(one);
          return (
            <li key={one.id}>
              <span>
                <a href={href("till", undefined, { receipt: one.id })}>{one.receipt_number}</a>
                <small>
                  {elsewhere && `${elsewhere} · `}
                  {instant(one.completed_at)} · {one.actor}
                  {Number(one.amount_due) > 0 &&
                    ` · ${t("till.due", { amount: money(one.amount_due) })}${one.due_date ? `, ${date(one.due_date)}` : ""}`}
                  {Number(one.refunded_amount) > 0 && ` · ${t("till.refunded", { amount: money(one.refunded_amount) })}`}
                </small>
              </span>
              <span class="sale-end">
                <State prefix="sale" of={one.status} />
                <strong>{money(one.total_amount)}</strong>
              </span>
              <span class="buttons">
                {takeable && Number(one.amount_due) > 0 && may("record_payment") && (
                  <button type="button" class="secondary outline small" onClick={() => setPaying(one)}>
                    {t("till.takePayment")}
                  </button>
                )}
                {takeable && (may(refundOf(one)) || may("request_refund")) && (
                  <button type="button" class="secondary outline small" onClick={() => setRefunding(one)}>
                    {may(refundOf(one)) ? t("till.refund") : t("till.requestRefund")}
                  </button>
                )}
                {takeable && !elsewhere && may("void_sale") && <VoidButton sale={one} onDone={() => void loaded.reload()} />}
              </span>
            </li>
          );
        })}
      </ul>
      {refunding && (
        <RefundForm
          sale={refunding}
          onClose={() => setRefunding(undefined)}
          onDone={() => {
            setAsked(asked + 1);
            void loaded.reload();
          }}
        />
      )}
      {paying && <DuePayment sale={paying} onClose={() => setPaying(undefined)} onDone={() => void loaded.reload()} />}
      <Refunds asked={asked} onDone={() => void loaded.reload()} />
    </>
  );
}

/** The name of the outlet that sold it, if it is another one. */
const soldElsewhere = (sale: Sale): string | undefined =>
  sale.outlet_id === outlet.value?.outlet_id
    ? undefined
    : (session.value?.outlets.find((one) => one.outlet_id === sale.outlet_id)?.outlet ?? t("col.outlet"));

/** What another outlet sold comes back to this one: into its batches, out of its money. */
const refundOf = (sale: Sale): string => (soldElsewhere(sale) ? "return_items" : "refund_sale");

function VoidButton({ sale, onDone }: { sale: Sale; onDone: () => void }) {
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const action = useAction({ reason: /reason/i });
  return (
    <>
      <button type="button" class="secondary outline small" onClick={() => setOpen(true)}>
        {t("till.void")}
      </button>
      {open && (
        <Modal title={t("till.voidTitle", { number: sale.receipt_number ?? "" })} onClose={() => setOpen(false)}>
          <form
            onSubmit={(event) => {
              event.preventDefault();
              void action.run(async (request) => {
                await change("void_sale", { sale_id: sale.id, reason }, request);
                tell(t("till.voided", { number: sale.receipt_number ?? "" }));
                setOpen(false);
                onDone();
              });
            }}
          >
            <p>{t("till.voidBody")}</p>
            <Field label={t("reason")} value={reason} onInput={setReason} required autoFocus error={action.at("reason")} />
            <Submit action={action} danger>
              {t("till.void")}
            </Submit>
          </form>
        </Modal>
      )}
    </>
  );
}

function RefundForm({ sale, onClose, onDone }: { sale: Sale; onClose: () => void; onDone: () => void }) {
  const items = useLoad(() => rows<SaleItem>("sale_item", { sale_id: `eq.${sale.id}`, order: "id" }), [sale.id]);
  const [quantities, setQuantities] = useState<ReadonlyMap<string, string>>(new Map());
  const [reason, setReason] = useState("");
  const [disposition, setDisposition] = useState("restock");
  const action = useAction({ reason: /reason/i, quantity: /quantity|refunded before|more than/i });
  const now = may(refundOf(sale));
  const receipt = sale.receipt_number ?? "";
  const elsewhere = soldElsewhere(sale);
  const title = elsewhere && now ? t("till.returnTitle", { number: receipt, outlet: elsewhere }) : t("till.refundTitle", { number: receipt });
  const here = elsewhere && now ? { outlet_id: outlet.value?.outlet_id } : {};
  return (
    <Modal title={title} onClose={onClose} wide>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(async (request) => {
            const chosen = [...quantities]
              .filter(([, quantity]) => quantity.trim() !== "")
              .map(([id, quantity]) => ({ sale_item_id: id, quantity: typed(quantity) }));
            const about = { ...here, sale_id: sale.id, items: chosen, reason, disposition };
            await change(now ? refundOf(sale) : "request_refund", about, request);
            tell(t(now ? "till.refundDone" : "till.refundAsked", { number: receipt }));
            onClose();
            onDone();
          });
        }}
      >
        <Trouble error={items.error} />
        {items.loading && <Waiting />}
        {(items.data ?? []).map((item) => (
          <Field
            key={item.id}
            label={`${item.product_name} (${number(item.quantity)}${item.unit ? ` ${item.unit}` : ""}, ${money(item.total_price)})`}
            type="number"
            value={quantities.get(item.id) ?? ""}
            onInput={(value) => setQuantities(new Map(quantities).set(item.id, value))}
          />
        ))}
        {action.at("quantity") && (
          <small class="field-error" role="alert">
            {action.at("quantity")}
          </small>
        )}
        <button
          type="button"
          class="secondary outline small"
          disabled={!items.data}
          onClick={() => setQuantities(new Map((items.data ?? []).map((item) => [item.id, edited(item.quantity)])))}
        >
          {t("till.everything")}
        </button>
        <Choice
          label={t("till.disposition")}
          value={disposition}
          onChange={setDisposition}
          options={(["restock", "quarantine", "destroy"] as const).map((one) => ({ value: one, label: t(`disposition.${one}`) }))}
        />
        <Field label={t("reason")} value={reason} onInput={setReason} required error={action.at("reason")} />
        <Submit action={action} danger disabled={!items.data}>
          {now ? t("till.refund") : t("till.requestRefund")}
        </Submit>
      </form>
    </Modal>
  );
}

function DuePayment({ sale, onClose, onDone }: { sale: Sale; onClose: () => void; onDone: () => void }) {
  const [method, setMethod] = useState("CASH");
  const [amount, setAmount] = useState(edited(sale.amount_due));
  const [reference, setReference] = useState("");
  const action = useAction({ amount: /amount|due|pay/i });
  return (
    <Modal title={`${t("till.takePayment")}: ${sale.receipt_number ?? ""}`} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(async (request) => {
            await change("record_payment", { sale_id: sale.id, amount: typed(amount), method, reference }, request);
            tell(t("till.paymentTaken", { amount: money(Number(typed(amount))) }));
            onClose();
            onDone();
          });
        }}
      >
        <Choice
          label={t("till.method")}
          value={method}
          onChange={setMethod}
          options={["CASH", "CARD", "TRANSFER", ...(sale.customer_id ? ["ACCOUNT"] : [])].map((one) => ({
            value: one,
            label: word("method", one),
          }))}
        />
        <Field label={t("till.amount")} type="number" value={amount} onInput={setAmount} error={action.at("amount")} autoFocus />
        <Field label={t("till.reference")} value={reference} onInput={setReference} />
        <Submit action={action}>{t("till.takePayment")}</Submit>
      </form>
    </Modal>
  );
}

/** Refunds that were asked for and wait for a manager, or for being paid out. */
function Refunds({ asked, onDone }: { asked: number; onDone: () => void }) {
  const action = useAction();
  const loaded = useLoad(() => rows<Refund>("refund", { status: "in.(REQUESTED,APPROVED)", order: "id.desc", limit: 20 }), [asked], 15_000, []);
  if (!loaded.data?.length) return null;
  const act = (name: string, args: Record<string, unknown>): Promise<unknown> =>
    action.run(async (request) => {
      await change(name, args, `${request}-${name}-${String(args["refund_id"])}`);
      tell(t("done"));
      await loaded.reload();
      onDone();
    });
  return (
    <section class="panel">
      <header>
        <h2>{t("till.refunds")}</h2>
      </header>
      <Trouble error={action.error} />
      <ul class="list">
        {loaded.data.map((one) => (
          <li key={one.id}>
            <span>
              {money(one.amount)} · {one.reason}
              <small>
                {one.actor} · <a href={href("till", undefined, { receipt: one.sale_id })}>{t("till.receipt")}</a>
              </small>
            </span>
            <span class="buttons">
              {one.status === "REQUESTED" && may("approve_refund") && (
                <>
                  <button type="button" class="small" disabled={action.busy} onClick={() => void act("approve_refund", { refund_id: one.id })}>
                    {t("till.approve")}
                  </button>
                  <button
                    type="button"
                    class="secondary outline small"
                    disabled={action.busy}
                    onClick={() => void act("reject_refund", { refund_id: one.id, reason: t("till.rejected") })}
                  >
                    {t("till.reject")}
                  </button>
                </>
              )}
              {one.status === "APPROVED" && may("process_refund") && (
                <button type="button" class="small" disabled={action.busy} onClick={() => void act("process_refund", { refund_id: one.id })}>
                  {t("till.process")}
                </button>
              )}
              {one.status === "REQUESTED" && !may("approve_refund") && <Badge tone="warn">{t("till.waitsForManager")}</Badge>}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
