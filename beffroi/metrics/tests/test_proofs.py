from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from beffroi.metrics.proofs import Claim, Proof, by_proof, cumulative, range_of, strongest
from beffroi.metrics.ranges import Range

AMOUNTS = st.dictionaries(st.sampled_from(Proof), st.integers(-(10**6), 10**6))
CLAIMS = st.lists(
    st.builds(
        Claim,
        sale=st.sampled_from("abcdef"),
        proof=st.sampled_from(Proof),
        cents=st.integers(-(10**6), 10**6),
    )
)


def test_a_code_is_surer_than_a_link_and_a_link_than_a_word() -> None:
    assert sorted({*Proof}) == [Proof.CERTAIN, Proof.PROBABLE, Proof.DECLARED]
    assert max(Proof.CERTAIN, Proof.DECLARED) is Proof.DECLARED


def test_a_range_goes_from_what_is_certain_to_all() -> None:
    amounts = {Proof.CERTAIN: 363_00, Proof.PROBABLE: 152_00, Proof.DECLARED: 88_00}
    assert range_of(amounts) == Range(363_00, 603_00)
    assert [running for _proof, running in cumulative(amounts)] == [363_00, 515_00, 603_00]
    assert range_of({}) == Range(0, 0)


def test_what_weaker_proofs_take_away_is_not_hidden() -> None:
    amounts = {Proof.CERTAIN: 100, Proof.PROBABLE: -150, Proof.DECLARED: 80}
    assert range_of(amounts) == Range(-50, 100)


def test_a_sale_counts_once_by_its_strongest_proof() -> None:
    claims = [
        Claim("b", Proof.DECLARED, 900),
        Claim("a", Proof.PROBABLE, 500),
        Claim("a", Proof.CERTAIN, 480),
        Claim("a", Proof.CERTAIN, 480),
    ]
    assert strongest(claims) == [Claim("a", Proof.CERTAIN, 480), Claim("b", Proof.DECLARED, 900)]
    assert by_proof(claims) == {Proof.CERTAIN: 480, Proof.PROBABLE: 0, Proof.DECLARED: 900}


@given(CLAIMS, st.randoms())
@settings(deadline=None)
def test_no_sale_counts_twice_in_whatever_order_it_is_told(
    claims: list[Claim], random: object
) -> None:
    mixed = [*claims, *claims]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    found = strongest(mixed)
    assert found == strongest(claims)
    assert len({claim.sale for claim in found}) == len(found)
    assert sum(by_proof(mixed).values()) == sum(claim.cents for claim in found)


@given(st.dictionaries(st.sampled_from(Proof), st.integers(0, 10**6)))
@settings(deadline=None)
def test_more_proofs_never_give_less_where_no_sale_made_a_loss(amounts: dict[Proof, int]) -> None:
    sums = [running for _proof, running in cumulative(amounts)]
    assert sums == sorted(sums)
    assert range_of(amounts) == Range(amounts.get(Proof.CERTAIN, 0), sum(amounts.values()))


@given(AMOUNTS)
@settings(deadline=None)
def test_a_range_holds_what_is_certain_and_all(amounts: dict[Proof, int]) -> None:
    found = range_of(amounts)
    assert found.low <= amounts.get(Proof.CERTAIN, 0) <= found.high
    assert found.low <= sum(amounts.values()) <= found.high
