"""What cannot be used at all: one line on stderr, exit 2, nothing written."""

from pathlib import Path

import pytest

from tests.support.databases import application
from tests.use_cases.imports.conftest import HEADER, MAPPING, Desk


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("[file]", "[file", "This is not TOML"),
        ('zone = "Europe/Berlin"\ndelimiter', "delimiter", "file.zone must be given as text"),
        (
            'zone = "Europe/Berlin"\ndelimiter',
            'zone = "Berlin"\ndelimiter',
            "file.zone: there is no time zone 'Berlin'",
        ),
        ('delimiter = ";"', 'delimiter = ";;"', "file.delimiter must be one character"),
        ('delimiter = ";"', 'delimeter = ";"', "file.delimeter is no key of a mapping"),
        ('delimiter = ";"', 'delimiter = ";"\nencoding = "klingon"', "file.encoding: there is no encoding 'klingon'"),
        ('empty = ["NULL"]', "empty = 7", "file.empty must be a list of texts"),
        ('due = "due"', "", "promise.due is missing"),
        ('due = "due"', "due = 7", "[promise.due] must be a table"),
        ('due = "due"', 'due = "Frist"', "promise.due asks for the column 'Frist', but"),
        ('due = "due"', 'due = { default = "made" }', "[promise.due] needs exactly one of column, template, value"),
        ('due = "due"', 'due = { column = "due", empty = "guess" }', "promise.due.empty must be one of reject, skip"),
        ('due = "due"', 'due = { column = "due", empty = "default" }', "promise.due.default is missing"),
        ('due = "due"', 'due = "due"\ndeu = "due"', "promise.deu is no key of a mapping"),
        ("[ (order {order})]", "[ (order {order}", "a brace or bracket has no partner"),
        ('email = "petra@workshop.example"', 'email = "petra"', "account[1].email must be a mail address"),
        ('opens = "07:30"', 'opens = "early"', "team[1].opens must be a time such as 08:30"),
        ('opens = "07:30"', 'opens = "18:00"', "team[1].closes must be later than opens"),
        ('country = "DE"', 'country = "XX"', "The mapping cannot be used: a [[team]] or [[account]] cannot be"),
        ('team = "Workshop"', 'team = "Garage"', "there is no team 'Garage'"),
        ("[[team]]", "[[teams]]", "teams is no key of a mapping"),
    ],
)
def test_a_mapping_that_cannot_be_right_names_the_key(desk: Desk, wrong: str, right: str, said: str):
    assert wrong in MAPPING

    answer = desk.run(desk.write({}), mapping=MAPPING.replace(wrong, right))

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert said in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("missing", ["export.csv", "mapping.toml"])
def test_a_file_that_is_not_there_is_named(desk: Desk, missing: str):
    (desk.folder / "mapping.toml").write_text(MAPPING)
    desk.write({})
    (desk.folder / missing).unlink()

    answer = desk.run_with(desk.folder / "export.csv", desk.folder / "mapping.toml")

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "cannot be read: No such file or directory" in answer.stderr


def test_a_folder_is_no_file(desk: Desk):
    assert desk.run(desk.folder).exit_code == 2


def test_an_empty_file_is_none(desk: Desk):
    path = desk.folder / "empty.csv"
    path.write_text("")

    answer = desk.run(path)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "not even a header" in answer.stderr


def test_a_column_that_is_there_twice_is_none(desk: Desk):
    path = desk.folder / "twice.csv"
    path.write_text(";".join([*HEADER, "due"]))

    assert "more than once" in desk.run(path).stderr


def test_a_header_alone_is_an_export_of_nothing(desk: Desk):
    assert desk.run(desk.write()).counts == (0, 0, 0, 0)


def test_a_mark_of_order_before_the_header_is_no_part_of_it(desk: Desk):
    path = desk.write({})
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert desk.run(path).counts == (1, 0, 0, 0)
    assert desk.run(path, mapping=MAPPING.replace("[file]", '[file]\nencoding = "utf-8"')).counts == (0, 0, 1, 0)


def test_bytes_that_are_no_text_are_refused_and_kept(desk: Desk):
    path = desk.write({"remark": "CAFE"}, {"number": "2"})
    path.write_bytes(path.read_bytes().replace(b"CAFE", b"CAF\xe9"))

    answer = desk.run(path)

    assert answer.counts == (1, 0, 0, 1)
    assert b"CAF\xe9" in path.with_name("export.csv.rejects.csv").read_bytes()


def test_a_file_in_another_encoding_is_read_by_the_mapping(desk: Desk):
    path = desk.write({"customer": "Grün"}, {"number": "2", "due": "", "customer": "Blaß"})
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))

    answer = desk.run(path, mapping=MAPPING.replace("[file]", '[file]\nencoding = "utf-16"'))

    assert answer.counts == (1, 0, 0, 1)
    assert "Blaß" in path.with_name("export.csv.rejects.csv").read_bytes().decode("utf-16")


def test_a_quote_that_is_never_closed_costs_its_rows_only(desk: Desk):
    path = desk.write({}, {"number": "2"})
    with path.open("a") as file:
        file.write('3;77;"Müller;\n4;77;Müller;\n')

    assert desk.run(path).counts == (2, 0, 0, 1)


@pytest.mark.parametrize("moment", ["now", "2026-03-02", "2026-03-02T10:00:00"])
def test_the_moment_needs_its_offset(desk: Desk, moment: str):
    answer = desk.run(desk.write({}), "--as-of", moment)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "--as-of" in answer.stderr


def test_a_database_without_tables_says_what_to_do(tmp_path: Path):
    bare = Desk(application(f"sqlite:///{tmp_path / 'bare.db'}"), tmp_path)

    answer = bare.run(bare.write({}))

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "flask db upgrade" in answer.stderr
