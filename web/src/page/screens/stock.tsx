/** What lies where: a row per variation, which opens to its batches. Searched, filtered and paged by the database. */
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { among, change, rows } from "../lib/api";
import { categories } from "../lib/catalogue";
import { date, days, edited, instant, money, number, typed } from "../lib/format";
import { useLoad, useSettled } from "../lib/load";
import { amend, href, pageOf, route } from "../lib/router";
import { may, outlet, session } from "../lib/session";
import { t } from "../lib/texts";
import type { Batch, StockLevel } from "../lib/types";
import { nameOf } from "../ui/finder";
import { Choice, Field, Submit, useAction } from "../ui/form";
import { Icon } from "../ui/icons";
import { Empty, Modal, Screen, State, tell, Trouble, Waiting } from "../ui/parts";
import { Pager, Table, type Column } from "../ui/table";
import { resolve } from "../scan/find";
import { listenToScanner } from "../scan/keyboard";
import { CameraButton } from "../scan/camera-button";

const pageSize = 50;

/** Filters by level are conditions on columns of stock_level. */
const levels: Record<string, Record<string, string>> = {
  low: { level: "in.(out,low)" },
  out: { level: "eq.out" },
  normal: { level: "eq.normal" },
  high: { level: "eq.high" },
  expiring: { expiring_30: "gt.0" },
  expired: { expired_batches: "gt.0" },
};

export function Stock() {
  const { params } = route.value;
  const everywhere = params.get("where") === "all";
  const place = outlet.value;
  const level = params.get("level") ?? "";
  const category = params.get("category") ?? "";
  const page = pageOf(params);
  const [text, setText] = useState(params.get("q") ?? "");
  const wanted = useSettled(text.trim());
  const [open, setOpen] = useState<string | undefined>(undefined);

  const asked = params.get("q") ?? "";
  const written = useRef(asked);
  useEffect(() => {
    if (wanted === written.current) return;
    written.current = wanted;
    amend({ q: wanted, page: undefined });
  }, [wanted]);
  // Another search by a link, or by hand in the address: not what was written there from here, which somebody types on.
  useEffect(() => {
    if (asked === written.current) return;
    written.current = asked;
    setText(asked);
  }, [asked]);
  useEffect(() => listenToScanner(setText), []);

  const names = useLoad(categories, []);
  const where: Record<string, string> = everywhere || !place ? {} : { outlet_id: `eq.${place.outlet_id}` };
  const loaded = useLoad(
    async () => {
      const found = wanted ? await resolveAll(wanted, place?.outlet_id) : undefined;
      if (found && !found.length) return [];
      const some = await rows<StockLevel>("stock_level", {
        ...where,
        ...(category ? { category: `eq.${category}` } : {}),
        ...(levels[level] ?? {}),
        ...(found ? { variation_id: among(found) } : {}),
        order: "product,variation,variation_id,outlet_id",
        limit: pageSize + 1,
        offset: page * pageSize,
      });
      return found ? some.sort((one, other) => found.indexOf(one.variation_id) - found.indexOf(other.variation_id)) : some;
    },
    [place?.outlet_id, everywhere, level, category, page, wanted],
    10_000,
    [everywhere || place?.outlet_id],
  );
  const shown = loaded.data?.slice(0, pageSize);
  const key = (row: StockLevel): string => `${row.outlet_id}-${row.variation_id}`;

  const columns: Column<StockLevel>[] = [
    { key: "name", label: t("col.item"), head: true, cell: (row) => <Name row={row} /> },
    ...(everywhere ? [{ key: "outlet", label: t("col.outlet"), cell: (row: StockLevel) => row.outlet }] : []),
    { key: "category", label: t("col.category"), wide: true, cell: (row) => row.category ?? "" },
    { key: "available", label: t("col.available"), number: true, cell: (row) => number(row.available) },
    { key: "on_hand", label: t("col.onHand"), number: true, cell: (row) => number(row.on_hand) },
    { key: "reserved", label: t("col.reserved"), number: true, wide: true, cell: (row) => number(row.reserved) },
    { key: "value", label: t("col.value"), number: true, wide: true, cell: (row) => money(row.value) },
    {
      key: "level",
      label: t("col.level"),
      cell: (row) => (
        <span class="badges">
          <State prefix="level" of={row.level} />
          {Number(row.expired_batches) > 0 && <State prefix="expiry" of="expired" />}
          {Number(row.expiring_7) > 0 ? (
            <State prefix="expiry" of="critical" />
          ) : (
            Number(row.expiring_30) > 0 && <State prefix="expiry" of="warning" />
          )}
        </span>
      ),
    },
  ];

  return (
    <Screen title={t("nav.stock")} lead={everywhere ? t("stock.everywhere") : place?.outlet}>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <div class="search-with-camera">
          <Field label={t("search")} value={text} onInput={setText} help={t("stock.searchHelp")} />
          <CameraButton onCode={setText} />
        </div>
        <Choice
          label={t("col.outlet")}
          value={everywhere ? "all" : ""}
          options={[
            { value: "", label: place?.outlet ?? "" },
            { value: "all", label: t("all") },
          ]}
          onChange={(value) => amend({ where: value, page: undefined })}
        />
        <Choice
          label={t("col.category")}
          value={category}
          options={[{ value: "", label: t("all") }, ...(names.data ?? []).map((one) => ({ value: one, label: one }))]}
          onChange={(value) => amend({ category: value, page: undefined })}
        />
        <Choice
          label={t("col.level")}
          value={level}
          options={[
            { value: "", label: t("all") },
            { value: "low", label: t("stock.lowOrOut") },
            { value: "out", label: t("level.out") },
            { value: "normal", label: t("level.normal") },
            { value: "high", label: t("level.high") },
            { value: "expiring", label: t("stock.expiring") },
            { value: "expired", label: t("expiry.expired") },
          ]}
          onChange={(value) => amend({ level: value, page: undefined })}
        />
      </form>
      <Trouble error={loaded.error} />
      {!shown && loaded.loading && <Waiting lines={8} />}
      {shown && !shown.length && (
        <Empty icon="stock" title={t("stock.none")}>
          <button
            type="button"
            class="secondary outline"
            onClick={() => {
              setText("");
              amend({ level: undefined, category: undefined, q: undefined, page: undefined });
            }}
          >
            {t("stock.clear")}
          </button>
        </Empty>
      )}
      {shown && shown.length > 0 && (
        <div class={loaded.loading ? "stale" : ""}>
          <Table
            caption={t("nav.stock")}
            columns={columns}
            rows={shown}
            id={key}
            named={nameOf}
            isOpen={(row) => key(row) === open}
            onToggle={(row) => setOpen(open === key(row) ? undefined : key(row))}
            open={(row) => <Batches row={row} onChanged={() => void loaded.reload()} />}
            tone={(row) => `level-${row.level ?? "inactive"}`}
          />
          <Pager
            page={page}
            size={pageSize}
            more={(loaded.data?.length ?? 0) > pageSize}
            shown={shown.length}
            onPage={(next) => amend({ page: next || undefined })}
          />
        </div>
      )}
      <BatchDialog />
    </Screen>
  );
}

async function resolveAll(text: string, outletId: string | undefined): Promise<string[]> {
  return [...new Set((await resolve(text, outletId)).map((one) => one.variation_id))];
}

function Name({ row }: { row: StockLevel }) {
  return (
    <>
      {row.product} – {row.variation}
      {row.sku && <small>{row.sku}</small>}
    </>
  );
}

function Batches({ row, onChanged }: { row: StockLevel; onChanged: () => void }) {
  const loaded = useLoad(
    () =>
      rows<Batch>("batch_status", {
        outlet_id: `eq.${row.outlet_id}`,
        variation_id: `eq.${row.variation_id}`,
        order: "expiry_date,received_at,batch_id",
      }),
    [row.outlet_id, row.variation_id, row.on_hand],
    10_000,
    [row.outlet_id, row.variation_id],
  );
  const to = { variation: row.variation_id };
  const acts = may("set_batch_status") || may("set_batch_price") || may("return_to_supplier");
  const columns: Column<Batch>[] = [
    { key: "number", label: t("col.batch"), head: true, cell: (batch) => batch.batch_number },
    { key: "quantity", label: t("col.quantity"), number: true, cell: (batch) => number(batch.quantity) },
    {
      key: "expiry",
      label: t("col.expiry"),
      unbroken: true,
      cell: (batch) => (
        <span class="badges">
          {batch.expiry_date ? date(batch.expiry_date) : t("never")}
          {batch.days_to_expiry !== null && <small>{days(Number(batch.days_to_expiry))}</small>}
        </span>
      ),
    },
    { key: "cost", label: t("col.cost"), number: true, cell: (batch) => money(batch.cost_price, 2) },
    ...((loaded.data ?? []).some((batch) => batch.price !== null)
      ? [
          {
            key: "price",
            label: t("batch.price"),
            number: true,
            cell: (batch: Batch) => (batch.price === null ? "–" : money(batch.price, 2)),
          },
        ]
      : []),
    { key: "received", label: t("col.received"), wide: true, cell: (batch) => instant(batch.received_at) },
    {
      key: "state",
      label: t("col.state"),
      cell: (batch) => (
        <span class="badges">
          <State prefix="expiry" of={batch.level} />
          {batch.status !== "available" && <State prefix="batch" of={batch.status} />}
        </span>
      ),
    },
    ...(acts
      ? [
          {
            key: "act",
            label: t("col.action"),
            cell: (batch: Batch) => (
              <button
                type="button"
                class="secondary outline small"
                aria-label={`${t("batch.change")}: ${batch.batch_number}`}
                onClick={() => (chosenBatch.value = { batch, done: () => (void loaded.reload(), onChanged()) })}
              >
                {t("batch.change")}
              </button>
            ),
          },
        ]
      : []),
  ];
  return (
    <div class="batches">
      <p class="moves">
        {may("add_stock") && (
          <a href={href("receive", undefined, to)}>
            <Icon name="receive" /> {t("nav.receive")}
          </a>
        )}
        {may("adjust_stock") && (
          <a href={href("adjust", undefined, to)}>
            <Icon name="adjust" /> {t("nav.adjust")}
          </a>
        )}
        {may("record_damage") && (
          <a href={href("damage", undefined, to)}>
            <Icon name="damage" /> {t("nav.damage")}
          </a>
        )}
        {may("transfer_stock") && (session.value?.outlets.length ?? 0) > 1 && (
          <a href={href("transfer", undefined, to)}>
            <Icon name="transfer" /> {t("nav.transfer")}
          </a>
        )}
        <a href={href("reports", "stock-card", to)}>
          <Icon name="reports" /> {t("report.card")}
        </a>
      </p>
      <Trouble error={loaded.error} />
      {!loaded.data && loaded.loading && <Waiting lines={2} />}
      {loaded.data && !loaded.data.length && <p class="muted">{t("stock.noBatches")}</p>}
      {loaded.data && loaded.data.length > 0 && (
        <Table
          caption={t("stock.batchesOf", { what: nameOf(row) })}
          columns={columns}
          rows={loaded.data}
          id={(batch) => batch.batch_id}
          tone={(batch) => `expiry-${batch.level}`}
        />
      )}
    </div>
  );
}

const chosenBatch = signal<{ batch: Batch; done: () => void } | undefined>(undefined);

/** Hold, quarantine, recall, make available again, or send back. */
function BatchDialog() {
  const chosen = chosenBatch.value;
  return chosen ? <BatchForm key={chosen.batch.batch_id} batch={chosen.batch} done={chosen.done} /> : null;
}

function BatchForm({ batch, done }: { batch: Batch; done: () => void }) {
  const states = (["available", "hold", "quarantine", "recalled"] as const).filter((one) => one !== batch.status);
  const acts = [
    ...(may("set_batch_status") ? states.map((one) => ({ value: one as string, label: t(`batch.to.${one}`) })) : []),
    ...(may("split_batch") ? [{ value: "split", label: t("batch.split") }] : []),
    ...(may("correct_batch") ? [{ value: "correct", label: t("batch.correct") }] : []),
    ...(may("set_batch_price") ? [{ value: "price", label: t("batch.priceIt") }] : []),
    ...(may("return_to_supplier") ? [{ value: "return", label: t("batch.return") }] : []),
  ];
  const [act, setAct] = useState(acts[0]?.value ?? "");
  const [reason, setReason] = useState("");
  const [quantity, setQuantity] = useState(act === "return" ? edited(batch.quantity) : "");
  const [newNumber, setNewNumber] = useState("");
  const [state, setState] = useState("quarantine");
  const [expiry, setExpiry] = useState("");
  const [cost, setCost] = useState("");
  const [price, setPrice] = useState(edited(batch.price));
  const action = useAction({
    reason: /reason/i,
    number: /batch number|already|number/i,
    quantity: /quantity|enough|insufficient|left|numeric/i,
    cost: /cost/i,
    price: /price/i,
    expiry: /expir|date/i,
  });
  const close = (): void => void (chosenBatch.value = undefined);
  const book = (request: string): Promise<unknown> => {
    const about = { batch_id: batch.batch_id, reason };
    if (act === "return") return change("return_to_supplier", { ...about, quantity: typed(quantity) }, request);
    if (act === "split")
      return change("split_batch", { ...about, quantity: typed(quantity), new_batch_number: newNumber, status: state }, request);
    if (act === "correct") return change("correct_batch", { ...about, expiry_date: expiry, cost_price: typed(cost) }, request);
    if (act === "price") return change("set_batch_price", { ...about, price: typed(price) }, request);
    return change("set_batch_status", { ...about, status: act }, request);
  };
  return (
    <Modal title={t("batch.title", { batch: batch.batch_number })} onClose={close}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(async (request) => {
            await book(request);
            tell(t("batch.done", { batch: batch.batch_number }));
            close();
            done();
          });
        }}
      >
        <p>
          {nameOf(batch)}: {number(batch.quantity)}, {batch.expiry_date ? date(batch.expiry_date) : t("never")}
        </p>
        <Choice label={t("batch.what")} value={act} onChange={setAct} options={acts} />
        {(act === "return" || act === "split") && (
          <Field label={t("col.quantity")} type="number" value={quantity} onInput={setQuantity} required error={action.at("quantity")} />
        )}
        {act === "split" && (
          <>
            <Field label={t("batch.newNumber")} value={newNumber} onInput={setNewNumber} required error={action.at("number")} />
            <Choice
              label={t("batch.newState")}
              value={state}
              onChange={setState}
              options={(["quarantine", "hold", "recalled", "available"] as const).map((one) => ({ value: one, label: t(`batch.${one}`) }))}
            />
          </>
        )}
        {act === "correct" && (
          <>
            <Field label={t("col.expiry")} type="date" value={expiry} onInput={setExpiry} error={action.at("expiry")} />
            <Field
              label={t("receive.cost")}
              type="number"
              value={cost}
              onInput={setCost}
              help={t("till.priceHelp", { price: money(batch.cost_price, 2) })}
              error={action.at("cost")}
            />
          </>
        )}
        {act === "price" && (
          <Field
            label={t("batch.price")}
            type="number"
            value={price}
            onInput={setPrice}
            help={t("batch.priceHelp")}
            error={action.at("price")}
          />
        )}
        <Field label={t("reason")} value={reason} onInput={setReason} required error={action.at("reason")} />
        <Submit action={action}>{t("save")}</Submit>
      </form>
    </Modal>
  );
}
