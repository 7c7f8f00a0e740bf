/*-------------------------------------------------------------------------
 *
 * charge.c
 *		What the lines of a sale come to: discounts, tax, totals.
 *
 * Per line: quantity times price; off it the line's own discount, then its
 * share of the sale's; the tax on what is left, added to it or contained in
 * it.  Each of these is rounded once, by money_share.  A sale's amounts are
 * sums of the lines', so that they agree to the last unit.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "base/money.h"
#include "base/quantity.h"
#include "sale/charge.h"

#define WHOLE_PERCENTAGE	INT64CONST(1000000) /* 100, in ten-thousandths */

static int64 charge_line(SaleLine *line, int decimals);
static void share_discount(Sale *sale, int64 discount, int64 net);
static void place_remainder(Sale *sale, int64 remainder);
static void tax_line(SaleLine *line, int decimals, bool included);
static int64 net_of(const SaleLine *line);

/*
 * Starts from nothing, so that it may be called after every change.  Tax comes
 * last, when each line has borne its share of the sale's discount.
 */
void
charge_sale(Sale *sale)
{
	int64		net = 0;

	sale->subtotal = sale->discount_amount = sale->tax_amount = sale->total_amount = 0;
	for (int i = 0; i < sale->count; i++)
		net += charge_line(&sale->lines[i], sale->decimals);
	if (sale->sale_discount > 0 && net > 0)
		share_discount(sale, Min(sale->sale_discount, net), net);
	for (int i = 0; i < sale->count; i++)
	{
		SaleLine   *line = &sale->lines[i];

		tax_line(line, sale->decimals, sale->tax_included);
		sale->subtotal += line->subtotal;
		sale->discount_amount += line->discount_amount;
		sale->tax_amount += line->tax_amount;
		sale->total_amount += line->total_price;
	}
	if (sale->total_amount > MONEY_MAX || sale->subtotal > MONEY_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the sale's total is too large"),
				 errdetail("It comes to %s.", money_text(sale->total_amount)),
				 errhint("Make it several sales.")));
}

/*
 * Before the sale's discount; returns what the line comes to so far.
 */
static int64
charge_line(SaleLine *line, int decimals)
{
	line->subtotal = money_share(line->unit_price, line->quantity, 1000, decimals);
	line->sale_discount = 0;
	line->discount_amount = money_share(line->subtotal, line->discount_percentage,
										WHOLE_PERCENTAGE, decimals);
	return net_of(line);
}

/* Before tax is worked out: what the discounts leave of the line. */
static int64
net_of(const SaleLine *line)
{
	return line->subtotal - line->discount_amount;
}

/*
 * Each line bears the sale's discount by what it comes to.
 */
static void
share_discount(Sale *sale, int64 discount, int64 net)
{
	int64		left = discount;

	for (int i = 0; i < sale->count; i++)
	{
		SaleLine   *line = &sale->lines[i];

		line->sale_discount = money_share(discount, net_of(line), net, sale->decimals);
		left -= line->sale_discount;
	}
	place_remainder(sale, left);
	for (int i = 0; i < sale->count; i++)
		sale->lines[i].discount_amount += sale->lines[i].sale_discount;
}

/*
 * What rounding left over, or took too much, goes to the largest line (the
 * first of equal ones), and on to the next as far as a line cannot bear it:
 * no share may be negative, or more than the line comes to.
 */
static void
place_remainder(Sale *sale, int64 remainder)
{
	bool	   *done = palloc0(sizeof(bool) * sale->count);

	while (remainder != 0)
	{
		int			largest = -1;
		SaleLine   *line;
		int64		share;

		for (int i = 0; i < sale->count; i++)
			if (!done[i] && (largest < 0 || net_of(&sale->lines[i]) > net_of(&sale->lines[largest])))
				largest = i;
		Assert(largest >= 0);
		line = &sale->lines[largest];
		share = Min(Max(line->sale_discount + remainder, 0), net_of(line));
		remainder -= share - line->sale_discount;
		line->sale_discount = share;
		done[largest] = true;
	}
}

/*
 * Contained tax is taken out of what the line comes to, so rounding it never
 * changes what the customer pays.
 */
static void
tax_line(SaleLine *line, int decimals, bool included)
{
	int64		net = net_of(line);

	line->tax_amount = money_share(net, line->tax_rate,
								   included ? WHOLE_PERCENTAGE + line->tax_rate : WHOLE_PERCENTAGE,
								   decimals);
	line->total_price = included ? net : net + line->tax_amount;
}

/*
 * Apart from charge_sale, because a draft may lack the lines yet that its
 * discount is meant for; only what is completed must agree.
 */
void
charge_check(const Sale *sale)
{
	int64		shared = 0;

	for (int i = 0; i < sale->count; i++)
		shared += sale->lines[i].sale_discount;
	if (shared < sale->sale_discount)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("discount_amount is more than the sale comes to"),
				 errdetail("The discount is %s, the lines come to %s.",
						   money_text(sale->sale_discount), money_text(shared)),
				 errhint("Give a smaller discount.")));
}
