"""Every page a person can open, by name: the accessibility test and the screenshots go through this list."""

from django.urls import reverse

from tracker.events.models import Event
from tracker.intake.models import Item
from tracker.negotiations.models import Actor, Negotiation, Version
from tracker.statements.models import Statement, Status


def addresses(negotiation: Negotiation) -> dict[str, str]:
    """Page name to path, with the fullest row of each kind that the dossier has."""
    slug = negotiation.slug
    statement = fullest(negotiation.statements.filter(status=Status.PUBLISHED))
    event = max(Event.objects.filter(negotiation=negotiation), key=lambda event: event.claims.count())
    actor = max(Actor.objects.all(), key=lambda actor: actor.statements.count())
    issue = max(negotiation.issues.all(), key=lambda issue: issue.positions.count())
    track = negotiation.tracks.first()
    version = max(Version.objects.filter(proposal__negotiation=negotiation), key=lambda row: row.provisions.count())
    dashboard = reverse("negotiations:dashboard", args=[slug])
    return {
        "home": reverse("negotiations:home"),
        "dashboard": dashboard,
        "dashboard-as-of": f"{dashboard}?public_by=2022-01-12",
        "tracks": reverse("negotiations:tracks", args=[slug]),
        "track": track.get_absolute_url(),
        "actors": reverse("negotiations:actors", args=[slug]),
        "actor": reverse("negotiations:actor", args=[slug, actor.pk]),
        "issues": reverse("negotiations:issues", args=[slug]),
        "issue": issue.get_absolute_url(),
        "proposals": reverse("negotiations:proposals", args=[slug]),
        "proposal": negotiation.proposals.first().get_absolute_url(),
        "reports": reverse("reports:list", args=[slug]),
        "report": statement.report.get_absolute_url(),
        "enter": reverse("intake:enter", args=[slug]),
        "inbox": reverse("intake:inbox", args=[slug]),
        **imports(negotiation),
        "report-edit": reverse("intake:edit", args=[slug, statement.report.pk]),
        "workbench": reverse("statements:workbench", args=[slug, statement.report.pk]),
        "workbench-editing": reverse("statements:edit", args=[slug, statement.pk]),
        "teach": reverse("statements:teach", args=[slug, statement.report.pk]),
        "repair": reverse("intake:repair", args=[slug]),
        "suggestions": reverse("statements:suggestions", args=[slug]),
        "statement": statement.get_absolute_url(),
        "events": reverse("events:list", args=[slug]),
        "event": event.get_absolute_url(),
        "timeline": reverse("timelines:negotiation", args=[slug]),
        "timeline-empty": reverse("timelines:negotiation", args=[slug]) + "?text=nothingsayssuchathing",
        "track-timeline": reverse("timelines:track", args=[slug, track.slug]),
        **selections(slug, statement),
        "search": reverse("timelines:search_in", args=[slug]) + "?q=talks",
        "search-best": reverse("timelines:search") + "?q=guarantees&order=best",
        "search-reports": reverse("timelines:search") + "?q=talks&kind=reports",
        "search-mistyped": reverse("timelines:search") + "?q=by:Ryabkow+before:nonsense",
        "search-help": reverse("timelines:search"),
        "shares": reverse("sharing:list", args=[slug]),
        "share": reverse("sharing:new", args=[slug]) + f"?address={dashboard}",
        "history": reverse("history:object", args=[statement._meta.label_lower, statement.pk]),
        "set-aside": reverse("history:set_aside"),
        "setup": reverse("negotiations:setup", args=[slug]),
        "setup-track": reverse("negotiations:setup_edit", args=[slug, "tracks", track.pk]),
        "setup-actor": reverse("negotiations:setup_edit", args=[slug, "actors", actor.pk]),
        "setup-proposal": reverse("negotiations:setup_edit", args=[slug, "proposals", version.proposal_id]),
        "setup-version": reverse("negotiations:setup_edit", args=[slug, "versions", version.pk]),
        "setup-remove": reverse("negotiations:setup_remove", args=[slug, "tracks", track.pk]),
        "outlets": reverse("reports:outlets"),
        "outlet": statement.report.outlet.get_absolute_url(),
        "outlet-new": reverse("reports:outlet_new"),
        "setup-negotiation": reverse("negotiations:setup_negotiation", args=[slug]),
        "new-negotiation": reverse("negotiations:new"),
        "me": reverse("me"),
        "people": reverse("people"),
        "person": reverse("person_new"),
        "password": reverse("account_change_password"),
        "sign-out": reverse("account_logout"),
        "style": reverse("web:style"),
    }


def selections(slug: str, statement: Statement) -> dict[str, str]:
    """Saved views, what changed, and two selections compared."""
    timeline, changes, compare = (
        reverse(f"timelines:{name}", args=[slug]) for name in ("negotiation", "changes", "compare")
    )
    actor = statement.speaker_id or 1
    return {
        "views": reverse("sharing:views", args=[slug]),
        "view-new": reverse("sharing:view_new", args=[slug]) + f"?address={timeline}?stance=rejects",
        "changes": f"{changes}?since=2022-01-25",
        "changes-none": f"{changes}?since=2040-01-01",
        "changes-ask": changes,
        "compare": f"{compare}?a=stance%3Drejects&b=stance%3Daccepts",
        "compare-by-actor": f"{compare}?a=actor%3D{actor}%26lanes%3Dactor&b=from%3D2022-01-10",
        "compare-choose": f"{compare}?a=track%3Dosce",
        "compare-none": f"{compare}?a=q%3Dunheard&b=q%3Dunheard",
        "share-timeline": reverse("sharing:new", args=[slug]) + f"?address={timeline}",
    }


def imports(negotiation: Negotiation) -> dict[str, str]:
    """The newest run, and an item for each kind of page, as far as there are any."""
    items = Item.objects.filter(run__negotiation=negotiation).order_by("-pk").select_related("run")
    looked_at = items.filter(status="needs_look")
    found = {
        "item": looked_at.filter(alike=[], record__columns=None).first(),
        "item-alike": looked_at.exclude(alike=[]).first(),
        "item-table": looked_at.exclude(record__columns=None).first(),
        "item-filed": items.filter(status="filed").first(),
        "item-failed": items.filter(status="failed").first(),
    }
    pages = {name: item.get_absolute_url() for name, item in found.items() if item}
    if run := negotiation.import_runs.first():
        pages |= {
            "run": run.get_absolute_url(),
            "run-undo": reverse("intake:run_undo", args=[negotiation.slug, run.pk]),
        }
    return pages


def fullest(statements) -> Statement:
    """The statement with the most links to tracks and positions."""
    return max(statements, key=lambda one: one.track_links.count() + one.positions.count())
