/*-------------------------------------------------------------------------
 *
 * place.c
 *		Where stock changes: a variation at an outlet, checked.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "stock/place.h"

static Place checked(const Outlet *outlet, int64 variation_id, bool for_sale);
static void must_be_active(const Variation *variation);

/*
 * Whether anything there is active does not matter: what lies there must be
 * counted and written off also when it is no longer sold.
 */
Place
place_of(const Outlet *outlet, int64 variation_id)
{
	return checked(outlet, variation_id, false);
}

/*
 * For sales that take stock; place_sold is for those that may also be of
 * something untracked.
 */
Place
place_of_sale(const Outlet *outlet, int64 variation_id)
{
	place_must_be_open(outlet);
	return checked(outlet, variation_id, true);
}

/*
 * Asked when a sale is made and again when it is completed, because an outlet
 * may be closed in between.
 */
void
place_must_be_open(const Outlet *outlet)
{
	if (outlet->active)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("outlet \"%s\" is not active", catalogue_outlet_name(outlet->id)),
			 errdetail("Nothing is sold at an inactive outlet."),
			 errhint("Set its is_active, or sell elsewhere.")));
}

/*
 * What is not tracked has no stock to change; to accept it would begin a count
 * that nobody keeps.
 */
static Place
checked(const Outlet *outlet, int64 variation_id, bool for_sale)
{
	Variation	variation = access_variation(variation_id, outlet->tenant_id);
	Place		place = {*outlet, variation_id};

	if (!variation.tracked)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stock of \"%s\" is not tracked", catalogue_variation_name(variation_id)),
				 errdetail("Its track_inventory is false."),
				 errhint("Sell it with the functions for sales, or set track_inventory.")));
	if (for_sale)
		must_be_active(&variation);
	return place;
}

/*
 * Tracked or not: the caller looks at that, to know whether the sale takes
 * stock.
 */
Variation
place_sold(const Outlet *outlet, int64 variation_id)
{
	Variation	variation = access_variation(variation_id, outlet->tenant_id);

	place_must_be_open(outlet);
	must_be_active(&variation);
	return variation;
}

/*
 * For sales only; see place_of.
 */
static void
must_be_active(const Variation *variation)
{
	if (variation->active)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" is not sold", catalogue_variation_name(variation->id)),
			 errdetail("The variation or its product is not active."),
			 errhint("Set is_active, or write the stock off.")));
}

/*
 * Whoever locks several locations sorts them by this first, so that no two
 * wait for each other.
 */
int
place_order(const void *a, const void *b)
{
	const Place *p = a;
	const Place *q = b;

	if (p->outlet.id != q->outlet.id)
		return p->outlet.id < q->outlet.id ? -1 : 1;
	if (p->variation_id != q->variation_id)
		return p->variation_id < q->variation_id ? -1 : 1;
	return 0;
}
