-- A baseline's own copy of our stock tables, in schema :s, with their columns, checks, indexes, storage settings and rows,
-- so that a way is compared on nothing but how it works; the bare copies are without the checks, as people often are. Of
-- the foreign keys a baseline has one from each table, though ours has them all: what we do not check again, it need not
-- either. The tables of sales are the ORM's only.
CREATE SCHEMA :s;
SET search_path = :s;

CREATE TABLE batch (LIKE primeinv.batch INCLUDING ALL);
CREATE TABLE location_stock (LIKE primeinv.location_stock INCLUDING ALL);
CREATE TABLE stock_movement (LIKE primeinv.stock_movement INCLUDING ALL,
	FOREIGN KEY (tenant_id, batch_id) REFERENCES batch (tenant_id, id));
SELECT :'s' = 'bench_orm' AS sells \gset
\if :sells
CREATE TABLE sale (LIKE primeinv.sale INCLUDING ALL);
CREATE TABLE sale_item (LIKE primeinv.sale_item INCLUDING ALL, FOREIGN KEY (sale_id) REFERENCES sale);
CREATE TABLE payment (LIKE primeinv.payment INCLUDING ALL, FOREIGN KEY (sale_id) REFERENCES sale);
CREATE TABLE receipt_counter (LIKE primeinv.receipt_counter INCLUDING ALL);
\endif

SELECT format('ALTER TABLE %I SET (%s)', c.relname, array_to_string(o.reloptions, ', '))
FROM pg_class c JOIN pg_class o ON o.relnamespace = 'primeinv'::regnamespace AND o.relname = c.relname
WHERE c.relnamespace = :'s'::regnamespace AND o.relkind = 'r' AND o.reloptions IS NOT NULL
\gexec

-- bare is on, or the schema's name
SELECT :'bare' = 'on' AS bare \gset
\if :bare
SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
FROM pg_constraint
WHERE connamespace = :'s'::regnamespace AND contype = 'c'
\gexec
\endif

-- Rows of ours, without the columns that PostgreSQL computes, and then the identity behind them.
SELECT format('INSERT INTO %1$I (%2$s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM primeinv.%1$I', table_name,
	string_agg(quote_ident(column_name), ', ' ORDER BY ordinal_position))
FROM information_schema.columns
WHERE table_schema = :'s' AND is_generated = 'NEVER'
GROUP BY table_name
ORDER BY to_regclass(quote_ident(table_name))::oid
\gexec
SELECT format('SELECT setval(pg_get_serial_sequence(%L, %L), max(id)) FROM %1$I', relname, 'id')
FROM pg_class WHERE relnamespace = :'s'::regnamespace AND relkind = 'r'
\gexec
