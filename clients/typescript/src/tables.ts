// Made by `make docs` from primeinv.api(); do not edit.

import type { DateString, Id, Interval, Json, Numeric, Timestamp } from "./scalars.js";

/** What `batch.status` can be. */
export const BATCH_STATUS = ["available", "hold", "quarantine", "recalled"] as const;
export type BatchStatus = (typeof BATCH_STATUS)[number];

/** What `customer.customer_type` can be. */
export const CUSTOMER_CUSTOMER_TYPE = ["RETAIL", "WHOLESALE"] as const;
export type CustomerCustomerType = (typeof CUSTOMER_CUSTOMER_TYPE)[number];

/** What `customer_entry.type` can be. */
export const CUSTOMER_ENTRY_TYPE = ["OPENING", "ADJUSTMENT", "PAYMENT", "APPLIED"] as const;
export type CustomerEntryType = (typeof CUSTOMER_ENTRY_TYPE)[number];

/** What `import_refusal.direction` can be. */
export const IMPORT_REFUSAL_DIRECTION = ["import", "export"] as const;
export type ImportRefusalDirection = (typeof IMPORT_REFUSAL_DIRECTION)[number];

/** What `ledger_seal.kind` can be. */
export const LEDGER_SEAL_KIND = ["stock_movement", "audit_log", "customer_entry", "sale"] as const;
export type LedgerSealKind = (typeof LEDGER_SEAL_KIND)[number];

/** What `payment.status` can be. */
export const PAYMENT_STATUS = ["COMPLETED", "REVERSED"] as const;
export type PaymentStatus = (typeof PAYMENT_STATUS)[number];

/** What `price_change.column_name` can be. */
export const PRICE_CHANGE_COLUMN_NAME = ["price", "wholesale_price", "cost", "tax_rate"] as const;
export type PriceChangeColumnName = (typeof PRICE_CHANGE_COLUMN_NAME)[number];

/** What `refund.disposition` can be. */
export const REFUND_DISPOSITION = ["restock", "quarantine", "destroy"] as const;
export type RefundDisposition = (typeof REFUND_DISPOSITION)[number];

/** What `refund.status` can be. */
export const REFUND_STATUS = ["REQUESTED", "APPROVED", "REJECTED", "PROCESSED"] as const;
export type RefundStatus = (typeof REFUND_STATUS)[number];

/** What `sale.status` can be. */
export const SALE_STATUS = ["DRAFT", "PENDING", "PARTIAL", "COMPLETED", "REFUNDED", "CANCELLED", "VOIDED"] as const;
export type SaleStatus = (typeof SALE_STATUS)[number];

/** What `sale.type` can be. */
export const SALE_TYPE = ["RETAIL", "WHOLESALE"] as const;
export type SaleType = (typeof SALE_TYPE)[number];

/** What `sale_item.price_rule` can be. */
export const SALE_ITEM_PRICE_RULE = ["variation", "outlet", "wholesale", "unit", "unit wholesale", "batch", "none"] as const;
export type SaleItemPriceRule = (typeof SALE_ITEM_PRICE_RULE)[number];

/** What `stock_alert.kind` can be. */
export const STOCK_ALERT_KIND = ["low_stock", "expiring_soon", "expired", "variance", "reservation_at_risk", "stock_take", "overdue", "promise", "job"] as const;
export type StockAlertKind = (typeof STOCK_ALERT_KIND)[number];

/** What `stock_movement.movement_type` can be. */
export const STOCK_MOVEMENT_MOVEMENT_TYPE = ["opening", "purchase", "sale", "return", "adjustment", "damage", "expiry", "transfer_in", "transfer_out", "supplier_return"] as const;
export type StockMovementMovementType = (typeof STOCK_MOVEMENT_MOVEMENT_TYPE)[number];

/** What `stock_reservation.status` can be. */
export const STOCK_RESERVATION_STATUS = ["ACTIVE", "COMMITTED", "RELEASED", "CANCELLED"] as const;
export type StockReservationStatus = (typeof STOCK_RESERVATION_STATUS)[number];

/** What `stock_take.status` can be. */
export const STOCK_TAKE_STATUS = ["draft", "completed", "reconciled", "cancelled"] as const;
export type StockTakeStatus = (typeof STOCK_TAKE_STATUS)[number];

/** What `tenant.tax_rounding` can be. */
export const TENANT_TAX_ROUNDING = ["line", "invoice"] as const;
export type TenantTaxRounding = (typeof TENANT_TAX_ROUNDING)[number];

/** What `tenant_grant.level` can be. */
export const TENANT_GRANT_LEVEL = ["guest", "reader", "app", "manager"] as const;
export type TenantGrantLevel = (typeof TENANT_GRANT_LEVEL)[number];

/**
 * Who did what and when: written once by the function or trigger that does the thing, never changed (PI005). Holds no
 * personal data of customers.
 */
export interface AuditLogRow {
  /** The tenant whom it concerns. */
  tenant_id: Id;
  /** The event's id; events of one call are in the order in which they happened. */
  id: Id;
  /** What happened, such as sale.completed or refund.processed; an application adds its own with log_event(). */
  event_type: string;
  /** The sale, if one. */
  sale_id: Id | null;
  /** The line of the sale, if one; it may have been removed since. */
  sale_item_id: Id | null;
  /** The customer, if one. */
  customer_id: Id | null;
  /** The payment, if one. */
  payment_id: Id | null;
  /** The refund, if one. */
  refund_id: Id | null;
  /** Who did it, as the caller said, else primeinv.actor, else the database role. */
  actor: string;
  /** The database role that did it. */
  db_role: string;
  /** primeinv.client_ip if it is an address, else the connection's; null for a local socket. */
  ip_address: string | null;
  /** primeinv.user_agent, else application_name. */
  user_agent: string | null;
  /** The figures; of a customer's row only the names of the columns that changed. */
  event_data: Json | null;
  /** The event for a person, or the reason given. */
  description: string | null;
  /** When, by the clock. */
  created_at: Timestamp;
}

/**
 * A lot of one variation at one outlet. Changed by functions only; an owner's UPDATE of a quantity is journaled as an
 * adjustment.
 */
export interface BatchRow {
  /** The tenant that owns the goods. */
  tenant_id: Id;
  /** The batch's id. */
  id: Id;
  /** What it is a batch of; never changes (55000). */
  variation_id: Id;
  /** Where it lies; never changes (55000). */
  outlet_id: Id;
  /** The lot number; unique per outlet and variation. */
  batch_number: string;
  /** First day on which it is not sold any more, by the outlet's calendar; null: never expires. */
  expiry_date: DateString | null;
  /** Base units left, expired and held ones included; equals the sum of the batch's movements. */
  quantity: Numeric;
  /** Cost of a base unit, averaged over the receipts into the batch. */
  cost_price: Numeric;
  /** available, hold, quarantine or recalled; only available stock is sold. */
  status: BatchStatus;
  /** When it came in; decides between batches of one expiry date. */
  received_at: Timestamp;
  /** Whether anything is left. */
  is_open: boolean;
  /** The id that another system has for it, unique per tenant; set by the owner. */
  external_id: string | null;
  /** When the row was made; written by the database. */
  created_at: Timestamp;
  /** When it was last changed; written by the database. */
  updated_at: Timestamp;
  /** Price of a base unit that is sold from this batch, such as of short-dated goods; null: as the catalogue says. */
  price: Numeric | null;
}

/**
 * What the ledger says of each batch, and the first movement whose balance does not follow from the one before. Reads
 * the whole ledger unless a batch is named.
 */
export interface BatchLedgerRow {
  /** The tenant that owns the goods. */
  tenant_id: Id | null;
  /** The batch. */
  batch_id: Id | null;
  /** Sum of its movements, in base units. */
  quantity: Numeric | null;
  /** The oldest of its movements. */
  first_movement_id: Id | null;
  /** The newest of its movements. */
  last_movement_id: Id | null;
  /**
   * The first whose balance_after is not the balance before it and its quantity, since the batch was last rebuilt;
   * null: the ledger is whole.
   */
  broken_movement_id: Id | null;
  /** The first that names another outlet or variation than the batch's first; null: none does. */
  moved_movement_id: Id | null;
  /** The outlet that its movements name. */
  outlet_id: Id | null;
  /** The variation that its movements name. */
  variation_id: Id | null;
}

/** Batches that rebuild_batches() set to what their movements add up to. The movements' balances carry on from there. */
export interface BatchRebuildRow {
  /** The tenant that owns the goods. */
  tenant_id: Id;
  /** The row's id; the newest of a batch counts. */
  id: Id;
  /** The batch. */
  batch_id: Id;
  /** Its newest movement then; 0: it had none. */
  movement_id: Id;
  /** Base units that its movements added up to, and that it was set to. */
  quantity: Numeric;
  /** When. */
  created_at: Timestamp;
}

/** Batches with stock left, and how near they are to their expiry. */
export interface BatchStatusRow {
  /** The batch. */
  batch_id: Id | null;
  /** Where it lies. */
  outlet_id: Id | null;
  /** What it is a batch of. */
  variation_id: Id | null;
  /** The lot number. */
  batch_number: string | null;
  /** First day on which it is not sold any more; null: never expires. */
  expiry_date: DateString | null;
  /** Days from the outlet's today to that date; 0 or less: expired. */
  days_to_expiry: number | null;
  /** Base units left. */
  quantity: Numeric | null;
  /** Cost of a base unit. */
  cost_price: Numeric | null;
  /** quantity times cost_price, rounded to the tenant's decimals. */
  value: Numeric | null;
  /** available, hold, quarantine or recalled. */
  status: BatchStatus | null;
  /** expired; critical: within the tenant's critical_days (7 unless set); warning: within its warning_days (30); ok. */
  level: string | null;
  /** The level as a screen would show it: black, red, yellow, green. */
  colour: string | null;
  /** The outlet's name. */
  outlet: string | null;
  /** The product's name. */
  product: string | null;
  /** The variation's name. */
  variation: string | null;
  /** When it came in. */
  received_at: Timestamp | null;
  /** The tenant. */
  tenant_id: Id | null;
  /** Base units of it that may be sold: all of an available batch that has not expired, else 0; some may be reserved. */
  sellable_quantity: Numeric | null;
  /** Price of a base unit sold from it, set by set_batch_price(); null: the catalogue's. */
  price: Numeric | null;
}

/**
 * What was sold of each batch, what it had cost and what it brought in, net of what came back from sales. A row per
 * batch that was sold from.
 */
export interface CogsByBatchRow {
  /** The batch. */
  batch_id: Id | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** The variation. */
  variation_id: Id | null;
  /** Name of its product. */
  product: string | null;
  /** Its name. */
  variation: string | null;
  /** The lot number. */
  batch_number: string | null;
  /** Its expiry date; null: never expires. */
  expiry_date: DateString | null;
  /** Base units sold, less those that came back from a refund or a voided sale. */
  units_sold: Numeric | null;
  /** Their cost as it was when they were sold, each movement rounded to the tenant's decimals. */
  cost_of_goods_sold: Numeric | null;
  /**
   * Their share of what the sales' lines charged, after discounts and before tax, rounded once a batch, so that the
   * batches of a line may make a cent more or less than it; null where no sale told a price.
   */
  revenue: Numeric | null;
  /** revenue less cost_of_goods_sold; means little where units_without_price is not 0. */
  gross_profit: Numeric | null;
  /** Of the units sold, those taken by deduct_stock or a committed reservation, which name no price. */
  units_without_price: Numeric | null;
  /** Of the amounts. */
  currency: string | null;
  /** The tenant. */
  tenant_id: Id | null;
}

/** How often the books were right, by stock take. */
export interface CountAccuracyRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The outlet that was counted. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** The stock take. */
  stock_take_id: Id | null;
  /** The outlet's date when it began. */
  operating_date: DateString | null;
  /** Lines counted. */
  lines: Id | null;
  /** Those among them where the count was what was expected. */
  lines_without_variance: Id | null;
  /** The latter in percent of the former. */
  accuracy: Numeric | null;
}

/** What completed and reconciled stock takes found, by outlet and day. */
export interface CountVarianceTrendRow {
  /** The outlet that was counted. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** The outlet's date when the stock takes began. */
  day: DateString | null;
  /** Stock takes of that day. */
  stock_takes: Id | null;
  /** Their lines. */
  lines: Id | null;
  /** Those among them where the count was not what was expected. */
  lines_with_variance: Id | null;
  /** Lines without a variance, in percent. */
  accuracy: Numeric | null;
  /** Base units found beyond what was expected. */
  positive_variance: Numeric | null;
  /** Base units missing; negative. */
  negative_variance: Numeric | null;
  /** The two together. */
  net_variance: Numeric | null;
  /** The variances' value at cost, with its sign, as in stock_take_variance. */
  value: Numeric | null;
  /** The same without signs: what was found does not make up for what was missing. */
  absolute_value: Numeric | null;
  /** The tenant. */
  tenant_id: Id | null;
  /** What was said of the variances: each reason once; null: nothing. */
  reason: string | null;
}

/** Who buys. A walk-in sale names none; credit needs one. */
export interface CustomerRow {
  /** The tenant whose customer it is. */
  tenant_id: Id;
  /** The customer's id. */
  id: Id;
  /** Name of the person or business. */
  name: string;
  /** Telephone number; never copied to the audit log. */
  phone: string | null;
  /** E-mail address; never copied to the audit log. */
  email: string | null;
  /** Whom to ask for; never copied to the audit log. */
  contact_person: string | null;
  /** RETAIL or WHOLESALE. */
  customer_type: CustomerCustomerType;
  /**
   * Most that may be due at once, in the tenant's currency; 0: no credit; null: no limit. Changing it needs the level
   * manager.
   */
  credit_limit: Numeric | null;
  /** Days from a sale to the date on which what is left of it is due. */
  credit_terms_days: number;
  /** True: nothing more on credit. Changing it needs the level manager. */
  credit_blocked: boolean;
  /** What is due on the customer's sales plus the customer's entries; written by functions only. */
  outstanding_balance: Numeric;
  /** Nothing is sold on credit to an inactive customer, not even by an override. */
  is_active: boolean;
  /** The application's own id, unique per tenant. */
  external_id: string | null;
  /** When the row was made; written by the database. */
  created_at: Timestamp;
  /** When it was last changed; written by the database. */
  updated_at: Timestamp;
}

/** Limit, balance and what is overdue of each customer, in the tenant's currency. */
export interface CustomerCreditRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The customer. */
  customer_id: Id | null;
  /** The customer's name. */
  name: string | null;
  /** RETAIL or WHOLESALE. */
  customer_type: CustomerCustomerType | null;
  /** Whether the customer may buy on credit at all. */
  is_active: boolean | null;
  /** Whether credit is blocked. */
  credit_blocked: boolean | null;
  /** Most that may be due at once; null: no limit. */
  credit_limit: Numeric | null;
  /** What is due on sales plus the customer's entries; negative: credit in hand. */
  balance: Numeric | null;
  /** How much more the limit allows; null: no limit. */
  credit_left: Numeric | null;
  /** What is due on the customer's sales. */
  due_on_sales: Numeric | null;
  /** What of it should have been paid by now, as get_overdue_balance(). */
  overdue: Numeric | null;
  /** The earliest due date of a sale with something due. */
  oldest_due: DateString | null;
}

/** What moved a customer's balance other than sales. Written once, never changed (PI005). */
export interface CustomerEntryRow {
  /** The tenant whose customer it is. */
  tenant_id: Id;
  /** The entry's id. */
  id: Id;
  /** The customer. */
  customer_id: Id;
  /**
   * OPENING, ADJUSTMENT, PAYMENT (money taken on account), or APPLIED (credit in hand that paid for a sale, or that a
   * refund gave).
   */
  type: CustomerEntryType;
  /** What it adds to the balance; a payment's is negative, as is credit that a refund gave. */
  amount: Numeric;
  /** Who made it. */
  actor: string;
  /** When. */
  created_at: Timestamp;
  /** The database role that made it. */
  db_role: string;
  /** The customer's balance after it. */
  balance_after: Numeric | null;
  /** Of a PAYMENT: how it was paid, in capitals; null: taken by version 1.0. */
  method: string | null;
  /** Of a PAYMENT: the caller's document. */
  reference: string | null;
  /** Of an APPLIED: the payment or payout by ACCOUNT that it belongs to. */
  payment_id: Id | null;
  /** Of a PAYMENT: the till session of the actor; null: the actor had no till open. */
  till_session_id: Id | null;
}

/**
 * What should be in each till at the day's end: money taken less paid out, by outlet, its date, method and who took
 * it.
 */
export interface DailyPaymentsRow {
  /** The tenant. */
  tenant_id: Id | null;
  /**
   * The outlet in whose tills the money is: of a return, the one that paid it out; null: taken on account, without a
   * till, by a tenant of several outlets.
   */
  outlet_id: Id | null;
  /** The outlet's date; of money on account without an outlet the first one's. */
  day: DateString | null;
  /** The method; ACCOUNT, which is in no till: credit in hand that was used or given. */
  method: string | null;
  /** Who took or paid it out; a reversal counts for who took the payment. */
  actor: string | null;
  /** Payments less payouts; a reversed payment counts off on the day of its reversal. */
  amount: Numeric | null;
}

/**
 * The day's end of each outlet, by its dates, in the tenant's currency. A refund or void counts on the day on which it
 * happened, and a refund at the outlet that took the goods back.
 */
export interface DailySalesRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** The outlet's date. */
  day: DateString | null;
  /** Sales completed, those that were voided later, too. */
  sales: Id | null;
  /** Their amount before discounts (and before tax, unless prices contain it). */
  gross: Numeric | null;
  /** Their discounts. */
  discount: Numeric | null;
  /** Their tax. */
  tax: Numeric | null;
  /** What was refunded that day at the outlet, tax included, be it sold there or at another one. */
  refunds: Numeric | null;
  /** What was voided or cancelled that day, tax included. */
  voids: Numeric | null;
  /** What customers owed for the day's sales, tax included, less refunds and voids. */
  net: Numeric | null;
}

/** What was written off because it had expired, by outlet, product and month of the outlet's calendar. */
export interface ExpiryWasteRow {
  /** The outlet. */
  outlet_id: Id | null;
  /** Name of the product, all its variations together. */
  product: string | null;
  /** First day of the month. */
  month: DateString | null;
  /** Base units written off. */
  units: Numeric | null;
  /** Their cost, each movement rounded to the tenant's decimals. */
  value: Numeric | null;
  /** value in percent of what was purchased of the product there in that month; null where nothing was. */
  share_of_purchases: Numeric | null;
  /** Cost of what was purchased of the product there in that month. */
  purchased: Numeric | null;
  /** The outlet's name. */
  outlet: string | null;
  /** The product. */
  product_id: Id | null;
  /** Its category. */
  category: string | null;
  /** Of the values. */
  currency: string | null;
  /** The tenant. */
  tenant_id: Id | null;
}

/** What import_decide() was told to do about problems of old data. */
export interface ImportDecisionRow {
  /** The row's id. */
  id: Id;
  /** The problem's word, of import_problems(). */
  problem: string;
  /** What becomes of its rows. */
  action: string;
  /** Who decided. */
  actor: string;
  /** The database role that did. */
  db_role: string;
  /** When. */
  decided_at: Timestamp;
}

/** What a shadow could not do on the other side: import_shadow() here, export_shadow() in the old tables. */
export interface ImportRefusalRow {
  /** The row's id. */
  id: Id;
  /** When. */
  noted_at: Timestamp;
  /** The schema of the views. */
  schema_name: string;
  /** import: from the old tables to here; export: the other way. */
  direction: ImportRefusalDirection;
  /** batch or location. */
  view_name: string;
  /** The old row's key; null: it has none yet. */
  key: string | null;
  /** The quantity in the old tables. */
  theirs: Numeric | null;
  /** The quantity here. */
  ours: Numeric | null;
  /** Of the error. */
  sqlstate: string;
  /** The error. */
  message: string;
}

/** When each of the regular tasks last ended well on this server, whoever ran it; not dumped. */
export interface JobRunRow {
  /** The task, as jobs() has it. */
  task: string;
  /** When its last good run ended. A run that left out single outlets is good: an alert of kind job tells of them. */
  ended_at: Timestamp;
}

/** Blocks of rows of one tenant and kind, sealed by seal_ledger(): docs/seals.md. Append-only (PI005). */
export interface LedgerSealRow {
  /** The tenant, whose seals are a log of their own. */
  tenant_id: Id;
  /** Place in the tenant's log, from 1 without gaps. */
  number: Id;
  /**
   * What is sealed: rows of stock_movement, audit_log or customer_entry, or states of a sale with its lines, payments
   * and refunds.
   */
  kind: LedgerSealKind;
  /** Which columns the written form of a row has. */
  version: number;
  /** When the block was sealed. */
  sealed_at: Timestamp;
  /**
   * All rows dated before it had been sealed before this block: one in it that says otherwise is back-dated. Null:
   * nothing is known.
   */
  not_before: Timestamp | null;
  /** How many rows the block has. */
  rows: Id;
  /** The lowest id in it. */
  low_id: Id;
  /** The highest id in it. */
  high_id: Id;
  /** The ids behind the lowest, as differences of seven bits a byte. */
  ids: Uint8Array;
  /** The first 4 bytes of each row's digest, which name the row that was changed; of states of sales all 32. */
  prints: Uint8Array;
  /** SHA-256 root of the tree over the rows (RFC 6962). */
  root: Uint8Array;
}

/**
 * Stock of a variation at an outlet: the sum of its batches, kept by trigger and by the functions, and the row that
 * they lock. Derived: not dumped, rebuilt as batches and reservations are loaded.
 */
export interface LocationStockRow {
  /** The tenant that owns the goods. */
  tenant_id: Id;
  /** The row's id; another after a restore. */
  id: Id;
  /** The variation. */
  variation_id: Id;
  /** The outlet. */
  outlet_id: Id;
  /** On hand: base units in all batches, whatever their state. */
  quantity: Numeric;
  /** Base units in batches with status available that expire later than sellable_on, or never. */
  sellable: Numeric;
  /** The outlet's date for which sellable was worked out; rolled forward at every change. */
  sellable_on: DateString;
  /** Base units held by active reservations that expire later than reserved_at. */
  reserved: Numeric;
  /** The instant for which reserved was worked out; rolled forward at every change while something is reserved. */
  reserved_at: Timestamp;
  /**
   * The batch at which a sale begins to look for stock: none that it may take from comes before this one, which may be
   * empty; null: not known.
   */
  first_batch_id: Id | null;
  /** Where that batch's row lies (a version's ctid on its page): a hint that saves looking for it, not relied on. */
  first_batch_at: string | null;
}

/** What is at or below its threshold and wants ordering. What has no threshold is not here; stock_level shows it. */
export interface LowStockRow {
  /** The outlet. */
  outlet_id: Id | null;
  /** The variation. */
  variation_id: Id | null;
  /** Base units that can still be sold. */
  available: Numeric | null;
  /** The outlet's, else the variation's. */
  threshold: Numeric | null;
  /** The outlet's mark for too much; null: none. */
  maximum_stock: Numeric | null;
  /** Units below the threshold; 0 at it. */
  shortfall: Numeric | null;
  /** out or low. */
  level: string | null;
  /** The outlet's name. */
  outlet: string | null;
  /** The product's name. */
  product: string | null;
  /** The variation's name. */
  variation: string | null;
  /** The variation's stock keeping unit. */
  sku: string | null;
  /** Units that may be ordered without going over the maximum; null: none is set. */
  to_maximum: Numeric | null;
  /** The tenant. */
  tenant_id: Id | null;
}

/**
 * Whether every change of a batch is in the ledger: movements against the changes that the balances prove. Reads the
 * whole ledger of the outlets asked for.
 */
export interface MovementCompletenessRow {
  /** The outlet. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** Batches there, empty ones included. */
  batches: Id | null;
  /** Their movements in the ledger. */
  movements: Id | null;
  /** Changes that there must have been: the movements, and one for each gap between two balances. */
  changes: Id | null;
  /** The gaps. */
  missing: Id | null;
  /** Base units in the gaps, up and down added. */
  missing_units: Numeric | null;
  /** Movements in percent of changes, cut off after two decimals: 100.00 only if nothing is missing. */
  completeness_pct: Numeric | null;
  /** The tenant. */
  tenant_id: Id | null;
}

/** A shop or store room of a tenant, with its own time zone: days, expiry and receipts are its local dates. */
export interface OutletRow {
  /** The tenant that the outlet belongs to. */
  tenant_id: Id;
  /** The outlet's id; it opens the receipt numbers. */
  id: Id;
  /** Name of the shop, as in error messages and reports. */
  name: string;
  /** IANA name from pg_timezone_names; any other is refused (22023). */
  time_zone: string;
  /** Nothing is sold at an inactive outlet (22023); its stock is still counted. */
  is_active: boolean;
  /** The application's own id, unique per tenant. */
  external_id: string | null;
  /** So many days before a batch expires here there is an alert. */
  expiry_alert_days: number;
  /** When the row was made; written by the database. */
  created_at: Timestamp;
  /** When it was last changed; written by the database. */
  updated_at: Timestamp;
}

/** For which day run_job('expiry_and_reconcile') has last done its work at an outlet. */
export interface OutletDayRow {
  /** The tenant of the outlet. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The outlet. */
  outlet_id: Id;
  /** The outlet's date. */
  day: DateString;
}

/** What each run of reconcile found at each outlet. */
export interface OutletReconciliationRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** The run. */
  run_id: Id | null;
  /** The outlet's date of the run. */
  day: DateString | null;
  /** When the run began. */
  started_at: Timestamp | null;
  /** Whether it set location stock right. */
  fixed: boolean | null;
  /** Variations that it looked at. */
  checked: Id | null;
  /** Those among them whose batches, location stock and ledger were not all the same. */
  variances: Id | null;
  /** Those among them that were off by more than the tenant's variance_percent. */
  flagged: Id | null;
  /** Base units by which they were off, summed without sign. */
  units: Numeric | null;
  /** Variances in percent of what was checked; null: nothing was. */
  share: Numeric | null;
}

/** Each outlet with today's date there. */
export interface OutletTodayRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** Its time zone. */
  time_zone: string | null;
  /** The date there when the statement began. */
  today: DateString | null;
  /** Whether it sells. */
  is_active: boolean | null;
  /** The tenant's currency. */
  currency: string | null;
  /** Decimals of money in that currency. */
  money_decimals: number | null;
  /** The tenant's: days before its expiry in which a batch is critical. */
  critical_days: number | null;
  /** The tenant's: days before its expiry in which a batch is a warning. */
  warning_days: number | null;
}

/** What an outlet sets differently for a variation; null means the variation's own. */
export interface OutletVariationRow {
  /** The tenant of both. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The outlet. */
  outlet_id: Id;
  /** The variation. */
  variation_id: Id;
  /** Base units at or below which the variation is low here; null: the variation's. */
  low_stock_threshold: Numeric | null;
  /** Base units above which the stock here is high; null: no such mark. */
  maximum_stock: Numeric | null;
  /** Retail price of a base unit here; null: the variation's. */
  price: Numeric | null;
  /** The application's own id, unique per tenant. */
  external_id: string | null;
  /** Days from an order to its delivery here, for reorder_proposal(); null: 7. */
  lead_time_days: number | null;
  /** Base units that can be ordered at once, and multiples of it; null: 1. */
  pack_size: Numeric | null;
  /** Base units ordered and not received yet, as far as the application says so; null: none. */
  on_order: Numeric | null;
}

/** Movements of the system before this one, as it had them. No stock follows from them. */
export interface PastMovementRow {
  /** The tenant. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The movement's key in the old system, unique per tenant. */
  external_id: string;
  /** When it happened. */
  created_at: Timestamp;
  /** The outlet; null: not known here. */
  outlet_id: Id | null;
  /** The variation; null: not known here. */
  variation_id: Id | null;
  /** The batch; null: not known here. */
  batch_id: Id | null;
  /** What it was, in the old system's word. */
  movement_type: string;
  /** Base units, positive in, negative out. */
  quantity: Numeric;
  /** Cost of a base unit; null: not said. */
  unit_cost: Numeric | null;
  /** Why. */
  reason: string | null;
  /** The document. */
  reference_id: string | null;
  /** Who did it. */
  actor: string | null;
}

/** Sales of the system before this one, as it had them. What was still due of one is a sale here, too. */
export interface PastSaleRow {
  /** The tenant. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The sale's key in the old system, unique per tenant. */
  external_id: string;
  /** The outlet; null: not known here. */
  outlet_id: Id | null;
  /** The customer; null: none, or not known here. */
  customer_id: Id | null;
  /** As on the old receipt. */
  receipt_number: string | null;
  /** When it was sold. */
  sold_at: Timestamp;
  /** In the old system's word; due: known by its due alone. */
  status: string | null;
  /** How it was paid, in the old system's word. */
  payment_type: string | null;
  /** Who sold. */
  actor: string | null;
  /** The currency of its amounts; null: the tenant's. */
  currency: string | null;
  /** What was charged. */
  total_amount: Numeric;
  /** The tax in it. */
  tax_amount: Numeric | null;
  /** The discount taken off. */
  discount_amount: Numeric | null;
  /** What was paid then. */
  amount_paid: Numeric | null;
  /** Its lines, as the old system had them. */
  items: Json | null;
  /** The sale here that carries what was still due; null: nothing was. */
  sale_id: Id | null;
}

/** Money that came in for a sale, or was paid out (negative). */
export interface PaymentRow {
  /** The tenant that sold. */
  tenant_id: Id;
  /** The payment's id. */
  id: Id;
  /** The sale. */
  sale_id: Id;
  /** The refund that it pays out; null: none. */
  refund_id: Id | null;
  /**
   * How: CASH, CARD or whatever the tenant calls it, in capitals; ACCOUNT draws on the customer's credit in hand, or
   * gives some.
   */
  method: string;
  /** What counts towards the sale; negative: paid out. */
  amount: Numeric;
  /** What the customer handed over; null: a payout. */
  tendered: Numeric | null;
  /** What the customer got back of it; null: a payout. */
  change_given: Numeric | null;
  /** The caller's document, such as a card slip's number. */
  reference: string | null;
  /** COMPLETED, or REVERSED: bounced, or a slip of the key. */
  status: PaymentStatus;
  /** Who took it. */
  actor: string;
  /** When. */
  created_at: Timestamp;
  /** The database role that took it. */
  db_role: string;
  /** Who reversed it; null: nobody. */
  reversed_by: string | null;
  /** When it was reversed. */
  reversed_at: Timestamp | null;
  /** Why it was reversed. */
  reversal_reason: string | null;
  /** The till session of the actor; null: the actor had no till open. */
  till_session_id: Id | null;
  /**
   * The outlet whose money it is, where that is not the sale's: the one that took goods back and paid, or where the
   * actor had a till open; null: the sale's.
   */
  outlet_id: Id | null;
}

/**
 * Each change of a price, cost or tax rate of a variation or a unit, written by trigger, and of a batch's price, or
 * correction of its cost, never changed (PI005). What a sale charged stands in its lines.
 */
export interface PriceChangeRow {
  /** The tenant. */
  tenant_id: Id;
  /** The change's id. */
  id: Id;
  /** The variation. */
  variation_id: Id;
  /** The unit whose price it is; null: the variation's own. */
  unit: string | null;
  /** price, wholesale_price, cost or tax_rate. */
  column_name: PriceChangeColumnName;
  /** What it was; null: none. */
  old: Numeric | null;
  /** What it became; null: none. */
  new: Numeric | null;
  /** Who changed it: primeinv.actor, else the database role. */
  actor: string;
  /** The database role that changed it. */
  db_role: string;
  /** When. */
  changed_at: Timestamp;
  /**
   * The batch whose price or cost it is; null: the variation's or the unit's. A cost that receipts average anew is
   * none of these changes: the ledger tells it.
   */
  batch_id: Id | null;
}

/** What is sold, such as "Rice"; stock is kept per variation of it. */
export interface ProductRow {
  /** The tenant that sells it. */
  tenant_id: Id;
  /** The product's id. */
  id: Id;
  /** Name of the product. */
  name: string;
  /** Stock keeping unit; unique per tenant unless null or empty. */
  sku: string | null;
  /** Group that reports sum by; free text. */
  category: string | null;
  /** Address of a picture; optional. */
  image: string | null;
  /** No variation of an inactive product is sold (22023); they are still counted. */
  is_active: boolean;
  /** The application's own id, unique per tenant. */
  external_id: string | null;
  /** When the row was made; written by the database. */
  created_at: Timestamp;
  /** When it was last changed; written by the database. */
  updated_at: Timestamp;
}

/**
 * What is sold where, in each of its units, at what price, and whether it is there: a row per active outlet, active
 * variation and unit, for the level guest. No cost, no customer, no sale.
 */
export interface ProductAvailabilityRow {
  /** The outlet. */
  outlet_id: Id | null;
  /** The variation. */
  variation_id: Id | null;
  /** Name of its product. */
  product: string | null;
  /** Its name. */
  variation: string | null;
  /** The unit that the row is about; null: the base unit. */
  unit: string | null;
  /**
   * Retail price of one such unit now: that of the batch that is sold next, if it has one, else list_price; null: none
   * is set.
   */
  price: Numeric | null;
  /** Bar code of that unit. */
  barcode: string | null;
  /** Whether one such unit, or any of a base unit, can be had; true for what needs no stock. */
  in_stock: boolean | null;
  /**
   * How many can be had, at most 10 (10 means 10 or more): whole ones, of the base unit exactly; null for what needs
   * no stock.
   */
  available: Numeric | null;
  /** The outlet's name. */
  outlet: string | null;
  /** The product's category. */
  category: string | null;
  /** Address of the product's picture. */
  image: string | null;
  /** Of the price. */
  currency: string | null;
  /** The tenant. */
  tenant_id: Id | null;
  /**
   * Retail price of one such unit by the catalogue: its own, else the outlet's or the variation's times the unit's
   * ratio.
   */
  list_price: Numeric | null;
}

/**
 * The last receipt number of each outlet and day. Its row is locked until the sale commits, so that numbers have no
 * gaps.
 */
export interface ReceiptCounterRow {
  /** The tenant of the outlet. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The outlet. */
  outlet_id: Id;
  /** The outlet's date. */
  day: DateString;
  /** The number given last. */
  last: Id;
  /** The number behind which we began: the last that an imported receipt of that day has, else 0. */
  began: Id;
}

/**
 * What customers owe by how late it is, by the outlet's dates: a row per customer who owes something or has credit in
 * hand.
 */
export interface ReceivablesAgeingRow {
  /** The customer. */
  customer_id: Id | null;
  /** The customer's name. */
  customer: string | null;
  /** Due today or later. */
  not_due: Numeric | null;
  /** Due 1 to 30 days ago. */
  days_1_30: Numeric | null;
  /** Due 31 to 60 days ago. */
  days_31_60: Numeric | null;
  /** Due 61 to 90 days ago. */
  days_61_90: Numeric | null;
  /** Due more than 90 days ago. */
  older: Numeric | null;
  /** All of these together. */
  due_on_sales: Numeric | null;
  /** What the customer's entries other than sales add: opening balances and adjustments; negative: credit in hand. */
  on_account: Numeric | null;
  /** due_on_sales and on_account: what the customer owes. */
  balance: Numeric | null;
  /** Sales with something due. */
  sales: Id | null;
  /** The earliest due date among them. */
  oldest_due: DateString | null;
  /** Of the amounts. */
  currency: string | null;
  /** The tenant. */
  tenant_id: Id | null;
}

/** What a run found at each outlet. */
export interface ReconciliationOutletRow {
  /** The tenant. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The run. */
  run_id: Id;
  /** The outlet. */
  outlet_id: Id;
  /** Variations that it looked at there. */
  variations_checked: Id;
  /** Those among them with a variance. */
  variances_found: Id;
}

/** Each time that reconcile looked at a tenant. */
export interface ReconciliationRunRow {
  /** The tenant. */
  tenant_id: Id;
  /** The run's id. */
  id: Id;
  /** The one outlet that was looked at; null: all. */
  outlet_id: Id | null;
  /** When it began. */
  started_at: Timestamp;
  /** When it had compared, and fixed what it was to fix. */
  finished_at: Timestamp | null;
  /** Whether it set location stock to the batches' total where they differed. */
  fixed: boolean;
  /** Pairs of variation and outlet that it looked at. */
  total_variations_checked: Id;
  /** Those among them whose batches, location stock and ledger were not all the same. */
  variances_found: Id;
}

/** Each variation at an outlet whose batches, location stock and ledger a run found not all the same. */
export interface ReconciliationVarianceRow {
  /** The tenant. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The run. */
  run_id: Id;
  /** The outlet. */
  outlet_id: Id;
  /** The variation. */
  variation_id: Id;
  /** Base units in its batches. */
  batch_total: Numeric;
  /** Base units by location_stock. */
  location_stock: Numeric;
  /** Base units by its movements. */
  ledger_total: Numeric;
  /** Batches less location stock. */
  variance: Numeric;
  /** The variance in percent of location stock; null where that is 0 and the batches are not. */
  variance_pct: Numeric | null;
  /** Whether they differed by more than the tenant's variance_percent; that raised an alert. */
  flagged: boolean;
}

/** Goods that came back, or are asked to, and what is given back for them. */
export interface RefundRow {
  /** The tenant that sold. */
  tenant_id: Id;
  /** The refund's id. */
  id: Id;
  /** The sale. */
  sale_id: Id;
  /** REQUESTED, then APPROVED or REJECTED, then PROCESSED. */
  status: RefundStatus;
  /** Why. */
  reason: string;
  /** What becomes of the goods: restock (into their batches), quarantine or destroy. */
  disposition: RefundDisposition;
  /** What is given back, tax included: the sum of its items. */
  amount: Numeric;
  /** How what was paid is paid out; null: as the sale was paid. */
  method: string | null;
  /** Who asked for it. */
  actor: string;
  /** When. */
  created_at: Timestamp;
  /** The database role that asked. */
  db_role: string;
  /** Who approved or rejected it. */
  decided_by: string | null;
  /** When. */
  decided_at: Timestamp | null;
  /** Why it was rejected. */
  decision_reason: string | null;
  /** Who took the goods back and paid. */
  processed_by: string | null;
  /** When. */
  processed_at: Timestamp | null;
  /** The outlet that took the goods back and paid, where it is not the sale's; null: the sale's. */
  outlet_id: Id | null;
}

/** How much of a sale's line a refund takes back. */
export interface RefundItemRow {
  /** The tenant that sold. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The refund. */
  refund_id: Id;
  /** The line. */
  sale_item_id: Id;
  /** How many, in unit. */
  quantity: Numeric;
  /** The same in base units, exactly. */
  base_quantity: Numeric;
  /** What is given back for them, tax included. */
  amount: Numeric;
  /** The unit of quantity; null: the base unit. */
  unit: string | null;
  /** The tax in amount. */
  tax_amount: Numeric;
}

/** Request ids that were used: a retry gets the first call's result and changes nothing. */
export interface RequestRow {
  /** The tenant of the call. */
  tenant_id: Id;
  /** The row's id. */
  id: Id;
  /** The function that was called; ids are unique per tenant and function. */
  function: string;
  /** The id as the client gave it. */
  request_id: string;
  /** The arguments but for actor and request_id; a retry must have equal ones (PI004). */
  arguments: Json;
  /** An array of the result's rows, objects of their columns as texts, or of its one value. */
  result: Json | null;
  /** When; kept for primeinv.request_retention days from then. */
  created_at: Timestamp;
}

/**
 * A sale, from the cart (DRAFT) to what became of it. Amounts are in the tenant's currency and equal the sums of the
 * lines.
 */
export interface SaleRow {
  /** The tenant that sells. */
  tenant_id: Id;
  /** The sale's id. */
  id: Id;
  /** Where it is sold. */
  outlet_id: Id;
  /** Who buys; null: a walk-in. */
  customer_id: Id | null;
  /** Outlet, local date and a number without gaps; null until completion. */
  receipt_number: string | null;
  /** RETAIL or WHOLESALE: which prices apply. */
  type: SaleType;
  /**
   * DRAFT (the cart), PENDING (given out, nothing paid), PARTIAL (partly paid), COMPLETED (nothing due), REFUNDED
   * (wholly), CANCELLED or VOIDED.
   */
  status: SaleStatus;
  /** The method of payment, MIXED (several), or CREDIT (nothing was paid at completion); null: a draft. */
  payment_type: string | null;
  /** Quantity times price of all lines, before discounts; contains the tax where the tenant's prices do. */
  subtotal: Numeric;
  /** All discounts, of the lines and of the sale. */
  discount_amount: Numeric;
  /** The tax of all lines, contained in the prices or added to them. */
  tax_amount: Numeric;
  /** What the customer owes for everything: the lines' total_price. */
  total_amount: Numeric;
  /** What was paid and kept: payments that were not reversed, less payouts. */
  amount_paid: Numeric;
  /** What came off the total by refunds and voids. */
  refunded_amount: Numeric;
  /** total_amount less refunded_amount less amount_paid. */
  amount_due: Numeric;
  /** Whether a manager let it pass though the customer's credit did not allow it. */
  manager_override: boolean;
  /** Why the manager did. */
  override_reason: string | null;
  /** Who that was. */
  override_by: string | null;
  /** The cart under which its holds lie, in the application's words. */
  cart_session_id: string | null;
  /** Who made it. */
  actor: string;
  /** When it was made. */
  created_at: Timestamp;
  /** When the goods were given out; null: not yet. */
  completed_at: Timestamp | null;
  /** The outlet's date by which what was left due is to be paid; null: nothing was. */
  due_date: DateString | null;
  /** The discount on the sale as a whole, which the lines share. */
  sale_discount: Numeric;
  /** For how long each change of the cart holds its stock; null: for the tenant's hold_minutes. */
  hold: Interval | null;
  /** The database role that made it. */
  db_role: string;
  /** The outlet's date of completed_at, by its zone at that time: the day of the receipt and of the reports. */
  completed_on: DateString | null;
  /** When it was cancelled or voided; null: neither. */
  closed_at: Timestamp | null;
  /** Who cancelled or voided it. */
  closed_by: string | null;
  /** Why it was cancelled or voided. */
  close_reason: string | null;
  /** The id that another system has for it, unique per tenant; set by the owner. */
  external_id: string | null;
  /** When it was last changed; written by the database. */
  updated_at: Timestamp;
}

/** A line of a sale. Names, rates and costs are as they were then. */
export interface SaleItemRow {
  /** The tenant that sells. */
  tenant_id: Id;
  /** The line's id; lines of a sale are in the order of their ids. */
  id: Id;
  /** The sale. */
  sale_id: Id;
  /** What is sold. */
  variation_id: Id;
  /** How many, in the line's unit. */
  quantity: Numeric;
  /** The unit; null: the base unit. */
  unit: string | null;
  /** The same in base units, exactly. */
  base_quantity: Numeric;
  /** What the price rule chose, per unit sold; null: there was no price. */
  list_price: Numeric | null;
  /** What was charged per unit sold, before discounts. */
  unit_price: Numeric;
  /** The line's own discount in percent. */
  discount_percentage: Numeric;
  /** The line's own discount and its share of the sale's. */
  discount_amount: Numeric;
  /** Tax in percent. */
  tax_rate: Numeric;
  /** The tax on the discounted amount, or contained in it. */
  tax_amount: Numeric;
  /** What the line costs the customer, discounts off and tax in. */
  total_price: Numeric;
  /** Cost of a base unit, averaged over the batches that served the line; null until completion. */
  unit_cost: Numeric | null;
  /** Names of product and variation at the time. */
  product_name: string;
  /** SKU of the variation, else of the product, at the time. */
  product_sku: string | null;
  /** The one batch that it is to be taken from; null: first expired, first out. */
  batch_id: Id | null;
  /**
   * Which price list_price is: the variation's, the outlet's, wholesale, the unit's own, the unit's wholesale, that of
   * the batch that it was taken from; none: there was no price.
   */
  price_rule: SaleItemPriceRule;
  /** Whether the caller said unit_price; else it follows list_price while the sale is a draft. */
  price_given: boolean;
  /** Quantity times unit_price, rounded, before discounts. */
  subtotal: Numeric;
  /** The line's share of the discount on the sale as a whole, part of discount_amount. */
  sale_discount: Numeric;
  /** When the row was made; written by the database. */
  created_at: Timestamp;
  /** When it was last changed; written by the database. */
  updated_at: Timestamp;
}

/**
 * What each line of a completed sale earned, net of refunds and voids, at the cost of the very batches that served it;
 * of a draft (status DRAFT, completed_at null) what it would earn now, at the cost of the batches that would be taken.
 */
export interface SaleItemProfitRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The line. */
  sale_item_id: Id | null;
  /** Its sale. */
  sale_id: Id | null;
  /** Where it was sold. */
  outlet_id: Id | null;
  /** What was sold. */
  variation_id: Id | null;
  /** Its name at the time. */
  product_name: string | null;
  /** When it was sold; null: a draft. */
  completed_at: Timestamp | null;
  /** The sale's status. */
  status: string | null;
  /** Base units sold and not given back. */
  quantity: Numeric | null;
  /** What they were sold for, after discounts and without tax. */
  base_amount: Numeric | null;
  /** The same with tax. */
  gross_amount: Numeric | null;
  /**
   * Cost of a base unit: the average of the batches that served what was not given back; of a draft, of those that
   * would be taken, else the variation's usual cost.
   */
  unit_cost: Numeric | null;
  /** Profit on a base unit. */
  profit_amount: Numeric | null;
  /** Profit in percent of base_amount; null if that is 0. */
  profit_margin: Numeric | null;
  /** Profit on all of them. */
  total_profit_amount: Numeric | null;
}

/**
 * Every line of every sale that was given out, voided ones too, as it was sold. Over many sales, filter by outlet_id
 * and by completed_at against instants.
 */
export interface SaleLineRow {
  /** The outlet's date of the sale. */
  day: DateString | null;
  /** The outlet's name. */
  outlet: string | null;
  /** The customer's name; null: a walk-in. */
  customer: string | null;
  /** The receipt's number. */
  receipt_number: string | null;
  /** The product's category, as it is now. */
  category: string | null;
  /** The product's name, as it is now. */
  product: string | null;
  /** The variation's name, as it is now. */
  variation: string | null;
  /** Base units sold. */
  quantity: Numeric | null;
  /** What they were sold for, after discounts and without tax. */
  net: Numeric | null;
  /** The tax. */
  tax: Numeric | null;
  /** net and tax: what the customer owed for the line. */
  gross: Numeric | null;
  /** What they had cost, by the batches that they were taken from, rounded once a line. */
  cost: Numeric | null;
  /** net less cost. */
  margin: Numeric | null;
  /** What of gross has been given back since, by refunds or a void. */
  refunded: Numeric | null;
  /** Base units taken back since. */
  refunded_quantity: Numeric | null;
  /** The line's discount and its share of the sale's. */
  discount: Numeric | null;
  /** Tax in percent. */
  tax_rate: Numeric | null;
  /** RETAIL or WHOLESALE. */
  type: SaleType | null;
  /** The sale's status. */
  status: string | null;
  /** How the sale was paid at the till: a method, MIXED or CREDIT. */
  payment_type: string | null;
  /** Who made the sale. */
  actor: string | null;
  /** When it was sold. */
  completed_at: Timestamp | null;
  /** The outlet's clock then. */
  local_time: string | null;
  /** Of the amounts. */
  currency: string | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** The customer. */
  customer_id: Id | null;
  /** The product. */
  product_id: Id | null;
  /** The variation. */
  variation_id: Id | null;
  /** The sale. */
  sale_id: Id | null;
  /** The line. */
  sale_item_id: Id | null;
  /** The tenant. */
  tenant_id: Id | null;
}

/** Ids that seal_ledger() has passed by unseen: of transactions that were open then, or rolled back; not dumped. */
export interface SealGapRow {
  /** The kind of rows. */
  kind: string;
  /** The first id. */
  low_id: Id;
  /** The last id. */
  high_id: Id;
  /** Once all transactions before this one have ended, the ids will never be used. */
  until: string;
}

/**
 * What seal_ledger() has made of each tenant's log on this server, so that neither the next seal nor a digest reads
 * those before; not dumped.
 */
export interface SealLogRow {
  /** The tenant. */
  tenant_id: Id;
  /** How many seals it has. */
  size: Id;
  /** When the last was made. */
  sealed_at: Timestamp;
  /** The roots of the full subtrees of the tree over them, the largest first, 32 bytes each. */
  edge: Uint8Array;
}

/** How far seal_ledger() has come with each kind of rows on this server; not dumped. */
export interface SealMarkRow {
  /** The kind of rows. */
  kind: string;
  /** Up to this id rows are sealed, but for those in seal_gap. */
  high_id: Id;
  /** Up to this id rows may have been sealed before the mark was made, as after a restore. */
  check_below: Id;
  /** The oldest transaction's start before the last run that left nothing over. */
  not_before: Timestamp | null;
  /** When that run was. */
  known_at: Timestamp | null;
  /** The same of the last run that looked through everything. */
  all_not_before: Timestamp | null;
  /** When that run began. */
  all_known_at: Timestamp | null;
  /** When the job last came by. */
  sealed_at: Timestamp;
}

/** Which of several servers this is; no row: there is only one. Written by set_shard(). */
export interface ShardRow {
  /** This server's number; its ids leave this remainder when divided by of (the last server's leave none). */
  number: number;
  /** How many servers there may be. */
  of: number;
  /** Always true: keeps the table to one row. */
  alone: boolean;
}

/** What a person should look at: a row once per crossing of a threshold, never per sale. */
export interface StockAlertRow {
  /** The tenant whom it concerns. */
  tenant_id: Id;
  /** The alert's id; NOTIFY primeinv_alert carries it. */
  id: Id;
  /**
   * low_stock, expiring_soon, expired, variance, reservation_at_risk, overdue (sales that should have been paid),
   * promise (what check_promises() or verify_ledger() found), job (one that failed), or stock_take (one was
   * reconciled; the outlet's next one takes its place).
   */
  kind: StockAlertKind;
  /** The outlet; null: of promise and job. */
  outlet_id: Id | null;
  /** The variation; null: of overdue, promise and job. */
  variation_id: Id | null;
  /** The batch, for expiring_soon and expired. */
  batch_id: Id | null;
  /** The hold that will go short, for reservation_at_risk. */
  reservation_id: Id | null;
  /** The figures, for a person. */
  detail: string | null;
  /** When the threshold was crossed. */
  created_at: Timestamp;
  /** When it was over; null while it lasts. */
  resolved_at: Timestamp | null;
  /** Of promise what it is about, of job which one failed and where. */
  subject: string | null;
}

/** An outlet's stock in one row. */
export interface StockDashboardRow {
  /** The outlet. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** Variations kept there: the active ones, and others that still lie there. */
  items: Id | null;
  /** Active variations at or below their threshold: the rows of low_stock. */
  low_stock: Id | null;
  /** Batches with stock that expire within 7 days, not counting expired ones. */
  expiring_7: Id | null;
  /** Batches with stock that expire within 30 days, those of the next 7 included. */
  expiring_30: Id | null;
  /** Batches with stock that have expired. */
  expired: Id | null;
  /** Value on hand at the batches' cost, expired and held stock included. */
  total_value: Numeric | null;
  /** Active variations of which nothing is available, with or without a threshold. */
  out_of_stock: Id | null;
  /** Of the value. */
  currency: string | null;
  /** The outlet's date. */
  today: DateString | null;
  /** The tenant. */
  tenant_id: Id | null;
}

/**
 * What lies where, and what can still be sold of it: a row per variation and outlet that ever received it or has
 * settings for it, in base units.
 */
export interface StockLevelRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** The variation. */
  variation_id: Id | null;
  /** Name of its product. */
  product: string | null;
  /** Its name. */
  variation: string | null;
  /** Units in all batches, whatever their state. */
  on_hand: Numeric | null;
  /** Of these, units in expired batches. */
  expired: Numeric | null;
  /** Units in batches on hold, in quarantine or recalled, and not expired. */
  held: Numeric | null;
  /** Units held by active reservations that have not expired. */
  reserved: Numeric | null;
  /** What a new customer can still get: on hand less expired, held and reserved, never below 0; 0 for what is inactive. */
  available: Numeric | null;
  /** Value on hand at the batches' cost, in the tenant's currency, each batch rounded. */
  value: Numeric | null;
  /**
   * out (nothing available), low (at or below the threshold), high (on hand above the maximum), normal; null for what
   * is inactive.
   */
  level: string | null;
  /** Units at or below which it is low: the outlet's, else the variation's; null: none. */
  threshold: Numeric | null;
  /** Units on hand above which it is high; null: no such mark. */
  maximum_stock: Numeric | null;
  /** Whether the outlet, the product and the variation are active. */
  is_active: boolean | null;
  /** The variation's stock keeping unit. */
  sku: string | null;
  /** The product's category. */
  category: string | null;
  /** Batches with stock that expire within 7 days, not counting expired ones. */
  expiring_7: Id | null;
  /** Batches with stock that expire within 30 days, those of the next 7 included. */
  expiring_30: Id | null;
  /** Batches with stock that have expired. */
  expired_batches: Id | null;
}

/**
 * The ledger: one signed change of one batch a row, written once, never changed (PI005). Ids have gaps; those of one
 * batch are in the order of its changes.
 */
export interface StockMovementRow {
  /** The tenant that owns the goods. */
  tenant_id: Id;
  /** The movement's id; rises with the changes of a batch. */
  id: Id;
  /** When it happened, by the clock, after waiting for locks. */
  created_at: Timestamp;
  /** The batch's variation. */
  variation_id: Id;
  /** The batch's outlet. */
  outlet_id: Id;
  /** The batch that changed. */
  batch_id: Id;
  /** opening, purchase, sale, return, adjustment, damage, expiry, transfer_in, transfer_out or supplier_return. */
  movement_type: StockMovementMovementType;
  /** Base units, positive in, negative out. */
  quantity: Numeric;
  /** The batch's quantity after the movement. */
  balance_after: Numeric;
  /** Cost of a base unit: what was paid for what came in, the batch's for what went out. */
  unit_cost: Numeric;
  /** Why, as the caller said. */
  reason: string | null;
  /** The caller's document, such as a purchase order's number. */
  reference_id: string | null;
  /** Who did it, as the caller said, else primeinv.actor, else the database role. */
  actor: string;
  /** The database role that did it. */
  db_role: string;
  /** The line of a sale that it served or, for a return, gave back. */
  sale_item_id: Id | null;
  /** The line of a stock take that it corrects. */
  stock_take_item_id: Id | null;
}

/**
 * The ledger with names. Over a long ledger, filter by batch_id, or by created_at against instants (timestamptz): a
 * date, as the column day, finds no index.
 */
export interface StockMovementHistoryRow {
  /** The movement; of one batch, in the order of its changes. */
  movement_id: Id | null;
  /** When it happened. */
  created_at: Timestamp | null;
  /** The outlet's date then. */
  day: DateString | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** The variation. */
  variation_id: Id | null;
  /** Name of its product. */
  product: string | null;
  /** Its name. */
  variation: string | null;
  /** The batch that changed. */
  batch_id: Id | null;
  /** Its lot number. */
  batch_number: string | null;
  /** As in stock_movement. */
  movement_type: StockMovementMovementType | null;
  /** Base units, positive in, negative out. */
  quantity: Numeric | null;
  /** Running balance: what the batch held after the movement. */
  balance_after: Numeric | null;
  /** Cost of a base unit. */
  unit_cost: Numeric | null;
  /** quantity times unit_cost, signed, rounded to the tenant's decimals. */
  value: Numeric | null;
  /** Why, as the caller said; of a sale: Sale, and its receipt's number. */
  reason: string | null;
  /**
   * The caller's document; else the sale's id, void_ and the sale's, refund_ and the refund's, stocktake_ and the
   * stock take's, expiry_ and the outlet's date.
   */
  reference_id: string | null;
  /** Who did it. */
  actor: string | null;
  /** The database role that did it. */
  db_role: string | null;
  /** The line of a sale that it served or gave back. */
  sale_item_id: Id | null;
  /** The outlet's clock then. */
  local_time: string | null;
  /** The variation's stock keeping unit. */
  sku: string | null;
  /** The tenant. */
  tenant_id: Id | null;
  /** What it belongs to: sale, void, refund, stock_take, transfer; other: only reference_id may tell. */
  reference_type: string | null;
  /** Of the sale that it served, or that it took back; null: none. */
  receipt_number: string | null;
}

/**
 * Batches, location stock and ledger of every variation at every outlet, as they are now. Reads the whole ledger
 * unless an outlet is named.
 */
export interface StockReconciliationRow {
  /** The tenant that owns the goods. */
  tenant_id: Id | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** The variation. */
  variation_id: Id | null;
  /** Base units in its batches there. */
  batch_total: Numeric | null;
  /** Base units by location_stock. */
  location_stock: Numeric | null;
  /** Base units by the movements there of the batches that lie there. */
  ledger_total: Numeric | null;
  /** Batches less location stock. */
  variance: Numeric | null;
  /** The variance in percent of location stock; null where that is 0 and the batches are not. */
  variance_pct: Numeric | null;
  /** Whether the three are not all the same. */
  differs: boolean | null;
  /** Whether they differ by more than the tenant's variance_percent (5 unless set). */
  flagged: boolean | null;
}

/** A hold on sellable stock. It holds nothing from the instant it expires, whether or not it has been tidied up. */
export interface StockReservationRow {
  /** The tenant that owns the goods. */
  tenant_id: Id;
  /** The reservation's id. */
  id: Id;
  /** What is held. */
  variation_id: Id;
  /** Where it is held. */
  outlet_id: Id;
  /** Base units held. */
  quantity: Numeric;
  /** The cart for which it is held, in the application's words. */
  cart_session_id: string;
  /** The line of a draft sale that it serves; null: none. */
  sale_item_id: Id | null;
  /** ACTIVE, COMMITTED (sold), RELEASED (given back, or expired and tidied up) or CANCELLED. */
  status: StockReservationStatus;
  /** Who made it. */
  actor: string;
  /** When it was made. */
  created_at: Timestamp;
  /** The instant from which it holds nothing. */
  expires_at: Timestamp;
  /** When it was resolved; null while ACTIVE. */
  released_at: Timestamp | null;
}

/** A physical count of an outlet; an outlet may have several on a day. Changed by functions only. */
export interface StockTakeRow {
  /** The tenant of the outlet. */
  tenant_id: Id;
  /** The stock take's id. */
  id: Id;
  /** The outlet that is counted. */
  outlet_id: Id;
  /** draft (counting), completed, reconciled (differences are applied) or cancelled. */
  status: StockTakeStatus;
  /** What is counted, for a person. */
  description: string | null;
  /** The outlet's date when it began. */
  operating_date: DateString;
  /** Who began it. */
  actor: string;
  /** When it began. */
  created_at: Timestamp;
  /** When counting ended; null before. */
  completed_at: Timestamp | null;
  /** When the differences were applied; null before. */
  reconciled_at: Timestamp | null;
}

/**
 * One count: of a variation at the outlet, or of one of its batches, but not both ways in one stock take. Counting
 * again replaces it.
 */
export interface StockTakeItemRow {
  /** The tenant of the stock take. */
  tenant_id: Id;
  /** The line's id. */
  id: Id;
  /** The stock take. */
  stock_take_id: Id;
  /** What was counted. */
  variation_id: Id;
  /** The batch that was counted; null: all of the variation. */
  batch_id: Id | null;
  /** Base units on hand by the books at the moment of the count, expired ones included. */
  expected_quantity: Numeric;
  /** Base units that were there. */
  counted_quantity: Numeric;
  /** Counted less expected. */
  difference: Numeric;
  /** Why they differ, as was said when reconciling. */
  variance_reason: string | null;
  /** What the counter noted. */
  notes: string | null;
  /** The moment of the count: movements of an earlier time are in what was expected, later ones are not. */
  counted_at: Timestamp;
  /** Who counted. */
  actor: string;
  /**
   * What reconciling corrected: the difference, less what other stock takes had corrected of the same since it was
   * counted. Null before.
   */
  applied_quantity: Numeric | null;
}

/** The lines of completed and reconciled stock takes, with what each take adds up to. */
export interface StockTakeVarianceRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The outlet that was counted. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** The stock take. */
  stock_take_id: Id | null;
  /** The outlet's date when it began. */
  operating_date: DateString | null;
  /** completed or reconciled. */
  status: StockTakeStatus | null;
  /** The line. */
  stock_take_item_id: Id | null;
  /** What was counted. */
  variation_id: Id | null;
  /** Name of its product. */
  product: string | null;
  /** Its name. */
  variation: string | null;
  /** Number of the batch that was counted; null: all of the variation. */
  batch: string | null;
  /** Base units by the books at the moment of the count. */
  expected: Numeric | null;
  /** Base units that were there. */
  counted: Numeric | null;
  /** Counted less expected. */
  variance: Numeric | null;
  /** The variance in percent of what was expected; null where nothing was and something was there. */
  variance_pct: Numeric | null;
  /** Why they differ, as was said when reconciling. */
  reason: string | null;
  /** What the counter noted. */
  notes: string | null;
  /** Lines of the stock take. */
  total_items_counted: Id | null;
  /** Those among them with a variance. */
  items_with_variance: Id | null;
  /** Base units found beyond what was expected, over the stock take. */
  positive_variance: Numeric | null;
  /** Base units missing, over the stock take; negative. */
  negative_variance: Numeric | null;
  /**
   * The variance's value, with its sign: at the counted batch's cost, else at the average cost of what lies there now,
   * else at the variation's usual cost.
   */
  value: Numeric | null;
  /** Of the value. */
  currency: string | null;
}

/** What the stock on hand is worth, expired and held stock included. */
export interface StockValuationRow {
  /** The outlet. */
  outlet_id: Id | null;
  /** The variation. */
  variation_id: Id | null;
  /** Base units on hand. */
  quantity: Numeric | null;
  /** Each batch at its own cost, rounded to the tenant's decimals. */
  value_at_cost: Numeric | null;
  /** Cost of a base unit, the batches on hand weighted by their quantity; 4 decimals. */
  weighted_average_cost: Numeric | null;
  /** quantity times weighted_average_cost, rounded to the tenant's decimals. */
  value_at_average: Numeric | null;
  /** The outlet's name. */
  outlet: string | null;
  /** The product's name. */
  product: string | null;
  /** The variation's name. */
  variation: string | null;
  /** The product's category. */
  category: string | null;
  /** Of the values. */
  currency: string | null;
  /** The tenant. */
  tenant_id: Id | null;
}

/**
 * A business. Nothing of one tenant is visible to, or can refer to, another's. Only the extension's owner makes
 * tenants.
 */
export interface TenantRow {
  /** The tenant's id. */
  id: Id;
  /** Name of the business. */
  name: string;
  /** ISO 4217 code of the one currency that the tenant trades in; XXX: not said. */
  currency: string;
  /** Decimals of an amount of money, 0 to 4; fixed after the first sale or customer entry. */
  money_decimals: number;
  /**
   * Whether prices contain the tax (tax = net * r / (100 + r)) or it is added to them; fixed after the first sale or
   * customer entry.
   */
  prices_include_tax: boolean;
  /** The application's own id, unique. */
  external_id: string | null;
  /**
   * How the tenant's scales make up 13-digit barcodes: layouts with blanks between, such as 20IIIIIPPPPPC
   * 21IIIIIWWWWWC. Digits: the prefix; I the item, W the weight in grams, P the price in the currency's smallest unit,
   * N pieces, V not looked at, C the check digit; behind it : and other decimals. Null: such codes are numbers like
   * any other.
   */
  scale_barcodes: string | null;
  /** Days after which a job cancels a draft that holds nothing any more. */
  draft_days: number;
  /**
   * Where the tax of a sale is rounded: line, each line's; invoice, once a rate, on all lines of the rate together,
   * and shared out to them. Fixed after the first sale or customer entry.
   */
  tax_rounding: TenantTaxRounding;
  /** How long a cart or a reservation holds its stock where the call does not say; at most a year. */
  hold_minutes: number;
  /** A batch that expires within so many days is critical (red) in batch_status. */
  critical_days: number;
  /** A batch that expires within so many days, and is not critical yet, is a warning (yellow) in batch_status. */
  warning_days: number;
  /**
   * By how many percent batches, location stock and ledger may differ before a reconciliation flags it and raises an
   * alert.
   */
  variance_percent: Numeric;
}

/** Which database role may act for which tenant; written by grant_tenant and revoke_tenant. */
export interface TenantGrantRow {
  /** The tenant; null: all tenants, also future ones. */
  tenant_id: Id | null;
  /** The grant's id. */
  id: Id;
  /** The role, by name, so that it outlives a restore; its members have the right, too. */
  role_name: string;
  /** guest, reader, app or manager; each includes the one before. */
  level: TenantGrantLevel;
  /**
   * The role that had the name when the row was written, by trigger: another one that is later made under the name has
   * no part in the grant. Null: there was none.
   */
  role_oid: number | null;
}

/**
 * A cashier's time at a till, from the float to the count. Opened and closed by open_till() and close_till(); not
 * deleted by anyone (PI005).
 */
export interface TillSessionRow {
  /** The tenant. */
  tenant_id: Id;
  /** The session's id. */
  id: Id;
  /** The outlet where the till stands. */
  outlet_id: Id;
  /** The till's name; one open session each at an outlet. Capitals, and spaces at its ends, make no other till. */
  name: string;
  /** Who has it; what this actor takes and pays out belongs to the session. */
  actor: string;
  /** The database role that opened it. */
  db_role: string;
  /** When it was opened. */
  opened_at: Timestamp;
  /** Cash that lay in the drawer at the start. */
  opening_float: Numeric;
  /** When it was closed; null: open. */
  closed_at: Timestamp | null;
  /** Who closed it. */
  closed_by: string | null;
  /** What was counted, by method: {"CASH": 512.40}. */
  counted: Json | null;
}

/** What each till session took and paid out, a row a method; CASH always. till_report() puts the count beside it. */
export interface TillTakingsRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The session. */
  till_session_id: Id | null;
  /** The method of payment. */
  method: string | null;
  /** Cash that lay in the drawer at the start. */
  opening_float: Numeric | null;
  /** Taken for sales. */
  sales: Numeric | null;
  /** Taken on customers' accounts, beyond what was due on sales. */
  account_payments: Numeric | null;
  /** Paid out for refunds, returns and voids. */
  refunds: Numeric | null;
  /** Of what was taken for sales, reversed while the session was open. */
  reversed: Numeric | null;
  /**
   * What should be there: opening_float + sales + account_payments - refunds - reversed; null: ACCOUNT, which is in no
   * drawer.
   */
  expected: Numeric | null;
}

/** The runs of reconcile by outlet and day. */
export interface VarianceTrendRow {
  /** The tenant. */
  tenant_id: Id | null;
  /** The outlet. */
  outlet_id: Id | null;
  /** Its name. */
  outlet: string | null;
  /** The outlet's date. */
  day: DateString | null;
  /** Runs that day. */
  runs: Id | null;
  /** Variations looked at, over all runs of the day. */
  checked: Id | null;
  /** Those among them with a variance. */
  variances: Id | null;
  /** Base units by which they were off, summed without sign. */
  units: Numeric | null;
  /** Variances in percent of what was checked; null: nothing was. */
  share: Numeric | null;
}

/** A product as it lies on the shelf, such as "5kg Bag" of "Rice"; stock is kept per variation, in its base unit. */
export interface VariationRow {
  /** The tenant that sells it. */
  tenant_id: Id;
  /** The variation's id. */
  id: Id;
  /** The product that it is a variation of. */
  product_id: Id;
  /** Name of the variation, without the product's. */
  name: string;
  /** Stock keeping unit; unique per tenant unless null or empty. */
  sku: string | null;
  /** Bar code of the base unit; unique over the tenant's variations and units unless null or empty. */
  barcode: string | null;
  /** Retail price of a base unit; null: must be given at each sale. */
  price: Numeric | null;
  /** Price of a base unit in a WHOLESALE sale; null: none. */
  wholesale_price: Numeric | null;
  /** Base units in the sale from which wholesale_price applies; null: from the first. */
  minimum_wholesale_quantity: Numeric | null;
  /** Usual cost of a base unit, for receipts that name none; null: 0. */
  cost: Numeric | null;
  /** Sales tax in percent. */
  tax_rate: Numeric;
  /** False: a service, sold without stock or movements; stock functions refuse it (22023). */
  track_inventory: boolean;
  /** Base units at or below which the variation is low at an outlet; null: no threshold. */
  low_stock_threshold: Numeric | null;
  /** Days from a find at a stock take to its expiry where no batch tells; null: does not expire. */
  shelf_life_days: number | null;
  /** An inactive variation is not sold (22023), but still counted. */
  is_active: boolean;
  /** The application's own id, unique per tenant. */
  external_id: string | null;
  /** When the row was made; written by the database. */
  created_at: Timestamp;
  /** When it was last changed; written by the database. */
  updated_at: Timestamp;
}

/** Another unit that a variation is sold or counted in; one of it is numerator/denominator base units, exactly. */
export interface VariationUnitRow {
  /** The tenant that sells it. */
  tenant_id: Id;
  /** The unit's id. */
  id: Id;
  /** The variation that the unit is of. */
  variation_id: Id;
  /** Name of the unit, such as "case"; unique per variation. */
  unit: string;
  /** Base units in denominator of these units. */
  numerator: Id;
  /** Units that numerator base units make. */
  denominator: Id;
  /** Bar code of the unit; unique over the tenant's variations and units unless null or empty. */
  barcode: string | null;
  /** Retail price of one unit; null: the base unit's price times the ratio. */
  price: Numeric | null;
  /** Wholesale price of one unit; null: the base unit's times the ratio. */
  wholesale_price: Numeric | null;
  /** The application's own id, unique per tenant. */
  external_id: string | null;
}

/** A new row of customer, as an application inserts it. */
export interface NewCustomer {
  tenant_id: Id | string;
  name: string;
  phone?: string | null;
  email?: string | null;
  contact_person?: string | null;
  customer_type?: CustomerCustomerType;
  credit_limit?: Numeric | number | null;
  credit_terms_days?: number;
  credit_blocked?: boolean;
  is_active?: boolean;
  external_id?: string | null;
}

/** A new row of outlet, as an application inserts it. */
export interface NewOutlet {
  tenant_id: Id | string;
  name: string;
  time_zone?: string;
  is_active?: boolean;
  external_id?: string | null;
  expiry_alert_days?: number;
}

/** A new row of outlet_variation, as an application inserts it. */
export interface NewOutletVariation {
  tenant_id: Id | string;
  outlet_id: Id | string;
  variation_id: Id | string;
  low_stock_threshold?: Numeric | number | null;
  maximum_stock?: Numeric | number | null;
  price?: Numeric | number | null;
  external_id?: string | null;
  lead_time_days?: number | null;
  pack_size?: Numeric | number | null;
  on_order?: Numeric | number | null;
}

/** A new row of product, as an application inserts it. */
export interface NewProduct {
  tenant_id: Id | string;
  name: string;
  sku?: string | null;
  category?: string | null;
  image?: string | null;
  is_active?: boolean;
  external_id?: string | null;
}

/** A new row of variation, as an application inserts it. */
export interface NewVariation {
  tenant_id: Id | string;
  product_id: Id | string;
  name: string;
  sku?: string | null;
  barcode?: string | null;
  price?: Numeric | number | null;
  wholesale_price?: Numeric | number | null;
  minimum_wholesale_quantity?: Numeric | number | null;
  cost?: Numeric | number | null;
  tax_rate?: Numeric | number;
  track_inventory?: boolean;
  low_stock_threshold?: Numeric | number | null;
  shelf_life_days?: number | null;
  is_active?: boolean;
  external_id?: string | null;
}

/** A new row of variation_unit, as an application inserts it. */
export interface NewVariationUnit {
  tenant_id: Id | string;
  variation_id: Id | string;
  unit: string;
  numerator: Id | string;
  denominator?: Id | string;
  barcode?: string | null;
  price?: Numeric | number | null;
  wholesale_price?: Numeric | number | null;
  external_id?: string | null;
}

/** Every table by its name in SQL. */
export interface Tables {
  audit_log: AuditLogRow;
  batch: BatchRow;
  batch_rebuild: BatchRebuildRow;
  customer: CustomerRow;
  customer_entry: CustomerEntryRow;
  import_decision: ImportDecisionRow;
  import_refusal: ImportRefusalRow;
  job_run: JobRunRow;
  ledger_seal: LedgerSealRow;
  location_stock: LocationStockRow;
  outlet: OutletRow;
  outlet_day: OutletDayRow;
  outlet_variation: OutletVariationRow;
  past_movement: PastMovementRow;
  past_sale: PastSaleRow;
  payment: PaymentRow;
  price_change: PriceChangeRow;
  product: ProductRow;
  receipt_counter: ReceiptCounterRow;
  reconciliation_outlet: ReconciliationOutletRow;
  reconciliation_run: ReconciliationRunRow;
  reconciliation_variance: ReconciliationVarianceRow;
  refund: RefundRow;
  refund_item: RefundItemRow;
  request: RequestRow;
  sale: SaleRow;
  sale_item: SaleItemRow;
  seal_gap: SealGapRow;
  seal_log: SealLogRow;
  seal_mark: SealMarkRow;
  shard: ShardRow;
  stock_alert: StockAlertRow;
  stock_movement: StockMovementRow;
  stock_reservation: StockReservationRow;
  stock_take: StockTakeRow;
  stock_take_item: StockTakeItemRow;
  tenant: TenantRow;
  tenant_grant: TenantGrantRow;
  till_session: TillSessionRow;
  variation: VariationRow;
  variation_unit: VariationUnitRow;
}

/** Every view by its name in SQL. */
export interface Views {
  batch_ledger: BatchLedgerRow;
  batch_status: BatchStatusRow;
  cogs_by_batch: CogsByBatchRow;
  count_accuracy: CountAccuracyRow;
  count_variance_trend: CountVarianceTrendRow;
  customer_credit: CustomerCreditRow;
  daily_payments: DailyPaymentsRow;
  daily_sales: DailySalesRow;
  expiry_waste: ExpiryWasteRow;
  low_stock: LowStockRow;
  movement_completeness: MovementCompletenessRow;
  outlet_reconciliation: OutletReconciliationRow;
  outlet_today: OutletTodayRow;
  product_availability: ProductAvailabilityRow;
  receivables_ageing: ReceivablesAgeingRow;
  sale_item_profit: SaleItemProfitRow;
  sale_line: SaleLineRow;
  stock_dashboard: StockDashboardRow;
  stock_level: StockLevelRow;
  stock_movement_history: StockMovementHistoryRow;
  stock_reconciliation: StockReconciliationRow;
  stock_take_variance: StockTakeVarianceRow;
  stock_valuation: StockValuationRow;
  till_takings: TillTakingsRow;
  variance_trend: VarianceTrendRow;
}

/** Everything that can be read. */
export type Relations = Tables & Views;
