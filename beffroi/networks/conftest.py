"""Makes the assertions of the shared contracts explain themselves."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("beffroi.networks.contract_tests", "beffroi.networks.tests")
