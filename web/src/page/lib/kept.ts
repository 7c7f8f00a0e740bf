/** Small things the browser keeps: a signal whose value outlives the page. Never anything secret. */
import { effect, signal, type Signal } from "@preact/signals";

export function read<T>(key: string): T | undefined {
  try {
    const text = localStorage.getItem(`primeinv.${key}`);
    return text === null ? undefined : (JSON.parse(text) as T);
  } catch {
    return undefined;
  }
}

export function write(key: string, value: unknown): void {
  try {
    if (value === undefined || value === null) localStorage.removeItem(`primeinv.${key}`);
    else localStorage.setItem(`primeinv.${key}`, JSON.stringify(value));
  } catch {
    // A full or forbidden store: it is a convenience, the page works without.
  }
}

export function kept<T>(key: string, initial: T): Signal<T> {
  const value = signal<T>(read<T>(key) ?? initial);
  effect(() => write(key, value.value));
  return value;
}
