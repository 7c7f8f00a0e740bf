-- # The receipt
-- As a receipt printer prints it, 42 characters wide. receipt() has the same as JSON.
\set ECHO none
SELECT max(id) AS last_sale FROM sale \gset
\pset format unaligned
\pset tuples_only on
\set ECHO queries
SELECT receipt_text(:last_sale);
\set ECHO none
\pset tuples_only off
\pset format aligned
