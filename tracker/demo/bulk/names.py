"""Names by the thousand: people, firms and what the firms do."""

from random import Random


def _each(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FIRST = _each(
    """
    Anna Bernd Çiğdem Dörte Emil Fatma Günther Heike Ingo Jürgen Käthe Lars Mareike Nils Özlem Paul Ruth Sönke Tanja
    Uwe Vera Wiebke Yusuf Zoë Alice Brian Charlotte Dylan Eleanor Finn Grace Harry Imogen Jack Keira Liam Mia Noah
    Olivia Poppy Quentin Rosie Samuel Tilly Ursula Victor Wendy Xavier
    """
)
LAST = _each(
    """
    Ahlers Bäcker Claußen Dierks Eggers Förster Grün Höfer Iversen Jäger Köhler Lübke Meißner Nüßlein Oßwald Pöhl
    Quast Röder Schäfer Thießen Uhde Völker Wöhler Yılmaz Zeidler Brandt Detlefsen Ehlers Feddersen Gerdes Hansen
    Abbott Barlow Chadwick Donnelly Eastwood Fletcher Gibbons Hargreaves Ingram Jenkins Kavanagh Langley Mortimer
    Norris Ogden Prescott Quigley Radcliffe Sutcliffe Thornton Underhill Vickers Whittaker Yates Ainsworth Blackwood
    Carmichael Dewhurst Ellison Farrell
    """
)
GERMAN_TRADES = _each(
    """
    Bäckerei Gärtnerei Spedition Tischlerei Brauerei Apotheke Druckerei Kältetechnik Autohaus Metallbau Optik
    Hausverwaltung Großhandel Elektrotechnik Ingenieurbüro Möbelhaus Werft Reiseland Pflegedienst Wäscherei
    """
)
ENGLISH_TRADES = _each(
    """
    Bakery Nurseries Haulage Joinery Brewery Pharmacy Printing Refrigeration Motors Engineering Opticians Lettings
    Wholesale Electrical Surveyors Furniture Boatyard Travel Homecare Laundry
    """
)
GERMAN_FORMS = ("GmbH", "GmbH & Co. KG", "e. K.", "OHG", "AG", "UG (haftungsbeschränkt)", "eG")
ENGLISH_FORMS = ("Ltd", "LLP", "plc", "& Sons Ltd", "CIC")
PRIVATE = 0.3


def person(dice: Random) -> str:
    """Return the name of a person."""
    return f"{dice.choice(FIRST)} {dice.choice(LAST)}"


def customer(dice: Random, language: str) -> str:
    """Return the name of a customer: a person or a firm."""
    if dice.random() < PRIVATE:
        return f"{person(dice)}-{dice.choice(LAST)}"
    pair = f"{dice.choice(LAST)} & {dice.choice(LAST)}"
    if language == "de":
        return f"{dice.choice(GERMAN_TRADES)} {pair} {dice.choice(GERMAN_FORMS)}"
    return f"{pair} {dice.choice(ENGLISH_TRADES)} {dice.choice(ENGLISH_FORMS)}"
