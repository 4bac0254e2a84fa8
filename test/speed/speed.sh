#!/bin/sh
# How fast winnow reads a large strace log, next to wc -l and two readers made of regular expressions: whole processes,
# medians of RUNS in one go, as ratios. Usage: test/speed/speed.sh [LOG]. Without LOG it records programs with strace and
# repeats them to 614 MB (needs python3, strace and as much room in TMPDIR).
set -eu

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd -P)
home=$here/../..
runs=${RUNS:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for tool in python3 strace; do
  command -v "$tool" >/dev/null 2>&1 || { echo "speed.sh: $tool is missing. Remedy: apt-get install $tool" >&2; exit 2; }
done
. "$home/.mvn/find-jdk.sh"
find_jdk25 || exit 2

log=${1:-}
if [ -z "$log" ]; then
  log=$work/big.log
  strace -f -o "$work/processes" sh -c \
    'for i in 1 2 3 4; do (find /usr/share -type f 2>/dev/null | head -n 8000 | xargs cat | wc -c) & done; wait' >/dev/null
  strace -f -o "$work/one" find /usr -xdev >/dev/null
  "$JAVA_HOME/bin/java" "$home/test/src/test/java/dev/winnow/test/BigLog.java" "$log" 614 \
    "$work/processes" "$work/one" "$work/one" "$work/one"
fi
"$JAVA_HOME/bin/javac" -d "$work" "$here/LineRegex.java"
"$home/winnow" --version >/dev/null # builds it if need be
cat "$log" >/dev/null               # from memory for everybody

# median NAME COMMAND...: the seconds of each run go to a file, the middle one is printed.
median() {
  name=$1
  shift
  : >"$work/$name"
  for i in $(seq "$runs"); do
    rm -f "$work/out"
    begin=$(date +%s%N)
    "$@" >"$work/said" 2>&1
    end=$(date +%s%N)
    echo $((end - begin)) >>"$work/$name"
  done
  sort -n "$work/$name" | sed -n "$(((runs + 1) / 2))p"
}

winnow=$(median winnow "$home/winnow" ingest "$log" -o "$work/out")
wc=$(median wc wc -l "$log")
java=$(median java "$JAVA_HOME/bin/java" -cp "$work" LineRegex "$log")
python=$(median python python3 "$here/baseline.py" "$log")
bytes=$(wc -c <"$log")
awk -v b="$bytes" -v w="$winnow" -v l="$wc" -v j="$java" -v p="$python" 'BEGIN {
  printf "%.0f MB; winnow ingest %.2f s (%.0f MB/s): %.1f times wc -l (%.3f s), ", b / 1e6, w / 1e9, b * 1e3 / w, w / l, l / 1e9
  printf "%.1f times as fast as regular expressions in Python (%.1f s), %.1f in Java (%.1f s)\n", p / w, p / 1e9, j / w, j / 1e9
}'
