"""What every network passes that tells when a yes is taken back. Needs a simulator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from beffroi.networks.contracts import DeveloperApp
from beffroi.networks.tests.world import SimulatedWorld

_RETURN = "https://beffroi.test/channels/return/"
_VERIFIER = "correct-horse-battery-staple-correct-horse-battery"
_CHALLENGE = "iCfwzxHXiMcDHq3YTGg_zp-9q9hW85BxYh13b8fApZQ"


class WithdrawalContract:
    def test_who_takes_their_yes_back_is_who_gave_it(self, world: SimulatedWorld) -> None:
        network: Any = world.network
        app = world.developer_app(_RETURN)
        url = network.authorize_url(
            app, redirect_uri=_RETURN, state="state", code_challenge=_CHALLENGE
        )
        (first, *_) = network.exchange(
            app, redirect_uri=_RETURN, code=world.approve(url), code_verifier=_VERIFIER
        )
        told = network.read_withdrawal(world.withdrawal(), app=app)
        assert told.person_id == first.consented_by != ""
        assert abs(told.asked_at - world.now()) < timedelta(seconds=5)

    def test_what_the_network_did_not_sign_for_this_app_asks_nothing(
        self, world: SimulatedWorld
    ) -> None:
        network: Any = world.network
        app, form = world.developer_app(_RETURN), world.withdrawal()
        other = DeveloperApp(app.origin, app.client_id, "another-secret")
        assert network.read_withdrawal(form, app=other) is None
        for name, value in form.items():
            for wrong in ("", ".", "é", value[:-1], f"{value}A", value.partition(".")[2]):
                assert network.read_withdrawal({**form, name: wrong}, app=app) is None
        assert network.read_withdrawal({}, app=app) is None
