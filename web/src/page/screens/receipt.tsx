/** A receipt, on the screen and on paper: the page prints nothing else. */
import { among, row, rows } from "../lib/api";
import { date, instant, money, number, percent } from "../lib/format";
import { useLoad } from "../lib/load";
import { session } from "../lib/session";
import { t } from "../lib/texts";
import type { Customer, Payment, Refund, Sale, SaleItem } from "../lib/types";
import { Icon } from "../ui/icons";
import { Empty, State, Trouble, Waiting, word } from "../ui/parts";

interface Printed {
  sale: Sale;
  items: SaleItem[];
  payments: Payment[];
  refunds: Refund[];
  customer: Customer | undefined;
}

async function load(id: string): Promise<Printed | undefined> {
  const [sale, items, payments, refunds] = await Promise.all([
    row<Sale>("sale", { id: `eq.${id}` }),
    rows<SaleItem>("sale_item", { sale_id: `eq.${id}`, order: "id" }),
    rows<Payment>("payment", { sale_id: `eq.${id}`, order: "id" }),
    rows<Refund>("refund", { sale_id: `eq.${id}`, status: "eq.PROCESSED", order: "id" }),
  ]);
  if (!sale) return undefined;
  const customer = sale.customer_id ? (await rows<Customer>("customer", { id: among([sale.customer_id]) }))[0] : undefined;
  return { sale, items, payments, refunds, customer };
}

export function Receipt({ id, onNext }: { id: string; onNext: () => void }) {
  const { data, error, loading } = useLoad(() => load(id), [id]);
  if (error) return <Trouble error={error} />;
  if (!data) return loading ? <Waiting /> : <Empty icon="till" title={t("till.noReceipt")} />;
  const { sale, items, payments, refunds, customer } = data;
  const outletName = session.value?.outlets.find((one) => one.outlet_id === sale.outlet_id)?.outlet;
  const change = payments.reduce((sum, one) => sum + Number(one.change_given ?? 0), 0);
  return (
    <div class="receipt-screen">
      <div class="buttons no-print">
        <button type="button" onClick={onNext} autoFocus>
          <Icon name="plus" /> {t("till.next")}
        </button>
        <button type="button" class="secondary outline" onClick={() => print()}>
          <Icon name="print" /> {t("till.print")}
        </button>
      </div>
      {change > 0 && (
        <p class="change no-print" role="status">
          {t("till.change")} <strong>{money(change)}</strong>
        </p>
      )}
      <article class="receipt" aria-label={t("till.receipt")}>
        <header>
          <h2>{session.value?.tenant.name}</h2>
          <p>{outletName}</p>
          <p>
            {sale.receipt_number}
            <br />
            {instant(sale.completed_at)}
          </p>
          {sale.status !== "COMPLETED" && (
            <p>
              <State prefix="sale" of={sale.status} />
            </p>
          )}
          {customer && <p>{customer.name}</p>}
        </header>
        <table>
          <caption class="sr-only">{t("till.cart")}</caption>
          <thead class="sr-only">
            <tr>
              <th scope="col">{t("col.item")}</th>
              <th scope="col">{t("till.total")}</th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={item.id}>
                <th scope="row">
                  {item.product_name}
                  <small>
                    {number(item.quantity)}
                    {item.unit && ` ${item.unit}`} × {money(item.unit_price, 2)}
                    {Number(item.discount_amount) > 0 && ` · −${money(item.discount_amount)}`}
                  </small>
                </th>
                <td>{money(item.total_price)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl>
          {Number(sale.discount_amount) > 0 && (
            <div>
              <dt>{t("till.discount")}</dt>
              <dd>{money(-Number(sale.discount_amount))}</dd>
            </div>
          )}
          <div class="grand">
            <dt>{t("till.total")}</dt>
            <dd>{money(sale.total_amount)}</dd>
          </div>
          {taxes(items).map(([rate, sum]) => (
            <div key={rate}>
              <dt>
                {t(session.value?.tenant.prices_include_tax ? "till.taxIn" : "till.tax")} {percent(rate)}
              </dt>
              <dd>{money(sum)}</dd>
            </div>
          ))}
          {payments.map((one) => (
            <div key={one.id}>
              <dt>
                {word("method", one.method)}
                {one.status === "REVERSED" && ` (${t("till.reversed")})`}
              </dt>
              <dd>{money(one.tendered ?? one.amount)}</dd>
            </div>
          ))}
          {change > 0 && (
            <div>
              <dt>{t("till.change")}</dt>
              <dd>{money(change)}</dd>
            </div>
          )}
          {refunds.map((one) => (
            <div key={one.id}>
              <dt>
                {t("till.refundLine")} ({one.reason})
              </dt>
              <dd>{money(-Number(one.amount))}</dd>
            </div>
          ))}
          {Number(sale.amount_due) > 0 && (
            <div class="grand">
              <dt>
                {t("till.dueLine")} {sale.due_date && date(sale.due_date)}
              </dt>
              <dd>{money(sale.amount_due)}</dd>
            </div>
          )}
        </dl>
        <footer>
          <p>{t("till.thanks")}</p>
          <p>{sale.actor}</p>
        </footer>
      </article>
    </div>
  );
}

/** The lines' tax, added up by rate. */
function taxes(items: readonly SaleItem[]): [string, number][] {
  const sums = new Map<string, number>();
  for (const item of items)
    if (Number(item.tax_amount) !== 0)
      sums.set(String(Number(item.tax_rate)), (sums.get(String(Number(item.tax_rate))) ?? 0) + Number(item.tax_amount));
  return [...sums];
}
