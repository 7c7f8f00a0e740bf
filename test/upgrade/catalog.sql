-- Everything that the catalogs say of the extension, a row a fact, without OIDs: a new installation and an upgraded one say the same.
-- Grants that an administrator has made are told, too.

SELECT pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false) \g /dev/null

CREATE TEMP TABLE member AS
SELECT d.classid, d.objid, (pg_identify_object(d.classid, d.objid, 0)).type, (pg_identify_object(d.classid, d.objid, 0)).identity
FROM pg_depend d JOIN pg_extension e ON d.refclassid = 'pg_extension'::regclass AND d.refobjid = e.oid
WHERE e.extname = 'primeinv' AND d.deptype = 'e'
UNION
SELECT 'pg_namespace'::regclass, 'primeinv'::regnamespace, 'schema', 'primeinv';

CREATE TEMP TABLE relation AS
SELECT c.*, m.identity FROM member m JOIN pg_class c ON m.classid = 'pg_class'::regclass AND m.objid = c.oid;

CREATE TEMP TABLE fact (kind text, object text, fact text);

INSERT INTO fact
SELECT 'extension', extname, format('%s %s %s %s', extversion, extrelocatable, extnamespace::regnamespace, extowner::regrole)
FROM pg_extension WHERE extname = 'primeinv'
UNION ALL
SELECT 'dumped', t.oid::regclass::text, t.condition
FROM pg_extension e, unnest(e.extconfig, e.extcondition) t (oid, condition) WHERE e.extname = 'primeinv'
UNION ALL
SELECT 'member', m.identity, m.type FROM member m
UNION ALL -- of what belongs to no member, nothing may be in the schema
SELECT 'in schema', (pg_identify_object(d.classid, d.objid, 0)).identity, (pg_identify_object(d.classid, d.objid, 0)).type
FROM pg_depend d WHERE d.refclassid = 'pg_namespace'::regclass AND d.refobjid = 'primeinv'::regnamespace AND d.classid <> 'pg_extension'::regclass
UNION ALL
SELECT 'comment', (pg_identify_object(d.classoid, d.objoid, d.objsubid)).identity, d.description
FROM pg_description d WHERE (d.classoid, d.objoid) IN (SELECT classid, objid FROM member)
	OR d.classoid = 'pg_extension'::regclass AND d.objoid = (SELECT oid FROM pg_extension WHERE extname = 'primeinv')
	OR d.classoid = 'pg_constraint'::regclass AND d.objoid IN (SELECT k.oid FROM pg_constraint k JOIN relation r ON k.conrelid = r.oid)
UNION ALL
SELECT 'initial privileges', (pg_identify_object(i.classoid, i.objoid, i.objsubid)).identity, a::text
FROM pg_init_privs i JOIN member m ON i.classoid = m.classid AND i.objoid = m.objid, unnest(i.initprivs) a
UNION ALL
SELECT 'schema', n.nspname, format('%s', n.nspowner::regrole) FROM pg_namespace n WHERE n.nspname = 'primeinv'
UNION ALL
SELECT 'privilege', m.identity, a::text FROM member m, LATERAL (
	SELECT coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner)) AS acl FROM pg_class c WHERE m.classid = 'pg_class'::regclass AND c.oid = m.objid
	UNION ALL SELECT coalesce(p.proacl, acldefault('f', p.proowner)) FROM pg_proc p WHERE m.classid = 'pg_proc'::regclass AND p.oid = m.objid
	UNION ALL SELECT coalesce(t.typacl, acldefault('T', t.typowner)) FROM pg_type t WHERE m.classid = 'pg_type'::regclass AND t.oid = m.objid
	UNION ALL SELECT coalesce(n.nspacl, acldefault('n', n.nspowner)) FROM pg_namespace n WHERE m.classid = 'pg_namespace'::regclass AND n.oid = m.objid
) x, unnest(x.acl) a
UNION ALL
SELECT 'privilege', format('%s.%s', r.identity, a.attname), x::text FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid, unnest(a.attacl) x
UNION ALL
SELECT 'relation', r.identity, format('%s kind %s persistence %s am %s options %s row security %s %s replica identity %s owner %s type %s', r.relname, r.relkind, r.relpersistence,
	(SELECT amname FROM pg_am WHERE oid = r.relam), r.reloptions, r.relrowsecurity, r.relforcerowsecurity, r.relreplident, r.relowner::regrole, r.reltype::regtype)
FROM relation r
UNION ALL
SELECT 'column', format('%s.%s', r.identity, a.attname),
	format('%s %s not null %s storage %s compression %s statistics %s collation %s identity %s generated %s options %s default %s dropped %s',
		a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attstorage, a.attcompression, a.attstattarget, a.attcollation::regcollation, a.attidentity, a.attgenerated,
		array_remove(a.attoptions, (SELECT o FROM unnest(a.attoptions) o WHERE o LIKE 'pg\_attver=%')), pg_get_expr(f.adbin, f.adrelid), a.attisdropped)
FROM relation r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 LEFT JOIN pg_attrdef f ON f.adrelid = r.oid AND f.adnum = a.attnum
UNION ALL
SELECT 'view', r.identity, pg_get_viewdef(r.oid) FROM relation r WHERE r.relkind = 'v'
UNION ALL
SELECT 'rule', r.identity, pg_get_ruledef(w.oid) FROM relation r JOIN pg_rewrite w ON w.ev_class = r.oid
UNION ALL
SELECT 'index', i.indexrelid::regclass::text, format('%s unique %s valid %s ready %s replica %s clustered %s options %s owner %s', pg_get_indexdef(i.indexrelid),
	i.indisunique, i.indisvalid, i.indisready, i.indisreplident, i.indisclustered, c.reloptions, c.relowner::regrole)
FROM relation r JOIN pg_index i ON i.indrelid = r.oid JOIN pg_class c ON c.oid = i.indexrelid
UNION ALL
SELECT 'constraint', format('%s %s', r.identity, k.conname), format('%s %s valid %s deferrable %s %s no inherit %s',
	k.contype, pg_get_constraintdef(k.oid), k.convalidated, k.condeferrable, k.condeferred, k.connoinherit)
FROM relation r JOIN pg_constraint k ON k.conrelid = r.oid
UNION ALL
SELECT 'trigger', format('%s %s', r.identity, t.tgname), format('%s enabled %s', pg_get_triggerdef(t.oid), t.tgenabled)
FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE NOT t.tgisinternal
UNION ALL
SELECT 'foreign key trigger', r.identity, format('%s %s enabled %s', (SELECT k.conname FROM pg_constraint k WHERE k.oid = t.tgconstraint), t.tgfoid::regproc, t.tgenabled)
FROM relation r JOIN pg_trigger t ON t.tgrelid = r.oid WHERE t.tgisinternal
UNION ALL
SELECT 'policy', format('%s %s', r.identity, p.polname), format('for %s permissive %s roles %s using %s check %s', p.polcmd, p.polpermissive, p.polroles,
	pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
FROM relation r JOIN pg_policy p ON p.polrelid = r.oid
UNION ALL
SELECT 'sequence', r.identity, format('%s start %s increment %s max %s min %s cache %s cycle %s of %s', s.seqtypid::regtype, s.seqstart, s.seqincrement, s.seqmax, s.seqmin,
	s.seqcache, s.seqcycle, (SELECT format('%s %s %s', d.refobjid::regclass, d.refobjsubid, d.deptype) FROM pg_depend d WHERE d.objid = r.oid AND d.deptype IN ('a', 'i') AND d.classid = 'pg_class'::regclass))
FROM relation r JOIN pg_sequence s ON s.seqrelid = r.oid
UNION ALL
SELECT 'function', m.identity, format('%s %s owner %s symbol %s support %s cost %s rows %s leakproof %s strict %s volatile %s parallel %s definer %s set %s',
	p.prokind, CASE WHEN p.prokind = 'a' THEN pg_get_function_arguments(p.oid) ELSE pg_get_functiondef(p.oid) END, p.proowner::regrole, p.prosrc, p.prosupport, p.procost, p.prorows, p.proleakproof,
	p.proisstrict, p.provolatile, p.proparallel, p.prosecdef, p.proconfig)
FROM member m JOIN pg_proc p ON m.classid = 'pg_proc'::regclass AND m.objid = p.oid
UNION ALL
SELECT 'aggregate', m.identity, to_jsonb(a)::text FROM member m JOIN pg_aggregate a ON m.classid = 'pg_proc'::regclass AND a.aggfnoid = m.objid
UNION ALL
SELECT 'statistics', s.stxname, pg_get_statisticsobjdef(s.oid) FROM pg_statistic_ext s JOIN relation r ON s.stxrelid = r.oid
UNION ALL
SELECT 'depends', format('%s %s', (pg_identify_object(d.classid, d.objid, d.objsubid)).identity, d.deptype), (pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid)).identity
FROM pg_depend d JOIN member m USING (classid, objid) WHERE d.deptype IN ('n', 'a', 'i', 'x');

\pset format unaligned
\pset tuples_only on
SELECT concat_ws(E'\t', kind, object, replace(fact, E'\n', ' ')) FROM fact ORDER BY kind COLLATE "C", object COLLATE "C", fact COLLATE "C";
