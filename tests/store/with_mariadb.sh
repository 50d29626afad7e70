#!/bin/sh
# Runs a command beside a private MariaDB server; @URL@ in its arguments becomes the server's URL.
#   with_mariadb.sh COMMAND [ARGUMENT...]
set -eu
here=$(dirname "$0")
folder=$(mktemp -d)/mariadb
chmod 755 "$(dirname "$folder")"
url=$("$here/private_mariadb.sh" start "$folder" $$)
trap '"$here/private_mariadb.sh" stop "$folder"; rmdir "$(dirname "$folder")" 2>/dev/null || :' EXIT
status=0
for argument do
    shift
    [ "$argument" = @URL@ ] && argument=$url
    set -- "$@" "$argument"
done
"$@" || status=$?
exit "$status"
