// What PostgreSQL writes to what TypeScript reads, and back. Nothing here depends on a driver's settings.

type Parse = (text: string) => unknown;

function id(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is more than a JavaScript number can hold exactly`);
  return value;
}

/** "2026-02-15 09:30:00.5+00" as ISO 8601 has it, so that new Date() takes it; infinity stays as it is. */
function timestamp(text: string): string {
  return text.replace(" ", "T").replace(/([+-]\d\d)$/, "$1:00");
}

function bytes(text: string): Uint8Array {
  return Uint8Array.from(text.slice(2).match(/../g) ?? [], (hex) => parseInt(hex, 16));
}

/** A one-dimensional array: {1,2,NULL} or {"a,b","c\"d"}. */
function array(element: Parse): Parse {
  return (text) => {
    const found: unknown[] = [];
    for (const [, quoted, bare] of text.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,]+)/gs)) {
      if (quoted !== undefined) found.push(element(quoted.replace(/\\(.)/gs, "$1")));
      else found.push(bare === "NULL" ? null : element(bare ?? ""));
    }
    return found;
  };
}

const text: Parse = (value) => value;

/** By the oid of the type; whatever is not here is text: numeric, date, interval, inet. */
const PARSERS: Readonly<Record<number, Parse>> = {
  16: (value) => value === "t",
  17: bytes,
  20: id,
  21: Number,
  23: Number,
  26: Number,
  114: JSON.parse,
  700: Number,
  701: Number,
  1005: array(Number),
  1007: array(Number),
  1009: array(text),
  1016: array(id),
  1182: array(text),
  1184: timestamp,
  1185: array(timestamp),
  1231: array(text),
  3802: JSON.parse,
};

/** For node-postgres's `types` of a query: ids are numbers, quantities and dates are strings. */
export const types = {
  getTypeParser(oid: number): Parse {
    return PARSERS[oid] ?? text;
  },
};

/** An argument as the server reads it for that SQL type. */
export function encode(value: unknown, sqlType: string): unknown {
  if (value === null) return null;
  if (sqlType === "jsonb" || sqlType === "json") return JSON.stringify(value);
  if (sqlType.endsWith("[]")) return (value as readonly unknown[]).map((element) => encode(element, sqlType.slice(0, -2)));
  if (value instanceof Date) return sqlType === "date" ? refuseDate() : value.toISOString();
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  return value;
}

function refuseDate(): never {
  throw new TypeError('give a date as "YYYY-MM-DD": a Date is an instant, and which day that is depends on a time zone');
}
