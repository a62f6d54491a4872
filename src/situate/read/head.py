"""Where and when a report says it was filed: datelines, date lines, credits at its head.

A date inside a sentence of the body is never a date of publication: only a date that stands before
the first sentence, after a label ("Published:"), or in a dateline counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import islice

from situate.knowledge.calendar import WrittenDate, load_calendar
from situate.knowledge.outlets import Outlets, load_outlets
from situate.read.chrome import load_cues
from situate.read.draft import Dated

HEAD = 160  # characters of a paragraph within which a head must end
BODY = 1500  # characters searched for weekdays that settle 04/05/2016
CAPS = re.compile(r"[A-Z][A-Z'’.-]+(?:[ /-][A-Z][A-Z'’.-]+){0,4}(?![\w])")
NAME = re.compile(r"[A-Z][\w'’-]+(?:[ -](?:[A-Z][\w'’-]+|el|al|of)){0,3}")
REGION = re.compile(r",\s?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2}(?=\s*[,(–—-])")
CREDIT = re.compile(r"\s*\(([A-Z][^()\n]{1,40})\)")
DASH = re.compile(r"\s*(?:--?|[–—:|])\s*(?=\S)")
BRACKET = re.compile(r"\s*\(")
STOP = re.compile(r"\.\s+(?=[A-Z\"“‘])")  # "Bogota, September 17, 2024. Gunmen"
JOIN = re.compile(r"[\s,|·•:–—-]{1,4}")
CLOCK = re.compile(
    r"(?:\s|,|\||at|\(updated[^)\n]{0,40}\)|\(?(?:UTC|GMT|EST|EDT|CET|CEST|EET|BST|MSK)(?:[+-]\d{1,2})?\)?"
    r"|\d{1,2}[:.]?\d{2}(?!\d)\s*(?:am|pm|AM|PM|hrs|h)?)+",
)
WORDS = re.compile(r"\w+")
RANGE = re.compile(r"(?<=\d)\s?[-–—]\s?(?=\d{1,2}\s+[^\W\d])")  # "1-7 February"
TAIL = re.compile(r"\s[|–—-]\s")


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the first word of a report's text: text[start:end], half open.

    `date` is the date written there, `label` "published", "updated", "period" or None, `agency`
    the outlet or agency credited there.
    """

    start: int
    end: int
    date: WrittenDate | None = None
    label: str | None = None
    agency: str | None = None
    is_dateline: bool = False


@cache
def _outlets() -> Outlets:
    return load_outlets()


def dateline(text: str, start: int, end: int) -> Head | None:
    """The dateline that opens text[start:end]: "BEIRUT (Reuters) -", "DAMASCUS, 14 Feb 2018 —".

    None if the paragraph opens with anything else. A place in capitals needs a dash or a known
    agency after it, one in small letters a dash and an agency or a date, or a full date and a stop.
    """
    limit = min(end, start + HEAD)
    caps = CAPS.match(text, start, limit)
    place = caps or NAME.match(text, start, limit)
    if place is None:
        return None
    at, agency, written = place.end(), None, None
    region = REGION.match(text, at, limit)
    is_region = region and not load_calendar().date_at(text, at + 2)
    if region and is_region and not _outlets().named(region[0].lstrip(", ")):
        at = region.end()
    while True:
        bracket = BRACKET.match(text, at, limit)
        if bracket and (found := _date_in_bracket(text, bracket.end())):
            written, at = found, found.end + 1
        elif credit := CREDIT.match(text, at, limit):
            agency, at = credit[1], credit.end()
        elif (joined := JOIN.match(text, at, limit)) and (
            found := load_calendar().date_at(text, joined.end())
        ):
            written, at = found, found.end
        elif (joined := JOIN.match(text, at, limit)) and (
            credited := _agency_at(text, joined.end(), limit)
        ):
            agency, at = text[joined.end() : credited], credited
        else:
            break
    dash = DASH.match(text, at, end)
    known = agency is not None and _outlets().named(agency) is not None
    if dash and (agency or written or (caps and len(caps[0]) > 3 and text[at] != "-")):
        return Head(start, dash.end(), written, None, agency, True)
    stop = STOP.match(text, at, end)
    if stop and written and written.date:
        return Head(start, stop.end(), written, None, agency, True)
    if caps and known and at < end and (opening := _opens(text, at, end)):
        return Head(start, opening, written, None, agency, True)
    return None


def _date_in_bracket(text: str, at: int) -> WrittenDate | None:
    """The date that fills a bracket: "(3 May 2024)"."""
    found = load_calendar().date_at(text, at)
    return found if found and text[found.end : found.end + 1] == ")" else None


def head(text: str, start: int, end: int, title: str | None = None) -> Head | None:
    """The date at the very start of text[start:end], with any label, credit and clock around it.

    Before the date only labels, credits and a repeated title may stand; after it the text must
    open as a sentence does, or end. None without a full date there.
    """
    at, label, agency = start, None, None
    limit = min(end, start + HEAD + len(title or ""))
    while at < limit:
        if space := JOIN.match(text, at, limit):
            at = space.end()
        if found := load_calendar().date_at(text, at):
            if found.date is None or found.end > end:
                return None
            after = _after(text, found.end, end)
            if after is None:
                return None
            return Head(start, after, found, label, agency)
        step, label, agency = _step(text, at, limit, title, label, agency)
        if step is None:
            return None
        at = step
    return None


def _step(
    text: str, at: int, limit: int, title: str | None, label: str | None, agency: str | None
) -> tuple[int | None, str | None, str | None]:
    """Past one label, repeated title or credit at `at`; None where none of them stands there."""
    if found := _label_at(text, at, limit):
        return found[0], found[1], agency
    if title and (past := past_title(text, at, title)):
        return past, label, agency
    if credited := _agency_at(text, at, limit):
        return credited, label, text[at:credited]
    return None, label, agency


def _label_at(text: str, at: int, limit: int) -> tuple[int, str] | None:
    folded = text[at : at + 40].casefold()
    for name, words in (("published", load_cues().published), ("updated", load_cues().updated)):
        for word in words:
            end = at + len(word)
            if folded.startswith(word) and end < limit and not text[end].isalnum():
                return end, name
    return None


def _agency_at(text: str, at: int, limit: int) -> int | None:
    """End of the longest known outlet's name that begins at `at`, one to four words."""
    ends = [word.end() for word in WORDS.finditer(text, at, min(limit, at + 60))][:4]
    if not ends or WORDS.match(text, at) is None or not text[at].isupper():
        return None
    return next((end for end in reversed(ends) if _outlets().named(text[at:end])), None)


def past_title(text: str, at: int, title: str) -> int | None:
    """End of `title` where text repeats it at `at`, word by word, punctuation aside.

    A title may carry the site's name after a bar or dash; the text need not repeat that.
    """
    for name in (title, *_without_tail(title)):
        wanted = [word.casefold() for word in WORDS.findall(name)]
        if len(wanted) < 3:
            continue
        matches = list(islice(WORDS.finditer(text, at, at + 2 * len(name) + 20), len(wanted)))
        if [match[0].casefold() for match in matches] == wanted and matches[0].start() - at <= 2:
            return matches[-1].end()
    return None


def _without_tail(title: str) -> list[str]:
    """The title cut at its last bar or spaced dash, then at the one before it, and so on."""
    return [title[: match.start()] for match in reversed(list(TAIL.finditer(title)))][:3]


def _after(text: str, at: int, end: int) -> int | None:
    """Where the report's own words begin after a date; None where the date was part of them."""
    if clock := CLOCK.match(text, at, end):
        at = clock.end()
    if dash := DASH.match(text, at, end):
        at = dash.end()
    if credit := CREDIT.match(text, at, end):
        at = credit.end()
        if dash := DASH.match(text, at, end):
            at = dash.end()
    return _opens(text, at, end)


def _opens(text: str, at: int, end: int) -> int | None:
    while at < end and text[at].isspace():
        at += 1
    if at >= end or text[at].isupper() or text[at].isdigit() or not text[at].isalnum():
        return at
    if text.startswith("by ", at) and text[at + 3 : at + 4].isupper():
        return at
    return at if not text[at].islower() else None  # scripts without capitals


def date_line(line: str) -> Head | None:
    """A short line that is a date of publication with at most a credit or place around it.

    Of the days that a situation report covers it is the last: it cannot have come out before.
    """
    if len(line) > HEAD:
        return None
    calendar = load_calendar()
    is_period = line.lstrip("(*• -").casefold().startswith(load_cues().periods)
    days = RANGE.sub(lambda dash: " " * len(dash[0]), line) if is_period else line
    full = [found for found in calendar.dates_in(days) if found.date]
    if not full:
        return None
    if is_period:
        return Head(0, len(line), full[-1], "period", None)
    chosen, label, agency = full[0], None, None
    for found in full:
        before = line[: found.start].rstrip(" :|,-–—").casefold()
        for name, words in (("published", load_cues().published), ("updated", load_cues().updated)):
            if label != "published" and before.endswith(words):
                label, chosen = name, found
    if label and len(WORDS.findall(CLOCK.sub(" ", line[chosen.end :]))) > 5:
        return None
    if label is None:
        around = line[: chosen.start] + " " + line[chosen.end :]
        around = CLOCK.sub(" ", around)
        if len(WORDS.findall(around)) > 5 or line.rstrip().endswith((".", "?", "!")):
            return None
        if line[: chosen.start].strip() and line[chosen.end :].strip():
            return None
        if any(word.islower() for word in WORDS.findall(around)):
            return None
    for around in (line[: chosen.start], line[chosen.end :]):
        name = around.strip(" :|,-–—()")
        if name and _outlets().named(name):
            agency = name
    return Head(0, len(line), chosen, label, agency)


def settled(written: WrittenDate, body: str, found: str) -> Dated | None:
    """The date of publication a written date stands for; None where day and month stay open.

    04/05/2016 is settled by a weekday in the body (news names the day itself or the day before),
    else by its marks: dots and hyphens are read day first; a slash alone settles nothing.
    """
    day = written.date
    if day is None:
        return None
    if written.moment:
        return Dated(written.moment, "hour", found)
    if written.other and written.other != day:
        fits = [d for d in (day, written.other) if _fits(d, written, body)]
        if len(fits) == 1:
            day = fits[0]
        elif not written.day_first:
            return None
    return at_day(day, found)


def at_day(day: date, found: str) -> Dated:
    """A day of publication: midnight UTC, precision "day"."""
    return Dated(datetime.combine(day, time(), UTC), "day", found)


def _fits(day: date, written: WrittenDate, body: str) -> bool:
    if written.weekday is not None:
        return day.weekday() == written.weekday
    near = {day.weekday(), (day - timedelta(days=1)).weekday()}
    return bool(near & set(_weekdays(body[:BODY])))


def _weekdays(body: str) -> Iterator[int]:
    days = load_calendar().weekdays
    return (days[word] for word in WORDS.findall(body) if word in days and len(word) > 4)
