/*-------------------------------------------------------------------------
 *
 * job.h
 *		When a regular task last ended well.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_JOB_H
#define PRIMEINV_JOB_H

/* Keeps that the task, as jobs() names it, has just ended well. */
extern void job_ran(const char *task);

#endif							/* PRIMEINV_JOB_H */
