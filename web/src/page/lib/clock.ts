/** What time it is by the server: a device's own clock may be wrong by any amount, and holds, ages and orders must not follow it. */
import { read, write } from "./kept";

let ahead = read<number>("clock") ?? 0;

/** Learns from an answer's Date, which has whole seconds, when it was asked for and when it came. Small differences are the network's. */
export function learnTime(said: string | null, asked: number, came: number): void {
  const server = Date.parse(said ?? "");
  if (Number.isNaN(server)) return;
  const differs = server + 500 - (asked + came) / 2;
  const seen = Math.abs(differs) < 3000 ? 0 : differs;
  if (seen === ahead || (seen !== 0 && Math.abs(seen - ahead) < 2000)) return;
  ahead = seen;
  write("clock", seen === 0 ? null : seen);
}

/** Milliseconds since 1970, as the server counts them. */
export const serverNow = (): number => Date.now() + ahead;
