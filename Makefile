# primeinv: build, install and test. `make help` lists the targets.

EXTENSION = primeinv
MODULE_big = primeinv
OBJS = $(sort $(patsubst %.c,%.o,$(wildcard src/*/*.c)))

EXTVERSION := $(shell sed -n "s/^default_version *= *'\(.*\)'.*/\1/p" primeinv.control)
SCRIPT = sql/primeinv--$(EXTVERSION).sql
PARTS := $(addprefix sql/,$(shell sed 's/\#.*//' sql/MANIFEST))
UPDATE = sql/updates/primeinv--1.0.0--$(EXTVERSION).sql
DATA_built = $(SCRIPT) $(UPDATE)

# The library's functions by the names that SQL calls (primeinv.h)
NAME_SYMBOLS = sed "s/^\(.*'MODULE_PATHNAME', 'primeinv_[a-z_]*\)'/\1_1_1'/"

REGRESS = $(sort $(basename $(notdir $(wildcard test/sql/*.sql))))
REGRESS_OPTS = --inputdir=test
ISOLATION = $(sort $(basename $(notdir $(wildcard test/specs/*.spec))))
ISOLATION_OPTS = --inputdir=test --outputdir=.
TAP_TESTS = 1
PROVE_TESTS = test/t/*.pl

PG_CPPFLAGS = -I$(CURDIR)/src -DPRIMEINV_VERSION='"$(EXTVERSION)"'
PG_CFLAGS = -MMD -MP
EXTRA_CLEAN = src/*/*.d src/.kind sql/primeinv--[0-9]*.sql sql/updates/primeinv--*.sql results regression.diffs regression.out log

# Developers and CI: every warning is an error. Relaxed is only what PostgreSQL's own macros and callbacks cannot meet.
# No bitcode: it doubles the time of a build, and the tests do not need it.
ifdef DEVEL
PG_CFLAGS += -Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare -Wno-missing-field-initializers
override with_llvm = no
endif

# Our assertions, on a server that was built without: the tests set it where the server's headers call nothing that it has not got.
ifdef ASSERTS
PG_CPPFLAGS += -DUSE_ASSERT_CHECKING=1
endif

# The undefined behaviour sanitizer: make test SANITIZE=1 fails where the server's log has one of its reports.
ifdef SANITIZE
PG_CFLAGS += -fsanitize=undefined -fno-omit-frame-pointer
SHLIB_LINK += -fsanitize=undefined
endif

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)

# These install what is missing first, so they must work before there is a pg_config.
JOBS_GOALS = help demo shell web pictures test attack matrix replay forecast docs tables indent bench bench-held bench-long bench-ledgers deb pgxn image

ifneq ($(wildcard $(PGXS)),)
# A server built with LLVM wants bitcode from every extension; without clang there is none to be had, and JIT does without.
CLANG_PATH := $(shell sed -n 's/^CLANG *= *//p' $(dir $(PGXS))../Makefile.global)
ifeq ($(shell command -v $(CLANG_PATH) 2>/dev/null),)
override with_llvm = no
endif
include $(PGXS)
-include $(OBJS:.o=.d)
src/base/table.o: primeinv.control

# No session must load half a library, and no CREATE EXTENSION read half a script, while they are installed.
INSTALL_SHLIB = sh $(srcdir)/packaging/put 755
INSTALL_DATA = sh $(srcdir)/packaging/put 644
$(OBJS:.o=.bc): $(wildcard src/*/*.h)
else ifneq ($(filter-out $(JOBS_GOALS),$(or $(MAKECMDGOALS),all)),)
$(error $(PG_CONFIG) does not lead to PostgreSQL's server headers: install postgresql-server-dev-15 (or -16, -17, -18), or set PG_CONFIG)
endif

# The install script is its parts in the order of the manifest. A part that nobody lists would be missing without a word.
$(SCRIPT): sql/MANIFEST $(PARTS) primeinv.control Makefile
	@for part in $(filter-out $(PARTS),$(filter-out sql/updates/%,$(wildcard sql/*/*.sql))); do \
		echo "$$part is not listed in sql/MANIFEST" >&2; exit 1; done
	@{ printf '%s\n' '\echo Use "CREATE EXTENSION primeinv" to load this file. \quit'; \
		for part in $(PARTS); do printf '\n-- %s\n\n' "$$part"; cat "$$part" || exit 1; done; } | \
		$(NAME_SYMBOLS) > $@.tmp
	@mv $@.tmp $@

# What brings the version before to this one: made of both install scripts, and of what only hands can write.
$(UPDATE): sql/updates/script.awk sql/updates/1.0.0--$(EXTVERSION).sql test/upgrade/primeinv--1.0.0.sql $(SCRIPT)
	@awk -f sql/updates/script.awk test/upgrade/primeinv--1.0.0.sql sql/updates/1.0.0--$(EXTVERSION).sql $(SCRIPT) | $(NAME_SYMBOLS) > $@.tmp
	@mv $@.tmp $@

.PHONY: $(JOBS_GOALS)

help:
	@sed -n 's/^#: //p' Makefile

#: make            builds; make install installs (PG_CONFIG=... chooses the server, DEVEL=1 makes warnings errors)
#: make demo       installs what is missing, builds, and shows a day in a shop on a throwaway server
#: make shell      psql in the same shop
#: make web        the same shop in a browser, until Ctrl-C: make web PORT=8080
#: make pictures   pictures of every screen of it, to be looked at: OUT=folder
#: make test       every test; make test ONLY="regress:stock isolation:stock* pgtap tap:restore replay docs" some of them
#:                 SANITIZE=1 looks for undefined behaviour in the C code while they run
#: make attack     300,000 calls with hostile arguments, nonsense to every function, what a role may write at its extremes, a neighbour's locks, a DBA's objects one by one: an hour and a half; ATTACK_CALLS=... for another number
#: make matrix     tests on PostgreSQL 15, 17 and 18 in throwaway chroots (Debian, root): VERSIONS="17 18" and ONLY="regress" for some
#: make deb        Debian's packages in dist/, for each PostgreSQL whose server headers are installed; make pgxn the archive that pgxn install takes
#: make image      dist/image, the folders that CloudNativePG mounts (extension_control_path, PostgreSQL 18)
#: make replay     sells real baskets with four clients at once, as whole sales with SALES=1, those of another file with DATA=file.csv
#: make forecast   how good forecasts are, and a year of ordering by them: the tables of docs/forecast.md, five minutes; DATA=file.csv as above
#: make bench      measures speed against other ways of doing the same
#: make bench-held what an old snapshot costs sales, beside a plain client; bench-long: 64 clients for 20 minutes, everything on
#: make bench-ledgers PGLEDGER=pgledger/pgledger.sql  other ledgers that live in the database, beside ours; alone it says where they are to be had
#: make tables     writes what the library knows of its tables (src/base/tables*.h) from the catalog; make docs does so, too
#: make docs       writes docs/reference.md from the comments in the catalog, and the generated parts of clients/
#: make indent     gives the C sources PostgreSQL's shape, with Debian's pg-bsd-indent
#: make clean      removes what was built
demo shell docs tables indent:
	@test/run/$@

web:
	@test/run/web '$(or $(PORT),8080)'

pictures:
	@test/run/pictures $(OUT)

test:
	@ONLY='$(ONLY)' SANITIZE='$(SANITIZE)' test/run/tests

attack:
	@LONG=1 HOSTILE_CALLS=$(or $(ATTACK_CALLS),300000) TEST_TIMEOUT=14400 ONLY='tap:hostile tap:nonsense tap:extremes tap:neighbour tap:own_objects' SANITIZE='$(SANITIZE)' test/run/tests

matrix:
	@ONLY='$(ONLY)' test/run/matrix $(VERSIONS)

replay:
	@test/run/replay $(if $(SALES),--checkout) $(if $(filter command line environment,$(origin DATA)),'$(DATA)')

forecast:
	@test/run/forecast $(if $(filter command line environment,$(origin DATA)),'$(DATA)')

bench:
	@test/bench/run

bench-held bench-long bench-ledgers:
	@PGLEDGER='$(PGLEDGER)' PG_ACCUMULATOR='$(PG_ACCUMULATOR)' test/bench/$(@:bench-%=%)

deb pgxn image:
	@packaging/$@
