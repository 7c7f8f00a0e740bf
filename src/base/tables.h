/*-------------------------------------------------------------------------
 *
 * tables.h
 *		Column numbers of the tables that are reached directly.
 *
 * Made by make tables from the catalog; do not edit.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_TABLES_H
#define PRIMEINV_TABLES_H

enum
{
	Anum_batch_tenant_id = 1,
	Anum_batch_id,
	Anum_batch_variation_id,
	Anum_batch_outlet_id,
	Anum_batch_batch_number,
	Anum_batch_expiry_date,
	Anum_batch_quantity,
	Anum_batch_cost_price,
	Anum_batch_status,
	Anum_batch_received_at,
	Anum_batch_is_open,
	Anum_batch_external_id,
	Anum_batch_created_at,
	Anum_batch_updated_at,
	Anum_batch_price,
	Natts_batch = 15
};

enum
{
	Anum_location_tenant_id = 1,
	Anum_location_id,
	Anum_location_variation_id,
	Anum_location_outlet_id,
	Anum_location_quantity,
	Anum_location_sellable,
	Anum_location_sellable_on,
	Anum_location_reserved,
	Anum_location_reserved_at,
	Anum_location_first_batch_id,
	Anum_location_first_batch_at,
	Natts_location = 11
};

enum
{
	Anum_movement_tenant_id = 1,
	Anum_movement_id,
	Anum_movement_created_at,
	Anum_movement_variation_id,
	Anum_movement_outlet_id,
	Anum_movement_batch_id,
	Anum_movement_movement_type,
	Anum_movement_quantity,
	Anum_movement_balance_after,
	Anum_movement_unit_cost,
	Anum_movement_reason,
	Anum_movement_reference_id,
	Anum_movement_actor,
	Anum_movement_db_role,
	Anum_movement_sale_item_id,
	Anum_movement_stock_take_item_id,
	Natts_movement = 16
};

enum
{
	Anum_reservation_tenant_id = 1,
	Anum_reservation_id,
	Anum_reservation_variation_id,
	Anum_reservation_outlet_id,
	Anum_reservation_quantity,
	Anum_reservation_cart_session_id,
	Anum_reservation_sale_item_id,
	Anum_reservation_status,
	Anum_reservation_actor,
	Anum_reservation_created_at,
	Anum_reservation_expires_at,
	Anum_reservation_released_at,
	Natts_reservation = 12
};

enum
{
	Anum_audit_tenant_id = 1,
	Anum_audit_id,
	Anum_audit_event_type,
	Anum_audit_sale_id,
	Anum_audit_sale_item_id,
	Anum_audit_customer_id,
	Anum_audit_payment_id,
	Anum_audit_refund_id,
	Anum_audit_actor,
	Anum_audit_db_role,
	Anum_audit_ip_address,
	Anum_audit_user_agent,
	Anum_audit_event_data,
	Anum_audit_description,
	Anum_audit_created_at,
	Natts_audit = 15
};

enum
{
	Anum_sale_tenant_id = 1,
	Anum_sale_id,
	Anum_sale_outlet_id,
	Anum_sale_customer_id,
	Anum_sale_receipt_number,
	Anum_sale_type,
	Anum_sale_status,
	Anum_sale_payment_type,
	Anum_sale_subtotal,
	Anum_sale_discount_amount,
	Anum_sale_tax_amount,
	Anum_sale_total_amount,
	Anum_sale_amount_paid,
	Anum_sale_refunded_amount,
	Anum_sale_amount_due,
	Anum_sale_manager_override,
	Anum_sale_override_reason,
	Anum_sale_override_by,
	Anum_sale_cart_session_id,
	Anum_sale_actor,
	Anum_sale_created_at,
	Anum_sale_completed_at,
	Anum_sale_due_date,
	Anum_sale_sale_discount,
	Anum_sale_hold,
	Anum_sale_db_role,
	Anum_sale_completed_on,
	Anum_sale_closed_at,
	Anum_sale_closed_by,
	Anum_sale_close_reason,
	Anum_sale_external_id,
	Anum_sale_updated_at,
	Natts_sale = 32
};

enum
{
	Anum_sale_item_tenant_id = 1,
	Anum_sale_item_id,
	Anum_sale_item_sale_id,
	Anum_sale_item_variation_id,
	Anum_sale_item_quantity,
	Anum_sale_item_unit,
	Anum_sale_item_base_quantity,
	Anum_sale_item_list_price,
	Anum_sale_item_unit_price,
	Anum_sale_item_discount_percentage,
	Anum_sale_item_discount_amount,
	Anum_sale_item_tax_rate,
	Anum_sale_item_tax_amount,
	Anum_sale_item_total_price,
	Anum_sale_item_unit_cost,
	Anum_sale_item_product_name,
	Anum_sale_item_product_sku,
	Anum_sale_item_batch_id,
	Anum_sale_item_price_rule,
	Anum_sale_item_price_given,
	Anum_sale_item_subtotal,
	Anum_sale_item_sale_discount,
	Anum_sale_item_created_at,
	Anum_sale_item_updated_at,
	Natts_sale_item = 24
};

enum
{
	Anum_payment_tenant_id = 1,
	Anum_payment_id,
	Anum_payment_sale_id,
	Anum_payment_refund_id,
	Anum_payment_method,
	Anum_payment_amount,
	Anum_payment_tendered,
	Anum_payment_change_given,
	Anum_payment_reference,
	Anum_payment_status,
	Anum_payment_actor,
	Anum_payment_created_at,
	Anum_payment_db_role,
	Anum_payment_reversed_by,
	Anum_payment_reversed_at,
	Anum_payment_reversal_reason,
	Anum_payment_till_session_id,
	Anum_payment_outlet_id,
	Natts_payment = 18
};

enum
{
	Anum_receipt_tenant_id = 1,
	Anum_receipt_id,
	Anum_receipt_outlet_id,
	Anum_receipt_day,
	Anum_receipt_last,
	Anum_receipt_began,
	Natts_receipt = 6
};

enum
{
	Anum_outlet_tenant_id = 1,
	Anum_outlet_id,
	Anum_outlet_name,
	Anum_outlet_time_zone,
	Anum_outlet_is_active,
	Anum_outlet_external_id,
	Anum_outlet_expiry_alert_days,
	Anum_outlet_created_at,
	Anum_outlet_updated_at,
	Natts_outlet = 9
};

enum
{
	Anum_product_tenant_id = 1,
	Anum_product_id,
	Anum_product_name,
	Anum_product_sku,
	Anum_product_category,
	Anum_product_image,
	Anum_product_is_active,
	Anum_product_external_id,
	Anum_product_created_at,
	Anum_product_updated_at,
	Natts_product = 10
};

enum
{
	Anum_variation_tenant_id = 1,
	Anum_variation_id,
	Anum_variation_product_id,
	Anum_variation_name,
	Anum_variation_sku,
	Anum_variation_barcode,
	Anum_variation_price,
	Anum_variation_wholesale_price,
	Anum_variation_minimum_wholesale_quantity,
	Anum_variation_cost,
	Anum_variation_tax_rate,
	Anum_variation_track_inventory,
	Anum_variation_low_stock_threshold,
	Anum_variation_shelf_life_days,
	Anum_variation_is_active,
	Anum_variation_external_id,
	Anum_variation_created_at,
	Anum_variation_updated_at,
	Natts_variation = 18
};

enum
{
	Anum_grant_tenant_id = 1,
	Anum_grant_id,
	Anum_grant_role_name,
	Anum_grant_level,
	Anum_grant_role_oid,
	Natts_grant = 5
};

enum
{
	Anum_outlet_variation_tenant_id = 1,
	Anum_outlet_variation_id,
	Anum_outlet_variation_outlet_id,
	Anum_outlet_variation_variation_id,
	Anum_outlet_variation_low_stock_threshold,
	Anum_outlet_variation_maximum_stock,
	Anum_outlet_variation_price,
	Anum_outlet_variation_external_id,
	Anum_outlet_variation_lead_time_days,
	Anum_outlet_variation_pack_size,
	Anum_outlet_variation_on_order,
	Natts_outlet_variation = 11
};

enum
{
	Anum_unit_tenant_id = 1,
	Anum_unit_id,
	Anum_unit_variation_id,
	Anum_unit_unit,
	Anum_unit_numerator,
	Anum_unit_denominator,
	Anum_unit_barcode,
	Anum_unit_price,
	Anum_unit_wholesale_price,
	Anum_unit_external_id,
	Natts_unit = 10
};

enum
{
	Anum_till_tenant_id = 1,
	Anum_till_id,
	Anum_till_outlet_id,
	Anum_till_name,
	Anum_till_actor,
	Anum_till_db_role,
	Anum_till_opened_at,
	Anum_till_opening_float,
	Anum_till_closed_at,
	Anum_till_closed_by,
	Anum_till_counted,
	Natts_till = 11
};

enum
{
	Anum_tenant_id = 1,
	Anum_tenant_name,
	Anum_tenant_currency,
	Anum_tenant_money_decimals,
	Anum_tenant_prices_include_tax,
	Anum_tenant_external_id,
	Anum_tenant_scale_barcodes,
	Anum_tenant_draft_days,
	Anum_tenant_tax_rounding,
	Anum_tenant_hold_minutes,
	Anum_tenant_critical_days,
	Anum_tenant_warning_days,
	Anum_tenant_variance_percent,
	Natts_tenant = 13
};

#endif							/* PRIMEINV_TABLES_H */
