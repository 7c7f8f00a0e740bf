import { language, languages, t, type Language } from "../lib/texts";
import { Choice } from "./form";

export function LanguageChoice() {
  return (
    <Choice
      label={t("language")}
      value={language.value}
      options={languages.map((one) => ({ value: one.code, label: one.name }))}
      onChange={(code) => (language.value = code as Language)}
    />
  );
}
