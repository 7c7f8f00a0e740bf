/** Reports: what the database's views and functions say, as a table, a chart and a file. */
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { allRows, row, rows, rpc, type Query } from "../lib/api";
import { csv, save } from "../lib/csv";
import { axisMoney, date, dayFrom, instant, money, number, percent, shortDay, signed, weekday } from "../lib/format";
import { useLoad } from "../lib/load";
import { amend, href, pageOf, route } from "../lib/router";
import { may, outlet } from "../lib/session";
import { t, type TextKey } from "../lib/texts";
import { Chart } from "../ui/chart";
import { Finder } from "../ui/finder";
import { attempt, Choice, Field } from "../ui/form";
import { Icon, type IconName } from "../ui/icons";
import { Empty, Screen, Trouble, Waiting, word } from "../ui/parts";
import { Pager, Table, type Column } from "../ui/table";

type Row = Record<string, unknown>;
/** A measure has its unit in the row; what the database says in sentences is in its own language. */
type Kind = "text" | "number" | "money" | "percent" | "date" | "instant" | "signed" | "measure" | "database" | "estimate";
const numeric: readonly Kind[] = ["number", "money", "percent", "signed", "measure", "estimate"];
/** What is read as one word: a date, a number of a batch or a receipt. */
const unbroken = (column: ReportColumn): boolean =>
  column.kind === "date" || column.kind === "instant" || /sku|batch_number|receipt_number/.test(column.key);

/** Columns with words of the database: where the reader's language has words for them. */
const wordsOf: Record<string, string> = { movement_type: "movement", kind: "movement", entry: "card", measure: "kpi", method: "method" };

interface ReportColumn {
  key: string;
  label: TextKey;
  kind: Kind;
  head?: boolean;
}

interface Asked {
  outletId: string | undefined;
  from: string;
  to: string;
  by: string;
  item: string | undefined;
}

/** A report's title has a note beside it. */
type Title = { [K in TextKey]: `${K}Note` extends TextKey ? K : never }[TextKey];
const noteOf = (report: Report): string => t(`${report.title}Note` as `${Title}Note`);

interface Report {
  key: string;
  title: Title;
  icon: IconName;
  /** A function that must be there and allowed. */
  needs?: string;
  /** Which questions it asks. */
  period?: boolean;
  by?: readonly string[];
  /** It is about one item at one outlet. */
  item?: boolean;
  /** A view, in the order in which it is paged; or a function's rows, all at once. */
  view?: { name: string; order: string; where?: (asked: Asked) => Query };
  call?: (asked: Asked) => Promise<Row[]>;
  columns: readonly ReportColumn[];
  chart?: { label: string; values: readonly string[]; bars?: boolean; top?: number };
}

const c = (key: string, label: TextKey, kind: Kind = "text", head = false): ReportColumn => ({
  key,
  label,
  kind,
  ...(head ? { head } : {}),
});
const item = [c("product", "col.product", "text", true), c("variation", "col.variation")];

/** A function of a period at one outlet or all; one of an outlet. */
const over =
  (name: string) =>
  ({ from, to, outletId }: Asked): Promise<Row[]> =>
    rpc(name, { from, to, outlet_id: outletId });
const at =
  (name: string) =>
  ({ outletId }: Asked): Promise<Row[]> =>
    rpc(name, { outlet_id: outletId });
const between =
  (column: string) =>
  (asked: Asked): Query => ({ and: `(${column}.gte.${asked.from},${column}.lte.${asked.to})` });

const reports: readonly Report[] = [
  {
    key: "daily-sales",
    title: "report.dailySales",
    icon: "till",
    period: true,
    view: { name: "daily_sales", order: "day.desc,outlet_id", where: between("day") },
    columns: [
      c("day", "col.day", "date", true),
      c("sales", "col.sales", "number"),
      c("gross", "col.gross", "money"),
      c("discount", "till.discount", "money"),
      c("tax", "till.tax", "money"),
      c("refunds", "col.refunds", "money"),
      c("voids", "col.voids", "money"),
      c("net", "col.net", "money"),
    ],
    chart: { label: "day", values: ["net"], bars: true },
  },
  {
    key: "sales-by",
    title: "report.salesBy",
    icon: "reports",
    period: true,
    by: ["product", "category", "day", "hour", "weekday", "actor", "outlet", "method"],
    call: (asked) => rpc<Row[]>("sales_by", { from: asked.from, to: asked.to, by: asked.by, outlet_id: asked.outletId }),
    columns: [
      c("key", "reports.by", "text", true),
      c("sales", "col.sales", "number"),
      c("quantity", "col.quantity", "number"),
      c("net", "col.net", "money"),
      c("tax", "till.tax", "money"),
      c("gross", "col.gross", "money"),
      c("cost", "col.cost", "money"),
      c("margin", "col.profit", "money"),
      c("margin_pct", "col.margin", "percent"),
      c("refunded", "col.refunded", "money"),
    ],
    chart: { label: "key", values: ["net"], bars: true, top: 15 },
  },
  {
    key: "payments",
    title: "report.payments",
    icon: "till",
    period: true,
    view: { name: "daily_payments", order: "day.desc,method,actor", where: between("day") },
    columns: [c("day", "col.day", "date", true), c("method", "till.method"), c("actor", "col.actor"), c("amount", "till.amount", "money")],
  },
  {
    key: "profit",
    title: "report.profit",
    icon: "reports",
    period: true,
    view: {
      name: "sale_item_profit",
      order: "completed_at.desc,sale_item_id.desc",
      where: (asked) => ({ and: `(completed_at.gte.${asked.from},completed_at.lt.${dayFrom(asked.to, 1)})` }),
    },
    columns: [
      c("product_name", "col.item", "text", true),
      c("completed_at", "col.when", "instant"),
      c("quantity", "col.quantity", "number"),
      c("base_amount", "col.net", "money"),
      c("unit_cost", "col.cost", "money"),
      c("profit_margin", "col.margin", "percent"),
      c("total_profit_amount", "col.profit", "money"),
    ],
  },
  {
    key: "valuation",
    title: "report.valuation",
    icon: "stock",
    view: { name: "stock_valuation", order: "value_at_cost.desc,variation_id,outlet_id" },
    columns: [
      ...item,
      c("category", "col.category"),
      c("quantity", "col.quantity", "number"),
      c("weighted_average_cost", "col.cost", "money"),
      c("value_at_cost", "col.value", "money"),
    ],
    chart: { label: "product", values: ["value_at_cost"], bars: true, top: 12 },
  },
  {
    key: "audit",
    title: "report.audit",
    icon: "review",
    period: true,
    call: (asked) => rpc<Row[]>("audit_report", { start_date: asked.from, end_date: asked.to, outlet_id: asked.outletId }),
    columns: [
      c("item", "col.item", "text", true),
      c("opening", "col.opening", "number"),
      c("purchases", "col.purchases", "number"),
      c("sales", "col.sales", "number"),
      c("returns", "col.returns", "number"),
      c("adjustments", "col.adjustments", "signed"),
      c("damage", "col.damage", "number"),
      c("expired", "expiry.expired", "number"),
      c("transfers_in", "col.transfersIn", "number"),
      c("transfers_out", "col.transfersOut", "number"),
      c("net_change", "col.netChange", "signed"),
      c("closing", "col.closing", "number"),
    ],
  },
  {
    key: "movements",
    title: "report.movements",
    icon: "transfer",
    period: true,
    view: {
      name: "stock_movement_history",
      order: "created_at.desc,movement_id.desc",
      where: (asked) => ({ and: `(created_at.gte.${asked.from},created_at.lt.${dayFrom(asked.to, 1)})` }),
    },
    columns: [
      ...item,
      c("created_at", "col.when", "instant"),
      c("movement_type", "col.movement"),
      c("batch_number", "col.batch"),
      c("quantity", "col.quantity", "signed"),
      c("balance_after", "col.balance", "number"),
      c("actor", "col.actor"),
      c("reason", "reason"),
    ],
  },
  {
    key: "stock-card",
    title: "report.card",
    icon: "stock",
    period: true,
    item: true,
    call: (asked) => rpc<Row[]>("stock_card", { variation_id: asked.item, outlet_id: asked.outletId, from: asked.from, to: asked.to }),
    columns: [
      c("entry", "col.kind", "text", true),
      c("created_at", "col.when", "instant"),
      c("movement_type", "col.movement"),
      c("batch_number", "col.batch"),
      c("quantity", "col.quantity", "signed"),
      c("balance", "col.balance", "number"),
      c("receipt_number", "till.receiptNumber"),
      c("reason", "reason"),
      c("actor", "col.actor"),
    ],
  },
  {
    key: "waste",
    title: "report.waste",
    icon: "damage",
    period: true,
    call: over("waste"),
    columns: [
      ...item,
      c("kind", "col.kind"),
      c("reason", "reason"),
      c("units", "col.quantity", "number"),
      c("value", "col.value", "money"),
      c("share", "col.share", "percent"),
    ],
    chart: { label: "product", values: ["value"], bars: true, top: 12 },
  },
  {
    key: "expiry-waste",
    title: "report.expiryWaste",
    icon: "damage",
    view: { name: "expiry_waste", order: "month.desc,product_id,outlet_id" },
    columns: [
      c("product", "col.product", "text", true),
      c("month", "col.month", "date"),
      c("units", "col.quantity", "number"),
      c("value", "col.value", "money"),
      c("share_of_purchases", "col.share", "percent"),
    ],
    chart: { label: "product", values: ["value"], bars: true, top: 12 },
  },
  {
    key: "reorder",
    title: "report.reorder",
    icon: "receive",
    needs: "reorder_proposal",
    call: at("reorder_proposal"),
    columns: [
      ...item,
      c("sku", "col.sku"),
      c("proposed", "col.proposed", "number"),
      c("available", "col.available", "number"),
      c("expiring", "col.expiring", "estimate"),
      c("incoming", "col.incoming", "number"),
      c("forecast", "col.forecast", "estimate"),
      c("safety_stock", "col.safetyStock", "estimate"),
      c("reorder_point", "col.reorderPoint", "number"),
      c("pack_size", "col.packSize", "number"),
      c("lead_time_days", "col.leadTime", "number"),
    ],
  },
  {
    key: "low-stock",
    title: "report.lowStock",
    icon: "receive",
    view: { name: "low_stock", order: "shortfall.desc,variation_id,outlet_id" },
    columns: [
      ...item,
      c("sku", "col.sku"),
      c("available", "col.available", "number"),
      c("threshold", "products.threshold", "number"),
      c("shortfall", "col.shortfall", "number"),
      c("to_maximum", "col.toMaximum", "number"),
    ],
    chart: { label: "product", values: ["shortfall"], bars: true, top: 15 },
  },
  {
    key: "turnover",
    title: "report.turnover",
    icon: "reports",
    period: true,
    call: over("stock_turnover"),
    columns: [
      ...item,
      c("units_sold", "col.unitsSold", "number"),
      c("cost_of_goods_sold", "col.cogs", "money"),
      c("average_stock", "col.averageStock", "money"),
      c("closing_stock", "col.closing", "money"),
      c("turnover", "col.turnover", "number"),
      c("days_of_stock", "col.daysOfStock", "number"),
    ],
  },
  {
    key: "slow",
    title: "report.slow",
    icon: "stock",
    call: at("slow_movers"),
    columns: [
      ...item,
      c("on_hand", "col.onHand", "number"),
      c("value", "col.value", "money"),
      c("units_sold", "col.unitsSold", "number"),
      c("last_sold", "col.lastSold", "date"),
      c("oldest_received", "col.received", "date"),
    ],
  },
  {
    key: "abc",
    title: "report.abc",
    icon: "reports",
    period: true,
    call: over("abc_class"),
    columns: [
      ...item,
      c("class", "col.class"),
      c("units_sold", "col.unitsSold", "number"),
      c("cost_of_goods_sold", "col.cogs", "money"),
      c("share", "col.share", "percent"),
      c("cumulative_share", "col.cumulative", "percent"),
    ],
  },
  {
    key: "count-due",
    title: "report.countDue",
    icon: "count",
    call: at("count_due"),
    columns: [
      ...item,
      c("sku", "col.sku"),
      c("class", "col.class"),
      c("last_counted", "col.lastCounted", "date"),
      c("due_on", "col.dueOn", "date"),
      c("days_overdue", "col.daysOverdue", "number"),
    ],
  },
  {
    key: "accuracy",
    title: "report.accuracy",
    icon: "count",
    view: { name: "count_accuracy", order: "stock_take_id.desc" },
    columns: [
      c("operating_date", "col.day", "date", true),
      c("lines", "review.counted", "number"),
      c("lines_without_variance", "col.withoutVariance", "number"),
      c("accuracy", "col.accuracy", "percent"),
    ],
    chart: { label: "operating_date", values: ["accuracy"] },
  },
  {
    key: "kpi",
    title: "report.kpi",
    icon: "dashboard",
    period: true,
    call: over("kpi"),
    columns: [
      c("measure", "col.measure", "text", true),
      c("value", "col.value", "measure"),
      c("meaning", "col.meaning", "database"),
    ],
  },
  {
    key: "receivables",
    title: "report.receivables",
    icon: "customers",
    view: { name: "receivables_ageing", order: "customer,customer_id" },
    columns: [
      c("customer", "col.customer", "text", true),
      c("not_due", "col.notDue", "money"),
      c("days_1_30", "col.days30", "money"),
      c("days_31_60", "col.days60", "money"),
      c("days_61_90", "col.days90", "money"),
      c("older", "col.older", "money"),
      c("due_on_sales", "till.dueLine", "money"),
      c("on_account", "col.onAccount", "money"),
    ],
  },
];

const outletOf: Record<string, boolean> = { receivables_ageing: false };
const pageSize = 50;

/** Whether it is of one outlet at a time. */
const atOne = (report: Report): boolean => report.item === true || report.key === "reorder" || report.key === "count-due";

export function Reports() {
  const { id } = route.value;
  const report = reports.find((one) => one.key === id);
  return report && (!report.needs || may(report.needs)) ? <One key={report.key} report={report} /> : <List />;
}

function List() {
  return (
    <Screen title={t("nav.reports")} lead={t("reports.lead")}>
      <ul class="tiles">
        {reports
          .filter((one) => !one.needs || may(one.needs))
          .map((one) => (
            <li key={one.key}>
              <a href={href("reports", one.key)}>
                <span class="picture" aria-hidden="true">
                  <Icon name={one.icon} size={26} />
                </span>
                <span>
                  <strong>{t(one.title)}</strong>
                  <small>{noteOf(one)}</small>
                </span>
              </a>
            </li>
          ))}
      </ul>
    </Screen>
  );
}

function One({ report }: { report: Report }) {
  const { params } = route.value;
  const place = outlet.value;
  const today = place?.today ?? new Date().toISOString().slice(0, 10);
  const everywhere = params.get("where") === "all";
  const asked: Asked = {
    outletId: everywhere && !atOne(report) ? undefined : place?.outlet_id,
    from: params.get("from") ?? dayFrom(today, -29),
    to: params.get("to") ?? today,
    by: params.get("by") ?? report.by?.[0] ?? "",
    item: params.get("variation") ?? undefined,
  };
  const page = pageOf(params);
  const about = [report.key, asked.outletId, asked.from, asked.to, asked.by, asked.item];
  const perOutlet = report.view ? outletOf[report.view.name] !== false : true;
  const whereOf = (): Query => ({
    ...(report.view?.where?.(asked) ?? {}),
    ...(perOutlet && asked.outletId ? { outlet_id: `eq.${asked.outletId}` } : {}),
  });
  const loaded = useLoad(
    place && (!report.item || asked.item)
      ? async (): Promise<Row[]> => {
          if (report.call) return report.call(asked);
          if (!report.view) return [];
          return rows<Row>(report.view.name, { ...whereOf(), order: report.view.order, limit: pageSize + 1, offset: page * pageSize });
        }
      : null,
    report.call ? about : [...about, page],
    0,
    about,
  );
  const named = useLoad(asked.item && report.item ? () => row<Row>("stock_level", { variation_id: `eq.${asked.item}` }) : null, [asked.item]);
  const [saving, setSaving] = useState(false);
  const all = loaded.data ?? [];
  const shown = report.call ? all.slice(page * pageSize, (page + 1) * pageSize) : all.slice(0, pageSize);
  const { columns } = report;

  const download = async (): Promise<void> => {
    setSaving(true);
    try {
      const everything = report.view ? await allRows<Row>(report.view.name, { ...whereOf(), order: report.view.order }) : all;
      save(
        `${report.key}-${asked.from}-${asked.to}.csv`,
        csv(
          columns.map((column) => ({ key: column.key, label: t(column.label) })),
          everything,
        ),
      );
    } finally {
      setSaving(false);
    }
  };

  const table: Column<Row>[] = columns.map((column) => ({
    key: column.key,
    label: t(column.label),
    number: numeric.includes(column.kind),
    ...(column.head ? { head: true } : {}),
    ...(unbroken(column) ? { unbroken: true } : {}),
    cell: (row) => cellOf(column, row, asked.by),
  }));

  return (
    <Screen
      title={t(report.title)}
      lead={noteOf(report)}
      actions={
        <button type="button" class="secondary outline" disabled={!all.length || saving} onClick={() => void attempt(download())}>
          <Icon name="download" /> CSV
        </button>
      }
    >
      <p>
        <a href={href("reports")}>‹ {t("nav.reports")}</a>
      </p>
      {report.item && (
        <>
          <Finder
            label={t("report.cardPick")}
            outletId={place?.outlet_id}
            autoFocus={!asked.item}
            onPick={(found) => amend({ variation: found.variation_id, page: undefined })}
          />
          {named.data && (
            <h2>
              {String(named.data["product"])} – {String(named.data["variation"])}, {place?.outlet}
            </h2>
          )}
        </>
      )}
      <form class={report.period ? "filters dates" : "filters"} onSubmit={(event) => event.preventDefault()}>
        {report.period && (
          <>
            <Field label={t("from")} type="date" value={asked.from} onInput={(from) => amend({ from, page: undefined })} />
            <Field label={t("to")} type="date" value={asked.to} onInput={(to) => amend({ to, page: undefined })} />
          </>
        )}
        {report.by && (
          <Choice
            label={t("reports.by")}
            value={asked.by}
            onChange={(by) => amend({ by, page: undefined })}
            options={report.by.map((one) => ({ value: one, label: t(`by.${one}` as TextKey) }))}
          />
        )}
        {perOutlet && !atOne(report) && (
          <Choice
            label={t("col.outlet")}
            value={everywhere ? "all" : ""}
            onChange={(where) => amend({ where, page: undefined })}
            options={[
              { value: "", label: place?.outlet ?? "" },
              { value: "all", label: t("all") },
            ]}
          />
        )}
      </form>
      <Trouble error={loaded.error} />
      {!loaded.data && loaded.loading && <Waiting lines={8} />}
      {loaded.data && !all.length && <Empty icon="reports" title={t("reports.none")} />}
      {shown.length > 0 && (
        <div class={loaded.loading ? "stale" : ""}>
          <ReportChart report={report} rows={report.call ? all : shown} columns={columns} />
          <Table caption={t(report.title)} columns={table} rows={shown} id={(row) => shown.indexOf(row)} />
          <Pager
            page={page}
            size={pageSize}
            more={report.call ? all.length > (page + 1) * pageSize : all.length > pageSize}
            shown={shown.length}
            onPage={(next) => amend({ page: next || undefined })}
          />
        </div>
      )}
    </Screen>
  );
}

function ReportChart({ report, rows: found, columns }: { report: Report; rows: readonly Row[]; columns: readonly ReportColumn[] }) {
  const { chart } = report;
  if (!chart) return null;
  const labelKey = chart.label || (columns[0]?.key ?? "");
  const values = chart.values.filter((key) => columns.some((column) => column.key === key));
  if (!values.length || found.length < 2) return null;
  const alike = new Map<string, Row[]>();
  for (const row of found) {
    const label = String(row[labelKey] ?? "–");
    alike.set(label, [...(alike.get(label) ?? []), row]);
  }
  const isShare = (key: string): boolean => columns.find((column) => column.key === key)?.kind === "percent";
  let points = [...alike].map(([label, some]): [string, number[]] => [
    label,
    values.map((key) => some.reduce((sum, row) => sum + Number(row[key] ?? 0), 0) / (isShare(key) ? some.length : 1)),
  ]);
  if (points.length < 2) return null;
  const isDay = columns.find((column) => column.key === labelKey)?.kind === "date";
  if (isDay) points = points.sort(([one], [other]) => one.localeCompare(other));
  else if (chart.top) points = points.sort((one, other) => (other[1][0] ?? 0) - (one[1][0] ?? 0)).slice(0, chart.top);
  const kind = columns.find((column) => column.key === values[0])?.kind;
  const format = kind === "money" ? axisMoney(points.map((point) => point[1][0] ?? 0)) : (value: number): string => number(value, 1);
  const most = points.reduce((best, point) => ((point[1][0] ?? 0) > (best[1][0] ?? 0) ? point : best), points[0]!);
  return (
    <section class="panel">
      <Chart
        summary={t("reports.chartSummary", {
          title: t(report.title),
          n: points.length,
          most: isDay ? date(most[0]) : most[0],
          value: format(most[1][0] ?? 0),
        })}
        labels={points.map(([label]) => (isDay ? shortDay(label) : label))}
        series={values.map((key, index) => ({
          label: t(columns.find((column) => column.key === key)!.label),
          values: points.map(([, sum]) => sum[index] ?? 0),
        }))}
        bars={chart.bars ?? false}
        format={format}
      />
    </section>
  );
}

function cellOf({ key, kind }: ReportColumn, row: Row, by: string): ComponentChildren {
  const value = row[key];
  if (kind === "measure") return measure(value, String(row["unit"]));
  if (kind === "database" && value) return <span lang="en">{String(value)}</span>;
  if (key === "key") return keyOf(row, by);
  // A sale's movement has the receipt's number in a column of its own.
  if (key === "reason" && row["receipt_number"] && String(value).endsWith(String(row["receipt_number"]))) return "–";
  const words = wordsOf[key];
  return words && typeof value === "string" ? word(words, value) : shownAs(kind, value);
}

/** What sales are summed by, as the reader writes it. */
function keyOf(row: Row, by: string): string {
  const key = row["key"];
  if (key === null || key === undefined) return by === "category" ? t("products.noCategory") : "–";
  const text = String(key);
  if (by === "day") return date(text);
  if (by === "hour") return `${text}:00`;
  if (by === "weekday") return weekday(Number(row["id"]));
  return by === "method" ? word("method", text) : text;
}

const units = ["units", "minutes", "items", "sales"] as const;

function measure(value: unknown, unit: string): string {
  if (value === null || value === undefined) return "–";
  const text = String(value);
  if (unit === "percent") return percent(text);
  const counted = units.find((one) => one === unit);
  return counted ? t(`unit.${counted}`, { n: Number(text) }) : money(text);
}

function shownAs(kind: Kind, value: unknown): string {
  if (value === null || value === undefined) return "–";
  if (typeof value === "object") return JSON.stringify(value);
  if (typeof value === "boolean") return value ? t("yes") : t("no");
  const text = String(value);
  if (kind === "number") return number(text);
  if (kind === "estimate") return number(text, 1);
  if (kind === "money") return money(text, 2);
  if (kind === "percent") return percent(text);
  if (kind === "signed") return signed(text);
  if (kind === "date") return date(text);
  if (kind === "instant") return instant(text);
  return text;
}
