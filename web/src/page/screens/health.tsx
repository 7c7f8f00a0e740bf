/** Jobs and health: whether the books agree, what runs by night, and a hand to do it by day. */
import { useState } from "preact/hooks";
import { change, gateway, rows, rpc } from "../lib/api";
import { instant, number, percent, type Numeric } from "../lib/format";
import { useLoad } from "../lib/load";
import { may, outlet, session } from "../lib/session";
import { t } from "../lib/texts";
import { useAction } from "../ui/form";
import { Icon } from "../ui/icons";
import { Badge, Empty, Screen, State, tell, Trouble, Waiting } from "../ui/parts";
import { Table } from "../ui/table";

interface Check {
  check: string;
  status: "ok" | "warning" | "critical";
  value: string | null;
  detail: string | null;
}

interface Run {
  run_id: string;
  outlet_id: string;
  outlet: string;
  started_at: string;
  fixed: boolean;
  checked: Numeric;
  variances: Numeric;
  flagged: Numeric;
  units: Numeric;
  share: Numeric;
}

interface Promised {
  promise: number;
  subject: string;
  detail: string;
}

interface Job {
  name: string;
  schedule: string;
  command: string;
}

export function Health() {
  const place = outlet.value;
  const checks = useLoad(may("health") ? () => rpc<Check[]>("health") : null, [], 30_000);
  const web = useLoad(() => gateway.health<{ status: string }>(), [], 30_000);
  const runs = useLoad(
    () => rows<Run>("outlet_reconciliation", { ...(place ? { outlet_id: `eq.${place.outlet_id}` } : {}), order: "run_id.desc", limit: 10 }),
    [place?.outlet_id],
  );
  const jobs = useLoad(may("jobs") ? () => rpc<Job[]>("jobs") : null, []);
  const [broken, setBroken] = useState<Promised[] | undefined>(undefined);
  const check = useAction();
  const job = useAction();

  const run = (name: string, args: Record<string, unknown>, done: (result: unknown) => string): Promise<unknown> =>
    job.run(async (request) => {
      tell(done(await change<unknown>(name, args, request)));
      await runs.reload();
    });

  return (
    <Screen title={t("nav.health")} lead={place?.outlet}>
      <section class="panel">
        <header>
          <h2>{t("health.state")}</h2>
          <Badge tone={web.error ? "bad" : web.data ? "good" : "off"}>
            {t(web.error ? "health.gatewayBad" : web.data ? "health.gatewayOk" : "loading")}
          </Badge>
        </header>
        <p class="muted">{t("health.version", { version: session.value?.version ?? "" })}</p>
        <Trouble error={checks.error} />
        {may("health") && !checks.data && checks.loading && <Waiting />}
        {checks.data && (
          <ul class="list">
            {checks.data.map((one) => (
              <li key={one.check}>
                <span>
                  {one.check.replaceAll("_", " ")}
                  <small lang="en">{[one.value, one.detail].filter(Boolean).join(" · ")}</small>
                </span>
                <State prefix="check" of={one.status} />
              </li>
            ))}
          </ul>
        )}
        {may("check_promises") && (
          <>
            <button
              type="button"
              class="secondary outline"
              aria-busy={check.busy ? "true" : undefined}
              disabled={check.busy}
              onClick={() => void check.run(async () => setBroken(await rpc<Promised[]>("check_promises")))}
            >
              <Icon name="check" /> {t("health.check")}
            </button>
            <Trouble error={check.error} />
            <div role="status">
              {broken && !broken.length && (
                <p>
                  <Badge tone="good">{t("health.kept")}</Badge>
                </p>
              )}
              {broken && broken.length > 0 && (
                <ul class="list">
                  {broken.map((one, index) => (
                    <li key={index}>
                      <span lang="en">
                        {one.promise}: {one.subject}
                        <small>{one.detail}</small>
                      </span>
                      <Badge tone="bad">{t("health.broken")}</Badge>
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </>
        )}
      </section>
      {(may("run_reconcile") || may("expire_batches")) && place && (
        <section class="panel">
          <header>
            <h2>{t("health.jobs")}</h2>
          </header>
          <div class="buttons wrap">
            {may("run_reconcile") && (
              <button
                type="button"
                class="secondary outline"
                disabled={job.busy}
                onClick={() => void run("run_reconcile", { outlet_id: place.outlet_id }, () => t("health.compared"))}
              >
                {t("health.compare")}
              </button>
            )}
            {may("expire_batches") && (
              <button
                type="button"
                class="secondary outline"
                disabled={job.busy}
                onClick={() =>
                  void run("expire_batches", { outlet_id: place.outlet_id }, (result) => t("health.writtenOff", { n: Number(result) }))
                }
              >
                {t("health.writeOff")}
              </button>
            )}
            {may("refresh_alerts") && (
              <button
                type="button"
                class="secondary outline"
                disabled={job.busy}
                onClick={() => void run("refresh_alerts", {}, () => t("alerts.checked"))}
              >
                {t("alerts.check")}
              </button>
            )}
            {may("release_expired_reservations") && (
              <button
                type="button"
                class="secondary outline"
                disabled={job.busy}
                onClick={() => void run("release_expired_reservations", {}, (result) => t("health.released", { n: Number(result) }))}
              >
                {t("health.release")}
              </button>
            )}
          </div>
          <Trouble error={job.error} />
          {jobs.data && (
            <ul class="list">
              {jobs.data.map((one) => (
                <li key={one.name}>
                  <span>
                    {one.name}
                    <small>
                      <code>{one.schedule}</code>
                    </small>
                  </span>
                </li>
              ))}
            </ul>
          )}
        </section>
      )}
      <section class="panel">
        <header>
          <h2>{t("health.runs")}</h2>
        </header>
        <Trouble error={runs.error} />
        {!runs.data && runs.loading && <Waiting />}
        {runs.data && !runs.data.length && <Empty icon="health" title={t("health.noRuns")} />}
        {runs.data && runs.data.length > 0 && (
          <Table
            caption={t("health.runs")}
            rows={runs.data}
            id={(one) => `${one.run_id}-${one.outlet_id}`}
            columns={[
              { key: "when", label: t("col.when"), head: true, cell: (one) => instant(one.started_at) },
              { key: "checked", label: t("health.checked"), number: true, cell: (one) => number(one.checked) },
              { key: "variances", label: t("review.differing"), number: true, cell: (one) => number(one.variances) },
              { key: "units", label: t("health.units"), number: true, cell: (one) => number(one.units) },
              { key: "share", label: t("col.share"), number: true, cell: (one) => percent(one.share) },
              {
                key: "state",
                label: t("col.state"),
                cell: (one) => (
                  <Badge tone={Number(one.flagged) > 0 ? "bad" : Number(one.variances) > 0 ? "warn" : "good"}>
                    {Number(one.variances) > 0 ? (one.fixed ? t("health.fixed") : t("health.differs")) : t("health.agree")}
                  </Badge>
                ),
              },
            ]}
          />
        )}
      </section>
    </Screen>
  );
}
