"""The named world of the demo, the tests and the lessons: who there is, and who is what where.

*Atelier Martin*, a bakery in Douai; the agency *Nova* with two clients; *Zoé*, who is a stranger to
all of them and must see nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from beffroi.workspaces import actions
from beffroi.workspaces.models import Agency, User, Workspace
from beffroi.workspaces.rules import Role


@dataclass(frozen=True)
class World:
    """The people and places; everything else is made from them."""

    atelier: Workspace
    claire: User
    sophie: User
    karim: User
    ines: User
    lucas: User
    paul: User
    nova: Agency
    garage: Workspace
    cycles: Workspace
    nadia: User
    hugo: User
    zoe: User
    flowers: Workspace

    def member(self, role: Role) -> User:
        """Return who holds a role in Atelier Martin."""
        return {
            Role.OWNER: self.claire,
            Role.MANAGER: self.sophie,
            Role.EDITOR: self.karim,
            Role.APPROVER: self.ines,
            Role.READER: self.lucas,
            Role.CLIENT: self.paul,
        }[role]


def people_and_places(*, now: datetime, password: str | None = None) -> World:
    """Make the world, each person with a confirmed address and the same password, if any."""

    def person(name: str, email: str) -> User:
        return actions.register_person(email=email, name=name, password=password, now=now)

    claire = person("Claire Martin", "claire@atelier-martin.example")
    atelier = actions.create_workspace(
        owner=claire, name="Atelier Martin", activity="Boulangerie, Douai", is_demo=True, now=now
    )
    team = {
        Role.MANAGER: person("Sophie Carlier", "sophie@atelier-martin.example"),
        Role.EDITOR: person("Karim Benali", "karim@atelier-martin.example"),
        Role.APPROVER: person("Inès Lambert", "ines@atelier-martin.example"),
        Role.READER: person("Lucas Duhem", "lucas@atelier-martin.example"),
        Role.CLIENT: person("Paul Delattre", "paul@cafe-delattre.example"),
    }
    for role, user in team.items():
        actions.add_member(place=atelier, user=user, role=role, actor=claire, now=now)

    nadia = person("Nadia Haddad", "nadia@nova.example")
    hugo = person("Hugo Maes", "hugo@nova.example")
    nova = actions.create_agency(owner=nadia, name="Nova", now=now)
    actions.add_member(place=nova, user=hugo, role=Role.EDITOR, actor=nadia, now=now)
    garage, cycles = (
        actions.create_workspace(
            owner=nadia, agency=nova, name=name, activity=activity, is_demo=True, now=now
        )
        for name, activity in (("Garage Lefort", "Arras"), ("Cycles Dubreuil", "Lille"))
    )

    zoe = person("Zoé Vasseur", "zoe@fleurs-zoe.example")
    flowers = actions.create_workspace(
        owner=zoe, name="Les Fleurs de Zoé", activity="Fleuriste, Lens", is_demo=True, now=now
    )
    return World(
        atelier=atelier,
        claire=claire,
        sophie=team[Role.MANAGER],
        karim=team[Role.EDITOR],
        ines=team[Role.APPROVER],
        lucas=team[Role.READER],
        paul=team[Role.CLIENT],
        nova=nova,
        garage=garage,
        cycles=cycles,
        nadia=nadia,
        hugo=hugo,
        zoe=zoe,
        flowers=flowers,
    )
