"""`manage.py serve`: database, web and worker kept running by one process.

`service` is one of the three with its restarts, `checks` asks each whether it works, `signals` waits for what happens,
`supervisor` ties them together in order.
"""
