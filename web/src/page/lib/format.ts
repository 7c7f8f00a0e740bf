/** Numbers, money and dates as the reader's browser writes them. */
import { computed } from "@preact/signals";
import { language } from "./texts";
import { currency } from "./session";

/** The browser's own locale where it speaks the chosen language, else the language alone. */
const locale = computed(() => navigator.languages.find((tag) => tag.toLowerCase().startsWith(language.value)) ?? language.value);

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

export function percent(value: Numeric): string {
  return value === null || value === undefined
    ? none
    : `${new Intl.NumberFormat(locale.value, { maximumFractionDigits: 1 }).format(Number(value))} %`;
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

export function instant(value: string | null | undefined): string {
  if (!value) return none;
  return new Intl.DateTimeFormat(locale.value, { dateStyle: "medium", timeStyle: "short" }).format(new Date(value));
}

export function clock(value: string | number): string {
  return new Intl.DateTimeFormat(locale.value, { timeStyle: "short" }).format(new Date(value));
}

/** In 3 days, yesterday. */
export function days(count: number): string {
  return new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" }).format(count, "day");
}

/** How long ago or until. */
export function ago(value: string): string {
  const minutes = Math.round((new Date(value).getTime() - Date.now()) / 60_000);
  const format = new Intl.RelativeTimeFormat(locale.value, { numeric: "auto" });
  if (Math.abs(minutes) < 60) return format.format(minutes, "minute");
  if (Math.abs(minutes) < 48 * 60) return format.format(Math.round(minutes / 60), "hour");
  return format.format(Math.round(minutes / 1440), "day");
}

/** Minutes and seconds left, 29:41. */
export function countdown(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What somebody typed as a number, as the database reads it: 1 234,5 is 1234.5. What is no number goes on as it is and is refused there. */
export function typed(text: string): string {
  const plain = text.replace(/[\s\u00a0\u202f]/g, "");
  return plain.includes(",") && !plain.includes(".") ? plain.replace(",", ".") : plain;
}

/** Today plus so many days by the browser's calendar, as yyyy-mm-dd. */
export function dayFrom(base: string, plus: number): string {
  const day = new Date(`${base}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + plus);
  return day.toISOString().slice(0, 10);
}
