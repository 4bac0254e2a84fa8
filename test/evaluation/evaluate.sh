#!/bin/bash
# Records real programs, learns policies from some of their runs and tries them on the others.
# Usage: evaluate.sh [FOLDER [PROGRAM]...]   FOLDER gets the traces and the results; default test/target/evaluation.
# Traces that are there are used again. Some minutes to record, some to evaluate.
set -eu
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
root=$(cd -- "$here/../.." && pwd -P)
folder=${1:-$root/test/target/evaluation}
[ $# -eq 0 ] || shift
mkdir -p "$folder"
folder=$(cd -- "$folder" && pwd -P)

"$here/record.sh" "$folder/traces" "$@"
cd "$root"
. ./.mvn/find-jdk.sh
find_jdk25 || exit 2
mvn -q -B -Pevaluation -DskipTests -Dwinnow.evaluation="$folder" test -pl test -am
echo "Results: $folder/evaluation.txt, .csv and .json, denials.tsv, pareto.png"
