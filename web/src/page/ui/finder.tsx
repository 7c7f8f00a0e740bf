/** The one field by which a variation is found: scanned, typed or chosen. A scanner is a keyboard that types fast and ends with Enter. */
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { find, resolve } from "../scan/find";
import { listenToScanner } from "../scan/keyboard";
import { useSettled } from "../lib/load";
import { money } from "../lib/format";
import { t } from "../lib/texts";
import type { Found } from "../lib/types";
import { useFocus } from "./form";
import { Icon } from "./icons";
import { explain, sentence } from "./parts";
import { CameraButton } from "../scan/camera-button";

interface FinderProps {
  onPick: (found: Found) => void | Promise<void>;
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
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const settled = useSettled(text.trim(), 180);

  useEffect(() => {
    let stale = false;
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

  const pick = async (found: Found): Promise<void> => {
    setText("");
    setHits([]);
    setOpen(false);
    setProblem("");
    await onPick(found);
  };

  const take = async (code: string): Promise<void> => {
    const wanted = code.trim();
    if (!wanted) return;
    setProblem("");
    setBusy(true);
    try {
      const found = await (lookUp ? lookUp(wanted) : resolve(wanted, outletId, forSale));
      const only = found.length === 1 ? found[0] : undefined;
      if (only) await pick(only);
      else if (found.length > 1) {
        setHits(found);
        setOpen(true);
        setActive(0);
      } else {
        const said = onUnknown ? onUnknown(wanted) : t("nothingFound", { what: wanted.replaceAll("\x1d", "·") });
        if (said) setProblem(said);
        else setText("");
      }
    } catch (error) {
      setProblem(sentence(explain(error)));
    } finally {
      setBusy(false);
    }
  };

  const latest = useRef(take);
  latest.current = take;
  useEffect(() => (listen ? listenToScanner((code) => void latest.current(code)) : undefined), [listen]);

  return (
    <form
      class="finder"
      onSubmit={(event) => {
        event.preventDefault();
        const chosen = open && active >= 0 ? hits[active] : undefined;
        if (chosen) void pick(chosen);
        else void take(text);
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
            aria-busy={busy ? "true" : undefined}
            placeholder={t("scanPlaceholder")}
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setProblem("");
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
        <CameraButton onCode={(code) => void take(code)} />
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
