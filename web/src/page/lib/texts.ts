/** What the page says, in the reader's language. What the database says stays in its own words. */
import { effect } from "@preact/signals";
import { dictionary } from "./dictionary";
import { kept } from "./kept";

export const languages = [
  { code: "en", name: "English", column: 0 },
  { code: "fr", name: "Français", column: 1 },
] as const;

export type Language = (typeof languages)[number]["code"];
export type TextKey = keyof typeof dictionary;

const spoken = navigator.languages
  .map((tag) => tag.slice(0, 2))
  .find((code): code is Language => languages.some((one) => one.code === code));
export const language = kept<Language>("language", spoken ?? "en");
effect(() => void (document.documentElement.lang = language.value));

type Values = Record<string, string | number | undefined>;

export const isKey = (key: string): key is TextKey => key in dictionary;

/** The text of that key with its {places} filled; of "one line|many lines" the form that goes with the number n. */
export function t(key: TextKey, values: Values = {}): string {
  const code = language.value;
  const column = languages.find((one) => one.code === code)?.column ?? 0;
  const entry: readonly string[] | undefined = dictionary[key];
  if (!entry) return key;
  const forms = entry[column]!.split("|");
  const one = typeof values["n"] === "number" && new Intl.PluralRules(code).select(values["n"]) === "one";
  const form = forms.length > 1 && !one ? forms[1]! : forms[0]!;
  return form.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    return typeof value === "number" ? new Intl.NumberFormat(code).format(value) : (value ?? "");
  });
}
