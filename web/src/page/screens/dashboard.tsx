/** The day at a glance: four figures, what needs a hand, and three charts. */
import { useState } from "preact/hooks";
import { rows, rpc } from "../lib/api";
import { axisMoney, date, dayFrom, days, money, number, roundMoney, shortDay, type Numeric } from "../lib/format";
import { useLoad } from "../lib/load";
import { href } from "../lib/router";
import { may, outlet } from "../lib/session";
import { t } from "../lib/texts";
import type { Batch, Dashboard as Figures, Found, StockLevel } from "../lib/types";
import { Chart } from "../ui/chart";
import { Finder, nameOf } from "../ui/finder";
import { Icon, type IconName } from "../ui/icons";
import { Empty, Screen, State, Trouble, Waiting } from "../ui/parts";

interface DaySales {
  day: string;
  sales: number;
  net: number;
}

interface Waste {
  product: string;
  value: Numeric;
}

export function Dashboard() {
  const place = outlet.value;
  const id = place?.outlet_id;
  const today = place?.today ?? new Date().toISOString().slice(0, 10);
  const figures = useLoad(id ? async () => (await rows<Figures>("stock_dashboard", { outlet_id: `eq.${id}` }))[0] : null, [id], 15_000);
  const low = useLoad(
    id
      ? () =>
          rows<StockLevel>("stock_level", {
            outlet_id: `eq.${id}`,
            level: "in.(out,low)",
            order: "available,product,variation_id",
            limit: 6,
          })
      : null,
    [id],
    30_000,
  );
  const soon = useLoad(
    id
      ? () => rows<Batch>("batch_status", { outlet_id: `eq.${id}`, days_to_expiry: "lte.30", order: "expiry_date,batch_id", limit: 6 })
      : null,
    [id],
    30_000,
  );
  const sales = useLoad(
    id ? () => rows<DaySales>("daily_sales", { outlet_id: `eq.${id}`, day: `gte.${dayFrom(today, -29)}`, order: "day" }) : null,
    [id, today],
    60_000,
  );
  const figure = figures.data;

  return (
    <Screen title={t("nav.dashboard")} lead={place && t("dashboard.lead", { outlet: place.outlet, date: date(place.today) })}>
      <Trouble error={figures.error} />
      <section class="cards" aria-label={t("dashboard.figures")} aria-busy={figures.loading ? "true" : undefined}>
        <Card
          icon="stock"
          title={t("dashboard.items")}
          value={figure && number(figure.items)}
          note={t("dashboard.itemsNote")}
          to={href("stock")}
        />
        <Card
          icon="adjust"
          title={t("dashboard.low")}
          value={figure && number(figure.low_stock)}
          note={figure && t("dashboard.lowNote", { n: Number(figure.out_of_stock) })}
          to={href("stock", undefined, { level: "low" })}
          warn={Number(figure?.low_stock) > 0}
        />
        <Card
          icon="damage"
          title={t("dashboard.expiring")}
          value={figure && number(figure.expiring_30)}
          note={figure && t("dashboard.expiringNote", { week: number(figure.expiring_7), past: number(figure.expired) })}
          to={href("stock", undefined, { level: "expiring" })}
          warn={Number(figure?.expiring_7) > 0 || Number(figure?.expired) > 0}
        />
        <Card
          icon="reports"
          title={t("dashboard.value")}
          value={figure && roundMoney(figure.total_value)}
          note={t("dashboard.valueNote")}
          to={href("reports", "valuation")}
        />
      </section>
      <div class="columns">
        <section class="panel">
          <header>
            <h2>{t("dashboard.sales")}</h2>
            <a href={href("reports", "daily-sales")}>{t("dashboard.all")}</a>
          </header>
          <SalesChart rows={sales.data} error={sales.error} today={today} />
        </section>
        <section class="panel">
          <header>
            <h2>{t("dashboard.waste")}</h2>
            <a href={href("reports", "waste")}>{t("dashboard.all")}</a>
          </header>
          <WasteChart outletId={id} today={today} />
        </section>
      </div>
      <div class="columns">
        <section class="panel">
          <header>
            <h2>{t("dashboard.lowList")}</h2>
            <a href={href("stock", undefined, { level: "low" })}>{t("dashboard.all")}</a>
          </header>
          {low.data ? (
            low.data.length ? (
              <ul class="list">
                {low.data.map((one) => (
                  <li key={one.variation_id}>
                    <span>
                      {nameOf(one)}
                      <small>{t("dashboard.left", { n: number(one.available), threshold: number(one.threshold) })}</small>
                    </span>
                    <State prefix="level" of={one.level} />
                  </li>
                ))}
              </ul>
            ) : (
              <Empty icon="check" title={t("dashboard.nothingLow")} />
            )
          ) : low.error ? (
            <Trouble error={low.error} />
          ) : (
            <Waiting />
          )}
        </section>
        <section class="panel">
          <header>
            <h2>{t("dashboard.soonList")}</h2>
            <a href={href("stock", undefined, { level: "expiring" })}>{t("dashboard.all")}</a>
          </header>
          {soon.data ? (
            soon.data.length ? (
              <ul class="list">
                {soon.data.map((one) => (
                  <li key={one.batch_id}>
                    <span>
                      {nameOf(one)}
                      <small>
                        {one.batch_number} · {number(one.quantity)} · {date(one.expiry_date)}
                        {one.days_to_expiry !== null && ` (${days(Number(one.days_to_expiry))})`}
                      </small>
                    </span>
                    <State prefix="expiry" of={one.level} />
                  </li>
                ))}
              </ul>
            ) : (
              <Empty icon="check" title={t("dashboard.nothingSoon")} />
            )
          ) : soon.error ? (
            <Trouble error={soon.error} />
          ) : (
            <Waiting />
          )}
        </section>
      </div>
      {id && <Demand outletId={id} today={today} />}
    </Screen>
  );
}

function Card({
  icon,
  title,
  value,
  note,
  to,
  warn,
}: {
  icon: IconName;
  title: string;
  value: string | undefined;
  note: string | undefined;
  to: string;
  warn?: boolean;
}) {
  return (
    <a class={`card ${warn ? "attention" : ""}`} href={to}>
      <span class="card-title">
        <Icon name={icon} /> {title}
      </span>
      <strong>{value ?? <span class="bone" />}</strong>
      <small>{note ?? ""}</small>
    </a>
  );
}

function SalesChart({ rows: found, error, today }: { rows: DaySales[] | undefined; error: unknown; today: string }) {
  if (error) return <Trouble error={error} />;
  if (!found) return <Waiting />;
  if (!found.length) return <Empty icon="till" title={t("dashboard.noSales")} />;
  const byDay = new Map(found.map((one) => [one.day.slice(0, 10), Number(one.net)]));
  const span = Array.from({ length: 30 }, (_, index) => dayFrom(today, index - 29));
  const total = found.reduce((sum, one) => sum + Number(one.net), 0);
  return (
    <>
      <p class="figure">
        {money(total)} <small>{t("dashboard.salesNote", { n: found.reduce((sum, one) => sum + Number(one.sales), 0) })}</small>
      </p>
      <Chart
        summary={t("dashboard.salesSummary", { total: money(total), best: money(Math.max(...byDay.values())) })}
        labels={span.map(shortDay)}
        series={[{ label: t("dashboard.sales"), values: span.map((day) => byDay.get(day) ?? 0) }]}
        bars
        format={axisMoney([...byDay.values()])}
      />
    </>
  );
}

function WasteChart({ outletId, today }: { outletId: string | undefined; today: string }) {
  const from = dayFrom(today, -89);
  const { data, error } = useLoad(
    outletId
      ? async () => {
          const found = await rpc<Waste[]>("waste", { from, to: today, outlet_id: outletId });
          const sums = new Map<string, number>();
          for (const one of found) sums.set(one.product, (sums.get(one.product) ?? 0) + Number(one.value));
          return [...sums].sort((one, other) => other[1] - one[1]);
        }
      : null,
    [outletId, today],
    60_000,
  );
  if (error) return <Trouble error={error} />;
  if (!data) return <Waiting />;
  if (!data.length) return <Empty icon="check" title={t("dashboard.noWaste")} />;
  const total = data.reduce((sum, [, value]) => sum + value, 0);
  const top = data.slice(0, 6);
  return (
    <>
      <p class="figure">
        {money(total)} <small>{t("dashboard.wasteNote")}</small>
      </p>
      <Chart
        summary={t("dashboard.wasteSummary", { total: money(total), most: top[0]?.[0] ?? "" })}
        labels={top.map(([name]) => name)}
        series={[{ label: t("dashboard.waste"), values: top.map(([, value]) => value) }]}
        bars
        format={axisMoney(top.map(([, value]) => value))}
      />
    </>
  );
}

interface DemandDay {
  day: string;
  quantity: Numeric;
  without_stock: boolean;
}

interface ForecastDay {
  mean: Numeric;
}

/** What an item sold a day, and what it is expected to sell. */
function Demand({ outletId, today }: { outletId: string; today: string }) {
  const [chosen, setChosen] = useState<Found | undefined>(undefined);
  // What sells most is what a shop would not like to be without.
  const first = useLoad(
    async () =>
      (await rpc<Found[]>("abc_class", { from: dayFrom(today, -28), to: today, outlet_id: outletId }))[0] ??
      (
        await rows<StockLevel>("stock_level", {
          outlet_id: `eq.${outletId}`,
          level: "not.is.null",
          order: "value.desc,variation_id",
          limit: 1,
        })
      )[0],
    [outletId, today],
  );
  const of = chosen ?? first.data;
  const foresees = may("forecast");
  const { data, error, loading } = useLoad(
    of
      ? async () => {
          const about = { outlet_id: outletId, variation_id: of.variation_id };
          const [past, next] = await Promise.all([
            rpc<DemandDay[]>("demand", { ...about, from: dayFrom(today, -28), to: dayFrom(today, -1) }),
            foresees ? rpc<ForecastDay[] | ForecastDay>("forecast", { ...about, days: horizon }) : [],
          ]);
          return { past, next: Array.isArray(next) ? next : [next] };
        }
      : null,
    [outletId, of?.variation_id, today],
  );
  const what = of && nameOf({ product: of.product, variation: of.variation });
  const ahead = data?.next.length ? Array.from({ length: horizon }, (_, index) => dayFrom(today, index)) : [];
  const expected = ahead.map((_, index) => Number((data?.next[index] ?? data?.next[0])?.mean ?? 0));
  const sold = data?.past.map((day) => (day.without_stock ? null : Number(day.quantity ?? 0))) ?? [];
  const sells = [...sold, ...expected].some((day) => (day ?? 0) > 0);
  return (
    <section class="panel">
      <header>
        <h2>{t(foresees ? "dashboard.forecast" : "dashboard.demand")}</h2>
        {what && <span class="muted">{what}</span>}
      </header>
      <Finder label={t("dashboard.demandOf")} onPick={setChosen} outletId={outletId} autoFocus={false} listen={false} />
      <Trouble error={error ?? first.error} />
      {(loading || first.loading) && <Waiting />}
      {data && what && !sells && <Empty icon="reports" title={t("dashboard.notSold", { what })} />}
      {data && what && sells && (
        <Chart
          summary={t(foresees ? "dashboard.forecastSummary" : "dashboard.demandSummary", {
            what,
            past: number(sold.reduce<number>((sum, day) => sum + (day ?? 0), 0)),
            next: number(expected.reduce((sum, day) => sum + day, 0)),
          })}
          labels={[...data.past.map((day) => shortDay(day.day)), ...ahead.map(shortDay)]}
          series={[
            { label: t("dashboard.sold"), values: [...sold, ...ahead.map(() => null)] },
            ...(ahead.length ? [{ label: t("dashboard.expected"), expected: true, values: [...sold.map(() => null), ...expected] }] : []),
          ]}
        />
      )}
      {!of && !first.loading && !first.error && <Empty icon="reports" title={t("dashboard.noDemand")} />}
    </section>
  );
}

const horizon = 14;
