#!/bin/sh
# Runs a program with secrets from files in its environment, so that none stands in a compose file
# or in what `docker inspect` shows: FROM_FILE_PASSWORD=/secrets/password gives PASSWORD.
set -eu
for name in $(env | sed -n 's/^FROM_FILE_\([A-Za-z0-9_]*\)=.*/\1/p'); do
  path=$(printenv "FROM_FILE_$name")
  value=$(cat "$path")
  export "$name=$value"
  unset "FROM_FILE_$name"
done
exec "$@"
