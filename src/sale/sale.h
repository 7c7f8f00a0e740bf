/*-------------------------------------------------------------------------
 *
 * sale.h
 *		A sale and its lines, from the cart to the receipt.
 *
 * Money is int64 ten-thousandths, whole in the tenant's decimals; percentages
 * are ten-thousandths of a percent; quantities are thousandths.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_SALE_H
#define PRIMEINV_SALE_H

#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "stock/stock_basket.h"

typedef struct SaleLine
{
	int64		id;
	int64		variation_id;
	bool		tracked;
	int64		quantity;		/* in unit */
	char	   *unit;			/* NULL: the base unit */
	int64		base_quantity;
	int64		list_price;		/* NO_PRICE: none */
	int64		unit_price;
	bool		price_given;
	const char *price_rule;
	int64		discount_percentage;
	int64		tax_rate;
	bool		tax_given;
	int64		batch_id;		/* 0: first expired, first out */
	char	   *product_name;
	char	   *product_sku;
	int64		unit_cost;		/* NO_PRICE: not known until it is issued */

	int64		subtotal;		/* quantity times price */
	int64		sale_discount;	/* its share of the sale's */
	int64		discount_amount;	/* its own and the share */
	int64		tax_amount;
	int64		total_price;

	bool		fresh;			/* is to be priced anew */
} SaleLine;

typedef struct Sale
{
	int64		id;
	Outlet		outlet;
	int64		customer_id;	/* 0: a walk-in */
	char	   *type;
	char	   *status;
	char	   *cart;
	Interval   *hold;
	int64		sale_discount;	/* as asked for */
	int			decimals;		/* of the tenant's money */
	bool		tax_included;	/* in the tenant's prices */
	SaleLine   *lines;
	int			count;
	int			room;			/* for so many lines */

	int64		subtotal;
	int64		discount_amount;
	int64		tax_amount;
	int64		total_amount;
} Sale;

/* Locks the sale and reads it with its lines; P0002 if the tenant has none such. */
extern Sale *sale_lock(Call *call, int64 sale_id);

/* 55000 unless it is a draft. */
extern void sale_require_draft(const Sale *sale, const char *what);

/* A new sale, not yet written; then as a DRAFT row, without its lines. */
extern Sale *sale_new(Call *call, const Outlet *outlet, int64 customer_id, char *type);
extern void sale_insert(Call *call, Sale *sale);

/* Room for one more line, at the end. */
extern SaleLine *sale_add_line(Sale *sale);
extern SaleLine *sale_line(Sale *sale, int64 line_id);	/* P0002 */

/* What callers give for a line: by parameters or in JSON, path before a name. */
extern void line_quantity(SaleLine *line, Numeric value, const char *name);
extern void line_price(SaleLine *line, Numeric value, const char *name);
extern void line_discount(SaleLine *line, Numeric value, const char *name);
extern void line_tax(SaleLine *line, Numeric value, const char *name);
extern void line_unit(SaleLine *line, char *unit);
extern void line_batch(const Sale *sale, SaleLine *line, int64 batch_id);
extern int64 sale_discount(Numeric value, int decimals);

/*
 * Works out names, units, prices and amounts of the lines that are fresh, and
 * the amounts of the sale.
 */
extern void sale_price(Call *call, Sale *sale);

/*
 * Writes lines: new ones (as part of a change, or direct NULL), and the amounts
 * of those that are known.
 */
extern void sale_insert_lines(Call *call, Sale *sale, int from, Direct *direct);
extern void sale_update_lines(Sale *sale);
extern void sale_update_costs(Sale *sale);
extern void sale_update(Sale *sale);

/* For audit: an event of the sale, or of a line. */
extern void sale_event(Call *call, const Sale *sale, const char *event_type, const char *description);
extern void sale_line_event(Call *call, const Sale *sale, const SaleLine *line, const char *event_type);

/* RETAIL or WHOLESALE, by default the first (22023). */
extern char *sale_type(char *given);

#endif							/* PRIMEINV_SALE_H */
