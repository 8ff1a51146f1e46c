#!/bin/sh
# Run once, when the primary's cluster is made: the standby may stream from it.
set -eu
echo "host replication $POSTGRES_USER all scram-sha-256" >> "$PGDATA/pg_hba.conf"
psql --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
    --command="SELECT pg_create_physical_replication_slot('standby')"
