\echo
\echo :query
:query \g /dev/null
:query \g /dev/null
EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF) :query;
