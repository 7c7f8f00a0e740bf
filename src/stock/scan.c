/*-------------------------------------------------------------------------
 *
 * scan.c
 *		What a scanned code says of the lot, held against the shelf.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "utils/builtins.h"
#include "utils/json.h"

#include "base/quantity.h"
#include "base/value.h"
#include "tenant/access.h"
#include "tenant/call.h"
#include "stock/scan.h"
#include "stock/statements.h"

SQL_FUNCTION(primeinv_require_lot);

/* The arguments of require_lot. */
enum
{
	LOT_FOR_SALE,
	LOT_OUTLET,
	LOT_VARIATION,
	LOT_NUMBER,
	LOT_STATUS
};

static bool keeps_from_sale(Datum status);
static void lot_not_sellable(const Outlet *outlet, const Variation *variation,
							 const char *lot, const char *status) pg_attribute_noreturn();

/*
 * require_lot(for_sale, outlet_id, variation_id, lot, status): the status, if
 * it does not keep the lot from being sold.  Called for each row of scan, so
 * that a till which scans the very package in the customer's hand is told, even
 * where another lot could be sold in its place.  Whose the goods are is asked
 * first, because the error names them.
 */
Datum
primeinv_require_lot(PG_FUNCTION_ARGS)
{
	Outlet		outlet;
	Variation	variation;

	call_required(fcinfo, LOT_VARIATION + 1);
	outlet = access_outlet(PG_GETARG_INT64(LOT_OUTLET));
	access_require(outlet.tenant_id, LEVEL_READER);
	variation = access_variation(PG_GETARG_INT64(LOT_VARIATION), outlet.tenant_id);
	if (PG_ARGISNULL(LOT_STATUS))
		PG_RETURN_NULL();
	if (PG_GETARG_BOOL(LOT_FOR_SALE) && keeps_from_sale(PG_GETARG_DATUM(LOT_STATUS)))
		lot_not_sellable(&outlet, &variation, call_text(fcinfo, LOT_NUMBER), call_text(fcinfo, LOT_STATUS));
	PG_RETURN_DATUM(PG_GETARG_DATUM(LOT_STATUS));
}

static bool
keeps_from_sale(Datum status)
{
	return text_is(status, "expired") || text_is(status, "hold") ||
		text_is(status, "quarantine") || text_is(status, "recalled");
}

/*
 * The program is told "held" for each of the statuses that hold a batch back,
 * as for one named in a sale.
 */
static void
lot_not_sellable(const Outlet *outlet, const Variation *variation, const char *lot, const char *status)
{
	StringInfoData number;

	initStringInfo(&number);
	escape_json(&number, lot == NULL ? "" : lot);
	ereport(ERROR,
			(errcode(ERRCODE_BATCH_NOT_SELLABLE),
			 lot == NULL ?
			 errmsg("this package of \"%s\" at \"%s\" must not be sold: by the date in its code it is expired",
					catalogue_variation_name(variation->id), catalogue_outlet_name(outlet->id)) :
			 errmsg("lot \"%s\" of \"%s\" at \"%s\" must not be sold: its status is \"%s\"",
					lot, catalogue_variation_name(variation->id),
					catalogue_outlet_name(outlet->id), status),
			 errdetail("{\"batch\":%s,\"why\":\"%s\"}", number.data,
					   strcmp(status, "expired") == 0 ? "expired" : "held"),
			 errhint("Take the package off the shelf; another lot of the same goods may be sold.")));
}

/*
 * A date that only says before when the goods are best serves where the code
 * gives no other: sooner is safer.
 */
Scanned
scan_goods(const Outlet *outlet, const char *code)
{
	Datum		values[2] = {Int64GetDatum(outlet->id), CStringGetTextDatum(code)};
	Rows	   *rows = plan_rows(&PLAN_SCAN_GOODS, values, NULL);
	Scanned		scanned = {0};
	bool		isnull;
	Datum		value;

	if (rows->count == 0)
		ereport(ERROR,
				(errcode(ERRCODE_NO_SUCH_RECORD),
				 errmsg("no goods have the code \"%s\"", code),
				 errdetail("It is no variation's or unit's barcode."),
				 errhint("Set the barcode of the variation or of its unit.")));
	scanned.variation_id = rows_int64(rows, 0, SCAN_GOODS_VARIATION);
	scanned.unit = rows_text(rows, 0, SCAN_GOODS_UNIT);
	scanned.lot = rows_text(rows, 0, SCAN_GOODS_LOT);
	scanned.batch_id = rows_int64(rows, 0, SCAN_GOODS_BATCH);
	value = rows_datum(rows, 0, SCAN_GOODS_EXPIRY, &isnull);
	scanned.expires = !isnull;
	if (scanned.expires)
		scanned.expiry_date = DatumGetDateADT(value);
	scanned.quantity = quantity_positive(DatumGetNumeric(rows_datum(rows, 0, SCAN_GOODS_QUANTITY, &isnull)), "quantity");
	return scanned;
}

/*
 * Two numbers with 3 decimals make one with 6.
 */
Quantity
scan_quantity(const Scanned *scanned, Quantity times)
{
	int128		product = (int128) scanned->quantity * times;

	if (product % 1000 != 0 || product / 1000 > QUANTITY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s times %s cannot be held exactly", quantity_text(times), quantity_text(scanned->quantity)),
				 errdetail("The code itself stands for %s.", quantity_text(scanned->quantity)),
				 errhint("Give how many times it was scanned, or count the goods without the code.")));
	return (Quantity) (product / 1000);
}
