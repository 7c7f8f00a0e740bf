/** A receipt, on the screen and on paper: the page prints nothing else. What stands on it is the database's receipt(). */
import { rpc } from "../lib/api";
import { date, money, number, percent } from "../lib/format";
import { useLoad } from "../lib/load";
import { t } from "../lib/texts";
import { useFocus } from "../ui/form";
import { Icon } from "../ui/icons";
import { Empty, State, Trouble, Waiting, word } from "../ui/parts";

interface Item {
  sale_item_id: number;
  name: string;
  sku: string | null;
  quantity: number;
  unit: string | null;
  unit_price: number;
  discount: number;
  total: number;
}

interface Paid {
  payment_id: number;
  method: string;
  amount: number;
  tendered: number | null;
  change: number | null;
  status: string;
}

interface Printed {
  seller: { tenant: string; outlet: string };
  receipt_number: string | null;
  status: string;
  cashier: string;
  prices_include_tax: boolean;
  local_time: string;
  customer: { name: string } | null;
  items: Item[];
  discount: number;
  total: number;
  tax_by_rate: { rate: number; tax: number }[];
  payments: Paid[];
  refunds: { refund_id: number; amount: number; reason: string }[];
  due: number;
  due_date: string | null;
}

export function Receipt({ id, onNext }: { id: string; onNext: () => void }) {
  const { data, error, loading } = useLoad(() => rpc<Printed | null>("receipt", { sale_id: id }), [id]);
  if (error) return <Trouble error={error} />;
  if (!data) return loading ? <Waiting /> : <Empty icon="till" title={t("till.noReceipt")} />;
  const change = data.payments.reduce((sum, one) => sum + Number(one.change ?? 0), 0);
  return (
    <div class="receipt-screen">
      <Actions onNext={onNext} />
      {change > 0 && (
        <p class="change no-print" role="status">
          {t("till.change")} <strong>{money(change)}</strong>
        </p>
      )}
      <article class="receipt" aria-label={t("till.receipt")}>
        <header>
          <h2>{data.seller.tenant}</h2>
          <p>{data.seller.outlet}</p>
          <p>
            {data.receipt_number}
            <br />
            {date(data.local_time)} {data.local_time.slice(11, 16)}
          </p>
          {data.status !== "COMPLETED" && (
            <p>
              <State prefix="sale" of={data.status} />
            </p>
          )}
          {data.customer && <p>{data.customer.name}</p>}
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
            {data.items.map((item) => (
              <tr key={item.sale_item_id}>
                <th scope="row">
                  {item.name}
                  <small>
                    {number(item.quantity)}
                    {item.unit && ` ${item.unit}`} × {money(item.unit_price, 2)}
                    {item.discount > 0 && ` · −${money(item.discount)}`}
                  </small>
                </th>
                <td>{money(item.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <dl>
          {data.discount > 0 && <Row label={t("till.discount")} value={money(-data.discount)} />}
          <Row label={t("till.total")} value={money(data.total)} grand />
          {data.tax_by_rate
            .filter((one) => one.tax !== 0)
            .map((one) => (
              <Row
                key={one.rate}
                label={`${t(data.prices_include_tax ? "till.taxIn" : "till.tax")} ${percent(one.rate)}`}
                value={money(one.tax)}
              />
            ))}
          {data.payments.map((one) => (
            <Row
              key={one.payment_id}
              label={word("method", one.method) + (one.status === "REVERSED" ? ` (${t("till.reversed")})` : "")}
              value={money(one.tendered ?? one.amount)}
            />
          ))}
          {change > 0 && <Row label={t("till.changeLine")} value={money(change)} />}
          {data.refunds.map((one) => (
            <Row key={one.refund_id} label={`${t("till.refundLine")} (${one.reason})`} value={money(-one.amount)} />
          ))}
          {data.due > 0 && <Row label={`${t("till.dueLine")} ${data.due_date ? date(data.due_date) : ""}`} value={money(data.due)} grand />}
        </dl>
        <footer>
          <p>{t("till.thanks")}</p>
          <p>{data.cashier}</p>
        </footer>
      </article>
    </div>
  );
}

/** What comes next is under the finger at once. */
function Actions({ onNext }: { onNext: () => void }) {
  const next = useFocus<HTMLButtonElement>(true);
  return (
    <div class="buttons no-print">
      <button ref={next} type="button" onClick={onNext}>
        <Icon name="plus" /> {t("till.next")}
      </button>
      <button type="button" class="secondary outline" onClick={() => print()}>
        <Icon name="print" /> {t("till.print")}
      </button>
    </div>
  );
}

function Row({ label, value, grand }: { label: string; value: string; grand?: boolean }) {
  return (
    <div class={grand ? "grand" : ""}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  );
}
