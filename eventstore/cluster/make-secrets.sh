#!/bin/sh
# Makes whatever certificates and passwords of the cluster are missing or about to expire, and
# leaves the rest alone: make-secrets.sh FOLDER [MEMBER...]
#
# As root it gives every file to the one user whose container reads it; as anybody else, for trying
# things out, everything stays the caller's. Killed anywhere it leaves whole files; run it again.
set -eu
umask 077

folder=${1:?"usage: make-secrets.sh FOLDER [MEMBER...]"}
shift
if [ $# -eq 0 ]; then set -- node1 node2 node3; fi

# Users of the containers: EventStoreDB's, Postgres's, nginx's, and ours.
store_user=1000 postgres_user=999 proxy_user=101 liushui_user=10001
ca_days=3650 leaf_days=825 renew_before_seconds=$((30 * 24 * 3600))
# What every member of one cluster is called; each knows the others by it.
member_name=eventstoredb-node

mkdir -p "$folder"
# Others may pass through to their own folder, and list nothing.
chmod 711 "$folder"
folder=$(cd "$folder" && pwd)
draft=$(mktemp -d "$folder/.draft.XXXXXX")
trap 'rm -rf "$draft"' EXIT

own() { # USER PATH...
  owner=$1
  shift
  if [ "$(id -u)" -eq 0 ]; then chown "$owner:$owner" "$@"; fi
}

room() { # NAME USER: a folder that this user alone may enter
  mkdir -p "$folder/$1"
  chmod 700 "$folder/$1"
  own "$2" "$folder/$1"
}

put() { # USER PATH CONTENT: never overwrites, never half
  if [ -s "$folder/$2" ]; then return; fi
  printf '%s\n' "$3" >"$draft/content"
  own "$1" "$draft/content"
  mv "$draft/content" "$folder/$2"
}

password() { # PATH of the one kept for root
  put 0 "$1" "$(openssl rand -hex 24)"
}

is_fresh() { # CERTIFICATE
  [ -s "$1" ] && openssl x509 -in "$1" -noout -checkend "$renew_before_seconds" >"$draft/unused"
}

make_authority() {
  room ca 0
  if is_fresh "$folder/ca/ca.crt" && [ -s "$folder/ca/ca.key" ]; then return; fi
  openssl req -x509 -newkey rsa:3072 -noenc -sha256 -days "$ca_days" \
    -subj '/O=Liushui/CN=Liushui cluster authority' \
    -addext 'basicConstraints=critical,CA:TRUE,pathlen:0' \
    -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout "$draft/ca.key" -out "$draft/ca.crt" 2>"$draft/said" || { cat "$draft/said" >&2; exit 1; }
  mv "$draft/ca.key" "$folder/ca/ca.key"
  mv "$draft/ca.crt" "$folder/ca/ca.crt"
}

make_leaf() { # FOLDER FILE USER COMMON-NAME USAGE ALTERNATIVE-NAMES
  leaf="$folder/$1/$2"
  room "$1" "$3"
  if is_fresh "$leaf.crt" && [ -s "$leaf.key" ] &&
    openssl verify -CAfile "$folder/ca/ca.crt" "$leaf.crt" >"$draft/unused" 2>&1; then return; fi
  {
    echo 'basicConstraints=critical,CA:FALSE'
    echo 'keyUsage=critical,digitalSignature,keyEncipherment'
    echo "extendedKeyUsage=$5"
    echo "subjectAltName=$6"
  } >"$draft/extensions"
  openssl req -new -newkey rsa:2048 -noenc -sha256 -subj "/O=Liushui/CN=$4" \
    -keyout "$draft/leaf.key" -out "$draft/leaf.csr" 2>"$draft/said" || { cat "$draft/said" >&2; exit 1; }
  openssl x509 -req -in "$draft/leaf.csr" -sha256 -days "$leaf_days" \
    -set_serial "0x$(openssl rand -hex 16)" -extfile "$draft/extensions" \
    -CA "$folder/ca/ca.crt" -CAkey "$folder/ca/ca.key" -out "$draft/leaf.crt" 2>"$draft/said" ||
    { cat "$draft/said" >&2; exit 1; }
  own "$3" "$draft/leaf.key" "$draft/leaf.crt"
  # A key without its certificate is made anew by the next run, and so is the other way round.
  rm -f "$leaf.crt"
  mv "$draft/leaf.key" "$leaf.key"
  mv "$draft/leaf.crt" "$leaf.crt"
}

store_url() { # USER PASSWORD
  printf 'esdb://%s:%s@%s?tls=true&tlsCAFile=/secrets/trust/ca.crt&gossipTimeout=2&discoveryInterval=200&maxDiscoverAttempts=20' \
    "$1" "$2" "${hosts%,}"
}

hosts=$(printf '%s:2113,' "$@")
make_authority
mkdir -p "$folder/trust"
chmod 755 "$folder/trust"
cp "$folder/ca/ca.crt" "$draft/trust.crt"
chmod 644 "$draft/trust.crt"
mv "$draft/trust.crt" "$folder/trust/ca.crt"

for member in "$@"; do
  make_leaf "$member" node "$store_user" "$member_name" serverAuth,clientAuth \
    "DNS:$member,DNS:localhost,IP:127.0.0.1"
done
make_leaf proxy server "$proxy_user" liushui serverAuth \
  "${PROXY_NAMES:-DNS:localhost,IP:127.0.0.1}"

room master 0
master=$folder/master
for name in store-admin store-ops store-liushui store-auditor \
  postgres-superuser postgres-liushui postgres-replication liushui-admin; do
  password "master/$name"
done

room store "$store_user"
put "$store_user" store/admin-password "$(cat "$master/store-admin")"
put "$store_user" store/ops-password "$(cat "$master/store-ops")"

room postgres "$postgres_user"
put "$postgres_user" postgres/superuser-password "$(cat "$master/postgres-superuser")"
put "$postgres_user" postgres/liushui-password "$(cat "$master/postgres-liushui")"
put "$postgres_user" postgres/replication-password "$(cat "$master/postgres-replication")"
put "$postgres_user" postgres/replication.pgpass \
  "*:*:*:replicator:$(cat "$master/postgres-replication")"

room liushui "$liushui_user"
put "$liushui_user" liushui/admin-password "$(cat "$master/liushui-admin")"
put "$liushui_user" liushui/event-store-url \
  "$(store_url liushui "$(cat "$master/store-liushui")")"
put "$liushui_user" liushui/database-url \
  "postgres://liushui:$(cat "$master/postgres-liushui")@postgres:5432/liushui"

# For whoever sets the store up, and for auditors, who may read and nothing else.
put 0 master/store-admin-url "$(store_url admin "$(cat "$master/store-admin")")"
put 0 master/store-auditor-url "$(store_url auditor "$(cat "$master/store-auditor")")"
