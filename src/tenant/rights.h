/*-------------------------------------------------------------------------
 *
 * rights.h
 *		The one table of what each level may do.
 *
 * RIGHT(function, level): overloads share a row.  access.c asks it at every
 * call, grant_tenant grants EXECUTE by it.  A function that is not here is
 * the owner's alone.  What depends on arguments (overrides, fix) is asked
 * where the argument is read.
 *
 * WRITABLE(table, level): tables that applications write with SQL; row-level
 * security (policy.sql) holds each write to tenants of that level.  Their ids
 * are generated, for all but the owner.  Nobody is granted DELETE: it would
 * come with the right to lock the whole table against all tenants.
 *
 * COLUMN(table, column, level): columns of those that need more; LEVEL_OWNER
 * is written by functions alone.
 *
 * Every table and view may be read from LEVEL_READER on, by row-level
 * security.  READABLE(view, level): views that a lesser level reads, too; such
 * a view reads its tables as their owner, and asks visible_tenants itself.
 *
 *-------------------------------------------------------------------------
 */
#ifndef RIGHT
#define RIGHT(function, level)
#endif
#ifndef READABLE
#define READABLE(view, level)
#endif
#ifndef WRITABLE
#define WRITABLE(table, level)
#endif
#ifndef COLUMN
#define COLUMN(table, column, level)
#endif

RIGHT(visible_tenants, LEVEL_GUEST)
RIGHT(sees_tenant, LEVEL_GUEST)
RIGHT(get_available_stock, LEVEL_GUEST)

RIGHT(rights, LEVEL_READER)
RIGHT(errors, LEVEL_READER)
RIGHT(api, LEVEL_READER)
RIGHT(parse_barcode, LEVEL_READER)
RIGHT(is_expired, LEVEL_READER)
RIGHT(expires_within, LEVEL_READER)
RIGHT(require_place, LEVEL_READER)
RIGHT(require_lot, LEVEL_READER)
RIGHT(require_till, LEVEL_READER)
RIGHT(till_report, LEVEL_READER)
RIGHT(find_barcode, LEVEL_READER)
RIGHT(scan, LEVEL_READER)
RIGHT(require_batch, LEVEL_READER)
RIGHT(require_quantity, LEVEL_READER)
RIGHT(require_days, LEVEL_READER)
RIGHT(require_instant, LEVEL_READER)
RIGHT(require_period, LEVEL_READER)
RIGHT(require_sale, LEVEL_READER)
RIGHT(require_stock_take, LEVEL_READER)
RIGHT(require_word, LEVEL_READER)
RIGHT(require_tenant, LEVEL_READER)
RIGHT(id_of, LEVEL_READER)
RIGHT(require_between, LEVEL_READER)
RIGHT(average_cost, LEVEL_READER)
RIGHT(average_cost_after, LEVEL_READER)
RIGHT(batch_cost_as_of, LEVEL_READER)
RIGHT(audit_report, LEVEL_READER)
RIGHT(audit_report_json, LEVEL_READER)
RIGHT(stock_as_of, LEVEL_READER)
RIGHT(sales_by, LEVEL_READER)
RIGHT(waste, LEVEL_READER)
RIGHT(stock_turnover, LEVEL_READER)
RIGHT(slow_movers, LEVEL_READER)
RIGHT(demand, LEVEL_READER)
RIGHT(stock_card, LEVEL_READER)
RIGHT(receipt, LEVEL_READER)
RIGHT(receipt_row, LEVEL_READER)
RIGHT(receipt_centred, LEVEL_READER)
RIGHT(receipt_text, LEVEL_READER)
RIGHT(abc_class, LEVEL_READER)
RIGHT(count_due, LEVEL_READER)
RIGHT(count_sheet, LEVEL_READER)
RIGHT(stock_take_json, LEVEL_READER)
RIGHT(kpi, LEVEL_READER)
RIGHT(forecast_of, LEVEL_READER)
RIGHT(forecast, LEVEL_READER)
RIGHT(normal_quantile, LEVEL_READER)
RIGHT(demand_quantile, LEVEL_READER)
RIGHT(reorder_proposal, LEVEL_READER)
RIGHT(find_variation, LEVEL_READER)
RIGHT(get_fifo_batches, LEVEL_READER)
RIGHT(explain_deduction, LEVEL_READER)
RIGHT(get_expiring_soon, LEVEL_READER)
RIGHT(to_base_units, LEVEL_READER)
RIGHT(trace_batch, LEVEL_READER)
RIGHT(verify_ledger, LEVEL_READER)
RIGHT(check_promises, LEVEL_READER)
RIGHT(ledger_digest, LEVEL_READER)
RIGHT(ledger_proof, LEVEL_READER)
RIGHT(ledger_consistency, LEVEL_READER)
RIGHT(verify_seals, LEVEL_READER)
RIGHT(compare_stock, LEVEL_READER)
RIGHT(variance_pct, LEVEL_READER)
RIGHT(variance_flagged, LEVEL_READER)
RIGHT(reconcile_stock, LEVEL_READER)
RIGHT(reconcile_outlet, LEVEL_READER)
RIGHT(reconcile_all, LEVEL_READER)

RIGHT(can_purchase, LEVEL_READER)
RIGHT(get_overdue_balance, LEVEL_READER)

RIGHT(add_stock, LEVEL_APP)
RIGHT(add_stock_bulk, LEVEL_APP)
RIGHT(receive_scan, LEVEL_APP)
RIGHT(deduct_stock, LEVEL_APP)
RIGHT(deduct_stock_bulk, LEVEL_APP)
RIGHT(record_damage, LEVEL_APP)
RIGHT(return_to_supplier, LEVEL_APP)
RIGHT(transfer_stock, LEVEL_APP)
RIGHT(expire_batches, LEVEL_APP)
RIGHT(create_stock_take, LEVEL_APP)
RIGHT(create_stock_take_json, LEVEL_APP)
RIGHT(count_item, LEVEL_APP)
RIGHT(count_items, LEVEL_APP)
RIGHT(count_barcode, LEVEL_APP)
RIGHT(uncount_item, LEVEL_APP)
RIGHT(set_variance_reason, LEVEL_APP)
RIGHT(update_stock_take, LEVEL_APP)
RIGHT(reopen_stock_take, LEVEL_APP)
RIGHT(complete_stock_take, LEVEL_APP)
RIGHT(cancel_stock_take, LEVEL_APP)
RIGHT(run_reconcile, LEVEL_APP)
RIGHT(reconcile, LEVEL_APP)
RIGHT(refresh_alerts, LEVEL_APP)

RIGHT(reserve_stock, LEVEL_APP)
RIGHT(extend_reservation, LEVEL_APP)
RIGHT(release_reservation, LEVEL_APP)
RIGHT(cancel_reservation, LEVEL_APP)
RIGHT(commit_reservation, LEVEL_APP)
RIGHT(release_cart, LEVEL_APP)
RIGHT(commit_cart, LEVEL_APP)
RIGHT(release_expired_reservations, LEVEL_APP)

RIGHT(create_sale, LEVEL_APP)
RIGHT(add_sale_item, LEVEL_APP)
RIGHT(update_sale_item, LEVEL_APP)
RIGHT(remove_sale_item, LEVEL_APP)
RIGHT(update_sale, LEVEL_APP)
RIGHT(complete_sale, LEVEL_APP)
RIGHT(checkout, LEVEL_APP)
RIGHT(checkout_json, LEVEL_APP)
RIGHT(cancel_sale, LEVEL_APP)

RIGHT(reconcile_stock_take, LEVEL_MANAGER)
RIGHT(reconcile_stock_take_json, LEVEL_MANAGER)

RIGHT(record_payment, LEVEL_APP)
RIGHT(open_till, LEVEL_APP)
RIGHT(close_till, LEVEL_APP)
RIGHT(request_refund, LEVEL_APP)
RIGHT(process_refund, LEVEL_APP)
RIGHT(log_event, LEVEL_APP)

RIGHT(approve_refund, LEVEL_MANAGER)
RIGHT(reject_refund, LEVEL_MANAGER)
RIGHT(refund_sale, LEVEL_MANAGER)
RIGHT(refund_sale_json, LEVEL_MANAGER)
RIGHT(return_items, LEVEL_MANAGER)
RIGHT(void_sale, LEVEL_MANAGER)
RIGHT(void_sale_json, LEVEL_MANAGER)
RIGHT(reverse_payment, LEVEL_MANAGER)
RIGHT(update_balance, LEVEL_MANAGER)
RIGHT(adjust_stock, LEVEL_MANAGER)
RIGHT(adjust_stock_json, LEVEL_MANAGER)
RIGHT(adjust_stock_bulk, LEVEL_MANAGER)
RIGHT(set_stock_level, LEVEL_MANAGER)
RIGHT(set_batch_status, LEVEL_MANAGER)
RIGHT(correct_batch, LEVEL_MANAGER)
RIGHT(set_batch_price, LEVEL_MANAGER)
RIGHT(split_batch, LEVEL_MANAGER)
RIGHT(set_available_stock, LEVEL_MANAGER)
RIGHT(rebuild_location_stock, LEVEL_MANAGER)
RIGHT(rebuild_batches, LEVEL_MANAGER)

READABLE(product_availability, LEVEL_GUEST)

WRITABLE(outlet, LEVEL_APP)
WRITABLE(product, LEVEL_APP)
WRITABLE(variation, LEVEL_APP)
WRITABLE(variation_unit, LEVEL_APP)
WRITABLE(outlet_variation, LEVEL_APP)
WRITABLE(customer, LEVEL_APP)

COLUMN(outlet, created_at, LEVEL_OWNER)
COLUMN(outlet, updated_at, LEVEL_OWNER)
COLUMN(product, created_at, LEVEL_OWNER)
COLUMN(product, updated_at, LEVEL_OWNER)
COLUMN(variation, created_at, LEVEL_OWNER)
COLUMN(variation, updated_at, LEVEL_OWNER)
COLUMN(customer, created_at, LEVEL_OWNER)
COLUMN(customer, updated_at, LEVEL_OWNER)
COLUMN(customer, credit_limit, LEVEL_MANAGER)
COLUMN(customer, credit_blocked, LEVEL_MANAGER)
COLUMN(customer, outstanding_balance, LEVEL_OWNER)

#undef RIGHT
#undef READABLE
#undef WRITABLE
#undef COLUMN
