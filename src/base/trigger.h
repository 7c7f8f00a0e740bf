/*-------------------------------------------------------------------------
 *
 * trigger.h
 *		Trigger functions of ours run where the install script has put them.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_TRIGGER_H
#define PRIMEINV_TRIGGER_H

#include "catalog/pg_trigger.h"
#include "commands/trigger.h"

/*
 * What fired the function, if it is a trigger of that table (or of the other,
 * unless that is NULL) and of that type: TRIGGER_TYPE_ROW, _BEFORE and all events
 * that it is made for.  Else 39P01.
 */
extern TriggerData *trigger_data(FunctionCallInfo fcinfo, int16 type,
								 const char *table, const char *other_table);

/* 39P01, for a function called by hand or misplaced otherwise. */
extern void trigger_misplaced(FunctionCallInfo fcinfo) pg_attribute_noreturn();

/* Whether it is that table of ours. */
extern bool trigger_is_of(const TriggerData *trigger, const char *table);

#endif							/* PRIMEINV_TRIGGER_H */
