\echo
\echo :query
:query \g /dev/null
:query \g /dev/null
\set before `cut -d ' ' -f 14,15 /proc/:backend/stat 2>/dev/null | tr ' ' +`
:query \g /dev/null
:query \g /dev/null
:query \g /dev/null
:query \g /dev/null
:query \g /dev/null
:query \g /dev/null
:query \g /dev/null
:query \g /dev/null
:query \g /dev/null
:query \g /dev/null
\set after `cut -d ' ' -f 14,15 /proc/:backend/stat 2>/dev/null | tr ' ' +`
\set cpu `echo $(( :after - (:before) ))`
\echo 'CPU ms' :cpu
EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, COSTS OFF) :query;
