"""The customers of the demo company: German and English, large and small."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tracker.customers.rules.contacts import Contact, ContactKind
from tracker.kernel.folding import fold

# name | region | tier | yearly volume in thousands | tags
GERMAN = """
Stadtwerke Musterhausen Versorgungsgesellschaft mbH | Niedersachsen | key_account | 480 | energie rahmenvertrag
Krankenhaus St. Jürgen gGmbH | Hamburg | key_account | 655 | klinik rahmenvertrag
Möbelhaus Südstern GmbH & Co. KG | Schleswig-Holstein | key_account | 312 | handel
Nordlicht Reederei AG | Hamburg | key_account | 890 | logistik rahmenvertrag
Hansen & Söhne Maschinenbau GmbH | Schleswig-Holstein | key_account | 275 | industrie
Versicherungsverein Küste a. G. | Hamburg | key_account | 530 | versicherung
Bäckerei Schröder GmbH | Hamburg | plus | 41 | lebensmittel
Brauerei Düsterbrook GmbH & Co. KG | Schleswig-Holstein | plus | 86 | lebensmittel
Autohaus Groß e. K. | Niedersachsen | plus | 64 | kfz
Gärtnerei Blütenmeer Inh. Søren Lütje | Schleswig-Holstein | plus | 22 | saison
Zahnarztpraxis Dr. Özdemir & Kollegen | Hamburg | plus | 37 | praxis
Hotel Seeschlösschen Betriebsgesellschaft mbH | Mecklenburg-Vorpommern | plus | 118 | hotel saison
Großhandel Brüggemann Nachf. OHG | Bremen | plus | 143 | handel
Steuerkanzlei Weiß Partnerschaft mbB | Bremen | plus | 29 | kanzlei
Wohnungsbaugenossenschaft Elbufer eG | Hamburg | plus | 165 | wohnen rahmenvertrag
Kältetechnik Jöns GmbH | Niedersachsen | plus | 58 | industrie
Tischlerei Böttcher GbR | Niedersachsen | standard | 9 | handwerk
Café Morgenröte | Hamburg | standard | 4 | lebensmittel
Fahrradladen Speichenglück UG (haftungsbeschränkt) | Hamburg | standard | 7 | handel
Änne Krüger | Hamburg | standard | 0 | privat
Jörg Weißenfels | Bremen | standard | 0 | privat
Familie Özkan-Bräuer | Niedersachsen | standard | 0 | privat
Dr. Käthe Schönfeld | Schleswig-Holstein | standard | 1 | privat
Mehmet Şahin | Hamburg | standard | 0 | privat
Buchhandlung Lesezeichen Inh. Grete Mühlbauer | Bremen | standard | 6 | handel
Kita Löwenzahn e. V. | Hamburg | standard | 5 | verein
Freiwillige Feuerwehr Groß Köthel | Schleswig-Holstein | standard | 3 | verein
Malermeister Jürgen Hübner | Niedersachsen | standard | 8 | handwerk
Apotheke am Rösterberg | Mecklenburg-Vorpommern | standard | 19 | praxis
Tierärztliche Gemeinschaftspraxis Förde | Schleswig-Holstein | standard | 14 | praxis
Yachtservice Störtebeker GmbH | Mecklenburg-Vorpommern | standard | 26 | saison
Physiotherapie Grünwald | Niedersachsen | standard | 6 | praxis
Schülerfirma der Gesamtschule Altmühl | Bremen | standard | 1 | verein
Spedition Käfer & Töchter GmbH | Bremen | standard | 47 | logistik
Weingut Rößler, Verkaufsstelle Nord | Hamburg | standard | 12 | lebensmittel
"""
ENGLISH = """
Harrington & Vale Insurance Brokers Ltd | London | key_account | 410 | insurance framework
Northbridge NHS Community Trust | Yorkshire | key_account | 720 | clinic framework
Thames Valley Logistics plc | South East | key_account | 560 | logistics
Castlegate Housing Association | Manchester | key_account | 335 | housing framework
O'Sullivan Refrigeration Ltd | West Midlands | plus | 74 | industry
The Copper Kettle Tea Rooms | Yorkshire | plus | 18 | food
Bramley & Daughters Furniture Makers | South West | plus | 52 | retail
Pennine Cycle Works | Yorkshire | plus | 33 | retail
St Alban's Primary School | London | plus | 27 | school
Whitstable Oyster Company | South East | plus | 61 | food seasonal
Llewellyn Dental Practice | South West | plus | 24 | clinic
Ashworth Legal LLP | Manchester | plus | 95 | legal
Siobhán Gallagher | London | standard | 0 | private
Mr and Mrs Achebe | London | standard | 0 | private
Zoë Fairweather | South West | standard | 0 | private
Rajesh Patel Newsagents | West Midlands | standard | 11 | retail
Hackney Community Kitchen CIC | London | standard | 5 | charity
Robinson Removals | West Midlands | standard | 22 | logistics
Marlowe Bookshop | South East | standard | 8 | retail
The Anchor Inn, Padstow | South West | standard | 13 | food seasonal
Brontë Lane Veterinary Surgery | Yorkshire | standard | 17 | clinic
Kingfisher Boat Hire | South East | standard | 9 | seasonal
André Lefèvre Catering | London | standard | 21 | food
Greenhalgh Plumbing & Heating | Manchester | standard | 15 | trade
"""
LINES = {
    "Hamburg": "+49 40 66969",
    "Bremen": "+49 221 4710",
    "Niedersachsen": "+49 69 90009",
    "Schleswig-Holstein": "+49 30 23125",
    "Mecklenburg-Vorpommern": "+49 89 99998",
    "London": "+44 20 7946 0",
    "Manchester": "+44 161 496 0",
    "West Midlands": "+44 121 496 0",
    "Yorkshire": "+44 113 496 0",
    "South East": "+44 118 496 0",
    "South West": "+44 117 496 0",
}
"""Number ranges that the regulators keep free for films; nobody is called by them."""
ZONES = {"de": "Europe/Berlin", "en": "Europe/London"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoClient:
    """A customer as the demo company knows it."""

    name: str
    language: str
    region: str
    tier: str
    volume: Decimal
    tags: tuple[str, ...]
    contacts: tuple[Contact, ...]

    @property
    def zone(self) -> str:
        """Where the customer's clock stands."""
        return ZONES[self.language]


def clients() -> list[DemoClient]:
    """Return the sixty customers; the last one is a second spelling of another, as they come about."""
    again = _listed("Baeckerei Schroeder | Hamburg | standard | 2 | lebensmittel", "de", first=900)
    return [*_listed(GERMAN, "de"), *_listed(ENGLISH, "en"), *again]


def _listed(lines: str, language: str, first: int = 100) -> Iterator[DemoClient]:
    for number, line in enumerate(lines.strip().splitlines(), first):
        name, region, tier, thousands, tags = (part.strip() for part in line.split("|"))
        phone = Contact(ContactKind.PHONE, f"{LINES[region]}{number}")
        yield DemoClient(
            name=name,
            language=language,
            region=region,
            tier=tier,
            volume=Decimal(thousands) * 1000,
            tags=tuple(tags.split()),
            contacts=(phone, Contact(ContactKind.MAIL, _address(name, language))),
        )


def _address(name: str, language: str) -> str:
    letters = "".join(letter if letter.isalnum() else " " for letter in fold(name).replace("ı", "i"))
    words = [word for word in letters.split() if len(word) > 1][:2]
    return f"{'kontakt' if language == 'de' else 'hello'}@{'-'.join(words)}.example"
