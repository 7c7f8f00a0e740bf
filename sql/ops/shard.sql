-- One server of several: ids that no two of them make alike.

-- At most one row.  What it says of the sequences is not in a dump, so that
-- its trigger tells them again when it is restored.
CREATE TABLE primeinv.shard (
	number integer NOT NULL CHECK (number BETWEEN 1 AND of),
	of integer NOT NULL CHECK (of BETWEEN 1 AND 1024),
	alone boolean NOT NULL DEFAULT true CHECK (alone) UNIQUE,
	PRIMARY KEY (number)
);

COMMENT ON TABLE primeinv.shard IS 'Which of several servers this is; no row: there is only one. Written by set_shard().';
COMMENT ON COLUMN primeinv.shard.number IS 'This server''s number; its ids leave this remainder when divided by of (the last server''s leave none).';
COMMENT ON COLUMN primeinv.shard.of IS 'How many servers there may be.';
COMMENT ON COLUMN primeinv.shard.alone IS 'Always true: keeps the table to one row.';

SELECT pg_extension_config_dump('primeinv.shard', '');

CREATE FUNCTION primeinv.interleave_ids() RETURNS trigger
LANGUAGE c AS 'MODULE_PATHNAME', 'primeinv_interleave_ids';

CREATE TRIGGER primeinv_interleave AFTER INSERT ON primeinv.shard
FOR EACH ROW EXECUTE FUNCTION primeinv.interleave_ids();
-- Also in a parallel restore, which comes as a replica does.
ALTER TABLE primeinv.shard ENABLE ALWAYS TRIGGER primeinv_interleave;

CREATE FUNCTION primeinv.set_shard(number integer, of integer DEFAULT 64,
	actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_set_shard';
COMMENT ON FUNCTION primeinv.set_shard(integer, integer, text, text) IS
'Makes this server the one of that number among so many (at most 1,024): its ids count from number in steps of that many, so that no two servers make the same one. Before the first row; returns how many sequences it set. 55000 if a tenant exists or the server has a number already, 22023 bad numbers. For the owner (42501).';
COMMENT ON FUNCTION primeinv.interleave_ids() IS 'Trigger: tells the sequences what the row says.';
