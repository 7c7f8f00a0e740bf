/*-------------------------------------------------------------------------
 *
 * barcode.c
 *		What a scanner has read, taken apart: parse_barcode.
 *
 * Section numbers are those of the GS1 General Specifications, Release 24.0.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "base/barcode.h"

/* A layout of in-store codes: 2, a digit, ten characters, C; :d if need be. */
#define LAYOUT_LENGTH	13

/* Grams. */
#define WEIGHT_DECIMALS	3
#define MAX_DECIMALS	6

/* The columns of parse_barcode's result. */
enum
{
	COLUMN_KIND,
	COLUMN_GTIN,
	COLUMN_LOT,
	COLUMN_EXPIRY,
	COLUMN_BEST_BEFORE,
	COLUMN_QUANTITY,
	COLUMN_WEIGHT,
	COLUMN_PRICE,
	COLUMN_SERIAL,
	COLUMN_RAW,
	COLUMNS
};

static const char *const kind_names[] = {
	[BARCODE_OTHER] = "OTHER",
	[BARCODE_GTIN_8] = "GTIN-8",
	[BARCODE_GTIN_12] = "GTIN-12",
	[BARCODE_GTIN_13] = "GTIN-13",
	[BARCODE_GTIN_14] = "GTIN-14",
	[BARCODE_GS1] = "GS1",
	[BARCODE_DIGITAL_LINK] = "DIGITAL_LINK",
	[BARCODE_IN_STORE] = "IN_STORE"
};

static void check_length(const char *code);
static const char *skip_symbology(Barcode *barcode, const char *code, bool *element_string);
static BarcodeKind kind_of(const char *code, bool element_string);
static bool is_element_string(const char *code, int digits);
static void read_gtin(Barcode *barcode);
static void read_in_store(Barcode *barcode, const char *layouts, int decimals);
static void read_layout(Barcode *barcode, const char *layout, int decimals);
static void read_layout_digit(Barcode *barcode, char meaning, char digit);
static char *item_of(const char *code, const char *layout);
static const char *next_layout(const char *layouts, const char **end);
static void read_digital_link(Barcode *barcode);
static void read_path(Barcode *barcode, const char *path, const char *end);
static const char *key_in_path(const char *path, const char *end);
static const char *segment_before(const char *path, const char *end);
static bool is_key_and_value(const char *slash, const char *end);
static const char *key_qualifiers(const char *code, int length, int alternative);
static void check_qualifiers(const Barcode *barcode);
static bool qualifiers_fit(const Barcode *barcode, const char *qualifiers);
static void read_query(Barcode *barcode, const char *query, const char *end);
static void add_decoded(Barcode *barcode, const char *code, int code_length,
						const char *value, int length);
static char *percent_decoded(const char *value, int length, int *decoded_length);
static int	hex_digit(char c);
static char *gtin_from_link(const char *value, int *length);
static Datum raw_of(const Barcode *barcode);
static void push_text(JsonbParseState **state, JsonbIteratorToken token, const char *value, int length);
static void text_column(Datum *values, bool *nulls, int column, const char *value);
static void date_column(Datum *values, bool *nulls, int column, BarcodeDate date);
static void number_column(Datum *values, bool *nulls, int column, BarcodeNumber number);

SQL_FUNCTION(primeinv_parse_barcode);

/*
 * parse_barcode(code, scale_barcodes, money_decimals): no table is read, so
 * that what depends on the tenant comes as arguments.
 */
Datum
primeinv_parse_barcode(PG_FUNCTION_ARGS)
{
	const char *layouts = PG_ARGISNULL(1) ? NULL : text_to_cstring(PG_GETARG_TEXT_PP(1));
	Barcode    *barcode;
	TupleDesc	desc;
	Datum		values[COLUMNS];
	bool		nulls[COLUMNS] = {false};

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	if (fcinfo->flinfo->fn_extra == NULL)
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "parse_barcode must return a row");
		fcinfo->flinfo->fn_extra = BlessTupleDesc(desc);
		MemoryContextSwitchTo(old);
	}
	barcode = barcode_parse(text_to_cstring(PG_GETARG_TEXT_PP(0)), layouts,
							PG_ARGISNULL(2) ? 2 : PG_GETARG_INT32(2));
	text_column(values, nulls, COLUMN_KIND, kind_names[barcode->kind]);
	text_column(values, nulls, COLUMN_GTIN, barcode->gtin);
	text_column(values, nulls, COLUMN_LOT, barcode->lot);
	date_column(values, nulls, COLUMN_EXPIRY, barcode->expiry);
	date_column(values, nulls, COLUMN_BEST_BEFORE, barcode->best_before);
	number_column(values, nulls, COLUMN_QUANTITY, barcode->quantity);
	number_column(values, nulls, COLUMN_WEIGHT, barcode->weight);
	number_column(values, nulls, COLUMN_PRICE, barcode->price);
	text_column(values, nulls, COLUMN_SERIAL, barcode->serial);
	values[COLUMN_RAW] = raw_of(barcode);
	return HeapTupleGetDatum(heap_form_tuple(fcinfo->flinfo->fn_extra, values, nulls));
}

/*
 * A code that is none of ours is no error: shops label goods with numbers of
 * their own.
 */
Barcode *
barcode_parse(const char *code, const char *layouts, int decimals)
{
	Barcode    *barcode = palloc0(sizeof(Barcode));
	bool		element_string = false;

	check_length(code);
	if (decimals < 0 || decimals > MAX_DECIMALS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("money_decimals must be from 0 to %d", MAX_DECIMALS),
				 errdetail("It is %d.", decimals),
				 errhint("Give the decimals of the tenant's currency.")));
	if (layouts != NULL)
		barcode_check_layouts(layouts);
	barcode->code = skip_symbology(barcode, code, &element_string);
	barcode->kind = kind_of(barcode->code, element_string);
	if (barcode->kind == BARCODE_DIGITAL_LINK)
		read_digital_link(barcode);
	else if (barcode->kind == BARCODE_GS1 && barcode->code[0] == '(')
		barcode_read_bracketed(barcode, barcode->code, strlen(barcode->code));
	else if (barcode->kind == BARCODE_GS1)
		barcode_read_elements(barcode, barcode->code, strlen(barcode->code));
	else if (barcode->kind == BARCODE_IN_STORE)
		read_in_store(barcode, layouts, decimals);
	else if (barcode->kind != BARCODE_OTHER)
		read_gtin(barcode);
	return barcode;
}

static void
check_length(const char *code)
{
	int			length = strlen(code);

	if (length > 0 && length <= BARCODE_MAX_LENGTH)
		return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("a barcode has 1 to %d characters", BARCODE_MAX_LENGTH),
			 errdetail("This one has %d.", length),
			 errhint("Give what the scanner has read, one code at a time.")));
}

/*
 * A scanner may send the symbology in front, as in ]d2 (section 5.1.2): for
 * those that carry element strings it settles what follows.  Behind ]E3 stand a
 * GTIN-13 and the 2 or 5 digits beside it, the issue of a magazine.
 */
static const char *
skip_symbology(Barcode *barcode, const char *code, bool *element_string)
{
	static const char *const carriers[] = {"]C1", "]d2", "]e0", "]Q3", "]J1"};

	for (int i = 0; i < lengthof(carriers); i++)
		if (strncmp(code, carriers[i], 3) == 0 && code[3] != '\0')
		{
			*element_string = true;
			return code + 3;
		}
	if (strncmp(code, "]E3", 3) == 0 && strspn(code + 3, "0123456789") == strlen(code + 3) &&
		(strlen(code + 3) == 13 + 2 || strlen(code + 3) == 13 + 5))
	{
		barcode->add_on = code + 3 + 13;
		return pnstrdup(code + 3, 13);
	}
	if (code[0] == ']' && isalpha((unsigned char) code[1]) &&
		isdigit((unsigned char) code[2]) && code[3] != '\0')
		return code + 3;
	return code;
}

/*
 * A row of digits as long as a GTIN is one, although it could be an element
 * string without separators: a scanner that reads both sends the symbology.
 */
static BarcodeKind
kind_of(const char *code, bool element_string)
{
	int			digits = strspn(code, "0123456789");
	bool		all = code[digits] == '\0';

	if (pg_strncasecmp(code, "https://", 8) == 0 || pg_strncasecmp(code, "http://", 7) == 0)
		return BARCODE_DIGITAL_LINK;
	if (element_string || is_element_string(code, digits))
		return BARCODE_GS1;
	if (all && digits == 13 && code[0] == '2')
		return BARCODE_IN_STORE;
	if (all && digits == 8)
		return BARCODE_GTIN_8;
	if (all && digits == 12)
		return BARCODE_GTIN_12;
	if (all && digits == 13)
		return BARCODE_GTIN_13;
	if (all && digits == 14)
		return BARCODE_GTIN_14;
	return BARCODE_OTHER;
}

/*
 * With a separator, in brackets, or one that begins with the number of an item
 * or a logistic unit, as those that a shop sees do.
 */
static bool
is_element_string(const char *code, int digits)
{
	if (strchr(code, '\x1d') != NULL)
		return true;
	if (code[0] == '(')
	{
		const BarcodeIdentifier *identifier = barcode_identifier(code + 1, strlen(code + 1));

		return identifier != NULL && code[1 + identifier->length] == ')';
	}
	if (digits >= 20 && strncmp(code, "00", 2) == 0)
		return true;
	return digits >= 16 && code[0] == '0' && code[1] >= '1' && code[1] <= '3' &&
		barcode_checked(code + 2, 14);
}

/*
 * The weights 3 and 1 in turn, from the right (section 7.9.1).
 */
char
barcode_check_digit(const char *digits, int length)
{
	int			sum = 0;

	for (int i = 0; i < length; i++)
		sum += (digits[i] - '0') * ((length - i) % 2 == 1 ? 3 : 1);
	return '0' + (10 - sum % 10) % 10;
}

bool
barcode_checked(const char *digits, int length)
{
	return digits[length - 1] == barcode_check_digit(digits, length - 1);
}

static void
read_gtin(Barcode *barcode)
{
	int			length = strlen(barcode->code);

	if (!barcode_checked(barcode->code, length))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the check digit of barcode \"%s\" is wrong", barcode->code),
				 errdetail("Its last digit should be %c.", barcode_check_digit(barcode->code, length - 1)),
				 length == 8 && barcode->code[0] == '0' ?
				 errhint("Scan it again; for a UPC-E have the scanner send all 12 or 13 digits of its GTIN.") :
				 errhint("Scan it again, or compare the digits with those under the bars.")));
	barcode->gtin = pstrdup(barcode->code);
}

/*
 * Without a layout for its prefix the code is a number of the shop's own, as
 * any other (section 2.1.11).
 */
static void
read_in_store(Barcode *barcode, const char *layouts, int decimals)
{
	const char *layout;
	const char *end = layouts;

	if (!barcode_checked(barcode->code, LAYOUT_LENGTH))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the check digit of barcode \"%s\" is wrong", barcode->code),
				 errdetail("Its last digit should be %c.", barcode_check_digit(barcode->code, LAYOUT_LENGTH - 1)),
				 errhint("Scan it again, or compare the digits with those under the bars.")));
	while (end != NULL && (layout = next_layout(end, &end)) != NULL)
		if (strncmp(layout, barcode->code, strspn(layout, "0123456789")) == 0)
		{
			read_layout(barcode, layout, decimals);
			return;
		}
}

/*
 * The digits behind a colon are the decimals of what the code carries.
 */
static void
read_layout(Barcode *barcode, const char *layout, int decimals)
{
	bool		given = layout[LAYOUT_LENGTH] == ':';
	int			scale = given ? layout[LAYOUT_LENGTH + 1] - '0' : 0;

	for (int i = 0; i < LAYOUT_LENGTH; i++)
		read_layout_digit(barcode, layout[i], barcode->code[i]);
	barcode->weight.scale = given ? scale : WEIGHT_DECIMALS;
	barcode->price.scale = given ? scale : decimals;
	barcode->quantity.scale = scale;
	barcode->item = item_of(barcode->code, layout);
}

static void
read_layout_digit(Barcode *barcode, char meaning, char digit)
{
	BarcodeNumber *number;

	switch (meaning)
	{
		case 'W':
			number = &barcode->weight;
			break;
		case 'P':
			number = &barcode->price;
			break;
		case 'N':
			number = &barcode->quantity;
			break;
		default:
			return;
	}
	number->given = true;
	number->value = number->value * 10 + digit - '0';
}

/*
 * What varies is set to 0 and the check digit worked out anew: so the goods
 * have one barcode, whatever they weigh.
 */
static char *
item_of(const char *code, const char *layout)
{
	char	   *item = pnstrdup(code, LAYOUT_LENGTH);

	for (int i = 0; i < LAYOUT_LENGTH; i++)
		if (strchr("WPNV", layout[i]) != NULL)
			item[i] = '0';
	item[LAYOUT_LENGTH - 1] = barcode_check_digit(item, LAYOUT_LENGTH - 1);
	return item;
}

/*
 * Layouts stand one behind another with blanks between; NULL at the end.
 */
static const char *
next_layout(const char *layouts, const char **end)
{
	layouts += strspn(layouts, " ");
	*end = layouts + strcspn(layouts, " ");
	return *layouts == '\0' ? NULL : layouts;
}

void
barcode_check_layouts(const char *layouts)
{
	const char *layout;
	const char *end = layouts;

	while ((layout = next_layout(end, &end)) != NULL)
	{
		int			digits = strspn(layout, "0123456789");
		const char *behind = layout + LAYOUT_LENGTH;

		if (end - layout >= LAYOUT_LENGTH && layout[0] == '2' && digits >= 2 &&
			digits + strspn(layout + digits, "IWPNV") == LAYOUT_LENGTH - 1 &&
			layout[LAYOUT_LENGTH - 1] == 'C' &&
			(behind == end || (end - behind == 2 && behind[0] == ':' &&
							   behind[1] >= '0' && behind[1] <= '0' + MAX_DECIMALS)))
			continue;
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("the layout \"%.*s\" of in-store barcodes is malformed", (int) (end - layout), layout),
				 errdetail("A layout is the prefix (20 to 29 and more digits), then I for the item, W for the weight, P for the price, N for the pieces and V for what is not looked at, and C as the 13th character; behind it may stand a colon and the number of decimals."),
				 errhint("For five digits of the item and grams: 21IIIIIWWWWWC.")));
	}
}

/*
 * The identifiers of goods stand in the path, in front of them may be anything;
 * what describes them stands in the query.
 */
static void
read_digital_link(Barcode *barcode)
{
	const char *path = strchr(strstr(barcode->code, "//") + 2, '/');
	const char *query;
	const char *end;
	const char *path_end;

	barcode->kind = BARCODE_OTHER;
	if (path == NULL)
		return;
	end = path + strcspn(path, "#");
	query = memchr(path, '?', end - path);
	path_end = query == NULL ? end : query;
	if (path_end > path + 1 && path_end[-1] == '/')
		path_end--;
	path = key_in_path(path, path_end);
	if (path == NULL)
		return;
	barcode->kind = BARCODE_DIGITAL_LINK;
	read_path(barcode, path, path_end);
	if (query != NULL)
		read_query(barcode, query + 1, end);
}

/*
 * Where the key and its value stand: of the pairs at the path's end the last one
 * that begins with a key, or of a link that is cut off the first one.  The value
 * of every key begins with a digit.  NULL: an ordinary address.
 */
static const char *
key_in_path(const char *path, const char *end)
{
	const char *value = segment_before(path, end);
	const char *code = segment_before(path, value);

	while (code != NULL)
	{
		if (is_key_and_value(code, end))
			return code;
		if (barcode_identifier(code + 1, value - code - 1) == NULL)
			break;
		value = segment_before(path, code);
		code = segment_before(path, value);
	}
	for (code = path; code < end; code += 1 + strcspn(code + 1, "/?#"))
		if (is_key_and_value(code, end))
			return code;
	return NULL;
}

/*
 * The slash in front of the segment that ends there.
 */
static const char *
segment_before(const char *path, const char *end)
{
	if (end == NULL || end == path)
		return NULL;
	while (*--end != '/')
		;
	return end;
}

static bool
is_key_and_value(const char *slash, const char *end)
{
	int			length = strcspn(slash + 1, "/?#");

	return end - slash > length + 2 && isdigit((unsigned char) slash[length + 2]) &&
		key_qualifiers(slash + 1, length, 0) != NULL;
}

/*
 * What may follow a key in the path, in this order, or instead: NULL where there
 * is no such alternative or the code is no key (Digital Link, section 4.9).
 */
static const char *
key_qualifiers(const char *code, int length, int alternative)
{
	static const struct
	{
		const char *key;
		const char *qualifiers;
	}			links[] = {
		{"01", "22 10 21"}, {"01", "235"}, {"00", ""}, {"253", ""}, {"255", ""}, {"401", ""}, {"402", ""},
		{"414", "254"}, {"414", "7040"}, {"415", "8020"}, {"417", "7040"}, {"8003", ""}, {"8004", "7040"},
		{"8006", "22 10 21"}, {"8010", "8011"}, {"8013", ""}, {"8017", "8019"}, {"8018", "8019"}
	};

	for (int i = 0; i < lengthof(links); i++)
		if (strlen(links[i].key) == length && strncmp(links[i].key, code, length) == 0 && alternative-- == 0)
			return links[i].qualifiers;
	return NULL;
}

/*
 * Pairs of identifier and value; an identifier at the end has an empty one.
 */
static void
read_path(Barcode *barcode, const char *path, const char *end)
{
	while (path < end)
	{
		const char *code = path + 1;
		int			code_length = strcspn(code, "/?#");
		const char *value = code + code_length;
		int			length = 0;

		if (*value == '/')
			length = strcspn(++value, "/?#");
		add_decoded(barcode, code, code_length, value, length);
		path = value + length;
	}
	check_qualifiers(barcode);
}

/*
 * The path's elements are all that there are yet.
 */
static void
check_qualifiers(const Barcode *barcode)
{
	const BarcodeElement *key = &barcode->elements[0];
	const char *qualifiers;

	for (int i = 0; (qualifiers = key_qualifiers(key->code, key->identifier->length, i)) != NULL; i++)
		if (qualifiers_fit(barcode, qualifiers))
			return;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("the path of the GS1 Digital Link has identifiers that do not follow %.*s in this order",
					key->identifier->length, key->code),
			 errdetail("Behind 01 stand 22, 10 and 21 in this order, each only if needed; what describes the goods stands behind a question mark."),
			 errhint("Check the address that the symbol carries.")));
}

static bool
qualifiers_fit(const Barcode *barcode, const char *qualifiers)
{
	for (int i = 1; i < barcode->count; i++)
	{
		const BarcodeElement *element = &barcode->elements[i];
		const char *qualifier;

		do
		{
			qualifier = qualifiers + strspn(qualifiers, " ");
			if (*qualifier == '\0')
				return false;
			qualifiers = qualifier + strcspn(qualifier, " ");
		} while (qualifiers - qualifier != element->identifier->length ||
				 strncmp(qualifier, element->code, element->identifier->length) != 0);
	}
	return true;
}

/*
 * Only what is named by a number is of GS1: everything else in a query is the
 * link's own.
 */
static void
read_query(Barcode *barcode, const char *query, const char *end)
{
	while (query < end)
	{
		int			length = Min((int) strcspn(query, "&;#"), end - query);
		const char *equals = memchr(query, '=', length);

		if (equals != NULL && equals > query &&
			strspn(query, "0123456789") == equals - query)
			add_decoded(barcode, query, equals - query, equals + 1, length - (equals + 1 - query));
		query += length + 1;
	}
}

/*
 * Refuses an identifier that is not known, since a link is made with care.
 */
static void
add_decoded(Barcode *barcode, const char *code, int code_length,
			const char *value, int length)
{
	const BarcodeIdentifier *identifier = barcode_identifier(code, code_length);
	char	   *decoded = percent_decoded(value, length, &length);

	if (identifier == NULL || identifier->length != code_length)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("\"%.*s\" in the GS1 Digital Link is no known application identifier", code_length, code),
				 errdetail("Identifiers and values stand in turn in the path, as pairs in the query."),
				 errhint("Check the address that the symbol carries.")));
	if (strcmp(identifier->code, "01") == 0)
		decoded = gtin_from_link(decoded, &length);
	barcode_add_element(barcode, code, code_length, decoded, length);
}

/*
 * Links of the first releases have GTINs of 8, 12 and 13 digits, too.
 */
static char *
gtin_from_link(const char *value, int *length)
{
	char	   *gtin = palloc(15);

	if (*length != 8 && *length != 12 && *length != 13)
		return unconstify(char *, value);
	memset(gtin, '0', 14);
	memcpy(gtin + 14 - *length, value, *length);
	gtin[14] = '\0';
	*length = 14;
	return gtin;
}

/*
 * Refuses what is no printable character of ASCII: no value has one, and the
 * error that would say so could not be read.
 */
static char *
percent_decoded(const char *value, int length, int *decoded_length)
{
	char	   *decoded = palloc(length + 1);
	int			n = 0;

	for (int i = 0; i < length; i++)
	{
		int			c = (unsigned char) value[i];

		if (c == '%')
		{
			c = i + 2 < length ? hex_digit(value[i + 1]) * 16 + hex_digit(value[i + 2]) : 0;
			i += 2;
		}
		if (c <= ' ' || c > '~')
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("the GS1 Digital Link is malformed at \"%%\""),
					 errdetail("Behind a percent sign stand the two hexadecimal digits of a printable character."),
					 errhint("Check the address that the symbol carries.")));
		decoded[n++] = c;
	}
	decoded[n] = '\0';
	*decoded_length = n;
	return decoded;
}

/*
 * So far below 0 for no digit that no pair makes it up.
 */
static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1000;
}

/*
 * The elements as they are in the code, by identifier; for another kind the
 * code itself.
 */
static Datum
raw_of(const Barcode *barcode)
{
	JsonbParseState *state = NULL;

	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < barcode->count; i++)
	{
		const BarcodeElement *element = &barcode->elements[i];

		push_text(&state, WJB_KEY, element->code, element->identifier->length);
		push_text(&state, WJB_VALUE, element->value, element->length);
	}
	if (barcode->count == 0)
	{
		push_text(&state, WJB_KEY, "code", strlen("code"));
		push_text(&state, WJB_VALUE, barcode->code, strlen(barcode->code));
	}
	if (barcode->add_on != NULL)
	{
		push_text(&state, WJB_KEY, "add_on", strlen("add_on"));
		push_text(&state, WJB_VALUE, barcode->add_on, strlen(barcode->add_on));
	}
	if (barcode->item != NULL)
	{
		push_text(&state, WJB_KEY, "item", strlen("item"));
		push_text(&state, WJB_VALUE, barcode->item, LAYOUT_LENGTH);
	}
	return JsonbPGetDatum(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)));
}

static void
push_text(JsonbParseState **state, JsonbIteratorToken token, const char *value, int length)
{
	JsonbValue	text = {.type = jbvString};

	text.val.string.val = unconstify(char *, value);
	text.val.string.len = length;
	pushJsonbValue(state, token, &text);
}

static void
text_column(Datum *values, bool *nulls, int column, const char *value)
{
	nulls[column] = value == NULL;
	values[column] = value == NULL ? (Datum) 0 : CStringGetTextDatum(value);
}

static void
date_column(Datum *values, bool *nulls, int column, BarcodeDate date)
{
	nulls[column] = !date.given;
	values[column] = DateADTGetDatum(date.date);
}

static void
number_column(Datum *values, bool *nulls, int column, BarcodeNumber number)
{
	nulls[column] = !number.given;
	values[column] = number.given ?
		NumericGetDatum(int64_div_fast_to_numeric(number.value, number.scale)) : (Datum) 0;
}
