/** Data of a screen: loaded when what it depends on changes, again while it is looked at, and never an old answer over a new one. */
import { useEffect, useRef, useState } from "preact/hooks";
import { Unreachable } from "./api";

const patience = 5000; // milliseconds before it is tried again without a network

export interface Loaded<T> {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
}

interface State<T> {
  /** What the last answer was asked for, and about what. */
  readonly needs: readonly unknown[] | undefined;
  readonly about: readonly unknown[] | undefined;
  readonly data: T | undefined;
  readonly error: unknown;
}

const same = (one: readonly unknown[] | undefined, other: readonly unknown[]): boolean =>
  one?.length === other.length && one.every((value, index) => Object.is(value, other[index]));

/**
 * Loads again when `needs` change, and `every` milliseconds as long as the page is visible. A null `load` waits. What was read is gone as
 * soon as something else is asked about: nothing of one item or outlet stands under the name of the next. Lists that are searched and
 * paged say what they are `about`: as long as that is the same, the old rows stay, `loading`, until the new ones come.
 */
export function useLoad<T>(load: (() => Promise<T>) | null, needs: readonly unknown[], every = 0, about = needs): Loaded<T> {
  const [state, setState] = useState<State<T>>({ needs: undefined, about: undefined, data: undefined, error: undefined });
  const turn = useRef(0);
  const answered = useRef(0);
  const latest = useRef({ load, needs, about });
  latest.current = { load, needs, about };

  const run = async (): Promise<void> => {
    const asked = latest.current;
    if (!asked.load) return;
    const mine = ++turn.current;
    try {
      const data = await asked.load();
      if (mine === turn.current) setState({ needs: asked.needs, about: asked.about, data, error: undefined });
    } catch (error) {
      if (mine !== turn.current) return;
      setState((old) => ({ needs: asked.needs, about: asked.about, data: same(old.about, asked.about) ? old.data : undefined, error }));
      if (error instanceof Unreachable) setTimeout(() => void (mine === turn.current && run()), patience);
    } finally {
      answered.current = Math.max(answered.current, mine);
    }
  };

  useEffect(() => {
    void run();
    if (!every) return () => void turn.current++;
    // What is on its way is waited for: where an answer takes longer than this, none would ever come.
    const timer = setInterval(() => {
      if (document.visibilityState === "visible" && answered.current === turn.current) void run();
    }, every);
    return () => {
      turn.current++;
      clearInterval(timer);
    };
  }, needs);

  const current = same(state.needs, needs);
  return {
    data: same(state.about, about) ? state.data : undefined,
    error: current ? state.error : undefined,
    loading: load !== null && !current,
    reload: run,
  };
}

/** The value as it was when it last stood still for so long: what somebody is typing is not asked letter by letter. */
export function useSettled<T>(value: T, wait = 200): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), wait);
    return () => clearTimeout(timer);
  }, [value, wait]);
  return settled;
}
