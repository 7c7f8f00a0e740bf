/** Stock comes, goes and moves: receiving, correcting, damage, transfer. One form each, all of them about one variation at one outlet. */
import type { ComponentChildren } from "preact";
import { useRef, useState } from "preact/hooks";
import { change, row, rows, Unreachable } from "../lib/api";
import { withProducts } from "../lib/catalogue";
import { date, days, money, number, signed, typed } from "../lib/format";
import { type Loaded, useLoad } from "../lib/load";
import { amend, route } from "../lib/router";
import { may, outlet, session } from "../lib/session";
import { t } from "../lib/texts";
import type { Batch, Found, StockLevel } from "../lib/types";
import { Finder, nameOf } from "../ui/finder";
import { Choice, Field, Segments, Submit, useAction } from "../ui/form";
import { Icon } from "../ui/icons";
import { confirm, Empty, Screen, State, tell, Trouble, Waiting } from "../ui/parts";

interface Here {
  level: StockLevel | undefined;
  batches: Batch[];
  units: { unit: string }[];
}

/** What lies at an outlet of an item, its batches and units. */
const useHere = (variationId: string | undefined, outletId: string | undefined): Loaded<Here> =>
  useLoad(variationId && outletId ? () => readHere(variationId, outletId) : null, [variationId, outletId], 10_000);

async function readHere(variationId: string, outletId: string): Promise<Here> {
  const of = { outlet_id: `eq.${outletId}`, variation_id: `eq.${variationId}` };
  const [level, batches, units] = await Promise.all([
    row<StockLevel>("stock_level", of),
    rows<Batch>("batch_status", { ...of, order: "expiry_date,received_at,batch_id" }),
    rows<{ unit: string }>("variation_unit", { variation_id: `eq.${variationId}`, order: "unit" }),
  ]);
  return { level, batches, units };
}

/** The variation that the screen is about, which the address names: found by hand, or by who made the link. */
function useChosen(): { found: Found | undefined; read: Loaded<Found | undefined>; setFound: (found: Found | undefined) => void } {
  const [picked, setPicked] = useState<Found | undefined>(undefined);
  const named = route.value.params.get("variation") ?? undefined;
  const known = picked?.variation_id === named ? picked : undefined;
  const read = useLoad(named && !known ? () => readNamed(named) : null, [named, known]);
  const setFound = (next: Found | undefined): void => {
    setPicked(next);
    amend({ variation: next?.variation_id });
  };
  return { found: known ?? read.data, read, setFound };
}

async function readNamed(id: string): Promise<Found | undefined> {
  const [named] = await withProducts([id]);
  if (!named) return undefined;
  const { product, variation } = named;
  const { name, sku, barcode, price } = variation;
  return { variation_id: variation.id, unit: null, product, variation: name, sku, barcode, price };
}

function Chosen({ found, here, onOther }: { found: Found; here: Loaded<Here>; onOther: () => void }) {
  const level = here.data?.level;
  return (
    <section class="chosen" aria-label={nameOf(found)}>
      <div>
        <h2>{nameOf({ product: found.product, variation: found.variation })}</h2>
        <p class="muted">{[found.sku, found.barcode].filter(Boolean).join(" · ")}</p>
      </div>
      {here.data ? (
        <dl class="facts">
          <div>
            <dt>{t("col.onHand")}</dt>
            <dd data-testid="on-hand">{number(level?.on_hand ?? 0)}</dd>
          </div>
          <div>
            <dt>{t("col.available")}</dt>
            <dd>{number(level?.available ?? 0)}</dd>
          </div>
          <div>
            <dt>{t("col.level")}</dt>
            <dd>
              <State prefix="level" of={level ? level.level : "out"} />
            </dd>
          </div>
        </dl>
      ) : here.error ? (
        <Trouble error={here.error} />
      ) : (
        <Waiting lines={1} />
      )}
      <button type="button" class="secondary outline small" onClick={onOther}>
        {t("move.other")}
      </button>
    </section>
  );
}

function Pick({
  read,
  setFound,
  icon,
  children,
}: {
  read: Loaded<unknown>;
  setFound: (found: Found) => void;
  icon: "receive" | "adjust" | "damage" | "transfer";
  children: ComponentChildren;
}) {
  return (
    <>
      <Finder onPick={setFound} outletId={outlet.value?.outlet_id} />
      <Trouble error={read.error} />
      {read.loading ? (
        <Waiting />
      ) : (
        <Empty icon={icon} title={t("move.pick")}>
          <p>{children}</p>
        </Empty>
      )}
    </>
  );
}

interface Booked {
  id: number;
  text: string;
}

/** What was booked here since the screen was opened. */
function Journal({ entries }: { entries: readonly Booked[] }) {
  if (!entries.length) return null;
  return (
    <section class="panel" aria-live="polite">
      <header>
        <h2>{t("move.booked")}</h2>
      </header>
      <ul class="list">
        {entries.map((one) => (
          <li key={one.id}>
            <span>
              <Icon name="check" /> {one.text}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

let bookedId = 0;

export function Receive() {
  const place = outlet.value;
  const { found, read, setFound } = useChosen();
  const here = useHere(found?.variation_id, place?.outlet_id);
  const [quantity, setQuantity] = useState("1");
  const [unit, setUnit] = useState("");
  const [batch, setBatch] = useState("");
  const [expiry, setExpiry] = useState("");
  const [cost, setCost] = useState("");
  const [reference, setReference] = useState("");
  const [journal, setJournal] = useState<Booked[]>([]);
  const action = useAction({
    expiry: /expir|date/i,
    batch: /batch/i,
    cost: /cost/i,
    quantity: /quantity|unit|numeric/i,
    reference: /reference/i,
  });

  const choose = (next: Found | undefined): void => {
    setFound(next);
    setQuantity(next?.quantity ? String(next.quantity) : "1");
    setUnit(next?.unit ?? "");
    setBatch(next?.lot ?? "");
    setExpiry(next?.expiry_date?.slice(0, 10) ?? "");
    setCost("");
    action.clear();
  };
  const known = here.data?.batches ?? [];
  // What was scanned has its unit before the others have been read.
  const units = here.data?.units.map((one) => one.unit) ?? (unit ? [unit] : []);

  return (
    <Screen title={t("nav.receive")} lead={place?.outlet}>
      {!found || !place ? (
        <Pick read={read} setFound={choose} icon="receive">
          {t("receive.lead")}
        </Pick>
      ) : (
        <>
          <Chosen found={found} here={here} onOther={() => choose(undefined)} />
          <form
            class="panel form"
            onSubmit={(event) => {
              event.preventDefault();
              void action.run(async (request) => {
                await change<number>(
                  "add_stock",
                  {
                    variation_id: found.variation_id,
                    outlet_id: place.outlet_id,
                    quantity: typed(quantity),
                    unit,
                    cost_price: typed(cost),
                    batch_number: batch,
                    expiry_date: expiry,
                    reference_id: reference,
                  },
                  request,
                );
                const text = t("receive.done", {
                  quantity: `${quantity} ${unit}`.trim(),
                  what: nameOf({ product: found.product, variation: found.variation }),
                  batch: batch || t("receive.newBatch"),
                });
                tell(text);
                setJournal((old) => [{ id: ++bookedId, text }, ...old]);
                choose(undefined);
              });
            }}
          >
            <div class="grid">
              <Field
                label={t("col.quantity")}
                type="number"
                value={quantity}
                onInput={setQuantity}
                required
                autoFocus
                error={action.at("quantity")}
              />
              {units.length > 0 && (
                <Choice
                  label={t("col.unit")}
                  value={unit}
                  onChange={setUnit}
                  options={[{ value: "", label: t("baseUnit") }, ...units.map((one) => ({ value: one, label: one }))]}
                />
              )}
              <Field
                label={t("receive.cost")}
                type="number"
                value={cost}
                onInput={setCost}
                help={t("receive.costHelp")}
                error={action.at("cost")}
              />
            </div>
            <div class="grid">
              <Field
                label={t("col.batch")}
                value={batch}
                onInput={setBatch}
                help={t("receive.batchHelp")}
                error={action.at("batch")}
                list={known.map((one) => one.batch_number)}
              />
              <Field
                label={t("col.expiry")}
                type="date"
                value={expiry}
                onInput={setExpiry}
                help={t("receive.expiryHelp")}
                error={action.at("expiry")}
              />
              <Field
                label={t("receive.reference")}
                value={reference}
                onInput={setReference}
                help={t("receive.referenceHelp")}
                error={action.at("reference")}
              />
            </div>
            <Submit action={action} icon={<Icon name="receive" />}>
              {t("receive.book")}
            </Submit>
          </form>
        </>
      )}
      <Journal entries={journal} />
    </Screen>
  );
}

const reasonsFor = {
  adjust: ["reason.found", "reason.miscounted", "reason.theft", "reason.delivery", "reason.sample"],
  damage: ["reason.broken", "reason.spoilt", "reason.leaking", "reason.returned", "reason.fridge"],
} as const;

/** Plus, minus or to a total, with a reason, after a look at what it will be. */
function Correction({ kind }: { kind: "adjust" | "damage" }) {
  const place = outlet.value;
  const { found, read, setFound } = useChosen();
  const here = useHere(found?.variation_id, place?.outlet_id);
  const [way, setWay] = useState<"plus" | "minus" | "set">("minus");
  const [quantity, setQuantity] = useState("");
  const [reason, setReason] = useState("");
  const [batch, setBatch] = useState("");
  const [journal, setJournal] = useState<Booked[]>([]);
  const action = useAction({ reason: /reason/i, batch: /\bbatch\b/i, quantity: /quantity|insufficient|enough|numeric|level/i });
  const asking = useAction();
  const asked = useRef<number>(undefined);
  const direction = kind === "damage" ? "minus" : way;

  const choose = (next: Found | undefined): void => {
    setFound(next);
    setQuantity("");
    setReason("");
    setBatch("");
    action.clear();
  };

  // The question names what lies there now, so that is read when it is asked. Asked again because no answer came, it is the same question:
  // what has been booked meanwhile may be its own.
  const submit = async (): Promise<void> => {
    if (!found || !place) return;
    const name = nameOf({ product: found.product, variation: found.variation });
    if (!(action.error instanceof Unreachable))
      asked.current = await asking.run(async () => Number((await readHere(found.variation_id, place.outlet_id)).level?.on_hand ?? 0));
    const now = asked.current;
    if (now === undefined) return;
    const amount = Number(typed(quantity));
    const after = direction === "set" ? amount : direction === "plus" ? now + amount : now - amount;
    const yes = await confirm(
      kind === "damage" ? t("damage.title") : t("adjust.title"),
      <>
        <p>
          <strong>{name}</strong>, {place.outlet}
        </p>
        <p class="figure">
          {number(now)} → {Number.isFinite(after) ? number(after) : quantity}{" "}
          <small>{Number.isFinite(after) ? signed(after - now) : ""}</small>
        </p>
        <p>
          {t("reason")}: {reason || "–"}
        </p>
      </>,
      kind === "damage" ? t("damage.book") : t("adjust.book"),
      direction === "minus",
    );
    if (!yes) return;
    await action.run(async (request) => {
      const args = { variation_id: found.variation_id, outlet_id: place.outlet_id, reason };
      if (kind === "damage") await change("record_damage", { ...args, quantity: typed(quantity), batch_id: batch }, request);
      else if (direction === "set") await change("set_stock_level", { ...args, new_quantity: typed(quantity) }, request);
      else
        await change(
          "adjust_stock",
          { ...args, quantity: direction === "minus" ? negative(typed(quantity)) : typed(quantity), batch_id: batch },
          request,
        );
      const text = t(kind === "damage" ? "damage.done" : "adjust.done", { what: name, before: number(now), after: number(after) });
      tell(text);
      setJournal((old) => [{ id: ++bookedId, text: `${text} ${reason}` }, ...old]);
      choose(undefined);
    });
  };

  return (
    <Screen title={t(kind === "damage" ? "nav.damage" : "nav.adjust")} lead={place?.outlet}>
      {!found || !place ? (
        <Pick read={read} setFound={choose} icon={kind}>
          {t(kind === "damage" ? "damage.lead" : "adjust.lead")}
        </Pick>
      ) : (
        <>
          <Chosen found={found} here={here} onOther={() => choose(undefined)} />
          <form
            class="panel form"
            onSubmit={(event) => {
              event.preventDefault();
              void submit();
            }}
          >
            {kind === "adjust" && (
              <Segments
                label={t("adjust.way")}
                value={way}
                onChange={(value) => setWay(value as typeof way)}
                options={[
                  { value: "minus", label: t("adjust.minus") },
                  { value: "plus", label: t("adjust.plus") },
                  ...(may("set_stock_level") ? [{ value: "set", label: t("adjust.set") }] : []),
                ]}
              />
            )}
            <div class="grid">
              <Field
                label={direction === "set" ? t("adjust.total") : t("col.quantity")}
                type="number"
                value={quantity}
                onInput={setQuantity}
                required
                autoFocus
                error={action.at("quantity")}
              />
              {direction !== "set" && (
                <Choice
                  label={t("col.batch")}
                  value={batch}
                  onChange={setBatch}
                  error={action.at("batch")}
                  options={[
                    { value: "", label: direction === "plus" ? t("adjust.newBatch") : t("adjust.soonest") },
                    ...(here.data?.batches ?? []).map((one) => ({
                      value: String(one.batch_id),
                      label: `${one.batch_number} · ${number(one.quantity)}${one.expiry_date ? ` · ${date(one.expiry_date)}` : ""}`,
                    })),
                  ]}
                />
              )}
            </div>
            <Field
              label={t("reason")}
              value={reason}
              onInput={setReason}
              required
              error={action.at("reason")}
              list={reasonsFor[kind].map((key) => t(key))}
              help={t("reasonHelp")}
            />
            <Submit action={action} asking={asking} danger={direction === "minus"} icon={<Icon name={kind} />}>
              {t(kind === "damage" ? "damage.book" : "adjust.book")}…
            </Submit>
          </form>
        </>
      )}
      <Journal entries={journal} />
    </Screen>
  );
}

const negative = (text: string): string => (text.startsWith("-") ? text.slice(1) : `-${text}`);

export const Adjust = () => <Correction kind="adjust" />;
export const Damage = () => <Correction kind="damage" />;

export function Transfer() {
  const place = outlet.value;
  const others = (session.value?.outlets ?? []).filter((one) => one.outlet_id !== place?.outlet_id);
  const { found, read, setFound } = useChosen();
  const here = useHere(found?.variation_id, place?.outlet_id);
  const [to, setTo] = useState("");
  const target = others.find((one) => String(one.outlet_id) === to) ?? others[0];
  const there = useHere(found?.variation_id, target?.outlet_id);
  const [quantity, setQuantity] = useState("");
  const [reason, setReason] = useState("");
  const [journal, setJournal] = useState<Booked[]>([]);
  const action = useAction({ reason: /reason/i, to: /outlet/i, quantity: /quantity|insufficient|enough|numeric/i });

  const choose = (next: Found | undefined): void => {
    setFound(next);
    setQuantity("");
    action.clear();
  };

  if (!others.length)
    return (
      <Screen title={t("nav.transfer")}>
        <Empty icon="transfer" title={t("transfer.alone")} />
      </Screen>
    );
  return (
    <Screen title={t("nav.transfer")} lead={place?.outlet}>
      {!found || !place || !target ? (
        <Pick read={read} setFound={choose} icon="transfer">
          {t("transfer.lead")}
        </Pick>
      ) : (
        <>
          <Chosen found={found} here={here} onOther={() => choose(undefined)} />
          <form
            class="panel form"
            onSubmit={(event) => {
              event.preventDefault();
              void action.run(async (request) => {
                await change(
                  "transfer_stock",
                  {
                    variation_id: found.variation_id,
                    quantity: typed(quantity),
                    from_outlet_id: place.outlet_id,
                    to_outlet_id: target.outlet_id,
                    reason,
                  },
                  request,
                );
                const text = t("transfer.done", {
                  quantity,
                  what: nameOf({ product: found.product, variation: found.variation }),
                  from: place.outlet,
                  to: target.outlet,
                });
                tell(text);
                setJournal((old) => [{ id: ++bookedId, text }, ...old]);
                choose(undefined);
              });
            }}
          >
            <div class="grid">
              <Choice
                label={t("transfer.to")}
                value={String(target.outlet_id)}
                onChange={setTo}
                options={others.map((one) => ({ value: String(one.outlet_id), label: one.outlet }))}
                error={action.at("to")}
              />
              <Field
                label={t("col.quantity")}
                type="number"
                value={quantity}
                onInput={setQuantity}
                required
                autoFocus
                error={action.at("quantity")}
                help={there.data && t("transfer.there", { n: number(there.data.level?.on_hand ?? 0), outlet: target.outlet })}
              />
            </div>
            <Field label={t("reason")} value={reason} onInput={setReason} error={action.at("reason")} />
            {(here.data?.batches.length ?? 0) > 0 && (
              <p class="muted">
                {t("transfer.first")}: {here.data?.batches[0]?.batch_number}, {money(here.data?.batches[0]?.cost_price, 2)}
                {here.data?.batches[0]?.days_to_expiry !== null &&
                  here.data?.batches[0] &&
                  `, ${days(Number(here.data.batches[0].days_to_expiry))}`}
              </p>
            )}
            <Submit action={action} icon={<Icon name="transfer" />}>
              {t("transfer.book")}
            </Submit>
          </form>
        </>
      )}
      <Journal entries={journal} />
    </Screen>
  );
}
