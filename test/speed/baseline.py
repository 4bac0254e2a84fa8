#!/usr/bin/env python3
"""What a script does to get a policy's raw material: names and first-argument texts by regular expression, line by line.

The yardstick of speed.sh. It knows less than winnow: texts instead of numbers, no joined calls, no roles.
"""
import collections
import re
import sys

CALL = re.compile(r"^(?:\[pid +)?\d*\]? *(?:\[ *\d+\] )?([a-z_][a-z0-9_]*)\(([^<)]*)")
counts = collections.Counter()
arguments = collections.defaultdict(collections.Counter)
with open(sys.argv[1], encoding="latin-1") as log:
    for line in log:
        call = CALL.match(line)
        if call:
            name, shown = call.groups()
            counts[name] += 1
            if name in ("ioctl", "fcntl", "socket", "prctl", "mmap", "mprotect"):
                arguments[name][tuple(shown.split(", "))[1:3]] += 1
for name, count in counts.most_common():
    print(f"{name}: {count}")
