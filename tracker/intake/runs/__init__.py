"""Import runs: things are handed in (`starting`), read and filed in the background (`work`, `tasks`), and decided about
(`decide`, `undo`).

`filing` is the one place that says what becomes of a record; `likeness` finds the reports it resembles.
"""
