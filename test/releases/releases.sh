#!/bin/sh
# Five releases of one program over ten years, profiled and compared: H2, a database in one jar, each filling and querying a
# database on disk, RUNS times (6 unless said). Usage: releases.sh [FOLDER] [RUNS]. Takes a few minutes; the jars come from
# Maven's repository. Writes releases/h2-VERSION.evidence, h2-VERSION.policy and the trend as trend/report.html, and prints
# what `winnow diff` says of 1.4.200 and 2.3.232, and the trend.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
winnow=${WINNOW:-$here/../../winnow}
out=${1:-$here/../target/releases}
runs=${2:-6}
mkdir -p "$out/releases"
cd "$out"
cat >work.sql <<'SQL'
create table if not exists release(id int primary key, name varchar(100));
insert into release values (1, 'one'), (2, 'two');
update release set name = 'three' where id = 2;
select * from release order by id;
checkpoint sync;
SQL
for version in 1.3.176 1.4.200 2.1.214 2.2.224 2.3.232; do
  jar=$HOME/.m2/repository/com/h2database/h2/$version/h2-$version.jar
  [ -f "$jar" ] || mvn -q -B dependency:get -Dtransitive=false "-Dartifact=com.h2database:h2:$version"
  cp "$jar" h2.jar # one name for both: the releases shall differ in what they do
  evidence=releases/h2-$version.evidence
  rm -f "$evidence" "h2-$version.policy"
  run=1
  while [ "$run" -le "$runs" ]; do
    rm -rf db.* run && mkdir run
    "$winnow" record -q -o "run/$run.evidence" -- java -Xint -XX:+UseSerialGC -cp h2.jar org.h2.tools.RunScript \
      -url jdbc:h2:./db -user sa -script work.sql >/dev/null
    if [ -f "$evidence" ]; then
      "$winnow" merge -q "$evidence" "run/$run.evidence" -o "$evidence"
    else
      mv "run/$run.evidence" "$evidence"
    fi
    run=$((run + 1))
  done
  "$winnow" learn -q "$evidence" -o "h2-$version.policy"
done
echo '$ winnow diff releases/h2-1.4.200.evidence releases/h2-2.3.232.evidence'
"$winnow" diff releases/h2-1.4.200.evidence releases/h2-2.3.232.evidence || [ $? -eq 1 ]
echo '$ winnow diff h2-1.4.200.policy h2-2.3.232.policy'
"$winnow" diff h2-1.4.200.policy h2-2.3.232.policy || [ $? -eq 1 ]
echo '$ winnow report --history releases -o trend'
"$winnow" report --history releases -o trend
