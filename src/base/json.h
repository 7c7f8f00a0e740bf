/*-------------------------------------------------------------------------
 *
 * json.h
 *		Arguments given as JSON objects and arrays of objects.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_JSON_H
#define PRIMEINV_JSON_H

#include "utils/jsonb.h"

typedef enum JsonType
{
	JSON_BIGINT,				/* Datum: int64; may be a string */
	JSON_NUMERIC,				/* Datum: Numeric; may be a string */
	JSON_TEXT,					/* Datum: text */
	JSON_DATE,					/* Datum: DateADT, from 'YYYY-MM-DD' */
	JSON_INSTANT,				/* Datum: TimestampTz, from
								 * 'YYYY-MM-DDTHH:MM:SS+HH:MM' */
	JSON_BOOLEAN,				/* Datum: bool */
	JSON_ANY					/* Datum: Jsonb */
} JsonType;

typedef struct JsonKey
{
	const char *name;
	JsonType	type;
	bool		required;
} JsonKey;

/* One value per key, in the order of the keys. */
typedef struct JsonObject
{
	Datum	   *values;
	bool	   *nulls;
} JsonObject;

/*
 * Reads an object, or every object of an array.  Unknown keys, wrong types and
 * missing required keys are 22023 and name the path.  path is "" for a whole
 * argument, or the name of the argument.  A JSON null is a key left out.
 */
extern JsonObject json_read_object(Jsonb *json, const char *path,
								   const JsonKey *keys, int count);
extern JsonObject *json_read_array(Jsonb *json, const char *path,
								   const JsonKey *keys, int count, int *length);

/*
 * The same request in one form, to compare it: numbers that may be given as
 * strings as numbers, nulls left out.
 */
extern Jsonb *json_canonical(Jsonb *json);

/* Paths as messages have them: items[2], and items[2].quantity; palloc'd. */
extern char *json_element_path(const char *path, int element);
extern char *json_key_path(const char *path, const char *key);

/* A text value as a C string, NULL for null. */
extern char *json_text(const JsonObject *object, int key);

/* Building a result. */
extern void json_push_key(JsonbParseState **state, const char *name);
extern void json_push_text(JsonbParseState **state, const char *value);
extern void json_push_number(JsonbParseState **state, Numeric value);
extern void json_push_quantity(JsonbParseState **state, Quantity quantity);
extern void json_push_int64(JsonbParseState **state, int64 value);
extern void json_push_bool(JsonbParseState **state, bool value);
extern void json_push_date(JsonbParseState **state, bool known, DateADT date);

#endif							/* PRIMEINV_JSON_H */
