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
  PGPASSFILE=$pgpass pg_basebackup --pgdata "$copy" --write-recovery-conf --slot replica \
    --wal-method stream --checkpoint fast --no-password \
    --dbname "host=$primary port=$port user=replicator passfile=$pgpass application_name=replica"
  chmod 700 "$copy"
  [ ! -d "$PGDATA" ] || rmdir "$PGDATA"
  mv "$copy" "$PGDATA"
fi
exec postgres "$@"
