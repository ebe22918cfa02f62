"""Pages that do not say what they are in: right, or refused, never other letters unsaid."""

from __future__ import annotations

import pytest

from qa.records import Document, Failure
from qa.sources.parsers import read_documents

SENTENCES = {
    "cp1251": "Капитан парома сообщил во вторник, что рейсы на остров возобновятся летом.",
    "koi8-r": "Капитан парома сообщил во вторник, что рейсы на остров возобновятся летом.",
    "cp1253": "Ο καπετάνιος του πλοίου ανακοίνωσε την Τρίτη ότι τα δρομολόγια αρχίζουν.",
    "cp1255": "רב החובל הודיע ביום שלישי כי ההפלגות לאי יתחדשו בקיץ",
    "cp1256": "أعلن قبطان العبارة يوم الثلاثاء أن الرحلات إلى الجزيرة ستستأنف",
    "shift_jis": "船長は火曜日に、島への便が夏に再開すると発表した。",
    "euc-jp": "船長は火曜日に、島への便が夏に再開すると発表した。",
    "gb18030": "船长周二宣布，前往该岛的渡轮将于夏天恢复。",
    "big5": "船長週二宣布，前往該島的渡輪將於夏天恢復。",
    "euc-kr": "선장은 화요일에 섬으로 가는 배가 여름에 다시 다닐 것이라고 발표했다.",
    "cp1250": "Kapitán přívozu v úterý oznámil, že lodě na ostrov začnou plout v létě, řekl.",
    "cp1252": "Le capitaine du bac a annoncé que la liaison reprendrait en été, à 5 € l’aller.",
    "mac-roman": "The café on the ferry – “Zoë’s” – opens again in June, the captain said.",
    "cp866": "Капитан парома сообщил во вторник, что рейсы на остров возобновятся летом.",
}


@pytest.mark.parametrize(("encoding", "sentence"), SENTENCES.items())
@pytest.mark.parametrize("declared", ["", '<meta charset="iso-8859-1">'])
@pytest.mark.parametrize("short", [False, True])
def test_right_or_refused(encoding: str, sentence: str, declared: str, short: bool) -> None:
    text = " ".join(sentence.split()[:5])[:23].strip() if short else sentence
    data = f"<html><head>{declared}</head><body><p>{text}</p></body></html>".encode(encoding)
    [found] = read_documents(data, "a.html")
    # Western Europe's own, declared, is believed where it could be right.
    if isinstance(found, Document) and not (declared and encoding == "cp1250"):
        assert found.text == text
    if isinstance(found, Failure):
        assert "save it as UTF-8" in found.reason
    if encoding == "cp1252":
        assert isinstance(found, Document)


@pytest.mark.parametrize("encoding", ["cp1251", "shift_jis", "cp1250"])
def test_feeds_that_say_nothing(encoding: str) -> None:
    sentence = SENTENCES[encoding]
    data = (
        f"<rss version='2.0'><channel><title>T</title><item><title>{sentence}</title>"
        f"<description>{sentence * 12}</description></item></channel></rss>"
    ).encode(encoding)
    [found] = read_documents(data, "a.rss")
    assert isinstance(found, Document) and found.title == sentence


def test_text_that_was_read_twice_is_said() -> None:
    said = "The café “Zoë” opens again in June, the captain’s wife said."
    text = said.encode().decode("cp1252", "ignore")
    [found] = read_documents(text.encode(), "a.txt")
    assert isinstance(found, Document) and found.text == text
    assert "read as Windows-1252" in found.notes[0]


def test_bytes_that_are_lost_are_said() -> None:
    data = (
        "<p>The café of the ferry – the café’s “owner” – is an old café".encode() + b" caf\xe9</p>"
    )
    [found] = read_documents(data, "a.html")
    assert isinstance(found, Document) and "1 character of it is lost" in found.notes[0]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("said", ["“It is late”, the café’s cook said.", "Паром сегодня опоздал."])
def test_utf_16_without_its_mark(encoding: str, said: str) -> None:
    page = f"<html><head><title>Ferry</title></head><body><p>{said}</p></body></html>"
    [found] = read_documents(page.encode(encoding), "a.html")
    assert isinstance(found, Document) and found.text == said


def test_a_stray_nul_is_no_utf_16() -> None:
    page = (
        "<html><head><title>Ferry</title></head><body><p>The fer\0ry is “late”.</p></body></html>"
    )
    [found] = read_documents(page.encode(), "a.html")
    assert isinstance(found, Document) and found.text == "The ferry is “late”."
