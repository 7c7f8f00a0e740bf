/*-------------------------------------------------------------------------
 *
 * tables.h
 *		Column numbers of the tables that are reached directly.
 *
 * They follow the install script; pgTAP holds the two against each other.
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
	Natts_batch = Anum_batch_is_open
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
	Natts_location = Anum_location_reserved_at
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
	Natts_movement = Anum_movement_sale_item_id
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
	Natts_reservation = Anum_reservation_released_at
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
	Natts_audit = Anum_audit_created_at
};

enum
{
	Anum_outlet_tenant_id = 1,
	Anum_outlet_id,
	Anum_outlet_name,
	Anum_outlet_time_zone,
	Anum_outlet_is_active
};

enum
{
	Anum_product_is_active = 7
};

enum
{
	Anum_variation_tenant_id = 1,
	Anum_variation_id,
	Anum_variation_product_id,
	Anum_variation_track_inventory = 12,
	Anum_variation_is_active = 15
};

enum
{
	Anum_grant_tenant_id = 1,
	Anum_grant_id,
	Anum_grant_role_name,
	Anum_grant_level
};

#endif							/* PRIMEINV_TABLES_H */
