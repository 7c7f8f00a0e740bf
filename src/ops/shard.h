/*-------------------------------------------------------------------------
 *
 * shard.h
 *		Which of several servers this is.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_SHARD_H
#define PRIMEINV_SHARD_H

typedef struct Shard
{
	int			number;			/* 0: the only one */
	int			of;
} Shard;

/* Under the owner's identity. */
extern Shard shard_of_server(void);

/* Gives the sequences the steps of that server, where they have others. */
extern void shard_keep_steps(Shard shard);

#endif							/* PRIMEINV_SHARD_H */
