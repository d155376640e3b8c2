"""Much of everything, quickly: what the factories make one by one."""

from datetime import timedelta

from tests.scene import FIRST, WORDS
from tracker.lib.dates import UncertainDate
from tracker.statements.models import Act, Anchor, Form, Position, Stance, Statement, TrackLink


def many_statements(scene, count: int) -> list[Statement]:
    """`count` published statements in the scene's first report, on its tracks and issue in turn."""
    report, revision = scene.reports[0], scene.reports[0].revisions.get()
    acts, forms, stances = Act.values, Form.values, Stance.values
    made = Statement.objects.bulk_create(
        Statement(
            negotiation=scene.negotiation,
            report=report,
            status="published",
            speaker=scene.envoy,
            said_on=UncertainDate((FIRST + timedelta(days=n % 40)).date().isoformat()),
            act=acts[n % len(acts)],
            form=forms[n % len(forms)],
        )
        for n in range(count)
    )
    start = revision.text.index(WORDS)
    Anchor.objects.bulk_create(
        Anchor(statement=one, revision=revision, start=start, end=start + len(WORDS), exact=WORDS) for one in made
    )
    TrackLink.objects.bulk_create(
        TrackLink(statement=one, track=scene.track if n % 2 else scene.other, reason="council")
        for n, one in enumerate(made)
    )
    Position.objects.bulk_create(
        Position(
            statement=one,
            issue=scene.issue,
            holder=scene.states[n % 2],
            stance=stances[n % len(stances)],
            condition="if asked",
        )
        for n, one in enumerate(made)
    )
    return made
