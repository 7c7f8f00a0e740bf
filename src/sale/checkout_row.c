/*-------------------------------------------------------------------------
 *
 * checkout_row.c
 *		The row of a completed sale.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"

#include "base/direct.h"
#include "base/money.h"
#include "base/tables.h"
#include "sale/checkout.h"
#include "sale/sale_account.h"
#include "sale/statements.h"

static void completed_sale(Call *call, const Sale *sale, const Completion *completion,
						   Datum *row, bool *nulls);
static void completed_money(const Sale *sale, const Completion *completion, Datum *row);
static Datum status_of(const Sale *sale, const Completion *completion);

/*
 * The row of a draft, in one update.  A reason or a manager's name without an
 * override is not kept.
 */
void
checkout_update(const Sale *sale, const Completion *completion)
{
	const Payments *payments = completion->payments;
	Datum		values[16];
	char		nulls[16];

	memset(nulls, ' ', sizeof(nulls));
	values[0] = Int64GetDatum(sale->id);
	values[1] = status_of(sale, completion);
	values[2] = CStringGetTextDatum(completion->receipt);
	values[3] = CStringGetTextDatum(payments->type);
	values[4] = money_to_datum(sale->sale_discount, sale->decimals);
	values[5] = money_to_datum(sale->subtotal, sale->decimals);
	values[6] = money_to_datum(sale->discount_amount, sale->decimals);
	values[7] = money_to_datum(sale->tax_amount, sale->decimals);
	values[8] = money_to_datum(sale->total_amount, sale->decimals);
	values[9] = money_to_datum(payments->paid, sale->decimals);
	values[10] = BoolGetDatum(completion->manager_override);
	values[11] = completion->manager_override ? CStringGetTextDatum(completion->override_reason) : (Datum) 0;
	values[12] = completion->manager_override ? CStringGetTextDatum(completion->override_by) : (Datum) 0;
	nulls[11] = nulls[12] = completion->manager_override ? ' ' : 'n';
	values[13] = TimestampTzGetDatum(completion->at);
	values[14] = DateADTGetDatum(completion->day);
	values[15] = DateADTGetDatum(completion->due_date);
	nulls[15] = completion->terms ? ' ' : 'n';
	plan_rows(&PLAN_SALE_COMPLETE, values, nulls);
}

/*
 * The row of a sale that never was a cart, written below the executor.  The
 * outlet stays because the receipt counter refers to it, and is locked.
 */
void
checkout_insert(Call *call, const Sale *sale, const Completion *completion, Direct *direct)
{
	Datum		values[Natts_sale] = {0};
	bool		nulls[Natts_sale] = {false};
	Datum	   *row = values;
	bool	   *row_nulls = nulls;

	completed_sale(call, sale, completion, values, nulls);
	completed_money(sale, completion, values);
	direct_insert(direct, DIRECT_SALE, &row, &row_nulls, 1, Natts_sale);
}

/*
 * Sets every column that is not completed_money's: below the executor our
 * columns get no defaults.  The row must look as a draft's does after its
 * completion.
 */
static void
completed_sale(Call *call, const Sale *sale, const Completion *completion, Datum *row, bool *nulls)
{
	bool		override = completion->manager_override;

	row[Anum_sale_tenant_id - 1] = Int64GetDatum(call->tenant_id);
	row[Anum_sale_id - 1] = Int64GetDatum(sale->id);
	row[Anum_sale_outlet_id - 1] = Int64GetDatum(sale->outlet.id);
	row[Anum_sale_customer_id - 1] = Int64GetDatum(sale->customer_id);
	nulls[Anum_sale_customer_id - 1] = sale->customer_id == 0;
	row[Anum_sale_receipt_number - 1] = CStringGetTextDatum(completion->receipt);
	row[Anum_sale_type - 1] = CStringGetTextDatum(sale_type_word(sale->type));
	row[Anum_sale_status - 1] = status_of(sale, completion);
	row[Anum_sale_payment_type - 1] = CStringGetTextDatum(completion->payments->type);
	row[Anum_sale_manager_override - 1] = BoolGetDatum(override);
	row[Anum_sale_override_reason - 1] = override ? CStringGetTextDatum(completion->override_reason) : (Datum) 0;
	row[Anum_sale_override_by - 1] = override ? CStringGetTextDatum(completion->override_by) : (Datum) 0;
	nulls[Anum_sale_override_reason - 1] = nulls[Anum_sale_override_by - 1] = !override;
	row[Anum_sale_cart_session_id - 1] = CStringGetTextDatum(sale->cart);
	row[Anum_sale_actor - 1] = CStringGetTextDatum(call->actor);
	row[Anum_sale_created_at - 1] = TimestampTzGetDatum(completion->at);
	row[Anum_sale_updated_at - 1] = TimestampTzGetDatum(completion->at);
	nulls[Anum_sale_external_id - 1] = true;
	row[Anum_sale_completed_at - 1] = TimestampTzGetDatum(completion->at);
	row[Anum_sale_completed_on - 1] = DateADTGetDatum(completion->day);
	row[Anum_sale_due_date - 1] = DateADTGetDatum(completion->due_date);
	nulls[Anum_sale_due_date - 1] = !completion->terms;
	nulls[Anum_sale_hold - 1] = true;
	row[Anum_sale_db_role - 1] = CStringGetTextDatum(call->db_role);
	nulls[Anum_sale_closed_at - 1] = true;
	nulls[Anum_sale_closed_by - 1] = true;
	nulls[Anum_sale_close_reason - 1] = true;
}

/*
 * amount_due, a generated column, is worked out here.
 */
static void
completed_money(const Sale *sale, const Completion *completion, Datum *row)
{
	row[Anum_sale_subtotal - 1] = money_to_datum(sale->subtotal, sale->decimals);
	row[Anum_sale_discount_amount - 1] = money_to_datum(sale->discount_amount, sale->decimals);
	row[Anum_sale_tax_amount - 1] = money_to_datum(sale->tax_amount, sale->decimals);
	row[Anum_sale_total_amount - 1] = money_to_datum(sale->total_amount, sale->decimals);
	row[Anum_sale_amount_paid - 1] = money_to_datum(completion->payments->paid, sale->decimals);
	row[Anum_sale_refunded_amount - 1] = money_to_datum(0, sale->decimals);
	row[Anum_sale_amount_due - 1] = money_to_datum(completion->due, sale->decimals);
	row[Anum_sale_sale_discount - 1] = money_to_datum(sale->sale_discount, sale->decimals);
}

/*
 * Nothing of a new sale has come back yet.
 */
static Datum
status_of(const Sale *sale, const Completion *completion)
{
	return CStringGetTextDatum(sale_status_word(account_status(sale->total_amount, 0,
															   completion->payments->paid)));
}
