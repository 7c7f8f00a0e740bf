/** What a person should look at, as it is raised. */
import { useState } from "preact/hooks";
import { change, rows } from "../lib/api";
import { alertWords, listening, openAlerts, readAlerts, type Subjects, subjectsOf } from "../lib/alerts";
import { ago, date, instant } from "../lib/format";
import { useLoad } from "../lib/load";
import { href } from "../lib/router";
import { may, session } from "../lib/session";
import { language, t } from "../lib/texts";
import type { Alert } from "../lib/types";
import { attempt, Choice, Segments } from "../ui/form";
import { Icon } from "../ui/icons";
import { Badge, Empty, Screen, State, Trouble, Waiting, word } from "../ui/parts";

/** The database writes dates as 2026-11-21; the reader has a form of their own. */
const withDates = (text: string): string => text.replace(/\b\d{4}-\d\d-\d\d\b/g, (day) => date(day));

export function Alerts() {
  const [which, setWhich] = useState<"open" | "past">("open");
  const [kind, setKind] = useState("");
  const past = useLoad(
    which === "past" ? () => rows<Alert>("stock_alert", { resolved_at: "not.is.null", order: "id.desc", limit: 100 }) : null,
    [which],
  );
  const open = useLoad(readAlerts, []);
  const read = which === "open" ? openAlerts.value : past.data;
  const error = which === "open" ? open.error : past.error;
  const all = read ?? [];
  const subjects = useLoad(() => subjectsOf(all), [language.value, all.map((one) => one.id).join()], 0, []);
  const kinds = [...new Set(all.map((one) => one.kind))].sort();
  const shown = all.filter((one) => !kind || one.kind === kind);
  const nameOf = (id: string | null): string => session.value?.outlets.find((one) => one.outlet_id === id)?.outlet ?? "";
  return (
    <Screen
      title={t("nav.alerts")}
      lead={t("alerts.lead")}
      actions={
        <>
          <Badge tone={listening.value ? "good" : "off"}>{listening.value ? t("alerts.live") : t("alerts.notLive")}</Badge>
          {may("refresh_alerts") && (
            <button
              type="button"
              class="secondary outline small"
              onClick={() => void attempt(change("refresh_alerts", {}).then(readAlerts), t("alerts.checked"))}
            >
              {t("alerts.check")}
            </button>
          )}
        </>
      }
    >
      <div class="filters">
        <Segments
          label={t("alerts.which")}
          value={which}
          onChange={(value) => setWhich(value as typeof which)}
          options={[
            { value: "open", label: t("alerts.open") },
            { value: "past", label: t("alerts.past") },
          ]}
        />
        <Choice
          label={t("alerts.kind")}
          value={kind}
          onChange={setKind}
          options={[{ value: "", label: t("all") }, ...kinds.map((one) => ({ value: one, label: word("alert", one) }))]}
        />
      </div>
      <Trouble error={error} />
      {!read && !error && <Waiting />}
      {read && !shown.length && <Empty icon="check" title={t("alerts.none")} />}
      <ul class="list panel" aria-live="polite">
        {shown.map((one) => (
          <li key={one.id}>
            <span>
              <State prefix="alert" of={one.kind} />
              <Words alert={one} subjects={subjects.data} />
              <small>
                {nameOf(one.outlet_id)} · <span title={instant(one.created_at)}>{ago(one.created_at)}</span>
                {one.resolved_at && ` · ${t("alerts.over", { when: instant(one.resolved_at) })}`}
              </small>
            </span>
            {one.variation_id && may("add_stock") && one.kind === "low_stock" && (
              <a class="small" href={href("receive", undefined, { variation: one.variation_id })}>
                <Icon name="receive" /> {t("nav.receive")}
              </a>
            )}
          </li>
        ))}
      </ul>
    </Screen>
  );
}

/** What happened in the reader's language, and the database's sentence with its figures. */
function Words({ alert, subjects }: { alert: Alert; subjects: Subjects | undefined }) {
  const words = alertWords(alert, subjects);
  const detail = alert.detail && withDates(alert.detail);
  if (!words)
    return (
      <span class="alert-text" lang="en">
        {detail}
      </span>
    );
  return (
    <>
      <span class="alert-text">{words}</span>
      {detail && <small lang="en">{detail}</small>}
    </>
  );
}
