/** Rows as the gateway sends them. Their columns are generated from the catalog; what the gateway writes as text is text here, too. */
import type {
  BatchRow,
  BatchStatusRow,
  CustomerCreditRow,
  CustomerRow,
  OutletTodayRow,
  OutletVariationRow,
  PaymentRow,
  ProductRow,
  RefundRow,
  SaleItemRow,
  SaleRow,
  StockAlertRow,
  StockDashboardRow,
  StockLevelRow,
  StockReservationRow,
  StockTakeItemRow,
  StockTakeRow,
  StockTakeVarianceRow,
  TenantRow,
  TillSessionRow,
  VariationRow,
  VariationUnitRow,
} from "../../../../clients/typescript/src/tables.js";
import type { Numeric } from "./format";

/** A bigint of the database. */
export type Id = string;

/** A bigint or numeric comes as text, so that it stays exact; a small integer as a number. Ids are compared as they come. */
type Wire<Row> = {
  [K in keyof Row]: K extends "id" | `${string}_id`
    ? null extends Row[K]
      ? Id | null
      : Id
    : NonNullable<Row[K]> extends number
      ? Numeric
      : Row[K];
};

/** A view's columns may all be null as far as the catalog says; these are, where they are named. */
type View<Row, Maybe extends keyof Row = never> = { [K in keyof Row]: K extends Maybe ? Wire<Row>[K] : NonNullable<Wire<Row>[K]> };

export type Tenant = Wire<TenantRow>;
export type Outlet = View<OutletTodayRow>;
export type Dashboard = View<StockDashboardRow>;
export type StockLevel = View<StockLevelRow, "level" | "threshold" | "maximum_stock" | "sku" | "category">;
export type Batch = View<BatchStatusRow, "expiry_date" | "days_to_expiry" | "price">;
export type BatchHead = Wire<BatchRow>;
export type StockTake = Wire<StockTakeRow>;
export type StockTakeItem = Wire<StockTakeItemRow>;
export type Variance = View<StockTakeVarianceRow, "batch" | "variance_pct" | "reason" | "notes">;
export type Sale = Wire<SaleRow>;
export type SaleItem = Wire<SaleItemRow>;
export type Payment = Wire<PaymentRow>;
export type Refund = Wire<RefundRow>;
export type Reservation = Wire<StockReservationRow>;
export type Customer = Wire<CustomerRow>;
export type Credit = View<CustomerCreditRow, "credit_limit" | "credit_left" | "oldest_due">;
export type Product = Wire<ProductRow>;
export type Variation = Wire<VariationRow>;
export type TillSession = Wire<TillSessionRow>;
export type Unit = Wire<VariationUnitRow>;
export type OutletVariation = Wire<OutletVariationRow>;
export type Alert = Wire<StockAlertRow>;

/** A variation that was found, by words or by a code, and what the code said of it beyond that. */
export interface Found {
  variation_id: Id;
  unit: string | null;
  product: string;
  variation: string;
  sku: string | null;
  barcode?: string | null;
  price?: Numeric;
  rank?: Numeric;
  is_active?: boolean;
  /** Of a GS1 code: its lot, and the batch of that number if it lies at the outlet. */
  batch_id?: Id | null;
  lot?: string | null;
  expiry_date?: string | null;
  quantity?: Numeric;
  /** The price on the label of a scale. */
  amount?: Numeric;
  available?: Numeric;
  /** ok, expired, hold, quarantine, recalled, unknown lot or inactive. */
  status?: string;
  code?: string;
}
