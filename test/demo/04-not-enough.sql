-- # A customer wants more than there is
-- The call is refused, says what is available, and changes nothing.
\set ECHO queries
\set ON_ERROR_STOP off
SELECT * FROM deduct_stock(:rice, 100, :main);
\set ON_ERROR_STOP on
\set ECHO none
SELECT CASE WHEN :'LAST_ERROR_SQLSTATE' = 'PI001' THEN 'no' ELSE 'yes' END AS other_error \gset
\if :other_error
DO $$ BEGIN RAISE 'expected PI001'; END $$;
\endif
\set ECHO queries
SELECT get_available_stock(:rice, :main) AS rice_still_available;
\set ECHO none
