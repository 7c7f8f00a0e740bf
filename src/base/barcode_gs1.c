/*-------------------------------------------------------------------------
 *
 * barcode_gs1.c
 *		Element strings: application identifiers and what follows them.
 *
 * Section numbers are those of the GS1 General Specifications, Release 24.0.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "mb/pg_wchar.h"

#include "base/barcode.h"

/* How a scanner sends FNC1 as a separator: the control character GS. */
#define SEPARATOR	'\x1d'

/* Kilograms in a pound, in hundred-millionths: exact by definition. */
#define POUND		INT64CONST(45359237)
#define POUND_SCALE	8

static bool needs_no_separator(const char *code);
static int	value_end(const char *code, int from, int length, const BarcodeIdentifier *identifier);
static int	bracketed_end(const char *code, int from, int length);
static bool known_already(const Barcode *barcode, const BarcodeElement *element);
static bool contradicts(const BarcodeElement *one, const BarcodeElement *other);
static void understand(Barcode *barcode, const BarcodeElement *element);
static void understand_expiry(Barcode *barcode, BarcodeDate expiry);
static void understand_measure(Barcode *barcode, const BarcodeElement *element);
static BarcodeNumber number_of(const BarcodeElement *element, int skip, int scale);
static BarcodeNumber pounds_of(const BarcodeElement *element);

/*
 * Identifiers whose first two digits fix the length of the whole element
 * (section 7.8.5): the next one follows at once.
 */
static bool
needs_no_separator(const char *code)
{
	static const char *const pairs = "00010203041112131415161718192031323334353641";

	for (const char *pair = pairs; *pair != '\0'; pair += 2)
		if (code[0] == pair[0] && code[1] == pair[1])
			return true;
	return false;
}

/*
 * Splits a string as a scanner sends it, separators and all.
 */
void
barcode_read_elements(Barcode *barcode, const char *code, int length)
{
	int			at = 0;

	while (at < length)
	{
		const BarcodeIdentifier *identifier;
		int			end;

		if (code[at] == SEPARATOR)
		{
			at++;				/* allowed in front and behind any element */
			continue;
		}
		identifier = barcode_identifier(code + at, length - at);
		if (identifier == NULL)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the barcode has no known application identifier at character %d", at + 1),
					 errdetail("It goes on with \"%.*s\".", pg_mbcliplen(code + at, length - at, 8), code + at),
					 errhint("Check that the scanner sends FNC1 as the control character GS.")));
		end = value_end(code, at + identifier->length, length, identifier);
		barcode_add_element(barcode, code + at, identifier->length,
							code + at + identifier->length, end - at - identifier->length);
		at = end;
	}
}

/*
 * A value ends where its identifier says or at the next separator.
 */
static int
value_end(const char *code, int from, int length, const BarcodeIdentifier *identifier)
{
	const char *separator;

	if (needs_no_separator(identifier->code))
		return Min(from + barcode_longest(identifier), length);
	separator = memchr(code + from, SEPARATOR, length - from);
	return separator == NULL ? length : separator - code;
}

/*
 * The form that people read and type, (01)...(10)...: a bracket opens an
 * element only where a known identifier and a closing one follow, because
 * values may have brackets of their own.
 */
void
barcode_read_bracketed(Barcode *barcode, const char *code, int length)
{
	int			at = 0;

	while (at < length)
	{
		const BarcodeIdentifier *identifier = barcode_identifier(code + at + 1, length - at - 1);
		int			value;
		int			end;

		if (identifier == NULL || code[at + 1 + identifier->length] != ')')
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the barcode has no known application identifier at character %d", at + 1),
					 errdetail("It goes on with \"%.*s\".", pg_mbcliplen(code + at, length - at, 8), code + at),
					 errhint("Write each identifier in brackets, as in (01)09506000134352(10)ABC.")));
		value = at + identifier->length + 2;
		end = bracketed_end(code, value, length);
		barcode_add_element(barcode, code + at + 1, identifier->length, code + value, end - value);
		at = end;
	}
}

/*
 * The next bracket that opens an element, or the end.
 */
static int
bracketed_end(const char *code, int from, int length)
{
	for (int at = from; at < length; at++)
	{
		const BarcodeIdentifier *identifier;

		if (code[at] != '(')
			continue;
		identifier = barcode_identifier(code + at + 1, length - at - 1);
		if (identifier != NULL && code[at + 1 + identifier->length] == ')')
			return at;
	}
	return length;
}

/*
 * Checks an element and takes from it what a shop wants to know.  The same
 * element twice is one.
 */
void
barcode_add_element(Barcode *barcode, const char *code, int code_length,
					const char *value, int length)
{
	BarcodeElement element = {barcode_identifier(code, code_length), code, value, length};

	Assert(element.identifier != NULL);
	barcode_check_element(&element);
	if (known_already(barcode, &element))
		return;
	if (barcode->count == BARCODE_MAX_ELEMENTS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the barcode has more than %d elements", BARCODE_MAX_ELEMENTS),
				 errdetail("No symbol of the GS1 system holds so many."),
				 errhint("Check that the scanner sends one symbol at a time.")));
	barcode->elements[barcode->count++] = element;
	understand(barcode, &element);
}

static bool
known_already(const Barcode *barcode, const BarcodeElement *element)
{
	for (int i = 0; i < barcode->count; i++)
	{
		const BarcodeElement *other = &barcode->elements[i];
		bool		same = other->identifier == element->identifier &&
		strncmp(other->code, element->code, element->identifier->length) == 0;

		if (same && other->length == element->length &&
			memcmp(other->value, element->value, element->length) == 0)
			return true;
		if (same)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the barcode has application identifier %.*s twice",
							element->identifier->length, element->code),
					 errdetail("Its values are \"%.*s\" and \"%.*s\".",
							   other->length, other->value, element->length, element->value),
					 errhint("Check that the scanner sends one symbol at a time.")));
		if (contradicts(other, element))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("application identifiers %.*s and %.*s do not stand in one barcode",
							other->identifier->length, other->code, element->identifier->length, element->code),
					 errdetail("Each says which goods are meant, how much of them, or at what price."),
					 errhint("Check that the scanner sends one symbol at a time.")));
	}
	return false;
}

/*
 * Of the pairs that do not go together (section 4.13) those that leave in doubt
 * what is sold.  Which elements another one needs is not asked, for they may
 * stand in a second symbol on the package.
 */
static bool
contradicts(const BarcodeElement *one, const BarcodeElement *other)
{
	BarcodeFact fact = one->identifier->fact;

	return fact != FACT_NONE && fact == other->identifier->fact &&
		(fact != FACT_MEASURE || strncmp(one->code, other->code, 3) == 0);
}

/*
 * What is not listed here is only in the elements.  37 counts the goods of 02,
 * 30 what one of these holds, so that 37 goes before.
 */
static void
understand(Barcode *barcode, const BarcodeElement *element)
{
	switch (atoi(element->identifier->code))
	{
		case 1:
		case 2:
		case 3:
			barcode->gtin = pnstrdup(element->value, element->length);
			break;
		case 10:
			barcode->lot = pnstrdup(element->value, element->length);
			break;
		case 15:
			barcode->best_before = barcode_date(element, element->value, false);
			break;
		case 17:
		case 7003:
			understand_expiry(barcode, barcode_date(element, element->value, false));
			break;
		case 21:
			barcode->serial = pnstrdup(element->value, element->length);
			break;
		case 30:
			if (!barcode->quantity.given)
				barcode->quantity = number_of(element, 0, 0);
			break;
		case 37:
			barcode->quantity = number_of(element, 0, 0);
			break;
		default:
			understand_measure(barcode, element);
	}
}

/*
 * 7003 has the time of day, too, and goods that expire during a day are not
 * sold on it.  Where 17 gives another date, the sooner one is safe.
 */
static void
understand_expiry(Barcode *barcode, BarcodeDate expiry)
{
	if (!barcode->expiry.given || barcode->expiry.date > expiry.date)
		barcode->expiry = expiry;
}

/*
 * The fourth digit of these identifiers is the number of decimals.
 */
static void
understand_measure(Barcode *barcode, const BarcodeElement *element)
{
	int			scale = element->identifier->length == 4 ? element->code[3] - '0' : 0;

	if (strncmp(element->code, "310", 3) == 0)
		barcode->weight = number_of(element, 0, scale);
	else if (strncmp(element->code, "320", 3) == 0)
		barcode->weight = pounds_of(element);
	else if (strncmp(element->code, "392", 3) == 0)
		barcode->price = number_of(element, 0, scale);
	else if (strncmp(element->code, "393", 3) == 0)
		barcode->price = number_of(element, 3, scale);	/* behind the currency */
}

/*
 * 15 digits are the most that any identifier has, so that no overflow is to be
 * feared.
 */
static BarcodeNumber
number_of(const BarcodeElement *element, int skip, int scale)
{
	BarcodeNumber number = {true, 0, scale};

	for (int i = skip; i < element->length; i++)
		number.value = number.value * 10 + element->value[i] - '0';
	return number;
}

/*
 * Six digits times eight fit easily.
 */
static BarcodeNumber
pounds_of(const BarcodeElement *element)
{
	BarcodeNumber number = number_of(element, 0, element->code[3] - '0');

	number.value *= POUND;
	number.scale += POUND_SCALE;
	return number;
}
