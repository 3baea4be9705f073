"""The pages that every browser check visits. An app adds its own with one line here.

Each check runs on every page: accessibility in two themes, two languages and two widths, no
sideways scroll, no message in the console, nothing refused by the content policy; and
`make screens` takes its pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tests.browser import (
    alerts,
    archives,
    channels,
    companies,
    customers,
    deliveries,
    heard,
    inboxes,
    mornings,
    people,
    publishing,
    refusals,
    reviewing,
    rules,
    sources,
    teams,
)
from tests.browser.browsing import Visit
from tests.world import World

Prepare = Callable[[World], object]


def no_preparation(world: World) -> None:
    """Leave the world as it is."""


@dataclass(frozen=True)
class Page:
    """A page to visit: its address, who visits it, what must be there before, what to open first.

    `visitor` names an attribute of the world (“claire”), or is empty for someone not signed in.
    `world` says whether anybody has an account: the welcome page only shows when nobody has.
    `speaks` is the language of a page that has one of its own, whoever reads it.
    `click` is a selector to click once the page is there (an open menu, a dialog).
    `sent` is what a form sends to the address, for a page that only answers to one.
    """

    name: str
    path: str | Callable[[World], str]
    visitor: str = ""
    prepare: Prepare = no_preparation
    world: bool = True
    click: str = ""
    speaks: str = ""
    status: int = 200
    sent: Mapping[str, str] = field(default_factory=dict)

    def address(self, world: World | None) -> str:
        """Return the path, which may depend on what the world holds."""
        if isinstance(self.path, str):
            return self.path
        assert world is not None
        return self.path(world)

    def open(self, window: Visit, world: World | None) -> None:
        """Bring a window to the page."""
        if self.sent:
            window.send(self.address(world), self.sent, status=self.status)
        else:
            window.go(self.address(world), status=self.status)


PAGES: list[Page] = [
    Page("welcome", "/", world=False),
    Page("today", "/", visitor="claire"),
    Page("today-answers", "/", visitor="claire", prepare=mornings.answers),
    Page("today-troubles", "/", visitor="claire", prepare=mornings.troubles),
    Page("today-busy", "/", visitor="claire", prepare=mornings.busy),
    Page("today-all", "/?cards=all", visitor="claire", prepare=mornings.busy),
    Page("today-colleague", "/", visitor="karim", prepare=mornings.busy),
    Page("today-doubt", "/", visitor="karim", prepare=mornings.doubt),
    Page("today-taken", "/", visitor="karim", prepare=mornings.taken_away),
    Page("today-ending", "/", visitor="claire", prepare=mornings.channels),
    Page("today-mend", mornings.mending, visitor="claire", prepare=mornings.channels),
    Page("today-approval", "/", visitor="paul", prepare=mornings.approval),
    Page("today-enough", "/", visitor="claire", prepare=mornings.enough),
    Page("today-workspaces", "/", visitor="claire", click=".space:visible"),
    Page("calendar-first", "/calendar/", visitor="claire", prepare=publishing.channels),
    Page("calendar", "/calendar/", visitor="claire", prepare=publishing.month),
    Page("calendar-day", publishing.day_page, visitor="claire", prepare=publishing.month),
    Page("posts", "/posts/", visitor="claire", prepare=publishing.month),
    Page("posts-first", "/posts/", visitor="lucas"),
    Page("composer-new", "/posts/new/", visitor="claire", prepare=publishing.channels),
    Page("composer-big", "/posts/new/", visitor="claire", prepare=publishing.big),
    Page("composer-alone", "/posts/new/", visitor="karim"),
    Page("composer", publishing.post_page("Dim"), visitor="karim", prepare=publishing.month),
    Page("composer-late", publishing.post_page("Le sand"), "claire", publishing.month),
    Page("composer-video", publishing.post_page("Le cro"), "claire", publishing.films),
    Page("composer-document", publishing.post_page("Notre"), "claire", publishing.films),
    Page("post-video", publishing.post_page("Une minute"), "claire", publishing.films),
    Page("approval", publishing.post_page("La boîte"), "ines", publishing.month),
    Page("post-failed", publishing.post_page("Brioche"), "claire", publishing.month),
    Page("post-taken", publishing.post_page("Fournée"), "claire", publishing.taken_away),
    Page("post-doubt", publishing.post_page("On cherche"), "lucas", publishing.month),
    Page("sign-in", "/account/login/"),
    Page("sign-up", "/account/signup/"),
    Page("password-forgotten", "/account/password/reset/"),
    Page("workspaces", "/workspaces/", visitor="nadia"),
    Page("workspace-elsewhere", people.page_of_another, visitor="nadia"),
    Page("workspace-new", "/workspaces/new/", visitor="claire"),
    Page("workspace-data", "/workspace/data/", visitor="claire"),
    Page("team", "/workspace/", visitor="claire", prepare=people.invited),
    Page("team-invite", "/workspace/team/invite/", visitor="claire"),
    Page("team-member", people.member_page, visitor="claire"),
    Page("company-first", "/workspace/company/", visitor="sophie"),
    Page("company", "/workspace/company/", "claire", companies.told),
    Page("company-hours-first", "/workspace/company/hours/", visitor="claire"),
    Page("company-hours", "/workspace/company/hours/", "claire", companies.told),
    Page("company-policies", "/workspace/company/policies/", "claire", companies.told),
    Page("company-promise-first", "/workspace/company/promise/", visitor="claire"),
    Page("company-promise", "/workspace/company/promise/", "claire", companies.told),
    Page("company-charter-first", "/workspace/company/charter/", visitor="claire"),
    Page("company-charter", "/workspace/company/charter/", "claire", companies.told),
    Page("company-charter-gone", "/workspace/company/charter/", "claire", companies.withdrawn),
    Page("model-first", "/workspace/model/", visitor="claire"),
    Page("model", "/workspace/model/", "claire", companies.with_model),
    Page("company-crisis-first", "/workspace/company/crisis/", visitor="claire"),
    Page("company-crisis", "/workspace/company/crisis/", "claire", companies.told),
    Page("company-crisis-contact", companies.contact_page, "claire", companies.told),
    Page("charter", companies.charter_page, prepare=companies.told, speaks="fr"),
    Page("charter-english", companies.charter_page, prepare=companies.in_english, speaks="en"),
    Page("profile", "/account/profile/", visitor="karim"),
    Page("account", "/account/", visitor="karim"),
    Page("account-again", "/account/authenticator/add/", visitor="karim"),
    Page("agency", people.agency_page, visitor="nadia"),
    Page("agency-new", "/agencies/new/", visitor="claire"),
    Page("listening-alerts-first", "/listening/alerts/", visitor="claire"),
    Page("listening-alerts", "/listening/alerts/", "claire", heard.alerts),
    Page("listening-alert", heard.alert_page, "claire", heard.alerts),
    Page("listening-alert-reader", heard.alert_page, "lucas", heard.alerts),
    Page("listening-alert-false", heard.false_page, "claire", heard.alerts),
    Page("alerts-told-first", "/workspace/alerts/", visitor="claire"),
    Page("alerts-told", "/workspace/alerts/", "claire", heard.told),
    Page("today-heard", heard.card, "claire", heard.alerts),
    Page("channels-first", "/channels/", visitor="claire"),
    Page("channels-reader", "/channels/", visitor="lucas"),
    Page("channels", "/channels/", visitor="claire", prepare=channels.healthy),
    Page("channels-menu", "/channels/", "claire", channels.healthy, click="main .menu summary"),
    Page("channels-troubled", "/channels/", visitor="claire", prepare=channels.troubled),
    Page("channel-bluesky", "/channels/connect/bluesky/", visitor="claire"),
    Page("channel-mastodon", "/channels/connect/mastodon/", visitor="claire"),
    Page("channels-ending", "/channels/", visitor="claire", prepare=channels.ending),
    Page("channels-feeds", "/channels/", visitor="claire", prepare=channels.feeds),
    Page("channels-feeds-reader", "/channels/", visitor="lucas", prepare=channels.feeds),
    Page("today-feed-gone", "/", visitor="claire", prepare=channels.gone),
    Page("today-feed-refused", "/", visitor="claire", prepare=channels.refused),
    Page("channel-doctor", channels.doctor, visitor="claire", prepare=channels.ending),
    Page("channel-wordpress", "/channels/connect/wordpress/", visitor="claire"),
    Page("channel-feeds", "/channels/connect/feeds/", visitor="claire"),
    Page("channel-app", "/channels/connect/linkedin/app/", visitor="claire"),
    Page("channel-app-logins", "/channels/connect/instagram/app/", visitor="claire"),
    Page("channel-app-login", "/channels/connect/instagram/app/", "claire", channels.page_login),
    Page("channel-home-login", "/channels/connect/instagram/", "claire", channels.page_login),
    Page("channel-app-kept", "/channels/connect/facebook/app/", "claire", channels.app),
    Page("channel-home", "/channels/connect/facebook/", "claire", channels.app),
    Page("channel-choice", "/channels/connect/facebook/accounts/", "claire", channels.choice),
    Page("channel-forgotten", channels.forgotten, prepare=channels.withdrawn),
    Page("channel-again", channels.again, visitor="claire", prepare=channels.troubled),
    Page("channel-goodbye", channels.goodbye, visitor="claire", prepare=channels.troubled),
    Page("sources-first", "/listening/sources/", visitor="claire"),
    Page("sources", "/listening/sources/", "claire", sources.several),
    Page("sources-reader", "/listening/sources/", "lucas", sources.several),
    Page("sources-add", "/listening/sources/add/?kind=feed&network=feeds", visitor="claire"),
    Page("sources-add-search", "/listening/sources/add/?kind=search&network=youtube", "claire"),
    Page("mentions-file-new", "/listening/sources/file/", "claire", sources.imported),
    Page("mentions-file-first", "/listening/sources/file/", visitor="claire"),
    Page("mentions-file", sources.file_page, "claire", sources.imported),
    Page("mentions-file-reading", sources.file_page, "claire", sources.importing),
    Page("mentions-file-columns", sources.file_page, "claire", sources.asking),
    Page("archives-first", "/archives/", visitor="claire"),
    Page("archives", "/archives/", visitor="claire", prepare=archives.several),
    Page("archives-new", "/archives/new/", visitor="claire"),
    Page("archives-how", "/archives/new/", "claire", click="main details summary"),
    Page("archives-reading", archives.page, visitor="claire", prepare=archives.reading),
    Page("archives-read", archives.page, visitor="claire", prepare=archives.read),
    Page("archives-refused", archives.page, visitor="lucas", prepare=archives.refused),
    Page("archives-unknown", archives.page, visitor="claire", prepare=archives.unknown),
    Page("archives-rows", archives.page, visitor="claire", prepare=archives.rows_left_out),
    Page("archives-no-row", archives.page, visitor="lucas", prepare=archives.no_row),
    Page("delivery-ask", deliveries.page, visitor="claire", prepare=deliveries.ask),
    Page("delivery-reader", deliveries.page, visitor="lucas", prepare=deliveries.ask),
    Page("delivery-held", deliveries.page, visitor="claire", prepare=deliveries.held),
    Page("delivery-failed", deliveries.page, visitor="claire", prepare=deliveries.failed),
    Page("delivery-published", deliveries.page, visitor="claire", prepare=deliveries.published),
    Page("delivery-taken", deliveries.page, visitor="claire", prepare=deliveries.taken_away),
    Page("delivery-cancelled", deliveries.page, visitor="claire", prepare=deliveries.cancelled),
    Page("delivery-moving", deliveries.page, visitor="claire", prepare=deliveries.moving),
    Page("inbox", "/inbox/", visitor="claire", prepare=inboxes.busy),
    Page("inbox-done", "/inbox/?done", visitor="claire", prepare=inboxes.busy),
    Page("inbox-first", "/inbox/", visitor="claire"),
    Page("inbox-nothing", "/inbox/?q=chouquette", visitor="claire", prepare=inboxes.busy),
    Page("inbox-found", "/inbox/?q=samedi", visitor="claire", prepare=inboxes.busy),
    Page("inbox-common", "/inbox/?q=le+la", visitor="claire", prepare=inboxes.busy),
    Page("conversation", inboxes.talk, visitor="claire", prepare=inboxes.busy),
    Page("conversation-reader", inboxes.talk, visitor="lucas", prepare=inboxes.busy),
    Page("conversation-lost", inboxes.talk, visitor="claire", prepare=inboxes.lost),
    Page("conversation-unsent", inboxes.talk, visitor="claire", prepare=inboxes.unsent),
    Page("conversation-doubt", inboxes.talk, visitor="claire", prepare=inboxes.doubtful),
    Page("inbox-reviews", "/inbox/", visitor="claire", prepare=inboxes.reviewed),
    Page("conversation-review", inboxes.review, visitor="claire", prepare=inboxes.reviewed),
    Page("conversation-question", inboxes.question, "claire", inboxes.asked),
    Page("conversation-model", inboxes.question, "claire", inboxes.asked_with_model),
    Page(
        "conversation-hidden",
        inboxes.talk,
        "claire",
        inboxes.moderated,
        click="#said .menu summary",
    ),
    Page("conversation-leaving", inboxes.talk, visitor="claire", prepare=inboxes.leaving),
    Page(
        "conversation-care",
        inboxes.talk,
        visitor="claire",
        prepare=inboxes.busy,
        click="#said .menu summary",
    ),
    Page("conversation-blocked", inboxes.talk, visitor="claire", prepare=inboxes.blocked),
    Page("conversation-report", inboxes.report, visitor="claire", prepare=inboxes.busy),
    Page("person-blocked", customers.card, "claire", inboxes.blocked),
    Page("conversation-deleted", inboxes.talk, visitor="claire", prepare=inboxes.deleted),
    Page("conversation-erased", inboxes.erased_talk, visitor="claire", prepare=inboxes.erased),
    Page("team-inbox", "/inbox/", "claire", teams.at_work, click=".tickbox"),
    Page("team-filters-menu", "/inbox/", "claire", teams.at_work, click="#views summary"),
    Page("team-narrowed", "/inbox/?assignee=nobody&kind=comment&x=1", "claire", teams.at_work),
    Page("delays", "/inbox/delays/", "claire", teams.at_work),
    Page("understanding", "/inbox/understanding/", "claire"),
    Page("delays-first", "/inbox/delays/", "claire"),
    Page("team-snoozed", "/inbox/?status=snoozed", "claire", teams.at_work),
    Page("team-snoozed-first", "/inbox/?status=snoozed", "claire"),
    Page("conversation-objecting", inboxes.talk, "claire", customers.known),
    Page("team-talk", inboxes.talk, "claire", teams.at_work),
    Page("team-talk-give", inboxes.talk, "claire", teams.at_work, click="#give-menu summary"),
    Page("team-talk-later", inboxes.talk, "claire", teams.at_work, click="#snooze-menu summary"),
    Page("team-talk-saved", inboxes.talk, "claire", teams.at_work, click="#saved-menu summary"),
    Page("team-choices", teams.choices, "claire", teams.at_work),
    Page("team-views", "/inbox/views/?kind=review", "claire", teams.at_work),
    Page("team-views-first", "/inbox/views/", "claire"),
    Page("team-labels", "/inbox/labels/", "claire", teams.at_work),
    Page("team-labels-first", "/inbox/labels/", "claire"),
    Page("team-note", teams.note, "claire", teams.at_work),
    Page("team-saved-answers", "/inbox/saved-answers/", "claire", teams.at_work),
    Page("team-saved-answer", teams.saved_answer, "claire", teams.at_work),
    Page("team-saved-answers-first", "/inbox/saved-answers/", "claire"),
    Page("team-offered", teams.offered, "claire", teams.at_work),
    Page("team-given-card", teams.given_card, "karim", teams.at_work),
    Page("team-named-card", teams.named_card, "karim", teams.at_work),
    Page("rules", "/inbox/rules/", "claire", rules.at_work),
    Page("rules-first", "/inbox/rules/", "claire"),
    Page("rules-editor", "/inbox/rules/", "karim", rules.with_answers),
    Page("rule-new", "/inbox/rules/new/", "claire", rules.at_work),
    Page("rule", rules.page("Devis"), "claire", rules.at_work),
    Page("rule-trial", rules.page("Réclamations du samedi", "trial/"), "claire", rules.at_work),
    Page("rule-everything", rules.page("Tout ranger", "trial/"), "claire", rules.without_condition),
    Page("rule-journal", rules.page("Devis", "journal/"), "claire", rules.at_work),
    Page("rule-talk", rules.talk, "claire", rules.at_work),
    Page("rule-card", rules.card, "karim", rules.at_work),
    Page("rule-hours-first", "/inbox/rules/hours/", "claire"),
    Page("rule-hours", "/inbox/rules/hours/", "claire", rules.with_answers),
    Page("rule-thanks", "/inbox/rules/thanks/", "claire", rules.with_answers),
    Page("reviews-first", "/reviews/", visitor="claire"),
    Page("reviews", "/reviews/", "claire", reviewing.gathered),
    Page("reviews-numbers", "/reviews/", "claire", reviewing.gathered, click=reviewing.NUMBERS),
    Page("reviews-none", "/reviews/?stars=3&period=30", "lucas", reviewing.gathered),
    Page("review", reviewing.worst, "claire", reviewing.gathered),
    Page("review-left-out", reviewing.left_out, "claire", reviewing.public),
    Page("reviews-asking-first", "/reviews/asking/", "claire"),
    Page("reviews-asking", "/reviews/asking/", "claire", reviewing.asked),
    Page("reviews-card", reviewing.card, "claire", reviewing.asked),
    Page("reviews-display-first", "/reviews/display/", "claire"),
    Page("reviews-display", "/reviews/display/", "claire", reviewing.public),
    Page("reviews-public", reviewing.public_page, prepare=reviewing.public, speaks="fr"),
    Page("reviews-objection", reviewing.objection, prepare=reviewing.requested),
    Page("person", customers.card, "claire", customers.known),
    Page("person-first", customers.card, "claire", inboxes.busy),
    Page("person-reader", customers.card, "lucas", customers.known),
    Page(
        "person-consent", customers.card, "claire", customers.known, click="#kept ~ details summary"
    ),
    Page("person-forbidden", customers.forbidden_card, "claire", customers.forbidden),
    Page("person-leaving", customers.card, "claire", customers.leaving),
    Page("erasure-waiting", customers.receipt, "claire", customers.leaving),
    Page("erasure-done", customers.receipt, "claire", customers.gone),
    Page("customers-data", "/workspace/customers-data/", "claire", customers.gone),
    Page("customers-data-first", "/workspace/customers-data/", visitor="claire"),
    Page("alert-due", inboxes.talk, "claire", alerts.urgent),
    Page("alert-menu", inboxes.talk, "claire", inboxes.busy, click="#more-menu summary"),
    Page("alert-new", alerts.alert_page, "claire", alerts.urgent),
    Page("alert-new-alone", alerts.alert_page, "karim", inboxes.busy),
    Page("alert-raised", inboxes.talk, "claire", alerts.raised),
    Page("alert-told", inboxes.talk, "claire", alerts.raised, click="#alarm summary"),
    Page("alert-reader", inboxes.talk, "lucas", alerts.raised),
    Page("alert-list", "/inbox/", "karim", alerts.raised),
    Page("alert-card", alerts.card, "claire", alerts.raised),
    Page("alert-journal", "/inbox/alerts/", "claire", alerts.raised),
    Page("alert-journal-first", "/inbox/alerts/", "claire"),
    Page("styleguide", "/styleguide/", visitor="claire"),
    Page("session-ended", "/posts/new/", status=403, sent=refusals.POST),
    Page("session-ended-answer", "/inbox/1/", status=403, sent=refusals.ANSWER),
    Page("session-anew", "/posts/new/", visitor="claire", status=403, sent=refusals.POST),
    Page("too-heavy", "/refused/413/", status=413),
    Page("no-room", "/refused/507/", status=507),
    Page("not-found", "/nothing-here/", status=404),
    Page("not-allowed", "/theme/", status=405),
]
