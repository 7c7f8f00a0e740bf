/*-------------------------------------------------------------------------
 *
 * sale_account.c
 *		What a completed sale has cost, what was paid and what came back.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "access/stratnum.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"

#include "base/direct.h"
#include "base/money.h"
#include "base/quantity.h"
#include "base/value.h"
#include "sale/sale_account.h"
#include "sale/statements.h"

static Account read_account(const Rows *rows, uint64 row, int64 sale_id);

/*
 * Nothing due: COMPLETED; something paid: PARTIAL; nothing paid: PENDING.
 */
SaleStatus
account_status(Money total, Money refunded, Money paid)
{
	Assert(paid >= 0 && refunded >= 0);
	if (total - refunded - paid == 0)
		return SALE_COMPLETED;
	return paid > 0 ? SALE_PARTIAL : SALE_PENDING;
}

/*
 * FOR NO KEY UPDATE, so that rows that only refer to the sale may still come
 * in.  The tenant is part of the question, as the owner's identity hides no
 * sale.
 */
Account
account_lock(Call *call, int64 sale_id)
{
	Datum		values[2] = {Int64GetDatum(sale_id), Int64GetDatum(call->tenant_id)};
	Rows	   *rows = plan_rows(&PLAN_ACCOUNT_LOCK, values, NULL);

	if (rows->count == 0)
		no_such_record("sale", sale_id);
	return read_account(rows, 0, sale_id);
}

/*
 * The sales are locked in the order of their ids, as everybody locks several,
 * and read again once all are held.
 */
Account *
account_lock_due(Call *call, int64 customer_id, int *count)
{
	Datum		values[2] = {Int64GetDatum(customer_id), Int64GetDatum(call->tenant_id)};
	Rows	   *rows = plan_rows(&PLAN_ACCOUNT_LOCK_DUE, values, NULL);
	int64	   *ids = palloc(sizeof(int64) * (rows->count + 1));
	Account    *accounts;
	Datum		locked;

	for (uint64 i = 0; i < rows->count; i++)
		ids[i] = rows_int64(rows, i, ACCOUNT_LOCK_DUE_SALE);
	locked = array_of_int64(ids, (int) rows->count);
	rows = plan_rows(&PLAN_ACCOUNT_READ_DUE, &locked, NULL);
	accounts = palloc(sizeof(Account) * (rows->count + 1));
	for (uint64 i = 0; i < rows->count; i++)
		accounts[i] = read_account(rows, i, rows_int64(rows, i, ACCOUNT_SALE));
	*count = (int) rows->count;
	return accounts;
}

/*
 * Keeps what was due, so that account_save can move the balance by the
 * difference, whatever the caller does to the amounts between.
 */
static Account
read_account(const Rows *rows, uint64 row, int64 sale_id)
{
	Account		account = {.sale_id = sale_id};
	bool		isnull;

	account.outlet_id = rows_int64(rows, row, ACCOUNT_OUTLET);
	account.customer_id = rows_int64(rows, row, ACCOUNT_CUSTOMER);
	account.status = sale_status_of(rows_text(rows, row, ACCOUNT_STATUS));
	account.total = money_from_datum(rows_datum(rows, row, ACCOUNT_TOTAL, &isnull));
	account.refunded = money_from_datum(rows_datum(rows, row, ACCOUNT_REFUNDED, &isnull));
	account.paid = money_from_datum(rows_datum(rows, row, ACCOUNT_PAID, &isnull));
	account.receipt_number = rows_text(rows, row, ACCOUNT_RECEIPT);
	account.was_due = account_due(&account);
	return account;
}

/*
 * At the outlet of the sale, and no refund's; who pays elsewhere says so.
 */
PaymentFor
account_payments(const Account *account)
{
	return (PaymentFor)
	{
		.sale_id = account->sale_id, .outlet_id = account->outlet_id, .customer_id = account->customer_id
	};
}

/*
 * To be asked under the sale's lock: without it another call might void the
 * sale after the answer.
 */
void
account_require_open(const Account *account)
{
	if (account->status == SALE_PENDING || account->status == SALE_PARTIAL ||
		account->status == SALE_COMPLETED)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("sale " INT64_FORMAT " is %s", account->sale_id, sale_status_word(account->status)),
			 errdetail("Only a sale that was given out and not taken back can be paid, refunded or voided: "
					   "PENDING, PARTIAL or COMPLETED."),
			 account->status == SALE_DRAFT ? errhint("Complete or cancel the draft.") :
			 errhint("Make a new sale.")));
}

/*
 * Terms count from the day of the sale for what becomes due only later, such
 * as after a bounced cheque.
 */
void
account_write(Call *call, Account *account, const Customer *customer,
			  SaleStatus status, const char *reason)
{
	bool		terms = customer != NULL && account_due(account) > 0;
	char		nulls[] = "       ";
	Datum		values[7];

	values[0] = Int64GetDatum(account->sale_id);
	values[1] = CStringGetTextDatum(sale_status_word(status));
	values[2] = call_money(call, account->refunded);
	values[3] = call_money(call, account->paid);
	values[4] = Int32GetDatum(terms ? customer->terms_days : 0);
	values[5] = CStringGetTextDatum(call->actor);
	values[6] = CStringGetTextDatum(reason == NULL ? "" : reason);
	nulls[4] = terms ? ' ' : 'n';
	nulls[5] = nulls[6] = reason == NULL ? 'n' : ' ';
	plan_rows(&PLAN_ACCOUNT_WRITE, values, nulls);
	account->status = status;
}

/*
 * The customer is locked only if its balance moves, and after the sale, as
 * everywhere.  was_due moves on, so that a second save adds only what came
 * after the first.
 */
void
account_save(Call *call, Account *account, SaleStatus status, const char *reason,
			 const AuditEvent *why)
{
	bool		applies = payment_on_account(account->applied);
	Customer   *customer = NULL;

	if (account->customer_id != 0 && (applies || account_due(account) != account->was_due))
		customer = customer_lock(call, account->customer_id);
	if (applies)
		payment_check_in_hand(account->applied, customer, account->was_due);
	account_write(call, account, customer, status, reason);
	if (customer != NULL)
		customer_change_balance(call, customer, account_due(account) - account->was_due, why);
	if (applies)
		payment_apply(call, account->applied, customer, why);
	account->was_due = account_due(account);
	account->applied = NULL;
}

/*
 * Read from the table when all is written, so that generated columns and what
 * a user added are in it.  The sale is known to exist.
 */
Datum
account_row(int64 sale_id)
{
	Snapshot	snapshot = direct_snapshot();
	ScanKeyData key;
	DirectScan *scan;
	Datum		row;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, F_INT8EQ, Int64GetDatum(sale_id));
	scan = direct_scan_begin(NULL, DIRECT_SALE, DIRECT_SALE_PKEY, snapshot, &key, 1);
	if (!direct_scan_next(scan))
		elog(ERROR, "sale " INT64_FORMAT " is gone", sale_id);
	row = direct_scan_record(scan);
	direct_scan_end(scan);
	UnregisterSnapshot(snapshot);
	return row;
}
