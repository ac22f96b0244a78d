"""When a paper's protection must be renewed."""

from datetime import UTC, datetime, timedelta

from app.archive.rules import MARGIN, algorithm_ends, renew_by

NOW = datetime(2026, 11, 23, tzinfo=UTC)
IN_TEN_YEARS = NOW + timedelta(days=3650)


def test_before_the_certificate_ends() -> None:
    ends = NOW + timedelta(days=1000)
    assert renew_by(ends, None, NOW) == ends - MARGIN


def test_before_the_kind_of_key_ends() -> None:
    weak = algorithm_ends("RSA", 2048)
    assert weak == datetime(2031, 1, 1, tzinfo=UTC)
    assert renew_by(IN_TEN_YEARS, weak, NOW) == weak - MARGIN
    assert algorithm_ends("RSA", 3072) == algorithm_ends("EC", 256)
    assert algorithm_ends("RSA", 3072) == datetime(2036, 1, 1, tzinfo=UTC)
    assert algorithm_ends("ML-DSA", 2592) is None


def test_an_authority_that_is_behind_the_times_is_not_asked_every_night() -> None:
    """Its kind of key has ended; another timestamp of the same kind would change nothing."""
    ended = NOW - timedelta(days=1)
    assert renew_by(IN_TEN_YEARS, ended, NOW) == IN_TEN_YEARS - MARGIN


def test_never_sooner_than_tomorrow() -> None:
    """A certificate that is about to end when it stamps does not make the night run for ever."""
    soon = NOW + timedelta(days=3)
    assert renew_by(soon, None, NOW) == NOW + timedelta(days=1)
