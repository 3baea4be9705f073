"""Whether a company is ready to open a page on one more network. Pure.

Fifteen questions, once, before it is opened: a page that is not looked after gathers reproaches.
Six of them block, nine are to be known. Those who advise small companies ask the same; the numbers
are ours.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

#: A week of fifteen minutes on five days; so many posts carry a page over its first weeks.
MINUTES_MIN, POSTS_MIN, ADMINISTRATORS_MIN = 75, 10, 2
#: From so many messages on, the share of those answered says whether a company talks with people.
MESSAGES_MIN, ANSWERED_MIN_PERCENT = 5, 50
REASON_MAX, CLOSING_MAX = 300, 400
#: A question that was put off comes back after so many days.
ASK_AGAIN_DAYS = 180


class Item(StrEnum):
    """One of the fifteen questions, those that block first."""

    INCIDENT = "incident"
    PEOPLE = "people"
    AFTER_SALES = "after_sales"
    GOAL = "goal"
    DIALOGUE = "dialogue"
    RIGHTS = "rights"
    PUBLIC = "public"
    POSTS = "posts"
    HOURS = "hours"
    CHARTER = "charter"
    ACCOUNT = "account"
    SITE = "site"
    MEASURE = "measure"
    TEAM = "team"
    CLOSING = "closing"


BLOCKING = frozenset(
    {Item.INCIDENT, Item.PEOPLE, Item.AFTER_SALES, Item.GOAL, Item.DIALOGUE, Item.RIGHTS}
)
#: What no figure tells: somebody of the company says it, once for each network.
ASKED = (
    Item.INCIDENT,
    Item.DIALOGUE,
    Item.RIGHTS,
    Item.PUBLIC,
    Item.ACCOUNT,
    Item.SITE,
    Item.TEAM,
)
#: About how many minutes each takes to settle.
MINUTES: Mapping[Item, int] = {
    Item.INCIDENT: 20,
    Item.PEOPLE: 5,
    Item.AFTER_SALES: 15,
    Item.GOAL: 3,
    Item.DIALOGUE: 5,
    Item.RIGHTS: 15,
    Item.PUBLIC: 10,
    Item.POSTS: 60,
    Item.HOURS: 5,
    Item.CHARTER: 10,
    Item.ACCOUNT: 10,
    Item.SITE: 10,
    Item.MEASURE: 5,
    Item.TEAM: 10,
    Item.CLOSING: 5,
}


class Standing(StrEnum):
    """How one question stands: settled, not settled, or nobody has answered it yet."""

    SETTLED = "settled"
    OPEN = "open"
    UNANSWERED = "unanswered"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a company and of the page that it would open.

    `said` is what somebody answered: True for settled, False for not; what is not in it was not
    answered. `messages` are those of ninety days that were to be answered, `answered` of them.
    """

    open_incidents: int = 0
    has_owner: bool = False
    has_backup: bool = False
    has_hours: bool = False
    has_after_sales: bool = False
    has_goal: bool = False
    messages: int = 0
    answered: int = 0
    posts_ready: int = 0
    minutes_a_week: int | None = None
    has_charter: bool = False
    counts_links: bool = False
    crisis_contacts: int = 0
    has_closing: bool = False
    said: Mapping[Item, bool] | None = None

    def answer(self, item: Item) -> Standing:
        """Return what somebody of the company said of a question."""
        told = (self.said or {}).get(item)
        if told is None:
            return Standing.UNANSWERED
        return Standing.SETTLED if told else Standing.OPEN


@dataclass(frozen=True, slots=True)
class Verdict:
    """How all questions stand, in their order."""

    standings: Mapping[Item, Standing]

    def of(self, *standings: Standing) -> list[Item]:
        """Return the questions that stand so."""
        return [item for item in Item if self.standings[item] in standings]

    @property
    def settled(self) -> list[Item]:
        """What is done."""
        return self.of(Standing.SETTLED)

    @property
    def blocking(self) -> list[Item]:
        """What must be settled first, or answered."""
        return [item for item in self._left if item in BLOCKING]

    @property
    def to_know(self) -> list[Item]:
        """What does not keep a page from being opened."""
        return [item for item in self._left if item not in BLOCKING]

    @property
    def may_open(self) -> bool:
        """Whether nothing blocks."""
        return not self.blocking

    @property
    def _left(self) -> list[Item]:
        return self.of(Standing.OPEN, Standing.UNANSWERED)


def verdict(facts: Facts) -> Verdict:
    """Return how each question stands, by figures where they tell, else by what people said.

    A figure that speaks against it is stronger than an answer: an alert that goes on is an incident
    whatever was said, and who answers less than half of the messages is not ready to talk.
    """
    standings = {item: facts.answer(item) for item in ASKED}
    if facts.open_incidents:
        standings[Item.INCIDENT] = Standing.OPEN
    if facts.messages >= MESSAGES_MIN:
        talks = 100 * facts.answered >= ANSWERED_MIN_PERCENT * facts.messages
        standings[Item.DIALOGUE] = _settled(talks)
    if not facts.crisis_contacts:
        standings[Item.TEAM] = Standing.OPEN
    told = {
        Item.PEOPLE: facts.has_owner and facts.has_backup and facts.has_hours,
        Item.AFTER_SALES: facts.has_after_sales,
        Item.GOAL: facts.has_goal,
        Item.POSTS: facts.posts_ready >= POSTS_MIN,
        Item.HOURS: (facts.minutes_a_week or 0) >= MINUTES_MIN,
        Item.CHARTER: facts.has_charter,
        Item.MEASURE: facts.counts_links,
        Item.CLOSING: facts.has_closing,
    }
    standings |= {item: _settled(is_settled) for item, is_settled in told.items()}
    return Verdict(standings)


def mark(words: str) -> str:
    """Return what tells one text from another, "" for none: a page says by it what it showed."""
    return sha256(words.encode()).hexdigest() if words else ""


def minutes(items: Iterable[Item]) -> int:
    """Return about how many minutes it takes to settle these."""
    return sum(MINUTES[item] for item in items)


def _settled(is_settled: bool) -> Standing:
    return Standing.SETTLED if is_settled else Standing.OPEN
