#!/bin/bash
# Starts the replica; the first time it copies the primary. A copy that was killed is begun anew.
set -euo pipefail

primary=${LIUSHUI_PRIMARY:-postgres}
port=${LIUSHUI_PRIMARY_PORT:-5432}
pgpass=${LIUSHUI_PGPASS:-/secrets/postgres/replication.pgpass}
# Standing beside the data, so that the last step of copying is one rename.
copy="$PGDATA.copy"

if [ ! -s "$PGDATA/PG_VERSION" ]; then
  rm -rf "$copy"
  mkdir -p "$(dirname "$PGDATA")"
  # The primary drops what a slot still needs after 8 GB, and such a slot serves no copy any more:
  # a new copy gets a slot of its own. Where there is none yet, dropping it fails and harms nothing.
  PGPASSFILE=$pgpass psql --no-password --quiet --command 'DROP_REPLICATION_SLOT replica' \
    "host=$primary port=$port user=replicator dbname=replication replication=true" || true
  PGPASSFILE=$pgpass pg_basebackup --pgdata "$copy" --write-recovery-conf --slot replica --create-slot \
    --wal-method stream --checkpoint fast --no-password \
    --dbname "host=$primary port=$port user=replicator passfile=$pgpass application_name=replica"
  chmod 700 "$copy"
  [ ! -d "$PGDATA" ] || rmdir "$PGDATA"
  mv "$copy" "$PGDATA"
fi
exec postgres "$@"
