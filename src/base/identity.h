/*-------------------------------------------------------------------------
 *
 * identity.h
 *		The owner's identity and, with it, a search path that is nobody's.
 *
 * What runs as the owner in the middle of a caller's statement runs with
 * "pg_catalog, pg_temp": a name that one of our statements, or something that a
 * user has put on our tables, does not qualify is never what the caller has put
 * in a schema of its own.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_IDENTITY_H
#define PRIMEINV_IDENTITY_H

/* The caller before it took the owner's identity. */
typedef struct Identity
{
	Oid			role;
	int			context;
	int			depth;			/* how many identities had been taken before */
} Identity;

/*
 * Takes an owner's identity; identity_resume gives back what this returns, and
 * the path with it.  They nest, and an error gives both back by itself.
 */
extern Identity identity_become(Oid owner);
extern void identity_resume(Identity caller);

/*
 * Shuts the path, until the identity is given back or, where none was taken,
 * until path_give_back with what this returns.
 */
extern int	path_shut(void);
extern void path_give_back(int settings);

#endif							/* PRIMEINV_IDENTITY_H */
