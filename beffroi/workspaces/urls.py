from __future__ import annotations

from django.urls import URLPattern, path

from beffroi.workspaces.views import accounts, agencies, invitations, teams, workspaces

_workspaces = [
    path("workspaces/", workspaces.choose, name="workspaces"),
    path("workspaces/new/", workspaces.new, name="workspace_new"),
    path("workspaces/enter/", workspaces.enter, name="workspace_enter"),
    path("workspaces/<int:workspace_id>/page/", workspaces.page, name="workspace_page"),
    path("workspaces/<int:workspace_id>/leave/", workspaces.leave, name="workspace_leave"),
    path("workspace/data/", workspaces.data, name="workspace_data"),
]

_account = [
    path("account/profile/", accounts.profile, name="profile"),
    path("account/", accounts.security, name="account"),
    path("account/sessions/end/", accounts.end_other_sessions, name="sessions_end"),
    path("account/sessions/<int:session_id>/end/", accounts.end_session, name="session_end"),
]

_invitations = [
    path("invitation/", invitations.show, name="invitation"),
    path("invitation/accept/", invitations.accept, name="invitation_accept"),
    path("invitation/<str:token>/", invitations.link, name="invitation_link"),
]

_agencies = [
    path("agencies/new/", agencies.new, name="agency_new"),
    path("agencies/<int:agency_id>/", agencies.show, name="agency"),
    path(
        "agencies/<int:agency_id>/clients/new/", agencies.new_workspace, name="agency_workspace_new"
    ),
]

#: Address below the team, name, view.
_TEAM = (
    ("", "team", teams.show),
    ("invite/", "team_invite", teams.invite),
    ("undo/", "team_undo", teams.undo),
    ("<int:membership_id>/", "team_member", teams.member),
    ("<int:membership_id>/remove/", "team_remove", teams.remove),
    ("invitations/<int:invitation_id>/send/", "team_invitation_send", teams.send_again),
    ("invitations/<int:invitation_id>/revoke/", "team_invitation_revoke", teams.revoke),
)


def _team_of_workspace() -> list[URLPattern]:
    settings = path("workspace/", teams.for_workspace(teams.show), name="workspace_settings")
    return [settings] + [
        path(f"workspace/team/{address}", teams.for_workspace(view), name=name)
        for address, name, view in _TEAM
        if name != "team"
    ]


def _team_of_agency() -> list[URLPattern]:
    return [
        path(
            f"agencies/<int:agency_id>/team/{address}",
            teams.for_agency(view),
            name=f"agency_{name}",
        )
        for address, name, view in _TEAM
    ]


urlpatterns = [
    *_workspaces,
    *_account,
    *_invitations,
    *_agencies,
    *_team_of_workspace(),
    *_team_of_agency(),
]
