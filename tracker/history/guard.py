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


def stamp(column: str, *, when_changes: str) -> pgtrigger.Trigger:
    """Set `column` to the moment at which the column `when_changes` was last given another value. A row saved with an
    older copy of it keeps the true one."""
    return pgtrigger.Trigger(
        name=f"stamp_{column}",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(when_changes),
        func=f"""
            IF TG_OP = 'INSERT' OR NEW.{when_changes} IS DISTINCT FROM OLD.{when_changes} THEN
                NEW.{column} = clock_timestamp();
            ELSE
                NEW.{column} = OLD.{column};
            END IF;
            RETURN NEW;
        """,
    )
