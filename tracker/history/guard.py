"""Rules that span tables, kept by the database: a trigger that refuses the row with a message a person can read."""

import pgtrigger


def guard(name: str, *, wrong: str, message: str, operation=pgtrigger.Insert | pgtrigger.Update) -> pgtrigger.Trigger:
    """Refuse a row for which the SQL condition `wrong` (over NEW, and OLD on update) holds.

    It fails as a check constraint called `name` does (SQLSTATE 23514, Django's IntegrityError).
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=f"""
            IF {wrong} THEN
                RAISE EXCEPTION USING MESSAGE = '{message}', ERRCODE = 'check_violation', CONSTRAINT = '{name}';
            END IF;
            RETURN NEW;
        """,
    )
