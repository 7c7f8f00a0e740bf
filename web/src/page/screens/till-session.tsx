/** The cash drawer: opened with its float, closed with what was counted, and the Z report that compares. */
import { useState } from "preact/hooks";
import { change, rows, rpc } from "../lib/api";
import { coins, sumOf } from "../lib/coins";
import { edited, instant, money, number, roundMoney, typed, type Numeric } from "../lib/format";
import { useLoad } from "../lib/load";
import { amend, href, route } from "../lib/router";
import { currency, may, outlet, session } from "../lib/session";
import { t } from "../lib/texts";
import type { TillSession as Drawer } from "../lib/types";
import { Field, Submit, useAction } from "../ui/form";
import { Icon } from "../ui/icons";
import { Badge, confirm, Empty, tell, Trouble, Waiting, word } from "../ui/parts";

export function TillSession() {
  const place = outlet.value;
  const report = route.value.params.get("drawer") ?? undefined;
  const drawers = useLoad(
    place ? () => rows<Drawer>("till_session", { outlet_id: `eq.${place.outlet_id}`, order: "id.desc", limit: 20 }) : null,
    [place?.outlet_id],
    15_000,
  );
  const user = session.value?.user;
  const held = useLoad(() => rows<Drawer>("till_session", { actor: `eq.${user}`, closed_at: "is.null", limit: 1 }), [user], 15_000);
  const mine = held.data?.[0];
  const shown = drawers.data?.find((one) => one.id === report);
  const done = async (): Promise<void> => {
    await Promise.all([drawers.reload(), held.reload()]);
  };
  const error = drawers.error ?? held.error;
  if (error) return <Trouble error={error} />;
  if (!drawers.data || !held.data) return <Waiting />;
  // A manager closes for who went home.
  const others = shown && !shown.closed_at && shown.id !== mine?.id && session.value?.level === "manager" ? shown : undefined;
  const counted = others ?? mine;
  return (
    <>
      {shown && <Report key={`${shown.id}-${shown.closed_at}`} drawer={shown} />}
      {!mine && !others && may("open_till") && <Open onDone={done} />}
      {counted && may("close_till") && <Close key={counted.id} drawer={counted} onDone={done} />}
      <section class="panel no-print">
        <header>
          <h2>{t("drawer.all")}</h2>
        </header>
        {!drawers.data.length && <Empty icon="till" title={t("drawer.none")} />}
        <ul class="list links">
          {drawers.data.map((one) => (
            <li key={one.id}>
              <a href={href("till", undefined, { show: "session", drawer: one.id })}>
                <span>
                  {one.name}
                  <small>
                    {one.actor} · {instant(one.opened_at)}
                    {one.closed_at && ` – ${instant(one.closed_at)}`}
                  </small>
                </span>
                <Badge tone={one.closed_at ? "off" : "good"}>{t(one.closed_at ? "drawer.closed" : "drawer.open")}</Badge>
              </a>
            </li>
          ))}
        </ul>
      </section>
    </>
  );
}

function Open({ onDone }: { onDone: () => Promise<void> }) {
  const place = outlet.value;
  const [name, setName] = useState(t("drawer.first"));
  const [float, setFloat] = useState("");
  const action = useAction({ float: /float/i, name: /till|name/i });
  return (
    <form
      class="panel form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(async (request) => {
          await change("open_till", { outlet_id: place?.outlet_id, name, float: typed(float) }, request);
          tell(t("drawer.opened", { name }));
          await onDone();
        });
      }}
    >
      <h2>{t("drawer.openTitle")}</h2>
      <div class="grid">
        <Field label={t("drawer.name")} value={name} onInput={setName} required error={action.at("name")} />
        <Field label={t("drawer.float")} type="number" value={float} onInput={setFloat} error={action.at("float")} />
      </div>
      <Submit action={action} icon={<Icon name="till" />}>
        {t("drawer.openButton")}
      </Submit>
    </form>
  );
}

interface Method {
  method: string;
  opening_float: Numeric;
  sales: Numeric;
  account_payments: Numeric;
  refunds: Numeric;
  reversed: Numeric;
  expected: Numeric;
  counted: Numeric;
  difference: Numeric;
  seals: Numeric;
  seal_head: string | null;
}

/** Counting is blind: what should be in the drawer is shown when it has been counted. */
function Close({ drawer, onDone }: { drawer: Drawer; onDone: () => Promise<void> }) {
  const methods = useLoad(() => rpc<Method[]>("till_report", { till_session_id: drawer.id }), [drawer.id], 15_000);
  const [counted, setCounted] = useState<ReadonlyMap<string, string>>(new Map());
  const action = useAction({ CASH: /count|cash|amount|numeric/i });
  const named = (methods.data ?? []).map((one) => one.method).filter((method) => method !== "ACCOUNT");
  const elsewhere = drawer.outlet_id === outlet.value?.outlet_id ? undefined : session.value?.outlets.find((one) => one.outlet_id === drawer.outlet_id);
  const close = async (): Promise<void> => {
    if (!(await confirm(t("drawer.closeTitle"), <p>{t("drawer.closeBody")}</p>, t("drawer.closeButton")))) return;
    await action.run(async (request) => {
      const sums = Object.fromEntries(
        [...counted].filter(([, sum]) => sum.trim() !== "").map(([method, sum]) => [method, typed(sum)]),
      );
      await change("close_till", { till_session_id: drawer.id, counted: sums }, request);
      await onDone();
      amend({ drawer: drawer.id });
    });
  };
  return (
    <form
      class="panel form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        void close();
      }}
    >
      <header>
        <h2>
          {t("drawer.count", { name: drawer.name })}
          {(elsewhere || drawer.actor !== session.value?.user) && (
            <small> {[elsewhere?.outlet, drawer.actor !== session.value?.user && drawer.actor].filter(Boolean).join(" · ")}</small>
          )}
        </h2>
        <Badge tone="good">{t("drawer.since", { when: instant(drawer.opened_at) })}</Badge>
      </header>
      <Trouble error={methods.error} />
      {methods.loading && <Waiting lines={1} />}
      <div class="grid">
        {named.map((method) => (
          <Field
            key={method}
            label={word("method", method)}
            type="number"
            value={counted.get(method) ?? ""}
            onInput={(sum) => setCounted(new Map(counted).set(method, sum))}
            error={action.at(method)}
          />
        ))}
      </div>
      {named.includes("CASH") && <Pieces onSum={(sum) => setCounted(new Map(counted).set("CASH", sum))} />}
      <Submit action={action} disabled={!methods.data}>
        {t("drawer.closeButton")}…
      </Submit>
    </form>
  );
}

/** Counts the notes and coins, for who would else add them up on paper. */
function Pieces({ onSum }: { onSum: (sum: string) => void }) {
  const { code, decimals } = currency.value;
  const [pieces, setPieces] = useState<ReadonlyMap<number, string>>(new Map());
  const put = (value: number, count: string): void => {
    const next = new Map(pieces).set(value, count);
    const sum = sumOf(next, Number(decimals));
    setPieces(next);
    if (sum !== undefined) onSum(edited(sum));
  };
  return (
    <details class="pieces">
      <summary>{t("drawer.pieces")}</summary>
      <div>
        {coins(code, Number(decimals)).map((value) => (
          <label key={value}>
            <span>{Number.isInteger(value) ? roundMoney(value) : money(value)} ×</span>
            <input
              inputMode="numeric"
              autoComplete="off"
              value={pieces.get(value) ?? ""}
              aria-invalid={sumOf(new Map([[value, pieces.get(value) ?? ""]]), 0) === undefined ? "true" : undefined}
              onInput={(event) => put(value, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
    </details>
  );
}

/** While it is open it is an X report: how it stands, for who need not count blind. */
function Report({ drawer }: { drawer: Drawer }) {
  const loaded = useLoad(() => rpc<Method[]>("till_report", { till_session_id: drawer.id }), [drawer.id], drawer.closed_at ? 0 : 15_000);
  if (loaded.error) return <Trouble error={loaded.error} />;
  if (!drawer.closed_at && session.value?.level !== "manager") return <Empty icon="till" title={t("drawer.stillOpen")} />;
  if (!loaded.data) return <Waiting />;
  const title = t(drawer.closed_at ? "drawer.report" : "drawer.interim");
  const seal = loaded.data[0];
  return (
    <div class="receipt-screen">
      <div class="buttons no-print">
        <button type="button" class="secondary outline" onClick={() => print()}>
          <Icon name="print" /> {t("till.print")}
        </button>
      </div>
      <article class="receipt" aria-label={title}>
        <header>
          <h2>{title}</h2>
          <p>{outlet.value?.outlet}</p>
          <p>
            {drawer.name}, {drawer.actor}
          </p>
          <p>
            {instant(drawer.opened_at)}
            {drawer.closed_at ? ` – ${instant(drawer.closed_at)}` : ` – ${t("drawer.stillOpenShort")}`}
          </p>
          {drawer.closed_by && drawer.closed_by !== drawer.actor && <p>{t("drawer.closedBy", { name: drawer.closed_by })}</p>}
        </header>
        {loaded.data.map((one) => (
          <dl key={one.method}>
            <Sum label={word("method", one.method)} value="" grand />
            {Number(one.opening_float) !== 0 && <Sum label={t("drawer.float")} value={money(one.opening_float)} />}
            <Sum label={t("col.sales")} value={money(one.sales)} />
            {Number(one.account_payments) !== 0 && <Sum label={t("drawer.account")} value={money(one.account_payments)} />}
            {Number(one.refunds) !== 0 && <Sum label={t("col.refunds")} value={money(-Number(one.refunds))} />}
            {Number(one.reversed) !== 0 && <Sum label={t("drawer.reversed")} value={money(-Number(one.reversed))} />}
            {one.expected !== null && <Sum label={t("col.expected")} value={money(one.expected)} />}
            {one.counted !== null && <Sum label={t("col.counted")} value={money(one.counted)} />}
            {drawer.closed_at && one.expected !== null && one.counted === null && <Sum label={t("col.counted")} value={t("drawer.notCounted")} />}
            {one.difference !== null && <Difference amount={Number(one.difference)} />}
          </dl>
        ))}
        {seal?.seal_head && (
          <footer class="seal">
            <p>{t("drawer.seals", { count: number(seal.seals) })}</p>
            <code>{seal.seal_head.replace(/^\\x/, "")}</code>
          </footer>
        )}
      </article>
    </div>
  );
}

/** In words and in a colour, as one reads it at a glance and the printer has no red. */
function Difference({ amount }: { amount: number }) {
  const kind = amount === 0 ? "exact" : amount < 0 ? "short" : "over";
  return <Sum label={t(`drawer.${kind}`)} value={money(amount)} tone={kind} grand />;
}

function Sum({ label, value, grand, tone = "" }: { label: string; value: string; grand?: boolean; tone?: string }) {
  return (
    <div class={`${grand ? "grand" : ""} ${tone}`}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
