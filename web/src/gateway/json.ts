// JSON from PostgreSQL's text: exact numbers (bigint, numeric) and dates as strings, what is JSON already as it is.
import type pg from "pg";

type Encode = (text: string) => string;

const raw: Encode = (text) => text;
const quoted: Encode = JSON.stringify;

/** A number that JSON can hold; NaN and infinities are strings. */
const float: Encode = (text) => (/^-?\d/.test(text) ? text : JSON.stringify(text));

/** 2026-11-21 14:05:00.123+00 as ISO 8601 has it; infinity stays a word. */
const instant: Encode = (text) => {
  if (!/^\d{4,}-\d\d-\d\d \d\d/.test(text)) return JSON.stringify(text);
  const iso = text.replace(" ", "T");
  return `"${/[+-]\d\d$/.test(iso) ? iso + ":00" : iso}"`;
};

/** The elements of an array's text, which has one dimension here: {1,NULL,"a b"}. */
export function parseArray(text: string): (string | null)[] {
  const elements: (string | null)[] = [];
  let at = text.indexOf("{") + 1;
  while (at < text.length && text[at] !== "}") {
    let value = "";
    const inQuotes = text[at] === '"';
    if (inQuotes) at++;
    while (at < text.length && (inQuotes ? text[at] !== '"' : text[at] !== "," && text[at] !== "}")) {
      if (text[at] === "\\") at++;
      value += text[at++];
    }
    if (inQuotes) at++;
    elements.push(!inQuotes && value.toUpperCase() === "NULL" ? null : value);
    if (text[at] === ",") at++;
  }
  return elements;
}

function array(element: Encode): Encode {
  return (text) => `[${parseArray(text).map((value) => (value === null ? "null" : element(value))).join(",")}]`;
}

const boolean: Encode = (text) => (text === "t" ? "true" : "false");

const ENCODERS = new Map<number, Encode>([
  [16, boolean],
  [21, raw],
  [23, raw],
  [26, raw],
  [700, float],
  [701, float],
  [114, raw],
  [3802, raw],
  [1114, instant],
  [1184, instant],
  [1000, array(boolean)],
  [1005, array(raw)],
  [1007, array(raw)],
  [1009, array(quoted)],
  [1015, array(quoted)],
  [1016, array(quoted)],
  [1182, array(quoted)],
  [1231, array(quoted)],
  [2211, array(quoted)],
  [1003, array(quoted)],
]);

/** An answer's rows as JSON objects. */
export function encodeRows(fields: pg.FieldDef[], rows: (string | null)[][]): string[] {
  const encoders = fields.map((field) => ENCODERS.get(field.dataTypeID) ?? quoted);
  const keys = fields.map((field, index) => `${index === 0 ? "{" : ","}${JSON.stringify(field.name)}:`);
  return rows.map((row) => {
    let text = "";
    for (let i = 0; i < row.length; i++) {
      const value = row[i];
      text += keys[i]! + (value === null || value === undefined ? "null" : encoders[i]!(value));
    }
    return text === "" ? "{}" : text + "}";
  });
}

/** The first column of each row, as JSON values. */
export function encodeValues(fields: pg.FieldDef[], rows: (string | null)[][]): string[] {
  const encode = ENCODERS.get(fields[0]?.dataTypeID ?? 0) ?? quoted;
  return rows.map(([value]) => (value === null || value === undefined ? "null" : encode(value)));
}
