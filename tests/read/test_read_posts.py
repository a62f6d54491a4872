"""When a post was published, by its address or its stamp."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from situate.read.posts import moment_of_address, moment_of_post


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://x.com/someone/status/1445078208190291973", datetime(2021, 10, 4, tzinfo=UTC)),
        ("https://example.org/news/2023/01/22/13184/", datetime(2023, 1, 22, tzinfo=UTC)),
        ("https://example.org/2023/13/45/story", None),
        ("https://www.facebook.com/a/posts/1218341061965849", None),
        ("not an address", None),
        (None, None),
    ],
)
def test_an_address_may_hold_its_day(url: str | None, day: datetime | None) -> None:
    found = moment_of_address(url)
    assert (found.date() if found else None) == (day.date() if day else None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("News6:38 PM · Jul 5, 2022·Phone", datetime(2022, 7, 5, tzinfo=UTC)),
        ("Some PageNovember 30, 2024 · Shared with Public", datetime(2024, 11, 30, tzinfo=UTC)),
        ("On July 5, 2022 nothing was stamped", None),
        ("February 31, 2024 · Shared", None),
    ],
)
def test_a_post_may_hold_its_stamp(text: str, day: datetime | None) -> None:
    assert moment_of_post(text) == day
