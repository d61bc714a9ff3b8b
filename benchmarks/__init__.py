"""Speed and memory of Liaison beside a floor: the same jobs done as plainly as can be.

`python -m benchmarks` measures both in one run, prints a table and writes docs/benchmarks.md.
"""
