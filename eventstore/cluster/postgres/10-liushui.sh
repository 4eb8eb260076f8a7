#!/bin/bash
# Run once by the Postgres image, on the empty primary: the role and database of Liushui, the role
# and who may come from where. The replica makes its slot when it copies.
set -euo pipefail

secrets=${LIUSHUI_SECRETS:-/secrets/postgres}
network=${LIUSHUI_NETWORK:?the network that everyone connects from, as 172.30.48.0/24}

psql --no-psqlrc --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
  --set liushui_password="$(cat "$secrets/liushui-password")" \
  --set replication_password="$(cat "$secrets/replication-password")" <<'SQL'
SET password_encryption = 'scram-sha-256';
CREATE ROLE liushui LOGIN PASSWORD :'liushui_password';
CREATE ROLE replicator LOGIN REPLICATION PASSWORD :'replication_password';
CREATE DATABASE liushui OWNER liushui TEMPLATE template0
  ENCODING 'UTF8' LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C';
REVOKE CONNECT ON DATABASE liushui, postgres FROM PUBLIC;
GRANT CONNECT ON DATABASE liushui TO liushui;
SQL

# The image's last line lets everyone in with a password; these two are all who need to come.
{
  echo 'local all all trust'
  echo "host liushui liushui $network scram-sha-256"
  echo "host replication replicator $network scram-sha-256"
} >"$PGDATA/pg_hba.conf"
