/*-------------------------------------------------------------------------
 *
 * sale.h
 *		A sale and its lines, from the cart to the receipt.
 *
 * Percentages are ten-thousandths of a percent, as prices are of the currency.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_SALE_H
#define PRIMEINV_SALE_H

#include "utils/numeric.h"
#include "utils/timestamp.h"

#include "base/json.h"
#include "stock/stock_basket.h"

#define PERCENT_100 INT64CONST(1000000) /* a hundred percent */
#define PRICE_RULE_BATCH "batch"	/* a batch's own price */

typedef enum SaleStatus
{
	SALE_DRAFT,
	SALE_PENDING,
	SALE_PARTIAL,
	SALE_COMPLETED,
	SALE_REFUNDED,
	SALE_CANCELLED,
	SALE_VOIDED
} SaleStatus;

typedef enum SaleType
{
	SALE_RETAIL,
	SALE_WHOLESALE
} SaleType;

typedef struct SaleLine
{
	int64		id;
	Variation	variation;		/* as it was when the call read it */
	Quantity	quantity;		/* in unit */
	char	   *unit;			/* NULL: the base unit */
	Quantity	base_quantity;
	UnitCost	list_price;		/* NO_PRICE: none */
	UnitCost	unit_price;
	bool		price_given;
	const char *price_rule;
	int64		discount_percentage;
	int64		tax_rate;
	bool		tax_given;
	int64		batch_id;		/* 0: first expired, first out */
	char	   *product_name;
	char	   *product_sku;
	UnitCost	unit_cost;		/* NO_PRICE: not known until it is issued */

	Money		subtotal;		/* quantity times price */
	Money		sale_discount;	/* its share of the sale's */
	Money		discount_amount;	/* its own and the share */
	Money		tax_amount;
	Money		total_price;

	bool		fresh;			/* is to be priced anew */
	bool		repriced;		/* no longer as it is stored */
} SaleLine;

typedef struct Sale
{
	int64		id;
	Outlet		outlet;
	int64		customer_id;	/* 0: a walk-in */
	SaleType	type;
	SaleStatus	status;
	char	   *cart;
	Interval   *hold;			/* NULL: the tenant's hold_minutes */
	Money		sale_discount;	/* as asked for */
	int			decimals;		/* of the tenant's money */
	bool		tax_included;	/* in the tenant's prices */
	bool		tax_on_invoice; /* is rounded once a rate, not a line */
	SaleLine   *lines;
	int			count;
	int			room;			/* for so many lines */
	bool		repriced;		/* some lines are */

	Money		subtotal;
	Money		discount_amount;
	Money		tax_amount;
	Money		total_amount;
} Sale;

/* What a caller says of a line; the order is that of add_sale_item's arguments. */
typedef enum SaleItemKey
{
	ITEM_VARIATION,
	ITEM_QUANTITY,
	ITEM_UNIT_PRICE,
	ITEM_DISCOUNT_PERCENTAGE,
	ITEM_TAX_RATE,
	ITEM_UNIT,
	ITEM_BATCH,
	ITEM_KEYS
} SaleItemKey;

/* Locks the sale and reads it with its lines; P0002 if the tenant has none such. */
extern Sale *sale_lock(Call *call, int64 sale_id);

/* The same for a change of a cart: 55000 unless it is a draft. */
extern Sale *sale_lock_draft(Call *call, int64 sale_id);
extern void sale_require_draft(const Sale *sale);

/* A new sale, not yet written; then as a DRAFT row, without its lines. */
extern Sale *sale_new(Call *call, const Outlet *outlet, int64 customer_id, SaleType type);
extern void sale_insert(Call *call, Sale *sale);
extern void sale_update(Sale *sale);

/* The words of the columns; from a caller's word by default the first (22023). */
extern const char *sale_status_word(SaleStatus status);
extern SaleStatus sale_status_of(const char *word);
extern const char *sale_type_word(SaleType type);
extern SaleType sale_type_of(const char *word);

/* For audit: an event of the sale, or of a line. */
extern void sale_event(Call *call, const Sale *sale, const char *event_type, const char *description);
extern void sale_line_event(Call *call, const Sale *sale, const SaleLine *line, const char *event_type);

/*
 * sale_item.c: what a caller says of lines, by arguments from the first given
 * one on (NULL for a key that the function has not), or in JSON.
 * sale_item_more: an empty one with an id; lines may move.
 */
extern JsonObject sale_item_arguments(FunctionCallInfo fcinfo, int first, int count);
extern SaleLine *sale_item_more(Sale *sale);
extern SaleLine *sale_item_add(Sale *sale, const JsonObject *item, const char *path);
extern void sale_item_add_all(Sale *sale, Jsonb *items);
extern void sale_item_change(SaleLine *line, const JsonObject *item, const char *path);
extern SaleLine *sale_item_find(Sale *sale, int64 line_id); /* P0002 */
extern Money sale_discount(Numeric value, int decimals);

/*
 * sale_write.c: writes lines, new ones (as part of a change, or direct NULL),
 * and the amounts and costs of those that are known.
 */
extern void sale_write_new(Call *call, Sale *sale, int from, Direct *direct);
extern void sale_write_lines(Sale *sale);
extern void sale_write_costs(Sale *sale);

#endif							/* PRIMEINV_SALE_H */
