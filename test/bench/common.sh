# shellcheck shell=bash
# shellcheck disable=SC2154 # skus, seconds: of the script that sources this
# What the scripts that time calls share. Sourced in test/bench, with a server in PGHOST.

results=${KEEP:-$PRIMEINV_TMP/results}
: >"$results"

# sql [psql's options]: in the database PGDATABASE
sql() {
	psql -XqAt -v ON_ERROR_STOP=1 "$@"
}

# Whether the setting ONLY, a pattern, asks for this figure.
wanted() {
	[[ $1 =~ ${ONLY:-.} ]]
}

record() { # figure way unit value
	printf '%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" >>"$results"
}

# Microseconds a call inside the server: one statement makes all the calls, so neither protocol nor commit counts. The
# session has met every variation before, as one of a pool soon has.
in_server() { # figure way calls statement
	wanted "$1" || return 0
	local value
	value=$(sql -c "SELECT count(primeinv.get_available_stock(v, 1)) FROM generate_series(1, $skus) v" \
		-c "CALL bench.time(\$q\$$4\$q\$, $3)" | tail -n 1)
	record "$1" "$2" µs "$value"
}

# Ours is called by a role that a grant lets in, because a superuser is not asked for one.
as_till() {
	PGOPTIONS="$PGOPTIONS -c role=till" "$@"
}

# The role of as_till.
create_till() {
	sql -c 'CREATE ROLE till' -c "SELECT primeinv.grant_tenant('till', 1, 'app')" -c 'GRANT USAGE ON SCHEMA bench TO till' \
		-c 'GRANT SELECT ON bench.basket TO till' >/dev/null
}

# Transactions a second of a pgbench script with prepared statements.
tps() { # figure way clients script skus
	wanted "$1" || return 0
	local value
	value=$(pgbench -n -M prepared -c "$3" -j 2 -T "$seconds" -D "skus=$5" -f "client/$4.sql" | sed -n 's/^tps = \([0-9.]*\).*/\1/p')
	record "$1" "$2" tps "${value:-0}" # pgbench says nothing where nothing has ended
}
