/*-------------------------------------------------------------------------
 *
 * json.c
 *		Arguments given as JSON objects and arrays of objects.
 *
 * What an object may hold is declared as a list of keys; everything else is
 * refused with the path of the offending key, because a misspelt key that is
 * passed over changes what the caller meant.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"

#include "base/json.h"
#include "base/quantity.h"

static JsonObject read_object(JsonbContainer *container, const char *path,
							  const JsonKey *keys, int count);
static int	find_key(const JsonKey *keys, int count, const JsonbValue *name,
					 const char *path);
static char *join_path(const char *path, const char *name, int length);
static bool is_number_key(const JsonbValue *name);
static bool is_decimal_string(const JsonbValue *value);
static Numeric decimal(const char *text);
static Datum read_value(const JsonbValue *value, JsonType type, const char *path);
static Numeric read_number(const JsonbValue *value, const char *path);
static bool is_decimal(const char *text);
static int64 read_bigint(const JsonbValue *value, const char *path);
static DateADT read_date(const JsonbValue *value, const char *path);
static bool parse_date(const char *text, DateADT *date);
static bool has_shape(const char *text, const char *shape);
static TimestampTz read_instant(const JsonbValue *value, const char *path);
static bool parse_time(char *text, char **end, int64 *time);
static bool parse_zone(const char *text, int64 *zone);
static void push_element(JsonbParseState **state, JsonbValue *value);
static void bad_value(const char *path, const char *expected) pg_attribute_noreturn();

/*
 * A whole argument has no name of its own; where it is no object at all, the
 * message calls it the request.
 */
JsonObject
json_read_object(Jsonb *json, const char *path, const JsonKey *keys, int count)
{
	if (!JB_ROOT_IS_OBJECT(json))
		bad_value(path[0] ? path : "request", "an object");
	return read_object(&json->root, path, keys, count);
}

/*
 * A scalar is stored as an array of one element, so both are asked.  No
 * elements are no error here; whether there must be some is the caller's to
 * say.
 */
JsonObject *
json_read_array(Jsonb *json, const char *path, const JsonKey *keys, int count,
				int *length)
{
	JsonObject *objects;

	if (!JB_ROOT_IS_ARRAY(json) || JB_ROOT_IS_SCALAR(json))
		bad_value(path, "an array of objects");
	*length = JB_ROOT_COUNT(json);
	objects = palloc(sizeof(JsonObject) * (*length + 1));
	for (int i = 0; i < *length; i++)
	{
		JsonbValue *element = getIthJsonbValueFromContainer(&json->root, i);
		char	   *place = json_element_path(path, i);

		CHECK_FOR_INTERRUPTS();
		if (element->type != jbvBinary ||
			!JsonContainerIsObject(element->val.binary.data))
			bad_value(place, "an object");
		objects[i] = read_object(element->val.binary.data, place, keys, count);
		pfree(element);
		pfree(place);
	}
	return objects;
}

/*
 * A key cannot come twice: jsonb has kept the last one.  What is missing is
 * looked for at the end, so that a misspelt key is reported as such and not as
 * missing.
 */
static JsonObject
read_object(JsonbContainer *container, const char *path,
			const JsonKey *keys, int count)
{
	JsonObject	object;
	JsonbIterator *iterator = JsonbIteratorInit(container);
	JsonbIteratorToken token;
	JsonbValue	value;
	int			key = 0;

	object.values = palloc0(sizeof(Datum) * count);
	object.nulls = palloc(sizeof(bool) * count);
	memset(object.nulls, true, sizeof(bool) * count);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			key = find_key(keys, count, &value, path);
		else if (token == WJB_VALUE && value.type != jbvNull)
		{
			char	   *place = json_key_path(path, keys[key].name);

			object.values[key] = read_value(&value, keys[key].type, place);
			pfree(place);
			object.nulls[key] = false;
		}
	}
	for (int i = 0; i < count; i++)
		if (keys[i].required && object.nulls[i])
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("key \"%s\" is missing",
							json_key_path(path, keys[i].name)),
					 errdetail("It must be there and must not be null."),
					 errhint("Add the key.")));
	return object;
}

/*
 * The keys that are known are listed in the message, because the one that is
 * not known is mostly one of them, misspelt.
 */
static int
find_key(const JsonKey *keys, int count, const JsonbValue *name, const char *path)
{
	StringInfoData known;

	for (int i = 0; i < count; i++)
		if (strlen(keys[i].name) == name->val.string.len &&
			memcmp(keys[i].name, name->val.string.val, name->val.string.len) == 0)
			return i;
	initStringInfo(&known);
	for (int i = 0; i < count; i++)
		appendStringInfo(&known, "%s%s", i > 0 ? ", " : "", keys[i].name);
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("key \"%s\" is not known",
					join_path(path, name->val.string.val, name->val.string.len)),
			 errdetail("Known keys: %s.", known.data),
			 errhint("Remove or correct the key.")));
}

/*
 * The name needs a length, because names inside a jsonb do not end with a
 * zero.  Put together by hand, as each value of each line has a path, which
 * hardly ever is told.
 */
static char *
join_path(const char *path, const char *name, int length)
{
	int			before = strlen(path);
	char	   *joined = palloc(before + length + 2);

	memcpy(joined, path, before);
	if (before > 0)
		joined[before++] = '.';
	memcpy(joined + before, name, length);
	joined[before + length] = '\0';
	return joined;
}

/*
 * As a message names a key; the path is "" for that of a whole argument.
 */
char *
json_key_path(const char *path, const char *key)
{
	return join_path(path, key, strlen(key));
}

/*
 * As a message names an element, from 0.
 */
char *
json_element_path(const char *path, int element)
{
	int			length = strlen(path);
	char	   *place = palloc(length + MAXINT8LEN + sizeof("[]"));

	memcpy(place, path, length);
	place[length++] = '[';
	length += pg_ltoa(element, place + length);
	strcpy(place + length, "]");
	return place;
}

/*
 * Text may come as a number, because references and batch numbers are numbers
 * in many programs.
 */
static Datum
read_value(const JsonbValue *value, JsonType type, const char *path)
{
	switch (type)
	{
		case JSON_BIGINT:
			return Int64GetDatum(read_bigint(value, path));
		case JSON_NUMERIC:
			return NumericGetDatum(read_number(value, path));
		case JSON_TEXT:
			if (value->type == jbvNumeric)
				return CStringGetTextDatum(numeric_normalize(value->val.numeric));
			if (value->type != jbvString)
				bad_value(path, "a string");
			if (value->val.string.len > TEXT_MAX)
				bad_value(path, "a string of at most 65536 bytes");
			return PointerGetDatum(cstring_to_text_with_len(value->val.string.val,
															value->val.string.len));
		case JSON_DATE:
			return DateADTGetDatum(read_date(value, path));
		case JSON_INSTANT:
			return TimestampTzGetDatum(read_instant(value, path));
		case JSON_BOOLEAN:
			if (value->type != jbvBool)
				bad_value(path, "true or false");
			return BoolGetDatum(value->val.boolean);
		case JSON_ANY:
			break;
	}
	return JsonbPGetDatum(JsonbValueToJsonb((JsonbValue *) value));
}

/*
 * A number, or a string of decimal notation: programs that must not lose
 * digits send strings.
 */
static Numeric
read_number(const JsonbValue *value, const char *path)
{
	char	   *text;

	if (value->type == jbvNumeric)
		return value->val.numeric;
	if (value->type != jbvString)
		bad_value(path, "a number");
	text = pnstrdup(value->val.string.val, value->val.string.len);
	if (!is_decimal(text))
		bad_value(path, "a number");
	return decimal(text);
}

/*
 * For text that is_decimal has passed; numeric_in would refuse the rest in
 * words that name no path.
 */
static Numeric
decimal(const char *text)
{
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}

/*
 * Digits with a sign, a point and an exponent at most, and of a length that a
 * numeric certainly holds.
 */
static bool
is_decimal(const char *text)
{
	static const char *const digits = "0123456789";
	const char *at = text + (*text == '+' || *text == '-' ? 1 : 0);
	size_t		length = strspn(at, digits);

	at += length;
	if (*at == '.')
	{
		length += strspn(at + 1, digits);
		at += 1 + strspn(at + 1, digits);
	}
	if (length == 0 || length > 1000)
		return false;
	if (*at == 'e' || *at == 'E')
	{
		at += at[1] == '+' || at[1] == '-' ? 2 : 1;
		length = strspn(at, digits);
		if (length == 0 || length > 4)
			return false;
		at += length;
	}
	return *at == '\0';
}

/*
 * The range is asked before the conversion, which would raise 22003 without a
 * path.  2.0 is whole.
 */
static int64
read_bigint(const JsonbValue *value, const char *path)
{
	Datum		number = NumericGetDatum(read_number(value, path));
	int64		whole;

	if (whole_number(DatumGetNumeric(number), &whole))
		return whole;
	if (DatumGetInt32(DirectFunctionCall1(numeric_min_scale, number)) > 0 ||
		DatumGetBool(DirectFunctionCall2(numeric_gt, number, NumericGetDatum(int64_to_numeric(PG_INT64_MAX)))) ||
		DatumGetBool(DirectFunctionCall2(numeric_lt, number, NumericGetDatum(int64_to_numeric(PG_INT64_MIN)))))
		bad_value(path, "a whole number");
	return DatumGetInt64(DirectFunctionCall1(numeric_int8, number));
}

/*
 * Takes ISO 8601 only, because any other notation depends on the session's
 * DateStyle.
 */
static DateADT
read_date(const JsonbValue *value, const char *path)
{
	DateADT		date;

	if (value->type != jbvString || value->val.string.len != 10 ||
		!parse_date(pnstrdup(value->val.string.val, 10), &date))
		bad_value(path, "a date as YYYY-MM-DD");
	return date;
}

/*
 * The first ten bytes of a text.
 */
static bool
parse_date(const char *text, DateADT *date)
{
	int			year,
				month,
				day;

	if (!has_shape(text, "0000-00-00") ||
		sscanf(text, "%4d-%2d-%2d", &year, &month, &day) != 3 ||
		year < 1 || month < 1 || month > 12 ||
		day < 1 || day > day_tab[isleap(year)][month - 1])
		return false;
	*date = date2j(year, month, day) - POSTGRES_EPOCH_JDATE;
	return true;
}

/*
 * Whether the text begins so, with digits for zeros.
 */
static bool
has_shape(const char *text, const char *shape)
{
	for (; *shape != '\0'; shape++, text++)
		if (*shape == '0' ? *text < '0' || *text > '9' : *text != *shape)
			return false;
	return true;
}

/*
 * With its distance from UTC, because a time without one depends on the
 * session's TimeZone.  Fractions of a second may stand there.
 */
static TimestampTz
read_instant(const JsonbValue *value, const char *path)
{
	static const char *const expected = "an instant as YYYY-MM-DDTHH:MM:SS+HH:MM";
	char	   *text;
	char	   *end;
	DateADT		date;
	int64		time;
	int64		zone;

	if (value->type != jbvString)
		bad_value(path, expected);
	text = pnstrdup(value->val.string.val, value->val.string.len);
	if (!parse_date(text, &date) || (text[10] != 'T' && text[10] != ' ') ||
		!parse_time(text + 11, &end, &time) || !parse_zone(end, &zone))
		bad_value(path, expected);
	return (TimestampTz) date * USECS_PER_DAY + time - zone;
}

/*
 * HH:MM:SS and a fraction, in microseconds; end is what follows.
 */
static bool
parse_time(char *text, char **end, int64 *time)
{
	int64		unit = USECS_PER_SEC;
	int			hour,
				minute,
				second;

	if (!has_shape(text, "00:00:00") || sscanf(text, "%2d:%2d:%2d", &hour, &minute, &second) != 3 ||
		hour > 23 || minute > 59 || second > 59)
		return false;
	*time = ((hour * 60 + minute) * INT64CONST(60) + second) * USECS_PER_SEC;
	*end = text + 8;
	if (**end != '.' || !has_shape(*end + 1, "0"))
		return true;
	for ((*end)++; **end >= '0' && **end <= '9'; (*end)++)
		*time += (**end - '0') * (unit /= 10);
	return true;
}

/*
 * Z, or the hours and minutes east of UTC, in microseconds.
 */
static bool
parse_zone(const char *text, int64 *zone)
{
	int			hour,
				minute = 0;

	*zone = 0;
	if (strcmp(text, "Z") == 0)
		return true;
	if ((*text != '+' && *text != '-') || !has_shape(text + 1, "00") ||
		(text[3] != '\0' && !(has_shape(text + 3, ":00") && text[6] == '\0')))
		return false;
	sscanf(text + 1, "%2d:%2d", &hour, &minute);
	*zone = (hour * 60 + minute) * (*text == '-' ? -USECS_PER_MINUTE : USECS_PER_MINUTE);
	return hour < 16 && minute < 60;
}

/*
 * One message for all, so that a program that reads the path finds it always
 * in the same place.
 */
static void
bad_value(const char *path, const char *expected)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"%s\" must be %s", path, expected),
			 errdetail("The JSON has something else at this path."),
			 errhint("Correct the value at this path.")));
}

/*
 * A string is taken for a number by its key's name alone: the keys that a
 * function declares are not known here.
 */
Jsonb *
json_canonical(Jsonb *json)
{
	JsonbIterator *iterator = JsonbIteratorInit(&json->root);
	JsonbParseState *state = NULL;
	JsonbValue *result = NULL;
	JsonbIteratorToken token;
	JsonbValue	value;
	bool		number = false;

	if (JB_ROOT_IS_SCALAR(json))
		return json;
	while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			number = is_number_key(&value);
		else if (token == WJB_VALUE && number && is_decimal_string(&value))
		{
			value.val.numeric = decimal(pnstrdup(value.val.string.val, value.val.string.len));
			value.type = jbvNumeric;
		}
		result = pushJsonbValue(&state, token,
								token == WJB_KEY || token == WJB_VALUE || token == WJB_ELEM ? &value : NULL);
	}
	return DatumGetJsonbP(DirectFunctionCall1(jsonb_strip_nulls,
											  JsonbPGetDatum(JsonbValueToJsonb(result))));
}

/*
 * The keys that are declared as JSON_BIGINT or JSON_NUMERIC anywhere; none of
 * these names is a text elsewhere.
 */
static bool
is_number_key(const JsonbValue *name)
{
	static const char *const keys[] = {
		"amount", "batch_id", "cost_price", "counted_quantity", "customer_id", "discount_amount",
		"discount_percentage", "id", "outlet_id", "physical_count", "quantity", "sale_item_id", "stock_take_id", "tax_rate",
		"unit_price", "variation_id"
	};

	for (int i = 0; i < lengthof(keys); i++)
		if (strlen(keys[i]) == name->val.string.len &&
			memcmp(keys[i], name->val.string.val, name->val.string.len) == 0)
			return true;
	return false;
}

/*
 * The same notation as read_number accepts: what is read alike must compare
 * alike.
 */
static bool
is_decimal_string(const JsonbValue *value)
{
	return value->type == jbvString &&
		is_decimal(pnstrdup(value->val.string.val, value->val.string.len));
}

/*
 * palloc'd, so that it may outlive the request.
 */
char *
json_text(const JsonObject *object, int key)
{
	return object->nulls[key] ? NULL : TextDatumGetCString(object->values[key]);
}

/*
 * The name is not copied; it must last until the jsonb is built.
 */
void
json_push_key(JsonbParseState **state, const char *name)
{
	JsonbValue	key = {.type = jbvString};

	key.val.string.val = (char *) name;
	key.val.string.len = strlen(name);
	pushJsonbValue(state, WJB_KEY, &key);
}

/*
 * A value goes where the state stands: into an array, or behind a key.
 */
static void
push_element(JsonbParseState **state, JsonbValue *value)
{
	pushJsonbValue(state, (*state)->contVal.type == jbvArray ? WJB_ELEM : WJB_VALUE, value);
}

/*
 * NULL is a JSON null.  The string is not copied, as that of a key is not.
 */
void
json_push_text(JsonbParseState **state, const char *value)
{
	JsonbValue	json = {.type = value == NULL ? jbvNull : jbvString};

	if (value != NULL)
	{
		json.val.string.val = (char *) value;
		json.val.string.len = strlen(value);
	}
	push_element(state, &json);
}

/*
 * Its digits stay as they are, trailing zeros included; neither is it copied.
 */
void
json_push_number(JsonbParseState **state, Numeric value)
{
	JsonbValue	json = {.type = jbvNumeric};

	json.val.numeric = value;
	push_element(state, &json);
}

/*
 * Thousandths, without trailing zeros.
 */
void
json_push_quantity(JsonbParseState **state, Quantity quantity)
{
	json_push_number(state, DatumGetNumeric(quantity_to_datum_trimmed(quantity)));
}

/*
 * Goes by way of numeric, the only number that a jsonb knows, so all digits
 * stay.
 */
void
json_push_int64(JsonbParseState **state, int64 value)
{
	json_push_number(state, int64_to_numeric(value));
}

/*
 * A JSON true or false, after a key or in an array.
 */
void
json_push_bool(JsonbParseState **state, bool value)
{
	JsonbValue	json = {.type = jbvBool};

	json.val.boolean = value;
	push_element(state, &json);
}

/*
 * In ISO notation, or null.
 */
void
json_push_date(JsonbParseState **state, bool known, DateADT date)
{
	json_push_text(state, known ?
				   JsonEncodeDateTime(NULL, DateADTGetDatum(date), DATEOID, NULL) : NULL);
}
