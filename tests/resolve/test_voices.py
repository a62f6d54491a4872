"""For whom a quoted speaker speaks, and whether he is a party to what he tells."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.resolve.test_actors import quoted

from situate.annotate import names_in
from situate.knowledge.roster import Roster, load_roster
from situate.model import Document, Mention, Sourced, Speaker
from situate.records import document_id, mention_id, quote_at
from situate.resolve import resolve


@pytest.fixture(scope="module")
def roster() -> Roster:
    return load_roster()


def speaker_of(text: str, speaker: str, actor: str, roster: Roster) -> Speaker:
    """The speaker of one taking told in `text` by `speaker`, as resolved."""
    document = Document(document_id(text), text, published=datetime(2025, 2, 7, tzinfo=UTC))
    trigger, words = quoted(document, "captured"), quoted(document, speaker)
    mention = Mention(
        mention_id(document.id, trigger, "place_taken"), document.id, "place_taken", trigger,
        quote_at(document, 0, len(text)),
        actors=(Sourced(quoted(document, actor), None, 0.0, "subject"),),
        said_by=(Speaker(words, speaker),),
    )  # fmt: skip
    names = names_in(document, roster=roster, gazetteer=None)
    (found,) = resolve(document, (mention,), names, roster, None)
    return found.said_by[0]


CASES = [
    ("Russian troops captured Ostrivka, Moscow said.", "Moscow", "Russian troops", "state:RU", True,
     "a capital speaks for its state"),
    ("Russian troops captured Ostrivka, the Russian defence ministry said.",
     "the Russian defence ministry", "Russian troops", "state:RU", True, "a ministry, of its own"),
    ("M23 rebels captured Rutaka, the M23 said.", "the M23", "M23 rebels", "m23", True,
     "a group, of itself"),
    ("M23 rebels captured Rutaka, Human Rights Watch said.", "Human Rights Watch", "M23 rebels",
     None, False, "a monitor speaks for nobody"),
    ("M23 rebels captured Rutaka, a local teacher said.", "a local teacher", "M23 rebels", None,
     False, "a resident speaks for nobody"),
    ("M23 rebels captured Rutaka, Moscow said.", "Moscow", "M23 rebels", "state:RU", False,
     "a state that does not act here has an interest and is no party"),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[-1])
def test_a_speaker_has_the_interest_of_his_side(
    case: tuple[str, str, str, str | None, bool, str], roster: Roster
) -> None:
    text, speaker, actor, side, is_party, _ = case
    told = speaker_of(text, speaker, actor, roster)
    assert (side in told.speaks_for) if side else not told.speaks_for
    assert told.party is is_party
    assert told.value == speaker, "the words stay"
