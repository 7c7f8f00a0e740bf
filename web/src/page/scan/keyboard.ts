/**
 * A scanner in keyboard mode, when no field has the focus: keys closer together than anybody types, ended by Enter or Tab, are a code.
 * Inside a field its own handling sees them.
 */
const gap = 60; // milliseconds between keys; scanners take 1 to 30, a fast typist over 80
const shortest = 4;

export function listenToScanner(onCode: (code: string) => void): () => void {
  let buffer = "";
  let last = 0;
  const listener = (event: KeyboardEvent): void => {
    if (editable(event.target) || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
    const now = event.timeStamp;
    if (now - last > gap) buffer = "";
    last = now;
    if (event.ctrlKey) {
      if (event.key === "]" || event.code === "BracketRight") {
        buffer += "\x1d";
        event.preventDefault();
      }
      return;
    }
    if (event.key === "Enter" || event.key === "Tab") {
      if (buffer.length < shortest) return;
      event.preventDefault();
      const code = buffer;
      buffer = "";
      onCode(code);
    } else if (event.key.length === 1) buffer += event.key;
  };
  document.addEventListener("keydown", listener, true);
  return () => document.removeEventListener("keydown", listener, true);
}

function editable(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
