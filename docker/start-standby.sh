#!/bin/sh
# The standby: a copy of the primary on the first start, then its stream.
set -eu
: "${PGDATA:=/var/lib/postgresql/18/docker}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    rm -rf "$PGDATA"
    pg_basebackup --host=primary --username=filing_platform --pgdata="$PGDATA" --slot=standby \
        --wal-method=stream --write-recovery-conf
fi
chmod 700 "$PGDATA"
# The primary keeps what a reader of the standby still needs: no page is broken off by a clean-up.
exec postgres -D "$PGDATA" -c hot_standby=on -c hot_standby_feedback=on
