/**
 * The second tap of a double tap that finds another button under the finger than the first did: what was pressed has made room for
 * something else, which nobody has meant. Approve must not pay out as well. Twice on the same button is the button's own affair.
 */
const together = 400; // milliseconds
const near = 30; // pixels

// Whoever has typed in between means the next button.
document.addEventListener("input", () => (last = undefined), true);

let last: { at: number; x: number; y: number; target: Element | null } | undefined;

document.addEventListener(
  "click",
  (event) => {
    if (event.detail === 0) return; // keys, and scripts
    const target = event.target instanceof Element ? event.target.closest("button, a, label, summary, [role=option]") : null;
    const before = last;
    last = { at: event.timeStamp, x: event.clientX, y: event.clientY, target };
    if (!before?.target || !target || target === before.target || event.timeStamp - before.at > together) return;
    if (Math.hypot(event.clientX - before.x, event.clientY - before.y) > near) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true,
);
