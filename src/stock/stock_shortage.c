/*-------------------------------------------------------------------------
 *
 * stock_shortage.c
 *		Not enough stock: which lines, and by how much.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "lib/stringinfo.h"

#include "base/quantity.h"
#include "tenant/catalogue.h"
#include "stock/stock_shortage.h"

/*
 * The message tells a person of the first line, DETAIL tells a program of all.
 */
void
shortage_error(List *shortages)
{
	Shortage   *first = linitial(shortages);
	StringInfoData detail;
	ListCell   *cell;
	char	   *more = "";

	initStringInfo(&detail);
	foreach(cell, shortages)
	{
		Shortage   *shortage = lfirst(cell);

		appendStringInfo(&detail,
						 "%s{\"line\":%d,\"variation_id\":" INT64_FORMAT ",\"outlet_id\":" INT64_FORMAT
						 ",\"requested\":%s,\"available\":%s}",
						 detail.len > 0 ? "," : "", shortage->line,
						 shortage->variation_id, shortage->outlet_id,
						 quantity_text(shortage->requested),
						 quantity_text(shortage->available));
	}
	if (list_length(shortages) > 1)
		more = psprintf(" (and %d more)", list_length(shortages) - 1);
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_STOCK),
			 errmsg("insufficient stock for \"%s\" at \"%s\": requested %s, available %s%s",
					catalogue_variation_name(first->variation_id),
					catalogue_outlet_name(first->outlet_id),
					quantity_text(first->requested),
					quantity_text(first->available), more),
			 errdetail("{\"lines\":[%s]}", detail.data),
			 errhint("Nothing was changed. explain_deduction() shows what each batch could give.")));
}

/*
 * For a change of a single variation; to its caller that is line 1.
 */
void
shortage_of(const Location *location, Quantity requested, Quantity available)
{
	Shortage   *shortage = palloc(sizeof(Shortage));

	*shortage = (Shortage) {1, location->variation_id, location->outlet_id, requested, available};
	shortage_error(list_make1(shortage));
}
