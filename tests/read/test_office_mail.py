"""Word documents, e-mails and tables under other people's column names."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from situate.model import Document, Reject
from situate.read import read_paths
from situate.settings import Settings

BODY = "Rebels took the hill above Kafr on Monday after two days of fighting, a commander said."
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def read(path: Path, **caps: int) -> list[Document | Reject]:
    return list(read_paths([path], Settings(**caps)))  # type: ignore[arg-type]


def one(path: Path) -> Document:
    (found,) = read(path)
    assert isinstance(found, Document), found
    return found


def reason(path: Path, **caps: int) -> str:
    (found,) = read(path, **caps)
    assert isinstance(found, Reject), found
    assert not found.is_bug
    return found.reason


def word(path: Path, body: str, head: str = "") -> Path:
    xml = f'<?xml version="1.0"?>{head}<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", f"{xml}</w:body></w:document>")
    return path


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def test_a_word_document_is_its_paragraphs(tmp_path: Path) -> None:
    table = f"<w:tbl><w:tr><w:tc>{p('Kafr, 14 houses burnt')}</w:tc></w:tr></w:tbl>"
    split = "<w:p><w:r><w:t>Rebels took </w:t></w:r><w:r><w:t>the hill.</w:t></w:r></w:p>"
    gone = "<w:p><w:del><w:r><w:delText>Never said.</w:delText></w:r></w:del></w:p>"
    path = word(tmp_path / "a.docx", p("5 March 2019") + p(BODY) + table + split + gone)
    document = one(path)
    assert (
        document.text == f"5 March 2019\n\n{BODY}\n\nKafr, 14 houses burnt\n\nRebels took the hill."
    )
    assert document.published is not None
    assert document.published.date().isoformat() == "2019-03-05"


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = f"<mc:AlternateContent>{p('In the box.')}<mc:Fallback>{p('In the box.')}</mc:Fallback>"
    path = word(tmp_path / "a.docx", p(BODY) + f"<w:p>{box}</mc:AlternateContent></w:p>")
    assert one(path).text.count("In the box.") == 1


def test_hostile_word_documents_are_set_aside(tmp_path: Path) -> None:
    entity = '<!DOCTYPE x [<!ENTITY a "boom boom "><!ENTITY b "&a;&a;&a;&a;">]>'
    assert "without words" in reason(word(tmp_path / "entity.docx", p("&b;"), entity))
    file = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert "root:" not in one(word(tmp_path / "file.docx", p(BODY) + p("&a;"), file)).text
    bomb = word(tmp_path / "bomb.docx", p("boom " * 2_000_000))
    assert "unpacks to more than" in reason(bomb)
    broken = tmp_path / "broken.docx"
    broken.write_bytes(bomb.read_bytes()[:500])
    assert "broken" in reason(broken)
    other = tmp_path / "other.docx"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert "no Word document inside" in reason(other)


@pytest.mark.parametrize(
    ("name", "said"),
    [("a.xlsx", "CSV"), ("a.odt", ".docx"), ("a.zip", "unpack"), ("a.pptx", "PDF")],
)
def test_other_office_files_say_what_to_save_them_as(tmp_path: Path, name: str, said: str) -> None:
    path = word(tmp_path / name, p(BODY))
    assert said in reason(path)


def message(text: str = BODY) -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Valley desk <desk@valley.example>"
    made["Date"] = "Tue, 05 Mar 2019 08:00:00 +0300"
    made["Subject"] = "Rebels take hill"
    made.set_content(text, cte="quoted-printable")
    return made


def test_a_message_is_its_words_not_its_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(message(f"{BODY} " * 3)))
    document = one(path)
    assert "=\n" not in document.text
    assert "desk@valley.example" not in document.text
    assert (document.title, document.author) == ("Rebels take hill", "Valley desk")
    assert document.published is not None
    assert document.published.isoformat() == "2019-03-05T05:00:00+00:00"


def test_attached_files_are_reports_of_their_own(tmp_path: Path) -> None:
    made = message()
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{W}">{p(BODY)}</w:document>')
    made.add_attachment(inside.getvalue(), "application", "octet-stream", filename="sitrep.docx")
    made.add_attachment(b"\xff\xd8\xff", "application", "octet-stream", filename="scan.jpg")
    made.add_attachment(message(), filename="older.eml")
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(made))
    own, attached, refused = read(path)
    assert isinstance(own, Document)
    assert isinstance(attached, Document)
    assert (attached.path, attached.published) == (f"{path}#sitrep.docx", None)
    assert isinstance(refused, Reject)
    assert refused.where == f"{path}#scan.jpg"


def test_an_attached_list_may_not_name_files_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret.txt").write_text(BODY)
    monkeypatch.chdir(tmp_path)
    made = message()
    made.add_attachment(b"path\nsecret.txt\n", "text", "csv", filename="list.csv")
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(made))
    _, refused = read(path)
    assert isinstance(refused, Reject)
    assert "may not name files" in refused.reason


def test_parts_within_parts_are_refused(tmp_path: Path) -> None:
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (i, i) for i in range(900)
    )
    path = tmp_path / "a.eml"
    path.write_bytes(b"From: a\n" + head + b"Content-Type: text/plain\n\n" + b"x\n" * 100_000)
    assert "too many parts" in reason(path)


def test_a_message_of_a_page_only(tmp_path: Path) -> None:
    made = message()
    made.clear_content()
    made.set_content(f"<html><body><p>{BODY}</p><p>{BODY}</p></body></html>", subtype="html")
    path = tmp_path / "a.eml"
    path.write_bytes(bytes(made))
    assert one(path).text.startswith(BODY)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".eml", ".docx"]))
def test_garbage_never_ends_as_a_bug(tmp_path_factory, data: bytes, suffix: str) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path_factory.mktemp("garbage") / f"a{suffix}"
    path.write_bytes(data)
    head = tmp_path_factory.mktemp("garbage") / f"b{suffix}"
    head.write_bytes(bytes(message())[:200] + data)
    for found in (*read(path), *read(head)):
        assert not (isinstance(found, Reject) and found.is_bug), found


def test_columns_of_other_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    row = f'Rebels take hill,2019-03-05,"{BODY}",The Valley Post,https://valley.example/1'
    path.write_text(f"Headline,Date,Body,Source,Link\n{row}\n,,,,\n")
    document = one(path)
    assert (document.text, document.title) == (BODY, "Rebels take hill")
    assert (document.outlet, document.url) == ("The Valley Post", "https://valley.example/1")
    assert document.published is not None
    assert document.published.date().isoformat() == "2019-03-05"


def test_our_own_column_wins(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"text": "{BODY}", "body": "no", "source": {{"id": 1}}, "outlet": "Post"}}')
    assert (one(path).text, one(path).outlet) == (BODY, "Post")


def test_a_table_without_reports_names_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("event_id,notes\n1,x\n")
    assert "event_id, notes" in reason(path)
    assert "text" in reason(path)
