// How often: requests by session or address, and attempts to log in.
import { refuse } from "./errors.js";

const SECONDS_AT_ONCE = 4;
const MOST_KEYS = 50000;

/** So many requests a second, and a few seconds' worth at once, for each key. */
export class RateLimit {
  private readonly buckets = new Map<string, { left: number; at: number }>();

  constructor(private readonly rate: number) {}

  /** Refuses where the key has used up its share. */
  take(key: string): void {
    const now = Date.now();
    const most = this.rate * SECONDS_AT_ONCE;
    let bucket = this.buckets.get(key);
    if (!bucket) {
      this.makeRoom(now);
      this.buckets.set(key, (bucket = { left: most, at: now }));
    }
    bucket.left = Math.min(most, bucket.left + ((now - bucket.at) / 1000) * this.rate);
    bucket.at = now;
    if (bucket.left < 1) throw refuse(429, "54000", "too many requests", "Wait a moment.", { "Retry-After": "1" });
    bucket.left--;
  }

  /** Full buckets say nothing and go; were all in use, the oldest goes. */
  private makeRoom(now: number): void {
    if (this.buckets.size < MOST_KEYS) return;
    for (const [key, { at }] of this.buckets) if (now - at > SECONDS_AT_ONCE * 1000) this.buckets.delete(key);
    if (this.buckets.size >= MOST_KEYS) this.buckets.delete(this.buckets.keys().next().value!);
  }
}

const MOST_IN_QUEUE = 30;
const FIRST_WAIT = 1000;
const FORGET = 15 * 60000;

/** After so many failures a key waits, and how long at most, in milliseconds. */
interface Rule {
  key: string;
  free: number;
  longest: number;
}

interface Failures {
  count: number;
  last: number;
  until: number;
}

/**
 * Wrong passwords make the next attempt wait: after two slips 1 s, 2 s, 4 s, up to a minute, for a user at an address. An address that
 * tries many users, and a user whom many addresses try, wait as well, after more failures; the latter at most 5 s, so that nobody can
 * lock a user out.
 */
export class LoginThrottle {
  private readonly failures = new Map<string, Failures>();
  /** For each user at an address, the attempt that the next one waits for, and how many do. */
  private readonly queues = new Map<string, { last: Promise<unknown>; length: number }>();
  private running = 0;

  constructor(private readonly most: number) {}

  private rules(user: string, address: string): Rule[] {
    return [
      { key: `both ${address} ${user}`, free: 2, longest: 60000 },
      { key: `address ${address}`, free: 20, longest: 60000 },
      { key: `user ${user}`, free: 20, longest: 5000 },
    ];
  }

  /**
   * Runs an attempt, or refuses before it is made; the attempt's result is null if the password was wrong. One user's attempts from
   * one address are made one after the other, so that many at once get no more tries than many in a row.
   */
  async attempt<T>(user: string, address: string, check: () => Promise<T | null>): Promise<T | null> {
    const rules = this.rules(user, address);
    const key = rules[0]!.key;
    const queue = this.queues.get(key) ?? { last: Promise.resolve(), length: 0 };
    if (queue.length >= MOST_IN_QUEUE) throw this.slow(1000);
    queue.length++;
    this.queues.set(key, queue);
    const turn = queue.last.then(() => this.inTurn(rules, check));
    queue.last = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      if (--queue.length === 0) this.queues.delete(key);
    }
  }

  private async inTurn<T>(rules: Rule[], check: () => Promise<T | null>): Promise<T | null> {
    const until = Math.max(...rules.map(({ key }) => this.failures.get(key)?.until ?? 0));
    if (until > Date.now()) throw this.slow(until - Date.now());
    if (this.running >= this.most) throw this.slow(1000);
    this.running++;
    const result = await check().finally(() => this.running--);
    if (result === null) for (const rule of rules) this.count(rule);
    else this.failures.delete(rules[0]!.key);
    return result;
  }

  private slow(milliseconds: number) {
    const seconds = Math.ceil(milliseconds / 1000);
    return refuse(429, "54000", "too many attempts to log in", `Wait ${seconds} s.`, { "Retry-After": String(seconds) });
  }

  private count({ key, free, longest }: Rule): void {
    const now = Date.now();
    let entry = this.failures.get(key);
    if (!entry || now - entry.last > FORGET) {
      if (this.failures.size >= MOST_KEYS) this.failures.delete(this.failures.keys().next().value!);
      this.failures.set(key, (entry = { count: 0, last: now, until: 0 }));
    }
    entry.count++;
    entry.last = now;
    if (entry.count > free) entry.until = now + Math.min(longest, FIRST_WAIT * 2 ** Math.min(20, entry.count - free - 1));
  }
}
