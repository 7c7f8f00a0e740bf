-- The library's statements, for whoever checks it.

CREATE FUNCTION primeinv.statements(OUT name text, OUT statement text, OUT planned bigint, OUT sweeps boolean, OUT parameters regtype[])
RETURNS SETOF record
LANGUAGE c VOLATILE STRICT PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'primeinv_statements';
COMMENT ON FUNCTION primeinv.statements() IS 'The statements that the library runs, and how often this session has planned each: those that find their rows by key once, unless something that the plan stands on has changed. For the owner.';
