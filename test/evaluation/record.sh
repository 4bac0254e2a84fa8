#!/bin/bash
# Records the scenarios with strace, one file for each run: FOLDER/PROGRAM/NN.strace. What is there already is not recorded again.
# Usage: record.sh FOLDER [PROGRAM]...
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
mkdir -p "$1"
out=$(cd -- "$1" && pwd -P)
shift
wanted=" $* "
# The ports can be chosen, for two recordings at once.
export PORT=${PORT:-18931} NGINX_PORT=${NGINX_PORT:-18932}

missing=
for tool in strace:strace tar:tar gzip:gzip find:findutils sqlite3:sqlite3 git:git gcc:gcc /usr/bin/python3:python3 curl:curl \
  awk:mawk busybox:busybox-static nginx:nginx-light xz:xz-utils perl:perl bash:bash openssl:openssl jq:jq zip:zip \
  java:default-jre-headless; do
  command -v "${tool%%:*}" >/dev/null || missing="$missing ${tool#*:}"
done
if [ -n "$missing" ]; then
  echo "record.sh: not installed:$missing. Remedy, as root: apt-get install$missing" >&2
  exit 2
fi

work=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$work"' EXIT
chmod 755 "$work" # nginx's worker may be another user
# What a user has set must not decide what is recorded.
export HOME=$work/home LC_ALL=C TZ=UTC PATH=/usr/sbin:/usr/bin:/sbin:/bin
export GIT_AUTHOR_DATE='2026-01-01T00:00:00Z' GIT_COMMITTER_DATE='2026-01-01T00:00:00Z' GIT_PAGER=cat
mkdir -p "$HOME" "$work/made"

prepare() {
  mkdir -p d/e
  seq 1 2000 >a.txt
  seq 5 900 >b.txt
  cp a.txt d/
  cp b.txt d/e/
  ln -s a.txt link
  truncate -s 1M sparse
  printf 'int main(void) { return 0; }\n' >m.c
  printf '#include <stdio.h>\nint main(void) { puts("hi"); return 0; }\n' >n.c
  printf 'int other(void) { return 1; }\n' >x.c
  printf '{ n++ } END { print n }\n' >s.awk
  git config --global user.email evaluation@example.org
  git config --global user.name evaluation
  git init -q g
  cp a.txt g/
  git -C g add a.txt
  git -C g commit -q -m one
  echo x >>g/a.txt
  git -C g commit -q -a -m two
  tar cf t.tar d
  tar czf t.tgz d
  gzip -c a.txt >a2.txt.gz
  sqlite3 s.db 'create table t(a, b); insert into t values(1, 2)'
  cat >nginx.conf <<NGINX
daemon off;
worker_processes 2;
pid nginx.pid;
error_log errors;
events { worker_connections 64; }
http {
  access_log access;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi; uwsgi_temp_path uwsgi; scgi_temp_path scgi;
  gzip on; gzip_types text/plain; sendfile on; default_type text/plain;
  server {
    listen 127.0.0.1:$NGINX_PORT;
    root .;
    location /d/ { autoindex on; }
    location /denied { deny all; }
    location /moved { return 301 /a.txt; }
    location /proxied/ { proxy_pass http://127.0.0.1:$PORT/; }
  }
}
NGINX
}

await() { # seconds, command: until the command succeeds
  local tries=$(($1 * 20))
  shift
  until "$@" 2>/dev/null; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.05
  done
}

reachable() {
  (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null
}

record() { # trace, command, client
  # As winnow record asks strace: every value as a number, and no strings.
  # shellcheck disable=SC2016 # the file's name is put in by eval
  local traced='timeout 120 strace -f -n -X raw -s 0 --quiet=attach,path-resolution -o "$1.part" '$2
  if [ -z "$3" ]; then
    eval "$traced" >/dev/null 2>&1 </dev/null || true # failing is a scenario too
  else
    eval "$traced" >/dev/null 2>&1 </dev/null &
    local tracer=$!
    await 60 test -s nginx.pid || { echo "record.sh: $2 did not start: see $1.part" >&2; return 1; }
    eval "$3" >/dev/null 2>&1 </dev/null || true
    kill -QUIT "$(cat nginx.pid)"
    wait "$tracer" || true
  fi
  [ -s "$1.part" ] || { echo "record.sh: nothing was recorded of $2" >&2; return 1; }
  mv "$1.part" "$1"
}

(cd "$work/made" && prepare)
if reachable; then
  echo "record.sh: port $PORT is in use. Remedy: PORT=... NGINX_PORT=... $0 ..." >&2
  exit 2
fi
(cd "$work/made" && exec /usr/bin/python3 -m http.server "$PORT" --bind 127.0.0.1) >/dev/null 2>&1 &
server=$!
await 30 reachable || { echo "record.sh: the web server on port $PORT did not start" >&2; exit 2; }

declare -A count
while IFS=$'\t' read -r program command client <&9; do
  case $program in '' | '#'*) continue ;; esac
  number=${count[$program]:-0}
  count[$program]=$((number + 1))
  case $wanted in '  ' | *" $program "*) ;; *) continue ;; esac
  trace=$(printf '%s/%s/%02d.strace' "$out" "$program" "$number")
  [ ! -s "$trace" ] || continue
  mkdir -p "$out/$program"
  rm -rf "$work/run"
  cp -a "$work/made" "$work/run"
  (cd "$work/run" && record "$trace" "$command" "$client")
  [ "$number" -ne 23 ] || echo "recorded $program"
done 9<"$here/scenarios.tsv"
