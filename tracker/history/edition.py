"""Whether anything was edited: what was written from one edition may be shown again as long as it is the edition."""

from tracker.runtime.planned import planned


def edition() -> int:
    """How many transactions that edited are committed and seen by this one. The database counts them itself (migration 0002), by
    whatever way the edit was made.

    Two readers who are given the same number see the same rows, for what is seen only grows, one by one.
    """
    ((number,),) = planned("SELECT COALESCE(sum(n), 0)::bigint FROM history_edition")
    return number
