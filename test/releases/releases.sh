#!/bin/sh
# Two releases of one program, profiled and compared: H2, a database in one jar, 1.4.200 and 2.3.232, each filling and
# querying a database on disk, RUNS times (6 unless said). Usage: releases.sh [FOLDER] [RUNS]. Takes a minute; the jars come
# from Maven's repository. Writes h2-VERSION.evidence and .policy, and prints what `winnow diff` says of both.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
winnow=${WINNOW:-$here/../../winnow}
out=${1:-$here/../target/releases}
runs=${2:-6}
mkdir -p "$out"
cd "$out"
cat >work.sql <<'SQL'
create table if not exists release(id int primary key, name varchar(100));
insert into release values (1, 'one'), (2, 'two');
update release set name = 'three' where id = 2;
select * from release order by id;
checkpoint sync;
SQL
for version in 1.4.200 2.3.232; do
  jar=$HOME/.m2/repository/com/h2database/h2/$version/h2-$version.jar
  [ -f "$jar" ] || mvn -q -B dependency:get -Dtransitive=false "-Dartifact=com.h2database:h2:$version"
  cp "$jar" h2.jar # one name for both: the releases shall differ in what they do
  rm -f "h2-$version".*
  run=1
  while [ "$run" -le "$runs" ]; do
    rm -rf db.* run && mkdir run
    "$winnow" record -q -o "run/$run.evidence" -- java -Xint -XX:+UseSerialGC -cp h2.jar org.h2.tools.RunScript \
      -url jdbc:h2:./db -user sa -script work.sql >/dev/null
    if [ -f "h2-$version.evidence" ]; then
      "$winnow" merge -q "h2-$version.evidence" "run/$run.evidence" -o "h2-$version.evidence"
    else
      mv "run/$run.evidence" "h2-$version.evidence"
    fi
    run=$((run + 1))
  done
  "$winnow" learn -q "h2-$version.evidence" -o "h2-$version.policy"
done
for kind in evidence policy; do
  echo "\$ winnow diff h2-1.4.200.$kind h2-2.3.232.$kind"
  "$winnow" diff "h2-1.4.200.$kind" "h2-2.3.232.$kind" || [ $? -eq 1 ]
done
