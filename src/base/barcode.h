/*-------------------------------------------------------------------------
 *
 * barcode.h
 *		What a scanner has read, taken apart.
 *
 * Everything is read from the code itself; no table is asked.  Sections are
 * those of the GS1 General Specifications, Release 24.0 (January 2024), and
 * of the GS1 Digital Link Standard: URI Syntax, Release 1.2 (January 2021);
 * identifiers and what belongs to a key in a link are those of the GS1 Barcode
 * Syntax Dictionary, release 2026-01-27.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_BARCODE_H
#define PRIMEINV_BARCODE_H

#include "utils/date.h"

/* A longer code is refused. */
#define BARCODE_MAX_LENGTH	2048

/* No symbol of retail carries more elements; a code with more is refused. */
#define BARCODE_MAX_ELEMENTS 32

typedef enum BarcodeKind
{
	BARCODE_OTHER,				/* none of ours: a number of the shop's own */
	BARCODE_GTIN_8,
	BARCODE_GTIN_12,
	BARCODE_GTIN_13,
	BARCODE_GTIN_14,
	BARCODE_GS1,				/* element strings */
	BARCODE_DIGITAL_LINK,
	BARCODE_IN_STORE			/* an item with its weight, price or count */
} BarcodeKind;

/* What a part of an application identifier's value is made of. */
typedef enum BarcodePartKind
{
	PART_DIGITS = 1,
	PART_COUNTRIES,				/* three digits each */
	PART_TEXT,					/* character set 82 (section 7.11) */
	PART_REFERENCE,				/* character set 39 */
	PART_SIGNATURE,				/* character set 64 */
	PART_MINUS,					/* behind a temperature below zero */
	PART_KEY,					/* digits, the last one a check digit */
	PART_DATE,					/* YYMMDD; DD may be 00 */
	PART_DAY,					/* YYMMDD */
	PART_TIME,					/* HHMM */
	PART_HOUR,
	PART_MINUTE					/* or second */
} BarcodePartKind;

/* Characters of a value; a part whose shortest is 0 may be left out. */
typedef struct BarcodePart
{
	BarcodePartKind kind;
	int			shortest;
	int			longest;
} BarcodePart;

#define BARCODE_MAX_PARTS 4

/* What a code says only once, in one identifier or another. */
typedef enum BarcodeFact
{
	FACT_NONE,
	FACT_GOODS,
	FACT_PRICE,
	FACT_MEASURE				/* one for each of the first three digits */
} BarcodeFact;

/*
 * An application identifier (section 3.2), or several that differ in their last
 * digits: 310 and "5" are 3100 to 3105.
 */
typedef struct BarcodeIdentifier
{
	const char *code;			/* its first digits */
	const char *highest;		/* of each digit that follows these */
	int			length;			/* its digits in all */
	BarcodeFact fact;
	BarcodePart parts[BARCODE_MAX_PARTS];
} BarcodeIdentifier;

/* One element: an identifier and its value, both within the code. */
typedef struct BarcodeElement
{
	const BarcodeIdentifier *identifier;
	const char *code;			/* identifier->length digits */
	const char *value;
	int			length;
} BarcodeElement;

/* A number with its decimal places: 001250 with 3 is 1.250. */
typedef struct BarcodeNumber
{
	bool		given;
	int64		value;
	int			scale;
} BarcodeNumber;

typedef struct BarcodeDate
{
	bool		given;
	DateADT		date;
} BarcodeDate;

typedef struct Barcode
{
	BarcodeKind kind;
	const char *code;			/* as read, without the symbology's identifier */
	char	   *gtin;			/* NULL: none; as many digits as the code has */
	char	   *item;			/* in-store: the code as it stands for any
								 * weight or price; else NULL */
	const char *add_on;			/* digits beside a GTIN-13; else NULL */
	char	   *lot;
	char	   *serial;
	BarcodeDate expiry;
	BarcodeDate best_before;
	BarcodeNumber quantity;		/* pieces */
	BarcodeNumber weight;		/* kilograms */
	BarcodeNumber price;		/* in the currency of the shop */
	int			count;
	BarcodeElement elements[BARCODE_MAX_ELEMENTS];
} Barcode;

/*
 * Takes a code apart; 22023 for one that says that it is of GS1 and is not
 * well-formed.  layouts tells how in-store codes are made up (NULL: not known),
 * decimals how many a price in them has.  What it returns points into code,
 * which must live as long.
 */
extern Barcode *barcode_parse(const char *code, const char *layouts, int decimals);

/* 22023 for layouts that barcode_parse could not read. */
extern void barcode_check_layouts(const char *layouts);

/* Whether a string of digits ends in its check digit (section 7.9.1). */
extern bool barcode_checked(const char *digits, int length);
extern char barcode_check_digit(const char *digits, int length);

/* Reads the elements of a code and what they say into barcode (barcode_gs1.c). */
extern void barcode_read_elements(Barcode *barcode, const char *code, int length);
extern void barcode_read_bracketed(Barcode *barcode, const char *code, int length);
extern void barcode_add_element(Barcode *barcode, const char *code, int code_length,
								const char *value, int length);

/* The identifier with which a string begins, or NULL (barcode_identifier.c). */
extern const BarcodeIdentifier *barcode_identifier(const char *code, int length);

/* How many characters the value of such an identifier has at least and most. */
extern int	barcode_shortest(const BarcodeIdentifier *identifier);
extern int	barcode_longest(const BarcodeIdentifier *identifier);

/* 22023 for a value that is none of its identifier. */
extern void barcode_check_element(const BarcodeElement *element);

/* The date with which a value begins. */
extern BarcodeDate barcode_date(const BarcodeElement *element, const char *value, bool day_needed);

#endif							/* PRIMEINV_BARCODE_H */
