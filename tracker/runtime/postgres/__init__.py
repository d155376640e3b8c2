"""The PostgreSQL server that comes with Parley as a Python package.

`places` says where everything lives, `cluster` makes the data folder, `postmaster` looks at the server's
process, and `tracker.runtime.embedded` is the door: start, stop, ask.
"""
