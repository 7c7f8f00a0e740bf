/*-------------------------------------------------------------------------
 *
 * seal_tree.c
 *		Merkle trees as RFC 6962, section 2.1, has them.
 *
 *-------------------------------------------------------------------------
 */
#include "base/primeinv.h"

#include "miscadmin.h"
#include "nodes/pg_list.h"

#include "ops/seal.h"

/* Leaves and nodes are told apart by their first byte. */
static const uint8 leaf_prefix = 0x00;
static const uint8 node_prefix = 0x01;

static void hash_parts(pg_cryptohash_ctx *context, uint8 prefix, const void *first, int first_length,
					   const void *second, int second_length, SealHash *hash);
static int64 left_half(int64 count);
static List *add_hash(List *list, SealHash hash);
static List *subproof(pg_cryptohash_ctx *context, const SealHash *leaves, int64 count, int64 old, bool whole);

pg_cryptohash_ctx *
seal_hash_begin(void)
{
	pg_cryptohash_ctx *context = pg_cryptohash_create(PG_SHA256);

	if (context == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory"),
				 errdetail("The context of a SHA-256 digest could not be made.")));
	return context;
}

static void
hash_parts(pg_cryptohash_ctx *context, uint8 prefix, const void *first, int first_length,
		   const void *second, int second_length, SealHash *hash)
{
	if (pg_cryptohash_init(context) < 0 ||
		pg_cryptohash_update(context, &prefix, 1) < 0 ||
		pg_cryptohash_update(context, first, first_length) < 0 ||
		(second_length > 0 && pg_cryptohash_update(context, second, second_length) < 0) ||
		pg_cryptohash_final(context, hash->bytes, SEAL_HASH_LENGTH) < 0)
		elog(ERROR, "could not compute a SHA-256 digest: %s", pg_cryptohash_error(context));
}

SealHash
seal_leaf(pg_cryptohash_ctx *context, const char *text, int length)
{
	SealHash	hash;

	hash_parts(context, leaf_prefix, text, length, NULL, 0, &hash);
	return hash;
}

SealHash
seal_node(pg_cryptohash_ctx *context, const SealHash *left, const SealHash *right)
{
	SealHash	hash;

	hash_parts(context, node_prefix, left->bytes, SEAL_HASH_LENGTH, right->bytes, SEAL_HASH_LENGTH, &hash);
	return hash;
}

/*
 * Two full subtrees of the same size become one; how many do is told by the
 * count's trailing ones.
 */
void
seal_tree_add(pg_cryptohash_ctx *context, SealTree *tree, SealHash leaf)
{
	for (uint64 full = tree->count; full & 1; full >>= 1)
		leaf = seal_node(context, &tree->roots[--tree->height], &leaf);
	tree->roots[tree->height++] = leaf;
	tree->count++;
}

/*
 * The smaller subtrees stand right of the larger ones.
 */
SealHash
seal_tree_root(pg_cryptohash_ctx *context, const SealTree *tree)
{
	SealHash	root;

	Assert(tree->count > 0);
	root = tree->roots[tree->height - 1];
	for (int i = tree->height - 2; i >= 0; i--)
		root = seal_node(context, &tree->roots[i], &root);
	return root;
}

SealHash
seal_root_of(pg_cryptohash_ctx *context, const SealHash *leaves, int64 count)
{
	SealTree	tree = {0};

	for (int64 i = 0; i < count; i++)
	{
		CHECK_FOR_INTERRUPTS();
		seal_tree_add(context, &tree, leaves[i]);
	}
	return seal_tree_root(context, &tree);
}

/*
 * The largest power of two below the count: so many leaves are left of a
 * tree's root.
 */
static int64
left_half(int64 count)
{
	int64		half = 1;

	while (half * 2 < count)
		half *= 2;
	return half;
}

static List *
add_hash(List *list, SealHash hash)
{
	SealHash   *copy = palloc(sizeof(SealHash));

	*copy = hash;
	return lappend(list, copy);
}

/*
 * PATH(m, D[n]) of section 2.1.1, from the leaf upwards.
 */
List *
seal_path(pg_cryptohash_ctx *context, const SealHash *leaves, int64 count, int64 leaf)
{
	int64		half;

	Assert(leaf >= 0 && leaf < count);
	if (count == 1)
		return NIL;
	half = left_half(count);
	if (leaf < half)
		return add_hash(seal_path(context, leaves, half, leaf),
						seal_root_of(context, leaves + half, count - half));
	return add_hash(seal_path(context, leaves + half, count - half, leaf - half),
					seal_root_of(context, leaves, half));
}

/*
 * PROOF(m, D[n]) of section 2.1.2.
 */
List *
seal_consistency(pg_cryptohash_ctx *context, const SealHash *leaves, int64 count, int64 old)
{
	Assert(old > 0 && old <= count);
	return subproof(context, leaves, count, old, true);
}

static List *
subproof(pg_cryptohash_ctx *context, const SealHash *leaves, int64 count, int64 old, bool whole)
{
	int64		half;

	if (old == count)
		return whole ? NIL : add_hash(NIL, seal_root_of(context, leaves, count));
	half = left_half(count);
	if (old <= half)
		return add_hash(subproof(context, leaves, half, old, whole),
						seal_root_of(context, leaves + half, count - half));
	return add_hash(subproof(context, leaves + half, count - half, old - half, false),
					seal_root_of(context, leaves, half));
}
