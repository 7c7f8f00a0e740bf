# Writes an update script: awk -f script.awk OLD-INSTALL-SCRIPT BY-HAND NEW-INSTALL-SCRIPT
#
# What follows from the two install scripts is made of them, so that it stands in one place, the parts of sql/.  By hand is written what
# else happens to tables that have rows.  There a line stands for what is made:
#   -- (broken)  a SELECT of the rows that a CHECK of the new tables would refuse: kind of row, id, rule
#   -- (drop)    drops what is gone or cannot be replaced
#   -- (alter)   gives the old tables their new columns, CHECKs and keys
#   -- (make)    the new install script, without what is there already
#
# A function or a view is replaced where PostgreSQL can do that, so that rights on it and what others have made of it stay; where its
# arguments or its columns are others it is dropped and made, and so is whatever names it.

FNR == 1 { file++; ended = 1 }
file == 2 { by_hand[++lines] = $0; next }
{ statement_line($0) }

END {
	read_objects(1)
	read_objects(3)
	find_dropped()
	compare_tables()
	for (i = 1; i <= lines; i++)
		if (by_hand[i] == "-- (broken)")
			printf "%s", broken
		else if (by_hand[i] == "-- (drop)")
			write_drops()
		else if (by_hand[i] == "-- (alter)")
			printf "%s", altered
		else if (by_hand[i] == "-- (make)")
			write_new()
		else
			print by_hand[i]
}

# Statements end with a semicolon at the end of a line, outside quotation marks, comments and BEGIN ATOMIC ... END.
function statement_line(line,    code, rest, at)
{
	if (ended && (line ~ /^[ \t]*(--.*)?$/ || line ~ /^\\/))
		return
	if (ended) {
		text[file, ++count[file]] = ""
		quoted = atomic = ended = 0
	}
	text[file, count[file]] = text[file, count[file]] line "\n"
	rest = line
	code = ""
	while (rest != "") {
		if (quoted) {
			at = index(rest, "'")
			if (at == 0)
				return
			quoted = 0
			code = code "'"
			rest = substr(rest, at + 1)
		} else if (match(rest, /'|--/)) {
			code = code substr(rest, 1, RSTART - 1)
			if (substr(rest, RSTART, 1) == "-")
				rest = ""
			else {
				quoted = 1
				rest = substr(rest, RSTART + 1)
			}
		} else {
			code = code rest
			rest = ""
		}
	}
	if (code ~ /^BEGIN ATOMIC/)
		atomic = 1
	if (quoted || code !~ /;[ \t]*$/ || atomic && code !~ /^END;/)
		return
	ended = 1
}

# key[file, n]: kind and name of what a statement makes, or "" for one that makes nothing; of[file, key]: its number.
function read_objects(f,    n, word)
{
	for (n = 1; n <= count[f]; n++) {
		key[f, n] = made_by(f, n)
		if (key[f, n] != "")
			of[f, key[f, n]] = n
		plain[f, n] = squeezed(text[f, n])
		all[f, plain[f, n]] = 1
	}
	for (n = 1; n <= count[f]; n++)
		if (plain[f, n] ~ /^COMMENT ON COLUMN primeinv\./) {
			split(plain[f, n], word, "[ .]")
			columns[f, word[5]] = columns[f, word[5]] word[6] " "
		}
		else if (plain[f, n] ~ /^DROP FUNCTION /)
			passing[f, "function " substr(plain[f, n], 24, length(plain[f, n]) - 24)] = 1
}

function made_by(f, n,    t, w)
{
	t = text[f, n]
	gsub(/[ \t\n]+/, " ", t)
	split(t, w, " ")
	if (t ~ /^CREATE (FUNCTION|PROCEDURE|AGGREGATE) /)
		return "function " signature(f, n, substr(w[3], 1, index(w[3], "(") - 1))
	if (t ~ /^CREATE VIEW /)
		return "view " w[3]
	if (t ~ /^CREATE TABLE /)
		return "table " w[3]
	if (t ~ /^CREATE INDEX /)
		return "index primeinv." w[3]
	if (t ~ /^CREATE UNIQUE INDEX /)
		return "index primeinv." w[4]
	if (t ~ /^CREATE (TRIGGER|POLICY) /) {
		match(t, / ON primeinv\.[a-z_]+/)
		return tolower(w[2]) " " w[3] substr(t, RSTART, RLENGTH)
	}
	return ""
}

# A function's name with the types of its arguments, as the comment after it has it, or the DROP where it is only passing.
function signature(f, n, name,    i, t)
{
	for (i = n + 1; i <= count[f]; i++) {
		t = squeezed(text[f, i])
		if (t ~ /^(COMMENT ON|DROP) (FUNCTION|PROCEDURE|AGGREGATE) / && index(t, " " name "(")) {
			sub(/^[^.]*\./, "primeinv.", t)
			return substr(t, 1, index(t, ")"))
		}
	}
	print name " has neither a COMMENT nor a DROP" > "/dev/stderr"
	exit 1
}

function squeezed(t)
{
	gsub(/--[^\n']*\n/, "\n", t)
	gsub(/[ \t\n]+/, " ", t)
	sub(/ $/, "", t)
	return t
}

# dropped[n]: statements of the old script whose object goes
function find_dropped(    n, more, names)
{
	for (n = 1; n <= count[1]; n++)
		if (key[1, n] ~ /^(function|view) / && !((1, key[1, n]) in passing))
			dropped[n] = !replaceable(n)
	do {
		more = 0
		for (n = 1; n <= count[1]; n++)
			if (n in dropped && dropped[n] && !(n in told)) {
				told[n] = 1
				more += drop_users(key[1, n], n)
			}
	} while (more)
}

function replaceable(n,    new)
{
	if (!((3, key[1, n]) in of))
		return 0
	new = of[3, key[1, n]]
	if (key[1, n] ~ /^function /)
		return declaration(plain[1, n]) == declaration(plain[3, new])
	return index(columns[3, substr(key[1, n], 15)], columns[1, substr(key[1, n], 15)]) == 1
}

# Name, arguments and result
function declaration(t)
{
	sub(/ LANGUAGE .*/, "", t)
	return t
}

function drop_users(what, n,    i, name, found)
{
	name = substr(what, index(what, " ") + 1)
	sub(/\(.*/, "(", name)
	if (name !~ /\($/)
		name = name "[^a-z_(]"
	gsub(/\./, "\\.", name)
	sub(/\($/, "\\(", name)
	for (i = 1; i <= count[1]; i++)
		if (i != n && i in dropped && !dropped[i] && key[1, i] != what && substr(plain[1, i], length(key[1, i])) ~ name) {
			dropped[i] = 1
			found++
		}
	return found
}

# broken and altered: what a table's new definition says that the old one did not.
function compare_tables(    n, k, t)
{
	for (n = 1; n <= count[3]; n++) {
		k = key[3, n]
		if (k !~ /^table / || !((1, k) in of))
			continue
		t = substr(k, 7)
		actions = ""
		read_items(1, plain[1, of[1, k]])
		read_items(3, plain[3, n])
		for (i = 1; i <= items[3]; i++)
			if (item[3, i] ~ /^(UNIQUE|CHECK|FOREIGN|PRIMARY)/)
				compare_rule(item[3, i])
			else
				compare_column(t, item[3, i])
		if (actions != "")
			altered = altered "ALTER TABLE " t substr(actions, 2) ";\n"
	}
}

# item[f, i]: the columns and rules of a table; has[f, name]: a column's definition, has[f, rule]: a rule
function read_items(f, t,    i, c, depth, quoted, one)
{
	items[f] = 0
	for (i in has)
		if (index(i, f SUBSEP) == 1)
			delete has[i]
	gsub(/pg_catalog\./, "", t)
	sub(/^[^(]*\(/, "", t)
	for (i = 1; i <= length(t) && depth >= 0; i++) {
		c = substr(t, i, 1)
		if (c == "'")
			quoted = !quoted
		if (!quoted)
			depth += (c == "(") - (c == ")")
		if (depth < 0 || c == "," && !depth && !quoted) {
			gsub(/^ | $/, "", one)
			item[f, ++items[f]] = one
			has[f, one] = 1
			has[f, substr(one, 1, index(one, " ") - 1)] = one
			one = ""
		} else
			one = one c
	}
}

function compare_rule(rule)
{
	if (!((1, rule) in has))
		actions = actions ",\n\tADD " rule
}

# A new column that is set to the moment gets that of the update, once, so that the table is not written anew.
function compare_column(t, definition,    name, rule, old)
{
	name = substr(definition, 1, index(definition, " ") - 1)
	if (!((1, name) in has)) {
		old = definition
		sub(/DEFAULT clock_timestamp\(\)/, "DEFAULT now()", old)
		actions = actions ",\n\tADD COLUMN " old (old != definition ? ",\n\tALTER " name " SET DEFAULT clock_timestamp()" : "")
		return
	}
	compare_defaults(name, has[1, name], definition)
	rule = check_of(definition)
	old = check_of(has[1, name])
	if (rule == old)
		return
	if (old != "")
		actions = actions ",\n\tDROP CONSTRAINT " constraint_name(t, name)
	if (rule != "") {
		actions = actions ",\n\tADD CONSTRAINT " constraint_name(t, name) " " rule
		broken = broken (broken != "" ? "UNION ALL " : "") "SELECT '" substr(t, 10) "', x.id, $$" substr(rule, 7) "$$ FROM " t " x WHERE NOT " substr(rule, 7) "\n"
	}
}

# A column that becomes NOT NULL is written by hand: old rows may have none.
function compare_defaults(name, old, new)
{
	if (old ~ / (NOT NULL|PRIMARY KEY)/ && new !~ / (NOT NULL|PRIMARY KEY)/)
		actions = actions ",\n\tALTER " name " DROP NOT NULL"
	old = default_of(old)
	new = default_of(new)
	if (old != new)
		actions = actions ",\n\tALTER " name (new == "" ? " DROP DEFAULT" : " SET DEFAULT " new)
}

function default_of(definition)
{
	sub(/ CHECK \(.*/, "", definition)
	return sub(/.* DEFAULT /, "", definition) && definition !~ /AS IDENTITY/ ? definition : ""
}

# As PostgreSQL names it
function constraint_name(t, column)
{
	return substr(t, 10) "_" column "_check"
}

# CHECK (...), to the bracket that closes it
function check_of(definition,    at, i, c, depth, quoted)
{
	at = index(definition, " CHECK (")
	if (!at)
		return ""
	for (i = at + 7; i <= length(definition); i++) {
		c = substr(definition, i, 1)
		if (c == "'")
			quoted = !quoted
		if (!quoted)
			depth += (c == "(") - (c == ")")
		if (!depth)
			break
	}
	return substr(definition, at + 1, i - at)
}

function write_drops(    n)
{
	for (n = count[1]; n > 0; n--)
		if (n in dropped && dropped[n])
			print "DROP " (plain[1, n] ~ /^CREATE PROCEDURE/ ? "PROCEDURE" : plain[1, n] ~ /^CREATE AGGREGATE/ ? "AGGREGATE" : toupper(kind(key[1, n]))) \
				" " substr(key[1, n], length(kind(key[1, n])) + 2) ";"
		else if (key[1, n] ~ /^(trigger|policy|index) / && !same(n))
			print "DROP " toupper(kind(key[1, n])) " " substr(key[1, n], length(kind(key[1, n])) + 2) ";"
}

function kind(k)
{
	return substr(k, 1, index(k, " ") - 1)
}

# Whether the new script makes the very same
function same(n)
{
	return (3, key[1, n]) in of && plain[1, n] == plain[3, of[3, key[1, n]]]
}

function write_new(    n, k, old)
{
	for (n = 1; n <= count[3]; n++) {
		k = key[3, n]
		old = (1, k) in of ? of[1, k] : 0
		if (k != "" && old && !((3, k) in passing)) {
			if (k ~ /^trigger / && same(old)) # which somebody may have put out of action
				print "ALTER TABLE " substr(k, index(k, " ON ") + 4) " ENABLE TRIGGER " substr(k, 9, index(k, " ON ") - 9) ";"
			if (k !~ /^(function|view) / && (k ~ /^table / || same(old)))
				continue
			if (k ~ /^(function|view) / && !dropped[old]) # with the same text, too: it keeps a table's columns
				sub(/^CREATE /, "CREATE OR REPLACE ", text[3, n])
		} else if (text[3, n] ~ /^ALTER TABLE .* ADD / && (1, plain[3, n]) in all)
			continue
		printf "%s", text[3, n]
	}
}
