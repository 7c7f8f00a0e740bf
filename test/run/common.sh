# shellcheck shell=bash
# What the scripts in this folder share. Sourced, not run.

set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"

# A server of the user's is none of ours: nothing that leads to it, or sets sessions up, reaches our commands.  What the throwaway
# server sets (test/run/server) stays.
export LC_ALL=C.UTF-8
if [ -z "${PRIMEINV_TMP:-}" ]; then
	for name in $(compgen -e PG); do
		[[ $name == PG_CONFIG || $name == PGVERSION ]] || unset "$name"
	done
	unset name PSQLRC PSQL_HISTORY
fi

# PostgreSQL's major version: that of the pg_config one asked for, else PGVERSION, else 15, or 17 where Debian has that instead.
if [ -z "${pgversion:-}" ]; then
	if [ -n "${PG_CONFIG:-}" ]; then
		pgversion=$("$PG_CONFIG" --version | sed 's/^[^0-9]*//; s/[^0-9].*//')
	else
		pgversion=${PGVERSION:-$(grep -qs '^VERSION_ID="13"' /etc/os-release && echo 17 || echo 15)}
		PG_CONFIG=/usr/lib/postgresql/$pgversion/bin/pg_config
		[ -d /etc/apt ] || PG_CONFIG=$(command -v pg_config || echo pg_config)
	fi
fi
export PG_CONFIG pgversion root

# Root's command: by sudo where we are not root.
as_root() {
	if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

# PostgreSQL's programs refuse to run a server as root: then it runs as the user postgres.
as_server() {
	if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

# need_server [-c setting=value]... -- "$@": builds, and runs the calling script again on a throwaway server, unless it has one.
need_server() {
	local conf=()
	while [ "$1" = -c ]; do
		conf+=(-c "$2")
		shift 2
	done
	[ -z "${PRIMEINV_TMP:-}" ] || return 0
	"$root/test/run/build"
	exec "$root/test/run/server" "${conf[@]}" "$root/test/run/$(basename "$0")" "${@:2}"
}
