-- Ids after a load with explicit ones.

CREATE FUNCTION primeinv.sync_ids(actor text DEFAULT NULL, request_id text DEFAULT NULL) RETURNS bigint
LANGUAGE c VOLATILE PARALLEL UNSAFE AS 'MODULE_PATHNAME', 'primeinv_sync_ids';
COMMENT ON FUNCTION primeinv.sync_ids(text, text) IS
'After rows were loaded with explicit ids: moves every id sequence behind the highest id of its table, never back, and on one of several servers to an id of its own, in its steps; returns how many were moved. 22003 where a row has an id so high that none is left behind it. For the owner (42501).';
