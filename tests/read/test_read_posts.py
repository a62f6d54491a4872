"""When a post was published, by its address or its stamp."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from situate.read.posts import day_called_today, moment_of_address, moment_of_post


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


RETRIEVED = datetime(2026, 7, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "until", "day"),
    [
        ("قصف على أطراف البلدة اليوم السبت 11 كانون الأول، قتل مدني.", RETRIEVED, (2021, 12, 11)),
        ("قصف صباح اليوم الجمعة ٢٠ يناير/كانون الثاني على القرية", RETRIEVED, (2023, 1, 20)),
        ("قصف اليوم السبت 5 آب / أغسطس 2023 على القرية", None, (2023, 8, 5)),
        ("Shelling hit the village today, Saturday 5 August 2023.", None, (2023, 8, 5)),
        ("قتل راع أمس الأربعاء 18 آب برصاص قناص", RETRIEVED, (2021, 8, 19)),
        ("Video from the strike - A Reporter (@a_reporter) August 19, 2022", None, (2022, 8, 19)),
        ("قصف على أطراف البلدة اليوم السبت 11 كانون الأول، قتل مدني.", None, None),
        ("قصف اليوم 11 كانون الأول على البلدة", RETRIEVED, None),  # no weekday: any year
        ("وكان قصف قد وقع في السبت 11 كانون الأول", RETRIEVED, None),  # not called today
        ("The town fell on Saturday 5 August 2023.", None, None),
        ("", RETRIEVED, None),
    ],
)
def test_a_report_may_call_its_day_today(
    text: str, until: datetime | None, day: tuple[int, int, int] | None
) -> None:
    found = day_called_today(text, until)
    assert (found and (found.year, found.month, found.day)) == day


def test_a_weekday_that_fits_no_late_year_gives_none() -> None:
    assert day_called_today("today, Tuesday 29 February", RETRIEVED) is None
