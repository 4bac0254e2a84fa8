#!/bin/sh
# Five releases of one program over ten years, profiled and compared: H2, a database in one jar, each doing the same eight
# jobs on a database on disk, ROUNDS times (once unless said). Usage: releases.sh [FOLDER] [ROUNDS]. Takes a few minutes; the
# jars come from Maven's repository. Writes releases/h2-VERSION.evidence, h2-VERSION.policy and the trend as
# trend/report.html, and prints what `winnow diff` says of 1.4.200 and 2.3.232, and the trend.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
winnow=${WINNOW:-$here/../../winnow}
out=${1:-$here/../target/releases}
rounds=${2:-1}
mkdir -p "$out/releases" "$out/jobs"
cd "$out"
table="create table t(id int primary key, name varchar(100)); insert into t select x, 'n' || x from system_range(1, 500);"
job() { echo "$table $2" >"jobs/$1.sql"; }
job 1 "update t set name = 'three' where id = 3; select * from t order by id limit 3; checkpoint sync;"
job 2 "insert into t select x, 'm' || x from system_range(501, 20000); select count(*) from t;"
job 3 "create index i on t(name); select id from t where name = 'n7'; drop index i;"
job 4 "call csvwrite('out.csv', 'select * from t'); select count(*) from csvread('out.csv');"
job 5 "backup to 'backup.zip';"
job 6 "script to 'dump.sql';"
job 7 "delete from t where id > 10; shutdown compact;"
job 8 "set autocommit false; insert into t values (1000, 'lost'); rollback; select count(*) from t;"
for version in 1.3.176 1.4.200 2.1.214 2.2.224 2.3.232; do
  jar=$HOME/.m2/repository/com/h2database/h2/$version/h2-$version.jar
  [ -f "$jar" ] || mvn -q -B dependency:get -Dtransitive=false "-Dartifact=com.h2database:h2:$version"
  cp "$jar" h2.jar # one name for all: the releases shall differ in what they do
  evidence=releases/h2-$version.evidence
  rm -rf runs "h2-$version.policy"
  mkdir runs
  round=1
  while [ "$round" -le "$rounds" ]; do
    for sql in jobs/*.sql; do
      rm -f db.* out.csv backup.zip dump.sql
      name=${sql##*/}
      "$winnow" record -q -o "runs/$round-${name%.sql}.evidence" -- java -Xint -XX:+UseSerialGC -cp h2.jar \
        org.h2.tools.RunScript -url jdbc:h2:./db -user sa -script "$sql" >/dev/null
    done
    round=$((round + 1))
  done
  "$winnow" merge -q runs/*.evidence -o "$evidence"
  "$winnow" learn -q "$evidence" -o "h2-$version.policy"
done
echo '$ winnow diff releases/h2-1.4.200.evidence releases/h2-2.3.232.evidence'
"$winnow" diff releases/h2-1.4.200.evidence releases/h2-2.3.232.evidence || [ $? -eq 1 ]
echo '$ winnow diff h2-1.4.200.policy h2-2.3.232.policy'
"$winnow" diff h2-1.4.200.policy h2-2.3.232.policy || [ $? -eq 1 ]
echo '$ winnow report --history releases -o trend'
"$winnow" report --history releases -o trend
