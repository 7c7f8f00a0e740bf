// Made by `make docs` from primeinv.api(); do not edit.

import type { DateString, Id, Interval, Json, JsonInput, Numeric, Timestamp } from "./scalars.js";
import type { BatchRow, RefundRow, SaleItemRow, SaleRow, TillSessionRow } from "./tables.js";

/** No arguments at all. */
export type NoArguments = Record<string, never>;

/** Every function, with what it is given (by name) and what it returns; a set is an array. */
export interface Functions {
  /**
   * What the variations contribute to the cost of goods sold (net of what came back from sales) on the outlet's days
   * from the first to the last, the most first: class A makes the first 80 percent of it, with the one that crosses
   * the mark, B goes to 95, C is the rest and what was not sold at all. A row per variation that an outlet ever
   * received; shares in percent, null where nothing was sold at all. Over all outlets unless one is named. P0002 no
   * such outlet, 22023 not a period. Level: reader.
   */
  abc_class:
    { args: { from: DateString; to: DateString; outlet_id?: Id | string | null }; result: { variation_id: Id | null; product: string | null; variation: string | null; units_sold: Numeric | null; cost_of_goods_sold: Numeric | null; share: Numeric | null; cumulative_share: Numeric | null; class: string | null }[] };
  /**
   * Adds a line of so many of a unit (the base unit, if none is named) to a draft, holds its stock and renews all
   * holds of the cart; returns the line's id. Price and tax rate default to the catalogue's. PI001 not enough, PI006
   * that batch cannot be sold, 55000 no draft, P0002 no such record, 22023 bad argument, not sold, or no price. Level:
   * app.
   */
  add_sale_item:
    { args: { sale_id: Id | string; variation_id: Id | string; quantity: Numeric | number; unit_price?: Numeric | number | null; discount_percentage?: Numeric | number | null; tax_rate?: Numeric | number | null; unit?: string | null; batch_id?: Id | string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Receives base units, or units, into the batch of that number, or makes it (no number: LOT-<id>); returns the
   * batch's id. cost_price is per that unit. No expiry date: the known batch's, else the outlet's date when it was
   * received (now, or received_at) plus the variation's shelf_life_days, else never; no cost: the variation's; another
   * cost re-averages the batch; no status: the known batch's, else available. Types: opening, purchase, return. 22023
   * if a known batch has another expiry date or status, or quantity or cost would have to be rounded; an expired date
   * is taken with a WARNING. Level: app.
   */
  add_stock:
    { args: { variation_id: Id | string; quantity: Numeric | number; outlet_id: Id | string; batch_number?: string | null; expiry_date?: DateString | null; cost_price?: Numeric | number | null; movement_type?: string | null; reason?: string | null; reference_id?: string | null; unit?: string | null; received_at?: Timestamp | null; status?: string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * add_stock for many lines at once, all or nothing. items: an array of objects with the keys variation_id, quantity,
   * batch_number, expiry_date, cost_price, movement_type, reason, reference_id, unit, received_at (with its distance
   * from UTC), status. One WARNING counts the lines whose goods have expired. Rows carry the line, from 1. Level: app.
   */
  add_stock_bulk:
    { args: { outlet_id: Id | string; items: JsonInput; movement_type?: string | null; reason?: string | null; reference_id?: string | null; actor?: string | null; request_id?: string | null }; result: { line: number | null; batch_id: Id | null }[] };
  /**
   * A signed correction in base units, or units, with a reason. Positive: into that batch, or a new one ADJ-<id> that
   * expires as the soonest batch there. Negative: first expired first out, expired, held and reserved stock included.
   * Rows as deduct_stock's; quantity there has no sign. PI001 if less lies there; 22023 without a reason, no such unit
   * or no exact conversion. Level: manager.
   */
  adjust_stock:
    { args: { variation_id: Id | string; quantity: Numeric | number; outlet_id: Id | string; reason: string; batch_id?: Id | string | null; unit?: string | null; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * adjust_stock for many lines at once, all or nothing. items: an array of objects with the keys variation_id,
   * quantity, batch_id, reason, unit. Rows carry the line, from 1. PI001 names every short line. Level: manager.
   */
  adjust_stock_bulk:
    { args: { outlet_id: Id | string; items: JsonInput; reason: string; actor?: string | null; request_id?: string | null }; result: { line: number | null; batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * adjust_stock for callers that speak JSON: keys as its parameters; returns success and adjustments (batch,
   * quantity, expiry). Errors as adjust_stock's. Level: manager.
   */
  adjust_stock_json:
    { args: { request: JsonInput }; result: Json };
  /**
   * All that a program needs to know to write a client: version; functions with level, parameters (type, default),
   * what they return and comment; tables and views with their columns (write: the level that may write it; values:
   * what it can be; references: the table that it refers to); values of every state and type, from the CHECK
   * constraints; errors. Types are SQL's. Level: reader.
   */
  api:
    { args: NoArguments; result: Json | null };
  /**
   * Lets a requested refund be processed; returns its row. 55000 if it is not REQUESTED, P0002 no such refund. Level:
   * manager.
   */
  approve_refund:
    { args: { refund_id: Id | string; actor?: string | null; request_id?: string | null }; result: RefundRow };
  /**
   * How the stock at the start of the first day became that at the end of the last, both days the outlet's: a row per
   * variation with stock or movements, in base units, over all outlets unless one is named. Sales, damage, expired,
   * transfers out and supplier returns are positive, adjustments and net change signed. opening contains opening
   * balances booked within the period; opening + net_change = closing. P0002 no such outlet, 22023 not a period.
   * Level: reader.
   */
  audit_report:
    { args: { start_date: DateString; end_date: DateString; outlet_id?: Id | string | null }; result: { item: string | null; opening: Numeric | null; purchases: Numeric | null; sales: Numeric | null; returns: Numeric | null; adjustments: Numeric | null; damage: Numeric | null; expired: Numeric | null; transfers_in: Numeric | null; transfers_out: Numeric | null; supplier_returns: Numeric | null; net_change: Numeric | null; closing: Numeric | null; variation_id: Id | null }[] };
  /**
   * audit_report as one JSON object, a key per item, each an object of the report's columns. Errors as its. Level:
   * reader.
   */
  audit_report_json:
    { args: { start_date: DateString; end_date: DateString; outlet_id?: Id | string | null }; result: Json | null };
  /** A batch's cost after a movement, from its cost before. Level: reader. */
  average_cost_after:
    { args: { cost: Numeric | number; quantity: Numeric | number; balance_after: Numeric | number; unit_cost: Numeric | number }; result: Numeric | null };
  /**
   * The batch's cost at an instant, worked out from its movements and the corrections of its cost; null if it had no
   * movement by then. Level: reader.
   */
  batch_cost_as_of:
    { args: { batch_id: Id | string; at: Timestamp }; result: Numeric | null };
  /**
   * Whether the customer may buy for so much more on credit, and why not: inactive, blocked, over the limit, overdue.
   * force overrides all but inactive. P0002 no such customer. Level: reader.
   */
  can_purchase:
    { args: { customer_id: Id | string; amount: Numeric | number; force?: boolean | null }; result: { allowed: boolean | null; message: string | null } };
  /** Gives the stock back (CANCELLED). PI002 it has expired or is resolved, P0002 no such reservation. Level: app. */
  cancel_reservation:
    { args: { reservation_id: Id | string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Cancels a draft and gives its holds back, or takes a PENDING sale back as void_sale() does (which needs the level
   * manager, 42501); returns the sale, CANCELLED. 55000 any other status, P0002 no such sale. Level: app.
   */
  cancel_sale:
    { args: { sale_id: Id | string; reason?: string | null; actor?: string | null; request_id?: string | null }; result: SaleRow };
  /**
   * Gives up a stock take that is not reconciled; its counts stay for the record and are never applied. 55000
   * reconciled or cancelled already, P0002 no such stock take. Level: app.
   */
  cancel_stock_take:
    { args: { stock_take_id: Id | string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * A row for each promise that data can show and that does not hold now; none when all hold. Sees the caller's
   * tenants, in one snapshot. Reads the whole ledger. Level: reader.
   */
  check_promises:
    { args: NoArguments; result: { promise: number | null; tenant_id: Id | null; subject: string | null; detail: string | null }[] };
  /**
   * create_sale, add_sale_item and complete_sale in one call, without holds in between: all of it or nothing; returns
   * the sale. Keys of an item: variation_id, quantity, unit_price, discount_percentage, tax_rate, unit, batch_id.
   * Errors as theirs; PI001 names every short line. Level: app.
   */
  checkout:
    { args: { outlet_id: Id | string; items: JsonInput; payments?: JsonInput | null; customer_id?: Id | string | null; type?: string | null; discount_amount?: Numeric | number | null; manager_override?: boolean | null; override_reason?: string | null; override_by?: string | null; actor?: string | null; request_id?: string | null }; result: SaleRow };
  /**
   * checkout for callers that speak JSON: keys as its parameters; returns the receipt, as receipt() does. Errors as
   * checkout's; 22023 for an unknown key. Level: app.
   */
  checkout_json:
    { args: { request: JsonInput }; result: Json };
  /**
   * Closes a till with what was counted by method, {"CASH": 512.40, "CARD": 80}, and returns the session;
   * till_report() says how it compares, for good, and the event till_session.closed keeps both. Anybody of the tenant
   * who may sell can close it, and closed_by says who. Waits for payments of the session that are being made. 55000 if
   * it is closed, 22023 malformed counts, P0002 no such session; above READ COMMITTED 40001 if the session took or
   * paid out money since the transaction began. Level: app.
   */
  close_till:
    { args: { till_session_id: Id | string; counted: JsonInput; actor?: string | null; request_id?: string | null }; result: TillSessionRow };
  /**
   * Sells all that a cart holds at an outlet, or nothing; rows as deduct_stock's, in the order of the holds. PI002 one
   * of its holds has expired or all are resolved, 55000 they belong to a draft sale, PI001 too little is left, P0002
   * no such outlet or cart. Level: app.
   */
  commit_cart:
    { args: { outlet_id: Id | string; cart_session_id: string; reason?: string | null; reference_id?: string | null; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * Sells what is held, first expired, first out; rows as deduct_stock's. PI002 it has expired (even if the stock is
   * still there) or is resolved, 55000 it belongs to a draft sale, PI001 a count or a date left too little, P0002 no
   * such reservation. Level: app.
   */
  commit_reservation:
    { args: { reservation_id: Id | string; reason?: string | null; reference_id?: string | null; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * Batches, location stock and ledger of some outlets, or with null of all that the caller sees, added up: a row for
   * each variation at an outlet for which they are not all the same, and one (variation_id null) for each outlet,
   * where checked counts the variations there. Reads each table once and keeps to maintenance_work_mem. Level: reader.
   */
  compare_stock:
    { args: { outlet_ids: readonly (Id | string)[] }; result: { tenant_id: Id | null; outlet_id: Id | null; variation_id: Id | null; batch_total: Numeric | null; location_stock: Numeric | null; ledger_total: Numeric | null; checked: Id | null }[] };
  /**
   * Sells a draft: takes its stock (its own holds first), checks credit, takes payments [{"method", "amount",
   * "reference"}], numbers the receipt; returns the sale. CASH may exceed what is due: the rest is change. PI001 not
   * enough, PI003 no credit, PI006 a named batch cannot be sold, 55000 no draft, P0002 no such sale, 22023 bad
   * argument, overpaid, due without a customer; an override needs the level manager (42501). Level: app.
   */
  complete_sale:
    { args: { sale_id: Id | string; payments?: JsonInput | null; manager_override?: boolean | null; override_reason?: string | null; override_by?: string | null; actor?: string | null; request_id?: string | null }; result: SaleRow };
  /**
   * Ends counting; returns how many open batches of the outlet were not counted, and warns if there are any: they are
   * left alone. 55000 not a draft, P0002 no such stock take. Level: app.
   */
  complete_stock_take:
    { args: { stock_take_id: Id | string; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Mends a batch whose expiry date or cost of a base unit was keyed in wrong; what is null stays. What was sold
   * before keeps its cost. Audited as batch.corrected, with from and to of what was corrected. Holds that go short by
   * it raise alerts. 22023 no reason, nothing to correct or a bad value, P0002 no such batch. Level: manager.
   */
  correct_batch:
    { args: { batch_id: Id | string; reason: string; expiry_date?: DateString | null; cost_price?: Numeric | number | null; never_expires?: boolean | null; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Adds what a scanner read to the count, so many times: a barcode of a variation or of a unit, a scale's label with
   * a weight or price, or a GS1 code, whose lot chooses the batch. Returns the line's id. P0002 no goods have the
   * code, or its lot is not known there; else as count_item. Level: app.
   */
  count_barcode:
    { args: { stock_take_id: Id | string; barcode: string; quantity?: Numeric | number | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * What an outlet should count next: variations that were last counted there a_days, b_days or c_days ago or longer,
   * by their class (abc_class of the last 90 days), or never; class A first, then what has waited longest. What lies
   * there or is still sold; not how much should be there. P0002 no such outlet, 22023 days not from 1 to 3650. Level:
   * reader.
   */
  count_due:
    { args: { outlet_id: Id | string; a_days?: number | null; b_days?: number | null; c_days?: number | null }; result: { variation_id: Id | null; product: string | null; variation: string | null; sku: string | null; barcode: string | null; category: string | null; class: string | null; last_counted: DateString | null; due_on: DateString | null; days_overdue: number | null }[] };
  /**
   * Records a count in base units, or units, of a variation or of one of its batches, beside what the books say at
   * this moment, which is not shown; counting again replaces it or, with add, adds to it. Returns the line's id. 55000
   * not a draft, or counted the other way already; P0002 no such record, 22023 bad argument. Level: app.
   */
  count_item:
    { args: { stock_take_id: Id | string; variation_id: Id | string; counted_quantity: Numeric | number; batch_id?: Id | string | null; notes?: string | null; unit?: string | null; add?: boolean | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * count_item for many lines at once, all or nothing: an array of objects with keys variation_id, counted_quantity
   * (or physical_count), batch_id, notes, unit, add. Rows carry the line, from 1. Errors as count_item's. Level: app.
   */
  count_items:
    { args: { stock_take_id: Id | string; items: JsonInput; actor?: string | null; request_id?: string | null }; result: { line: number | null; stock_take_item_id: Id | null }[] };
  /**
   * What is to be counted at an outlet, in the order of category and name, of one category or one class (A, B or C:
   * abc_class of the last 90 days) if that is said: units are the other units in which it may be counted, batches the
   * open ones (batch_id, batch_number, expiry_date). How much should be there is not on it, so that it is counted and
   * not copied. P0002 no such outlet, 22023 unknown class. Level: reader.
   */
  count_sheet:
    { args: { outlet_id: Id | string; category?: string | null; class?: string | null }; result: { line: Id | null; variation_id: Id | null; product: string | null; variation: string | null; sku: string | null; barcode: string | null; category: string | null; units: Json | null; batches: Json | null }[] };
  /**
   * Opens a DRAFT, the cart, and returns its id. hold is how long each change of the cart holds its stock (null: the
   * tenant's hold_minutes, 30 unless set); cart_session_id defaults to the sale's id. P0002 no such record, 22023 bad
   * argument or an inactive outlet. Level: app.
   */
  create_sale:
    { args: { outlet_id: Id | string; customer_id?: Id | string | null; type?: string | null; cart_session_id?: string | null; hold?: Interval | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Begins a stock take of an outlet as a draft, with counts in it if items are given (as for count_items); returns
   * its id. P0002 no such outlet, variation or batch, 22023 bad argument. Or: A whole stock take at once: keys
   * outlet_id, items (variation_id, physical_count or counted_quantity, batch_id, notes), description, actor,
   * request_id; it is completed. Returns id, outlet_id, status and items (id, variation_id, expected, counted,
   * variance). Errors as the other form's. Level: app.
   */
  create_stock_take:
    { args: { outlet_id: Id | string; description?: string | null; items?: JsonInput | null; actor?: string | null; request_id?: string | null }; result: Id }
    | { args: { request: JsonInput }; result: Json };
  /** create_stock_take(jsonb), by a name of its own. Level: app. */
  create_stock_take_json:
    { args: { request: JsonInput }; result: Json };
  /**
   * deduct_stock for callers that speak JSON: keys variation_id, quantity, outlet_id, movement_type, reason,
   * reference_id, batch_id, actor, request_id; returns success and deductions (batch, quantity, expiry). Errors as the
   * other form's. Or: Takes base units of sellable stock, first expired, first out, or from one batch, and leaves what
   * others have reserved; a row per batch. Types: sale, damage, adjustment. PI001 not enough, PI006 that batch cannot
   * be sold, P0002 no such record, 22023 bad argument. Level: app.
   */
  deduct_stock:
    { args: { request: JsonInput }; result: Json }
    | { args: { variation_id: Id | string; quantity: Numeric | number; outlet_id: Id | string; movement_type?: string | null; reason?: string | null; reference_id?: string | null; batch_id?: Id | string | null; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * deduct_stock for many lines at once, all or nothing; the same variation may stand in several lines. Rows carry the
   * line, from 1. PI001 names every short line. Level: app.
   */
  deduct_stock_bulk:
    { args: { outlet_id: Id | string; variation_ids: readonly (Id | string)[]; quantities: readonly (Numeric | number)[]; movement_type?: string | null; reason?: string | null; reference_id?: string | null; actor?: string | null; request_id?: string | null }; result: { line: number | null; batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * What was sold of a variation at an outlet, a row for each of the outlet's days from the first to the last, or to
   * today: quantity in base units, refunds not taken off (the customer had asked for it), voided sales left out;
   * without_sale where nothing was sold, without_stock where nothing could be: no unexpired unit was there when the
   * day began, and none came; a batch that is held or recalled was there until it was last touched. A day on which all
   * was sold counts with what was sold. opening is what lay there unexpired when the day began. P0002 no such record,
   * 22023 not a period, or one of more than 3,660 days. Level: reader.
   */
  demand:
    { args: { outlet_id: Id | string; variation_id: Id | string; from: DateString; to: DateString }; result: { day: DateString | null; quantity: Numeric | null; without_sale: boolean | null; without_stock: boolean | null; opening: Numeric | null }[] };
  /**
   * The units that a demand of that mean and variance does not exceed with that probability: negative binomial or
   * Poisson up to a mean of 60, normal above. Level: reader.
   */
  demand_quantile:
    { args: { mean: number; variance: number; level: number }; result: number | null };
  /**
   * The SQLSTATEs that an application should know: name (of the class that clients raise), meaning, remedy, and the
   * shape of DETAIL where that is a JSON object: a key's value is an SQL type, a column that has a list of values, or
   * words between bars; [...] is an array of such objects. Level: reader.
   */
  errors:
    { args: NoArguments; result: { sqlstate: string | null; name: string | null; meaning: string | null; remedy: string | null; detail: Json | null }[] };
  /**
   * Writes off what has expired by the outlet's date, movement type expiry; null: everywhere the caller may. Returns
   * the number of batches. Level: app.
   */
  expire_batches:
    { args: { outlet_id?: Id | string | null; variation_id?: Id | string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Whether goods of that expiry date have not expired on that day, but will within so many days. Null for what never
   * expires. Level: reader.
   */
  expires_within:
    { args: { expiry_date: DateString; today: DateString; days: number }; result: boolean | null };
  /**
   * What deduct_stock would do, without doing it: a row per batch with stock left, in the order in which they are
   * taken; take is what it would give; reason says why it gives nothing, or less than was asked for: expired, held
   * (status says how), inactive, reserved, not needed. If the takes add up to less than was asked for, deduct_stock
   * would be refused. P0002 no such record, 22023 bad quantity. Level: reader.
   */
  explain_deduction:
    { args: { variation_id: Id | string; quantity: Numeric | number; outlet_id: Id | string }; result: { batch_id: Id | null; batch: string | null; expiry: DateString | null; quantity: Numeric | null; take: Numeric | null; cost: Numeric | null; status: string | null; reason: string | null }[] };
  /**
   * Puts a trigger on batch (or takes it off) that writes each change of a quantity back through the schema's views
   * batch and location, with the rights of their owner and in the same transaction; new batches are inserted where the
   * view can be. What cannot be written is in import_refusal; sales go on. 55000 unless batch can be updated in
   * quantity, or while import_shadow() is on, 42P01 no such view. For the owner (42501). Level: owner.
   */
  export_shadow:
    { args: { schema_name: string; on: boolean; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Holds it until that long from now; returns when it will expire. PI002 it has expired or is resolved, P0002 no such
   * reservation, 22023 bad argument. Level: app.
   */
  extend_reservation:
    { args: { reservation_id: Id | string; expires_in: Interval; actor?: string | null; request_id?: string | null }; result: Timestamp };
  /**
   * What a barcode stands for in the catalogue of the outlet's tenant: the variation and unit (null: the base unit;
   * numerator/denominator base units each), with what parse_barcode found in it; quantity in that unit (pieces,
   * kilograms to the gram, or the price on the label by the variation's price; else 1), amount the price on the label,
   * kind null where the catalogue has this very code. No row: no goods of the tenant have it. 22023 for a malformed
   * code, P0002 no such outlet. Level: reader.
   */
  find_barcode:
    { args: { outlet_id: Id | string; code: string }; result: { variation_id: Id | null; unit: string | null; numerator: Id | null; denominator: Id | null; kind: string | null; lot: string | null; expiry_date: DateString | null; best_before: DateString | null; serial: string | null; quantity: Numeric | null; amount: Numeric | null }[] };
  /**
   * Variations of the caller's tenants by barcode (a unit's too: unit names it, and price is the unit's), by SKU or
   * its start, or by words of the product's and variation's names or their starts, in any case and order; the best
   * first, at most max_rows (null: all). rank: 1 the barcode, about 0.9 the SKU, 0.3 to 0.6 names; what is inactive
   * has a tenth of that, unless its barcode is asked for. If nothing matches and pg_trgm is installed, the nearest
   * names, rank below 0.3. Nothing for an empty search. Level: reader.
   */
  find_variation:
    { args: { search: string; max_rows?: number | null }; result: { variation_id: Id | null; unit: string | null; product: string | null; variation: string | null; sku: string | null; barcode: string | null; price: Numeric | null; rank: Numeric | null; is_active: boolean | null; tenant_id: Id | null }[] };
  /**
   * What is likely to be asked for of a variation at an outlet, a row a day from the outlet's today on: mean and
   * standard deviation in base units, by the method of Teunter, Syntetos and Babai (TSB) with weekdays, from demand()
   * of the 182 days before today; days without stock are left out, as nobody could buy. 0 where nothing was ever sold.
   * P0002 no such record, 22023 days not from 1 to 366. Level: reader.
   */
  forecast:
    { args: { outlet_id: Id | string; variation_id: Id | string; days?: number | null }; result: { day: DateString | null; mean: Numeric | null; standard_deviation: Numeric | null }[] };
  /**
   * Forecast from a series of daily quantities that begins on the first day, by TSB with weekdays: mean and standard
   * deviation of each of the days that follow it. Days that were not observed (no stock) are left out. What forecast()
   * works with. Level: reader.
   */
  forecast_of:
    { args: { quantities: readonly number[]; observed: readonly boolean[]; first: DateString; days: number }; result: { day: DateString | null; mean: Numeric | null; standard_deviation: Numeric | null }[] };
  /**
   * Base units that deduct_stock would accept now: sellable less reserved; null where stock is not tracked. P0002 no
   * such record. Level: guest.
   */
  get_available_stock:
    { args: { variation_id: Id | string; outlet_id: Id | string }; result: Numeric | null };
  /**
   * Batches with stock left, of any status, that have not expired but will within that many days of the outlet's
   * today, soonest first; of all outlets and variations unless said. P0002 no such record, 22023 days null or
   * negative. Level: reader.
   */
  get_expiring_soon:
    { args: { days?: number | null; variation_id?: Id | string | null; outlet_id?: Id | string | null }; result: BatchRow[] };
  /**
   * The batches that a sale may take from, in the order in which it would: expiry date (never expires last), received,
   * id. None where the variation, its product or the outlet is inactive. P0002 no such record, 22023 no id. Level:
   * reader.
   */
  get_fifo_batches:
    { args: { variation_id: Id | string; outlet_id: Id | string }; result: BatchRow[] };
  /**
   * What is due on sales whose due date is before the outlet's today, but no more than the customer's balance. P0002
   * no such customer. Level: reader.
   */
  get_overdue_balance:
    { args: { customer_id: Id | string }; result: Numeric | null };
  /**
   * Lets a database role, and its members, call health(), and nothing else; taken back by REVOKE EXECUTE ON FUNCTION
   * primeinv.health() and, from a role without a tenant, REVOKE USAGE ON SCHEMA primeinv. For the owner. 42704 no such
   * role, 22023 null. Level: owner.
   */
  grant_monitor:
    { args: { role_name: string }; result: void };
  /**
   * Lets a database role, and its members, act for a tenant (null: for all, also those that are made later) as guest,
   * reader, app or manager, in place of the level that it had there; grants the SQL privileges that go with it. For
   * the owner. 42704 no such role, 22023 unknown level, P0002 no such tenant. Level: owner.
   */
  grant_tenant:
    { args: { role_name: string; tenant_id: Id | string; level: string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Whether all is well, a row a check: status ok, warning or critical, value a figure, detail what it counts. Age of
   * each job's last good run, whoever runs them, and what they leave behind; how far sealing is behind; broken
   * promises and open alerts by kind; oldest transaction and snapshot; dead rows and HOT share of batch and
   * location_stock; ids left; versions; replication lag. No names, no customer's data. For the owner and roles with
   * grant_monitor(). Level: owner.
   */
  health:
    { args: NoArguments; result: { check: string | null; status: string | null; value: Numeric | null; detail: string | null }[] };
  /** The rows of health() but for the jobs', told the library's version. For the owner. Level: owner. */
  health_checks:
    { args: { library: string }; result: { check: string | null; status: string | null; value: Numeric | null; detail: string | null }[] };
  /**
   * The row of health() for a job: whether it is registered with pg_cron (null: not known, pg_cron lives elsewhere),
   * and how many seconds ago its last good run ended. For the owner. Level: owner.
   */
  health_of_job:
    { args: { task: string; schedule: string; registered: boolean; seconds: Numeric | number }; result: { check: string | null; status: string | null; value: Numeric | null; detail: string | null }[] };
  /**
   * ok, warning or critical: which of the two marks the value has reached; ok if there is none. For the owner. Level:
   * owner.
   */
  health_status:
    { args: { value: Numeric | number; warning: Numeric | number; critical: Numeric | number }; result: string | null };
  /**
   * The id of the outlet, product, variation, variation_unit, outlet_variation, customer, batch or sale for which
   * another system has this external_id; null: there is none. P0002 no such tenant, 22023 unknown kind. Level: reader.
   */
  id_of:
    { args: { kind: string; tenant_id: Id | string; external_id: string }; result: Id | null };
  /**
   * Reads the views of the schema and says what is wrong with their rows: error stops a load until import_decide(),
   * warning and info do not. Changes nothing. 3F000 no such schema, 42P01 no view in it, 42703 a column too many or
   * too few, 42804 a column of another type, 42501 a view of somebody else. For the owner (42501). docs/migration.md
   * has the views. Level: owner.
   */
  import_check:
    { args: { schema_name?: string | null }; result: { severity: string | null; problem: string | null; rows: Id | null; example: string | null; remedy: string | null }[] };
  /**
   * A row for each outlet and variation of which the old system, by the views and the decisions, has another quantity
   * on hand than we have, for each price and customer's balance that differ, and for each outlet, variation and
   * customer that is not here. No rows: both agree. Errors as import_check(). For the owner (42501). Level: owner.
   */
  import_compare:
    { args: { schema_name?: string | null }; result: { tenant_id: Id | null; outlet_id: Id | null; variation_id: Id | null; what: string | null; theirs: Numeric | null; ours: Numeric | null }[] };
  /**
   * Says what becomes of the rows that have a problem; null takes it back. 22023 unknown problem or action. For the
   * owner (42501). Level: owner.
   */
  import_decide:
    { args: { problem: string; action: string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Loads what the views of the schema show and is not here yet, all or nothing: catalogue with external_id,
   * customers, dues as sales, batches with an opening movement; history aside (past_movement, past_sale) or, where a
   * batch's movements fit, to the ledger. dry_run undoes it. 55000 problems to be decided first; else as
   * import_check(). For the owner (42501). Level: owner.
   */
  import_load:
    { args: { schema_name?: string | null; history?: string | null; dry_run?: boolean | null; actor?: string | null; request_id?: string | null }; result: { entity: string | null; read: Id | null; loaded: Id | null; left_out: Id | null }[] };
  /**
   * What may be wrong with old data, and what import_decide() can say about it. error: nothing is loaded before it is
   * decided; else the first action is taken unless decided otherwise. skip leaves the row out. For the owner. Level:
   * owner.
   */
  import_problems:
    { args: NoArguments; result: { problem: string | null; severity: string | null; actions: readonly string[] | null; meaning: string | null }[] };
  /**
   * Puts a trigger on the table behind the schema's view batch (or takes it off): what the old system does to a batch
   * is booked here in the same transaction, by what the view then shows of its key. What cannot be booked is in
   * import_refusal; the old system goes on. 0A000 unless key and quantity are plain columns of one local table, 55000
   * while export_shadow() is on, 42P01 no such view. For the owner (42501). Level: owner.
   */
  import_shadow:
    { args: { schema_name: string; on: boolean; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Whether goods of that expiry date are not sold any more on that day: on the date itself they are expired. Null for
   * what never expires, so ask IS NOT TRUE for what may be sold. Level: reader.
   */
  is_expired:
    { args: { expiry_date: DateString; today: DateString }; result: boolean | null };
  /**
   * What is to be run regularly: name, schedule as of cron (in GMT), command, a statement (elsewhere) that registers
   * it where pg_cron lives in another database of this server, and the task as health() and job_run name it. Level:
   * owner.
   */
  jobs:
    { args: NoArguments; result: { name: string | null; schedule: string | null; command: string | null; elsewhere: string | null; task: string | null }[] };
  /**
   * The figures by which a shop is judged, a row each, for the outlet's days from the first to the last:
   * stock_accuracy, count_lines_right, count_variance, count_variance_value, count_time, movement_completeness,
   * expired_units_sold (promised: 0), waste, waste_share, cost_of_goods_sold, availability and out_of_stock (as of
   * now), sales, net_sales, average_sale. meaning says what each is, unit its unit or currency. All outlets unless one
   * is named. P0002 no such outlet, 22023 not a period. Level: reader.
   */
  kpi:
    { args: { from: DateString; to: DateString; outlet_id?: Id | string | null }; result: { measure: string | null; value: Numeric | null; unit: string | null; meaning: string | null }[] };
  /**
   * Proof that the tenant's log with new_size seals is the one with old_size seals and more behind: both heads and the
   * path between them (RFC 6962, section 2.1.2). tools/verify-seals checks it without the database. 22023 unless 0 <
   * old_size <= new_size <= number of seals, P0002 no such tenant. Level: reader.
   */
  ledger_consistency:
    { args: { tenant_id: Id | string; old_size: Id | string; new_size: Id | string }; result: Json | null };
  /**
   * What an auditor keeps elsewhere: the number of the tenant's seals, when the last was made, and the root over all
   * of them (SHA-256, RFC 6962). Null: all tenants of the caller. P0002 no such tenant. Level: reader.
   */
  ledger_digest:
    { args: { tenant_id?: Id | string | null }; result: { tenant_id: Id | null; size: Id | null; sealed_at: Timestamp | null; head: Uint8Array | null }[] };
  /**
   * Proof that a row is in the log of its tenant as it was with so many seals (null: all): the row's written form, its
   * path to the block's root, the block's header, its path to the head. tools/verify-seals checks it without the
   * database. 22023 for an unknown kind or a size that does not hold the row, P0002 no such row, 55000 not sealed yet.
   * Level: reader.
   */
  ledger_proof:
    { args: { kind: string; id: Id | string; size?: Id | string | null }; result: Json | null };
  /**
   * Writes an application's own event and returns its id. Event types that primeinv writes itself are refused (22023);
   * P0002 a record that is not the tenant's. Level: app.
   */
  log_event:
    { args: { tenant_id: Id | string; event_type: string; sale_id?: Id | string | null; customer_id?: Id | string | null; event_data?: JsonInput | null; description?: string | null; sale_item_id?: Id | string | null; payment_id?: Id | string | null; refund_id?: Id | string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * How many standard deviations above its mean a normally distributed value lies at most with that probability
   * (between 0 and 1, not either). Level: reader.
   */
  normal_quantile:
    { args: { level: number }; result: number | null };
  /**
   * Opens a till for the actor with so much cash in it, and returns the session's id: from now on the actor's payments
   * and payouts belong to it. 55000 if the till is open already ("till 1" is "Till 1"), or the actor has another one
   * open at any outlet; 22023 bad name or float, an actor of more than 200 letters, or the outlet is not active, P0002
   * no such outlet. Level: app.
   */
  open_till:
    { args: { outlet_id: Id | string; name: string; float?: Numeric | number | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Takes apart what a scanner has read: kind GTIN-8, GTIN-12, GTIN-13, GTIN-14, GS1 (element strings, with FNC1 as
   * \x1d or in brackets), DIGITAL_LINK (a GS1 Digital Link URI), IN_STORE (prefixes 20 to 29, by the layouts in
   * scale_barcodes) or OTHER (a number of the shop's own). gtin as it stands in the code, lot (10), expiry_date (17,
   * 7003: the sooner), best_before (15), quantity in pieces (37, else 30), weight in kilograms (310n, 320n), price in
   * the shop's currency (392n, 393n), serial (21); raw has every element by its application identifier, or the code,
   * with a magazine's add_on behind ]E3. A date YYMM00 is the month's last day. By the GS1 General Specifications,
   * Release 24.0, Digital Link URI Syntax, Release 1.2, and Barcode Syntax Dictionary, release 2026-01-27. 22023 for a
   * wrong check digit, a malformed element, an unknown identifier, or two that contradict each other. Level: reader.
   */
  parse_barcode:
    { args: { code: string; scale_barcodes?: string | null; money_decimals?: number | null }; result: { kind: string | null; gtin: string | null; lot: string | null; expiry_date: DateString | null; best_before: DateString | null; quantity: Numeric | null; weight: Numeric | null; price: Numeric | null; serial: string | null; raw: Json | null } };
  /**
   * Takes the goods of an approved refund back into their batches, lowers what is due and pays the rest out; returns
   * the refund's row. 55000 if it is not APPROVED or the sale was taken back, 22023 if less is left by now, P0002 no
   * such refund. Level: app.
   */
  process_refund:
    { args: { refund_id: Id | string; actor?: string | null; request_id?: string | null }; result: RefundRow };
  /**
   * Forgets request ids that are older than primeinv.request_retention days; returns how many. For the owner (42501).
   * Level: owner.
   */
  purge_requests:
    { args: NoArguments; result: Id };
  /**
   * Sets batches to what their movements add up to where they differ, or where the movements do not carry on from one
   * another, at one outlet or all, and their locations with them; each change goes to the audit log. Returns how many
   * batches that were. A batch whose movements add up to less than nothing is left alone with a WARNING. P0002 no such
   * outlet. Level: manager.
   */
  rebuild_batches:
    { args: { outlet_id?: Id | string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Counts location stock, what of it is sellable and what is reserved anew from batches and reservations where it is
   * wrong, at one outlet or all; each change goes to the audit log. Returns how many locations were wrong. P0002 no
   * such outlet. Level: manager.
   */
  rebuild_location_stock:
    { args: { outlet_id?: Id | string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * The receipt of a sale as it stands now, as one object: seller (tenant, outlet), receipt_number (null: a draft),
   * times (instants, and local_time by the outlet's clock), customer (null: a walk-in), items (name, sku, quantity,
   * unit, unit_price, discount, tax_rate, tax, total, subtotal), subtotal, discount, tax, total, tax_by_rate (rate,
   * net, tax, gross), payments (method, amount, tendered, change, status), refunds with their items and the outlet
   * that took them back, payouts with the outlet that paid, paid, refunded, due, due_date. Amounts have the tenant's
   * decimals; those of items are as the sale charged them, discount is the line's own and its share of the sale's.
   * P0002 no such sale, 22023 no id. Level: reader.
   */
  receipt:
    { args: { sale_id: Id | string }; result: Json | null };
  /** A row of a printed receipt with a text in its middle. Level: reader. */
  receipt_centred:
    { args: { line: string; width: number }; result: string | null };
  /**
   * A row of a printed receipt, so many characters wide: one text at the left, one at the right; control characters
   * become blanks. Level: reader.
   */
  receipt_row:
    { args: { left_text: string; right_text: string; width: number }; result: string | null };
  /**
   * The receipt of a sale for a receipt printer, width characters wide (24 to 200): seller, number, the outlet's time,
   * cashier, customer, items with their discounts, total, tax by rate, payments with tendered and change, refunds and
   * payouts, what is due; lines end in newlines. A draft says that it is not a receipt. P0002 no such sale, 22023
   * width out of range. Level: reader.
   */
  receipt_text:
    { args: { sale_id: Id | string; width?: number | null }; result: string | null };
  /**
   * Receives what a scanner read, so many times, as a purchase: variation, unit, lot and expiry date (else best
   * before) come from the code; returns the batch's id. cost is that of one such unit; what code and caller leave out
   * is as in add_stock. P0002 no goods have the code, or no such outlet; 22023 malformed code, or as add_stock. Level:
   * app.
   */
  receive_scan:
    { args: { outlet_id: Id | string; code: string; quantity?: Numeric | number | null; cost?: Numeric | number | null; actor?: string | null; request_id?: string | null }; result: Id };
  /** run_reconcile for CALL. Level: app. */
  reconcile:
    { args: { outlet_id?: Id | string | null; fix?: boolean | null; actor?: string | null; request_id?: string | null }; result: void };
  /** reconcile_outlet for all outlets of the caller's tenants. Level: reader. */
  reconcile_all:
    { args: NoArguments; result: { outlet_id: Id | null; variation_id: Id | null; batch_total: Numeric | null; location_stock: Numeric | null; ledger_total: Numeric | null; variance: Numeric | null; variance_pct: Numeric | null; status: string | null }[] };
  /**
   * reconcile_stock for every variation of an outlet whose batches, location stock and ledger are not all the same; no
   * rows when they are. P0002 no such outlet, 22023 no id. Level: reader.
   */
  reconcile_outlet:
    { args: { outlet_id: Id | string }; result: { outlet_id: Id | null; variation_id: Id | null; batch_total: Numeric | null; location_stock: Numeric | null; ledger_total: Numeric | null; variance: Numeric | null; variance_pct: Numeric | null; status: string | null }[] };
  /**
   * Batches, location stock and ledger of a variation at an outlet, in base units; status ok or variance. P0002 no
   * such record, 22023 no id. Level: reader.
   */
  reconcile_stock:
    { args: { variation_id: Id | string; outlet_id: Id | string }; result: { outlet_id: Id | null; variation_id: Id | null; batch_total: Numeric | null; location_stock: Numeric | null; ledger_total: Numeric | null; variance: Numeric | null; variance_pct: Numeric | null; status: string | null }[] };
  /**
   * reconcile_stock_take for callers that speak JSON: keys stock_take_id, items (id, variance_reason), actor,
   * request_id; returns detail and adjustments_made. Errors as the other form's. Or: Applies the differences of a
   * completed stock take, in base units, to the stock as it is now, all or nothing; what other stock takes have
   * corrected of the same since it was counted is not applied again. Returns the number of lines that changed stock.
   * Reasons: [{"id":100,"variance_reason":"..."}], by line. PI001 names every line whose shortage is more than is
   * left; 55000 not completed; P0002 no such stock take or line, 22023 bad argument. Level: manager.
   */
  reconcile_stock_take:
    { args: { request: JsonInput }; result: Json }
    | { args: { stock_take_id: Id | string; reasons?: JsonInput | null; actor?: string | null; request_id?: string | null }; result: Id };
  /** reconcile_stock_take(jsonb), by a name of its own. Level: manager. */
  reconcile_stock_take_json:
    { args: { request: JsonInput }; result: Json };
  /**
   * Takes damaged base units, or units, out, movement type damage, with the reach of a negative adjust_stock. PI001 if
   * less lies there; 22023 without a reason. Level: app.
   */
  record_damage:
    { args: { variation_id: Id | string; quantity: Numeric | number; outlet_id: Id | string; reason: string; batch_id?: Id | string | null; unit?: string | null; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * Takes a later payment for a sale with something due and returns its id; status and balance follow. CASH may exceed
   * what is due: the rest is change. ACCOUNT draws on the customer's credit in hand. P0002 no such sale, 55000 a draft
   * or taken back, PI003 not as much credit in hand, 22023 bad argument, nothing due, overpaid, or ACCOUNT without a
   * customer. Level: app.
   */
  record_payment:
    { args: { sale_id: Id | string; amount: Numeric | number; method: string; reference?: string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Raises an alert where stock has become low, or a batch expires within the outlet's expiry_alert_days or has
   * expired, and resolves those that are over, at one outlet or all; each new one is a NOTIFY primeinv_alert with its
   * id. Returns how many are new. P0002 no such outlet. Level: app.
   */
  refresh_alerts:
    { args: { outlet_id?: Id | string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Gives every role with a grant the SQL privileges of its level anew: for functions and tables that an upgrade has
   * brought. Returns the number of roles. For the owner. Level: owner.
   */
  refresh_grants:
    { args: NoArguments; result: number };
  /**
   * Requests, approves and processes a refund at once; returns its row. items as for request_refund; null: everything
   * left. A reason is required. Errors as those of the steps. Level: manager.
   */
  refund_sale:
    { args: { sale_id: Id | string; items?: JsonInput | null; reason?: string | null; disposition?: string | null; method?: string | null; actor?: string | null; request_id?: string | null }; result: RefundRow };
  /**
   * refund_sale for callers that speak JSON: keys as its parameters; returns the refund's row as an object. Errors as
   * refund_sale's. Level: manager.
   */
  refund_sale_json:
    { args: { request: JsonInput }; result: Json };
  /**
   * Turns a refund down that is not processed yet; returns its row. 55000 if it is processed or rejected, 22023 no
   * reason, P0002 no such refund. Level: manager.
   */
  reject_refund:
    { args: { refund_id: Id | string; reason: string; actor?: string | null; request_id?: string | null }; result: RefundRow };
  /**
   * Gives back all that a cart holds at an outlet and tidies up what has expired of it; returns how many holds were
   * given back, 0 if there were none. P0002 no such outlet. Level: app.
   */
  release_cart:
    { args: { outlet_id: Id | string; cart_session_id: string; actor?: string | null; request_id?: string | null }; result: number };
  /**
   * Marks expired reservations RELEASED, of all tenants that the caller acts for, passing over what others are at work
   * on; returns how many. Stock is not freed by it: it was when they expired. 22023 max_rows is not positive, or a
   * request_id. Level: app.
   */
  release_expired_reservations:
    { args: { max_rows?: number | null; actor?: string | null; request_id?: string | null }; result: number };
  /** Gives the stock back (RELEASED). PI002 it has expired or is resolved, P0002 no such reservation. Level: app. */
  release_reservation:
    { args: { reservation_id: Id | string; actor?: string | null; request_id?: string | null }; result: void };
  /** Takes a line out of a draft and gives its hold back. 55000 no draft, P0002 no such line. Level: app. */
  remove_sale_item:
    { args: { sale_item_id: Id | string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Takes a completed stock take back to a draft, to be counted into again. 55000 not completed, P0002 no such stock
   * take. Level: app.
   */
  reopen_stock_take:
    { args: { stock_take_id: Id | string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * What an outlet should order, a row per active variation with a forecast, what will be gone soonest first:
   * available now, incoming (on_order of outlet_variation), forecast of today and the lead_time_days (7 unless said),
   * safety_stock, and reorder_point: what the demand of that time does not exceed with the probability service_level.
   * expiring is what of available will not be sold before it expires, within that time and at the forecast's pace: it
   * does not count. proposed is 0 above that point; at or below it, what brings stock a week above it, in whole packs
   * (pack_size, 1 unless said), or as many packs as maximum_stock has room for. Base units. P0002 no such outlet,
   * 22023 service_level not from 0.5 to 0.999. Level: reader.
   */
  reorder_proposal:
    { args: { outlet_id: Id | string; service_level?: Numeric | number | null }; result: { variation_id: Id | null; available: Numeric | null; incoming: Numeric | null; forecast: Numeric | null; safety_stock: Numeric | null; reorder_point: Numeric | null; proposed: Numeric | null; pack_size: Numeric | null; lead_time_days: number | null; maximum_stock: Numeric | null; product: string | null; variation: string | null; sku: string | null; expiring: Numeric | null }[] };
  /**
   * Asks to take back lines of a sale and returns the refund's id. Items: sale_item_id, quantity, unit (the line's
   * unless given; "base": the base unit). Disposition restock, quarantine or destroy; method null: paid out as it was
   * paid. 22023 no reason or more than is left, 55000 not given out or taken back, P0002 no such sale or line. Level:
   * app.
   */
  request_refund:
    { args: { sale_id: Id | string; items: JsonInput; reason: string; disposition?: string | null; method?: string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /** The id of the batch. P0002 if it does not exist for the caller. Level: reader. */
  require_batch:
    { args: { batch_id: Id | string }; result: Id | null };
  /** The number. 22023 if it is null or not between the other two; what names it in the message. Level: reader. */
  require_between:
    { args: { what: string; number: Numeric | number; lowest: Numeric | number; highest: Numeric | number }; result: Numeric | null };
  /** The number of days. 22023 if it is null or negative. Level: reader. */
  require_days:
    { args: { days: number }; result: number | null };
  /** The instant. 22023 if it is null. Level: reader. */
  require_instant:
    { args: { at: Timestamp }; result: Timestamp | null };
  /**
   * The status of a lot. PI006 if it is for sale and its status is expired, hold, quarantine or recalled; P0002 no
   * such outlet or variation. Level: reader.
   */
  require_lot:
    { args: { for_sale: boolean; outlet_id: Id | string; variation_id: Id | string; lot: string; status: string }; result: string | null };
  /** The start of the period. 22023 if a date is null or infinite, or the start is after the end. Level: reader. */
  require_period:
    { args: { start_date: DateString; end_date: DateString }; result: DateString | null };
  /**
   * Today at the outlet, at the start of the statement; null if no outlet is named. 22023 if one of the first so many
   * ids as are required is null, P0002 if the outlet or the variation does not exist for the caller, or they are of
   * two tenants. Level: reader.
   */
  require_place:
    { args: { outlet_id: Id | string; variation_id: Id | string; required?: number | null }; result: DateString | null };
  /** The quantity. 22023 unless it is positive and has at most three decimals. Level: reader. */
  require_quantity:
    { args: { quantity: Numeric | number }; result: Numeric | null };
  /** The id of the sale. P0002 if it does not exist for the caller, 22023 if it is null. Level: reader. */
  require_sale:
    { args: { sale_id: Id | string }; result: Id | null };
  /** The id of the stock take. P0002 if it does not exist for the caller, 22023 if it is null. Level: reader. */
  require_stock_take:
    { args: { stock_take_id: Id | string }; result: Id | null };
  /** The tenant's id. P0002 if there is none that the caller may read, 22023 if it is null. Level: reader. */
  require_tenant:
    { args: { tenant_id: Id | string }; result: Id | null };
  /** The id of the till session. 22023 if it is null, P0002 if it does not exist for the caller. Level: reader. */
  require_till:
    { args: { till_session_id: Id | string }; result: Id | null };
  /** The word, null if it is. 22023 unless it is one of words; what names it in the message. Level: reader. */
  require_word:
    { args: { what: string; word: string; words: readonly string[] }; result: string | null };
  /**
   * Holds base units, or units, of available stock for a cart until they are committed or given back, or the hold
   * expires (null: after the tenant's hold_minutes, 30 unless set); returns the reservation's id. PI001 not enough,
   * P0002 no such record, 22023 bad argument or not sold. Level: app.
   */
  reserve_stock:
    { args: { variation_id: Id | string; quantity: Numeric | number; outlet_id: Id | string; cart_session_id: string; expires_in?: Interval | null; unit?: string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * refund_sale at another outlet of the tenant, where the customer brings the goods: they go into the batch of the
   * same number there (or <number>/<outlet of the sale>, where that one has another expiry date or is not fit for
   * them; goods of a batch that is held back come in held back), and what is paid out is that outlet's. Returns the
   * refund's row. items null: everything left. At the outlet of the sale it is refund_sale. 22023 no reason, an
   * inactive outlet or more than is left, 55000 not given out or taken back, P0002 no such outlet, sale or line.
   * Level: manager.
   */
  return_items:
    { args: { outlet_id: Id | string; sale_id: Id | string; items: JsonInput; reason: string; disposition?: string | null; method?: string | null; actor?: string | null; request_id?: string | null }; result: RefundRow };
  /**
   * Sends base units of a batch of any status back, movement type supplier_return. PI001 if less is left; 22023
   * without a reason. Level: app.
   */
  return_to_supplier:
    { args: { batch_id: Id | string; quantity: Numeric | number; reason: string; reference_id?: string | null; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * Undoes a payment that bounced or was a slip of the key: it stays, as REVERSED, and is due again; returns the sale.
   * P0002 no such payment, 55000 reversed already, a payout, or paid out since, 22023 no reason. Level: manager.
   */
  reverse_payment:
    { args: { payment_id: Id | string; reason: string; actor?: string | null; request_id?: string | null }; result: SaleRow };
  /**
   * Takes a role's grant for a tenant, or the one for all (null), back, with the SQL privileges that no other grant of
   * the role needs, from the next transaction of any session on; a WARNING if there is none. Before DROP ROLE, or for
   * a role that is gone. For the owner. 42704 no such role, P0002 no such tenant. Level: owner.
   */
  revoke_tenant:
    { args: { role_name: string; tenant_id: Id | string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * The level that each function (kind function), each table that applications write (table), each of their columns
   * that needs more (column) and each view that needs less than reader (view) asks for; rank orders levels: 1 guest, 2
   * reader, 3 app, 4 manager, 5 owner. What is not listed is the owner's; reading any other table or view needs
   * reader. Level: reader.
   */
  rights:
    { args: NoArguments; result: { kind: string | null; name: string | null; level: string | null; rank: number | null }[] };
  /**
   * Privileges that a role whose highest level has that rank has and should not have, or should have (given) and has
   * not. For the owner. Level: owner.
   */
  rights_due:
    { args: { role: number; role_rank: number; reader_rank: number }; result: { kind: number | null; object: number | null; privilege: string | null; given: boolean | null; columns: readonly string[] | null }[] };
  /**
   * Does one of the regular tasks, outlet by outlet, with a commit after each: reservations (tidies up holds that have
   * expired), expiry_and_reconcile (where a day has begun, writes off what has expired, and reconciles), alerts,
   * drafts (cancels those older than tenant.draft_days that hold nothing), overdue (an alert for each outlet where
   * sales should have been paid), check (what check_promises() and verify_ledger() find, as alerts), requests (forgets
   * old request ids). An outlet that fails, or is locked for two seconds, is an alert of kind job, and the next one is
   * done. In a transaction block it commits nothing. 22023 no such task. For the owner (42501). Level: owner.
   */
  run_job:
    { args: { task: string }; result: void };
  /**
   * Compares batches, location stock and ledger of one outlet, or of all of the caller's tenants, in one snapshot;
   * keeps a run per tenant with its variances, tells of each outlet by a NOTICE, raises an alert where more than the
   * tenant's variance_percent are off, and with fix (level manager) sets location stock to the batches' total. Returns
   * the runs' ids. P0002 no such outlet. Level: app.
   */
  run_reconcile:
    { args: { outlet_id?: Id | string | null; fix?: boolean | null; actor?: string | null; request_id?: string | null }; result: Id[] };
  /**
   * The lines of sales completed on the outlet's days from the first to the last, summed by day, hour or weekday of
   * the outlet's clock, by product, category, actor (who made the sale), outlet or method (how the sale was paid at
   * the till: a method, MIXED or CREDIT; daily_payments has the money itself). key is the name (null: no category), id
   * the product's or outlet's, or the number of the hour or weekday (1: Monday). Columns are sums of sale_line's: as
   * sold, refunded is what was given back of it since; margin_pct in percent of net. All outlets unless one is named.
   * P0002 no such outlet, 22023 not a period, or unknown by. Level: reader.
   */
  sales_by:
    { args: { from: DateString; to: DateString; by: string; outlet_id?: Id | string | null }; result: { key: string | null; id: Id | null; sales: Id | null; quantity: Numeric | null; net: Numeric | null; tax: Numeric | null; gross: Numeric | null; cost: Numeric | null; margin: Numeric | null; margin_pct: Numeric | null; refunded: Numeric | null }[] };
  /**
   * What a scanned code stands for at the outlet, for a till or a count: variation, unit (null: the base unit), the
   * batch if the code names a lot that lies here, quantity in that unit (of weighed goods the weight), price of one
   * such unit at retail: that of the lot's batch, or without a lot of the batch that is sold next, if it has one, else
   * list_price, the catalogue's; amount on the label of a scale, available in that unit (null where stock is not
   * tracked), lot, expiry_date (the batch's, else that in the code, else its best before), status: ok, expired, hold,
   * quarantine, recalled, unknown lot or inactive; kind as of parse_barcode, null where the catalogue has this very
   * code. No row: no goods of the tenant have the code. With for_sale a lot that is expired or held back is PI006,
   * though another lot of the goods could be sold. 22023 for a malformed code, P0002 no such outlet. Level: reader.
   */
  scan:
    { args: { outlet_id: Id | string; code: string; for_sale?: boolean | null }; result: { variation_id: Id | null; unit: string | null; batch_id: Id | null; product: string | null; variation: string | null; sku: string | null; quantity: Numeric | null; price: Numeric | null; amount: Numeric | null; available: Numeric | null; lot: string | null; expiry_date: DateString | null; status: string | null; kind: string | null; serial: string | null; track_inventory: boolean | null; list_price: Numeric | null }[] };
  /**
   * Registers the jobs with pg_cron, under the role that calls; again replaces them. Returns how many. 55000 without
   * pg_cron in this database, saying what to do. For the owner and members of its role (42501). Before DROP EXTENSION
   * call unschedule_jobs(). Level: owner.
   */
  schedule_jobs:
    { args: NoArguments; result: Id };
  /**
   * Seals what has come since the last run, at most chunk rows (100 to 100,000) a transaction, in blocks of one tenant
   * and kind. everything: also looks through all rows for such as no seal has, as after a restore or of ids that were
   * given explicitly. A job runs it every minute, and everything nightly. For the owner (42501). Level: owner.
   */
  seal_ledger:
    { args: { chunk?: number | null; everything?: boolean | null }; result: void };
  /** The search of find_variation among these tenants, whoever asks. For the owner. Level: owner. */
  search_catalogue:
    { args: { tenants: readonly (Id | string)[]; search: string; sku_from: string; sku_until: string; max_rows: number }; result: { variation_id: Id | null; unit: string | null; product: string | null; variation: string | null; sku: string | null; barcode: string | null; price: Numeric | null; rank: Numeric | null; is_active: boolean | null; tenant_id: Id | null }[] };
  /**
   * Whether the calling role has at least the level guest, reader, app or manager for the tenant, as far as
   * primeinv.tenant leaves it. 22023 unknown level. Level: guest.
   */
  sees_tenant:
    { args: { tenant_id: Id | string; min_level: string }; result: boolean | null };
  /**
   * An adjustment by whatever brings what is available, beyond all holds, to this quantity of base units: from
   * sellable stock first expired first out, or into a new batch ADJ-<id>; expired and held stock is not touched. Rows
   * as adjust_stock's; none where it is that already. P0002 no such record, 22023 bad argument or no reason. Level:
   * manager.
   */
  set_available_stock:
    { args: { variation_id: Id | string; new_quantity: Numeric | number; outlet_id: Id | string; reason: string; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * Sets what a base unit sold from the batch costs, such as of short-dated goods; null: takes that off again. It goes
   * before the prices of the catalogue (rule batch), not before a unit_price that the caller of a sale gives. What was
   * sold before keeps its price. Audited as batch.price_changed, with from and to. 22023 no reason or a bad price,
   * P0002 no such batch. Level: manager.
   */
  set_batch_price:
    { args: { batch_id: Id | string; price?: Numeric | number | null; reason?: string | null; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Puts a batch on hold, in quarantine or on recall, or makes it available again; only available stock is sold.
   * Audited as batch.status_changed. 22023 unknown status or no reason. Level: manager.
   */
  set_batch_status:
    { args: { batch_id: Id | string; status: string; reason: string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Makes this server the one of that number among so many (at most 1,024): its ids count from number in steps of that
   * many, so that no two servers make the same one. Before the first row; returns how many sequences it set. 55000 if
   * a tenant exists or the server has a number already, 22023 bad numbers. For the owner (42501). Level: owner.
   */
  set_shard:
    { args: { number: number; of?: number | null; actor?: string | null; request_id?: string | null }; result: Id };
  /** adjust_stock by whatever brings on hand to this total; no rows where it is that already. Level: manager. */
  set_stock_level:
    { args: { variation_id: Id | string; new_quantity: Numeric | number; outlet_id: Id | string; reason: string; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /**
   * Says why a line differs, before or after completion; reconciling writes it to the ledger unless it is given
   * another reason. 55000 reconciled or cancelled, P0002 no such line, 22023 no reason. Level: app.
   */
  set_variance_reason:
    { args: { stock_take_item_id: Id | string; reason: string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * What has lain at an outlet for at least that many days and would last longer than as many again at the pace of
   * these days: a row per outlet and variation, the dearest first. value is at cost; units_sold are of those days, net
   * of what came back; last_sold is the last day of a sale among them (null: none); days_of_stock how long it would
   * last (null: for ever). All outlets unless one is named. P0002 no such outlet, 22023 days not from 1 to 3650.
   * Level: reader.
   */
  slow_movers:
    { args: { days?: number | null; outlet_id?: Id | string | null }; result: { outlet_id: Id | null; variation_id: Id | null; product: string | null; variation: string | null; on_hand: Numeric | null; value: Numeric | null; units_sold: Numeric | null; last_sold: DateString | null; days_of_stock: Numeric | null; oldest_received: DateString | null }[] };
  /**
   * Gives so many base units of a batch of any status a batch of their own, with that number and status (null: as the
   * batch's), and the same expiry date, cost and time of receipt; returns its id. Movements transfer_out and
   * transfer_in at cost, reference split_<batch_id>. PI001 if less is left; 22023 without a reason, for an unknown
   * status or a number that is there already. Level: manager.
   */
  split_batch:
    { args: { batch_id: Id | string; quantity: Numeric | number; new_batch_number: string; reason: string; status?: string | null; actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * The statements that the library runs, and how often this session has planned each: those that find their rows by
   * key once, unless something that the plan stands on has changed. For the owner. Level: owner.
   */
  statements:
    { args: NoArguments; result: { name: string | null; statement: string | null; planned: Id | null; sweeps: boolean | null; parameters: readonly string[] | null }[] };
  /**
   * What was on hand at an instant, and its value at the batches' cost then: what stock_level showed, a row per
   * variation and outlet that had received it by then. Works back from now, so it reads the ledger from that instant
   * on. P0002 no such outlet, 22023 no instant. Level: reader.
   */
  stock_as_of:
    { args: { at: Timestamp; outlet_id?: Id | string | null }; result: { outlet_id: Id | null; variation_id: Id | null; quantity: Numeric | null; value: Numeric | null }[] };
  /**
   * The card of a variation at an outlet for the outlet's days from the first to the last: entry opening (the balance
   * when the first day began), a movement each in the order in which they happened, with what it refers to as in
   * stock_movement_history and the balance of the place after it, and closing (the balance when the last day ended;
   * quantity there is the net change). Base units. P0002 no such record, 22023 not a period. Level: reader.
   */
  stock_card:
    { args: { variation_id: Id | string; outlet_id: Id | string; from: DateString; to: DateString }; result: { entry: string | null; created_at: Timestamp | null; local_time: string | null; movement_type: string | null; reference_type: string | null; reference_id: string | null; receipt_number: string | null; reason: string | null; batch_number: string | null; quantity: Numeric | null; balance: Numeric | null; unit_cost: Numeric | null; actor: string | null; movement_id: Id | null }[] };
  /**
   * A stock take as one object: its header, items (id, variation_id, product, variation, sku, barcode, batch_id,
   * batch, expected, counted, variance, value, system_quantity: what the books say now, variance_reason, notes,
   * counted_at, actor) and variance_summary (total_items_counted, items_with_variance, positive_variance,
   * negative_variance, value). While it is a draft what the books say is null: who counts is not told. value, at cost,
   * is of completed and reconciled ones. P0002 no such stock take, 22023 no id. Level: reader.
   */
  stock_take_json:
    { args: { stock_take_id: Id | string }; result: Json | null };
  /**
   * How fast stock turned on the outlet's days from the first to the last, or to today if that is earlier: a row per
   * outlet and variation, the fastest first. cost_of_goods_sold is net of what came back from sales; average_stock is
   * the mean of the stock's value at each day's end, at cost; turnover is the one over the other, for the period
   * (null: nothing lay there), days_of_stock how many days the average would last at the pace of the period (null:
   * nothing was sold). All outlets unless one is named. P0002 no such outlet, 22023 not a period. Level: reader.
   */
  stock_turnover:
    { args: { from: DateString; to: DateString; outlet_id?: Id | string | null }; result: { outlet_id: Id | null; variation_id: Id | null; product: string | null; variation: string | null; units_sold: Numeric | null; cost_of_goods_sold: Numeric | null; average_stock: Numeric | null; closing_stock: Numeric | null; turnover: Numeric | null; days_of_stock: Numeric | null }[] };
  /**
   * After rows were loaded with explicit ids: moves every id sequence behind the highest id of its table, never back,
   * and on one of several servers to an id of its own, in its steps; returns how many were moved. 22003 where a row
   * has an id so high that none is left behind it. For the owner (42501). Level: owner.
   */
  sync_ids:
    { args: { actor?: string | null; request_id?: string | null }; result: Id };
  /**
   * Columns, constraints, indexes and triggers of a table, a line each. Where a table of stock or sales differs from a
   * new installation's, whatever a user has put on it is honoured, and writing it costs about twice as much. For the
   * owner. Level: owner.
   */
  table_definition:
    { args: { relation: string }; result: string | null };
  /**
   * The Z report of a till session, a row a method: opening_float, sales, account_payments (taken on a customer's
   * account), refunds (paid out), reversed (payments reversed while it was open), expected in the drawer (null for
   * ACCOUNT, which is in no drawer), counted and the difference (null while the till is open or the method was not
   * counted), and the number and head of the tenant's seals, to be printed with it. P0002 no such session. Level:
   * reader.
   */
  till_report:
    { args: { till_session_id: Id | string }; result: { method: string | null; opening_float: Numeric | null; sales: Numeric | null; account_payments: Numeric | null; refunds: Numeric | null; reversed: Numeric | null; expected: Numeric | null; counted: Numeric | null; difference: Numeric | null; seals: Id | null; seal_head: Uint8Array | null }[] };
  /**
   * So many of a unit of the variation in base units, exactly; a null or empty unit is the base unit. 22023 no such
   * unit, or it would have to be rounded, P0002 no such variation. Level: reader.
   */
  to_base_units:
    { args: { variation_id: Id | string; quantity: Numeric | number; unit: string }; result: Numeric | null };
  /**
   * Every movement of the batch in its order, with the sale and the customer that it went to or came back from: the
   * recall list. What was transferred goes on in a batch at the other outlet, mostly of the same number. P0002 no such
   * batch. Level: reader.
   */
  trace_batch:
    { args: { batch_id: Id | string }; result: { movement_id: Id | null; created_at: Timestamp | null; movement_type: string | null; quantity: Numeric | null; sale_id: Id | null; receipt_number: string | null; customer_id: Id | null; customer_name: string | null }[] };
  /**
   * Moves sellable base units to another outlet of the tenant; number, expiry, cost and received time travel along.
   * Where the number is known there with another expiry, it becomes <number>/<from_outlet_id>. Rows: what left which
   * batch. PI001 not enough. Level: app.
   */
  transfer_stock:
    { args: { variation_id: Id | string; quantity: Numeric | number; from_outlet_id: Id | string; to_outlet_id: Id | string; reason?: string | null; reference_id?: string | null; actor?: string | null; request_id?: string | null }; result: { batch_id: Id | null; batch: string | null; quantity: Numeric | null; expiry: DateString | null; cost: Numeric | null }[] };
  /** Takes a line out of a draft, as if it had not been counted. 55000 not a draft, P0002 no such line. Level: app. */
  uncount_item:
    { args: { stock_take_item_id: Id | string; actor?: string | null; request_id?: string | null }; result: void };
  /**
   * Removes this database's jobs from pg_cron; returns how many there were. 55000 without pg_cron in this database.
   * For the owner (42501). Level: owner.
   */
  unschedule_jobs:
    { args: NoArguments; result: Id };
  /**
   * Moves a customer's balance other than by a sale and returns the new one. OPENING and ADJUSTMENT add a signed
   * amount; PAYMENT, positive, was paid by method (CASH unless said); it pays the oldest due sales first, and what is
   * left over is credit in hand, which the method ACCOUNT draws on. P0002 no such customer, 22023 bad argument. Level:
   * manager.
   */
  update_balance:
    { args: { customer_id: Id | string; amount: Numeric | number; type: string; method?: string | null; reference?: string | null; actor?: string | null; request_id?: string | null }; result: Numeric };
  /**
   * Changes a draft (null: stays) and returns it. Prices that were not given follow the type; discount_amount is
   * shared by the lines. 55000 no draft, P0002 no such record, 22023 bad argument. Level: app.
   */
  update_sale:
    { args: { sale_id: Id | string; customer_id?: Id | string | null; type?: string | null; discount_amount?: Numeric | number | null; actor?: string | null; request_id?: string | null }; result: SaleRow };
  /**
   * Changes a line of a draft and its hold (null: stays) and renews all holds of the cart; returns the line. PI001 not
   * enough, 55000 no draft, P0002 no such line, 22023 bad argument. Level: app.
   */
  update_sale_item:
    { args: { sale_item_id: Id | string; quantity?: Numeric | number | null; unit_price?: Numeric | number | null; discount_percentage?: Numeric | number | null; actor?: string | null; request_id?: string | null }; result: SaleItemRow };
  /**
   * Describes a stock take anew; null: not at all. 55000 reconciled or cancelled, P0002 no such stock take. Level:
   * app.
   */
  update_stock_take:
    { args: { stock_take_id: Id | string; description: string; actor?: string | null; request_id?: string | null }; result: void };
  /** Whether batches, location stock and ledger are apart by more than so many percent. Level: reader. */
  variance_flagged:
    { args: { batch_total: Numeric | number; location_stock: Numeric | number; ledger_total: Numeric | number; variance_percent: Numeric | number }; result: boolean | null };
  /**
   * Batches less location stock in percent of location stock; null where that is 0 and the batches are not. Level:
   * reader.
   */
  variance_pct:
    { args: { batch_total: Numeric | number; location_stock: Numeric | number }; result: Numeric | null };
  /**
   * Three-way check of batches, ledger and location stock, of one outlet or all, in one snapshot: a row per batch or
   * location (batch_id null) that disagrees, in base units. movement_id is the first movement at which batch and
   * ledger part, or the last up to which they agree; detail says which. Of all outlets it reads the whole ledger, of
   * one the movements of the batches that lie there: movements whose batch is missing are found over all only. Level:
   * reader.
   */
  verify_ledger:
    { args: { outlet_id?: Id | string | null }; result: { tenant_id: Id | null; outlet_id: Id | null; variation_id: Id | null; batch_id: Id | null; batch_quantity: Numeric | null; ledger_quantity: Numeric | null; location_quantity: Numeric | null; movement_id: Id | null; detail: string | null }[] };
  /**
   * Holds rows against their seals, and the seals against digests that were kept elsewhere (an array of rows of
   * ledger_digest): rows changed, missing, never sealed or back-dated; seals missing or changed; fewer seals than a
   * digest counts. No rows: all is well. What the job has not come to yet is no finding. Null: all tenants of the
   * caller. 22023 for malformed digests, P0002 no such tenant. Level: reader.
   */
  verify_seals:
    { args: { tenant_id?: Id | string | null; digests?: JsonInput | null }; result: { tenant_id: Id | null; number: Id | null; kind: string | null; row_id: Id | null; finding: string | null }[] };
  /**
   * Ids of the tenants for which the calling role has at least the level guest, reader, app or manager, as far as
   * primeinv.tenant leaves them; none if that names none of them. 22023 unknown level. Level: guest.
   */
  visible_tenants:
    { args: { min_level: string }; result: readonly Id[] | null };
  /**
   * Puts everything not yet refunded back into the batches that it came from, at their cost, and the money back;
   * returns the sale, VOIDED. 55000 a draft, or refunded, cancelled or voided already; 22023 no reason; P0002 no such
   * sale. Level: manager.
   */
  void_sale:
    { args: { sale_id: Id | string; reason: string; actor?: string | null; request_id?: string | null }; result: SaleRow };
  /**
   * void_sale for callers that speak JSON: keys as its parameters; returns the sale's row as an object. Errors as
   * void_sale's. Level: manager.
   */
  void_sale_json:
    { args: { request: JsonInput }; result: Json };
  /**
   * What was lost on the outlet's days from the first to the last, by variation, kind and reason, the dearest first:
   * kind expiry (written off), damage, or refund (goods that came back and were destroyed); units are base units,
   * value their cost in the tenant's currency, each movement rounded, share percent of the value of all rows. All
   * outlets unless one is named. P0002 no such outlet, 22023 not a period. Level: reader.
   */
  waste:
    { args: { from: DateString; to: DateString; outlet_id?: Id | string | null }; result: { product: string | null; variation: string | null; kind: string | null; reason: string | null; units: Numeric | null; value: Numeric | null; share: Numeric | null; variation_id: Id | null }[] };
  /**
   * Locations of these tenants, at one outlet or all, of which a counter is not what batches and reservations add up
   * to, or the first batch is not the first: on hand as kept (null: no row) and as counted. For the owner. Level:
   * owner.
   */
  wrong_locations:
    { args: { tenants: readonly (Id | string)[]; only_outlet: Id | string }; result: { tenant_id: Id | null; outlet_id: Id | null; variation_id: Id | null; kept: Numeric | null; counted: Numeric | null }[] };
}

export type FunctionName = keyof Functions;
/** What a function is given: one of these, where it has several forms. */
export type Args<K extends FunctionName> = Functions[K]["args"];
/** What a function returns for those arguments. */
export type Result<K extends FunctionName, A = Args<K>> = Functions[K] extends infer F
  ? F extends { args: infer G; result: infer R } ? (A extends G ? R : never) : never : never;
