/** Numbers, money and dates as the reader's browser writes them. */
import { computed } from "@preact/signals";
import { serverNow } from "./clock";
import { language, languages } from "./texts";
import { currency } from "./session";

/** The browser's own form of the page's language where it has one, else the language alone: for what is said in words. */
const spoken = computed(() => navigator.languages.find((tag) => tag.toLowerCase().startsWith(language.value)) ?? language.value);

/** For numbers and dates. A browser in a language that the page does not speak keeps its own. */
const locale = computed(() => {
  const own = navigator.languages[0] ?? language.value;
  return languages.some((one) => own.toLowerCase().startsWith(one.code)) ? spoken.value : own;
});

export type Numeric = number | string | null | undefined;
const none = "–";

export function number(value: Numeric, decimals = 3): string {
  if (value === null || value === undefined || value === "") return none;
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: decimals }).format(Number(value));
}

export function money(value: Numeric, extra = 0): string {
  if (value === null || value === undefined || value === "") return none;
  const { code } = currency.value;
  const decimals = Number(currency.value.decimals);
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals + extra };
  if (code === "XXX") return new Intl.NumberFormat(locale.value, digits).format(Number(value));
  return new Intl.NumberFormat(locale.value, { style: "currency", currency: code, ...digits }).format(Number(value));
}

/** A big figure where the cents do not matter. */
export function roundMoney(value: Numeric): string {
  if (value === null || value === undefined || value === "") return none;
  const { code } = currency.value;
  const options: Intl.NumberFormatOptions = { maximumFractionDigits: 0 };
  return new Intl.NumberFormat(locale.value, code === "XXX" ? options : { ...options, style: "currency", currency: code }).format(
    Number(value),
  );
}

/** For an axis: whole amounts, unless these are so small that two marks would read the same. */
export const axisMoney =
  (values: readonly number[]): ((value: number) => string) =>
  (value) =>
    Math.max(0, ...values) < 10 ? money(value) : roundMoney(value);

/** 12.5 is 12.5 %. */
export function percent(value: Numeric): string {
  if (value === null || value === undefined) return none;
  return new Intl.NumberFormat(locale.value, { style: "percent", maximumFractionDigits: 1 }).format(Number(value) / 100);
}

export function signed(value: Numeric): string {
  if (value === null || value === undefined) return none;
  return new Intl.NumberFormat(locale.value, { maximumFractionDigits: 3, signDisplay: "exceptZero" }).format(Number(value));
}

/** A calendar date has no time zone: it is written as it is. */
export function date(value: string | null | undefined): string {
  if (!value) return none;
  return new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeZone: "UTC" }).format(
    new Date(`${value.slice(0, 10)}T00:00:00Z`),
  );
}

/** Day and month alone, for an axis. */
export function shortDay(value: string): string {
  return new Intl.DateTimeFormat(locale.value, { day: "numeric", month: "numeric", timeZone: "UTC" }).format(
    new Date(`${value.slice(0, 10)}T00:00:00Z`),
  );
}

export function instant(value: string | null | undefined): string {
  if (!value) return none;
  return new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(value));
}

export function clock(value: string | number): string {
  return new Intl.DateTimeFormat(locale.value, { timeStyle: "short" }).format(new Date(value));
}

/** The name of a weekday, 1 being Monday. */
export function weekday(number: number): string {
  return new Intl.DateTimeFormat(spoken.value, { weekday: "long", timeZone: "UTC" }).format(new Date(Date.UTC(2024, 0, number)));
}

/** In 3 days, yesterday. */
export function days(count: number): string {
  return new Intl.RelativeTimeFormat(spoken.value, { numeric: "auto" }).format(count, "day");
}

/** How long ago or until. */
export function ago(value: string): string {
  const minutes = Math.round((new Date(value).getTime() - serverNow()) / 60_000);
  const format = new Intl.RelativeTimeFormat(spoken.value, { numeric: "auto" });
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  if (Math.abs(minutes) < 48 * 60) return format.format(Math.round(minutes / 60), "hour");
  return format.format(Math.round(minutes / 1440), "day");
}

/** Minutes and seconds left, 29:41. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** A number as somebody would type it here: what a field begins with. */
export function edited(value: Numeric): string {
  if (value === null || value === undefined || value === "") return "";
  return new Intl.NumberFormat(locale.value, { useGrouping: false, maximumFractionDigits: 6 }).format(Number(value));
}

/** The decimal mark and what parts groups of digits, by the locale. */
const marks = computed(() => {
  const parts = new Intl.NumberFormat(locale.value).formatToParts(12345678.9);
  const of = (type: string): string => westernDigits(parts.find((part) => part.type === type)?.value ?? "");
  return { decimal: of("decimal") || ".", group: of("group") };
});

const zeros = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/** Digits of other scripts, and their marks, as the database reads them. */
const westernDigits = (text: string): string =>
  text
    .replace(/\p{Nd}/gu, (digit) => {
      const zero = zeros.find((from) => digit.codePointAt(0)! >= from && digit.codePointAt(0)! < from + 10);
      return zero === undefined ? digit : String(digit.codePointAt(0)! - zero);
    })
    .replace(/\u066b/g, ".")
    .replace(/[\u066c'\u2019]/g, "")
    .replace(/\u2212/g, "-")
    .replace(/[\s\u00a0\u202f\u200e\u200f\u061c]/g, "");

const literal = (mark: string): string => mark.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/**
 * What somebody typed as a number, as the database reads it. Where a mark parts groups of digits in the reader's language and does so
 * here, it is that (1,234 in English is what the page itself writes for 1234); else one comma or one point is a decimal mark, for a
 * keypad has the one or the other. What is no number so goes on as it is, and is refused there.
 */
export function typed(text: string): string {
  const plain = westernDigits(text);
  const { decimal, group } = marks.value;
  if (group !== "" && new RegExp(`^[+-]?[1-9]\\d{0,2}(${literal(group)}\\d{2,3})*${literal(group)}\\d{3}(${literal(decimal)}\\d*)?$`).test(plain))
    return plain.replaceAll(group, "").replace(decimal, ".");
  return plain.includes(",") && !plain.includes(".") ? plain.replace(",", ".") : plain;
}

/** Sums of quantities without what binary fractions add: 16.1 - 1 is 15.1. */
export const plus = (one: Numeric, other: Numeric): number => Number((Number(one) + Number(other)).toFixed(6));

/** Today plus so many days by the browser's calendar, as yyyy-mm-dd. */
export function dayFrom(base: string, plus: number): string {
  const day = new Date(`${base}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + plus);
  return day.toISOString().slice(0, 10);
}
