/** Fields with their label, what is said about them, and the place where a refusal belongs. */
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { newRequestId, Refusal, Unreachable } from "../lib/api";
import { t } from "../lib/texts";
import { Icon } from "./icons";
import { Said, tell, Trouble } from "./parts";

interface FieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  error?: ComponentChildren;
  help?: string | undefined;
  type?: "text" | "number" | "date" | "password" | "email" | "tel" | "multi";
  required?: boolean;
  autoFocus?: boolean;
  disabled?: boolean;
  autoComplete?: string;
  list?: readonly string[];
  name?: string;
}

/** Puts the focus where the work goes on; on a touch screen it would open the keyboard, so there it waits for the finger. */
export function useFocus<T extends HTMLElement>(wanted: boolean | undefined): RefObject<T | null> {
  const element = useRef<T>(null);
  useEffect(() => {
    if (wanted && matchMedia("(pointer: fine)").matches) element.current?.focus();
  }, []);
  return element;
}

/** A number is text with a decimal keyboard: what counts as a number in which language, and whether it is allowed, others decide. */
export function Field({
  label,
  value,
  onInput,
  error,
  help,
  type = "text",
  required,
  autoFocus,
  disabled,
  autoComplete = "off",
  list,
  name,
}: FieldProps) {
  const id = useId();
  const focus = useFocus<HTMLElement>(autoFocus);
  const described = [error && `${id}-error`, help && `${id}-help`].filter(Boolean).join(" ") || undefined;
  const common = {
    id,
    ref: focus as RefObject<never>,
    name,
    value,
    required,
    disabled,
    "aria-invalid": error ? ("true" as const) : undefined,
    "aria-describedby": described,
    onInput: (event: Event) => onInput((event.currentTarget as HTMLInputElement | HTMLTextAreaElement).value),
  };
  return (
    <div class="field">
      <label for={id}>
        {label}
        {required && <span class="required"> {t("required")}</span>}
      </label>
      {type === "multi" ? (
        <textarea {...common} rows={2} />
      ) : (
        <input
          {...common}
          {...({ type: type === "number" ? "text" : type, list: list ? `${id}-list` : undefined } as { type: "text" })}
          pattern={required ? ".*\\S.*" : undefined}
          inputMode={type === "number" ? "decimal" : undefined}
          autoComplete={autoComplete}
        />
      )}
      {list && (
        <datalist id={`${id}-list`}>
          {list.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      {error && (
        <small class="field-error" id={`${id}-error`} role="alert">
          {error}
        </small>
      )}
      {help && (
        <small class="help" id={`${id}-help`}>
          {help}
        </small>
      )}
    </div>
  );
}

export interface Option {
  value: string;
  label: string;
}

export function Choice({
  label,
  value,
  options,
  onChange,
  error,
  help,
  hideLabel,
}: {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  error?: ComponentChildren;
  help?: string;
  hideLabel?: boolean;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id} class={hideLabel ? "sr-only" : ""}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
      >
        {options.map((one) => (
          <option key={one.value} value={one.value}>
            {one.label}
          </option>
        ))}
      </select>
      {error && (
        <small class="field-error" id={`${id}-error`} role="alert">
          {error}
        </small>
      )}
      {help && <small class="help">{help}</small>}
    </div>
  );
}

/** A few choices side by side, as large as a finger. */
export function Segments({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
}) {
  const name = useId();
  return (
    <fieldset class="segments">
      <legend>{label}</legend>
      <div>
        {options.map((one) => (
          <label key={one.value} class={one.value === value ? "on" : ""}>
            <input type="radio" name={name} value={one.value} checked={one.value === value} onChange={() => onChange(one.value)} />
            {one.label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** Which field a refusal is about: the first whose words the message speaks of. Only a place to show it: the rule is the database's. */
export type Places = Record<string, RegExp>;

export interface Action {
  readonly busy: boolean;
  readonly error: unknown;
  /** The refusal, if it belongs beside this field. */
  at: (field: string) => ComponentChildren;
  /** The refusal, if no field takes it. */
  rest: unknown;
  run: <T>(work: (requestId: string) => Promise<T>) => Promise<T | undefined>;
  clear: () => void;
}

/**
 * One thing a person does with a button. It runs once at a time, and its request id lives until the database has answered: pressing
 * again after a lost reply asks for the same thing.
 */
export function useAction(places: Places = {}): Action {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(undefined);
  const request = useRef<string>(undefined);
  const running = useRef(false);
  const field = error instanceof Refusal ? Object.keys(places).find((name) => places[name]!.test(error.message)) : undefined;
  return {
    busy,
    error,
    at: (name) =>
      name === field ? <Said error={error} hint /> : undefined,
    rest: field ? undefined : error,
    clear: () => {
      request.current = undefined; // what comes next is something else
      setError(undefined);
    },
    run: async (work) => {
      if (running.current) return undefined;
      running.current = true;
      setBusy(true);
      setError(undefined);
      request.current ??= newRequestId();
      try {
        const result = await work(request.current);
        request.current = undefined;
        return result;
      } catch (problem) {
        if (!(problem instanceof Unreachable)) request.current = undefined;
        setError(problem);
        return undefined;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
}

/** A button that works hears nothing, and keeps the focus: it is not disabled. `asking` is what is read before the question. */
export function Submit({
  action,
  asking,
  children,
  disabled,
  danger,
  icon,
}: {
  action: Action;
  asking?: Action;
  children: ComponentChildren;
  disabled?: boolean;
  danger?: boolean;
  icon?: ComponentChildren;
}) {
  return (
    <>
      <Trouble error={action.rest ?? asking?.error} />
      <button
        type="submit"
        class={danger ? "danger" : ""}
        aria-busy={action.busy || asking?.busy ? "true" : undefined}
        disabled={disabled}
      >
        {icon} {children}
      </button>
    </>
  );
}

/** Runs something from a list or a dialog and tells what became of it. */
export async function attempt<T>(work: Promise<T>, success?: string): Promise<T | undefined> {
  try {
    const result = await work;
    if (success) tell(success);
    return result;
  } catch (error) {
    tell(<Said error={error} />, "bad");
    return undefined;
  }
}

interface InlineProps {
  label: string;
  value: string;
  shown?: ComponentChildren;
  type?: "text" | "number" | "date" | "email" | "tel";
  save: (value: string) => Promise<unknown>;
  readOnly?: boolean;
  options?: readonly Option[];
  list?: readonly string[];
}

/** A field that is edited by itself: shown, opened, saved alone, and refused alone. */
export function Inline({ label, value, shown, type = "text", save, readOnly, options, list }: InlineProps) {
  const [draft, setDraft] = useState<string | undefined>(undefined);
  const action = useAction();
  const button = useRef<HTMLButtonElement>(null);
  const shownValue = shown ?? (options ? options.find((one) => one.value === value)?.label : value);
  const close = (): void => {
    setDraft(undefined);
    action.clear();
    setTimeout(() => button.current?.focus());
  };
  if (draft === undefined)
    return (
      <div class="inline">
        <span class="inline-label">{label}</span>
        <span class="inline-value">{shownValue || <span class="muted">–</span>}</span>
        {!readOnly && (
          <button ref={button} type="button" class="plain" aria-label={`${t("edit")}: ${label}`} onClick={() => setDraft(value)}>
            <Icon name="edit" size={18} />
          </button>
        )}
      </div>
    );
  return (
    <form
      class="inline editing"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(async () => {
          await save(draft);
          setDraft(undefined);
          tell(t("saved", { what: label }));
          setTimeout(() => button.current?.focus());
        });
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") {
          event.stopPropagation();
          close();
        }
      }}
    >
      {options ? (
        <Choice
          label={label}
          value={draft}
          options={options}
          onChange={setDraft}
          error={action.error ? <Said error={action.error} /> : undefined}
        />
      ) : (
        <Field
          label={label}
          value={draft}
          onInput={setDraft}
          type={type}
          autoFocus
          error={action.error ? <Said error={action.error} /> : undefined}
          {...(list ? { list } : {})}
        />
      )}
      <div class="buttons">
        <button type="button" class="secondary outline" onClick={close}>
          {t("cancel")}
        </button>
        <button type="submit" aria-busy={action.busy ? "true" : undefined}>
          {t("save")}
        </button>
      </div>
    </form>
  );
}
