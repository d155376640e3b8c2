"""What a page of a timeline says of itself."""

from django import template

from tracker.timelines.timeline import Row, TimelinePage

register = template.Library()


@register.filter
def source_count(page: TimelinePage) -> int:
    """From how many reports the entries of this page come: of statements, and of what is told of events."""
    rows = [row for month in page.months for group in month.groups for row in group.rows]
    return len({report for row in rows for report in _reports(row)})


def _reports(row: Row) -> set[int]:
    if row.said:
        return {row.said.report_id}
    return {claim.report_id for claim in row.event.state.claims} if row.event else set()
