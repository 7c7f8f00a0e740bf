-- What a table is, as base/table.c compares it.
CREATE FUNCTION primeinv.table_definition(relation regclass) RETURNS text
LANGUAGE c STABLE STRICT PARALLEL SAFE AS 'MODULE_PATHNAME', 'primeinv_table_definition';
COMMENT ON FUNCTION primeinv.table_definition(regclass) IS 'Columns, constraints, indexes and triggers of a table, a line each. Where a table of stock or sales differs from a new installation''s, whatever a user has put on it is honoured, and writing it costs about twice as much. For the owner.';
