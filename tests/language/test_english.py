"""English is told from other languages, questions and articles alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.language.english import seems_english
from qa.language.verbs import ends_in_ed


@pytest.mark.parametrize(
    "text",
    [
        *("Who signed it?", "When?", "Why not?", "Is Åsa Öberg in Malmö?", "Åsa Öberg"),
        *("and the ferry?", "ferry strike", "Did Tove Lind resign?", "2024", "", "???"),
        *("What does Schadenfreude mean?", "Who is 李明?", "How many?", "Tove Lind age"),
        *("Was anybody killed?", "Was nobody saved?", "Was everyone paid?", "Is something lost?"),
        "Ferry strike in Skerra: crew refuses work at night",
        "“Ja,” said Ole van Aken. “Hm,” said ab Gwilym. “Nej,” said ibn Rush.",
    ],
)
def test_english(text: str) -> None:
    assert seems_english(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Wann fährt die Fähre?",
            "Wer ist der Kapitän?",
            "Was sagt die Crew?",
            "Quand part le bac ?",
        ),
        *(
            "¿Cuándo sale el barco?",
            "Chi guida la nave?",
            "Quem é o capitão?",
            "Wie is de kapitein?",
        ),
        *("Vem är kapten?", "Kto jest kapitanem?", "Kdo je kapitán?", "Kaptan kim?"),
        *(
            "Кто капитан?",
            "谁是船长？",
            "船長は誰ですか",
            "선장은 누구입니까?",
            "من هو القبطان؟",
            "מי רב החובל?",
        ),
        "Mohamed Said a dit hier soir que Leila Said ne vient pas à Skerra.",
        "Le bac pour Skerra n'est pas parti ce matin, car l'équipage refuse de travailler la nuit.",
        "Die Fähre nach Skerra fuhr heute nicht, weil die Besatzung nachts nicht arbeiten will.",
        "El barco a Skerra no salió esta mañana porque la tripulación no quiere trabajar de noche.",
    ],
)
def test_other_languages(text: str) -> None:
    assert not seems_english(text)


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    assert seems_english(text) in (True, False)


@pytest.mark.parametrize(
    ("word", "past"),
    [("opened", True), ("agreed", True), ("need", False), ("succeed", False), ("red", False)],
)
def test_what_ends_like_a_past(word: str, past: bool) -> None:
    assert ends_in_ed(word) == past
