# Made by `make docs` from primeinv.api(); do not edit.
"""What states and types can be, from the CHECK constraints of the tables."""
from django.db.models import TextChoices


class BatchStatus(TextChoices):
    """batch.status"""
    AVAILABLE = 'available', 'Available'
    HOLD = 'hold', 'Hold'
    QUARANTINE = 'quarantine', 'Quarantine'
    RECALLED = 'recalled', 'Recalled'


class CustomerCustomerType(TextChoices):
    """customer.customer_type"""
    RETAIL = 'RETAIL', 'Retail'
    WHOLESALE = 'WHOLESALE', 'Wholesale'


class CustomerEntryType(TextChoices):
    """customer_entry.type"""
    OPENING = 'OPENING', 'Opening'
    ADJUSTMENT = 'ADJUSTMENT', 'Adjustment'
    PAYMENT = 'PAYMENT', 'Payment'
    APPLIED = 'APPLIED', 'Applied'


class ImportRefusalDirection(TextChoices):
    """import_refusal.direction"""
    IMPORT = 'import', 'Import'
    EXPORT = 'export', 'Export'


class LedgerSealKind(TextChoices):
    """ledger_seal.kind"""
    STOCK_MOVEMENT = 'stock_movement', 'Stock movement'
    AUDIT_LOG = 'audit_log', 'Audit log'
    CUSTOMER_ENTRY = 'customer_entry', 'Customer entry'
    SALE = 'sale', 'Sale'


class PaymentStatus(TextChoices):
    """payment.status"""
    COMPLETED = 'COMPLETED', 'Completed'
    REVERSED = 'REVERSED', 'Reversed'


class PriceChangeColumnName(TextChoices):
    """price_change.column_name"""
    PRICE = 'price', 'Price'
    WHOLESALE_PRICE = 'wholesale_price', 'Wholesale price'
    COST = 'cost', 'Cost'
    TAX_RATE = 'tax_rate', 'Tax rate'


class RefundDisposition(TextChoices):
    """refund.disposition"""
    RESTOCK = 'restock', 'Restock'
    QUARANTINE = 'quarantine', 'Quarantine'
    DESTROY = 'destroy', 'Destroy'


class RefundStatus(TextChoices):
    """refund.status"""
    REQUESTED = 'REQUESTED', 'Requested'
    APPROVED = 'APPROVED', 'Approved'
    REJECTED = 'REJECTED', 'Rejected'
    PROCESSED = 'PROCESSED', 'Processed'


class SaleStatus(TextChoices):
    """sale.status"""
    DRAFT = 'DRAFT', 'Draft'
    PENDING = 'PENDING', 'Pending'
    PARTIAL = 'PARTIAL', 'Partial'
    COMPLETED = 'COMPLETED', 'Completed'
    REFUNDED = 'REFUNDED', 'Refunded'
    CANCELLED = 'CANCELLED', 'Cancelled'
    VOIDED = 'VOIDED', 'Voided'


class SaleType(TextChoices):
    """sale.type"""
    RETAIL = 'RETAIL', 'Retail'
    WHOLESALE = 'WHOLESALE', 'Wholesale'


class SaleItemPriceRule(TextChoices):
    """sale_item.price_rule"""
    VARIATION = 'variation', 'Variation'
    OUTLET = 'outlet', 'Outlet'
    WHOLESALE = 'wholesale', 'Wholesale'
    UNIT = 'unit', 'Unit'
    UNIT_WHOLESALE = 'unit wholesale', 'Unit wholesale'
    BATCH = 'batch', 'Batch'
    NONE = 'none', 'None'


class StockAlertKind(TextChoices):
    """stock_alert.kind"""
    LOW_STOCK = 'low_stock', 'Low stock'
    EXPIRING_SOON = 'expiring_soon', 'Expiring soon'
    EXPIRED = 'expired', 'Expired'
    VARIANCE = 'variance', 'Variance'
    RESERVATION_AT_RISK = 'reservation_at_risk', 'Reservation at risk'
    STOCK_TAKE = 'stock_take', 'Stock take'
    OVERDUE = 'overdue', 'Overdue'
    PROMISE = 'promise', 'Promise'
    JOB = 'job', 'Job'


class StockMovementMovementType(TextChoices):
    """stock_movement.movement_type"""
    OPENING = 'opening', 'Opening'
    PURCHASE = 'purchase', 'Purchase'
    SALE = 'sale', 'Sale'
    RETURN = 'return', 'Return'
    ADJUSTMENT = 'adjustment', 'Adjustment'
    DAMAGE = 'damage', 'Damage'
    EXPIRY = 'expiry', 'Expiry'
    TRANSFER_IN = 'transfer_in', 'Transfer in'
    TRANSFER_OUT = 'transfer_out', 'Transfer out'
    SUPPLIER_RETURN = 'supplier_return', 'Supplier return'


class StockReservationStatus(TextChoices):
    """stock_reservation.status"""
    ACTIVE = 'ACTIVE', 'Active'
    COMMITTED = 'COMMITTED', 'Committed'
    RELEASED = 'RELEASED', 'Released'
    CANCELLED = 'CANCELLED', 'Cancelled'


class StockTakeStatus(TextChoices):
    """stock_take.status"""
    DRAFT = 'draft', 'Draft'
    COMPLETED = 'completed', 'Completed'
    RECONCILED = 'reconciled', 'Reconciled'
    CANCELLED = 'cancelled', 'Cancelled'


class TenantTaxRounding(TextChoices):
    """tenant.tax_rounding"""
    LINE = 'line', 'Line'
    INVOICE = 'invoice', 'Invoice'


class TenantGrantLevel(TextChoices):
    """tenant_grant.level"""
    GUEST = 'guest', 'Guest'
    READER = 'reader', 'Reader'
    APP = 'app', 'App'
    MANAGER = 'manager', 'Manager'
