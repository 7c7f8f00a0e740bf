/** What every screen is made of: headings, badges, empty and waiting states, messages, the confirmation. */
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { Refusal, Unreachable } from "../lib/api";
import { number, type Numeric } from "../lib/format";
import { isKey, language, t, type TextKey } from "../lib/texts";
import { Icon, type IconName } from "./icons";

export function Screen({
  title,
  lead,
  actions,
  children,
}: {
  title: string;
  lead?: string;
  actions?: ComponentChildren;
  children: ComponentChildren;
}) {
  useEffect(() => {
    document.title = `${title} · primeinv`;
  }, [title]);
  return (
    <>
      <header class="screen-head">
        <div>
          <h1 tabIndex={-1}>{title}</h1>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {actions && <div class="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

export type Tone = "good" | "info" | "warn" | "bad" | "off";

/** A state as a word; the colour only repeats it. */
export function Badge({ tone, children }: { tone: Tone; children: ComponentChildren }) {
  return <span class={`badge ${tone}`}>{children}</span>;
}

const tones: Record<string, Tone> = {
  out: "bad",
  low: "warn",
  normal: "good",
  high: "info",
  inactive: "off",
  expired: "bad",
  critical: "bad",
  warning: "warn",
  ok: "good",
  available: "good",
  hold: "warn",
  quarantine: "warn",
  recalled: "bad",
  draft: "info",
  completed: "warn",
  reconciled: "good",
  cancelled: "off",
  DRAFT: "info",
  PENDING: "warn",
  PARTIAL: "warn",
  COMPLETED: "good",
  REFUNDED: "off",
  CANCELLED: "off",
  VOIDED: "off",
  low_stock: "warn",
  expiring_soon: "warn",
  variance: "bad",
  reservation_at_risk: "bad",
  stock_take: "info",
  promise: "bad",
  overdue: "warn",
  job: "bad",
};

/** A state of the database by its own name: its word in the reader's language where there is one. */
export function State({ of, prefix }: { of: string | null; prefix: "level" | "batch" | "expiry" | "take" | "sale" | "alert" | "check" }) {
  const name = of ?? "inactive";
  const tone = tones[name] ?? "info";
  return <Badge tone={tone}>{word(prefix, name)}</Badge>;
}

export function word(prefix: string, name: string): string {
  const key = `${prefix}.${name}`;
  const text = t(key as TextKey);
  return text === key ? name.replaceAll("_", " ").toLowerCase() : text;
}

export function Empty({ icon = "search", title, children }: { icon?: IconName; title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Icon name={icon} size={36} />
      <p>{title}</p>
      {children}
    </div>
  );
}

export function Waiting({ lines = 4 }: { lines?: number }) {
  return (
    <div class="waiting" role="status">
      <span class="sr-only">{t("loading")}</span>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} class="bone" />
      ))}
    </div>
  );
}

/** What PostgreSQL itself says of a value is for whoever writes SQL; people are told by the code. Primeinv's own sentences are for them. */
function inWords({ code, message }: Refusal): string | undefined {
  const what = /: "([^]*)"$/.exec(message)?.[1] ?? "";
  if (code === "PI004") return t("doneBefore");
  if (code === "28P01") return t("login.wrong");
  if (code === "23514" && /check constraint/.test(message)) return t("refused.value");
  if (code === "23502" && /^null value/.test(message)) return t("refused.missing");
  if (code === "23505" && /unique constraint/.test(message)) return t("refused.taken");
  if (code === "22P02" && /^invalid input syntax for type (numeric|bigint|integer)/.test(message)) return t("refused.number", { what });
  if (/^2200[78]$/.test(code) && /type date|date\/time/.test(message)) return t("refused.date", { what });
  if (code === "22003" && /^(numeric field overflow|value .* out of range|value overflows)/.test(message)) return t("refused.large");
  return undefined;
}

/** The short of a refusal, for who reads another language than the database's, as far as its code and its detail say it. */
function inShort({ code, details }: Refusal): string | undefined {
  if (language.value === "en") return undefined;
  const detail = objectOf(details);
  const { requested, available } = { ...detail, ...(detail["lines"] as Record<string, unknown>[] | undefined)?.[0] };
  const key = [`sqlstate.${code}.${String(detail["why"])}`, `sqlstate.${code}`].find(isKey);
  return key && t(key, { requested: number(requested as Numeric), available: number(available as Numeric) });
}

/** The detail of the database's own refusals is an object. */
function objectOf(text: string | null): Record<string, unknown> {
  try {
    return text?.startsWith("{") ? (JSON.parse(text) as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

interface Explained {
  /** In the reader's language. */
  ours: string | undefined;
  /** In the database's own, which is English, if they are for people. */
  theirs: Refusal | undefined;
}

function explain(error: unknown): Explained {
  if (error instanceof Unreachable) return { ours: t("unreachable"), theirs: undefined };
  if (!(error instanceof Refusal)) return { ours: error instanceof Error ? error.message : String(error), theirs: undefined };
  const ours = inWords(error);
  return ours === undefined ? { ours: inShort(error), theirs: error } : { ours, theirs: undefined };
}

/** What was refused, on one line, with the hint if there is room for it: the database's words are marked as its. */
export function Said({ error, hint }: { error: unknown; hint?: boolean }) {
  const { ours, theirs } = explain(error);
  return (
    <>
      {ours && sentence(ours)}
      {ours && theirs && " "}
      {theirs && <span lang="en">{[sentence(theirs.message), hint && theirs.hint].filter(Boolean).join(" ")}</span>}
    </>
  );
}

/** What was refused, with what the database says of it and its hint. */
export function Trouble({ error, id }: { error: unknown; id?: string }) {
  if (!error) return null;
  const { ours, theirs } = explain(error);
  const detail = theirs?.details && !/^[[{]/.test(theirs.details) ? theirs.details : undefined; // an object is for programs
  const lines = theirs ? [sentence(theirs.message), detail, theirs.hint].filter((one) => !!one) : [];
  return (
    <div class="trouble" role="alert" id={id}>
      <Icon name="damage" />
      <div>
        {ours && <p>{sentence(ours)}</p>}
        {lines.map((one, index) => (
          <p key={one} class={ours || index > 0 ? "detail" : ""} lang="en">
            {one}
          </p>
        ))}
      </div>
    </div>
  );
}

/** The database writes its messages without a capital and a full stop. */
export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?]$/.test(text) ? "" : ".");
}

/* Short messages that come and go: said aloud by a screen reader, never the only place of a fact. */
const told = signal<{ id: number; text: ComponentChildren; tone: Tone }[]>([]);
let toldId = 0;

export function tell(text: ComponentChildren, tone: Tone = "good"): void {
  const id = ++toldId;
  told.value = [...told.value.slice(-2), { id, text, tone }];
  setTimeout(() => (told.value = told.value.filter((one) => one.id !== id)), tone === "bad" ? 9000 : 5000);
}

export function Messages() {
  return (
    <div class="messages" role="status" aria-live="polite">
      {told.value.map((one) => (
        <p key={one.id} class={`message ${one.tone}`}>
          <Icon name={one.tone === "good" ? "check" : "alerts"} /> <span>{one.text}</span>
        </p>
      ))}
    </div>
  );
}

/* The confirmation: one dialog for the whole page. */
interface Question {
  title: string;
  body: ComponentChildren;
  action: string;
  danger?: boolean;
  done: (yes: boolean) => void;
}
const question = signal<Question | undefined>(undefined);

export function confirm(title: string, body: ComponentChildren, action: string, danger = false): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = { title, body, action, danger, done: resolve };
  });
}

// Whoever goes elsewhere has not said yes.
addEventListener("hashchange", () => {
  question.peek()?.done(false);
  question.value = undefined;
});

export function Confirmation() {
  const asked = question.value;
  const close = (yes: boolean): void => {
    question.value = undefined;
    asked?.done(yes);
  };
  if (!asked) return null;
  return (
    <Modal title={asked.title} onClose={() => close(false)}>
      <div class="modal-body">{asked.body}</div>
      <footer class="buttons">
        <button type="button" class="secondary outline" onClick={() => close(false)}>
          {t("cancel")}
        </button>
        <button type="button" class={asked.danger ? "danger" : ""} onClick={() => close(true)} autoFocus>
          {asked.action}
        </button>
      </footer>
    </Modal>
  );
}

/** The browser's own dialog: it keeps the focus inside, gives it back, and closes with Escape. */
export function Modal({
  title,
  onClose,
  children,
  wide,
}: {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  wide?: boolean;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const element = dialog.current;
    const before = document.activeElement;
    if (element && !element.open) element.showModal();
    return () => {
      element?.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class={wide ? "wide" : ""}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <article>
        <header>
          <h2 id={id}>{title}</h2>
          <button type="button" class="plain" aria-label={t("close")} onClick={onClose}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </article>
    </dialog>
  );
}
