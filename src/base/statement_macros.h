/*-------------------------------------------------------------------------
 *
 * statement_macros.h
 *		What STATEMENT and SWEEP mean where a room's statements.h is included.
 *
 * They declare; in ops/statement.c they also define and list.  No guard: every
 * inclusion sets the two anew.
 *
 *-------------------------------------------------------------------------
 */
#include "base/plan.h"

#undef STATEMENT
#undef SWEEP
#if defined(DEFINE_STATEMENTS)
#define STATEMENT(name, text, ...) Statement PLAN_##name = {#name, text, false, {__VA_ARGS__}};
#define SWEEP(name, text, ...) Statement PLAN_##name = {#name, text, true, {__VA_ARGS__}};
#elif defined(LIST_STATEMENTS)
#define STATEMENT(name, text, ...) &PLAN_##name,
#define SWEEP(name, text, ...) &PLAN_##name,
#else
#define STATEMENT(name, text, ...) extern Statement PLAN_##name;
#define SWEEP(name, text, ...) extern Statement PLAN_##name;
#endif
