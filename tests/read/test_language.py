"""Which language a report is in: names must not make English foreign, and unsure is let through."""

from __future__ import annotations

import pytest

from situate.read.language import is_read, language_of

ENGLISH = [
    "Rocket hits Bab Touma. A rocket fell in the Qassa' area of Bab Touma in Damascus on Monday, "
    "killing one person, SANA reported.",
    "Azaz: Etilaf condemns Aazaz bombing. Etilaf and Ahrar condemned the Azaz and Sawran "
    "bombings; three men died.",
    "Ndélé, Bria and Bambari: UPC, FPRC and MPC fighters left Ndélé, Bria and Bambari.",
    "Kibbutz Be'eri, Kfar Aza, Nir Oz and Nahal Oz were shelled.",
]
FOREIGN = [
    ("fr", "L'armée malienne a annoncé lundi avoir repris la ville de Kidal aux rebelles."),
    (
        "es",
        "El Ejército colombiano informó que once guerrilleros murieron en un bombardeo en Arauca.",
    ),
    ("ru", "Российские войска взяли под контроль село в Донецкой области, сообщило министерство."),
    ("ar", "قتل خمسة مدنيين في غارة جوية على حي في مدينة حلب يوم الاثنين"),
]


@pytest.mark.parametrize("text", ENGLISH)
def test_a_report_full_of_names_is_still_read(text: str) -> None:
    assert is_read(language_of(text))


@pytest.mark.parametrize(("language", "text"), FOREIGN)
def test_a_language_we_do_not_read_is_known(language: str, text: str) -> None:
    assert language_of(text) == language
    assert not is_read(language)


@pytest.mark.parametrize("text", ["", "   \n", "12 11 2017", "Goma", "?!" * 4000, "\u200f" * 50])
def test_too_little_to_tell_is_unknown_and_let_through(text: str) -> None:
    assert language_of(text) is None
    assert is_read(None)
