-- What the reports read: each is asked as a reader of the tenant, twice to warm up, ten times for its CPU time (on Linux, where a tick
-- is 10 ms, ten runs' ticks are one run's milliseconds), then for its plan. One process, no JIT.
\pset footer off
CREATE ROLE plans_reader;
SELECT primeinv.grant_tenant('plans_reader', 1, 'reader') \g /dev/null
SELECT pg_backend_pid() AS backend \gset
SET ROLE plans_reader;
SET max_parallel_workers_per_gather = 0;
SET jit = off;
SET search_path = primeinv, public;

\set query 'SELECT * FROM stock_dashboard WHERE outlet_id = 3'
\ir ask_one.sql
\set query 'SELECT * FROM stock_level WHERE outlet_id = 3 AND variation_id = 2'
\ir ask_one.sql
\set query 'SELECT * FROM stock_level WHERE outlet_id = 3'
\ir ask_one.sql
\set query 'SELECT * FROM low_stock WHERE outlet_id = 3'
\ir ask_one.sql
\set query 'SELECT * FROM batch_status WHERE outlet_id = 3 AND level = ''critical'''
\ir ask_one.sql
\set query 'SELECT * FROM stock_valuation WHERE outlet_id = 3'
\ir ask_one.sql
\set query 'SELECT * FROM stock_movement_history WHERE outlet_id = 3 AND created_at >= now() - interval ''1 day'' AND created_at < now()'
\ir ask_one.sql
\set query 'SELECT * FROM audit_report(current_date - 1, current_date - 1, 3)'
\ir ask_one.sql
\set query 'SELECT * FROM audit_report(current_date - 30, current_date - 1, 3)'
\ir ask_one.sql
\set query 'SELECT * FROM stock_as_of(now() - interval ''1 day'', 3)'
\ir ask_one.sql
\set query 'SELECT * FROM stock_as_of(now() - interval ''30 days'', 3)'
\ir ask_one.sql
\set query 'SELECT * FROM expiry_waste WHERE month = date_trunc(''month'', current_date)::date AND outlet_id = 3'
\ir ask_one.sql
\set query 'SELECT * FROM cogs_by_batch WHERE variation_id = 2'
\ir ask_one.sql
\set query 'SELECT * FROM cogs_by_batch WHERE outlet_id = 3'
\ir ask_one.sql
\set query 'SELECT * FROM trace_batch(555)'
\ir ask_one.sql
\set query 'SELECT * FROM movement_completeness WHERE outlet_id = 3'
\ir ask_one.sql
\set query 'SELECT * FROM find_variation(''4000000000077'')'
\ir ask_one.sql
\set query 'SELECT * FROM explain_deduction(2, 3, 3)'
\ir ask_one.sql
\set query 'SELECT * FROM find_variation(''SKU-77'')'
\ir ask_one.sql
\set query 'SELECT * FROM find_variation(''soap royal 5kg'')'
\ir ask_one.sql
\set query 'SELECT * FROM sale_line WHERE outlet_id = 3 AND completed_at >= now() - interval ''1 day'''
\ir ask_one.sql
\set query 'SELECT * FROM sales_by(current_date - 1, current_date - 1, ''hour'', 3)'
\ir ask_one.sql
\set query 'SELECT * FROM sales_by(current_date - 30, current_date - 1, ''product'', 3)'
\ir ask_one.sql
\set query 'SELECT * FROM sale_item_profit WHERE sale_id = 77'
\ir ask_one.sql
\set query 'SELECT * FROM receivables_ageing WHERE balance > 0 LIMIT 20'
\ir ask_one.sql
\set query 'SELECT * FROM waste(current_date - 30, current_date - 1, 3)'
\ir ask_one.sql
\set query 'SELECT * FROM stock_turnover(current_date - 30, current_date - 1, 3)'
\ir ask_one.sql
\set query 'SELECT * FROM slow_movers(30, 3)'
\ir ask_one.sql
\set query 'SELECT * FROM demand(3, 2, current_date - 90, current_date)'
\ir ask_one.sql
\set query 'SELECT * FROM stock_card(2, 3, current_date - 30, current_date)'
\ir ask_one.sql
\set query 'SELECT * FROM abc_class(current_date - 89, current_date, 3)'
\ir ask_one.sql
\set query 'SELECT * FROM count_due(3)'
\ir ask_one.sql
\set query 'SELECT * FROM count_sheet(3, ''Category 7'')'
\ir ask_one.sql
\set query 'SELECT * FROM kpi(current_date - 30, current_date - 1, 3)'
\ir ask_one.sql
\set query 'SELECT receipt_text(77)'
\ir ask_one.sql
\set query 'SELECT * FROM product_availability WHERE barcode = ''4000000000077'' AND outlet_id = 3'
\ir ask_one.sql
