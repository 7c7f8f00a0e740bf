/** A part of the page that is fetched when it is first shown. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Trouble, Waiting } from "./parts";

export function lazily<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let loaded: ComponentType<P> | undefined;
  return function Lazy(props: P) {
    const [state, setState] = useState<{ part: ComponentType<P> | undefined; error?: unknown }>({ part: loaded });
    useEffect(() => {
      // Another of its kind may have fetched it since this one was first drawn: the promise is then kept at once.
      (loaded ? Promise.resolve(loaded) : load()).then(
        (part) => {
          loaded = part;
          setState({ part });
        },
        (error: unknown) => setState({ part: undefined, error }),
      );
    }, []);
    if (state.error) return <Trouble error={state.error} />;
    const Part = state.part;
    return Part ? <Part {...props} /> : <Waiting lines={3} />;
  };
}
