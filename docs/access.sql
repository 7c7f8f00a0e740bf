-- The table in docs/access.md, from rights.h as the library has it.
SELECT '| level | functions | writes |' UNION ALL SELECT '| --- | --- | --- |';
SELECT format('| `%s` | %s | %s |', l.level,
	(SELECT string_agg(format('`%s`', name), ', ' ORDER BY name) FROM primeinv.rights() WHERE kind = 'function' AND level = l.level),
	coalesce((SELECT string_agg(CASE r.kind WHEN 'table' THEN format('`%s`', name) ELSE replace(format('`%s`', name), '.', '`.`') END, ', ' ORDER BY r.kind DESC, name)
		FROM primeinv.rights() r WHERE kind IN ('table', 'column') AND level = l.level), 'nothing'))
FROM (SELECT level, min(rank) AS rank FROM primeinv.rights() WHERE level <> 'owner' GROUP BY 1) l ORDER BY l.rank;
