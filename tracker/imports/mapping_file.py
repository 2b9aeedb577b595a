"""From a TOML document to a mapping, with words for whoever wrote it wrongly."""

import codecs
import tomllib
from datetime import time

from tracker.imports.fields import BY_KEY, Field
from tracker.imports.mapping import FileForm, Mapping, MappingError, NamedAccount, NamedTeam, Source, WhenEmpty
from tracker.imports.sections import Section
from tracker.imports.templates import Template
from tracker.worktime.zones import is_known_zone

LONGEST_SYSTEM = 40


def parsed(content: bytes) -> Mapping:
    """Return the mapping that a document describes. Raises MappingError, naming the key."""
    try:
        document = Section(tomllib.loads(content.decode()))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise MappingError(f"This is not TOML: {error}") from error
    form = _file(document.section("file"))
    external = document.section("external")
    mapping = Mapping(
        system=_short(external, "system"),
        file=form,
        sources=_sources(document, external),
        teams=tuple(_team(each, form.zone) for each in document.sections("team")),
        accounts=tuple(_account(each) for each in document.sections("account")),
    )
    external.close()
    document.close()
    return mapping


def _short(section: Section, key: str) -> str:
    text = section.text(key).strip()
    if len(text) > LONGEST_SYSTEM:
        raise MappingError(f"{section.where(key)} has more than {LONGEST_SYSTEM} characters.")
    return text


def _file(section: Section) -> FileForm:
    form = FileForm(
        encoding=_encoding(section, "encoding") or "utf-8-sig",
        fallback_encoding=_encoding(section, "fallback_encoding"),
        delimiter=_sign(section, "delimiter", ","),
        quote=_sign(section, "quote", '"'),
        zone=_zone(section, "zone"),
        datetime_formats=section.texts("datetime_formats"),
        date_formats=section.texts("date_formats"),
        empty=frozenset({"", *section.texts("empty")}),
    )
    if not form.datetime_formats and not form.date_formats:
        raise MappingError("file.datetime_formats or file.date_formats must say how moments are written.")
    section.close()
    return form


def _encoding(section: Section, key: str) -> str | None:
    name = section.some_text(key)
    try:
        if name is not None:
            codecs.lookup(name)
    except LookupError:
        raise MappingError(f"{section.where(key)}: there is no encoding {name!r}.") from None
    return name


def _sign(section: Section, key: str, default: str) -> str:
    sign = section.text(key, default)
    if len(sign) != 1 or sign in "\r\n":
        raise MappingError(f"{section.where(key)} must be one character.")
    return sign


def _zone(section: Section, key: str, default: str | None = None) -> str:
    zone = section.text(key, default)
    if not is_known_zone(zone):
        raise MappingError(f"{section.where(key)}: there is no time zone {zone!r}; one is America/New_York.")
    return zone


def _sources(document: Section, external: Section) -> dict[str, Source]:
    """Return the source of every field that the mapping fills; those that must be filled are."""
    groups = {"external": external, "customer": document.section("customer"), "promise": document.section("promise")}
    sources: dict[str, Source] = {}
    for key, field in BY_KEY.items():
        group, _, name = key.partition(".")
        if name in groups[group].content:
            sources[key] = _source(groups[group], name, field)
        elif field.is_required:
            raise MappingError(f"{key} is missing: say from which column it comes.")
    groups["customer"].close()
    groups["promise"].close()
    return sources


def _source(group: Section, name: str, field: Field) -> Source:
    """Return where a field comes from; a bare text is short for the name of a column."""
    if isinstance(group.content[name], str):
        column = Template.of_column(group.text(name))
        return Source(key=field.key, template=column, longest=field.longest, empty=field.empty)
    section = group.section(name)
    default = section.some_text("default")
    source = Source(
        key=field.key,
        template=_template(section),
        longest=field.longest,
        empty=_when_empty(section, WhenEmpty.DEFAULT if default else field.empty),
        default=default or "",
        translations=section.translations("map"),
        otherwise=section.some_text("otherwise"),
    )
    if source.empty is WhenEmpty.DEFAULT and not source.default:
        raise MappingError(f"{section.where('default')} is missing.")
    section.close()
    return source


def _template(section: Section) -> Template:
    kinds = {"column": Template.of_column, "template": Template.parsed, "value": Template.constant}
    given = [name for name in kinds if name in section.content]
    if len(given) != 1:
        raise MappingError(f"[{section.path}] needs exactly one of column, template, value.")
    try:
        return kinds[given[0]](section.text(given[0]))
    except ValueError:
        raise MappingError(f"{section.where('template')}: a brace or bracket has no partner.") from None


def _when_empty(section: Section, default: WhenEmpty) -> WhenEmpty:
    text = section.text("empty", default.value)
    try:
        return WhenEmpty(text)
    except ValueError:
        raise MappingError(f"{section.where('empty')} must be one of {', '.join(WhenEmpty)}.") from None


def _team(section: Section, zone: str) -> NamedTeam:
    team = NamedTeam(
        name=section.text("name").strip(),
        zone=_zone(section, "zone", zone),
        country=section.text("country", ""),
        region=section.text("region", ""),
        opens_minute=_minute(section, "opens", "09:00"),
        closes_minute=_minute(section, "closes", "17:00"),
    )
    if team.opens_minute >= team.closes_minute:
        raise MappingError(f"{section.where('closes')} must be later than opens.")
    section.close()
    return team


def _minute(section: Section, key: str, default: str) -> int:
    text = section.text(key, default)
    try:
        at = time.fromisoformat(text)
    except ValueError:
        raise MappingError(f"{section.where(key)} must be a time such as 08:30.") from None
    return at.hour * 60 + at.minute


def _account(section: Section) -> NamedAccount:
    account = NamedAccount(
        email=section.text("email").strip().lower(),
        name=section.text("name").strip(),
        team=section.text("team").strip(),
        locale=section.text("locale", "en"),
    )
    if "@" not in account.email:
        raise MappingError(f"{section.where('email')} must be a mail address.")
    if account.locale not in {"de", "en"}:
        raise MappingError(f"{section.where('locale')} must be de or en.")
    section.close()
    return account
