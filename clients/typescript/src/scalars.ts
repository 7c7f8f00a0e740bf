// How SQL's types are written in TypeScript.

/** A bigint. Ids are numbers; one beyond Number.MAX_SAFE_INTEGER is refused, never rounded. */
export type Id = number;

/** A quantity, a cost or an amount of money, as PostgreSQL writes it ("12.000"): a double cannot hold 0.1. */
export type Numeric = string;

/** A day without a time: "2026-02-15". Never a Date, which would be an instant in somebody's time zone. */
export type DateString = string;

/** An instant as ISO 8601 with its offset: "2026-02-15T09:30:00.123456+00:00". */
export type Timestamp = string;

/** "30 minutes", "00:30:00". */
export type Interval = string;

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What is sent as jsonb; what is undefined is left out, as JSON.stringify does. */
export type JsonInput = string | number | boolean | null | readonly JsonInput[] | { readonly [key: string]: JsonInput | undefined };
