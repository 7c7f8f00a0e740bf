-- Medians and ratios of the file :results, as Markdown.
\pset format unaligned
\pset tuples_only on
CREATE TEMP TABLE result (figure text, way text, unit text, value numeric, n int GENERATED ALWAYS AS IDENTITY);
\set copy '\\copy result (figure, way, unit, value) FROM ' :results
:copy

CREATE TEMP TABLE median AS
SELECT figure, way, unit, percentile_cont(0.5) WITHIN GROUP (ORDER BY value)::numeric AS value,
	min(value) AS low, max(value) AS high, count(*) AS rounds, min(n) AS n
FROM result GROUP BY figure, way, unit;

CREATE TEMP TABLE goal (n numeric, label text, figure text, above text, below text, smaller_is_better bool, at_least numeric, aim numeric);
INSERT INTO goal VALUES
	(1, 'one deduction in-server, A ÷ ours', 'one line, in-server', 'A', 'ours', false, 2.5, 3.3),
	(1.1, 'the same, A without CHECK constraints', 'one line, in-server', 'A, no CHECKs', 'ours', false, NULL, NULL),
	(2, '8 clients, random SKU, ours ÷ C', '8 clients, random SKU', 'ours', 'C', false, 1.15, 1.4),
	(2.1, 'the same, C without CHECK constraints', '8 clients, random SKU', 'ours', 'C, no CHECKs', false, NULL, NULL),
	(3, '8 clients, one hot SKU, ours ÷ C', '8 clients, hot SKU', 'ours', 'C', false, 1.5, 1.9),
	(3.1, 'the same, C without CHECK constraints', '8 clients, hot SKU', 'ours', 'C, no CHECKs', false, NULL, NULL),
	(4, '1,000 lines in one call, set-based statement ÷ ours', 'basket of 1,000 lines, in-server', 'B', 'ours', false, 1.7, 2.3),
	(4.1, '100,000 lines ÷ 100 × 1,000 lines, of as many SKUs, deducted', 'growth: lines of as many SKUs, deducted', '100000', '1000', true, NULL, 1.1),
	(4.1, 'the same, received', 'growth: lines of as many SKUs, received', '100000', '1000', true, NULL, 1.1),
	(4.2, '100,000 lines ÷ 100 × 1,000 lines, of one SKU, deducted', 'growth: lines of one SKU, deducted', '100000', '1000', true, NULL, 1.1),
	(4.2, 'the same, received into one batch', 'growth: lines of one batch, received', '100000', '1000', true, NULL, 1.1),
	(5, 'a ten-line checkout, one client, ours ÷ ORM', 'checkout of ten lines, one client', 'ours', 'ORM', false, 30, 100),
	(6, '5,000,000 movements ÷ 50,000', 'growth: ledger', '5,000,000', '50,000', true, 1.25, 1.1),
	(7, '5,000 depleted batches ÷ without, after VACUUM', 'growth: one SKU', '5,000 depleted', 'none', true, 1.5, 1.1),
	(8, '5,000 expired but open batches ÷ without', 'growth: one SKU', '5,000 expired', 'none', true, 1.5, 1.1),
	(9, '10,000 live carts ÷ without', 'growth: one SKU', '10,000 carts', 'none', true, 1.5, 1.1),
	(10, 'get_available_stock ÷ location row', 'available, in-server', 'ours', 'location row', true, 2, 1.2),
	(9.4, '5,000 depleted batches ÷ without, no VACUUM yet', 'growth: one SKU, no VACUUM yet', '5,000 depleted', 'none', true, NULL, NULL),
	(9.5, '5,000 depleted batches ÷ without, an old snapshot held', 'growth: one SKU, old snapshot held', '5,000 depleted', 'none', true, NULL, NULL),
	(11, 'reconcile ÷ sequential scan of batches and ledger', 'reconcile of 1,000,000 batches, in-server', 'ours', 'sequential scan', true, 4, NULL),
	(11.1, 'the same, all in one process', 'reconcile of 1,000,000 batches, in-server', 'ours', 'sequential scan, one process', true, 4, NULL),
	(11.2, 'dashboard of 20,000 items ÷ the value of its 40,000 open batches', 'dashboard of 20,000 items, in-server', 'ours', 'the value of its batches', true, NULL, NULL),
	(12, '8 clients while the job seals ÷ without it', 'seals: 8 clients', 'with the job', 'without the job', false, 0.95, NULL),
	(14, 'hot SKU, commit flushed, 8 clients ÷ the flushes of the disk', 'flush: commits', 'ours, hot SKU, 8 clients', 'the disk, by pg_test_fsync', false, NULL, NULL),
	(15, 'the same, 64 clients', 'flush: commits', 'ours, hot SKU, 64 clients', 'the disk, by pg_test_fsync', false, NULL, NULL),
	(16, 'random SKU, commit flushed, 64 clients ÷ the flushes of the disk', 'flush: commits', 'ours, random SKU, 64 clients', 'the disk, by pg_test_fsync', false, NULL, NULL),
	(17, 'a sale in-server, processor, pgledger ÷ primeinv', 'one sale, processor', 'pgledger', 'primeinv', false, NULL, NULL),
	(17.1, 'a sale in-server, processor, pg_accumulator ÷ primeinv', 'one sale, processor', 'pg_accumulator', 'primeinv', false, NULL, NULL),
	(18, '8 clients, random SKU, primeinv ÷ pgledger', '8 clients, random SKU', 'primeinv', 'pgledger', false, NULL, NULL),
	(18.1, '8 clients, random SKU, primeinv ÷ pg_accumulator', '8 clients, random SKU', 'primeinv', 'pg_accumulator', false, NULL, NULL),
	(19, '8 clients, hot SKU, primeinv ÷ pgledger', '8 clients, hot SKU', 'primeinv', 'pgledger', false, NULL, NULL),
	(19.1, '8 clients, hot SKU, primeinv ÷ pg_accumulator', '8 clients, hot SKU', 'primeinv', 'pg_accumulator', false, NULL, NULL),
	(13, 'sealing ÷ a digest a row, in SQL; CPU', 'seals: 1,000,000 movements', 'sealed, CPU', 'a digest a row, in SQL, CPU', true, NULL, NULL);

\echo '| figure | way | median | lowest to highest | rounds |'
\echo '| --- | --- | --- | --- | --- |'
UPDATE median SET unit = 'ms', value = value / 1000, low = low / 1000, high = high / 1000 WHERE unit = 'µs' AND value >= 10000;
SELECT format('| %s | %s | %s %s | %s to %s | %s |', figure, way, round(value, CASE WHEN value < 1000 THEN 1 ELSE 0 END), unit,
	round(low, CASE WHEN value < 1000 THEN 1 ELSE 0 END), round(high, CASE WHEN value < 1000 THEN 1 ELSE 0 END), rounds)
FROM median ORDER BY min(n) OVER (PARTITION BY figure), n;

\echo
\echo '| ratio | measured | at least | aim | |'
\echo '| --- | --- | --- | --- | --- |'
SELECT format('| %s | %s | %s | %s | %s |', label, round(r, 2), least_text, aim_text,
	CASE WHEN smaller_is_better AND r <= aim OR NOT smaller_is_better AND r >= aim THEN 'aim reached'
		WHEN smaller_is_better AND r <= at_least OR NOT smaller_is_better AND r >= at_least THEN 'reached'
		WHEN at_least IS NOT NULL THEN 'short' ELSE '' END)
FROM (
	SELECT g.*, a.value * CASE a.unit WHEN 'ms' THEN 1000 ELSE 1 END / (b.value * CASE b.unit WHEN 'ms' THEN 1000 ELSE 1 END) AS r, CASE WHEN smaller_is_better THEN '<= ' ELSE '' END || g.at_least AS least_text,
		CASE WHEN smaller_is_better THEN '<= ' ELSE '' END || g.aim AS aim_text
	FROM goal g
	JOIN median a ON a.figure = g.figure AND a.way = g.above
	JOIN median b ON b.figure = g.figure AND b.way = g.below
) t
ORDER BY n;
