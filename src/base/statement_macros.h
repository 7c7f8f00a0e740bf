/*-------------------------------------------------------------------------
 *
 * statement_macros.h
 *		What STATEMENT, SWEEP and COLUMNS mean in a room's statements.h.
 *
 * They declare; in ops/statement.c they also define and list.  No guard: every
 * inclusion sets them anew.
 *
 * COLUMNS stands under a statement and names its result columns in their order,
 * for rows_int64 and its kind:
 *
 *		STATEMENT(SALE_STATE, "SELECT s.id, s.status FROM ...", INT8OID)
 *		COLUMNS(SALE_STATE_ID, SALE_STATE_STATUS)
 *
 *-------------------------------------------------------------------------
 */
#include "base/plan.h"

#undef STATEMENT
#undef SWEEP
#undef COLUMNS
#undef DEFINED
#if defined(DEFINE_STATEMENTS)
#define STATEMENT(name, text, ...) DEFINED(name) = {#name, text, false, {__VA_ARGS__}};
#define SWEEP(name, text, ...) DEFINED(name) = {#name, text, true, {__VA_ARGS__}};
/* Declared before it is defined: servers since 18 are built with -Wmissing-variable-declarations. */
#define DEFINED(name) extern Statement PLAN_##name; Statement PLAN_##name
#define COLUMNS(first, ...)
#elif defined(LIST_STATEMENTS)
#define STATEMENT(name, text, ...) &PLAN_##name,
#define SWEEP(name, text, ...) &PLAN_##name,
#define COLUMNS(first, ...)
#else
#define STATEMENT(name, text, ...) extern Statement PLAN_##name;
#define SWEEP(name, text, ...) extern Statement PLAN_##name;
#define COLUMNS(first, ...) enum {first = 1, __VA_ARGS__};
#endif
