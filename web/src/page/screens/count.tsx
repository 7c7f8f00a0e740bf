/** Counting: start, scan or type; every scan is kept on the device at once and sent when there is a network. What is expected is not shown. */
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { among, change, firstOf, newRequestId, Refusal, rows, Unreachable } from "../lib/api";
import { withProducts } from "../lib/catalogue";
import { serverNow } from "../lib/clock";
import { clock, date, edited, number, plus, typed } from "../lib/format";
import { useLoad } from "../lib/load";
import { go, href, route } from "../lib/router";
import { may, offline, outlet, session } from "../lib/session";
import { t } from "../lib/texts";
import type { Found, StockTake, StockTakeItem } from "../lib/types";
import { asFound, Catalogue, catalogue } from "../count/sheet";
import { count, forgetSent, kick, sending, sentSeqs, taken } from "../count/sender";
import {
  asked,
  dropEntries,
  dropTake,
  entries,
  putEntry,
  putTake,
  refreshAll,
  takes,
  type Entry,
  type LocalLine,
  type LocalTake,
  type SheetItem,
} from "../count/store";
import { Finder, nameOf } from "../ui/finder";
import { Field, Submit, useAction } from "../ui/form";
import { Icon } from "../ui/icons";
import { Badge, confirm, Empty, Modal, Said, Screen, State, tell, Trouble, Waiting } from "../ui/parts";

export function Count() {
  // What is kept on this device is read before anything is said of it: that it is all sent, that there is nothing.
  const kept = useLoad(refreshAll, []);
  useEffect(kick, []);
  const { id } = route.value;
  if (!asked.value)
    return (
      <Screen title={t("nav.count")}>
        <Trouble error={kept.error} />
        {kept.loading && <Waiting />}
      </Screen>
    );
  return id ? <Take key={id} takeKey={id} /> : <Takes />;
}

const mine = <T extends { user: string; tenant: string }>(list: readonly T[]): T[] =>
  list.filter((one) => one.user === session.value?.user && one.tenant === session.value.tenant.id);

function Takes() {
  const place = outlet.value;
  const [description, setDescription] = useState("");
  const action = useAction({ description: /description/i });
  const open = useLoad(
    place ? () => rows<StockTake>("stock_take", { outlet_id: `eq.${place.outlet_id}`, status: "eq.draft", order: "id.desc" }) : null,
    [place?.outlet_id, taken.value],
    10_000,
    [place?.outlet_id],
  );
  const here = mine(takes.value).filter((one) => one.outlet_id === place?.outlet_id);
  const drafts = open.data ?? [];
  const cut = open.error instanceof Unreachable || offline.value;
  const local = here.filter((one) => (one.id ? cut && !drafts.some((draft) => draft.id === one.id) : true));
  const waiting = (key: string): number => mine(entries.value).filter((one) => one.take === key && one.state === "waiting").length;

  const start = (what: string, due = false): Promise<unknown> =>
    action.run(async () => {
      if (!place || !session.value) return;
      const key = `local-${newRequestId()}`;
      if (due) ofDue.add(key);
      const who = { user: session.value.user, tenant: session.value.tenant.id };
      await putTake({ key, ...who, outlet_id: place.outlet_id, description: what, operating_date: place.today, lines: [] });
      await count({
        id: newRequestId(),
        ...who,
        take: key,
        kind: "create",
        quantity: "0",
        label: what,
        at: new Date(serverNow()).toISOString(),
        state: "waiting",
      });
      go("count", key);
    });

  return (
    <Screen title={t("nav.count")} lead={place?.outlet}>
      {may("create_stock_take") && (
        <form
          class="panel form"
          onSubmit={(event) => {
            event.preventDefault();
            void start(description);
          }}
        >
          <h2>{t("count.new")}</h2>
          <Field
            label={t("count.what")}
            value={description}
            onInput={setDescription}
            help={t("count.whatHelp")}
            error={action.at("description")}
          />
          <Submit action={action} icon={<Icon name="count" />}>
            {t("count.start")}
          </Submit>
        </form>
      )}
      {may("count_due") && !cut && place && (
        <section class="panel">
          <h2>{t("report.countDue")}</h2>
          <DueList
            outletId={place.outlet_id}
            end={
              may("create_stock_take") && (
                <button type="button" class="secondary" disabled={action.busy} onClick={() => void start(t("count.ofDue", { day: date(place.today) }), true)}>
                  <Icon name="count" /> {t("count.startDue")}
                </button>
              )
            }
          />
        </section>
      )}
      <section class="panel">
        <header>
          <h2>{t("count.open")}</h2>
          {cut && <Badge tone="warn">{t("offline")}</Badge>}
        </header>
        {!cut && <Trouble error={open.error} />}
        {!open.data && open.loading && !cut && <Waiting />}
        {drafts.length + local.length === 0 && (open.data || cut) && <Empty icon="count" title={t("count.none")} />}
        <ul class="list links">
          {drafts.map((one) => (
            <li key={one.id}>
              <a href={href("count", one.id)}>
                <span>
                  {one.description || t("count.number", { id: one.id })}
                  <small>
                    {date(one.operating_date)} · {one.actor}
                  </small>
                </span>
                <State prefix="take" of={one.status} />
              </a>
            </li>
          ))}
          {local
            .filter((one) => !drafts.some((draft) => draft.id === one.id))
            .map((one) => (
              <li key={one.key}>
                <a href={href("count", one.key)}>
                  <span>
                    {one.description || t("count.unnamed")}
                    <small>
                      {date(one.operating_date)} · {t("count.waiting", { n: waiting(one.key) })}
                    </small>
                  </span>
                  <Badge tone="warn">{t("count.onDevice")}</Badge>
                </a>
              </li>
            ))}
        </ul>
      </section>
    </Screen>
  );
}

interface Due {
  variation_id: string;
  product: string;
  variation: string;
  sku: string | null;
  barcode: string | null;
  class: string;
  last_counted: string | null;
}

/** The counts that were begun here to count what is due: they show it. */
const ofDue = new Set<string>();
const dueShown = 20;

/** What is to be counted next; counted ones go at once, before the database has said so. */
function DueList({ outletId, counted, onPick, end }: { outletId: string; counted?: readonly string[]; onPick?: (due: Due) => void; end?: ComponentChildren }) {
  const limit = dueShown + (counted?.length ?? 0) + 1;
  const due = useLoad(() => firstOf<Due>("count_due", { outlet_id: outletId }, limit), [outletId, limit], 60_000, [outletId]);
  const left = (due.data ?? []).filter((one) => !counted?.includes(one.variation_id));
  const about = (one: Due): string =>
    [one.sku, `${t("col.class")} ${one.class}`, one.last_counted ? `${t("col.lastCounted")}: ${date(one.last_counted)}` : t("count.never")]
      .filter(Boolean)
      .join(" · ");
  return (
    <>
      <Trouble error={due.error instanceof Unreachable ? undefined : due.error} />
      {!due.data && due.loading && <Waiting />}
      {due.data && left.length === 0 && <Empty icon="check" title={t("count.noneDue")} />}
      <ul class="list due-lines">
        {left.slice(0, dueShown).map((one) => (
          <li key={one.variation_id}>
            <span>
              {nameOf(dueAsFound(one))}
              <small>{about(one)}</small>
            </span>
            {onPick && (
              <button type="button" class="plain" aria-label={`${t("count.countOne")}: ${nameOf(dueAsFound(one))}`} onClick={() => onPick(one)}>
                <Icon name="count" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {left.length > dueShown && <p>{t("count.moreDue")}</p>}
      {left.length > 0 && end}
    </>
  );
}

const dueAsFound = ({ variation_id, product, variation, sku, barcode }: Due): Found => ({ variation_id, unit: null, product, variation, sku, barcode, price: null });

const patience = 5000; // milliseconds before names are asked for again without a network

interface Line {
  key: string;
  id: string | undefined;
  variation_id: string | undefined;
  batch_id: string | null;
  name: string;
  sku: string;
  counted: number;
  waiting: number;
  at: string;
  actor: string;
}

function Take({ takeKey }: { takeKey: string }) {
  const place = outlet.value;
  const who = session.value;
  const tenant = who?.tenant.id ?? "";
  const local = takes.value.find((one) => one.key === takeKey);
  const id = local?.id ?? (/^\d+$/.test(takeKey) ? takeKey : undefined);
  const [sheet, setSheet] = useState<Catalogue | undefined>(undefined);
  const ready = useRef<Promise<Catalogue | undefined>>(Promise.resolve(undefined));
  const [names, setNames] = useState<ReadonlyMap<string, SheetItem>>(new Map());
  const [batches, setBatches] = useState<ReadonlyMap<string, string>>(new Map());
  const [last, setLast] = useState<string | undefined>(undefined);
  const [editing, setEditing] = useState<Line | undefined>(undefined);
  const [due, setDue] = useState(ofDue.has(takeKey));

  useEffect(() => {
    if (!place || !who) return undefined;
    let gone = false;
    const keep = (found: Catalogue): void => void (gone || setSheet(found));
    const ask = (): void => {
      ready.current = catalogue(place.outlet_id, tenant, keep);
      ready.current.then(
        (found) => found && keep(found),
        (error: unknown) => {
          if (!(error instanceof Unreachable)) tell(<Said error={error} />, "bad");
          else if (!gone) setTimeout(() => gone || ask(), patience);
        },
      );
    };
    setSheet(undefined);
    ask();
    return () => void (gone = true);
  }, [place?.outlet_id]);

  const header = useLoad(id ? async () => (await rows<StockTake>("stock_take", { id: `eq.${id}`, limit: 1 }))[0] : null, [id], 15_000);
  const loaded = useLoad(
    id
      ? async () => {
          const sent = sentSeqs();
          const found = await rows<StockTakeItem>("stock_take_item", {
            stock_take_id: `eq.${id}`,
            order: "counted_at.desc,id.desc",
            limit: 1000,
          });
          const lines = found.map((one): LocalLine => ({
            id: one.id,
            variation_id: one.variation_id,
            batch_id: one.batch_id === null ? null : one.batch_id,
            counted_quantity: Number(one.counted_quantity),
            counted_at: one.counted_at,
            actor: one.actor,
          }));
          await remember(lines);
          return { lines, sent };
        }
      : null,
    [id, taken.value],
    4000,
    [id],
  );

  /** Keeps the lines on the device, so that they are there after a reload without a network. */
  const remember = async (lines: LocalLine[]): Promise<void> => {
    if (!place || !who || !id) return;
    const old = takes.peek().find((one) => one.key === takeKey);
    const next: LocalTake = old ?? {
      key: takeKey,
      user: who.user,
      tenant,
      outlet_id: place.outlet_id,
      description: header.data?.description ?? "",
      operating_date: place.today,
      id,
      lines,
    };
    await putTake({ ...next, id, lines, ...(header.data ? { description: header.data.description ?? "" } : {}) });
  };

  const lines = loaded.data?.lines ?? local?.lines ?? [];
  // Of a count that this device has never seen nothing is known yet: neither that it is empty, nor how many there are of what is scanned.
  const unread = id !== undefined && !loaded.data && !local?.lines;

  // Once the lines are shown: forgotten before, a new line would be gone for a moment, and with it what is being typed into it.
  useEffect(() => {
    if (loaded.data) void forgetSent(loaded.data.sent);
  }, [loaded.data]);

  // Names that the sheet does not have (it was made before them), and numbers of batches.
  useEffect(() => {
    if (!sheet || !lines.length || offline.value) return;
    const unnamed = [...new Set(lines.map((one) => one.variation_id))].filter((one) => !sheet.of(one) && !names.has(one));
    if (unnamed.length)
      void loadNames(unnamed).then(
        (more) => setNames(new Map([...names, ...more])),
        () => undefined,
      );
    const unnumbered = lines.flatMap((one) => (one.batch_id && !batches.has(one.batch_id) ? [one.batch_id] : []));
    if (unnumbered.length)
      void rows<{ id: string; batch_number: string }>("batch", { id: among(unnumbered) }).then(
        (found) => setBatches(new Map([...batches, ...found.map((one): [string, string] => [one.id, one.batch_number])])),
        () => undefined,
      );
  }, [sheet, lines]);

  const pending = mine(entries.value).filter(
    (one) => one.take === takeKey && one.kind !== "create" && !(one.state === "sent" && loaded.data?.sent.includes(one.seq!)),
  );
  const refused = mine(entries.value).filter((one) => one.take === takeKey && one.state === "refused");
  // A count that the database does not know yet is not saved, though nothing has been scanned.
  const waitingCount = Math.max(pending.filter((one) => one.state === "waiting").length, id ? 0 : 1);
  const nameById = (variationId: string): SheetItem | undefined => sheet?.of(variationId) ?? names.get(variationId);
  const shown = merge(lines, pending, nameById);
  // What an unknown code turned out to be, the newest line of this user is; of this one it stays, whatever others count meanwhile.
  const turned = last?.startsWith("code-") && !refused.some((one) => `code-${one.code}` === last);
  const current = shown.find((one) => one.key === last) ?? (turned ? shown.find((one) => one.actor === who?.user) : undefined);
  useEffect(() => {
    if (current) setLast(current.key);
  }, [current?.key]);
  const status = header.data?.status ?? "draft";
  const cut = offline.value || loaded.error instanceof Unreachable;

  const enter = async (part: Pick<Entry, "kind" | "quantity" | "label"> & Partial<Entry>): Promise<void> => {
    if (!who) return;
    await count({ id: newRequestId(), user: who.user, tenant, take: takeKey, at: new Date(serverNow()).toISOString(), state: "waiting", ...part });
  };

  const scan = async (found: Found, code?: string): Promise<void> => {
    const item = sheet?.items.find((one) => one.variation_id === found.variation_id && one.unit === found.unit);
    const via = code ?? found.barcode ?? undefined;
    setLast(`${found.variation_id}-`);
    await enter({
      kind: "scan",
      quantity: "1",
      label: nameOf(found),
      variation_id: found.variation_id,
      factor: item?.factor ?? 1,
      ...(via ? { code: via } : {}),
    });
  };

  const unknown = (code: string): string | undefined => {
    if (!looksLikeCode(code)) return t("nothingFound", { what: code });
    setLast(`code-${code}`);
    void enter({ kind: "scan", quantity: "1", label: code.replaceAll("\x1d", " "), code });
    return undefined;
  };

  if (status !== "draft")
    return (
      <Screen title={header.data?.description || t("nav.count")}>
        <Empty icon="check" title={t("count.ended")}>
          <State prefix="take" of={status} />
          <p>
            <a href={href("review", id)}>{t("nav.review")}</a> · <a href={href("count")}>{t("count.others")}</a>
          </p>
        </Empty>
      </Screen>
    );

  return (
    <Screen
      title={header.data?.description || local?.description || (id ? t("count.number", { id }) : t("count.unnamed"))}
      lead={place?.outlet}
      actions={<SaveState waiting={waitingCount} />}
    >
      <Finder
        onPick={(found) => scan(found)}
        outletId={place?.outlet_id}
        label={t("count.scan")}
        every
        lookUp={(text) => lookUp(ready.current, text)}
        suggest={async (text) => ((await ready.current)?.search(text) ?? []).map(asFound)}
        onUnknown={unknown}
      />
      {current && (
        <Current
          key={current.key}
          line={current}
          unread={unread}
          onSet={(line, quantity) =>
            void enter({ kind: "set", quantity, label: line.name, variation_id: line.variation_id!, batch_id: line.batch_id })
          }
          onMore={(line) => void enter({ kind: "scan", quantity: "1", label: line.name, variation_id: line.variation_id! })}
        />
      )}
      <Refused entries={refused} sheet={ready.current} onChosen={(entry, found) => void replace(entry, found)} />
      <Trouble error={loaded.error instanceof Unreachable ? undefined : loaded.error} />
      <section class="panel">
        <header>
          <h2>{unread ? t("loading") : t("count.lines", { n: shown.length })}</h2>
        </header>
        {unread && !cut && <Waiting />}
        {!unread && !shown.length && <Empty icon="count" title={t("count.nothing")} />}
        <ul class="list count-lines">
          {shown.map((line) => (
            <li key={line.key}>
              <span>
                {line.name}
                <small>
                  {[line.sku, line.batch_id ? batches.get(line.batch_id) : "", line.actor, clock(line.at)].filter(Boolean).join(" · ")}
                  {line.waiting > 0 && ` · ${t("count.notSent", { n: line.waiting })}`}
                </small>
              </span>
              <span class="count-quantity">
                <strong>{number(line.counted)}</strong>
                {line.variation_id !== undefined && (
                  <button type="button" class="plain" aria-label={`${t("edit")}: ${line.name}`} onClick={() => setEditing(line)}>
                    <Icon name="edit" />
                  </button>
                )}
              </span>
            </li>
          ))}
        </ul>
      </section>
      {may("count_due") && place && !cut && (
        <details class="panel" open={due} onToggle={(event) => setDue(event.currentTarget.open)}>
          <summary>{t("report.countDue")}</summary>
          {due && (
            <DueList
              outletId={place.outlet_id}
              counted={shown.flatMap((line) => line.variation_id ?? [])}
              onPick={(one) => void scan(dueAsFound(one))}
            />
          )}
        </details>
      )}
      {editing && (
        <EditLine
          line={editing}
          onClose={() => setEditing(undefined)}
          onSet={async (quantity) =>
            enter({ kind: "set", quantity, label: editing.name, variation_id: editing.variation_id!, batch_id: editing.batch_id })
          }
          {...(may("uncount_item") && editing.id
            ? {
                onRemove: async () =>
                  enter({ kind: "uncount", quantity: "0", label: editing.name, item_id: editing.id!, variation_id: editing.variation_id! }),
              }
            : {})}
        />
      )}
      <Finish id={id} waiting={waitingCount} refused={refused.length} takeKey={takeKey} />
    </Screen>
  );

  async function replace(entry: Entry, found: Found): Promise<void> {
    await dropEntries([entry.seq!]);
    await enter({ kind: "scan", quantity: entry.quantity, label: nameOf(found), variation_id: found.variation_id });
  }
}

/** What a scanner reads, as against what somebody types to find something by its name. */
const looksLikeCode = (text: string): boolean => /^\d{6,}$|\x1d|^\(\d{2}|^\]|^https?:/.test(text);

/** Names that are on their way are worth a moment; without them the code is counted as it is. */
const soon = (sheet: Promise<Catalogue | undefined>): Promise<Catalogue | undefined> =>
  Promise.race([sheet.catch(() => undefined), new Promise<undefined>((resolve) => setTimeout(resolve, 1500))]);

/** Whoever types a name waits until there are names: they are not known before, which is not that there is none of that name. */
async function lookUp(sheet: Promise<Catalogue | undefined>, text: string): Promise<Found[]> {
  const names = await (looksLikeCode(text) ? soon(sheet) : sheet);
  const exact = names?.byCode(text) ?? [];
  return (exact.length > 0 || looksLikeCode(text) ? exact : (names?.search(text) ?? [])).map(asFound);
}

/** What the database has, and what still waits on this device, in one list. */
function merge(
  lines: readonly LocalLine[],
  pending: readonly Entry[],
  nameById: (id: string) => SheetItem | undefined,
): Line[] {
  const found = new Map<string, Line>();
  for (const line of lines) {
    const item = nameById(line.variation_id);
    const key = `${line.variation_id}-${line.batch_id ?? ""}`;
    found.set(key, {
      key,
      id: line.id,
      variation_id: line.variation_id,
      batch_id: line.batch_id,
      name: item ? nameOf(item) : `#${line.variation_id}`,
      sku: item?.sku ?? "",
      counted: line.counted_quantity,
      waiting: 0,
      at: line.counted_at,
      actor: line.actor,
    });
  }
  for (const entry of pending) {
    if (entry.state === "refused") continue;
    const key = entry.variation_id === undefined ? `code-${entry.code}` : `${entry.variation_id}-${entry.batch_id ?? ""}`;
    const old = found.get(key);
    const quantity = Number(entry.quantity) * (entry.factor ?? 1);
    if (entry.kind === "uncount") {
      found.delete(key);
      continue;
    }
    found.set(key, {
      key,
      id: old?.id,
      variation_id: entry.variation_id,
      batch_id: entry.batch_id ?? old?.batch_id ?? null,
      name: old?.name ?? entry.label,
      sku: old?.sku ?? (entry.variation_id === undefined ? "" : (nameById(entry.variation_id)?.sku ?? "")),
      counted: entry.kind === "set" ? quantity : plus(old?.counted ?? 0, quantity),
      waiting: (old?.waiting ?? 0) + (entry.state === "waiting" ? 1 : 0),
      at: entry.at,
      actor: entry.user,
    });
  }
  return [...found.values()].sort((one, other) => Date.parse(other.at) - Date.parse(one.at));
}

async function loadNames(ids: readonly string[]): Promise<[string, SheetItem][]> {
  return (await withProducts(ids)).map(({ variation: one, product }) => [
    one.id,
    {
      variation_id: one.id,
      product,
      variation: one.name,
      sku: one.sku,
      barcode: one.barcode,
      category: null,
      unit: null,
      factor: 1,
    },
  ]);
}

function SaveState({ waiting }: { waiting: number }) {
  const tone = useComputed(() => (offline.value ? "warn" : "good"));
  return (
    <span role="status" data-testid="save-state">
      {waiting > 0 ? (
        <Badge tone="warn">
          <Icon name={offline.value ? "nowifi" : "wifi"} size={16} />{" "}
          {offline.value
            ? t("count.keptOffline", { n: waiting })
            : sending.value
              ? t("count.sendingNow", { n: waiting })
              : t("count.waiting", { n: waiting })}
        </Badge>
      ) : (
        <Badge tone={tone.value as "warn" | "good"}>
          <Icon name={offline.value ? "nowifi" : "check"} size={16} /> {offline.value ? t("offline") : t("count.allSaved")}
        </Badge>
      )}
    </span>
  );
}

/** What was scanned last, large: seen from an arm's length, mended with a thumb. */
function Current({
  line,
  unread,
  onSet,
  onMore,
}: {
  line: Line;
  /** How many the database has of it is not known yet: one less of that is not known either. */
  unread: boolean;
  onSet: (line: Line, quantity: string) => void;
  onMore: (line: Line) => void;
}) {
  const [text, setText] = useState<string | undefined>(undefined);
  const input = useRef<HTMLInputElement>(null);
  const known = line.variation_id !== undefined;
  const save = (): void => {
    if (text !== undefined && text.trim() !== "" && known) onSet(line, typed(text));
    setText(undefined);
    input.current?.blur();
  };
  return (
    <section class="current" aria-live="polite" aria-label={t("count.current")}>
      <div>
        <h2>{line.name}</h2>
        <p class="muted">{line.waiting > 0 ? t("count.notSent", { n: line.waiting }) : t("count.saved")}</p>
      </div>
      <form
        class="stepper"
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <button
          type="button"
          class="secondary outline"
          disabled={!known || unread || line.counted < 1}
          aria-label={t("less")}
          onClick={() => onSet(line, String(plus(line.counted, -1)))}
        >
          <Icon name="minus" />
        </button>
        <label>
          <span class="sr-only">{t("count.quantityOf", { what: line.name })}</span>
          <input
            ref={input}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            disabled={!known}
            value={text ?? edited(line.counted)}
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => setText(event.currentTarget.value)}
            onBlur={save}
          />
        </label>
        <button type="button" class="secondary outline" disabled={!known} aria-label={t("moreOne")} onClick={() => onMore(line)}>
          <Icon name="plus" />
        </button>
      </form>
    </section>
  );
}

function EditLine({
  line,
  onClose,
  onSet,
  onRemove,
}: {
  line: Line;
  onClose: () => void;
  onSet: (quantity: string) => Promise<void>;
  onRemove?: () => Promise<void>;
}) {
  const [before] = useState(edited(line.counted));
  const [quantity, setQuantity] = useState(before);
  return (
    <Modal title={line.name} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // What was not changed is not set: others may have counted more of it meanwhile.
          void (quantity === before ? Promise.resolve() : onSet(typed(quantity))).then(onClose);
        }}
      >
        <Field label={t("count.counted")} type="number" value={quantity} onInput={setQuantity} autoFocus required />
        <div class="buttons">
          {onRemove && (
            <button type="button" class="danger outline" onClick={() => void onRemove().then(onClose)}>
              {t("count.remove")}
            </button>
          )}
          <button type="submit">{t("save")}</button>
        </div>
      </form>
    </Modal>
  );
}

function Refused({
  entries: refused,
  sheet,
  onChosen,
}: {
  entries: readonly Entry[];
  sheet: Promise<Catalogue | undefined>;
  onChosen: (entry: Entry, found: Found) => void;
}) {
  const [choosing, setChoosing] = useState<Entry | undefined>(undefined);
  if (!refused.length) return null;
  return (
    <section class="panel refused">
      <header>
        <h2>{t("count.refused", { n: refused.length })}</h2>
      </header>
      <ul class="list">
        {refused.map((one) => (
          <li key={one.id}>
            <span>
              {one.label}
              <small class="field-error">
                <Said error={new Refusal(0, one.sqlstate ?? "", one.problem ?? "", null, null)} />
              </small>
            </span>
            <span class="buttons">
              <button type="button" class="small" onClick={() => setChoosing(one)}>
                {t("count.choose")}
              </button>
              <button type="button" class="secondary outline small" onClick={() => void putEntry({ ...one, state: "waiting" }).then(kick)}>
                {t("again")}
              </button>
              <button type="button" class="secondary outline small" onClick={() => void dropEntries([one.seq!])}>
                {t("count.discard")}
              </button>
            </span>
          </li>
        ))}
      </ul>
      {choosing && (
        <Modal title={choosing.label} onClose={() => setChoosing(undefined)}>
          <Finder
            onPick={(found) => {
              onChosen(choosing, found);
              setChoosing(undefined);
            }}
            listen={false}
            lookUp={(text) => lookUp(sheet, text)}
            suggest={async (text) => ((await sheet)?.search(text) ?? []).map(asFound)}
          />
        </Modal>
      )}
    </section>
  );
}

function Finish({ id, waiting, refused, takeKey }: { id: string | undefined; waiting: number; refused: number; takeKey: string }) {
  const action = useAction();
  const blocked = !id || waiting > 0 || refused > 0 || offline.value;
  const still = useRef(blocked);
  still.current = blocked;
  if (!may("complete_stock_take")) return null;
  return (
    <footer class="finish">
      <Trouble error={action.error} />
      {blocked && <p class="muted">{refused > 0 ? t("count.blockedRefused") : t("count.blocked")}</p>}
      <div class="buttons">
        <button
          type="button"
          class="secondary outline"
          disabled={!id || offline.value}
          onClick={() =>
            void confirm(t("count.cancelTitle"), <p>{t("count.cancelBody")}</p>, t("count.cancel"), true).then((yes) => {
              if (!yes) return;
              void action.run(async (request) => {
                await change("cancel_stock_take", { stock_take_id: id }, request);
                await dropTake(takeKey);
                go("count");
              });
            })
          }
        >
          {t("count.cancel")}
        </button>
        <button
          type="button"
          disabled={blocked}
          aria-busy={action.busy ? "true" : undefined}
          onClick={() =>
            void confirm(t("count.finishTitle"), <p>{t("count.finishBody")}</p>, t("count.finish")).then((yes) => {
              if (!yes || still.current) return; // what was on its way may have come back refused
              void action.run(async (request) => {
                const left = await change<number>("complete_stock_take", { stock_take_id: id }, request);
                await dropTake(takeKey);
                tell(Number(left) > 0 ? t("count.finishedLeft", { n: Number(left) }) : t("count.finished"));
                go("review", id);
              });
            })
          }
        >
          <Icon name="check" /> {t("count.finish")}
        </button>
      </div>
    </footer>
  );
}
