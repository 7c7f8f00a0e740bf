/** Customers: who buys, what is due, what is overdue. */
import { useState } from "preact/hooks";
import { change, insert, row, rows, update } from "../lib/api";
import { date, edited, instant, money, signed, typed, type Numeric } from "../lib/format";
import { useLoad, useSettled } from "../lib/load";
import { go, href, route } from "../lib/router";
import { may, mayWrite, session } from "../lib/session";
import { t } from "../lib/texts";
import type { Credit, Customer, Sale } from "../lib/types";
import { searchCustomers } from "../ui/customer-picker";
import { Choice, Field, Inline, Submit, useAction } from "../ui/form";
import { Icon } from "../ui/icons";
import { Badge, Empty, Screen, State, tell, Trouble, Waiting, word } from "../ui/parts";

export function Customers() {
  const { id } = route.value;
  if (id === "new") return <NewCustomer />;
  return id ? <One key={id} id={id} /> : <List />;
}

function List() {
  const [text, setText] = useState("");
  const wanted = useSettled(text.trim());
  const loaded = useLoad(() => searchCustomers(wanted, 50), [wanted], 0, []);
  return (
    <Screen
      title={t("nav.customers")}
      actions={
        mayWrite("customer") && (
          <a role="button" href={href("customers", "new")}>
            <Icon name="plus" /> {t("customers.new")}
          </a>
        )
      }
    >
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Field label={t("customers.search")} value={text} onInput={setText} />
      </form>
      <Trouble error={loaded.error} />
      {!loaded.data && loaded.loading && <Waiting />}
      {loaded.data && !loaded.data.length && <Empty icon="customers" title={t("customers.none")} />}
      <ul class={`list links panel ${loaded.loading ? "stale" : ""}`}>
        {(loaded.data ?? []).map((one) => (
          <li key={one.id}>
            <a href={href("customers", one.id)}>
              <span>
                {one.name}
                <small>{[one.phone, one.email, word("type", one.customer_type)].filter(Boolean).join(" · ")}</small>
              </span>
              <span class="badges">
                {one.credit_blocked && <Badge tone="bad">{t("customers.blocked")}</Badge>}
                <strong>{money(one.outstanding_balance)}</strong>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Screen>
  );
}

function NewCustomer() {
  const [name, setName] = useState("");
  const [phone, setPhone] = useState("");
  const [email, setEmail] = useState("");
  const [type, setType] = useState("RETAIL");
  const action = useAction({ phone: /phone/i, email: /e-?mail/i, name: /name/i });
  return (
    <Screen title={t("customers.new")}>
      <p>
        <a href={href("customers")}>‹ {t("nav.customers")}</a>
      </p>
      <form
        class="panel form"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run(async (request) => {
            const about = { tenant_id: session.value?.tenant.id, name, phone, email, customer_type: type };
            const made = await insert<Customer>("customer", about, request);
            tell(t("saved", { what: name }));
            go("customers", made.id);
          });
        }}
      >
        <div class="grid">
          <Field label={t("customers.name")} value={name} onInput={setName} required autoFocus error={action.at("name")} />
          <Field label={t("customers.phone")} type="tel" value={phone} onInput={setPhone} error={action.at("phone")} />
          <Field label={t("customers.email")} type="email" value={email} onInput={setEmail} error={action.at("email")} />
          <Choice
            label={t("customers.type")}
            value={type}
            onChange={setType}
            options={["RETAIL", "WHOLESALE"].map((one) => ({ value: one, label: word("type", one) }))}
          />
        </div>
        <Submit action={action}>{t("customers.create")}</Submit>
      </form>
    </Screen>
  );
}

function One({ id }: { id: string }) {
  const loaded = useLoad(() => row<Customer>("customer", { id: `eq.${id}` }), [id]);
  const credit = useLoad(() => row<Credit>("customer_credit", { customer_id: `eq.${id}` }), [id]);
  const sales = useLoad(() => rows<Sale>("sale", { customer_id: `eq.${id}`, status: "neq.DRAFT", order: "id.desc", limit: 20 }), [id]);
  const one = loaded.data;
  const save =
    (column: string, isNumber = false) =>
    async (value: string) => {
      await update<Customer>("customer", id, { [column]: value.trim() === "" ? null : isNumber ? typed(value) : value });
      await Promise.all([loaded.reload(), credit.reload()]);
    };
  const can = (column: string): boolean => mayWrite("customer", column);
  const yesNo = [
    { value: "true", label: t("yes") },
    { value: "false", label: t("no") },
  ];
  return (
    <Screen title={one?.name ?? t("nav.customers")} lead={one && word("type", one.customer_type)}>
      <p>
        <a href={href("customers")}>‹ {t("nav.customers")}</a>
      </p>
      <Trouble error={loaded.error ?? credit.error} />
      {!one && loaded.loading && <Waiting />}
      {credit.data && (
        <section class="cards compact" aria-label={t("customers.account")}>
          <div class="card">
            <span class="card-title">{t("customers.balance")}</span>
            <strong>{money(credit.data.balance)}</strong>
          </div>
          <div class={`card ${Number(credit.data.overdue) > 0 ? "attention" : ""}`}>
            <span class="card-title">{t("customers.overdue")}</span>
            <strong>{money(credit.data.overdue)}</strong>
            {Number(credit.data.overdue) > 0 && credit.data.oldest_due && <small>{t("customers.since", { date: date(credit.data.oldest_due) })}</small>}
          </div>
          <div class="card">
            <span class="card-title">{t("customers.left")}</span>
            <strong>{credit.data.credit_left === null ? t("customers.noLimit") : money(credit.data.credit_left)}</strong>
          </div>
        </section>
      )}
      {one && (
        <section class="panel">
          <div class="fields">
            <Inline label={t("customers.name")} value={one.name} save={save("name")} readOnly={!can("name")} />
            <Inline label={t("customers.phone")} type="tel" value={one.phone ?? ""} save={save("phone")} readOnly={!can("phone")} />
            <Inline label={t("customers.email")} type="email" value={one.email ?? ""} save={save("email")} readOnly={!can("email")} />
            <Inline
              label={t("customers.contact")}
              value={one.contact_person ?? ""}
              save={save("contact_person")}
              readOnly={!can("contact_person")}
            />
            <Inline
              label={t("customers.type")}
              value={one.customer_type}
              options={["RETAIL", "WHOLESALE"].map((value) => ({ value, label: word("type", value) }))}
              save={save("customer_type")}
              readOnly={!can("customer_type")}
            />
            <Inline
              label={t("customers.terms")}
              type="number"
              value={String(one.credit_terms_days)}
              save={save("credit_terms_days", true)}
              readOnly={!can("credit_terms_days")}
            />
            <Inline
              label={t("customers.limit")}
              type="number"
              value={edited(one.credit_limit)}
              shown={one.credit_limit === null ? t("customers.noLimit") : money(one.credit_limit)}
              save={save("credit_limit", true)}
              readOnly={!can("credit_limit")}
            />
            <Inline
              label={t("customers.blocked")}
              value={String(one.credit_blocked)}
              options={yesNo}
              save={save("credit_blocked")}
              readOnly={!can("credit_blocked")}
            />
            <Inline
              label={t("customers.active")}
              value={String(one.is_active)}
              options={yesNo}
              save={save("is_active")}
              readOnly={!can("is_active")}
            />
          </div>
        </section>
      )}
      {may("update_balance") && one && (
        <Balance
          id={id}
          onDone={() => {
            void credit.reload();
            void sales.reload();
          }}
        />
      )}
      <section class="panel">
        <header>
          <h2>{t("customers.sales")}</h2>
        </header>
        {sales.data && !sales.data.length && <Empty icon="till" title={t("till.noSales")} />}
        <ul class="list">
          {(sales.data ?? []).map((sale) => (
            <li key={sale.id}>
              <span>
                <a href={href("till", undefined, { receipt: sale.id })}>{sale.receipt_number ?? sale.id}</a>
                <small>
                  {instant(sale.completed_at)}
                  {Number(sale.amount_due) > 0 && ` · ${t("till.due", { amount: money(sale.amount_due) })}`}
                </small>
              </span>
              <span class="sale-end">
                <State prefix="sale" of={sale.status} />
                <strong>{money(sale.total_amount)}</strong>
              </span>
            </li>
          ))}
        </ul>
      </section>
    </Screen>
  );
}

/** What moves a balance other than sales: a payment on account, an opening balance, a correction. */
function Balance({ id, onDone }: { id: string; onDone: () => void }) {
  const [amount, setAmount] = useState("");
  const [type, setType] = useState("PAYMENT");
  const action = useAction({ amount: /amount|payment|positive|numeric/i });
  return (
    <form
      class="panel form"
      onSubmit={(event) => {
        event.preventDefault();
        void action.run(async (request) => {
          const balance = await change<Numeric>("update_balance", { customer_id: id, amount: typed(amount), type }, request);
          tell(balance === null ? t("done") : t("customers.booked", { balance: signed(balance) }));
          setAmount("");
          onDone();
        });
      }}
    >
      <h2>{t("customers.book")}</h2>
      <div class="grid">
        <Choice
          label={t("customers.entry")}
          value={type}
          onChange={setType}
          options={(["PAYMENT", "ADJUSTMENT", "OPENING"] as const).map((one) => ({ value: one, label: t(`entry.${one}`) }))}
        />
        <Field label={t("till.amount")} type="number" value={amount} onInput={setAmount} required error={action.at("amount")} />
      </div>
      <Submit action={action}>{t("save")}</Submit>
    </form>
  );
}
