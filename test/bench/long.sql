-- What test/bench/long prints, from pgbench's log, the samples, the jobs' times and the server's log.
\pset format unaligned
\pset tuples_only on
SET timezone = 'UTC';
CREATE SCHEMA run;
SET search_path = run, bench;
CREATE TABLE kind AS SELECT (n - 1)::int AS script, regexp_replace(k, '^[a-z]+_|:.*', '', 'g') AS kind FROM string_to_table(:'kinds', ' ') WITH ORDINALITY t (k, n);
CREATE TABLE call (script int, ended numeric, took text, tries int);
CREATE TABLE sample (what text, at timestamptz, detail text, n int);
CREATE TABLE job (job text, began timestamptz, ended timestamptz);
CREATE TABLE log (at timestamptz, user_name text, db text, pid int, client text, session text, line bigint, tag text, began timestamptz, vxid text,
	xid bigint, severity text, sqlstate text, message text, detail text, hint text, internal text, internal_pos int, context text, statement text,
	pos int, location text, application text, backend text, leader int, query_id bigint);
SELECT format('\copy %s FROM %L%s', t, :'tmp' || f, o) FROM (VALUES ('call', '/all', ''), ('sample', '/samples', ' DELIMITER ''|'''),
	('job', '/jobs', ' DELIMITER ''|'''), ('log', '/data/log/long.csv', ' CSV')) v (t, f, o) \g :tmp/copy
\i :tmp/copy
ANALYZE;

\echo '| kind of call | a second | p50 | p99 | p99.9 | longest | tried again | given up |'
\echo '| --- | --- | --- | --- | --- | --- | --- | --- |'
SELECT format('| %s | %s | %s ms | %s ms | %s ms | %s ms | %s | %s |', coalesce(kind, 'all'), round(n / :seconds::numeric, 1), round(p[1], 1), round(p[2], 1),
	round(p[3], 1), round(p[4], 1), tries, given_up)
FROM (
	SELECT k.kind, count(*) AS n, sum(c.tries) AS tries, count(*) FILTER (WHERE c.took !~ '^\d+$') AS given_up,
		percentile_disc(ARRAY[.5, .99, .999, 1]) WITHIN GROUP (ORDER BY CASE WHEN c.took ~ '^\d+$' THEN c.took::numeric / 1000 END) AS p
	FROM call c JOIN kind k USING (script) GROUP BY ROLLUP (k.kind)
) t
ORDER BY kind IS NULL, n DESC;

\echo
\echo 'Calls a second, minute by minute:'
SELECT string_agg(n::text, ' ' ORDER BY minute)
FROM (SELECT floor((ended - (SELECT min(ended) FROM call)) / 60) AS minute, round(count(*) / 60.0) AS n FROM call GROUP BY 1) t
WHERE minute < :seconds / 60;
SELECT format(E'\nWAL %s, full pages among it %s; %s checkpoints, %s vacuums and %s analyzes by the server itself, %s seals, %s waits of a second for a lock.',
	pg_size_pretty(w.wal_bytes), w.wal_fpi, count(*) FILTER (WHERE message LIKE 'checkpoint complete%'), count(*) FILTER (WHERE message ~ '^automatic .*vacuum of'),
	count(*) FILTER (WHERE message LIKE 'automatic analyze%'), (SELECT count(*) FROM primeinv.ledger_seal), count(*) FILTER (WHERE message LIKE '%still waiting for%'))
FROM log, pg_stat_wal w GROUP BY w.wal_bytes, w.wal_fpi;

\echo
\echo '| SQLSTATE | errors in the server''s log | the first |'
\echo '| --- | --- | --- |'
SELECT format('| %s | %s | %s |', sqlstate, count(*), (array_agg(message ORDER BY at))[1]) FROM log
WHERE severity IN ('ERROR', 'FATAL', 'PANIC') GROUP BY sqlstate ORDER BY count(*) DESC;
SELECT '| none | 0 | |' WHERE NOT EXISTS (SELECT FROM log WHERE severity IN ('ERROR', 'FATAL', 'PANIC'));

-- Tenths of a second, without the first five seconds and the last.
CREATE TABLE tenth AS
SELECT b.bin, count(c.*) AS calls FROM
	(SELECT generate_series(floor(min(ended) * 10)::bigint + 50, floor(max(ended) * 10)::bigint - 10) AS bin FROM call) b
LEFT JOIN call c ON floor(c.ended * 10)::bigint = b.bin GROUP BY b.bin;
ALTER TABLE tenth ADD PRIMARY KEY (bin), ADD worst boolean DEFAULT false;
UPDATE tenth SET worst = true WHERE bin IN (SELECT bin FROM tenth ORDER BY calls, bin LIMIT (SELECT count(*) / 100 FROM tenth));
CREATE TABLE wait AS SELECT floor(extract(epoch FROM at) * 10)::bigint AS bin, detail AS what, n FROM sample WHERE sample.what = 'w';
CREATE TABLE cpu AS
SELECT floor(extract(epoch FROM at) * 10)::bigint AS bin, t - lag(t) OVER w AS ticks, u - lag(u) OVER w AS busy, d - lag(d) OVER w AS disk, s - lag(s) OVER w AS stolen
FROM (SELECT at, f[1] + f[2] + f[3] + f[4] + f[5] AS t, f[1] + f[2] AS u, f[4] AS d, f[5] AS s
	FROM (SELECT at, string_to_array(detail, ' ')::bigint[] AS f FROM sample WHERE what = 'c') x) y
WINDOW w AS (ORDER BY at);
CREATE TABLE event AS
SELECT 'checkpoint: writes' AS what, at - (t || ' s')::interval AS began, at - ((t::numeric - w::numeric) || ' s')::interval AS ended
FROM (SELECT at, substring(message FROM 'total=([0-9.]+) s') AS t, substring(message FROM 'write=([0-9.]+) s') AS w FROM log WHERE message LIKE 'checkpoint complete%') c
UNION ALL
SELECT 'checkpoint: flushes', at - ((t::numeric - w::numeric) || ' s')::interval, at
FROM (SELECT at, substring(message FROM 'total=([0-9.]+) s') AS t, substring(message FROM 'write=([0-9.]+) s') AS w FROM log WHERE message LIKE 'checkpoint complete%') c
UNION ALL
SELECT 'auto' || substring(message FROM '(vacuum|analyze) of table') || ' of ' || substring(message FROM 'table "[^."]*\.[^."]*\.([^"]*)"'),
	at - (substring(message FROM 'elapsed: ([0-9.]+) s') || ' s')::interval, at
FROM log WHERE message ~ '^automatic .*(vacuum|analyze) of table'
UNION ALL
SELECT 'job: ' || job, began, ended FROM job;
CREATE TABLE during AS
SELECT t.bin, e.what FROM event e JOIN tenth t ON t.bin BETWEEN floor(extract(epoch FROM e.began) * 10) AND floor(extract(epoch FROM e.ended) * 10);
ANALYZE;

\echo
SELECT format('Tenths of a second: %s, with %s calls in the median one, %s in the hundredth part with fewest (%s and less), %s in the worst.', count(*),
	percentile_disc(.5) WITHIN GROUP (ORDER BY calls), round(avg(calls) FILTER (WHERE worst), 1), max(calls) FILTER (WHERE worst), min(calls)) FROM tenth;
\echo
\echo '| sessions at | in all tenths | in the worst hundredth |'
\echo '| --- | --- | --- |'
SELECT format('| %s | %s | %s |', what, round(a, 2), round(w, 2))
FROM (
	SELECT what, sum(n)::numeric / (SELECT count(DISTINCT bin) FROM wait) AS a,
		coalesce(sum(n) FILTER (WHERE t.worst), 0)::numeric / (SELECT count(DISTINCT bin) FROM wait JOIN tenth USING (bin) WHERE worst) AS w
	FROM wait JOIN tenth t USING (bin) GROUP BY what
) s
WHERE greatest(a, w) >= 0.2 ORDER BY w DESC;
\echo
\echo '| meanwhile | share of all tenths | of the worst hundredth |'
\echo '| --- | --- | --- |'
SELECT format('| %s | %s %% | %s %% |', what, round(100.0 * count(*) / (SELECT count(*) FROM tenth), 1),
	round(100.0 * count(*) FILTER (WHERE worst) / (SELECT count(*) FROM tenth WHERE worst), 1))
FROM (SELECT DISTINCT what, bin, worst FROM during JOIN tenth USING (bin)) d GROUP BY what
HAVING count(*) >= (SELECT count(*) / 50 FROM tenth) OR count(*) FILTER (WHERE worst) > 0
ORDER BY count(*) FILTER (WHERE worst) DESC, what;
SELECT format('| processors: busy, waiting for the disk, stolen | %s %% | %s %% |', string_agg(all_of, ', '), string_agg(worst_of, ', '))
FROM (
	SELECT round(100.0 * sum(x) / nullif(sum(ticks), 0))::text AS all_of, round(100.0 * sum(x) FILTER (WHERE worst) / nullif(sum(ticks) FILTER (WHERE worst), 0))::text AS worst_of
	FROM cpu JOIN tenth USING (bin), LATERAL (VALUES (1, busy), (2, disk), (3, stolen)) v (n, x) GROUP BY n ORDER BY n
) c;
\echo
\echo '| the worst tenths | calls | sessions at | meanwhile |'
\echo '| --- | --- | --- | --- |'
SELECT format('| %s s after the start | %s | %s | %s |', round((bin - (SELECT min(bin) FROM tenth) + 50) / 10.0, 1), calls,
	(SELECT string_agg(what || ' ' || n, ', ' ORDER BY n DESC) FROM (SELECT what, round(avg(n)) AS n FROM wait w WHERE w.bin BETWEEN t.bin - 1 AND t.bin + 1 GROUP BY what
		ORDER BY sum(w.n) DESC LIMIT 5) x),
	(SELECT string_agg(DISTINCT d.what, ', ') FROM during d WHERE d.bin = t.bin))
FROM (SELECT * FROM tenth ORDER BY calls, bin LIMIT 10) t ORDER BY calls, bin;

\echo
\echo '| table | grew, first half | second half | its indexes, first half | second half | rows added | updates | of these HOT, % |'
\echo '| --- | --- | --- | --- | --- | --- | --- | --- |'
SELECT format('| %s | %s | %s | %s | %s | %s | %s | %s |', r.relname, pg_size_pretty(m.bytes - s.bytes), pg_size_pretty(e.bytes - m.bytes),
	pg_size_pretty(m.indexes - s.indexes), pg_size_pretty(e.indexes - m.indexes), r.n_tup_ins, r.n_tup_upd,
	coalesce(round(100.0 * r.n_tup_hot_upd / nullif(r.n_tup_upd, 0), 1)::text, '-'))
FROM pg_stat_user_tables r
JOIN size s ON s.oid = r.relid AND s.at = 'start' JOIN size m ON m.oid = r.relid AND m.at = 'middle' JOIN size e ON e.oid = r.relid AND e.at = 'end'
WHERE e.bytes + e.indexes > s.bytes + s.indexes + 65536 OR r.n_tup_upd > 1000
ORDER BY r.relname;
