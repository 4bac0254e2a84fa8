#!/usr/bin/env python3
"""The work of minijail's generate_seccomp_policy.py, step by step: names and some arguments' texts by regular expression.

It reads the log twice, once to see whether it is strace's; counts what stands before a bracket as a call; cuts the text up to
the first ")" or "<" at commas; and of six syscalls keeps the texts of one argument. The yardstick of speed.sh. It knows less
than winnow: texts instead of numbers, no joined calls, no roles.
"""
import collections
import re
import sys

STRACE = re.compile(r"[a-z]+[0-9]*\(.+\) += ")
CALL = re.compile(r"^\s*(?:\[[^]]*\]|\d+)?\s*(\w+)\(([^)<]*)")
INSPECTED = {"socket": 0, "ioctl": 1, "prctl": 0, "mmap": 2, "mmap2": 2, "mprotect": 2}


def is_strace(path):
    with open(path, encoding="utf8", errors="replace") as log:
        return any(STRACE.search(line) for line in log.readlines())


def read(path):
    counts = collections.Counter()
    texts = collections.defaultdict(set)
    with open(path, encoding="utf8", errors="replace") as log:
        for line in log:
            call = CALL.match(line)
            if call:
                name, shown = call.groups()
                counts[name] += 1
                arguments = [text.strip() for text in shown.split(",")]
                if name in INSPECTED and INSPECTED[name] < len(arguments):
                    texts[name].add(arguments[INSPECTED[name]])
    return counts, texts


if not is_strace(sys.argv[1]):
    sys.exit("not a log of strace")
counts, texts = read(sys.argv[1])
for name, count in counts.most_common():
    print(f"{name}: {count} {' || '.join(sorted(texts[name]))}")
