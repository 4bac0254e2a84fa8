#!/bin/bash
# One table: what winnow and libseccomp at both its optimisation levels make of the same policies. Instructions; what an
# event executes, all and without those that the kernel's bitmap decides; longest path; time to attach; and what a call that
# the bitmap does not decide costs in the running kernel (in turn, medians of 61
# rounds, of sweeps over 256 events the fastest, above a one-instruction program). libseccomp gets the rules that winnow
# exports, and those that the policy says in libseccomp's own words; the shorter of both programs counts, and both are proved.
# Usage: compare.sh [FOLDER [NAME POLICY WORKLOAD]...]   FOLDER gets what is recorded and the table; default
# test/target/comparison. Without names it takes the two policies of the compiler's tests, and what winnow learns from three
# runs each of five programs. A workload is evidence, a .tsv or - (every permitted syscall equally likely). About a minute.
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
root=$(cd -- "$here/../.." && pwd -P)
folder=${1:-$root/test/target/comparison}
[ $# -eq 0 ] || shift
mkdir -p "$folder"
folder=$(cd -- "$folder" && pwd -P)
for tool in strace:strace gcc:gcc python3:python3 sqlite3:sqlite3 git:git tar:tar; do
  command -v "${tool%%:*}" >/dev/null || { echo "compare.sh: Remedy: apt-get install ${tool#*:}" >&2; exit 2; }
done
cd "$root"
. ./.mvn/find-jdk.sh
find_jdk25 || exit 2

learned() { # name, command
  if [ ! -e "$folder/$1.evidence" ]; then
    (cd "$work" && "$root/winnow" record -q -n 3 -o "$folder/$1.evidence" -- sh -c "exec $2" >/dev/null)
  fi
  ./winnow learn -q "$folder/$1.evidence" -o "$folder/$1.policy"
  subjects="$subjects $1 $folder/$1.policy $folder/$1.evidence"
}

subjects=$*
if [ -z "$subjects" ]; then
  samples=$root/minimizer/src/test/resources/dev/winnow/minimizer/compiler
  subjects="learned $samples/learned.policy $samples/learned.tsv sets $samples/sets.policy $samples/sets.tsv"
  work=$(mktemp -d)
  trap 'rm -rf "$work"' EXIT
  git -C "$work" init -q g
  git -C "$work/g" -c user.name=n -c user.email=e@example.org commit -q --allow-empty -m one
  learned ls 'ls -lR /usr/share/doc'
  learned python 'python3 -c "import json, pathlib; print(len(json.dumps([str(p) for p in pathlib.Path(\"/etc\").iterdir()])))"'
  learned sqlite 'sqlite3 s.db "create table if not exists t(a); insert into t values(1); select count(*) from t"'
  learned git 'git -C g log --stat'
  learned tar 'tar cf t.tar /etc/apt'
fi
mvn -q -B -Pcomparison -DskipTests -Dwinnow.comparison="$folder $subjects" test -pl test -am
echo "Results: $folder/comparison.txt"
