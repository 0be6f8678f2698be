#!/bin/sh
# run-postgres.sh <folder of PostgreSQL's programs> <port>: a server of its own on the loopback address, for as long as standard input is open.
# Whoever started it may end in any way: then the server stops and its files are removed. The first line of the input is the password.
set -eu
umask 077
programs=$1 port=$2
read -r password
folder=$(mktemp -d /tmp/many-machines-postgres-XXXXXX)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
echo "$password" >password
"$programs/initdb" --pgdata=data --username=locks --pwfile=password --auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync </dev/null
"$programs/postgres" -D data -p "$port" -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off </dev/null 2>&1 &
server=$!
while read -r _; do :; done
kill -INT "$server"
wait "$server" || true
