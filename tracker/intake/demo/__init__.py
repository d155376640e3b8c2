"""The demo dossier: the security talks of December 2021 to February 2022.

`dossier/` holds it as TOML files (its README says how to read them), `dossier.py` reads them, `check.py` says what is
wrong with them, `load.py` files them in the database, `accounts.py` makes people to look at it with.
"""
