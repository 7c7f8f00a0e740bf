/** The one field by which a variation is found: scanned, typed or chosen. A scanner is a keyboard that types fast and ends with Enter. */
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { find, resolve } from "../scan/find";
import { listenToScanner } from "../scan/keyboard";
import { useSettled } from "../lib/load";
import { money } from "../lib/format";
import { t } from "../lib/texts";
import type { Found } from "../lib/types";
import { useFocus } from "./form";
import { Icon } from "./icons";
import { Said } from "./parts";
import { CameraButton } from "../scan/camera-button";

interface FinderProps {
  onPick: (found: Found) => void | Promise<void>;
  /** Every scan counts, in its order; else the last one is what is wanted, and those before it are forgotten. */
  every?: boolean;
  label?: string;
  outletId?: string | undefined;
  /** What may not be sold (an expired lot) is refused. */
  forSale?: boolean;
  autoFocus?: boolean;
  /** Looks up what was scanned elsewhere (the count works without a network); undefined: found nothing. */
  lookUp?: (code: string) => Promise<Found[]>;
  suggest?: (text: string) => Promise<Found[]>;
  /** Takes a code that is not found as well, or says why not. */
  onUnknown?: (code: string) => string | undefined;
  listen?: boolean;
}

export const nameOf = (found: { product: string; variation: string; unit?: string | null }): string =>
  `${found.product} – ${found.variation}${found.unit ? ` (${found.unit})` : ""}`;

export function Finder({
  onPick,
  every = false,
  label = t("scanOrSearch"),
  outletId,
  forSale = false,
  autoFocus = true,
  lookUp,
  suggest = find,
  onUnknown,
  listen = true,
}: FinderProps) {
  const id = useId();
  const input = useFocus<HTMLInputElement>(autoFocus);
  const [text, setText] = useState("");
  const [hits, setHits] = useState<Found[]>([]);
  const [active, setActive] = useState(-1);
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<ComponentChildren>("");
  const [busy, setBusy] = useState(0);
  const settled = useSettled(text.trim(), 180);

  const answered = useRef<string>(undefined);
  useEffect(() => {
    let stale = false;
    if (settled === answered.current) return undefined; // its answer is there already
    if (settled.length < 2) {
      setHits([]);
      return undefined;
    }
    suggest(settled).then(
      (found) => {
        if (stale || settled !== input.current?.value.trim()) return;
        setHits(found);
        setActive(-1);
        setOpen(true);
      },
      () => undefined,
    );
    return () => {
      stale = true;
    };
  }, [settled]);

  const turn = useRef(0);
  const before = useRef<Promise<unknown>>(Promise.resolve());

  /** What was looked for comes back to be mended, unless the next is being typed already. True if it is there. */
  const putBack = (wanted: string): boolean => {
    const field = input.current;
    if (!field || field.value !== "") return field?.value === wanted;
    field.value = wanted;
    setText(wanted);
    if (document.activeElement === field) field.select(); // and a scanner writes over it
    return true;
  };

  const clear = (): void => {
    if (input.current) input.current.value = "";
    setText("");
    setHits([]);
    setOpen(false);
    setProblem("");
  };

  const pick = async (found: Found): Promise<void> => {
    turn.current++;
    clear();
    await onPick(found);
  };

  const receive = async (wanted: string, found: Found[]): Promise<void> => {
    const only = found.length === 1 ? found[0] : undefined;
    if (only) return onPick(only);
    if (found.length > 1) {
      answered.current = wanted;
      setActive(putBack(wanted) ? 0 : -1);
      setHits(found);
      setOpen(true);
      return undefined;
    }
    const said = onUnknown ? onUnknown(wanted) : t("nothingFound", { what: wanted.replaceAll("\x1d", "·") });
    if (!said) return undefined;
    setProblem(said);
    putBack(wanted);
    return undefined;
  };

  /** Looks up what was scanned or typed. A scanner is faster than a network: it does not wait for the answer with the next. */
  const take = (code: string): void => {
    const wanted = code.trim();
    if (!wanted) return;
    const mine = ++turn.current;
    setProblem("");
    setOpen(false);
    setBusy((count) => count + 1);
    const asked = lookUp ? lookUp(wanted) : resolve(wanted, outletId, forSale);
    const answer = asked.then(
      (found) => () => receive(wanted, found),
      (error: unknown) => () => Promise.reject(error),
    );
    const work = (every ? before.current : Promise.resolve())
      .then(() => answer)
      .then((act) => (every || mine === turn.current ? act() : undefined))
      .catch((error: unknown) => {
        setProblem(<Said error={error} hint />);
        putBack(wanted);
      })
      .finally(() => setBusy((count) => count - 1));
    before.current = work;
  };

  const latest = useRef(take);
  latest.current = take;
  useEffect(() => (listen ? listenToScanner((code) => latest.current(code)) : undefined), [listen]);

  return (
    <form
      class="finder"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = open && active >= 0 ? hits[active] : undefined;
        if (chosen) void pick(chosen);
        else {
          const wanted = input.current?.value ?? text;
          clear();
          take(wanted);
        }
      }}
    >
      <label for={id}>{label}</label>
      <div class="finder-row">
        <div class="finder-input">
          <Icon name="search" />
          <input
            ref={input}
            id={id}
            type="text"
            role="combobox"
            autoComplete="off"
            autoCapitalize="off"
            spellcheck={false}
            enterkeyhint="search"
            aria-expanded={open && hits.length > 0}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={open && active >= 0 ? `${id}-${active}` : undefined}
            aria-describedby={problem ? `${id}-problem` : undefined}
            aria-invalid={problem ? "true" : undefined}
            aria-busy={busy > 0 ? "true" : undefined}
            placeholder={t("scanPlaceholder")}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setActive(-1); // what is typed now is not what the list was about
              setProblem("");
              answered.current = undefined;
            }}
            onBlur={() => setTimeout(() => setOpen(false), 150)}
            onFocus={() => hits.length && setOpen(true)}
            onKeyDown={(event) => {
              if (event.ctrlKey && (event.key === "]" || event.code === "BracketRight")) {
                // A scanner sends the separator of a GS1 code as Ctrl+].
                event.preventDefault();
                setText(`${event.currentTarget.value}\x1d`);
              } else if (event.key === "ArrowDown" && hits.length) {
                event.preventDefault();
                setOpen(true);
                setActive((active + 1) % hits.length);
              } else if (event.key === "ArrowUp" && hits.length) {
                event.preventDefault();
                setActive((active - 1 + hits.length) % hits.length);
              } else if (event.key === "Escape" && open) {
                event.preventDefault();
                event.stopPropagation();
                setOpen(false);
              }
            }}
          />
        </div>
        <CameraButton onCode={take} />
      </div>
      <ul id={`${id}-list`} role="listbox" aria-label={t("found")} class={`hits ${open && hits.length ? "" : "hidden"}`}>
        {open &&
          hits.map((found, index) => (
            <li
              key={`${found.variation_id}-${found.unit ?? ""}`}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => void pick(found)}
            >
              <span>
                {nameOf(found)}
                <small>{[found.sku, found.barcode].filter(Boolean).join(" · ")}</small>
              </span>
              {found.price !== null && found.price !== undefined && <span>{money(found.price)}</span>}
            </li>
          ))}
      </ul>
      {problem && (
        <small class="field-error" id={`${id}-problem`} role="alert">
          {problem}
        </small>
      )}
    </form>
  );
}
