-- Leaves the database as it was.
SET client_min_messages = warning;
DROP EXTENSION primeinv CASCADE;
DROP FUNCTION public.try;
DROP FUNCTION IF EXISTS public.ledger_from;
