"""The page of a proposal: its articles against each party's answer."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from tracker.negotiations.models import Actor, Negotiation, Proposal, Provision, Version
from tracker.negotiations.reading import published
from tracker.negotiations.stances import Stand, stands

from .compared import Taken, give_words, newest_positions

MOST_PARTIES = 12


@dataclass(frozen=True)
class Reply:
    """A party's answer to an article: on the article itself, else on its issue, else silence (`stand` None).

    Silence is told of those the text was put to; of others only what they said.
    """

    party: Actor
    stand: Stand | None
    is_direct: bool


@dataclass(frozen=True)
class Article:
    provision: Provision
    replies: list[Reply]


@dataclass(frozen=True)
class ProposalPage:
    """`version`: the one shown, None when there is no text yet; `parties`: whose answers are shown, those of `left_out`
    others are not; answers are those of the newest `compared` statements, 0: of all."""

    proposal: Proposal
    addressees: list[Actor]
    versions: list[Version]
    version: Version | None
    parties: list[Actor]
    left_out: int
    compared: int
    articles: list[Article]
    events: list


def proposal_page(proposal: Proposal, *, user, public_by: datetime | None = None, version: str = "") -> ProposalPage:
    """What the page of `proposal` shows to `user`; `version`: the number of the one to show, by default the newest."""
    versions = [v for v in proposal.versions.all() if _is_public(v, public_by)]
    chosen = next((v for v in versions if str(v.number) == version), versions[-1] if versions else None)
    provisions = list(chosen.provisions.select_related("issue__negotiation")) if chosen else []
    taken = _taken(proposal, provisions, user, public_by)
    addressees = [addressee.actor for addressee in proposal.addressees.select_related("actor")]
    parties, left_out = _parties(proposal, addressees, taken.positions)
    articles = _articles(provisions, parties, {actor.pk for actor in addressees}, taken.positions)
    replies = [reply.stand.current for article in articles for reply in article.replies if reply.stand]
    give_words(proposal.negotiation, replies)
    return ProposalPage(
        proposal=proposal,
        addressees=addressees,
        versions=versions,
        version=chosen,
        parties=parties,
        left_out=left_out,
        compared=taken.compared,
        articles=articles,
        events=list(
            proposal.events.with_claims(public_by=public_by, user=user).select_related("negotiation").in_time_order()
        ),
    )


def _is_public(version: Version, public_by: datetime | None) -> bool:
    return public_by is None or version.dated_earliest is None or version.dated_earliest <= public_by


def _taken(proposal: Proposal, provisions: list[Provision], user, public_by: datetime | None) -> Taken:
    """On these articles, and on the issues they are about."""
    statements = published(proposal.negotiation.statements, user, public_by)
    return newest_positions(proposal.negotiation, statements, among=lambda rows: rows.about(provisions))


def _parties(proposal: Proposal, addressees: list[Actor], positions: list) -> tuple[list[Actor], int]:
    """Those it was put to, then others who answered, most often first, MOST_PARTIES in all; and how many more did. Not the
    one who tabled it."""
    answered = Counter(position.holder_id for position in positions)
    holders = {position.holder_id: position.holder for position in positions}
    others = [holders[pk] for pk, _times in answered.most_common()]
    found = {actor.pk: actor for actor in [*addressees, *others] if actor.pk != proposal.tabled_by_id}
    return list(found.values())[:MOST_PARTIES], max(len(found) - MOST_PARTIES, 0)


def _articles(
    provisions: list[Provision], parties: list[Actor], addressees: set[int], positions: list
) -> list[Article]:
    direct = stands(positions, lambda position: position.provision_id)
    on_issue = stands(positions, lambda position: position.issue_id)
    articles = []
    for provision in provisions:
        replies = [_reply(party, provision, direct, on_issue) for party in parties]
        articles.append(Article(provision, [r for r in replies if r.stand or r.party.pk in addressees]))
    return articles


def _reply(party: Actor, provision: Provision, direct: dict, on_issue: dict) -> Reply:
    on_article = direct.get((party.pk, provision.pk))
    stand = on_article or on_issue.get((party.pk, provision.issue_id))
    return Reply(party, stand, is_direct=on_article is not None)


def proposals_overview(negotiation: Negotiation, *, public_by: datetime | None = None) -> list[Proposal]:
    """All proposals in the order they were tabled."""
    rows = negotiation.proposals.public_by(public_by).select_related("tabled_by", "track__negotiation")
    return list(rows.prefetch_related("addressees__actor", "versions"))
