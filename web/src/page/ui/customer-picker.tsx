/** Finds a customer by name or telephone. */
import { useId, useState } from "preact/hooks";
import { rows } from "../lib/api";
import { useLoad, useSettled } from "../lib/load";
import { t } from "../lib/texts";
import type { Customer } from "../lib/types";
import { Icon } from "./icons";

export const searchCustomers = async (text: string, limit = 8): Promise<Customer[]> => {
  if (!text) return rows<Customer>("customer", { is_active: "is.true", order: "name,id", limit });
  const pattern = `ilike.*${text.replace(/[*%,()]/g, " ").trim()}*`;
  const byName = await rows<Customer>("customer", { name: pattern, order: "name,id", limit });
  if (byName.length) return byName;
  return rows<Customer>("customer", { phone: pattern, order: "name,id", limit });
};

export function CustomerPicker({ value, onChange }: { value: Customer | undefined; onChange: (customer: Customer | undefined) => void }) {
  const id = useId();
  const [text, setText] = useState("");
  const wanted = useSettled(text.trim());
  const found = useLoad(value ? null : () => searchCustomers(wanted), [wanted, value?.id], 0, [value?.id]);
  if (value)
    return (
      <div class="inline">
        <span class="inline-label">{t("col.customer")}</span>
        <span class="inline-value">{value.name}</span>
        <button type="button" class="plain" aria-label={t("till.noCustomer")} onClick={() => onChange(undefined)}>
          <Icon name="close" />
        </button>
      </div>
    );
  return (
    <div class="field">
      <label for={id}>{t("col.customer")}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        placeholder={t("customers.search")}
      />
      <ul class="choices" aria-label={t("found")}>
        {(found.data ?? []).map((one) => (
          <li key={one.id}>
            <button type="button" class="secondary outline small" onClick={() => onChange(one)}>
              {one.name} <small>{one.phone ?? ""}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
