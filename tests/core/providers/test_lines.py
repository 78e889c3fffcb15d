"""Each cell of an import means what the contract says, or is told with its line."""

from __future__ import annotations

import dataclasses
import io
from decimal import Decimal
from typing import Any

import pytest

from core.providers.lines import COLUMNS, Line, NoTable, Problem, ProviderFile
from core.providers.models import Contacts, Profile, ProviderType
from core.providers.staging import staging

HEAD = ",".join(COLUMNS)
WHOLE = (
    'p7,"Mia, the  strong",group_leader,52.52,-13.4049999,Yoga;weight loss; yoga,de-AT;English,'
    "+49 (30) 123-456,0049 170/1234567,Mia@example.org,@mia.strong,"
    '"Calm\nand ""strong""",45.5,eur,yes'
)


def read(text: str | bytes) -> list[Line | Problem]:
    data = text.encode() if isinstance(text, str) else text
    return list(ProviderFile(io.BytesIO(data)).lines())


def with_cell(column: str, cell: str) -> Line | Problem:
    """What becomes of a line that is right but for this cell, or with it."""
    cells = {"name": "Mia", "type": "gym", "lat": "52.5", "lon": "13.4", column: cell}
    if column == "currency":
        cells["price"] = "45"
    (found,) = read(f"{','.join(cells)}\n{','.join(_quoted(one) for one in cells.values())}\n")
    return found


def test_every_wrong_column_of_a_line_is_told() -> None:
    (found,) = read("name,type,lat,lon\nMia,cat,north,east\n")
    assert isinstance(found, Problem)
    alone = [with_cell(*one) for one in (("type", "cat"), ("lat", "north"), ("lon", "east"))]
    assert found.text == "; ".join(one.text for one in alone if isinstance(one, Problem))
    assert found.text.count("; ") == 2


def _quoted(cell: str) -> str:
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def taken(column: str, cell: str) -> Profile:
    found = with_cell(column, cell)
    assert isinstance(found, Line), found
    return found.profile


def test_a_whole_line() -> None:
    assert read(f"{HEAD}\n{WHOLE}\n") == [
        Line(
            2,
            "p7",
            Profile(
                name="Mia, the strong",
                kind=ProviderType.GROUP_LEADER,
                latitude=52.52,
                longitude=-13.405,
                specialties=("yoga", "weight_loss"),
                languages=("de", "en"),
                bio='Calm\nand "strong"',
                price=Decimal("45.5"),
                currency="EUR",
                verified=True,
                profiles={"instagram": "https://www.instagram.com/mia.strong"},
                contacts=Contacts("+4930123456", "+491701234567", "Mia@example.org"),
            ),
        )
    ]


def test_what_is_empty_is_unknown() -> None:
    (found,) = read(f"{HEAD}\np1,Mia,coach,0,0{',' * 10}\n")
    assert found == Line(2, "p1", Profile("Mia", ProviderType.COACH, 0.0, 0.0))


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_with_and_without_a_mark_and_with_either_line_end(mark: bytes, end: str) -> None:
    text = f"{HEAD}\n{WHOLE}\n\n".replace("\n", end)
    (found,) = read(mark + text.encode())
    assert isinstance(found, Line)
    assert found.profile.bio == 'Calm\nand "strong"'


def test_columns_in_any_order_and_others_passed_over() -> None:
    table = ProviderFile(io.BytesIO(b"LON , lat,stars,Type,name\n13.4,52.5,5,gym,Mia\n"))
    assert table.passed_over == ["stars"]
    (found,) = table.lines()
    assert isinstance(found, Line)
    assert found.profile == Profile("Mia", ProviderType.GYM, 52.5, 13.4)


def test_without_an_id_somebody_is_who_they_are_and_where() -> None:
    lines = [
        with_cell("name", "Mia"),
        with_cell("phone", "+4930123456"),
        with_cell("name", "Ben"),
        with_cell("lat", "52.6"),
        with_cell("type", "coach"),
    ]
    ids = [one.source_id for one in lines if isinstance(one, Line)]
    assert ids[0] == ids[1]
    assert len(set(ids[1:])) == 4
    assert all("30123456" not in one for one in ids)


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("name", " ", "the name is missing"),
        ("name", "x" * 129, "name has 129 characters, 128 are the most"),
        ("name", "Mi\0a", "name holds a character that is no text"),
        ("id", "x" * 129, "id has 129 characters, 128 are the most"),
        ("type", "", "type is empty, not one of trainer, coach, group_leader, gym, studio"),
        ("type", "Gym", "type is “Gym”, not one of trainer, coach, group_leader, gym, studio"),
        ("lat", "", "lat is empty, not degrees like 52.52"),
        ("lat", "90.000001", "lat is “90.000001”, beyond 90 degrees"),
        ("lat", "nan", "lat is “nan”, not degrees like 52.52"),
        ("lat", "1e1", "lat is “1e1”, not degrees like 52.52"),
        ("lat", "52,52", "lat is “52,52”, not degrees like 52.52"),
        ("lat", "٥٢", "lat is “٥٢”, not degrees like 52.52"),
        ("lon", "-180.1", "lon is “-180.1”, beyond 180 degrees"),
        ("lon", "inf", "lon is “inf”, not degrees like 52.52"),
        ("specialties", f"yoga;{'x' * 33}", None),
        ("specialties", ";".join(map(str, range(21))), "specialties are 21, 20 are the most"),
        ("languages", "de;blorb", "language “blorb” is unknown; write a code like en or de"),
        ("phone", "call me", "phone is no telephone number"),
        ("phone", "+49", "phone is no telephone number"),
        ("whatsapp", "0170 1234567", None),
        ("email", "mia@example", "email is no email address"),
        ("email", "a b@example.org", "email is no email address"),
        ("email", f"{'x' * 250}@example.org", "email is no email address"),
        ("instagram", "mia strong", "instagram is “mia strong”, which is no name there"),
        ("instagram", "https://evil.example/mia", None),
        ("bio", "x" * 2001, "bio has 2001 characters, 2000 are the most"),
        ("price", "45", "the price has no currency"),
        ("price", "-1", "price is “-1”, not a number like 45 or 45.50"),
        ("price", "1e3", "price is “1e3”, not a number like 45 or 45.50"),
        ("price", "45,5", "price is “45,5”, not a number like 45 or 45.50"),
        ("price", "0.0001", "price is “0.0001”, not a number like 45 or 45.50"),
        ("currency", "EURO", "currency is “EURO”, not a code like EUR (ISO 4217)"),
        ("verified", "maybe", "verified is “maybe”, not yes or no"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(column: str, cell: str, says: str | None) -> None:
    found = with_cell(column, cell)
    assert isinstance(found, Problem)
    assert found.number == 2
    assert says is None or found.text == says
    assert len(found.text) < 120


@pytest.mark.parametrize("cell", ["+1 555 0100", "call me: 0301234", "mia@", "x" * 5000])
def test_how_somebody_is_reached_is_never_told(cell: str) -> None:
    for column in ("phone", "whatsapp", "email"):
        found = with_cell(column, cell)
        assert isinstance(found, Line) or cell not in found.text


@pytest.mark.parametrize(
    ("column", "cell", "field", "value"),
    [
        ("lat", "90", "latitude", 90.0),
        ("lon", "-180", "longitude", -180.0),
        ("lat", "+1.23456789", "latitude", 1.234568),
        ("phone", "030 / 123 456", "contacts", Contacts(phone="030123456")),
        ("whatsapp", "491701234567", "contacts", Contacts(whatsapp="+491701234567")),
        (
            "instagram",
            "https://instagram.com/mia_1/?hl=de",
            "profiles",
            {"instagram": "https://www.instagram.com/mia_1"},
        ),
        ("currency", "eur", "currency", "EUR"),
        ("verified", "TRUE", "verified", True),
        ("verified", "1", "verified", True),
        ("verified", "No", "verified", False),
        ("specialties", ";;", "specialties", ()),
        ("bio", "a\r\nb", "bio", "a\nb"),
    ],
)
def test_what_is_right(column: str, cell: str, field: str, value: object) -> None:
    assert getattr(taken(column, cell), field) == value


def test_a_currency_alone_says_nothing() -> None:
    (found,) = read("name,type,lat,lon,price,currency\nMia,gym,1,2,,EUR\n")
    assert isinstance(found, Line)
    assert (found.profile.price, found.profile.currency) == (None, None)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "The file has no first line with the names of the columns."),
        (b"\n", "The file has no first line with the names of the columns."),
        (b"name,type\n", "The first line has no column lat and no lon."),
        (b"name;type;lat;lon\n", "The columns must be separated by commas."),
        (b"name,type,lat,lon,Name\n", "The first line has the column name twice."),
        (b"\xff\xfen\0a\0", "The first line has no column name and no type and no lat and no lon."),
        (b'"name"x,type\n', "The first line is no CSV: ',' expected after '\"'."),
    ],
)
def test_what_is_no_table_of_providers_is_told(text: bytes, says: str) -> None:
    with pytest.raises(NoTable) as raised:
        ProviderFile(io.BytesIO(text))
    assert str(raised.value) == says


def test_lines_behind_a_wrong_one_are_read_and_numbered_right() -> None:
    lines = [
        "name,type,lat,lon,bio",
        "Mia,gym,1,2,",
        '"Two\nlines",gym,1,95,"x\ny"',
        '"broken"x,gym,1,2,',
        "short,gym",
        "",
        "Ben,gym,1,200,",
    ]
    found = read("\n".join(lines).encode() + b'\nJo\xe9,gym,1,2,\n"never ends,gym,1,2,\n')
    assert [(type(one), one.number) for one in found] == [
        (Line, 2),
        (Line, 3),
        (Problem, 6),
        (Problem, 7),
        (Problem, 9),
        (Problem, 10),
        (Problem, 11),
    ]
    texts = [one.text for one in found if isinstance(one, Problem)]
    assert texts[0].startswith("is no CSV: ")
    assert texts[1] == "has 2 cells, the first line has 5"
    assert texts[3] == "name is not written in UTF-8"
    assert texts[4].startswith("is no CSV: ")


def test_lines_come_out_of_the_staging_as_they_went_in_and_in_the_order_of_the_index() -> None:
    there = "p8,Ben,gym,52.53,13.4,,,,,,,,,,\np9,Jo,trainer,-1,1,,,,,,,,20,EUR,\n"
    lines = read(f"{HEAD}\n{WHOLE}\n{there}")
    with staging() as staged:
        for one in lines:
            assert isinstance(one, Line)
            assert staged.add(one) is None
        assert staged.count == 3
        assert list(staged.in_order()) == [lines[2], lines[0], lines[1]]


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ("id,name\np1,Mia\np2,Ben\np1,Jo", "has the same id as line 2"),
        (
            "note,name\nx,Mia\ny,Ben\nz,Mia",
            "has the name, type and place of line 2; ids would tell them apart",
        ),
    ],
)
def test_somebody_twice_is_told(cells: str, says: str) -> None:
    head, *rows = cells.split("\n")
    text = "\n".join([f"{head},type,lat,lon", *(f"{row},gym,1,2" for row in rows)])
    with staging() as staged:
        added = [staged.add(one) for one in read(text) if isinstance(one, Line)]
        assert added == [None, None, Problem(4, says)]
        assert staged.count == 2


def test_a_full_disk_is_told_as_such() -> None:
    (one,) = (line for line in read(f"{HEAD}\n{WHOLE}\n") if isinstance(line, Line))
    lines = [dataclasses.replace(one, source_id=str(number)) for number in range(1000)]
    with pytest.raises(OSError, match="full") as raised:
        _stage_in_four_pages(lines)
    assert raised.value.filename == "The folder for temporary files"


def _stage_in_four_pages(lines: list[Line]) -> None:
    with staging() as staged:
        staged._db.execute("PRAGMA max_page_count=4")
        for one in lines:
            staged.add(one)


def test_a_file_without_a_line_end_is_not_held_as_a_whole() -> None:
    endless = io.BufferedReader(Endless(3 << 20))
    found = list(ProviderFile(endless).lines())
    assert len(found) >= 3
    assert all(isinstance(one, Problem) for one in found)


class Endless(io.RawIOBase):
    """A head, then one long line."""

    def __init__(self, size: int) -> None:
        self._left = size
        self._head = b"name,type,lat,lon\n"

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        head, self._head = self._head, b""
        part = head or b"x" * min(len(buffer), self._left)
        self._left -= 0 if head else len(part)
        buffer[: len(part)] = part
        return len(part)
