# ruff: noqa: E501 - test bytes are easier to check unbroken
"""What comes out of files, folders, archives and addresses, good and bad."""

from __future__ import annotations

import gzip
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from situate.errors import UsageError
from situate.model import Document, Reject
from situate.read import read_paths
from situate.read.fetch import is_public
from situate.read.source import typed
from situate.settings import Settings

BODY = "Rebels took the hill above Kafr on Monday after two days of fighting, a commander said."
MORE = "The army has not said anything about the fighting near the hill so far this week."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Rebels take hill | The Valley Post</title>
<meta property="og:site_name" content="The Valley Post">
<meta property="article:published_time" content="2019-03-04T10:20:00+02:00"></head>
<body><nav><a href="/">Home</a></nav><article><h1>Rebels take hill</h1><h2>Two days of fighting</h2>
<p>{BODY}</p><h2>The army is silent</h2><p>{MORE}</p></article><footer>All rights reserved</footer>
</body></html>"""


def read(*paths: Path | str, **settings: object) -> list[Document | Reject]:
    return list(read_paths(paths, Settings(**settings)))  # type: ignore[arg-type]


def one(path: Path | str, **settings: object) -> Document:
    (found,) = read(path, **settings)
    assert isinstance(found, Document), found
    return found


def reason(path: Path | str, **settings: object) -> str:
    (found,) = read(path, **settings)
    assert isinstance(found, Reject), found
    assert found.stage == "read"
    assert not found.is_bug
    return found.reason


def kinds(document: Document) -> list[str]:
    return [block.kind for block in document.blocks]


@pytest.fixture
def write(tmp_path: Path):  # type: ignore[no-untyped-def]
    """Writes bytes or text under a name and gives the path."""

    def _write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return _write


# --- formats


def test_text_is_kept_letter_for_letter(write) -> None:  # type: ignore[no-untyped-def]
    """CRLF, non-breaking spaces and decomposed letters stay; offsets are those of the file."""
    content = f"Back to top\r\n\r\n{BODY}\u00a0Cafe\u0301.\r\n"
    document = one(write("a.txt", content))
    assert document.text == content
    assert kinds(document) == ["chrome", "paragraph"]


def test_page(write) -> None:  # type: ignore[no-untyped-def]
    """A page gives its own words as blocks, and its metadata; the site's furniture is gone."""
    document = one(write("a.html", PAGE))
    assert document.title == "Rebels take hill"
    assert document.outlet == "The Valley Post"
    assert document.published == datetime(2019, 3, 4, 8, 20, tzinfo=UTC)
    assert (document.published_from, document.published_precision) == ("meta", "hour")
    assert kinds(document) == ["title", "standfirst", "paragraph", "subhead", "paragraph"]
    assert document.text == "\n\n".join(
        ["Rebels take hill", "Two days of fighting", BODY, "The army is silent", MORE]
    )


def test_json_ld_wins(write) -> None:  # type: ignore[no-untyped-def]
    """JSON-LD says more, and more exactly, than meta elements."""
    ld = {
        "@graph": [
            {
                "@type": "NewsArticle",
                "headline": "Rebels take hill",
                "datePublished": "2019-03-04T09:00:00Z",
                "author": [{"name": "Jane Roe"}],
                "publisher": {"name": "Wire"},
            }
        ]
    }
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script></head>'
    document = one(write("a.html", PAGE.replace("</head>", script)))
    assert document.published == datetime(2019, 3, 4, 9, tzinfo=UTC)
    assert (document.author, document.outlet, document.published_from) == (
        "Jane Roe",
        "Wire",
        "json-ld",
    )


def test_page_without_date_has_none(write) -> None:  # type: ignore[no-untyped-def]
    """No date is guessed, and the day of reading is not one."""
    page = "\n".join(line for line in PAGE.splitlines() if "published_time" not in line)
    page = page.replace("<body>", "</head><body>")
    document = one(write("a.html", page))
    assert (document.published, document.published_from) == (None, None)


def test_given_date_overrides(write) -> None:  # type: ignore[no-untyped-def]
    """`--published` wins over whatever the page says."""
    day = datetime(2018, 2, 14, tzinfo=UTC)
    (document,) = read_paths([write("a.html", PAGE)], Settings(), day)
    assert isinstance(document, Document)
    assert (document.published, document.published_from) == (day, "given")


def test_given_date_without_zone_is_refused(write) -> None:  # type: ignore[no-untyped-def]
    """A naive moment is a mistake of the caller."""
    with pytest.raises(ValueError, match="time zone"):
        read_paths([write("a.html", PAGE)], Settings(), datetime(2018, 2, 14))


def test_json_lines(write) -> None:  # type: ignore[no-untyped-def]
    """Rows keep their fields; a bad row is rejected by number and the rest goes on."""
    rows = [
        {"text": BODY, "title": "Hill", "outlet": "Wire", "published": "2019-03-04", "extra": [1]},
        {"text": BODY, "published": "last spring"},
        {"path": "b.txt", "url": "https://news.example/b"},
        {"path": "../../etc/passwd"},
        {"title": "no words"},
    ]
    write("b.txt", MORE)
    lines = "\n".join(json.dumps(row) for row in rows) + "\n{not json\n"
    first, bad_date, beside, outside, empty, broken = read(path := write("a.jsonl", lines))
    assert isinstance(first, Document)
    assert (first.title, first.outlet, first.published_from) == ("Hill", "Wire", "given in the row")
    assert first.path == f"{path}#1"
    assert isinstance(beside, Document)
    assert (beside.text, beside.url, beside.outlet) == (
        MORE,
        "https://news.example/b",
        "news.example",
    )
    for reject, words in (
        (bad_date, "no date"),
        (outside, "out of the folder"),
        (empty, "without text or path"),
        (broken, "not JSON"),
    ):
        assert isinstance(reject, Reject)
        assert words in reject.reason


def test_json_list_and_object(write) -> None:  # type: ignore[no-untyped-def]
    """A list of rows, or one row spread over lines, reads like JSON lines."""
    assert len(read(write("a.json", json.dumps([{"text": BODY}, {"text": MORE}])))) == 2
    assert one(write("b.json", json.dumps({"text": BODY}, indent=2))).text == BODY


def test_csv(write) -> None:  # type: ignore[no-untyped-def]
    """Columns are found by name, whichever mark divides them, and a BOM does no harm."""
    content = f'\ufefftitle;text;published;notes\nHill;"{BODY}";2019-03-04;x\n'
    document = one(write("a.csv", content))
    assert (document.title, document.text) == ("Hill", BODY)
    assert "text or path" in reason(write("b.csv", "a,b\n1,2\n"))


def test_feed(write) -> None:  # type: ignore[no-untyped-def]
    """An item is a document with the feed's name and its own date."""
    item = (
        f"<item><title>Rebels take hill</title><link>https://n.example/1</link><description>"
        f"&lt;p&gt;{BODY}&lt;/p&gt;</description><pubDate>Mon, 04 Mar 2019 10:00:00 +0200</pubDate></item>"
    )
    feed = f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{item}</channel></rss>'
    document = one(write("a.xml", feed))
    assert (document.title, document.outlet, document.url) == (
        "Rebels take hill",
        "News",
        "https://n.example/1",
    )
    assert document.published == datetime(2019, 3, 4, 8, tzinfo=UTC)
    assert kinds(document) == ["title", "paragraph"]
    entity = feed.replace("<rss", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss')
    assert "DOCTYPE" in reason(write("b.xml", entity))
    assert "no feed" in reason(write("c.xml", "<?xml version='1.0'?><a>b</a>"))


def warc(*pages: tuple[str, str, bytes]) -> bytes:
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    for url, kind, body in pages:
        headers = StatusAndHeaders("200 OK", [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(body), http_headers=headers
            )
        )
    return out.getvalue()


def test_warc_and_wacz(write) -> None:  # type: ignore[no-untyped-def]
    """Captured pages are read as pages; images are no reports; the capture date is not used."""
    data = warc(
        ("https://valley.example/hill", "text/html; charset=utf-8", PAGE.encode()),
        ("https://valley.example/logo.png", "image/png", b"\x89PNG"),
        ("https://valley.example/empty", "text/html", b""),
    )
    page, empty = read(write("a.warc.gz", data))
    assert isinstance(page, Document)
    assert page.url == "https://valley.example/hill"
    assert page.retrieved is not None
    assert page.published == datetime(2019, 3, 4, 8, 20, tzinfo=UTC)
    assert isinstance(empty, Reject)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("archive/data.warc.gz", data)
        archive.writestr("datapackage.json", "{}")
    assert [type(d) for d in read(write("a.wacz", out.getvalue()))] == [Document, Reject]
    assert reason(write("b.warc", b"WARC/1.0\r\ngarbage"))
    assert reason(write("c.wacz", b"PK\x03\x04garbage"))


def pdf(words: str) -> bytes:
    """The smallest PDF that shows words."""
    stream = f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    out, at = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        at.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in at)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + (b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(out))
    )


def test_pdf(write) -> None:  # type: ignore[no-untyped-def]
    """The words of a PDF; a broken or wordless one says so."""
    assert one(write("a.pdf", pdf(BODY))).text == BODY
    assert "without words" in reason(write("b.pdf", pdf("123")))
    assert "broken PDF" in reason(write("c.pdf", b"%PDF-1.4\ngarbage"))


def test_gzip_is_taken_off(write) -> None:  # type: ignore[no-untyped-def]
    """Any format may be gzipped."""
    assert one(write("a.txt.gz", gzip.compress(BODY.encode()))).text == BODY
    assert one(write("a.jsonl.gz", gzip.compress(json.dumps({"text": BODY}).encode()))).text == BODY


def test_folder_is_walked_in_order(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Sorted by name, folders included, hidden files left out."""
    for name in ("b.txt", "a/z.txt", "a/.hidden.txt", "c.txt"):
        write(name, f"{BODY} {name}.")
    names = [Path(d.path or "").name for d in read(tmp_path) if isinstance(d, Document)]
    assert names == ["z.txt", "b.txt", "c.txt"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is read, and its format told from its first bytes."""
    for content, want in (
        (BODY, BODY),
        (PAGE, "Rebels take hill"),
        (json.dumps({"text": BODY}), BODY),
    ):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
        assert one("-").text.startswith(want)


# --- bad input


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty file"),
        ("empty.html", b"", "empty file"),
        ("empty.jsonl", b"", "empty file"),
        ("blank.txt", b" \n\t\n", "no words"),
        ("digits.txt", b"1234 5678", "no words"),
        ("zeros.txt", b"\x00" * 5000, "binary"),
        ("image.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "binary"),
        ("random.html", bytes(range(256)) * 40, "binary"),
        ("office.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 99, "save it as"),
        ("notes.docx", b"PK\x03\x04" + b"\x00" * 99, "zip"),
        ("broken.txt.gz", b"\x1f\x8b\x08\x00garbage-garbage", "gzip"),
        ("cut.txt.gz", gzip.compress(BODY.encode() * 50, mtime=0)[:60], "gzip"),
        ("chrome.html", b"<html><body><nav>Home</nav></body></html>", "no words"),
        ("french.txt", "Les rebelles ont pris la colline lundi après deux jours de combats, a dit un commandant.".encode(), "French is not read"),
        ("arabic.txt", "سيطرت قوات المعارضة على التلة يوم الاثنين بعد يومين من القتال بحسب قائد ميداني".encode(), "Arabic is not read"),
    ],
)  # fmt: skip
def test_reject_says_why(write, name: str, content: bytes, words: str) -> None:  # type: ignore[no-untyped-def]
    """Each bad file is set aside with a reason a newsroom understands."""
    assert words in reason(write(name, content))


def test_large_file_is_not_read(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A 200 MB file is refused by its size alone (the file is sparse: nothing to read is there)."""
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200_000_000)
    assert "over the cap" in reason(path)
    assert "more than 50 characters" in reason(write("a.txt", BODY), max_characters=50)


def test_bombs_are_stopped(write) -> None:  # type: ignore[no-untyped-def]
    """Gzip and zip that expand a thousandfold end early."""
    bomb = gzip.compress(b"a " * 10_000_000)
    for name in ("a.txt.gz", "a.jsonl.gz", "a.html.gz", "a.warc.gz"):
        found = reason(write(name, bomb))
        assert "expands" in found or "more than" in found or "archive" in found
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("archive/data.warc", b"\x00" * 30_000_000)
    assert "expands" in reason(write("a.wacz", out.getvalue()))


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + BODY,
        f"<p>{BODY}</p>" + "<b><i>" * 60_000,
        f'<p class="{"x" * 3_000_000}">{BODY}</p>',
        f"<p>{BODY}</p>" * 60_000,
        f"<table>{'<tr><td>' * 10_000}{BODY}",
        "<!ENTITY x '" + "&x;" * 10_000 + f"'><p>{BODY}</p>",
    ],
    ids=["deep", "unclosed", "attribute", "long", "tables", "entities"],
)
def test_hostile_page_ends(write, page: str) -> None:  # type: ignore[no-untyped-def]
    """Whatever a page does, it ends as a document or a reject, never as a crash."""
    (found,) = read(write("a.html", f"<html><body>{page}</body></html>"))
    assert isinstance(found, Document) or not found.is_bug, found


def test_truncated_page_is_read_as_far_as_it_goes(write) -> None:  # type: ignore[no-untyped-def]
    """A page cut off in a tag still has its first paragraph."""
    cut = PAGE[: PAGE.index("The army is silent") - 3]
    assert BODY in one(write("a.html", cut)).text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "windows-1252", "iso-8859-15"])
def test_encodings(write, encoding: str) -> None:  # type: ignore[no-untyped-def]
    """Marked and likely encodings are understood."""
    words = f"{BODY} Ein Café über Köln, señor, à Besançon, déjà-vu of the naïve façade."
    assert one(write("a.txt", words.encode(encoding))).text == words


def test_declared_encoding(write) -> None:  # type: ignore[no-untyped-def]
    """A page may say how its bytes are to be read."""
    page = PAGE.replace("<head>", '<head><meta charset="windows-1252">').replace("Kafr", "Köfr")
    assert "Köfr" in one(write("a.html", page.encode("windows-1252"))).text


def test_rest_goes_on(write, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Bad files between good ones stop nothing."""
    write("a.txt", BODY)
    write("b.txt", b"")
    write("c.html", PAGE)
    (tmp_path / "d.txt").symlink_to(tmp_path / "gone.txt")
    found = read(tmp_path)
    assert [type(item) for item in found] == [Document, Reject, Document, Reject]


def test_nothing_typed_is_there(tmp_path: Path) -> None:
    """A path that does not exist, or an empty folder, is a wrong call, told before reading."""
    with pytest.raises(UsageError, match="no such file"):
        read_paths([tmp_path / "gone.txt"], Settings())
    with pytest.raises(UsageError, match="no files"):
        typed([tmp_path])


# --- addresses


class Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path.startswith("/loop"):
            self.send_response(302)
            self.send_header("Location", "/loop2" if self.path == "/loop" else "/loop")
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/secret")
        elif self.path == "/file":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        elif self.path == "/gone":
            self.send_response(404)
        else:
            body = PAGE.encode() if self.path == "/hill" else b"x" * 2_000_000
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)
            return
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_address_is_fetched(site: str) -> None:
    """An address the user names is read as a page, with where and when it was had."""
    document = one(f"{site}/hill", allow_loopback=True)
    assert (document.title, document.url) == ("Rebels take hill", f"{site}/hill")
    assert document.retrieved is not None


def test_private_addresses_are_refused(site: str) -> None:
    """Neither directly nor by redirect does a page reach into the user's network."""
    assert "public internet" in reason(f"{site}/hill")
    assert "public internet" in reason(f"{site}/inside", allow_loopback=True)
    assert "only http" in reason(f"{site}/file", allow_loopback=True)
    assert "redirects" in reason(f"{site}/loop", allow_loopback=True)
    assert "404" in reason(f"{site}/gone", allow_loopback=True)
    assert "more than 1,000,000" in reason(f"{site}/big", allow_loopback=True, max_bytes=1_000_000)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True), ("2001:4860:4860::8888", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("100.64.0.1", False), ("169.254.169.254", False), ("::1", False), ("::ffff:8.8.8.8", False),
        ("64:ff9b::a00:1", False), ("224.0.0.1", False), ("fe80::1%eth0", False), ("0.0.0.0", False),
        ("ff02::1", False), ("192.168.1.1", False), ("fd00::1", False), ("255.255.255.255", False),
    ],
)  # fmt: skip
def test_only_public_addresses(address: str, public: bool) -> None:
    """Loopback, private, carrier, link-local, mapped, translated and multicast are blocked by name."""
    assert is_public(address) is public


def test_a_link_that_leads_away_is_no_word_of_the_page(write) -> None:  # type: ignore[no-untyped-def]
    """ "Read more: ..." inside a paragraph belongs to another report."""
    link = '<a href="/x">Read more: Dozens killed in a market of another country</a>'
    document = one(write("a.html", f"<h1>Hill</h1><p>{BODY} {link}</p><p>{BODY} Twice.</p>"))
    assert "another country" not in document.text
    assert BODY in document.text


def test_who_sends_a_message_is_its_outlet(write) -> None:  # type: ignore[no-untyped-def]
    """The name of the sender, or the address where there is no name."""
    for sender, outlet in (("Field Desk <d@x.example>", "Field Desk"), ("d@x.example",) * 2):
        message = f"From: {sender}\nSubject: Hill\nDate: Mon, 4 Mar 2019 08:00:00 +0000\n\n{BODY}"
        assert one(write("a.eml", message)).outlet == outlet
