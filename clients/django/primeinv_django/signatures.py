# Made by `make docs` from primeinv.api(); do not edit.
"""What call() must know of each function and its forms."""

VERSION = '1.1.0'

SIGNATURES = {
    'abc_class': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'from': 'date', 'to': 'date', 'outlet_id': 'bigint'},
            'required': ['from', 'to'],
            'returns': 'rows',
            'columns': {'variation_id': 'bigint', 'product': 'text', 'variation': 'text', 'units_sold': 'numeric', 'cost_of_goods_sold': 'numeric', 'share': 'numeric', 'cumulative_share': 'numeric', 'class': 'text'},
        },
    ],
    'add_sale_item': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_id': 'bigint', 'variation_id': 'bigint', 'quantity': 'numeric', 'unit_price': 'numeric', 'discount_percentage': 'numeric', 'tax_rate': 'numeric', 'unit': 'text', 'batch_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_id', 'variation_id', 'quantity'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'add_stock': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'variation_id': 'bigint', 'quantity': 'numeric', 'outlet_id': 'bigint', 'batch_number': 'text', 'expiry_date': 'date', 'cost_price': 'numeric', 'movement_type': 'text', 'reason': 'text', 'reference_id': 'text', 'unit': 'text', 'received_at': 'timestamp with time zone', 'status': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['variation_id', 'quantity', 'outlet_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'add_stock_bulk': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'items': 'jsonb', 'movement_type': 'text', 'reason': 'text', 'reference_id': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'items'],
            'returns': 'rows',
            'columns': {'line': 'integer', 'batch_id': 'bigint'},
        },
    ],
    'adjust_stock': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'variation_id': 'bigint', 'quantity': 'numeric', 'outlet_id': 'bigint', 'reason': 'text', 'batch_id': 'bigint', 'unit': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['variation_id', 'quantity', 'outlet_id', 'reason'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'adjust_stock_bulk': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'items': 'jsonb', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'items', 'reason'],
            'returns': 'rows',
            'columns': {'line': 'integer', 'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'adjust_stock_json': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'api': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {},
            'required': [],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'approve_refund': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'refund_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['refund_id'],
            'returns': 'row',
            'row': 'Refund',
        },
    ],
    'audit_report': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'start_date': 'date', 'end_date': 'date', 'outlet_id': 'bigint'},
            'required': ['start_date', 'end_date'],
            'returns': 'rows',
            'columns': {'item': 'text', 'opening': 'numeric', 'purchases': 'numeric', 'sales': 'numeric', 'returns': 'numeric', 'adjustments': 'numeric', 'damage': 'numeric', 'expired': 'numeric', 'transfers_in': 'numeric', 'transfers_out': 'numeric', 'supplier_returns': 'numeric', 'net_change': 'numeric', 'closing': 'numeric', 'variation_id': 'bigint'},
        },
    ],
    'audit_report_json': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'start_date': 'date', 'end_date': 'date', 'outlet_id': 'bigint'},
            'required': ['start_date', 'end_date'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'average_cost_after': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'cost': 'numeric', 'quantity': 'numeric', 'balance_after': 'numeric', 'unit_cost': 'numeric'},
            'required': ['cost', 'quantity', 'balance_after', 'unit_cost'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'batch_cost_as_of': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'batch_id': 'bigint', 'at': 'timestamp with time zone'},
            'required': ['batch_id', 'at'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'can_purchase': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'customer_id': 'bigint', 'amount': 'numeric', 'force': 'boolean'},
            'required': ['customer_id', 'amount'],
            'returns': 'row',
            'columns': {'allowed': 'boolean', 'message': 'text'},
        },
    ],
    'cancel_reservation': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'reservation_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['reservation_id'],
            'returns': 'nothing',
        },
    ],
    'cancel_sale': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_id': 'bigint', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_id'],
            'returns': 'row',
            'row': 'Sale',
        },
    ],
    'cancel_stock_take': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_id'],
            'returns': 'nothing',
        },
    ],
    'check_promises': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {},
            'required': [],
            'returns': 'rows',
            'columns': {'promise': 'integer', 'tenant_id': 'bigint', 'subject': 'text', 'detail': 'text'},
        },
    ],
    'checkout': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'items': 'jsonb', 'payments': 'jsonb', 'customer_id': 'bigint', 'type': 'text', 'discount_amount': 'numeric', 'manager_override': 'boolean', 'override_reason': 'text', 'override_by': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'items'],
            'returns': 'row',
            'row': 'Sale',
        },
    ],
    'checkout_json': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'close_till': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'till_session_id': 'bigint', 'counted': 'jsonb', 'actor': 'text', 'request_id': 'text'},
            'required': ['till_session_id', 'counted'],
            'returns': 'row',
            'row': 'TillSession',
        },
    ],
    'commit_cart': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'cart_session_id': 'text', 'reason': 'text', 'reference_id': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'cart_session_id'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'commit_reservation': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'reservation_id': 'bigint', 'reason': 'text', 'reference_id': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['reservation_id'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'compare_stock': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_ids': 'bigint[]'},
            'required': ['outlet_ids'],
            'returns': 'rows',
            'columns': {'tenant_id': 'bigint', 'outlet_id': 'bigint', 'variation_id': 'bigint', 'batch_total': 'numeric', 'location_stock': 'numeric', 'ledger_total': 'numeric', 'checked': 'bigint'},
        },
    ],
    'complete_sale': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_id': 'bigint', 'payments': 'jsonb', 'manager_override': 'boolean', 'override_reason': 'text', 'override_by': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_id'],
            'returns': 'row',
            'row': 'Sale',
        },
    ],
    'complete_stock_take': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'correct_batch': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'batch_id': 'bigint', 'reason': 'text', 'expiry_date': 'date', 'cost_price': 'numeric', 'never_expires': 'boolean', 'actor': 'text', 'request_id': 'text'},
            'required': ['batch_id', 'reason'],
            'returns': 'nothing',
        },
    ],
    'count_barcode': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_id': 'bigint', 'barcode': 'text', 'quantity': 'numeric', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_id', 'barcode'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'count_due': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint', 'a_days': 'integer', 'b_days': 'integer', 'c_days': 'integer'},
            'required': ['outlet_id'],
            'returns': 'rows',
            'columns': {'variation_id': 'bigint', 'product': 'text', 'variation': 'text', 'sku': 'text', 'barcode': 'text', 'category': 'text', 'class': 'text', 'last_counted': 'date', 'due_on': 'date', 'days_overdue': 'integer'},
        },
    ],
    'count_item': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_id': 'bigint', 'variation_id': 'bigint', 'counted_quantity': 'numeric', 'batch_id': 'bigint', 'notes': 'text', 'unit': 'text', 'add': 'boolean', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_id', 'variation_id', 'counted_quantity'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'count_items': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_id': 'bigint', 'items': 'jsonb', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_id', 'items'],
            'returns': 'rows',
            'columns': {'line': 'integer', 'stock_take_item_id': 'bigint'},
        },
    ],
    'count_sheet': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint', 'category': 'text', 'class': 'text'},
            'required': ['outlet_id'],
            'returns': 'rows',
            'columns': {'line': 'bigint', 'variation_id': 'bigint', 'product': 'text', 'variation': 'text', 'sku': 'text', 'barcode': 'text', 'category': 'text', 'units': 'jsonb', 'batches': 'jsonb'},
        },
    ],
    'create_sale': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'customer_id': 'bigint', 'type': 'text', 'cart_session_id': 'text', 'hold': 'interval', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'create_stock_take': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'description': 'text', 'items': 'jsonb', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id'],
            'returns': 'value',
            'type': 'bigint',
        },
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'create_stock_take_json': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'deduct_stock': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'variation_id': 'bigint', 'quantity': 'numeric', 'outlet_id': 'bigint', 'movement_type': 'text', 'reason': 'text', 'reference_id': 'text', 'batch_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['variation_id', 'quantity', 'outlet_id'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'deduct_stock_bulk': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'variation_ids': 'bigint[]', 'quantities': 'numeric[]', 'movement_type': 'text', 'reason': 'text', 'reference_id': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'variation_ids', 'quantities'],
            'returns': 'rows',
            'columns': {'line': 'integer', 'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'demand': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'from': 'date', 'to': 'date'},
            'required': ['outlet_id', 'variation_id', 'from', 'to'],
            'returns': 'rows',
            'columns': {'day': 'date', 'quantity': 'numeric', 'without_sale': 'boolean', 'without_stock': 'boolean', 'opening': 'numeric'},
        },
    ],
    'demand_quantile': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'mean': 'double precision', 'variance': 'double precision', 'level': 'double precision'},
            'required': ['mean', 'variance', 'level'],
            'returns': 'value',
            'type': 'double precision',
        },
    ],
    'errors': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {},
            'required': [],
            'returns': 'rows',
            'columns': {'sqlstate': 'text', 'name': 'text', 'meaning': 'text', 'remedy': 'text', 'detail': 'jsonb'},
        },
    ],
    'expire_batches': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'expires_within': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'expiry_date': 'date', 'today': 'date', 'days': 'integer'},
            'required': ['expiry_date', 'today', 'days'],
            'returns': 'value',
            'type': 'boolean',
        },
    ],
    'explain_deduction': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'variation_id': 'bigint', 'quantity': 'numeric', 'outlet_id': 'bigint'},
            'required': ['variation_id', 'quantity', 'outlet_id'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'expiry': 'date', 'quantity': 'numeric', 'take': 'numeric', 'cost': 'numeric', 'status': 'text', 'reason': 'text'},
        },
    ],
    'export_shadow': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'schema_name': 'text', 'on': 'boolean', 'actor': 'text', 'request_id': 'text'},
            'required': ['schema_name', 'on'],
            'returns': 'nothing',
        },
    ],
    'extend_reservation': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'reservation_id': 'bigint', 'expires_in': 'interval', 'actor': 'text', 'request_id': 'text'},
            'required': ['reservation_id', 'expires_in'],
            'returns': 'value',
            'type': 'timestamp with time zone',
        },
    ],
    'find_barcode': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint', 'code': 'text'},
            'required': ['outlet_id', 'code'],
            'returns': 'rows',
            'columns': {'variation_id': 'bigint', 'unit': 'text', 'numerator': 'bigint', 'denominator': 'bigint', 'kind': 'text', 'lot': 'text', 'expiry_date': 'date', 'best_before': 'date', 'serial': 'text', 'quantity': 'numeric', 'amount': 'numeric'},
        },
    ],
    'find_variation': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'search': 'text', 'max_rows': 'integer'},
            'required': ['search'],
            'returns': 'rows',
            'columns': {'variation_id': 'bigint', 'unit': 'text', 'product': 'text', 'variation': 'text', 'sku': 'text', 'barcode': 'text', 'price': 'numeric', 'rank': 'numeric', 'is_active': 'boolean', 'tenant_id': 'bigint'},
        },
    ],
    'forecast': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'days': 'integer'},
            'required': ['outlet_id', 'variation_id'],
            'returns': 'rows',
            'columns': {'day': 'date', 'mean': 'numeric', 'standard_deviation': 'numeric'},
        },
    ],
    'forecast_of': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'quantities': 'double precision[]', 'observed': 'boolean[]', 'first': 'date', 'days': 'integer'},
            'required': ['quantities', 'observed', 'first', 'days'],
            'returns': 'rows',
            'columns': {'day': 'date', 'mean': 'numeric', 'standard_deviation': 'numeric'},
        },
    ],
    'get_available_stock': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'variation_id': 'bigint', 'outlet_id': 'bigint'},
            'required': ['variation_id', 'outlet_id'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'get_expiring_soon': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'days': 'integer', 'variation_id': 'bigint', 'outlet_id': 'bigint'},
            'required': [],
            'returns': 'rows',
            'row': 'Batch',
        },
    ],
    'get_fifo_batches': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'variation_id': 'bigint', 'outlet_id': 'bigint'},
            'required': ['variation_id', 'outlet_id'],
            'returns': 'rows',
            'row': 'Batch',
        },
    ],
    'get_overdue_balance': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'customer_id': 'bigint'},
            'required': ['customer_id'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'grant_monitor': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'role_name': 'name'},
            'required': ['role_name'],
            'returns': 'nothing',
        },
    ],
    'grant_tenant': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'role_name': 'name', 'tenant_id': 'bigint', 'level': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['role_name', 'tenant_id', 'level'],
            'returns': 'nothing',
        },
    ],
    'health': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {},
            'required': [],
            'returns': 'rows',
            'columns': {'check': 'text', 'status': 'text', 'value': 'numeric', 'detail': 'text'},
        },
    ],
    'health_checks': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'library': 'text'},
            'required': ['library'],
            'returns': 'rows',
            'columns': {'check': 'text', 'status': 'text', 'value': 'numeric', 'detail': 'text'},
        },
    ],
    'health_of_job': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'task': 'text', 'schedule': 'text', 'registered': 'boolean', 'seconds': 'numeric'},
            'required': ['task', 'schedule', 'registered', 'seconds'],
            'returns': 'rows',
            'columns': {'check': 'text', 'status': 'text', 'value': 'numeric', 'detail': 'text'},
        },
    ],
    'health_status': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'value': 'numeric', 'warning': 'numeric', 'critical': 'numeric'},
            'required': ['value', 'warning', 'critical'],
            'returns': 'value',
            'type': 'text',
        },
    ],
    'id_of': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'kind': 'text', 'tenant_id': 'bigint', 'external_id': 'text'},
            'required': ['kind', 'tenant_id', 'external_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'import_check': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'schema_name': 'text'},
            'required': [],
            'returns': 'rows',
            'columns': {'severity': 'text', 'problem': 'text', 'rows': 'bigint', 'example': 'text', 'remedy': 'text'},
        },
    ],
    'import_compare': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'schema_name': 'text'},
            'required': [],
            'returns': 'rows',
            'columns': {'tenant_id': 'bigint', 'outlet_id': 'bigint', 'variation_id': 'bigint', 'what': 'text', 'theirs': 'numeric', 'ours': 'numeric'},
        },
    ],
    'import_decide': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'problem': 'text', 'action': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['problem', 'action'],
            'returns': 'nothing',
        },
    ],
    'import_load': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'schema_name': 'text', 'history': 'text', 'dry_run': 'boolean', 'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'rows',
            'columns': {'entity': 'text', 'read': 'bigint', 'loaded': 'bigint', 'left_out': 'bigint'},
        },
    ],
    'import_problems': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {},
            'required': [],
            'returns': 'rows',
            'columns': {'problem': 'text', 'severity': 'text', 'actions': 'text[]', 'meaning': 'text'},
        },
    ],
    'import_shadow': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'schema_name': 'text', 'on': 'boolean', 'actor': 'text', 'request_id': 'text'},
            'required': ['schema_name', 'on'],
            'returns': 'nothing',
        },
    ],
    'is_expired': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'expiry_date': 'date', 'today': 'date'},
            'required': ['expiry_date', 'today'],
            'returns': 'value',
            'type': 'boolean',
        },
    ],
    'jobs': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {},
            'required': [],
            'returns': 'rows',
            'columns': {'name': 'text', 'schedule': 'text', 'command': 'text', 'elsewhere': 'text', 'task': 'text'},
        },
    ],
    'kpi': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'from': 'date', 'to': 'date', 'outlet_id': 'bigint'},
            'required': ['from', 'to'],
            'returns': 'rows',
            'columns': {'measure': 'text', 'value': 'numeric', 'unit': 'text', 'meaning': 'text'},
        },
    ],
    'ledger_consistency': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'tenant_id': 'bigint', 'old_size': 'bigint', 'new_size': 'bigint'},
            'required': ['tenant_id', 'old_size', 'new_size'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'ledger_digest': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'tenant_id': 'bigint'},
            'required': [],
            'returns': 'rows',
            'columns': {'tenant_id': 'bigint', 'size': 'bigint', 'sealed_at': 'timestamp with time zone', 'head': 'bytea'},
        },
    ],
    'ledger_proof': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'kind': 'text', 'id': 'bigint', 'size': 'bigint'},
            'required': ['kind', 'id'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'log_event': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'tenant_id': 'bigint', 'event_type': 'text', 'sale_id': 'bigint', 'customer_id': 'bigint', 'event_data': 'jsonb', 'description': 'text', 'sale_item_id': 'bigint', 'payment_id': 'bigint', 'refund_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['tenant_id', 'event_type'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'normal_quantile': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'level': 'double precision'},
            'required': ['level'],
            'returns': 'value',
            'type': 'double precision',
        },
    ],
    'open_till': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'name': 'text', 'float': 'numeric', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'name'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'parse_barcode': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'code': 'text', 'scale_barcodes': 'text', 'money_decimals': 'integer'},
            'required': ['code'],
            'returns': 'row',
            'columns': {'kind': 'text', 'gtin': 'text', 'lot': 'text', 'expiry_date': 'date', 'best_before': 'date', 'quantity': 'numeric', 'weight': 'numeric', 'price': 'numeric', 'serial': 'text', 'raw': 'jsonb'},
        },
    ],
    'process_refund': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'refund_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['refund_id'],
            'returns': 'row',
            'row': 'Refund',
        },
    ],
    'purge_requests': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {},
            'required': [],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'rebuild_batches': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'rebuild_location_stock': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'receipt': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'sale_id': 'bigint'},
            'required': ['sale_id'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'receipt_centred': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'line': 'text', 'width': 'integer'},
            'required': ['line', 'width'],
            'returns': 'value',
            'type': 'text',
        },
    ],
    'receipt_row': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'left_text': 'text', 'right_text': 'text', 'width': 'integer'},
            'required': ['left_text', 'right_text', 'width'],
            'returns': 'value',
            'type': 'text',
        },
    ],
    'receipt_text': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'sale_id': 'bigint', 'width': 'integer'},
            'required': ['sale_id'],
            'returns': 'value',
            'type': 'text',
        },
    ],
    'receive_scan': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'code': 'text', 'quantity': 'numeric', 'cost': 'numeric', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'code'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'reconcile': [
        {
            'kind': 'procedure',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'fix': 'boolean', 'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'nothing',
        },
    ],
    'reconcile_all': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {},
            'required': [],
            'returns': 'rows',
            'columns': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'batch_total': 'numeric', 'location_stock': 'numeric', 'ledger_total': 'numeric', 'variance': 'numeric', 'variance_pct': 'numeric', 'status': 'text'},
        },
    ],
    'reconcile_outlet': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint'},
            'required': ['outlet_id'],
            'returns': 'rows',
            'columns': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'batch_total': 'numeric', 'location_stock': 'numeric', 'ledger_total': 'numeric', 'variance': 'numeric', 'variance_pct': 'numeric', 'status': 'text'},
        },
    ],
    'reconcile_stock': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'variation_id': 'bigint', 'outlet_id': 'bigint'},
            'required': ['variation_id', 'outlet_id'],
            'returns': 'rows',
            'columns': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'batch_total': 'numeric', 'location_stock': 'numeric', 'ledger_total': 'numeric', 'variance': 'numeric', 'variance_pct': 'numeric', 'status': 'text'},
        },
    ],
    'reconcile_stock_take': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_id': 'bigint', 'reasons': 'jsonb', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'reconcile_stock_take_json': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'record_damage': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'variation_id': 'bigint', 'quantity': 'numeric', 'outlet_id': 'bigint', 'reason': 'text', 'batch_id': 'bigint', 'unit': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['variation_id', 'quantity', 'outlet_id', 'reason'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'record_payment': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_id': 'bigint', 'amount': 'numeric', 'method': 'text', 'reference': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_id', 'amount', 'method'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'refresh_alerts': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'refresh_grants': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {},
            'required': [],
            'returns': 'value',
            'type': 'integer',
        },
    ],
    'refund_sale': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_id': 'bigint', 'items': 'jsonb', 'reason': 'text', 'disposition': 'text', 'method': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_id'],
            'returns': 'row',
            'row': 'Refund',
        },
    ],
    'refund_sale_json': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'reject_refund': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'refund_id': 'bigint', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['refund_id', 'reason'],
            'returns': 'row',
            'row': 'Refund',
        },
    ],
    'release_cart': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'cart_session_id': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'cart_session_id'],
            'returns': 'value',
            'type': 'integer',
        },
    ],
    'release_expired_reservations': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'max_rows': 'integer', 'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'value',
            'type': 'integer',
        },
    ],
    'release_reservation': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'reservation_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['reservation_id'],
            'returns': 'nothing',
        },
    ],
    'remove_sale_item': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_item_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_item_id'],
            'returns': 'nothing',
        },
    ],
    'reopen_stock_take': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_id'],
            'returns': 'nothing',
        },
    ],
    'reorder_proposal': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint', 'service_level': 'numeric'},
            'required': ['outlet_id'],
            'returns': 'rows',
            'columns': {'variation_id': 'bigint', 'available': 'numeric', 'incoming': 'numeric', 'forecast': 'numeric', 'safety_stock': 'numeric', 'reorder_point': 'numeric', 'proposed': 'numeric', 'pack_size': 'numeric', 'lead_time_days': 'integer', 'maximum_stock': 'numeric', 'product': 'text', 'variation': 'text', 'sku': 'text', 'expiring': 'numeric'},
        },
    ],
    'request_refund': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_id': 'bigint', 'items': 'jsonb', 'reason': 'text', 'disposition': 'text', 'method': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_id', 'items', 'reason'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'require_batch': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'batch_id': 'bigint'},
            'required': ['batch_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'require_between': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'what': 'text', 'number': 'numeric', 'lowest': 'numeric', 'highest': 'numeric'},
            'required': ['what', 'number', 'lowest', 'highest'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'require_days': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'days': 'integer'},
            'required': ['days'],
            'returns': 'value',
            'type': 'integer',
        },
    ],
    'require_instant': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'at': 'timestamp with time zone'},
            'required': ['at'],
            'returns': 'value',
            'type': 'timestamp with time zone',
        },
    ],
    'require_lot': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'for_sale': 'boolean', 'outlet_id': 'bigint', 'variation_id': 'bigint', 'lot': 'text', 'status': 'text'},
            'required': ['for_sale', 'outlet_id', 'variation_id', 'lot', 'status'],
            'returns': 'value',
            'type': 'text',
        },
    ],
    'require_period': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'start_date': 'date', 'end_date': 'date'},
            'required': ['start_date', 'end_date'],
            'returns': 'value',
            'type': 'date',
        },
    ],
    'require_place': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'required': 'integer'},
            'required': ['outlet_id', 'variation_id'],
            'returns': 'value',
            'type': 'date',
        },
    ],
    'require_quantity': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'quantity': 'numeric'},
            'required': ['quantity'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'require_sale': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'sale_id': 'bigint'},
            'required': ['sale_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'require_stock_take': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'stock_take_id': 'bigint'},
            'required': ['stock_take_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'require_tenant': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'tenant_id': 'bigint'},
            'required': ['tenant_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'require_till': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'till_session_id': 'bigint'},
            'required': ['till_session_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'require_word': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'what': 'text', 'word': 'text', 'words': 'text[]'},
            'required': ['what', 'word', 'words'],
            'returns': 'value',
            'type': 'text',
        },
    ],
    'reserve_stock': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'variation_id': 'bigint', 'quantity': 'numeric', 'outlet_id': 'bigint', 'cart_session_id': 'text', 'expires_in': 'interval', 'unit': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['variation_id', 'quantity', 'outlet_id', 'cart_session_id'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'return_items': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'sale_id': 'bigint', 'items': 'jsonb', 'reason': 'text', 'disposition': 'text', 'method': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['outlet_id', 'sale_id', 'items', 'reason'],
            'returns': 'row',
            'row': 'Refund',
        },
    ],
    'return_to_supplier': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'batch_id': 'bigint', 'quantity': 'numeric', 'reason': 'text', 'reference_id': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['batch_id', 'quantity', 'reason'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'reverse_payment': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'payment_id': 'bigint', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['payment_id', 'reason'],
            'returns': 'row',
            'row': 'Sale',
        },
    ],
    'revoke_tenant': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'role_name': 'name', 'tenant_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['role_name', 'tenant_id'],
            'returns': 'nothing',
        },
    ],
    'rights': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {},
            'required': [],
            'returns': 'rows',
            'columns': {'kind': 'text', 'name': 'text', 'level': 'text', 'rank': 'integer'},
        },
    ],
    'rights_due': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'role': 'oid', 'role_rank': 'integer', 'reader_rank': 'integer'},
            'required': ['role', 'role_rank', 'reader_rank'],
            'returns': 'rows',
            'columns': {'kind': 'integer', 'object': 'oid', 'privilege': 'text', 'given': 'boolean', 'columns': 'text[]'},
        },
    ],
    'run_job': [
        {
            'kind': 'procedure',
            'changes': True,
            'parameters': {'task': 'text'},
            'required': ['task'],
            'returns': 'nothing',
        },
    ],
    'run_reconcile': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'outlet_id': 'bigint', 'fix': 'boolean', 'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'values',
            'type': 'bigint',
        },
    ],
    'sales_by': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'from': 'date', 'to': 'date', 'by': 'text', 'outlet_id': 'bigint'},
            'required': ['from', 'to', 'by'],
            'returns': 'rows',
            'columns': {'key': 'text', 'id': 'bigint', 'sales': 'bigint', 'quantity': 'numeric', 'net': 'numeric', 'tax': 'numeric', 'gross': 'numeric', 'cost': 'numeric', 'margin': 'numeric', 'margin_pct': 'numeric', 'refunded': 'numeric'},
        },
    ],
    'scan': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint', 'code': 'text', 'for_sale': 'boolean'},
            'required': ['outlet_id', 'code'],
            'returns': 'rows',
            'columns': {'variation_id': 'bigint', 'unit': 'text', 'batch_id': 'bigint', 'product': 'text', 'variation': 'text', 'sku': 'text', 'quantity': 'numeric', 'price': 'numeric', 'amount': 'numeric', 'available': 'numeric', 'lot': 'text', 'expiry_date': 'date', 'status': 'text', 'kind': 'text', 'serial': 'text', 'track_inventory': 'boolean', 'list_price': 'numeric'},
        },
    ],
    'schedule_jobs': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {},
            'required': [],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'seal_ledger': [
        {
            'kind': 'procedure',
            'changes': True,
            'parameters': {'chunk': 'integer', 'everything': 'boolean'},
            'required': [],
            'returns': 'nothing',
        },
    ],
    'search_catalogue': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'tenants': 'bigint[]', 'search': 'text', 'sku_from': 'text', 'sku_until': 'text', 'max_rows': 'integer'},
            'required': ['tenants', 'search', 'sku_from', 'sku_until', 'max_rows'],
            'returns': 'rows',
            'columns': {'variation_id': 'bigint', 'unit': 'text', 'product': 'text', 'variation': 'text', 'sku': 'text', 'barcode': 'text', 'price': 'numeric', 'rank': 'numeric', 'is_active': 'boolean', 'tenant_id': 'bigint'},
        },
    ],
    'sees_tenant': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'tenant_id': 'bigint', 'min_level': 'text'},
            'required': ['tenant_id', 'min_level'],
            'returns': 'value',
            'type': 'boolean',
        },
    ],
    'set_available_stock': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'variation_id': 'bigint', 'new_quantity': 'numeric', 'outlet_id': 'bigint', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['variation_id', 'new_quantity', 'outlet_id', 'reason'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'set_batch_price': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'batch_id': 'bigint', 'price': 'numeric', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['batch_id'],
            'returns': 'nothing',
        },
    ],
    'set_batch_status': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'batch_id': 'bigint', 'status': 'text', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['batch_id', 'status', 'reason'],
            'returns': 'nothing',
        },
    ],
    'set_shard': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'number': 'integer', 'of': 'integer', 'actor': 'text', 'request_id': 'text'},
            'required': ['number'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'set_stock_level': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'variation_id': 'bigint', 'new_quantity': 'numeric', 'outlet_id': 'bigint', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['variation_id', 'new_quantity', 'outlet_id', 'reason'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'set_variance_reason': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_item_id': 'bigint', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_item_id', 'reason'],
            'returns': 'nothing',
        },
    ],
    'slow_movers': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'days': 'integer', 'outlet_id': 'bigint'},
            'required': [],
            'returns': 'rows',
            'columns': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'product': 'text', 'variation': 'text', 'on_hand': 'numeric', 'value': 'numeric', 'units_sold': 'numeric', 'last_sold': 'date', 'days_of_stock': 'numeric', 'oldest_received': 'date'},
        },
    ],
    'split_batch': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'batch_id': 'bigint', 'quantity': 'numeric', 'new_batch_number': 'text', 'reason': 'text', 'status': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['batch_id', 'quantity', 'new_batch_number', 'reason'],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'statements': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {},
            'required': [],
            'returns': 'rows',
            'columns': {'name': 'text', 'statement': 'text', 'planned': 'bigint', 'sweeps': 'boolean', 'parameters': 'regtype[]'},
        },
    ],
    'stock_as_of': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'at': 'timestamp with time zone', 'outlet_id': 'bigint'},
            'required': ['at'],
            'returns': 'rows',
            'columns': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'quantity': 'numeric', 'value': 'numeric'},
        },
    ],
    'stock_card': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'variation_id': 'bigint', 'outlet_id': 'bigint', 'from': 'date', 'to': 'date'},
            'required': ['variation_id', 'outlet_id', 'from', 'to'],
            'returns': 'rows',
            'columns': {'entry': 'text', 'created_at': 'timestamp with time zone', 'local_time': 'timestamp without time zone', 'movement_type': 'text', 'reference_type': 'text', 'reference_id': 'text', 'receipt_number': 'text', 'reason': 'text', 'batch_number': 'text', 'quantity': 'numeric', 'balance': 'numeric', 'unit_cost': 'numeric', 'actor': 'text', 'movement_id': 'bigint'},
        },
    ],
    'stock_take_json': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'stock_take_id': 'bigint'},
            'required': ['stock_take_id'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'stock_turnover': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'from': 'date', 'to': 'date', 'outlet_id': 'bigint'},
            'required': ['from', 'to'],
            'returns': 'rows',
            'columns': {'outlet_id': 'bigint', 'variation_id': 'bigint', 'product': 'text', 'variation': 'text', 'units_sold': 'numeric', 'cost_of_goods_sold': 'numeric', 'average_stock': 'numeric', 'closing_stock': 'numeric', 'turnover': 'numeric', 'days_of_stock': 'numeric'},
        },
    ],
    'sync_ids': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'actor': 'text', 'request_id': 'text'},
            'required': [],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'table_definition': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'relation': 'regclass'},
            'required': ['relation'],
            'returns': 'value',
            'type': 'text',
        },
    ],
    'till_report': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'till_session_id': 'bigint'},
            'required': ['till_session_id'],
            'returns': 'rows',
            'columns': {'method': 'text', 'opening_float': 'numeric', 'sales': 'numeric', 'account_payments': 'numeric', 'refunds': 'numeric', 'reversed': 'numeric', 'expected': 'numeric', 'counted': 'numeric', 'difference': 'numeric', 'seals': 'bigint', 'seal_head': 'bytea'},
        },
    ],
    'to_base_units': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'variation_id': 'bigint', 'quantity': 'numeric', 'unit': 'text'},
            'required': ['variation_id', 'quantity', 'unit'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'trace_batch': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'batch_id': 'bigint'},
            'required': ['batch_id'],
            'returns': 'rows',
            'columns': {'movement_id': 'bigint', 'created_at': 'timestamp with time zone', 'movement_type': 'text', 'quantity': 'numeric', 'sale_id': 'bigint', 'receipt_number': 'text', 'customer_id': 'bigint', 'customer_name': 'text'},
        },
    ],
    'transfer_stock': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'variation_id': 'bigint', 'quantity': 'numeric', 'from_outlet_id': 'bigint', 'to_outlet_id': 'bigint', 'reason': 'text', 'reference_id': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['variation_id', 'quantity', 'from_outlet_id', 'to_outlet_id'],
            'returns': 'rows',
            'columns': {'batch_id': 'bigint', 'batch': 'text', 'quantity': 'numeric', 'expiry': 'date', 'cost': 'numeric'},
        },
    ],
    'uncount_item': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_item_id': 'bigint', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_item_id'],
            'returns': 'nothing',
        },
    ],
    'unschedule_jobs': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {},
            'required': [],
            'returns': 'value',
            'type': 'bigint',
        },
    ],
    'update_balance': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'customer_id': 'bigint', 'amount': 'numeric', 'type': 'text', 'method': 'text', 'reference': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['customer_id', 'amount', 'type'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'update_sale': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_id': 'bigint', 'customer_id': 'bigint', 'type': 'text', 'discount_amount': 'numeric', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_id'],
            'returns': 'row',
            'row': 'Sale',
        },
    ],
    'update_sale_item': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_item_id': 'bigint', 'quantity': 'numeric', 'unit_price': 'numeric', 'discount_percentage': 'numeric', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_item_id'],
            'returns': 'row',
            'row': 'SaleItem',
        },
    ],
    'update_stock_take': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'stock_take_id': 'bigint', 'description': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['stock_take_id', 'description'],
            'returns': 'nothing',
        },
    ],
    'variance_flagged': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'batch_total': 'numeric', 'location_stock': 'numeric', 'ledger_total': 'numeric', 'variance_percent': 'numeric'},
            'required': ['batch_total', 'location_stock', 'ledger_total', 'variance_percent'],
            'returns': 'value',
            'type': 'boolean',
        },
    ],
    'variance_pct': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'batch_total': 'numeric', 'location_stock': 'numeric'},
            'required': ['batch_total', 'location_stock'],
            'returns': 'value',
            'type': 'numeric',
        },
    ],
    'verify_ledger': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'outlet_id': 'bigint'},
            'required': [],
            'returns': 'rows',
            'columns': {'tenant_id': 'bigint', 'outlet_id': 'bigint', 'variation_id': 'bigint', 'batch_id': 'bigint', 'batch_quantity': 'numeric', 'ledger_quantity': 'numeric', 'location_quantity': 'numeric', 'movement_id': 'bigint', 'detail': 'text'},
        },
    ],
    'verify_seals': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'tenant_id': 'bigint', 'digests': 'jsonb'},
            'required': [],
            'returns': 'rows',
            'columns': {'tenant_id': 'bigint', 'number': 'bigint', 'kind': 'text', 'row_id': 'bigint', 'finding': 'text'},
        },
    ],
    'visible_tenants': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'min_level': 'text'},
            'required': ['min_level'],
            'returns': 'value',
            'type': 'bigint[]',
        },
    ],
    'void_sale': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'sale_id': 'bigint', 'reason': 'text', 'actor': 'text', 'request_id': 'text'},
            'required': ['sale_id', 'reason'],
            'returns': 'row',
            'row': 'Sale',
        },
    ],
    'void_sale_json': [
        {
            'kind': 'function',
            'changes': True,
            'parameters': {'request': 'jsonb'},
            'required': ['request'],
            'returns': 'value',
            'type': 'jsonb',
        },
    ],
    'waste': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'from': 'date', 'to': 'date', 'outlet_id': 'bigint'},
            'required': ['from', 'to'],
            'returns': 'rows',
            'columns': {'product': 'text', 'variation': 'text', 'kind': 'text', 'reason': 'text', 'units': 'numeric', 'value': 'numeric', 'share': 'numeric', 'variation_id': 'bigint'},
        },
    ],
    'wrong_locations': [
        {
            'kind': 'function',
            'changes': False,
            'parameters': {'tenants': 'bigint[]', 'only_outlet': 'bigint'},
            'required': ['tenants', 'only_outlet'],
            'returns': 'rows',
            'columns': {'tenant_id': 'bigint', 'outlet_id': 'bigint', 'variation_id': 'bigint', 'kept': 'numeric', 'counted': 'numeric'},
        },
    ],
}
