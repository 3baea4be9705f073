"""The public notice of listening (article 14 of the GDPR), in the words of a given language."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.channels.queries import network_name
from beffroi.company import wording as dates
from beffroi.company.clauses import Clause, Text
from beffroi.company.queries import Facts, facts_of
from beffroi.listening import grounds, places, rules, wording
from beffroi.listening.models import Ground, Source, Watch
from beffroi.listening.rules import Subject


def text_of(ground: Ground, *, language: str) -> Text:
    """Return what whoever is read can know of it. Four queries."""
    facts = facts_of(ground.workspace)
    networks, subjects = networks_of(ground), subjects_of(ground)
    with translation.override(language):
        title = _("What %(company)s reads of what you write in public") % {"company": facts.name}
        return Text(
            language,
            title,
            (
                _what(facts, subjects),
                _where(networks),
                _why(ground),
                _kept(ground),
                _seen(),
                _rights(),
                _contact(ground, facts),
            ),
        )


def networks_of(ground: Ground) -> list[str]:
    """Return where it is read: streams and the workspace's sources, narrowed where watches are."""
    watched = _networks_of_watches(ground)
    rows = Source.objects.filter(workspace=ground.workspace_id, removed_at=None)
    sources = set(rows.values_list("network", flat=True))
    read = sources | set(places.streamed())
    return [network_name(key) for key in sorted(read if watched is None else read & watched)]


def _networks_of_watches(ground: Ground) -> set[str] | None:
    """Return the networks that watches name; None where one of them names none."""
    rows = Watch.objects.there().filter(ground=ground).values_list("query", flat=True)
    named = [query.get("networks", ()) for query in rows]
    return {key for keys in named for key in keys} if named and all(named) else None


def subjects_of(ground: Ground) -> list[Subject]:
    """Return what kinds of things are followed, in their order; all about us before any watch."""
    rows = Watch.objects.there().filter(ground=ground).values_list("subject", flat=True)
    there = set(rows)
    return [one for one in Subject if one.value in there] or [Subject.BRAND]


def _what(facts: Facts, subjects: Sequence[Subject]) -> Clause:
    return Clause(
        "what",
        _("What is read"),
        (
            _(
                "%(company)s reads public messages that hold words it follows. These words are"
                " about:"
            )
            % {"company": facts.name},
        ),
        tuple(str(wording.SUBJECT_SENTENCES[one]) for one in subjects),
        (
            _(
                "Of each message it keeps what everybody can see: the words, the day, the address,"
                " the name under which it was written, and how often it was liked or shared. A"
                " program on our own server notes the tone of the message and what it asks. It"
                " notes nothing about the person, and makes no profile."
            ),
            _("Nothing is read that needs a login, a subscription or an invitation."),
        ),
    )


def _where(networks: Sequence[str]) -> Clause:
    first = (
        _("These messages come from the public part of:")
        if networks
        else _("These messages come from networks and sites that everybody can read.")
    )
    return Clause("where", _("Where it comes from"), (first,), tuple(networks))


def _why(ground: Ground) -> Clause:
    points = tuple(str(wording.PURPOSE_SENTENCES[one]) for one in grounds.purposes_of(ground))
    right = _(
        "This rests on our legitimate interest (article 6(1)(f) of the GDPR), weighed against"
        " your rights on %(day)s: you may ask us for that balancing test."
    ) % {"day": _day(ground)}
    return Clause("why", _("Why, and by what right"), (_("We read them to:"),), points, (right,))


def _day(ground: Ground) -> str:
    return dates.day_in_words(ground.weighed_at.astimezone(ground.workspace.zone).date())


def _kept(ground: Ground) -> Clause:
    kept = ngettext(
        "Names and addresses go after %(days)s days. The words go after %(count)s month.",
        "Names and addresses go after %(days)s days. The words go after %(count)s months.",
        ground.kept_for_months,
    ) % {"count": ground.kept_for_months, "days": rules.NAMED_FOR.days}
    said = [kept, _("What you delete on the network is deleted here as soon as the network tells.")]
    if telling := telling_networks():
        said.append(
            _(
                "On %(networks)s the technical address of a message names its account. It alone"
                " stays, so that nothing comes twice and what is taken back is deleted here."
            )
            % {"networks": telling}
        )
    return Clause("kept", _("How long"), tuple(said))


def telling_networks() -> str:
    """Return the networks on which what stays of a message names its account, "" for none."""
    return ", ".join(network_name(key) for key in places.telling())


def _seen() -> Clause:
    return Clause(
        "seen",
        _("Who has access to it"),
        (
            _(
                "The few people who look after our networks, and whoever runs our server for us."
                " It is not sold, given to anybody else, nor joined with other data. No machine"
                " decides anything about you."
            ),
        ),
    )


def _rights() -> Clause:
    return Clause(
        "rights",
        _("Your rights"),
        (
            _(
                "You may ask to see what we keep of you, to have it corrected or erased, and its"
                " use restricted. You may object at any time, without giving a reason: we erase"
                " what we kept, and keep nothing of you any more."
            ),
            _(
                "If our answer does not satisfy you, you may complain to the data protection"
                " authority of your country; in France it is the CNIL (www.cnil.fr)."
            ),
        ),
    )


def _contact(ground: Ground, facts: Facts) -> Clause:
    address = ", ".join(line.strip() for line in facts.address.splitlines() if line.strip())
    return Clause(
        "contact",
        _("Whom to write to"),
        (
            _("To object or to ask: %(contact)s. Tell us the network and your name there.")
            % {"contact": ground.contact or facts.email or facts.name},
            _("Who decides on it: %(who)s.")
            % {"who": ", ".join(part for part in (facts.name, address) if part)},
        ),
    )
