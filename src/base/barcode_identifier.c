/*-------------------------------------------------------------------------
 *
 * barcode_identifier.c
 *		Application identifiers and what their values look like.
 *
 * Section numbers are those of the GS1 General Specifications, Release 24.0.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "mb/pg_wchar.h"
#include "utils/datetime.h"

#include "base/barcode.h"

#define IDENTIFIER(code, highest, fact, ...) \
	{code, highest, sizeof(code) + sizeof(highest) - 2, fact, {__VA_ARGS__}}
#define VALUE(kind, shortest, longest) {kind, shortest, longest}

#define ONE(code, kind, shortest, longest) \
	IDENTIFIER(code, "", FACT_NONE, VALUE(kind, shortest, longest))
#define SEVERAL(code, highest, kind, shortest, longest) \
	IDENTIFIER(code, highest, FACT_NONE, VALUE(kind, shortest, longest))
#define MEASURE(code, highest, kind, shortest, longest) \
	IDENTIFIER(code, highest, FACT_MEASURE, VALUE(kind, shortest, longest))
#define PARTS(code, ...) IDENTIFIER(code, "", FACT_NONE, __VA_ARGS__)

/*
 * Identifiers with the same two first digits stand together, and of those that
 * fit the first is meant: 4302 is one of "430" and "6", for it is none of "430"
 * and "1".
 */
static const BarcodeIdentifier identifiers[] = {
	ONE("00", PART_KEY, 18, 18),	/* SSCC */
	IDENTIFIER("01", "", FACT_GOODS, VALUE(PART_KEY, 14, 14)),	/* GTIN */
	IDENTIFIER("02", "", FACT_GOODS, VALUE(PART_KEY, 14, 14)),	/* of what is contained */
	IDENTIFIER("03", "", FACT_GOODS, VALUE(PART_KEY, 14, 14)),	/* made to order */
	ONE("10", PART_TEXT, 1, 20),	/* batch or lot */
	ONE("11", PART_DATE, 6, 6), /* production */
	ONE("12", PART_DATE, 6, 6), /* payment due */
	ONE("13", PART_DATE, 6, 6), /* packaging */
	ONE("15", PART_DATE, 6, 6), /* best before */
	ONE("16", PART_DATE, 6, 6), /* sell by */
	ONE("17", PART_DATE, 6, 6), /* expiration */
	ONE("20", PART_DIGITS, 2, 2),	/* internal variant */
	ONE("21", PART_TEXT, 1, 20),	/* serial number */
	ONE("22", PART_TEXT, 1, 20),	/* consumer product variant */
	ONE("235", PART_TEXT, 1, 28),
	ONE("240", PART_TEXT, 1, 30),
	ONE("241", PART_TEXT, 1, 30),
	ONE("242", PART_DIGITS, 1, 6),
	ONE("243", PART_TEXT, 1, 20),
	ONE("250", PART_TEXT, 1, 30),
	ONE("251", PART_TEXT, 1, 30),
	PARTS("253", VALUE(PART_KEY, 13, 13), VALUE(PART_TEXT, 0, 17)),
	ONE("254", PART_TEXT, 1, 20),
	PARTS("255", VALUE(PART_KEY, 13, 13), VALUE(PART_DIGITS, 0, 12)),
	ONE("30", PART_DIGITS, 1, 8),	/* variable count */
	MEASURE("31", "65", PART_DIGITS, 6, 6), /* trade measures; 310n: net
											 * weight in kilograms */
	MEASURE("32", "95", PART_DIGITS, 6, 6), /* 320n: net weight in pounds */
	MEASURE("33", "75", PART_DIGITS, 6, 6), /* logistic measures */
	MEASURE("34", "95", PART_DIGITS, 6, 6),
	MEASURE("35", "75", PART_DIGITS, 6, 6),
	MEASURE("36", "95", PART_DIGITS, 6, 6),
	ONE("37", PART_DIGITS, 1, 8),	/* count of what is contained */
	MEASURE("390", "9", PART_DIGITS, 1, 15),	/* amount payable */
	MEASURE("391", "9", PART_DIGITS, 4, 18),	/* behind the currency */
	IDENTIFIER("392", "9", FACT_PRICE, VALUE(PART_DIGITS, 1, 15)),	/* of variable measure */
	IDENTIFIER("393", "9", FACT_PRICE, VALUE(PART_DIGITS, 4, 18)),	/* behind the currency */
	MEASURE("394", "3", PART_DIGITS, 4, 4),
	MEASURE("395", "5", PART_DIGITS, 6, 6),
	ONE("400", PART_TEXT, 1, 30),	/* customer's order */
	ONE("401", PART_TEXT, 1, 30),
	ONE("402", PART_KEY, 17, 17),
	ONE("403", PART_TEXT, 1, 30),
	SEVERAL("41", "7", PART_KEY, 13, 13),	/* locations; 414: of a physical
											 * place */
	ONE("420", PART_TEXT, 1, 20),
	PARTS("421", VALUE(PART_DIGITS, 3, 3), VALUE(PART_TEXT, 1, 9)),
	ONE("422", PART_DIGITS, 3, 3),	/* country of origin */
	ONE("423", PART_COUNTRIES, 3, 15),
	ONE("424", PART_DIGITS, 3, 3),
	ONE("425", PART_COUNTRIES, 3, 15),
	ONE("426", PART_DIGITS, 3, 3),
	ONE("427", PART_TEXT, 1, 3),
	SEVERAL("430", "1", PART_TEXT, 1, 35),	/* 43nn: where a parcel goes, and
											 * how */
	SEVERAL("430", "6", PART_TEXT, 1, 70),
	ONE("4307", PART_TEXT, 2, 2),
	ONE("4308", PART_TEXT, 1, 30),
	ONE("4309", PART_DIGITS, 20, 20),
	SEVERAL("431", "1", PART_TEXT, 1, 35),
	SEVERAL("431", "6", PART_TEXT, 1, 70),
	ONE("4317", PART_TEXT, 2, 2),
	ONE("4318", PART_TEXT, 1, 20),
	ONE("4319", PART_TEXT, 1, 30),
	ONE("4320", PART_TEXT, 1, 35),
	SEVERAL("432", "3", PART_DIGITS, 1, 1),
	IDENTIFIER("432", "5", FACT_NONE, VALUE(PART_DATE, 6, 6), VALUE(PART_TIME, 4, 4)),
	ONE("4326", PART_DAY, 6, 6),
	IDENTIFIER("433", "3", FACT_NONE, VALUE(PART_DIGITS, 6, 6), VALUE(PART_MINUS, 0, 1)),
	ONE("7001", PART_DIGITS, 13, 13),
	ONE("7002", PART_TEXT, 1, 30),
	PARTS("7003", VALUE(PART_DAY, 6, 6), VALUE(PART_TIME, 4, 4)),	/* expiration with its
																	 * time */
	ONE("7004", PART_DIGITS, 1, 4),
	ONE("7005", PART_TEXT, 1, 12),
	ONE("7006", PART_DAY, 6, 6),
	PARTS("7007", VALUE(PART_DAY, 6, 6), VALUE(PART_DAY, 0, 6)),
	ONE("7008", PART_TEXT, 1, 3),
	ONE("7009", PART_TEXT, 1, 10),
	ONE("7010", PART_TEXT, 1, 2),
	PARTS("7011", VALUE(PART_DAY, 6, 6), VALUE(PART_TIME, 0, 4)),
	SEVERAL("702", "2", PART_TEXT, 1, 20),
	ONE("7023", PART_TEXT, 1, 30),
	IDENTIFIER("703", "9", FACT_NONE, VALUE(PART_DIGITS, 3, 3), VALUE(PART_TEXT, 1, 27)),
	PARTS("7040", VALUE(PART_DIGITS, 1, 1), VALUE(PART_TEXT, 3, 3)),
	ONE("7041", PART_TEXT, 1, 4),
	SEVERAL("71", "7", PART_TEXT, 1, 20),	/* national healthcare numbers */
	SEVERAL("723", "9", PART_TEXT, 3, 30),	/* certificates */
	ONE("7240", PART_TEXT, 1, 20),
	ONE("7241", PART_DIGITS, 2, 2),
	ONE("7242", PART_TEXT, 1, 25),
	ONE("7250", PART_DIGITS, 8, 8), /* 725n: of a patient */
	ONE("7251", PART_DIGITS, 12, 12),
	ONE("7252", PART_DIGITS, 1, 1),
	SEVERAL("725", "4", PART_TEXT, 1, 40),
	ONE("7255", PART_TEXT, 1, 10),
	ONE("7256", PART_TEXT, 1, 90),
	ONE("7257", PART_TEXT, 1, 70),
	ONE("7258", PART_TEXT, 3, 3),
	ONE("7259", PART_TEXT, 1, 40),
	ONE("8001", PART_DIGITS, 14, 14),
	ONE("8002", PART_TEXT, 1, 20),
	PARTS("8003", VALUE(PART_DIGITS, 1, 1), VALUE(PART_KEY, 13, 13), VALUE(PART_TEXT, 0, 16)),
	ONE("8004", PART_TEXT, 1, 30),
	ONE("8005", PART_DIGITS, 6, 6), /* price per unit of measure */
	PARTS("8006", VALUE(PART_KEY, 14, 14), VALUE(PART_DIGITS, 4, 4)),
	ONE("8007", PART_TEXT, 1, 34),
	PARTS("8008", VALUE(PART_DAY, 6, 6), VALUE(PART_HOUR, 2, 2), VALUE(PART_MINUTE, 0, 2), VALUE(PART_MINUTE, 0, 2)),
	ONE("8009", PART_TEXT, 1, 50),
	ONE("8010", PART_REFERENCE, 1, 30),
	ONE("8011", PART_DIGITS, 1, 12),
	ONE("8012", PART_TEXT, 1, 20),
	ONE("8013", PART_TEXT, 1, 25),
	ONE("8014", PART_TEXT, 1, 25),
	ONE("8017", PART_KEY, 18, 18),
	ONE("8018", PART_KEY, 18, 18),
	ONE("8019", PART_DIGITS, 1, 10),
	ONE("8020", PART_TEXT, 1, 25),
	PARTS("8026", VALUE(PART_KEY, 14, 14), VALUE(PART_DIGITS, 4, 4)),
	ONE("8030", PART_SIGNATURE, 1, 90),
	SEVERAL("804", "1", PART_DIGITS, 15, 15),
	ONE("8042", PART_DIGITS, 32, 32),
	ONE("8043", PART_DIGITS, 18, 20),
	ONE("8110", PART_TEXT, 1, 70),
	ONE("8111", PART_DIGITS, 4, 4),
	ONE("8112", PART_TEXT, 1, 70),
	ONE("8200", PART_TEXT, 1, 70),
	ONE("90", PART_TEXT, 1, 30),
	ONE("91", PART_TEXT, 1, 90),	/* the company's own, 91 to 99 */
	ONE("92", PART_TEXT, 1, 90),
	ONE("93", PART_TEXT, 1, 90),
	ONE("94", PART_TEXT, 1, 90),
	ONE("95", PART_TEXT, 1, 90),
	ONE("96", PART_TEXT, 1, 90),
	ONE("97", PART_TEXT, 1, 90),
	ONE("98", PART_TEXT, 1, 90),
	ONE("99", PART_TEXT, 1, 90)
};

static int	first_of(int two_digits);
static bool is_one_of(const BarcodeIdentifier *identifier, const char *code, int length);
static bool part_is(const BarcodePart *part, const char *value, int length);
static bool only(BarcodePartKind kind, const char *value, int length);
static bool may_be(BarcodePartKind kind, char c);
static bool below(const char *two_digits, int limit);
static void check_part(const BarcodeElement *element, const BarcodePart *part, const char *value, int length);
static void malformed_value(const BarcodeElement *element) pg_attribute_noreturn();
static bool has_only_digits(const BarcodeIdentifier *identifier);
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

	StaticAssertStmt(lengthof(identifiers) <= PG_UINT8_MAX, "a place in the table is one byte");
	if (!filled)
	{
		memset(first, lengthof(identifiers), sizeof(first));
		for (int i = lengthof(identifiers) - 1; i >= 0; i--)
			first[(identifiers[i].code[0] - '0') * 10 + identifiers[i].code[1] - '0'] = i;
		filled = true;
	}
	return first[two_digits];
}

const BarcodeIdentifier *
barcode_identifier(const char *code, int length)
{
	if (length < 2 || !isdigit((unsigned char) code[0]) || !isdigit((unsigned char) code[1]))
		return NULL;
	for (int i = first_of((code[0] - '0') * 10 + code[1] - '0');
		 i < lengthof(identifiers) && strncmp(identifiers[i].code, code, 2) == 0; i++)
		if (is_one_of(&identifiers[i], code, length))
			return &identifiers[i];
	return NULL;
}

static bool
is_one_of(const BarcodeIdentifier *identifier, const char *code, int length)
{
	int			fixed = strlen(identifier->code);

	if (length < identifier->length || memcmp(identifier->code, code, fixed) != 0)
		return false;
	for (int i = fixed; i < identifier->length; i++)
		if (code[i] < '0' || code[i] > identifier->highest[i - fixed])
			return false;
	return true;
}

int
barcode_shortest(const BarcodeIdentifier *identifier)
{
	int			shortest = 0;

	for (int i = 0; i < BARCODE_MAX_PARTS; i++)
		shortest += identifier->parts[i].shortest;
	return shortest;
}

int
barcode_longest(const BarcodeIdentifier *identifier)
{
	int			longest = 0;

	for (int i = 0; i < BARCODE_MAX_PARTS; i++)
		longest += identifier->parts[i].longest;
	return longest;
}

/*
 * Each part takes what it can hold, the last one what is left.
 */
void
barcode_check_element(const BarcodeElement *element)
{
	const BarcodeIdentifier *identifier = element->identifier;
	const char *value = element->value;
	const char *end = value + element->length;

	for (int i = 0; i < BARCODE_MAX_PARTS && identifier->parts[i].kind != 0; i++)
	{
		int			length = Min(end - value, identifier->parts[i].longest);

		check_part(element, &identifier->parts[i], value, length);
		value += length;
	}
	if (value < end)
		malformed_value(element);
}

static void
check_part(const BarcodeElement *element, const BarcodePart *part, const char *value, int length)
{
	if (length == 0 && part->shortest == 0)
		return;
	if (!part_is(part, value, length))
		malformed_value(element);
	if (part->kind == PART_KEY && !barcode_checked(value, length))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the check digit of \"%.*s\" in the barcode is wrong", length, value),
				 errdetail("Its last digit should be %c.", barcode_check_digit(value, length - 1)),
				 errhint("Scan it again, or compare the digits with those under the bars.")));
	if (part->kind == PART_DATE || part->kind == PART_DAY)
		(void) barcode_date(element, value, part->kind == PART_DAY);
}

/*
 * Of a date only that it is six digits; a part that may be left out is whole
 * where it is not.
 */
static bool
part_is(const BarcodePart *part, const char *value, int length)
{
	if (length < part->shortest || !only(part->kind, value, length))
		return false;
	switch (part->kind)
	{
		case PART_COUNTRIES:
			return length % 3 == 0;
		case PART_DATE:
		case PART_DAY:
			return length == 6;
		case PART_TIME:
			return length == 4 && below(value, 24) && below(value + 2, 60);
		case PART_HOUR:
			return length == 2 && below(value, 24);
		case PART_MINUTE:
			return length == 2 && below(value, 60);
		default:
			return true;
	}
}

static bool
only(BarcodePartKind kind, const char *value, int length)
{
	for (int i = 0; i < length; i++)
		if (!may_be(kind, value[i]))
			return false;
	return true;
}

/*
 * Set 82 is what stands in ASCII from ! to z without #$@[\]^ and `.
 */
static bool
may_be(BarcodePartKind kind, char c)
{
	bool		digit = c >= '0' && c <= '9';
	bool		capital = c >= 'A' && c <= 'Z';
	bool		small = c >= 'a' && c <= 'z';

	switch (kind)
	{
		case PART_TEXT:
			return (c >= '%' && c <= '?') || capital || small || c == '_' || c == '!' || c == '"';
		case PART_REFERENCE:
			return digit || capital || c == '#' || c == '-' || c == '/';
		case PART_SIGNATURE:
			return digit || capital || small || c == '-' || c == '_' || c == '=';
		case PART_MINUS:
			return c == '-';
		default:
			return digit;
	}
}

static bool
below(const char *two_digits, int limit)
{
	return (two_digits[0] - '0') * 10 + two_digits[1] - '0' < limit;
}

static void
malformed_value(const BarcodeElement *element)
{
	const BarcodeIdentifier *identifier = element->identifier;
	int			shortest = barcode_shortest(identifier);
	int			longest = barcode_longest(identifier);

	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the value of application identifier %.*s in the barcode is malformed",
					identifier->length, element->code),
			 has_only_digits(identifier) && shortest == longest ?
			 errdetail("It is \"%.*s\", where %d digits belong.",
					   pg_mbcliplen(element->value, element->length, 40), element->value, longest) :
			 has_only_digits(identifier) ?
			 errdetail("It is \"%.*s\", where %d to %d digits belong.",
					   pg_mbcliplen(element->value, element->length, 40), element->value, shortest, longest) :
			 errdetail("It is \"%.*s\", where %d to %d characters of set 82 belong.",
					   pg_mbcliplen(element->value, element->length, 40), element->value, shortest, longest),
			 errhint("Scan it again, and check that the scanner sends FNC1 as the control character GS.")));
}

static bool
has_only_digits(const BarcodeIdentifier *identifier)
{
	for (int i = 0; i < BARCODE_MAX_PARTS && identifier->parts[i].kind != 0; i++)
		if (may_be(identifier->parts[i].kind, 'A') || identifier->parts[i].kind == PART_MINUS)
			return false;
	return true;
}

/*
 * YYMMDD; the day 00 is the month's last (section 3.4) where a day is not
 * needed.
 */
BarcodeDate
barcode_date(const BarcodeElement *element, const char *value, bool day_needed)
{
	int			year = full_year((value[0] - '0') * 10 + value[1] - '0');
	int			month = (value[2] - '0') * 10 + value[3] - '0';
	int			day = (value[4] - '0') * 10 + value[5] - '0';
	int			last;

	last = month < 1 || month > 12 ? 0 : day_tab[isleap(year)][month - 1];
	if (day > last || last == 0 || (day == 0 && day_needed))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the barcode has a date that does not exist"),
				 errdetail("Application identifier %.*s has \"%.6s\", which is read as YYMMDD.",
						   element->identifier->length, element->code, value),
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
