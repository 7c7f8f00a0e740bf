/** Review of a count: what was found against what was expected, in units and money, a reason a line, and the manager's approval. */
import { useRef, useState } from "preact/hooks";
import { change, Refusal, rows } from "../lib/api";
import { date, instant, money, number, percent, signed, type Numeric } from "../lib/format";
import { useLoad } from "../lib/load";
import { go, href, route } from "../lib/router";
import { may, outlet } from "../lib/session";
import { t } from "../lib/texts";
import type { StockTake, Variance as Line } from "../lib/types";
import { nameOf } from "../ui/finder";
import { Segments, useAction } from "../ui/form";
import { Icon } from "../ui/icons";
import { confirm, Empty, Screen, State, tell, Trouble, Waiting } from "../ui/parts";

/** Versions of the database before 1.1 know no value. */
type Variance = Line & { value?: Numeric };

export function Review() {
  const { id } = route.value;
  return id ? <Take key={id} id={id} /> : <Takes />;
}

function Takes() {
  const place = outlet.value;
  const status = route.value.params.get("status") ?? "completed";
  const loaded = useLoad(
    place
      ? () => rows<StockTake>("stock_take", { outlet_id: `eq.${place.outlet_id}`, status: `eq.${status}`, order: "id.desc", limit: 50 })
      : null,
    [place?.outlet_id, status],
    10_000,
  );
  return (
    <Screen title={t("nav.review")} lead={place?.outlet}>
      <Segments
        label={t("col.state")}
        value={status}
        onChange={(value) => go("review", undefined, { status: value })}
        options={(["completed", "reconciled", "cancelled"] as const).map((one) => ({ value: one, label: t(`take.${one}`) }))}
      />
      <Trouble error={loaded.error} />
      {!loaded.data && loaded.loading && <Waiting />}
      {loaded.data && !loaded.data.length && <Empty icon="review" title={t("review.none")} />}
      <ul class="list links panel">
        {(loaded.data ?? []).map((one) => (
          <li key={one.id}>
            <a href={href("review", one.id)}>
              <span>
                {one.description || t("count.number", { id: one.id })}
                <small>
                  {date(one.operating_date)} · {one.actor} · {instant(one.reconciled_at ?? one.completed_at)}
                </small>
              </span>
              <State prefix="take" of={one.status} />
            </a>
          </li>
        ))}
      </ul>
    </Screen>
  );
}

const readLines = (id: string): Promise<Variance[]> =>
  rows<Variance>("stock_take_variance", { stock_take_id: `eq.${id}`, order: "product,variation,stock_take_item_id" });

function Take({ id }: { id: string }) {
  const head = useLoad(async () => (await rows<StockTake>("stock_take", { id: `eq.${id}`, limit: 1 }))[0], [id]);
  const loaded = useLoad(() => readLines(id), [id]);
  const [only, setOnly] = useState<"all" | "variance">("variance");
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map());
  const [every, setEvery] = useState("");
  const action = useAction();
  const asking = useAction();
  const keeping = useRef<Promise<void>>(Promise.resolve());
  const [unkept, setUnkept] = useState<unknown>(undefined);
  const lines = loaded.data ?? [];
  const status = head.data?.status;
  const open = status === "completed";
  const editable = open && (may("set_variance_reason") || may("reconcile_stock_take"));
  const shown = lines.filter((one) => only === "all" || Number(one.variance) !== 0);
  const sum = lines[0];
  const worth = lines.some((one) => one.value !== undefined && one.value !== null);
  const short = shortLines(action.error);

  const reasonOf = (line: Variance): string => reasons.get(line.stock_take_item_id) ?? line.reason ?? "";
  const say = (line: Variance, text: string): void => setReasons(new Map(reasons).set(line.stock_take_item_id, text));
  /** One after the other: whoever fills in line after line is faster than the network. */
  const keep = (line: Variance): void => {
    const reason = reasonOf(line);
    if (!may("set_variance_reason") || reason === "" || reason === (line.reason ?? "")) return;
    keeping.current = keeping.current
      .then(() => change("set_variance_reason", { stock_take_item_id: line.stock_take_item_id, reason }))
      .then(() => (setUnkept(undefined), loaded.reload()), setUnkept);
  };

  // What is asked about is read when it is asked, and every reason is kept by then.
  const approve = async (): Promise<void> => {
    const now = await asking.run(() => keeping.current.then(() => readLines(id)));
    if (!now) return;
    const yes = await confirm(
      t("review.approveTitle"),
      <>
        <p>{t("review.approveBody", { n: Number(now[0]?.items_with_variance ?? 0) })}</p>
        <p class="figure">
          {signed(now[0]?.positive_variance ?? 0)} / {signed(now[0]?.negative_variance ?? 0)}
        </p>
      </>,
      t("review.approve"),
    );
    if (!yes) return;
    await action.run(async (request) => {
      const said = now
        .filter((one) => reasonOf(one) !== "")
        .map((one) => ({ id: one.stock_take_item_id, variance_reason: reasonOf(one) }));
      const made = await change<number>("reconcile_stock_take", { stock_take_id: id, reasons: said.length ? said : undefined }, request);
      tell(t("review.approved", { n: Number(made) }));
      await Promise.all([head.reload(), loaded.reload()]);
    });
  };

  return (
    <Screen
      title={head.data?.description || t("count.number", { id })}
      lead={head.data && `${date(head.data.operating_date)} · ${head.data.actor}`}
      actions={status && <State prefix="take" of={status} />}
    >
      <p>
        <a href={href("review")}>‹ {t("nav.review")}</a>
      </p>
      <Trouble error={head.error ?? loaded.error} />
      {!loaded.data && loaded.loading && <Waiting />}
      {status === "draft" && (
        <Empty icon="count" title={t("review.stillCounting")}>
          <a href={href("count", id)}>{t("nav.count")}</a>
        </Empty>
      )}
      {sum && (
        <section class="cards compact" aria-label={t("review.sums")}>
          <div class="card">
            <span class="card-title">{t("review.counted")}</span>
            <strong>{number(sum.total_items_counted)}</strong>
          </div>
          <div class="card">
            <span class="card-title">{t("review.differing")}</span>
            <strong>{number(sum.items_with_variance)}</strong>
          </div>
          <div class="card">
            <span class="card-title">{t("review.upDown")}</span>
            <strong>
              {signed(sum.positive_variance)} / {signed(sum.negative_variance)}
            </strong>
          </div>
          {worth && (
            <div class="card">
              <span class="card-title">{t("col.value")}</span>
              <strong>{money(lines.reduce((all, one) => all + Number(one.value ?? 0), 0))}</strong>
            </div>
          )}
        </section>
      )}
      {lines.length > 0 && (
        <Segments
          label={t("review.show")}
          value={only}
          onChange={(value) => setOnly(value as typeof only)}
          options={[
            { value: "variance", label: t("review.onlyVariance") },
            { value: "all", label: t("all") },
          ]}
        />
      )}
      {lines.length > 0 && !shown.length && <Empty icon="check" title={t("review.noVariance")} />}
      {editable && shown.length > 1 && (
        <form
          class="filters fill"
          onSubmit={(event) => {
            event.preventDefault();
            const next = new Map(reasons);
            for (const line of shown) if (!reasonOf(line)) next.set(line.stock_take_item_id, every);
            setReasons(next);
          }}
        >
          <div class="field">
            <label for="every-reason">{t("review.reasonForAll")}</label>
            <input
              id="every-reason"
              value={every}
              onInput={(event) => setEvery(event.currentTarget.value)}
              list="variance-reasons"
              autoComplete="off"
            />
          </div>
          <button type="submit" class="secondary outline">
            {t("review.fill")}
          </button>
        </form>
      )}
      <datalist id="variance-reasons">
        {(["reason.miscounted", "reason.theft", "reason.found", "reason.delivery", "reason.broken"] as const).map((key) => (
          <option key={key} value={t(key)} />
        ))}
      </datalist>
      <ul class="variances">
        {shown.map((line) => {
          const difference = Number(line.variance);
          return (
            <li key={line.stock_take_item_id} class={difference < 0 ? "minus" : difference > 0 ? "plus" : ""}>
              <div class="variance-name">
                <strong>{nameOf(line)}</strong>
                <small>{[line.batch, line.notes].filter(Boolean).join(" · ")}</small>
              </div>
              <dl class="facts">
                <div>
                  <dt>{t("col.expected")}</dt>
                  <dd>{number(line.expected)}</dd>
                </div>
                <div>
                  <dt>{t("col.counted")}</dt>
                  <dd>{number(line.counted)}</dd>
                </div>
                <div>
                  <dt>{t("col.variance")}</dt>
                  <dd>
                    {signed(difference)} {line.variance_pct !== null && <small>({percent(line.variance_pct)})</small>}
                  </dd>
                </div>
                {worth && (
                  <div>
                    <dt>{t("col.value")}</dt>
                    <dd>{money(line.value)}</dd>
                  </div>
                )}
              </dl>
              {editable ? (
                <label class="variance-reason">
                  <span>{t("reason")}</span>
                  <input
                    value={reasonOf(line)}
                    onInput={(event) => say(line, event.currentTarget.value)}
                    onBlur={() => keep(line)}
                    list="variance-reasons"
                    autoComplete="off"
                  />
                </label>
              ) : (
                line.reason && (
                  <p class="variance-reason">
                    {t("reason")}: {line.reason}
                  </p>
                )
              )}
              {short.has(line.variation_id) && (
                <small class="field-error" role="alert">
                  {t("review.short", { n: number(short.get(line.variation_id)) })}
                </small>
              )}
            </li>
          );
        })}
      </ul>
      <Trouble error={action.error ?? asking.error ?? unkept} />
      {open && (
        <footer class="finish">
          <div class="buttons">
            {may("reopen_stock_take") && (
              <button
                type="button"
                class="secondary outline"
                onClick={() =>
                  void action.run(async (request) => {
                    await change("reopen_stock_take", { stock_take_id: id }, request);
                    go("count", id);
                  })
                }
              >
                {t("review.reopen")}
              </button>
            )}
            {may("reconcile_stock_take") ? (
              <button type="button" onClick={() => void approve()} aria-busy={action.busy || asking.busy ? "true" : undefined}>
                <Icon name="check" /> {t("review.approve")}
              </button>
            ) : (
              <p class="muted">{t("review.forManager")}</p>
            )}
          </div>
        </footer>
      )}
    </Screen>
  );
}

/** Which variations a refusal names as short, and what is left of them. */
function shortLines(error: unknown): ReadonlyMap<string, number> {
  const short = new Map<string, number>();
  if (!(error instanceof Refusal) || error.code !== "PI001" || !error.details) return short;
  try {
    const detail = JSON.parse(error.details) as { lines?: { variation_id: string | number; available: number }[] };
    for (const line of detail.lines ?? []) short.set(String(line.variation_id), Number(line.available));
  } catch {
    // The message says it all the same.
  }
  return short;
}
