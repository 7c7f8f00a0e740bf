/*-------------------------------------------------------------------------
 *
 * barcode.h
 *		What a scanner has read, taken apart.
 *
 * Everything is read from the code itself; no table is asked.  Sections are
 * those of the GS1 General Specifications, Release 24.0 (January 2024), and
 * of the GS1 Digital Link Standard: URI Syntax, Release 1.2 (January 2021).
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

/* How the value of an application identifier is written. */
typedef enum BarcodeFormat
{
	FORMAT_DIGITS,
	FORMAT_TEXT,				/* character set 82 (section 7.11) */
	FORMAT_DATE,				/* YYMMDD; DD may be 00 */
	FORMAT_KEY					/* digits, the last one a check digit */
} BarcodeFormat;

/* An application identifier (section 3.2). */
typedef struct BarcodeIdentifier
{
	const char *code;			/* its first digits, which tell it from others */
	int			length;			/* its digits in all: 4 for 3103 */
	int			shortest;		/* of its value */
	int			longest;
	BarcodeFormat format;
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
extern const BarcodeIdentifier *barcode_identifier(const char *code, int length);

#endif							/* PRIMEINV_BARCODE_H */
