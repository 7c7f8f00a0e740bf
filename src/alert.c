/*-------------------------------------------------------------------------
 *
 * alert.c
 *		Rows of stock_alert, with a NOTIFY each.
 *
 *-------------------------------------------------------------------------
 */
#include "primeinv.h"

#include "alert.h"
#include "plan.h"
#include "quantity.h"

void
alert_reservations_at_risk(const Location *location)
{
	Datum		values[5] = {
		Int64GetDatum(location->tenant_id),
		Int64GetDatum(location->outlet_id),
		Int64GetDatum(location->variation_id),
		quantity_to_datum(location->sellable),
		TimestampTzGetDatum(location->now)
	};

	plan_rows(PLAN_ALERT_AT_RISK, values, NULL);
}
