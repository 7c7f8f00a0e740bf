// Made by `make docs` from primeinv.api(); do not edit.

/** What call() must know of a function when it runs. */
export interface Signature {
  readonly kind: "function" | "procedure";
  /** Parameters and their SQL types. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly required: readonly string[];
  readonly returns: "rows" | "row" | "values" | "value" | "nothing";
  /** Whether it changes something. */
  readonly changes: boolean;
}

export const VERSION = "1.1.0";

export const SIGNATURES: Readonly<Record<string, readonly Signature[]>> = {
  abc_class: [
    { kind: "function", parameters: { from: "date", to: "date", outlet_id: "bigint" }, required: ["from", "to"], returns: "rows", changes: false },
  ],
  add_sale_item: [
    { kind: "function", parameters: { sale_id: "bigint", variation_id: "bigint", quantity: "numeric", unit_price: "numeric", discount_percentage: "numeric", tax_rate: "numeric", unit: "text", batch_id: "bigint", actor: "text", request_id: "text" }, required: ["sale_id", "variation_id", "quantity"], returns: "value", changes: true },
  ],
  add_stock: [
    { kind: "function", parameters: { variation_id: "bigint", quantity: "numeric", outlet_id: "bigint", batch_number: "text", expiry_date: "date", cost_price: "numeric", movement_type: "text", reason: "text", reference_id: "text", unit: "text", received_at: "timestamp with time zone", status: "text", actor: "text", request_id: "text" }, required: ["variation_id", "quantity", "outlet_id"], returns: "value", changes: true },
  ],
  add_stock_bulk: [
    { kind: "function", parameters: { outlet_id: "bigint", items: "jsonb", movement_type: "text", reason: "text", reference_id: "text", actor: "text", request_id: "text" }, required: ["outlet_id", "items"], returns: "rows", changes: true },
  ],
  adjust_stock: [
    { kind: "function", parameters: { variation_id: "bigint", quantity: "numeric", outlet_id: "bigint", reason: "text", batch_id: "bigint", unit: "text", actor: "text", request_id: "text" }, required: ["variation_id", "quantity", "outlet_id", "reason"], returns: "rows", changes: true },
  ],
  adjust_stock_bulk: [
    { kind: "function", parameters: { outlet_id: "bigint", items: "jsonb", reason: "text", actor: "text", request_id: "text" }, required: ["outlet_id", "items", "reason"], returns: "rows", changes: true },
  ],
  adjust_stock_json: [
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
  ],
  api: [
    { kind: "function", parameters: {  }, required: [], returns: "value", changes: false },
  ],
  approve_refund: [
    { kind: "function", parameters: { refund_id: "bigint", actor: "text", request_id: "text" }, required: ["refund_id"], returns: "row", changes: true },
  ],
  audit_report: [
    { kind: "function", parameters: { start_date: "date", end_date: "date", outlet_id: "bigint" }, required: ["start_date", "end_date"], returns: "rows", changes: false },
  ],
  audit_report_json: [
    { kind: "function", parameters: { start_date: "date", end_date: "date", outlet_id: "bigint" }, required: ["start_date", "end_date"], returns: "value", changes: false },
  ],
  average_cost_after: [
    { kind: "function", parameters: { cost: "numeric", quantity: "numeric", balance_after: "numeric", unit_cost: "numeric" }, required: ["cost", "quantity", "balance_after", "unit_cost"], returns: "value", changes: false },
  ],
  batch_cost_as_of: [
    { kind: "function", parameters: { batch_id: "bigint", at: "timestamp with time zone" }, required: ["batch_id", "at"], returns: "value", changes: false },
  ],
  can_purchase: [
    { kind: "function", parameters: { customer_id: "bigint", amount: "numeric", force: "boolean" }, required: ["customer_id", "amount"], returns: "row", changes: false },
  ],
  cancel_reservation: [
    { kind: "function", parameters: { reservation_id: "bigint", actor: "text", request_id: "text" }, required: ["reservation_id"], returns: "nothing", changes: true },
  ],
  cancel_sale: [
    { kind: "function", parameters: { sale_id: "bigint", reason: "text", actor: "text", request_id: "text" }, required: ["sale_id"], returns: "row", changes: true },
  ],
  cancel_stock_take: [
    { kind: "function", parameters: { stock_take_id: "bigint", actor: "text", request_id: "text" }, required: ["stock_take_id"], returns: "nothing", changes: true },
  ],
  check_promises: [
    { kind: "function", parameters: {  }, required: [], returns: "rows", changes: false },
  ],
  checkout: [
    { kind: "function", parameters: { outlet_id: "bigint", items: "jsonb", payments: "jsonb", customer_id: "bigint", type: "text", discount_amount: "numeric", manager_override: "boolean", override_reason: "text", override_by: "text", actor: "text", request_id: "text" }, required: ["outlet_id", "items"], returns: "row", changes: true },
  ],
  checkout_json: [
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
  ],
  close_till: [
    { kind: "function", parameters: { till_session_id: "bigint", counted: "jsonb", actor: "text", request_id: "text" }, required: ["till_session_id", "counted"], returns: "row", changes: true },
  ],
  commit_cart: [
    { kind: "function", parameters: { outlet_id: "bigint", cart_session_id: "text", reason: "text", reference_id: "text", actor: "text", request_id: "text" }, required: ["outlet_id", "cart_session_id"], returns: "rows", changes: true },
  ],
  commit_reservation: [
    { kind: "function", parameters: { reservation_id: "bigint", reason: "text", reference_id: "text", actor: "text", request_id: "text" }, required: ["reservation_id"], returns: "rows", changes: true },
  ],
  compare_stock: [
    { kind: "function", parameters: { outlet_ids: "bigint[]" }, required: ["outlet_ids"], returns: "rows", changes: false },
  ],
  complete_sale: [
    { kind: "function", parameters: { sale_id: "bigint", payments: "jsonb", manager_override: "boolean", override_reason: "text", override_by: "text", actor: "text", request_id: "text" }, required: ["sale_id"], returns: "row", changes: true },
  ],
  complete_stock_take: [
    { kind: "function", parameters: { stock_take_id: "bigint", actor: "text", request_id: "text" }, required: ["stock_take_id"], returns: "value", changes: true },
  ],
  correct_batch: [
    { kind: "function", parameters: { batch_id: "bigint", reason: "text", expiry_date: "date", cost_price: "numeric", never_expires: "boolean", actor: "text", request_id: "text" }, required: ["batch_id", "reason"], returns: "nothing", changes: true },
  ],
  count_barcode: [
    { kind: "function", parameters: { stock_take_id: "bigint", barcode: "text", quantity: "numeric", actor: "text", request_id: "text" }, required: ["stock_take_id", "barcode"], returns: "value", changes: true },
  ],
  count_due: [
    { kind: "function", parameters: { outlet_id: "bigint", a_days: "integer", b_days: "integer", c_days: "integer" }, required: ["outlet_id"], returns: "rows", changes: false },
  ],
  count_item: [
    { kind: "function", parameters: { stock_take_id: "bigint", variation_id: "bigint", counted_quantity: "numeric", batch_id: "bigint", notes: "text", unit: "text", add: "boolean", actor: "text", request_id: "text" }, required: ["stock_take_id", "variation_id", "counted_quantity"], returns: "value", changes: true },
  ],
  count_items: [
    { kind: "function", parameters: { stock_take_id: "bigint", items: "jsonb", actor: "text", request_id: "text" }, required: ["stock_take_id", "items"], returns: "rows", changes: true },
  ],
  count_sheet: [
    { kind: "function", parameters: { outlet_id: "bigint", category: "text", class: "text" }, required: ["outlet_id"], returns: "rows", changes: false },
  ],
  create_sale: [
    { kind: "function", parameters: { outlet_id: "bigint", customer_id: "bigint", type: "text", cart_session_id: "text", hold: "interval", actor: "text", request_id: "text" }, required: ["outlet_id"], returns: "value", changes: true },
  ],
  create_stock_take: [
    { kind: "function", parameters: { outlet_id: "bigint", description: "text", items: "jsonb", actor: "text", request_id: "text" }, required: ["outlet_id"], returns: "value", changes: true },
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
  ],
  create_stock_take_json: [
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
  ],
  deduct_stock: [
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
    { kind: "function", parameters: { variation_id: "bigint", quantity: "numeric", outlet_id: "bigint", movement_type: "text", reason: "text", reference_id: "text", batch_id: "bigint", actor: "text", request_id: "text" }, required: ["variation_id", "quantity", "outlet_id"], returns: "rows", changes: true },
  ],
  deduct_stock_bulk: [
    { kind: "function", parameters: { outlet_id: "bigint", variation_ids: "bigint[]", quantities: "numeric[]", movement_type: "text", reason: "text", reference_id: "text", actor: "text", request_id: "text" }, required: ["outlet_id", "variation_ids", "quantities"], returns: "rows", changes: true },
  ],
  demand: [
    { kind: "function", parameters: { outlet_id: "bigint", variation_id: "bigint", from: "date", to: "date" }, required: ["outlet_id", "variation_id", "from", "to"], returns: "rows", changes: false },
  ],
  demand_quantile: [
    { kind: "function", parameters: { mean: "double precision", variance: "double precision", level: "double precision" }, required: ["mean", "variance", "level"], returns: "value", changes: false },
  ],
  errors: [
    { kind: "function", parameters: {  }, required: [], returns: "rows", changes: false },
  ],
  expire_batches: [
    { kind: "function", parameters: { outlet_id: "bigint", variation_id: "bigint", actor: "text", request_id: "text" }, required: [], returns: "value", changes: true },
  ],
  expires_within: [
    { kind: "function", parameters: { expiry_date: "date", today: "date", days: "integer" }, required: ["expiry_date", "today", "days"], returns: "value", changes: false },
  ],
  explain_deduction: [
    { kind: "function", parameters: { variation_id: "bigint", quantity: "numeric", outlet_id: "bigint" }, required: ["variation_id", "quantity", "outlet_id"], returns: "rows", changes: false },
  ],
  export_shadow: [
    { kind: "function", parameters: { schema_name: "text", on: "boolean", actor: "text", request_id: "text" }, required: ["schema_name", "on"], returns: "nothing", changes: true },
  ],
  extend_reservation: [
    { kind: "function", parameters: { reservation_id: "bigint", expires_in: "interval", actor: "text", request_id: "text" }, required: ["reservation_id", "expires_in"], returns: "value", changes: true },
  ],
  find_barcode: [
    { kind: "function", parameters: { outlet_id: "bigint", code: "text" }, required: ["outlet_id", "code"], returns: "rows", changes: false },
  ],
  find_variation: [
    { kind: "function", parameters: { search: "text", max_rows: "integer" }, required: ["search"], returns: "rows", changes: false },
  ],
  forecast: [
    { kind: "function", parameters: { outlet_id: "bigint", variation_id: "bigint", days: "integer" }, required: ["outlet_id", "variation_id"], returns: "rows", changes: false },
  ],
  forecast_of: [
    { kind: "function", parameters: { quantities: "double precision[]", observed: "boolean[]", first: "date", days: "integer" }, required: ["quantities", "observed", "first", "days"], returns: "rows", changes: false },
  ],
  get_available_stock: [
    { kind: "function", parameters: { variation_id: "bigint", outlet_id: "bigint" }, required: ["variation_id", "outlet_id"], returns: "value", changes: false },
  ],
  get_expiring_soon: [
    { kind: "function", parameters: { days: "integer", variation_id: "bigint", outlet_id: "bigint" }, required: [], returns: "rows", changes: false },
  ],
  get_fifo_batches: [
    { kind: "function", parameters: { variation_id: "bigint", outlet_id: "bigint" }, required: ["variation_id", "outlet_id"], returns: "rows", changes: false },
  ],
  get_overdue_balance: [
    { kind: "function", parameters: { customer_id: "bigint" }, required: ["customer_id"], returns: "value", changes: false },
  ],
  grant_monitor: [
    { kind: "function", parameters: { role_name: "name" }, required: ["role_name"], returns: "nothing", changes: true },
  ],
  grant_tenant: [
    { kind: "function", parameters: { role_name: "name", tenant_id: "bigint", level: "text", actor: "text", request_id: "text" }, required: ["role_name", "tenant_id", "level"], returns: "nothing", changes: true },
  ],
  health: [
    { kind: "function", parameters: {  }, required: [], returns: "rows", changes: false },
  ],
  health_checks: [
    { kind: "function", parameters: { library: "text" }, required: ["library"], returns: "rows", changes: false },
  ],
  health_of_job: [
    { kind: "function", parameters: { task: "text", schedule: "text", registered: "boolean", seconds: "numeric" }, required: ["task", "schedule", "registered", "seconds"], returns: "rows", changes: false },
  ],
  health_status: [
    { kind: "function", parameters: { value: "numeric", warning: "numeric", critical: "numeric" }, required: ["value", "warning", "critical"], returns: "value", changes: false },
  ],
  id_of: [
    { kind: "function", parameters: { kind: "text", tenant_id: "bigint", external_id: "text" }, required: ["kind", "tenant_id", "external_id"], returns: "value", changes: false },
  ],
  import_check: [
    { kind: "function", parameters: { schema_name: "text" }, required: [], returns: "rows", changes: true },
  ],
  import_compare: [
    { kind: "function", parameters: { schema_name: "text" }, required: [], returns: "rows", changes: true },
  ],
  import_decide: [
    { kind: "function", parameters: { problem: "text", action: "text", actor: "text", request_id: "text" }, required: ["problem", "action"], returns: "nothing", changes: true },
  ],
  import_load: [
    { kind: "function", parameters: { schema_name: "text", history: "text", dry_run: "boolean", actor: "text", request_id: "text" }, required: [], returns: "rows", changes: true },
  ],
  import_problems: [
    { kind: "function", parameters: {  }, required: [], returns: "rows", changes: false },
  ],
  import_shadow: [
    { kind: "function", parameters: { schema_name: "text", on: "boolean", actor: "text", request_id: "text" }, required: ["schema_name", "on"], returns: "nothing", changes: true },
  ],
  is_expired: [
    { kind: "function", parameters: { expiry_date: "date", today: "date" }, required: ["expiry_date", "today"], returns: "value", changes: false },
  ],
  jobs: [
    { kind: "function", parameters: {  }, required: [], returns: "rows", changes: false },
  ],
  kpi: [
    { kind: "function", parameters: { from: "date", to: "date", outlet_id: "bigint" }, required: ["from", "to"], returns: "rows", changes: false },
  ],
  ledger_consistency: [
    { kind: "function", parameters: { tenant_id: "bigint", old_size: "bigint", new_size: "bigint" }, required: ["tenant_id", "old_size", "new_size"], returns: "value", changes: false },
  ],
  ledger_digest: [
    { kind: "function", parameters: { tenant_id: "bigint" }, required: [], returns: "rows", changes: false },
  ],
  ledger_proof: [
    { kind: "function", parameters: { kind: "text", id: "bigint", size: "bigint" }, required: ["kind", "id"], returns: "value", changes: false },
  ],
  log_event: [
    { kind: "function", parameters: { tenant_id: "bigint", event_type: "text", sale_id: "bigint", customer_id: "bigint", event_data: "jsonb", description: "text", sale_item_id: "bigint", payment_id: "bigint", refund_id: "bigint", actor: "text", request_id: "text" }, required: ["tenant_id", "event_type"], returns: "value", changes: true },
  ],
  normal_quantile: [
    { kind: "function", parameters: { level: "double precision" }, required: ["level"], returns: "value", changes: false },
  ],
  open_till: [
    { kind: "function", parameters: { outlet_id: "bigint", name: "text", float: "numeric", actor: "text", request_id: "text" }, required: ["outlet_id", "name"], returns: "value", changes: true },
  ],
  parse_barcode: [
    { kind: "function", parameters: { code: "text", scale_barcodes: "text", money_decimals: "integer" }, required: ["code"], returns: "row", changes: false },
  ],
  process_refund: [
    { kind: "function", parameters: { refund_id: "bigint", actor: "text", request_id: "text" }, required: ["refund_id"], returns: "row", changes: true },
  ],
  purge_requests: [
    { kind: "function", parameters: {  }, required: [], returns: "value", changes: true },
  ],
  rebuild_batches: [
    { kind: "function", parameters: { outlet_id: "bigint", actor: "text", request_id: "text" }, required: [], returns: "value", changes: true },
  ],
  rebuild_location_stock: [
    { kind: "function", parameters: { outlet_id: "bigint", actor: "text", request_id: "text" }, required: [], returns: "value", changes: true },
  ],
  receipt: [
    { kind: "function", parameters: { sale_id: "bigint" }, required: ["sale_id"], returns: "value", changes: false },
  ],
  receipt_centred: [
    { kind: "function", parameters: { line: "text", width: "integer" }, required: ["line", "width"], returns: "value", changes: false },
  ],
  receipt_row: [
    { kind: "function", parameters: { left_text: "text", right_text: "text", width: "integer" }, required: ["left_text", "right_text", "width"], returns: "value", changes: false },
  ],
  receipt_text: [
    { kind: "function", parameters: { sale_id: "bigint", width: "integer" }, required: ["sale_id"], returns: "value", changes: false },
  ],
  receive_scan: [
    { kind: "function", parameters: { outlet_id: "bigint", code: "text", quantity: "numeric", cost: "numeric", actor: "text", request_id: "text" }, required: ["outlet_id", "code"], returns: "value", changes: true },
  ],
  reconcile: [
    { kind: "procedure", parameters: { outlet_id: "bigint", fix: "boolean", actor: "text", request_id: "text" }, required: [], returns: "nothing", changes: true },
  ],
  reconcile_all: [
    { kind: "function", parameters: {  }, required: [], returns: "rows", changes: false },
  ],
  reconcile_outlet: [
    { kind: "function", parameters: { outlet_id: "bigint" }, required: ["outlet_id"], returns: "rows", changes: false },
  ],
  reconcile_stock: [
    { kind: "function", parameters: { variation_id: "bigint", outlet_id: "bigint" }, required: ["variation_id", "outlet_id"], returns: "rows", changes: false },
  ],
  reconcile_stock_take: [
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
    { kind: "function", parameters: { stock_take_id: "bigint", reasons: "jsonb", actor: "text", request_id: "text" }, required: ["stock_take_id"], returns: "value", changes: true },
  ],
  reconcile_stock_take_json: [
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
  ],
  record_damage: [
    { kind: "function", parameters: { variation_id: "bigint", quantity: "numeric", outlet_id: "bigint", reason: "text", batch_id: "bigint", unit: "text", actor: "text", request_id: "text" }, required: ["variation_id", "quantity", "outlet_id", "reason"], returns: "rows", changes: true },
  ],
  record_payment: [
    { kind: "function", parameters: { sale_id: "bigint", amount: "numeric", method: "text", reference: "text", actor: "text", request_id: "text" }, required: ["sale_id", "amount", "method"], returns: "value", changes: true },
  ],
  refresh_alerts: [
    { kind: "function", parameters: { outlet_id: "bigint", actor: "text", request_id: "text" }, required: [], returns: "value", changes: true },
  ],
  refresh_grants: [
    { kind: "function", parameters: {  }, required: [], returns: "value", changes: true },
  ],
  refund_sale: [
    { kind: "function", parameters: { sale_id: "bigint", items: "jsonb", reason: "text", disposition: "text", method: "text", actor: "text", request_id: "text" }, required: ["sale_id"], returns: "row", changes: true },
  ],
  refund_sale_json: [
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
  ],
  reject_refund: [
    { kind: "function", parameters: { refund_id: "bigint", reason: "text", actor: "text", request_id: "text" }, required: ["refund_id", "reason"], returns: "row", changes: true },
  ],
  release_cart: [
    { kind: "function", parameters: { outlet_id: "bigint", cart_session_id: "text", actor: "text", request_id: "text" }, required: ["outlet_id", "cart_session_id"], returns: "value", changes: true },
  ],
  release_expired_reservations: [
    { kind: "function", parameters: { max_rows: "integer", actor: "text", request_id: "text" }, required: [], returns: "value", changes: true },
  ],
  release_reservation: [
    { kind: "function", parameters: { reservation_id: "bigint", actor: "text", request_id: "text" }, required: ["reservation_id"], returns: "nothing", changes: true },
  ],
  remove_sale_item: [
    { kind: "function", parameters: { sale_item_id: "bigint", actor: "text", request_id: "text" }, required: ["sale_item_id"], returns: "nothing", changes: true },
  ],
  reopen_stock_take: [
    { kind: "function", parameters: { stock_take_id: "bigint", actor: "text", request_id: "text" }, required: ["stock_take_id"], returns: "nothing", changes: true },
  ],
  reorder_proposal: [
    { kind: "function", parameters: { outlet_id: "bigint", service_level: "numeric" }, required: ["outlet_id"], returns: "rows", changes: false },
  ],
  request_refund: [
    { kind: "function", parameters: { sale_id: "bigint", items: "jsonb", reason: "text", disposition: "text", method: "text", actor: "text", request_id: "text" }, required: ["sale_id", "items", "reason"], returns: "value", changes: true },
  ],
  require_batch: [
    { kind: "function", parameters: { batch_id: "bigint" }, required: ["batch_id"], returns: "value", changes: false },
  ],
  require_between: [
    { kind: "function", parameters: { what: "text", number: "numeric", lowest: "numeric", highest: "numeric" }, required: ["what", "number", "lowest", "highest"], returns: "value", changes: false },
  ],
  require_days: [
    { kind: "function", parameters: { days: "integer" }, required: ["days"], returns: "value", changes: false },
  ],
  require_instant: [
    { kind: "function", parameters: { at: "timestamp with time zone" }, required: ["at"], returns: "value", changes: false },
  ],
  require_lot: [
    { kind: "function", parameters: { for_sale: "boolean", outlet_id: "bigint", variation_id: "bigint", lot: "text", status: "text" }, required: ["for_sale", "outlet_id", "variation_id", "lot", "status"], returns: "value", changes: false },
  ],
  require_period: [
    { kind: "function", parameters: { start_date: "date", end_date: "date" }, required: ["start_date", "end_date"], returns: "value", changes: false },
  ],
  require_place: [
    { kind: "function", parameters: { outlet_id: "bigint", variation_id: "bigint", required: "integer" }, required: ["outlet_id", "variation_id"], returns: "value", changes: false },
  ],
  require_quantity: [
    { kind: "function", parameters: { quantity: "numeric" }, required: ["quantity"], returns: "value", changes: false },
  ],
  require_sale: [
    { kind: "function", parameters: { sale_id: "bigint" }, required: ["sale_id"], returns: "value", changes: false },
  ],
  require_stock_take: [
    { kind: "function", parameters: { stock_take_id: "bigint" }, required: ["stock_take_id"], returns: "value", changes: false },
  ],
  require_tenant: [
    { kind: "function", parameters: { tenant_id: "bigint" }, required: ["tenant_id"], returns: "value", changes: false },
  ],
  require_till: [
    { kind: "function", parameters: { till_session_id: "bigint" }, required: ["till_session_id"], returns: "value", changes: false },
  ],
  require_word: [
    { kind: "function", parameters: { what: "text", word: "text", words: "text[]" }, required: ["what", "word", "words"], returns: "value", changes: false },
  ],
  reserve_stock: [
    { kind: "function", parameters: { variation_id: "bigint", quantity: "numeric", outlet_id: "bigint", cart_session_id: "text", expires_in: "interval", unit: "text", actor: "text", request_id: "text" }, required: ["variation_id", "quantity", "outlet_id", "cart_session_id"], returns: "value", changes: true },
  ],
  return_items: [
    { kind: "function", parameters: { outlet_id: "bigint", sale_id: "bigint", items: "jsonb", reason: "text", disposition: "text", method: "text", actor: "text", request_id: "text" }, required: ["outlet_id", "sale_id", "items", "reason"], returns: "row", changes: true },
  ],
  return_to_supplier: [
    { kind: "function", parameters: { batch_id: "bigint", quantity: "numeric", reason: "text", reference_id: "text", actor: "text", request_id: "text" }, required: ["batch_id", "quantity", "reason"], returns: "rows", changes: true },
  ],
  reverse_payment: [
    { kind: "function", parameters: { payment_id: "bigint", reason: "text", actor: "text", request_id: "text" }, required: ["payment_id", "reason"], returns: "row", changes: true },
  ],
  revoke_tenant: [
    { kind: "function", parameters: { role_name: "name", tenant_id: "bigint", actor: "text", request_id: "text" }, required: ["role_name", "tenant_id"], returns: "nothing", changes: true },
  ],
  rights: [
    { kind: "function", parameters: {  }, required: [], returns: "rows", changes: false },
  ],
  rights_due: [
    { kind: "function", parameters: { role: "oid", role_rank: "integer", reader_rank: "integer" }, required: ["role", "role_rank", "reader_rank"], returns: "rows", changes: false },
  ],
  run_job: [
    { kind: "procedure", parameters: { task: "text" }, required: ["task"], returns: "nothing", changes: true },
  ],
  run_reconcile: [
    { kind: "function", parameters: { outlet_id: "bigint", fix: "boolean", actor: "text", request_id: "text" }, required: [], returns: "values", changes: true },
  ],
  sales_by: [
    { kind: "function", parameters: { from: "date", to: "date", by: "text", outlet_id: "bigint" }, required: ["from", "to", "by"], returns: "rows", changes: false },
  ],
  scan: [
    { kind: "function", parameters: { outlet_id: "bigint", code: "text", for_sale: "boolean" }, required: ["outlet_id", "code"], returns: "rows", changes: false },
  ],
  schedule_jobs: [
    { kind: "function", parameters: {  }, required: [], returns: "value", changes: true },
  ],
  seal_ledger: [
    { kind: "procedure", parameters: { chunk: "integer", everything: "boolean" }, required: [], returns: "nothing", changes: true },
  ],
  search_catalogue: [
    { kind: "function", parameters: { tenants: "bigint[]", search: "text", sku_from: "text", sku_until: "text", max_rows: "integer" }, required: ["tenants", "search", "sku_from", "sku_until", "max_rows"], returns: "rows", changes: false },
  ],
  sees_tenant: [
    { kind: "function", parameters: { tenant_id: "bigint", min_level: "text" }, required: ["tenant_id", "min_level"], returns: "value", changes: false },
  ],
  set_available_stock: [
    { kind: "function", parameters: { variation_id: "bigint", new_quantity: "numeric", outlet_id: "bigint", reason: "text", actor: "text", request_id: "text" }, required: ["variation_id", "new_quantity", "outlet_id", "reason"], returns: "rows", changes: true },
  ],
  set_batch_price: [
    { kind: "function", parameters: { batch_id: "bigint", price: "numeric", reason: "text", actor: "text", request_id: "text" }, required: ["batch_id"], returns: "nothing", changes: true },
  ],
  set_batch_status: [
    { kind: "function", parameters: { batch_id: "bigint", status: "text", reason: "text", actor: "text", request_id: "text" }, required: ["batch_id", "status", "reason"], returns: "nothing", changes: true },
  ],
  set_shard: [
    { kind: "function", parameters: { number: "integer", of: "integer", actor: "text", request_id: "text" }, required: ["number"], returns: "value", changes: true },
  ],
  set_stock_level: [
    { kind: "function", parameters: { variation_id: "bigint", new_quantity: "numeric", outlet_id: "bigint", reason: "text", actor: "text", request_id: "text" }, required: ["variation_id", "new_quantity", "outlet_id", "reason"], returns: "rows", changes: true },
  ],
  set_variance_reason: [
    { kind: "function", parameters: { stock_take_item_id: "bigint", reason: "text", actor: "text", request_id: "text" }, required: ["stock_take_item_id", "reason"], returns: "nothing", changes: true },
  ],
  slow_movers: [
    { kind: "function", parameters: { days: "integer", outlet_id: "bigint" }, required: [], returns: "rows", changes: false },
  ],
  split_batch: [
    { kind: "function", parameters: { batch_id: "bigint", quantity: "numeric", new_batch_number: "text", reason: "text", status: "text", actor: "text", request_id: "text" }, required: ["batch_id", "quantity", "new_batch_number", "reason"], returns: "value", changes: true },
  ],
  statements: [
    { kind: "function", parameters: {  }, required: [], returns: "rows", changes: true },
  ],
  stock_as_of: [
    { kind: "function", parameters: { at: "timestamp with time zone", outlet_id: "bigint" }, required: ["at"], returns: "rows", changes: false },
  ],
  stock_card: [
    { kind: "function", parameters: { variation_id: "bigint", outlet_id: "bigint", from: "date", to: "date" }, required: ["variation_id", "outlet_id", "from", "to"], returns: "rows", changes: false },
  ],
  stock_take_json: [
    { kind: "function", parameters: { stock_take_id: "bigint" }, required: ["stock_take_id"], returns: "value", changes: false },
  ],
  stock_turnover: [
    { kind: "function", parameters: { from: "date", to: "date", outlet_id: "bigint" }, required: ["from", "to"], returns: "rows", changes: false },
  ],
  sync_ids: [
    { kind: "function", parameters: { actor: "text", request_id: "text" }, required: [], returns: "value", changes: true },
  ],
  table_definition: [
    { kind: "function", parameters: { relation: "regclass" }, required: ["relation"], returns: "value", changes: false },
  ],
  till_report: [
    { kind: "function", parameters: { till_session_id: "bigint" }, required: ["till_session_id"], returns: "rows", changes: false },
  ],
  to_base_units: [
    { kind: "function", parameters: { variation_id: "bigint", quantity: "numeric", unit: "text" }, required: ["variation_id", "quantity", "unit"], returns: "value", changes: false },
  ],
  trace_batch: [
    { kind: "function", parameters: { batch_id: "bigint" }, required: ["batch_id"], returns: "rows", changes: false },
  ],
  transfer_stock: [
    { kind: "function", parameters: { variation_id: "bigint", quantity: "numeric", from_outlet_id: "bigint", to_outlet_id: "bigint", reason: "text", reference_id: "text", actor: "text", request_id: "text" }, required: ["variation_id", "quantity", "from_outlet_id", "to_outlet_id"], returns: "rows", changes: true },
  ],
  uncount_item: [
    { kind: "function", parameters: { stock_take_item_id: "bigint", actor: "text", request_id: "text" }, required: ["stock_take_item_id"], returns: "nothing", changes: true },
  ],
  unschedule_jobs: [
    { kind: "function", parameters: {  }, required: [], returns: "value", changes: true },
  ],
  update_balance: [
    { kind: "function", parameters: { customer_id: "bigint", amount: "numeric", type: "text", method: "text", reference: "text", actor: "text", request_id: "text" }, required: ["customer_id", "amount", "type"], returns: "value", changes: true },
  ],
  update_sale: [
    { kind: "function", parameters: { sale_id: "bigint", customer_id: "bigint", type: "text", discount_amount: "numeric", actor: "text", request_id: "text" }, required: ["sale_id"], returns: "row", changes: true },
  ],
  update_sale_item: [
    { kind: "function", parameters: { sale_item_id: "bigint", quantity: "numeric", unit_price: "numeric", discount_percentage: "numeric", actor: "text", request_id: "text" }, required: ["sale_item_id"], returns: "row", changes: true },
  ],
  update_stock_take: [
    { kind: "function", parameters: { stock_take_id: "bigint", description: "text", actor: "text", request_id: "text" }, required: ["stock_take_id", "description"], returns: "nothing", changes: true },
  ],
  variance_flagged: [
    { kind: "function", parameters: { batch_total: "numeric", location_stock: "numeric", ledger_total: "numeric", variance_percent: "numeric" }, required: ["batch_total", "location_stock", "ledger_total", "variance_percent"], returns: "value", changes: false },
  ],
  variance_pct: [
    { kind: "function", parameters: { batch_total: "numeric", location_stock: "numeric" }, required: ["batch_total", "location_stock"], returns: "value", changes: false },
  ],
  verify_ledger: [
    { kind: "function", parameters: { outlet_id: "bigint" }, required: [], returns: "rows", changes: false },
  ],
  verify_seals: [
    { kind: "function", parameters: { tenant_id: "bigint", digests: "jsonb" }, required: [], returns: "rows", changes: false },
  ],
  visible_tenants: [
    { kind: "function", parameters: { min_level: "text" }, required: ["min_level"], returns: "value", changes: false },
  ],
  void_sale: [
    { kind: "function", parameters: { sale_id: "bigint", reason: "text", actor: "text", request_id: "text" }, required: ["sale_id", "reason"], returns: "row", changes: true },
  ],
  void_sale_json: [
    { kind: "function", parameters: { request: "jsonb" }, required: ["request"], returns: "value", changes: true },
  ],
  waste: [
    { kind: "function", parameters: { from: "date", to: "date", outlet_id: "bigint" }, required: ["from", "to"], returns: "rows", changes: false },
  ],
  wrong_locations: [
    { kind: "function", parameters: { tenants: "bigint[]", only_outlet: "bigint" }, required: ["tenants", "only_outlet"], returns: "rows", changes: false },
  ],
};
