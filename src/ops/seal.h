/*-------------------------------------------------------------------------
 *
 * seal.h
 *		Seals: blocks of rows, the trees over them, and their written form.
 *
 * Two levels of the trees of RFC 6962 (section 2.1): the rows of a block make
 * up its root, the blocks of a tenant are the leaves of its log.
 *
 *-------------------------------------------------------------------------
 */
#ifndef PRIMEINV_SEAL_H
#define PRIMEINV_SEAL_H

#include "common/cryptohash.h"
#include "common/sha2.h"
#include "lib/stringinfo.h"
#include "utils/snapshot.h"

#include "base/plan.h"
#include "tenant/call.h"

/* The version of the columns that are sealed; see seal_text.c. */
#define SEAL_VERSION	1

#define SEAL_HASH_LENGTH PG_SHA256_DIGEST_LENGTH

/* No tree has more leaves than 2^64. */
#define SEAL_TREE_HEIGHT 64

typedef enum SealKind
{
	SEAL_MOVEMENT,
	SEAL_AUDIT,
	SEAL_ENTRY,
	SEAL_SALE,					/* states of sales, whenever an audit event
								 * names them */
	SEAL_KINDS
} SealKind;

typedef struct SealHash
{
	uint8		bytes[SEAL_HASH_LENGTH];
} SealHash;

/* A tree to which leaves are added; it keeps the roots of full subtrees. */
typedef struct SealTree
{
	uint64		count;			/* leaves */
	int			height;			/* roots kept */
	SealHash	roots[SEAL_TREE_HEIGHT];
} SealTree;

/* A row of ledger_seal; bytea as it is in memory, without header. */
typedef struct Seal
{
	int64		tenant_id;
	int64		number;			/* from 1, without gaps */
	SealKind	kind;
	int			version;
	TimestampTz sealed_at;
	bool		dated;			/* not_before is given */
	TimestampTz not_before;
	int64		rows;
	int64		low_id;
	int64		high_id;
	bytea	   *ids;
	bytea	   *prints;
	bytea	   *root;
} Seal;

/* A tenant's log, as far as the next block and the head need it. */
typedef struct SealLog
{
	int64		last;			/* the highest number; 0: no blocks */
	int64		made;			/* the highest that this server has made */
	TimestampTz sealed_at;		/* the last block */
	SealTree	tree;			/* over the headers */
} SealLog;

/* The leaves of a tenant's log. */
typedef struct SealLeaves
{
	int64		count;
	int64		space;
	int64		whole;			/* the blocks 1 to this stand at their places */
	SealHash   *leaves;
} SealLeaves;

/* Meets a block, which is gone when it returns, with the leaf of its header. */
typedef void (*SealVisitor) (const Seal *seal, const SealHash *leaf, void *arg);

/* Where one is in the ids of a seal. */
typedef struct SealCursor
{
	Seal	   *seal;
	int64		id;				/* the current one */
	int64		position;		/* from 0; seal->rows at the end */
	int			offset;			/* in ids */
	MemoryContext memory;		/* of a merge: holds the block */
	SealTree   *tree;			/* of whoever walks along it; NULL at the
								 * start */
	bool		broken;			/* the tree lacks leaves */
} SealCursor;

/* All blocks of a kind, of one tenant or all (0), side by side in the order of ids. */
typedef struct SealMerge SealMerge;

extern const char *seal_kind_name(SealKind kind);
extern SealKind seal_kind_named(const char *name);	/* 22023 if there is none */

/* seal_tree.c: the context is freed with the transaction if an error is thrown. */
extern pg_cryptohash_ctx *seal_hash_begin(void);
extern SealHash seal_leaf(pg_cryptohash_ctx *context, const char *text, int length);
extern SealHash seal_node(pg_cryptohash_ctx *context, const SealHash *left, const SealHash *right);
extern void seal_tree_add(pg_cryptohash_ctx *context, SealTree *tree, SealHash leaf);
extern SealHash seal_tree_root(pg_cryptohash_ctx *context, const SealTree *tree);
extern SealHash seal_root_of(pg_cryptohash_ctx *context, const SealHash *leaves, int64 count);

/* The audit path of a leaf, and the proof that a tree grew from a smaller one: lists of SealHash *. */
extern List *seal_path(pg_cryptohash_ctx *context, const SealHash *leaves, int64 count, int64 leaf);
extern List *seal_consistency(pg_cryptohash_ctx *context, const SealHash *leaves, int64 count, int64 old);

/*
 * seal_text.c: what is hashed.  seal_text appends the text of one row, whose
 * columns are those of the kind's statement; seal_header that of a block.
 */
extern void seal_text(StringInfo text, SealKind kind, const Rows *rows, uint64 row);
extern void seal_header(StringInfo text, const Seal *seal);

/* The states of sales (bigint[], sorted) in a snapshot: ids and leaves of those that there are. */
typedef struct SaleStates
{
	int64		count;
	int64	   *tenant_ids;
	int64	   *ids;
	TimestampTz *created_at;
	SealHash   *leaves;
	StringInfoData *texts;		/* NULL unless asked for */
} SaleStates;

extern SaleStates *seal_sale_states(pg_cryptohash_ctx *context, Datum sale_ids, Snapshot snapshot, bool keep_texts);

/*
 * Rows of a kind but SEAL_SALE, by id: behind an id and up to another, of one
 * tenant or all (0), at most so many; those with these ids (bigint[]).
 */
extern Rows *seal_rows_from(SealKind kind, int64 after, int64 until, int64 tenant_id, int64 limit, Snapshot snapshot);
extern Rows *seal_rows_of(SealKind kind, Datum ids, Snapshot snapshot);

/* The first three columns of every row: whose, its id, the instant that it claims. */
extern int64 seal_row_tenant(const Rows *rows, uint64 row);
extern int64 seal_row_id(const Rows *rows, uint64 row);
extern TimestampTz seal_row_created_at(const Rows *rows, uint64 row);

/* seal_block.c: ids and prints, and rows of ledger_seal. */
extern bytea *seal_ids_encode(const int64 *ids, int64 count);
extern void seal_cursor_begin(SealCursor *cursor, Seal *seal);
extern bool seal_cursor_next(SealCursor *cursor);
extern bool seal_is_whole(const Seal *seal);
extern int	seal_print_length(SealKind kind);
extern const uint8 *seal_print(const Seal *seal, int64 position);
extern Seal *seals_of_rows(const Rows *rows);
extern bytea *seal_bytes(const void *data, int64 length);
extern bytea *seal_bytea(const Rows *rows, uint64 row, int column);

/* seal_log.c: the table seal_log, and the blocks that it is about. */
extern SealLog seal_log_kept(int64 tenant_id, Snapshot snapshot);
extern SealLog seal_log_read(pg_cryptohash_ctx *context, int64 tenant_id, Snapshot snapshot);
extern void seal_log_add(pg_cryptohash_ctx *context, SealLog *log, const Seal *seal);
extern void seal_log_keep(int64 tenant_id, const SealLog *log);
extern void seals_visit(pg_cryptohash_ctx *context, int64 tenant_id, int64 after, int64 until, Snapshot snapshot,
						SealVisitor visit, void *arg);
extern SealLeaves seal_leaves_read(pg_cryptohash_ctx *context, int64 tenant_id, int64 until, Snapshot snapshot);
extern void seal_leaves_add(SealLeaves *leaves, const Seal *seal, const SealHash *leaf);
extern SealHash seal_header_leaf(pg_cryptohash_ctx *context, const Seal *seal);

/*
 * seal_merge.c: blocks that end at an id or behind it; the cursor with the
 * lowest id, or NULL; and on to the next.
 */
extern SealMerge *seal_merge_begin(SealKind kind, int64 tenant_id, int64 first, Snapshot snapshot);
extern SealCursor *seal_merge_lowest(SealMerge *merge);
extern bool seal_merge_advance(SealMerge *merge);	/* false: its block has
													 * ended */
extern void seal_merge_release(SealCursor *ended);
extern bool seal_merge_has(SealMerge *merge, int64 id);

/* seal_proof.c: the tenants that a function's first argument names. */
extern Scope seal_scope(FunctionCallInfo fcinfo);

#endif							/* PRIMEINV_SEAL_H */
