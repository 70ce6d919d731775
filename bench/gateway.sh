#!/usr/bin/env bash
# GET through the gateway, of one key and of 10 000 keys, beside nginx serving a static answer of 2 bytes, interleaved in
# one run. Needs nginx, wrk and curl. Prints a Markdown table of medians: requests a second, and CPU time per request of
# the server's own processes from /proc (user and system); for Torc the Redis nodes' is given apart.
#
#   bench/gateway.sh [ROUNDS] [SECONDS]
set -euo pipefail
cd "$(dirname -- "${BASH_SOURCE[0]}")/.."
rounds=${1:-7}
seconds=${2:-5}
keys=10000
work=$(mktemp -d)
ticks=$(getconf CLK_TCK)
torc_pid='' nginx_pid=''

finish() {
  [ -z "$torc_pid" ] || kill "$torc_pid" 2> /dev/null || true
  [ -z "$nginx_pid" ] || kill "$nginx_pid" 2> /dev/null || true
  wait 2> /dev/null || true
  rm -rf "$work"
}
trap finish EXIT

# A process and all below it whose command matches.
family() {
  local pid
  for pid in $1 $(pgrep -P "$1" || true); do
    if [ "$pid" = "$1" ]; then echo "$pid"; else family "$pid"; fi
  done
}

# Clock ticks of user and system time of some processes.
ticks_of() {
  local pid sum=0 fields
  for pid in "$@"; do
    # What follows the command's name in parentheses: state is field 1, utime 12, stime 13.
    fields=($(sed 's/.*) //' "/proc/$pid/stat"))
    sum=$((sum + fields[11] + fields[12]))
  done
  echo "$sum"
}

./torc version > /dev/null
./torc up --port 0 --admin-port 0 --json > "$work/up.json" 2> "$work/up.log" &
torc_pid=$!
for _ in $(seq 100); do
  [ -s "$work/up.json" ] && break
  sleep 0.1
done
torc=$(sed 's/.*"cache":"\([^"]*\)".*/\1/' "$work/up.json")
[ -n "$torc" ] || { cat "$work/up.log" >&2; exit 1; }
redis_pids=$(family "$torc_pid" | while read -r pid; do
  grep -qa redis-server "/proc/$pid/cmdline" && ! grep -qa NodeSupervisor "/proc/$pid/cmdline" && echo "$pid"
done || true)

nginx_port=$(python3 - << 'PORT' 2> /dev/null || echo 18080
import socket
s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])
PORT
)
cat > "$work/nginx.conf" << CONF
daemon off;
worker_processes auto;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 1024; }
http {
  access_log off;
  keepalive_requests 100000000;
  client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
  server { listen 127.0.0.1:$nginx_port; location / { default_type text/plain; return 200 'ok'; } }
}
CONF
nginx -c "$work/nginx.conf" &
nginx_pid=$!

cat > "$work/fill.lua" << LUA
local n = 0
request = function()
  n = n + 1
  return wrk.format("POST", "/key-" .. (n % $keys), {["content-type"] = "application/json"}, '{"value":"v' .. n .. '"}')
end
LUA
cat > "$work/many.lua" << LUA
local n = 0
local requests = {}
init = function()
  for i = 0, $keys - 1 do requests[i] = wrk.format("GET", "/key-" .. i) end
end
request = function()
  n = (n + 7919) % $keys
  return requests[n]
end
LUA

# Fills the cache and warms the code up.
wrk -t1 -c64 -d5 -s "$work/fill.lua" "$torc" > /dev/null
wrk -t1 -c64 -d10 -s "$work/many.lua" "$torc" > /dev/null
curl -sf "$torc/key-0" > /dev/null

# Arguments: name, URL, processes, others' processes, wrk's further arguments.
measure() {
  local name=$1 url=$2 pids=$3 others=$4 before others_before report requests
  shift 4
  before=$(ticks_of $pids) others_before=$(ticks_of $others)
  report=$(wrk -t1 -c64 "-d$seconds" --latency "$@" "$url")
  if grep -q 'Non-2xx' <<< "$report"; then
    printf '%s: answers other than 2xx\n%s\n' "$name" "$report" >&2
    exit 1
  fi
  requests=$(awk '/requests in/ {print $1}' <<< "$report")
  awk -v name="$name" -v requests="$requests" -v hz="$ticks" \
    -v own=$(($(ticks_of $pids) - before)) -v other=$(($(ticks_of $others) - others_before)) \
    '/Requests\/sec/ {rate = $2} $1 == "99%" {p99 = $2}
     END {printf "%s\t%d\t%.2f\t%.2f\t%s\n", name, rate, own * 1e6 / hz / requests, other * 1e6 / hz / requests, p99}' \
    <<< "$report" >> "$work/results"
}

for round in $(seq "$rounds"); do
  printf 'round %s of %s\n' "$round" "$rounds" >&2
  measure 'nginx, static 2 bytes' "http://127.0.0.1:$nginx_port/" "$(family "$nginx_pid")" ''
  measure 'Torc, GET of one key' "$torc/key-1" "$torc_pid" "$redis_pids"
  measure 'Torc, GET of 10 000 keys' "$torc" "$torc_pid" "$redis_pids" -s "$work/many.lua"
done

column_median() {
  awk -F'\t' -v name="$1" -v column="$2" '$1 == name {print $column}' "$work/results" | sort -n |
    awk '{value[NR] = $1} END {print value[int((NR + 1) / 2)]}'
}

printf '| Server | Requests/s | CPU µs/request | Redis CPU µs/request | p99 |\n| --- | --- | --- | --- | --- |\n'
for name in 'nginx, static 2 bytes' 'Torc, GET of one key' 'Torc, GET of 10 000 keys'; do
  printf '| %s | %s | %s | %s | %s |\n' "$name" "$(column_median "$name" 2)" "$(column_median "$name" 3)" \
    "$(column_median "$name" 4)" "$(column_median "$name" 5)"
done
