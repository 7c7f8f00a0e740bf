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

#include "common/int.h"
#include "mb/pg_wchar.h"
#include "utils/datetime.h"

#include "base/barcode.h"

/* How a scanner sends FNC1 as a separator: the control character GS. */
#define SEPARATOR	'\x1d'

/* Kilograms in a pound, in hundred-millionths: exact by definition. */
#define POUND		INT64CONST(45359237)
#define POUND_SCALE	8

/*
 * The identifiers of section 3.2 that stand on goods, logistic units and
 * coupons.  Sorted by code, so that identifiers with the same two digits stand
 * together; a family such as 310n is one row.
 */
static const BarcodeIdentifier identifiers[] = {
	{"00", 2, 18, 18, FORMAT_KEY},	/* SSCC */
	{"01", 2, 14, 14, FORMAT_KEY},	/* GTIN */
	{"02", 2, 14, 14, FORMAT_KEY},	/* GTIN of what is contained */
	{"03", 2, 14, 14, FORMAT_KEY},	/* GTIN made to order */
	{"10", 2, 1, 20, FORMAT_TEXT},	/* batch or lot */
	{"11", 2, 6, 6, FORMAT_DATE},	/* production */
	{"12", 2, 6, 6, FORMAT_DATE},	/* payment due */
	{"13", 2, 6, 6, FORMAT_DATE},	/* packaging */
	{"15", 2, 6, 6, FORMAT_DATE},	/* best before */
	{"16", 2, 6, 6, FORMAT_DATE},	/* sell by */
	{"17", 2, 6, 6, FORMAT_DATE},	/* expiration */
	{"20", 2, 2, 2, FORMAT_DIGITS}, /* internal variant */
	{"21", 2, 1, 20, FORMAT_TEXT},	/* serial number */
	{"22", 2, 1, 20, FORMAT_TEXT},	/* consumer product variant */
	{"235", 3, 1, 28, FORMAT_TEXT},
	{"240", 3, 1, 30, FORMAT_TEXT},
	{"241", 3, 1, 30, FORMAT_TEXT},
	{"242", 3, 1, 6, FORMAT_DIGITS},
	{"243", 3, 1, 20, FORMAT_TEXT},
	{"250", 3, 1, 30, FORMAT_TEXT},
	{"251", 3, 1, 30, FORMAT_TEXT},
	{"253", 3, 13, 30, FORMAT_TEXT},
	{"254", 3, 1, 20, FORMAT_TEXT},
	{"255", 3, 13, 25, FORMAT_DIGITS},
	{"30", 2, 1, 8, FORMAT_DIGITS}, /* variable count */
	{"31", 4, 6, 6, FORMAT_DIGITS}, /* trade measures, metric; 310n: net
									 * weight, kg */
	{"32", 4, 6, 6, FORMAT_DIGITS}, /* trade measures; 320n: net weight,
									 * pounds */
	{"33", 4, 6, 6, FORMAT_DIGITS}, /* logistic measures */
	{"34", 4, 6, 6, FORMAT_DIGITS},
	{"35", 4, 6, 6, FORMAT_DIGITS},
	{"36", 4, 6, 6, FORMAT_DIGITS},
	{"37", 2, 1, 8, FORMAT_DIGITS}, /* count of what is contained */
	{"390", 4, 1, 15, FORMAT_DIGITS},	/* amount payable */
	{"391", 4, 4, 18, FORMAT_DIGITS},
	{"392", 4, 1, 15, FORMAT_DIGITS},	/* price of a variable measure item */
	{"393", 4, 4, 18, FORMAT_DIGITS},	/* the same with the currency */
	{"394", 4, 4, 4, FORMAT_DIGITS},
	{"395", 4, 6, 6, FORMAT_DIGITS},
	{"400", 3, 1, 30, FORMAT_TEXT}, /* customer's order */
	{"401", 3, 1, 30, FORMAT_TEXT},
	{"402", 3, 17, 17, FORMAT_KEY},
	{"403", 3, 1, 30, FORMAT_TEXT},
	{"410", 3, 13, 13, FORMAT_KEY}, /* locations; 414: of a physical place */
	{"411", 3, 13, 13, FORMAT_KEY},
	{"412", 3, 13, 13, FORMAT_KEY},
	{"413", 3, 13, 13, FORMAT_KEY},
	{"414", 3, 13, 13, FORMAT_KEY},
	{"415", 3, 13, 13, FORMAT_KEY},
	{"416", 3, 13, 13, FORMAT_KEY},
	{"417", 3, 13, 13, FORMAT_KEY},
	{"420", 3, 1, 20, FORMAT_TEXT},
	{"421", 3, 4, 12, FORMAT_TEXT},
	{"422", 3, 3, 3, FORMAT_DIGITS},	/* country of origin */
	{"423", 3, 3, 15, FORMAT_DIGITS},
	{"424", 3, 3, 3, FORMAT_DIGITS},
	{"425", 3, 3, 15, FORMAT_DIGITS},
	{"426", 3, 3, 3, FORMAT_DIGITS},
	{"427", 3, 1, 3, FORMAT_TEXT},
	{"7001", 4, 13, 13, FORMAT_DIGITS},
	{"7002", 4, 1, 30, FORMAT_TEXT},
	{"7003", 4, 10, 10, FORMAT_DIGITS}, /* expiration with its time */
	{"7004", 4, 1, 4, FORMAT_DIGITS},
	{"7005", 4, 1, 12, FORMAT_TEXT},
	{"7006", 4, 6, 6, FORMAT_DATE},
	{"7007", 4, 6, 12, FORMAT_DIGITS},
	{"7008", 4, 1, 3, FORMAT_TEXT},
	{"7009", 4, 1, 10, FORMAT_TEXT},
	{"7010", 4, 1, 2, FORMAT_TEXT},
	{"7020", 4, 1, 20, FORMAT_TEXT},
	{"7021", 4, 1, 20, FORMAT_TEXT},
	{"7022", 4, 1, 20, FORMAT_TEXT},
	{"7023", 4, 1, 30, FORMAT_TEXT},
	{"703", 4, 4, 30, FORMAT_TEXT},
	{"71", 3, 1, 20, FORMAT_TEXT},	/* national healthcare numbers */
	{"8001", 4, 14, 14, FORMAT_DIGITS},
	{"8002", 4, 1, 20, FORMAT_TEXT},
	{"8003", 4, 14, 30, FORMAT_TEXT},
	{"8004", 4, 1, 30, FORMAT_TEXT},
	{"8005", 4, 6, 6, FORMAT_DIGITS},	/* price per unit of measure */
	{"8006", 4, 18, 18, FORMAT_DIGITS},
	{"8007", 4, 1, 34, FORMAT_TEXT},
	{"8008", 4, 8, 12, FORMAT_DIGITS},
	{"8010", 4, 1, 30, FORMAT_TEXT},
	{"8011", 4, 1, 12, FORMAT_DIGITS},
	{"8012", 4, 1, 20, FORMAT_TEXT},
	{"8013", 4, 1, 25, FORMAT_TEXT},
	{"8017", 4, 18, 18, FORMAT_KEY},
	{"8018", 4, 18, 18, FORMAT_KEY},
	{"8019", 4, 1, 10, FORMAT_DIGITS},
	{"8020", 4, 1, 25, FORMAT_TEXT},
	{"8026", 4, 18, 18, FORMAT_DIGITS},
	{"8110", 4, 1, 70, FORMAT_TEXT},
	{"8111", 4, 4, 4, FORMAT_DIGITS},
	{"8112", 4, 1, 70, FORMAT_TEXT},
	{"8200", 4, 1, 70, FORMAT_TEXT},
	{"90", 2, 1, 30, FORMAT_TEXT},
	{"91", 2, 1, 90, FORMAT_TEXT},	/* the company's own, 91 to 99 */
	{"92", 2, 1, 90, FORMAT_TEXT},
	{"93", 2, 1, 90, FORMAT_TEXT},
	{"94", 2, 1, 90, FORMAT_TEXT},
	{"95", 2, 1, 90, FORMAT_TEXT},
	{"96", 2, 1, 90, FORMAT_TEXT},
	{"97", 2, 1, 90, FORMAT_TEXT},
	{"98", 2, 1, 90, FORMAT_TEXT},
	{"99", 2, 1, 90, FORMAT_TEXT}
};

static int	first_of(int two_digits);
static bool needs_no_separator(const char *code);
static int	value_end(const char *code, int from, int length, const BarcodeIdentifier *identifier);
static int	bracketed_end(const char *code, int from, int length);
static void check_value(const BarcodeElement *element);
static void malformed_value(const BarcodeElement *element) pg_attribute_noreturn();
static bool known_already(const Barcode *barcode, const BarcodeElement *element);
static void understand(Barcode *barcode, const BarcodeElement *element);
static void understand_measure(Barcode *barcode, const BarcodeElement *element);
static BarcodeNumber number_of(const BarcodeElement *element, int skip, int scale);
static BarcodeNumber pounds_of(const BarcodeElement *element);
static BarcodeDate date_of(const BarcodeElement *element);
static int	full_year(int year);

/*
 * Where in the table the identifiers with these two first digits begin; the
 * table's end if there are none.  Worked out once a process.
 */
static int
first_of(int two_digits)
{
	static uint8 first[100];
	static bool filled = false;

	if (!filled)
	{
		memset(first, lengthof(identifiers), sizeof(first));
		for (int i = lengthof(identifiers) - 1; i >= 0; i--)
			first[(identifiers[i].code[0] - '0') * 10 + identifiers[i].code[1] - '0'] = i;
		filled = true;
	}
	return first[two_digits];
}

/*
 * The identifier with which a string begins, or NULL.
 */
const BarcodeIdentifier *
barcode_identifier(const char *code, int length)
{
	int			i;

	if (length < 2 || !isdigit((unsigned char) code[0]) || !isdigit((unsigned char) code[1]))
		return NULL;
	for (i = first_of((code[0] - '0') * 10 + code[1] - '0');
		 i < lengthof(identifiers) && strncmp(identifiers[i].code, code, 2) == 0; i++)
	{
		const BarcodeIdentifier *identifier = &identifiers[i];

		if (length >= identifier->length &&
			strncmp(identifier->code, code, strlen(identifier->code)) == 0 &&
			strspn(code, "0123456789") >= identifier->length)
			return identifier;
	}
	return NULL;
}

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
		return Min(from + identifier->longest, length);
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
 * element twice is one; with another value it is an error (section 4.13).
 */
void
barcode_add_element(Barcode *barcode, const char *code, int code_length,
					const char *value, int length)
{
	BarcodeElement element = {barcode_identifier(code, code_length), code, value, length};

	Assert(element.identifier != NULL);
	check_value(&element);
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

static void
check_value(const BarcodeElement *element)
{
	const BarcodeIdentifier *identifier = element->identifier;
	const char *allowed = identifier->format == FORMAT_TEXT ?
	"!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz" :
	"0123456789";

	if (element->length < identifier->shortest || element->length > identifier->longest)
		malformed_value(element);
	for (int i = 0; i < element->length; i++)
		if (element->value[i] == '\0' || strchr(allowed, element->value[i]) == NULL)
			malformed_value(element);
	if (identifier->format == FORMAT_KEY && !barcode_checked(element->value, element->length))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the check digit of \"%.*s\" in the barcode is wrong", element->length, element->value),
				 errdetail("Its last digit should be %c.", barcode_check_digit(element->value, element->length - 1)),
				 errhint("Scan it again, or compare the digits with those under the bars.")));
	if (identifier->format == FORMAT_DATE)
		(void) date_of(element);
}

static void
malformed_value(const BarcodeElement *element)
{
	const BarcodeIdentifier *identifier = element->identifier;

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the value of application identifier %.*s in the barcode is malformed",
					identifier->length, element->code),
			 identifier->format == FORMAT_TEXT ?
			 errdetail("It is \"%.*s\", where %d to %d characters of set 82 belong.",
					   pg_mbcliplen(element->value, element->length, 40), element->value,
					   identifier->shortest, identifier->longest) :
			 errdetail("It is \"%.*s\", where %d to %d digits belong.",
					   pg_mbcliplen(element->value, element->length, 40), element->value,
					   identifier->shortest, identifier->longest),
			 errhint("Scan it again, and check that the scanner sends FNC1 as the control character GS.")));
}

static bool
known_already(const Barcode *barcode, const BarcodeElement *element)
{
	for (int i = 0; i < barcode->count; i++)
	{
		const BarcodeElement *other = &barcode->elements[i];

		if (other->identifier != element->identifier ||
			strncmp(other->code, element->code, element->identifier->length) != 0)
			continue;
		if (other->length == element->length &&
			memcmp(other->value, element->value, element->length) == 0)
			return true;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the barcode has application identifier %.*s twice",
						element->identifier->length, element->code),
				 errdetail("Its values are \"%.*s\" and \"%.*s\".",
						   other->length, other->value, element->length, element->value),
				 errhint("Check that the scanner sends one symbol at a time.")));
	}
	return false;
}

/*
 * What is not listed here is only in the elements.
 */
static void
understand(Barcode *barcode, const BarcodeElement *element)
{
	switch (atoi(element->identifier->code))
	{
		case 1:
		case 2:
		case 3:
			if (barcode->gtin == NULL)
				barcode->gtin = pnstrdup(element->value, element->length);
			break;
		case 10:
			barcode->lot = pnstrdup(element->value, element->length);
			break;
		case 15:
			barcode->best_before = date_of(element);
			break;
		case 17:
		case 7003:
			barcode->expiry = date_of(element);
			break;
		case 21:
			barcode->serial = pnstrdup(element->value, element->length);
			break;
		case 30:
		case 37:
			barcode->quantity = number_of(element, 0, 0);
			break;
		default:
			understand_measure(barcode, element);
	}
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

/*
 * YYMMDD; the day 00 is the month's last (section 3.4).  What follows, as in
 * 7003, is the time of day, and goods that expire during a day are not sold on
 * it.
 */
static BarcodeDate
date_of(const BarcodeElement *element)
{
	const char *v = element->value;
	int			year = full_year((v[0] - '0') * 10 + v[1] - '0');
	int			month = (v[2] - '0') * 10 + v[3] - '0';
	int			day = (v[4] - '0') * 10 + v[5] - '0';
	int			last;

	last = month < 1 || month > 12 ? 0 : day_tab[isleap(year)][month - 1];
	if (day > last || last == 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the barcode has a date that does not exist"),
				 errdetail("Application identifier %.*s has \"%.6s\", which is read as YYMMDD.",
						   element->identifier->length, element->code, v),
				 errhint("Scan it again, or read the date on the package.")));
	return (BarcodeDate) {true, date2j(year, month, day == 0 ? last : day) - POSTGRES_EPOCH_JDATE};
}

/*
 * The century that brings the year within 49 years back and 50 ahead of this
 * one (section 7.12).
 */
static int
full_year(int year)
{
	struct pg_tm tm;
	fsec_t		fsec;
	int			century;
	int			ahead;

	GetCurrentTimeUsec(&tm, &fsec, NULL);
	century = tm.tm_year - tm.tm_year % 100;
	ahead = year - tm.tm_year % 100;
	if (ahead >= 51)
		century -= 100;
	else if (ahead <= -50)
		century += 100;
	return century + year;
}
