/** The cash drawer: opened with its float, closed with what was counted, and the Z report that compares. */
import { useState } from "preact/hooks";
import { change, rows, rpc } from "../lib/api";
import { instant, money, typed, type Numeric } from "../lib/format";
import { useLoad } from "../lib/load";
import { amend, href, route } from "../lib/router";
import { may, outlet, session } from "../lib/session";
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
  const mine = drawers.data?.find((one) => one.closed_at === null && one.actor === session.value?.user);
  const shown = drawers.data?.find((one) => one.id === report);
  if (drawers.error) return <Trouble error={drawers.error} />;
  if (!drawers.data) return <Waiting />;
  return (
    <>
      {shown && <Report key={`${shown.id}-${shown.closed_at}`} drawer={shown} />}
      {!mine && may("open_till") && <Open onDone={() => void drawers.reload()} />}
      {mine && may("close_till") && <Close key={mine.id} drawer={mine} onDone={drawers.reload} />}
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

function Open({ onDone }: { onDone: () => void }) {
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
          onDone();
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
  expected: Numeric;
  counted: Numeric;
  difference: Numeric;
}

/** Counting is blind: what should be in the drawer is shown when it has been counted. */
function Close({ drawer, onDone }: { drawer: Drawer; onDone: () => Promise<void> }) {
  const methods = useLoad(() => rpc<Method[]>("till_report", { till_session_id: drawer.id }), [drawer.id], 15_000);
  const [counted, setCounted] = useState<ReadonlyMap<string, string>>(new Map());
  const action = useAction({ CASH: /count|cash|amount|numeric/i });
  const named = (methods.data ?? []).map((one) => one.method).filter((method) => method !== "ACCOUNT");
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
        <h2>{t("drawer.count", { name: drawer.name })}</h2>
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
      <Submit action={action} disabled={!methods.data}>
        {t("drawer.closeButton")}…
      </Submit>
    </form>
  );
}

function Report({ drawer }: { drawer: Drawer }) {
  const loaded = useLoad(() => rpc<Method[]>("till_report", { till_session_id: drawer.id }), [drawer.id]);
  if (loaded.error) return <Trouble error={loaded.error} />;
  if (!drawer.closed_at && session.value?.level !== "manager") return <Empty icon="till" title={t("drawer.stillOpen")} />;
  if (!loaded.data) return <Waiting />;
  return (
    <div class="receipt-screen">
      <div class="buttons no-print">
        <button type="button" class="secondary outline" onClick={() => print()}>
          <Icon name="print" /> {t("till.print")}
        </button>
      </div>
      <article class="receipt" aria-label={t("drawer.report")}>
        <header>
          <h2>{t("drawer.report")}</h2>
          <p>
            {drawer.name}, {drawer.actor}
          </p>
          <p>
            {instant(drawer.opened_at)}
            {drawer.closed_at && ` – ${instant(drawer.closed_at)}`}
          </p>
        </header>
        {loaded.data.map((one) => (
          <dl key={one.method}>
            <Sum label={word("method", one.method)} value="" grand />
            {Number(one.opening_float) !== 0 && <Sum label={t("drawer.float")} value={money(one.opening_float)} />}
            <Sum label={t("col.sales")} value={money(one.sales)} />
            {Number(one.account_payments) !== 0 && <Sum label={t("drawer.account")} value={money(one.account_payments)} />}
            {Number(one.refunds) !== 0 && <Sum label={t("col.refunds")} value={money(-Number(one.refunds))} />}
            {one.expected !== null && <Sum label={t("col.expected")} value={money(one.expected)} />}
            {one.counted !== null && <Sum label={t("col.counted")} value={money(one.counted)} />}
            {one.difference !== null && <Sum label={t("drawer.difference")} value={money(one.difference)} grand />}
          </dl>
        ))}
      </article>
    </div>
  );
}

function Sum({ label, value, grand }: { label: string; value: string; grand?: boolean }) {
  return (
    <div class={grand ? "grand" : ""}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
