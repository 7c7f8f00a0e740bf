/*-------------------------------------------------------------------------
 *
 * price_charge.c
 *		What the lines of a sale come to: discounts, tax, totals.
 *
 * Per line: quantity times price; off it the line's own discount, then its
 * share of the sale's; the tax on what is left, added to it or contained in
 * it.  Each of these is rounded once, by money_share; the tax of a tenant that
 * rounds it on the invoice once a rate.  A sale's amounts are sums of the
 * lines', so that they agree to the last unit.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"

#include "base/money.h"
#include "base/quantity.h"
#include "sale/price.h"

static Money charge_line(SaleLine *line, int decimals);
static void no_price(const SaleLine *line) pg_attribute_noreturn();
static void share_discount(Sale *sale, Money discount, Money net);
static void place_remainder(Sale *sale, Money remainder);
static int	by_size(const void *a, const void *b);
static void tax_lines(Sale *sale);
static void tax_invoice(Sale *sale);
static int	by_rate(const void *a, const void *b);
static Money tax_on(const Sale *sale, Money net, int64 rate);
static void tax_line(const Sale *sale, SaleLine *line, Money tax);
static Money net_of(const SaleLine *line);

/*
 * Works out all amounts from nothing, so that it may be called after every
 * change.  Tax comes last, when each line has borne its share of the sale's
 * discount.
 */
void
price_charge(Sale *sale)
{
	Money		net = 0;

	sale->subtotal = sale->discount_amount = sale->tax_amount = sale->total_amount = 0;
	for (int i = 0; i < sale->count; i++)
		net = money_sum(net, charge_line(&sale->lines[i], sale->decimals));
	if (sale->sale_discount > 0 && net > 0)
		share_discount(sale, Min(sale->sale_discount, net), net);
	if (sale->tax_on_invoice)
		tax_invoice(sale);
	else
		tax_lines(sale);
	for (int i = 0; i < sale->count; i++)
	{
		const SaleLine *line = &sale->lines[i];

		CHECK_FOR_INTERRUPTS();
		sale->subtotal = money_sum(sale->subtotal, line->subtotal);
		sale->discount_amount = money_sum(sale->discount_amount, line->discount_amount);
		sale->tax_amount = money_sum(sale->tax_amount, line->tax_amount);
		sale->total_amount = money_sum(sale->total_amount, line->total_price);
	}
}

/*
 * Works out a line before the sale's discount, and returns what it comes to so
 * far.
 */
static Money
charge_line(SaleLine *line, int decimals)
{
	if (line->unit_price == NO_PRICE)
		no_price(line);
	line->subtotal = money_share(line->unit_price, line->quantity, 1000, decimals);
	line->sale_discount = 0;
	line->discount_amount = money_share(line->subtotal, line->discount_percentage,
										PERCENT_100, decimals);
	return net_of(line);
}

/*
 * Neither the catalogue nor the batch sets one, and the caller gave none.
 */
static void
no_price(const SaleLine *line)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" has no price", catalogue_variation_name(line->variation.id)),
			 errdetail("Neither the variation nor the outlet sets one, and unit_price was left out."),
			 errhint("Give unit_price, or set a price.")));
}

/* Returns what the discounts leave of a line, before its tax is worked out. */
static Money
net_of(const SaleLine *line)
{
	return line->subtotal - line->discount_amount;
}

/*
 * Shares the sale's discount among the lines, by what each comes to.
 */
static void
share_discount(Sale *sale, Money discount, Money net)
{
	Money		left = discount;

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
 * Gives what rounding left over, or took too much, to the largest line (the
 * first of equal ones), and on to the next as far as a line cannot bear it: no
 * share may be negative, or more than the line comes to.
 */
static void
place_remainder(Sale *sale, Money remainder)
{
	SaleLine  **largest;

	if (remainder == 0)
		return;
	largest = palloc_extended(sizeof(SaleLine *) * sale->count, MCXT_ALLOC_HUGE);
	for (int i = 0; i < sale->count; i++)
		largest[i] = &sale->lines[i];
	qsort(largest, sale->count, sizeof(SaleLine *), by_size);
	for (int i = 0; remainder != 0; i++)
	{
		SaleLine   *line = largest[i];
		Money		share = Min(Max(line->sale_discount + remainder, 0), net_of(line));

		Assert(i < sale->count);
		remainder -= share - line->sale_discount;
		line->sale_discount = share;
	}
}

/*
 * Compares for qsort: the largest first, equal ones as they stand in the sale.
 */
static int
by_size(const void *a, const void *b)
{
	const SaleLine *p = *(SaleLine *const *) a;
	const SaleLine *q = *(SaleLine *const *) b;

	if (net_of(p) != net_of(q))
		return net_of(p) > net_of(q) ? -1 : 1;
	return p < q ? -1 : p > q ? 1 : 0;
}

/*
 * Rounds the tax of each line.
 */
static void
tax_lines(Sale *sale)
{
	for (int i = 0; i < sale->count; i++)
	{
		SaleLine   *line = &sale->lines[i];

		tax_line(sale, line, tax_on(sale, net_of(line), line->tax_rate));
	}
}

/*
 * Rounds the tax once a rate.  A line's share is what the tax on the lines up
 * to it grows by with it: so the shares add up to the tax of the rate, none is
 * negative, and each is less than the smallest coin off what it would be
 * exactly.
 */
static void
tax_invoice(Sale *sale)
{
	SaleLine  **lines = palloc_extended(sizeof(SaleLine *) * (sale->count + 1), MCXT_ALLOC_HUGE);
	Money		net = 0;
	Money		tax = 0;

	for (int i = 0; i < sale->count; i++)
		lines[i] = &sale->lines[i];
	qsort(lines, sale->count, sizeof(SaleLine *), by_rate);
	for (int i = 0; i < sale->count; i++)
	{
		Money		before = tax;

		CHECK_FOR_INTERRUPTS();
		if (i == 0 || lines[i]->tax_rate != lines[i - 1]->tax_rate)
			net = before = 0;
		net = money_sum(net, net_of(lines[i]));
		tax = tax_on(sale, net, lines[i]->tax_rate);
		tax_line(sale, lines[i], tax - before);
	}
}

/*
 * Compares for qsort: lines of one rate together, as they stand in the sale.
 */
static int
by_rate(const void *a, const void *b)
{
	const SaleLine *p = *(SaleLine *const *) a;
	const SaleLine *q = *(SaleLine *const *) b;

	if (p->tax_rate != q->tax_rate)
		return p->tax_rate < q->tax_rate ? -1 : 1;
	return p < q ? -1 : p > q ? 1 : 0;
}

/*
 * Rounded: the tax that comes on top of an amount, or that it contains.
 */
static Money
tax_on(const Sale *sale, Money net, int64 rate)
{
	return money_share(net, rate, sale->tax_included ? PERCENT_100 + rate : PERCENT_100, sale->decimals);
}

/*
 * Sets a line's tax and total.  Tax that is contained is taken out of the net,
 * so that rounding it never changes what the customer pays.
 */
static void
tax_line(const Sale *sale, SaleLine *line, Money tax)
{
	line->tax_amount = tax;
	line->total_price = sale->tax_included ? net_of(line) : money_sum(net_of(line), tax);
}

/*
 * Rejects a discount that is more than the lines come to.  This is not done in
 * price_charge, because a draft may still lack the lines that its discount is
 * meant for.
 */
void
price_check(const Sale *sale)
{
	Money		shared = 0;

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
