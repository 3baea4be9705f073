"""What every network passes that gives an access: for a password, or for a yes."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

import pytest

from beffroi.networks.contracts import Connection
from beffroi.networks.errors import AccessRevoked, ContentRefused
from beffroi.networks.tests.world import MemoryKeeper, World, eventually


def _secrets(connection: Connection) -> list[str]:
    """Return what must never be shown; addresses kept beside the tokens may."""
    kept = connection.access.secrets.items()
    return [value for name, value in kept if value and not name.endswith("origin")]


class PasswordConnectorContract:
    def test_the_right_password_gives_an_access_that_works(self, world: World) -> None:
        connection: Connection = world.connect()
        assert connection.profile.account_id == connection.access.account_id
        assert connection.profile.handle
        assert not connection.profile.handle.startswith("@")
        world.keeper = MemoryKeeper(connection.access)
        world.channel().publish(world.post("Premier essai"))
        assert eventually(lambda: world.count_visible("Premier essai")) == 1

    def test_a_wrong_password_is_an_access_refused(self, world: World) -> None:
        with pytest.raises(AccessRevoked):
            world.connect(password="not-the-right-one")

    def test_an_address_inside_is_refused_before_any_call(self, world: World) -> None:
        with pytest.raises(ContentRefused) as caught:
            world.connect(origin="http://169.254.169.254")
        assert caught.value.field == "address"

    def test_what_is_printed_holds_no_secret(self, world: World) -> None:
        connection: Connection = world.connect()
        assert not any(secret in repr(connection) for secret in _secrets(connection))
        assert not any(secret in repr(connection.access) for secret in _secrets(connection))


class OAuthConnectorContract:
    redirect_uri = "https://beffroi.test/channels/return/"
    verifier = "correct-horse-battery-staple-correct-horse-battery"
    challenge = "iCfwzxHXiMcDHq3YTGg_zp-9q9hW85BxYh13b8fApZQ"

    def test_a_yes_gives_an_access_that_works(self, world: World) -> None:
        connection = self._connect(world)
        assert connection.profile.account_id == connection.access.account_id
        world.keeper = MemoryKeeper(connection.access, app=self.app)
        world.channel().publish(world.post("Premier essai"))
        assert eventually(lambda: world.count_visible("Premier essai")) == 1

    def test_the_page_to_say_yes_on_carries_state_and_challenge(self, world: World) -> None:
        url = urlsplit(self._authorize_url(world))
        query = parse_qs(url.query)
        assert f"{url.scheme}://{url.netloc}" == world.home
        assert query["state"] == ["a state &="]
        assert query["code_challenge"] == [self.challenge]
        assert query["code_challenge_method"] == ["S256"]
        assert query["redirect_uri"] == [self.redirect_uri]

    def test_an_invented_code_is_an_access_refused(self, world: World) -> None:
        app = world.developer_app(self.redirect_uri)
        with pytest.raises(AccessRevoked):
            world.network.exchange(  # type: ignore[attr-defined] # an OAuthConnector
                app, redirect_uri=self.redirect_uri, code="invented", code_verifier=self.verifier
            )

    def test_what_is_printed_holds_no_secret(self, world: World) -> None:
        connection = self._connect(world)
        assert not any(secret in repr(connection) for secret in _secrets(connection))
        assert not any(secret in repr(connection.access) for secret in _secrets(connection))

    def _authorize_url(self, world: World) -> str:
        self.app = world.developer_app(self.redirect_uri)
        url: str = world.network.authorize_url(  # type: ignore[attr-defined] # an OAuthConnector
            self.app,
            redirect_uri=self.redirect_uri,
            state="a state &=",
            code_challenge=self.challenge,
        )
        return url

    def _connect(self, world: World) -> Connection:
        code = world.approve(self._authorize_url(world))
        connections: Sequence[Connection] = world.network.exchange(  # type: ignore[attr-defined]
            self.app, redirect_uri=self.redirect_uri, code=code, code_verifier=self.verifier
        )
        ours = world.keeper.read().account_id
        return next(one for one in connections if one.access.account_id == ours)
