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

/** `every` milliseconds it loads again as long as the page is visible. A null `load` waits. */
export function useLoad<T>(load: (() => Promise<T>) | null, needs: readonly unknown[], every = 0): Loaded<T> {
  const [state, setState] = useState<{ data: T | undefined; error: unknown; loading: boolean }>({
    data: undefined,
    error: undefined,
    loading: load !== null,
  });
  const turn = useRef(0);
  const latest = useRef(load);
  latest.current = load;

  const run = async (): Promise<void> => {
    const ask = latest.current;
    if (!ask) return;
    const mine = ++turn.current;
    try {
      const data = await ask();
      if (mine === turn.current) setState({ data, error: undefined, loading: false });
    } catch (error) {
      if (mine !== turn.current) return;
      setState((old) => ({ data: old.data, error, loading: false }));
      if (error instanceof Unreachable) setTimeout(() => void (mine === turn.current && run()), patience);
    }
  };

  useEffect(() => {
    setState((old) => ({ ...old, loading: load !== null }));
    void run();
    if (!every) return () => void turn.current++;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") void run();
    }, every);
    return () => {
      turn.current++;
      clearInterval(timer);
    };
  }, needs);

  return { ...state, reload: run };
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
