#!/bin/sh
# A MariaDB server for tests: its own folder, a free port, an ordinary user; no service is touched.
#
#   private_mariadb.sh start FOLDER [PID]   starts it and prints a database URL; FOLDER is new, in a place that
#                                           everybody may enter; the server is killed when process PID ends
#   private_mariadb.sh stop FOLDER          stops it and removes FOLDER
#
# It never waits for the disk: fast, and right for tests, as nobody pulls the plug on a test.
#
# Needs Debian's mariadb-server (or mariadb-server-core with mariadb-client-core).
set -eu

say() { echo "private_mariadb: $*" >&2; }

user=nobody
as_user() {
    if [ "$(id -u)" = 0 ]; then
        setpriv --reuid "$user" --regid "$(id -g "$user")" --clear-groups -- "$@"
    else
        "$@"
    fi
}

free_port() {
    # The kernel's own range of ports begins at 32768: keep below it.
    while :; do
        port=$(( 20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000 ))
        ss_hex=$(printf '%04X' "$port")
        grep -qi ":$ss_hex 00000000:0000 0A" /proc/net/tcp || { echo "$port"; return; }
    done
}

client() { mariadb --no-defaults --socket="$folder/s.sock" --user=root "$@"; }

start_server() {
    port=$(free_port)
    # A subshell that lets go of our output: who reads it must not wait for the server.
    (exec >/dev/null 2>&1 </dev/null
     as_user mariadbd --no-defaults --datadir="$folder/data" --tmpdir="$folder/tmp" --socket="$folder/s.sock" \
        --pid-file="$folder/pid" --port="$port" --bind-address=127.0.0.1 --skip-name-resolve \
        --character-set-server=utf8mb4 --collation-server=utf8mb4_bin --log-error="$folder/err.log" \
        --innodb-buffer-pool-size=96M --max-connections=200 \
        --innodb-flush-log-at-trx-commit=2 --innodb-flush-method=nosync --debug-no-sync --sync-frm=0 \
        --plugin-dir=/usr/lib/mysql/plugin) &
    starter=$!
    tries=0
    while ! client -e 'SELECT 1' >/dev/null 2>&1; do
        tries=$((tries + 1))
        if ! kill -0 "$starter" 2>/dev/null || [ "$tries" -gt 300 ]; then
            [ ! -f "$folder/pid" ] || kill -9 "$(cat "$folder/pid")" 2>/dev/null || :
            return 1
        fi
        sleep 0.1
    done
    server=$(cat "$folder/pid")
    echo "$server" > "$folder/server"
}

start() {
    command -v mariadbd >/dev/null || { say 'mariadbd is missing: apt-get install mariadb-server'; exit 1; }
    mkdir -p "$folder/tmp"
    [ "$(id -u)" != 0 ] || chown -R "$user" "$folder"
    as_user mariadb-install-db --no-defaults --datadir="$folder/data" --auth-root-authentication-method=normal \
        --skip-test-db --skip-name-resolve --innodb-log-file-size=64M > "$folder/install.log" 2>&1 || {
        say 'the data folder cannot be made:'; tail -5 "$folder/install.log" >&2; exit 1; }
    # Somebody else may take the port between the look and the start.
    start_server || start_server || { say 'the server does not start:'; tail -5 "$folder/err.log" >&2; exit 1; }
    client -e "CREATE USER 'underpin'@'%' IDENTIFIED BY 'p@ss:w/rd%'; GRANT ALL ON *.* TO 'underpin'@'%';
        CREATE DATABASE underpin CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
    if [ -n "$watched" ]; then
        (exec >/dev/null 2>&1 </dev/null
         tail --pid="$watched" -f /dev/null
         kill -9 "$server"
         rm -rf "$folder") &
        echo "$!" > "$folder/watcher"
    fi
    echo "mysql://underpin:p%40ss%3Aw%2Frd%25@127.0.0.1:$port/underpin"
}

stop() {
    [ -f "$folder/server" ] || { say "no server was started in $folder"; exit 1; }
    server=$(cat "$folder/server")
    kill "$server" 2>/dev/null || :
    tries=0
    while kill -0 "$server" 2>/dev/null; do
        tries=$((tries + 1))
        [ "$tries" -le 100 ] || kill -9 "$server" 2>/dev/null || :
        sleep 0.1
    done
    if [ -f "$folder/watcher" ]; then
        watcher=$(cat "$folder/watcher")
        # Its `tail` goes with it.
        for child in $(ps -o pid= --ppid "$watcher" 2>/dev/null); do kill "$child" 2>/dev/null || :; done
        kill "$watcher" 2>/dev/null || :
    fi
    rm -rf "$folder"
}

command=${1:-}
folder=${2:-}
watched=${3:-}
case $command in
    start|stop) [ -n "$folder" ] || { say 'usage: private_mariadb.sh start FOLDER [PID] | stop FOLDER'; exit 2; }; $command ;;
    *) say 'usage: private_mariadb.sh start FOLDER [PID] | stop FOLDER'; exit 2 ;;
esac
