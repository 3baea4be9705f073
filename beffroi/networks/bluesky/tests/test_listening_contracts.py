from __future__ import annotations

from beffroi.networks.contract_tests import (
    ListeningDeclarationContract,
    LookupContract,
    ReaderContract,
    StreamContract,
)


class TestListeningDeclaration(ListeningDeclarationContract): ...


class TestStream(StreamContract): ...


class TestLookup(LookupContract): ...


class TestReader(ReaderContract): ...
