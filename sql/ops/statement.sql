-- The library's statements, for whoever checks it.

CREATE FUNCTION primeinv.statements(OUT name text, OUT statement text, OUT prepared bigint, OUT parameters regtype[])
RETURNS SETOF record
LANGUAGE c VOLATILE STRICT PARALLEL RESTRICTED AS 'MODULE_PATHNAME', 'primeinv_statements';
COMMENT ON FUNCTION primeinv.statements() IS 'The statements that the library runs, and how often this session has prepared each: 0 or 1, unless a plan became invalid. For the owner.';
