-- Seals: what shows that the ledger was tampered with.

-- Nothing refers to a seal, and a tenant's are numbered without gaps.
CREATE TABLE primeinv.ledger_seal (
	tenant_id bigint NOT NULL REFERENCES primeinv.tenant,
	number bigint NOT NULL CHECK (number > 0),
	kind text NOT NULL CHECK (kind IN ('stock_movement', 'audit_log', 'customer_entry', 'sale')),
	version integer NOT NULL CHECK (version > 0),
	sealed_at timestamptz NOT NULL,
	not_before timestamptz,
	rows bigint NOT NULL CHECK (rows > 0),
	low_id bigint NOT NULL,
	high_id bigint NOT NULL CHECK (high_id >= low_id),
	ids bytea NOT NULL,
	prints bytea NOT NULL,
	root bytea NOT NULL CHECK (length(root) = 32),
	PRIMARY KEY (tenant_id, number)
);
-- Finds the block of a row.
CREATE INDEX ledger_seal_ids ON primeinv.ledger_seal (tenant_id, kind, high_id, low_id);
-- Digests, which do not shrink.
ALTER TABLE primeinv.ledger_seal ALTER ids SET STORAGE EXTERNAL, ALTER prints SET STORAGE EXTERNAL;

COMMENT ON TABLE primeinv.ledger_seal IS 'Blocks of rows of one tenant and kind, sealed by seal_ledger(): docs/seals.md. Append-only (PI005).';
COMMENT ON COLUMN primeinv.ledger_seal.tenant_id IS 'The tenant, whose seals are a log of their own.';
COMMENT ON COLUMN primeinv.ledger_seal.number IS 'Place in the tenant''s log, from 1 without gaps.';
COMMENT ON COLUMN primeinv.ledger_seal.kind IS 'What is sealed: rows of stock_movement, audit_log or customer_entry, or states of a sale with its lines, payments and refunds.';
COMMENT ON COLUMN primeinv.ledger_seal.version IS 'Which columns the written form of a row has.';
COMMENT ON COLUMN primeinv.ledger_seal.sealed_at IS 'When the block was sealed.';
COMMENT ON COLUMN primeinv.ledger_seal.not_before IS 'All rows dated before it had been sealed before this block: one in it that says otherwise is back-dated. Null: nothing is known.';
COMMENT ON COLUMN primeinv.ledger_seal.rows IS 'How many rows the block has.';
COMMENT ON COLUMN primeinv.ledger_seal.low_id IS 'The lowest id in it.';
COMMENT ON COLUMN primeinv.ledger_seal.high_id IS 'The highest id in it.';
COMMENT ON COLUMN primeinv.ledger_seal.ids IS 'The ids behind the lowest, as differences of seven bits a byte.';
COMMENT ON COLUMN primeinv.ledger_seal.prints IS 'The first 4 bytes of each row''s digest, which name the row that was changed; of states of sales all 32.';
COMMENT ON COLUMN primeinv.ledger_seal.root IS 'SHA-256 root of the tree over the rows (RFC 6962).';

SELECT pg_catalog.pg_extension_config_dump('primeinv.ledger_seal', '');

CREATE TRIGGER primeinv_refuse BEFORE UPDATE OR DELETE OR TRUNCATE ON primeinv.ledger_seal
FOR EACH STATEMENT EXECUTE FUNCTION primeinv.refuse_change();
CREATE TRIGGER primeinv_refuse_row BEFORE UPDATE OR DELETE ON primeinv.ledger_seal
FOR EACH ROW EXECUTE FUNCTION primeinv.refuse_change();
ALTER TABLE primeinv.ledger_seal ENABLE ALWAYS TRIGGER primeinv_refuse, ENABLE ALWAYS TRIGGER primeinv_refuse_row;

-- How far the job has come on this server.  Not dumped: where it is missing,
-- the job finds out by what no seal has.
CREATE TABLE primeinv.seal_mark (
	kind text PRIMARY KEY,
	high_id bigint NOT NULL,
	check_below bigint NOT NULL DEFAULT 0,
	not_before timestamptz,
	known_at timestamptz,
	all_not_before timestamptz,
	all_known_at timestamptz,
	sealed_at timestamptz NOT NULL
);

COMMENT ON TABLE primeinv.seal_mark IS 'How far seal_ledger() has come with each kind of rows on this server; not dumped.';
COMMENT ON COLUMN primeinv.seal_mark.kind IS 'The kind of rows.';
COMMENT ON COLUMN primeinv.seal_mark.high_id IS 'Up to this id rows are sealed, but for those in seal_gap.';
COMMENT ON COLUMN primeinv.seal_mark.check_below IS 'Up to this id rows may have been sealed before the mark was made, as after a restore.';
COMMENT ON COLUMN primeinv.seal_mark.not_before IS 'The oldest transaction''s start before the last run that left nothing over.';
COMMENT ON COLUMN primeinv.seal_mark.known_at IS 'When that run was.';
COMMENT ON COLUMN primeinv.seal_mark.all_not_before IS 'The same of the last run that looked through everything.';
COMMENT ON COLUMN primeinv.seal_mark.all_known_at IS 'When that run began.';
COMMENT ON COLUMN primeinv.seal_mark.sealed_at IS 'When the job last came by.';

CREATE TABLE primeinv.seal_gap (
	kind text NOT NULL,
	low_id bigint NOT NULL,
	high_id bigint NOT NULL CHECK (high_id >= low_id AND high_id < 9223372036854775807),
	until xid8 NOT NULL,
	PRIMARY KEY (kind, low_id)
);

COMMENT ON TABLE primeinv.seal_gap IS 'Ids that seal_ledger() has passed by unseen: of transactions that were open then, or rolled back; not dumped.';
COMMENT ON COLUMN primeinv.seal_gap.kind IS 'The kind of rows.';
COMMENT ON COLUMN primeinv.seal_gap.low_id IS 'The first id.';
COMMENT ON COLUMN primeinv.seal_gap.high_id IS 'The last id.';
COMMENT ON COLUMN primeinv.seal_gap.until IS 'Once all transactions before this one have ended, the ids will never be used.';

CREATE TABLE primeinv.seal_log (
	tenant_id bigint PRIMARY KEY REFERENCES primeinv.tenant,
	size bigint NOT NULL CHECK (size > 0),
	sealed_at timestamptz NOT NULL,
	edge bytea NOT NULL
);

COMMENT ON TABLE primeinv.seal_log IS 'What seal_ledger() has made of each tenant''s log on this server, so that neither the next seal nor a digest reads those before; not dumped.';
COMMENT ON COLUMN primeinv.seal_log.tenant_id IS 'The tenant.';
COMMENT ON COLUMN primeinv.seal_log.size IS 'How many seals it has.';
COMMENT ON COLUMN primeinv.seal_log.sealed_at IS 'When the last was made.';
COMMENT ON COLUMN primeinv.seal_log.edge IS 'The roots of the full subtrees of the tree over them, the largest first, 32 bytes each.';

CREATE PROCEDURE primeinv.seal_ledger(chunk integer DEFAULT 20000, everything boolean DEFAULT false)
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_seal_ledger';
COMMENT ON PROCEDURE primeinv.seal_ledger(integer, boolean) IS
'Seals what has come since the last run, at most chunk rows (100 to 100,000) a transaction, in blocks of one tenant and kind. everything: also looks through all rows for such as no seal has, as after a restore or of ids that were given explicitly. A job runs it every minute, and everything nightly. For the owner (42501).';

CREATE FUNCTION primeinv.ledger_digest(tenant_id bigint DEFAULT NULL,
	OUT tenant_id bigint, OUT size bigint, OUT sealed_at timestamptz, OUT head bytea) RETURNS SETOF record
LANGUAGE c STABLE PARALLEL RESTRICTED ROWS 1 AS 'MODULE_PATHNAME', 'primeinv_ledger_digest';
COMMENT ON FUNCTION primeinv.ledger_digest(bigint) IS
'What an auditor keeps elsewhere: the number of the tenant''s seals, when the last was made, and the root over all of them (SHA-256, RFC 6962). Null: all tenants of the caller. P0002 no such tenant.';

CREATE FUNCTION primeinv.verify_seals(tenant_id bigint DEFAULT NULL, digests jsonb DEFAULT NULL,
	OUT tenant_id bigint, OUT number bigint, OUT kind text, OUT row_id bigint, OUT finding text) RETURNS SETOF record
LANGUAGE c STABLE PARALLEL RESTRICTED ROWS 10 AS 'MODULE_PATHNAME', 'primeinv_verify_seals';
COMMENT ON FUNCTION primeinv.verify_seals(bigint, jsonb) IS
'Holds rows against their seals, and the seals against digests that were kept elsewhere (an array of rows of ledger_digest): rows changed, missing, never sealed or back-dated; seals missing or changed; fewer seals than a digest counts. No rows: all is well. What the job has not come to yet is no finding. Null: all tenants of the caller. 22023 for malformed digests, P0002 no such tenant.';

CREATE FUNCTION primeinv.ledger_proof(kind text, id bigint, size bigint DEFAULT NULL) RETURNS jsonb
LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'primeinv_ledger_proof';
COMMENT ON FUNCTION primeinv.ledger_proof(text, bigint, bigint) IS
'Proof that a row is in the log of its tenant as it was with so many seals (null: all): the row''s written form, its path to the block''s root, the block''s header, its path to the head. tools/verify-seals checks it without the database. 22023 for an unknown kind or a size that does not hold the row, P0002 no such row, 55000 not sealed yet.';

CREATE FUNCTION primeinv.ledger_consistency(tenant_id bigint, old_size bigint, new_size bigint) RETURNS jsonb
LANGUAGE c STABLE PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'primeinv_ledger_consistency';
COMMENT ON FUNCTION primeinv.ledger_consistency(bigint, bigint, bigint) IS
'Proof that the tenant''s log with new_size seals is the one with old_size seals and more behind: both heads and the path between them (RFC 6962, section 2.1.2). tools/verify-seals checks it without the database. 22023 unless 0 < old_size <= new_size <= number of seals, P0002 no such tenant.';
