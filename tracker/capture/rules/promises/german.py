"""How German commits somebody, most often in the present tense: one cue a line, its weight and its example beside it."""

from tracker.capture.rules.promises.facts import Cue, Sort, words

_I_DO = words(
    r"rufe melde schicke sende schreibe maile prüfe kläre kümmere leite gebe frage bringe hole komme liefere erstatte "
    r"überweise tausche ersetze repariere storniere buche reserviere bestelle veranlasse organisiere schaue sehe gucke "
    r"sorge mache erledige übernehme informiere reiche stelle lege notiere trage richte setze versende verschicke "
    r"bereite spreche rede erkundige bearbeite ändere korrigiere lasse faxe zahle hake nehme helfe besorge warte "
    r"vermerke verlängere rechne ziehe verbinde drucke packe fahre treffe hebe halte bleibe begleite zeige erkläre "
    r"kaufe koche putze teile passe denke "
)
_WE_DO = words(
    r"rufen melden schicken senden schreiben mailen prüfen klären kümmern leiten geben fragen bringen holen kommen "
    r"liefern erstatten überweisen tauschen ersetzen reparieren stornieren buchen reservieren bestellen veranlassen "
    r"organisieren schauen sehen sorgen machen erledigen übernehmen informieren reichen stellen legen richten setzen "
    r"versenden verschicken bereiten sprechen reden erkundigen bearbeiten ändern korrigieren lassen zahlen haken "
    r"nehmen helfen besorgen warten verlängern ziehen packen fahren treffen halten bleiben gehen "
)
_PAST = words(
    r"erstattet geliefert verschickt versendet versandt gesendet geschickt überwiesen repariert ausgetauscht getauscht "
    r"ersetzt gutgeschrieben erledigt bearbeitet geprüft zugestellt behoben nachgereicht angerufen zurückgerufen "
    r"informiert kontaktiert abgeholt gebracht nachgeliefert storniert korrigiert beantwortet freigeschaltet "
    r"zurückerstattet rückerstattet geklärt gemacht eingebaut montiert installiert angepasst übernommen weitergeleitet "
    r"ausgezahlt verrechnet gelöst nachgebessert berücksichtigt verlängert reserviert benachrichtigt fertig da_sein "
    r"bei_ihnen_sein eintreffen ankommen kommen "
)
_STATES = words(
    r"erwarte verlange fordere benötige bestehe_auf "
    r"habe hatte hätte wäre würde könnte möchte wollte sollte musste konnte durfte finde glaube hoffe meine verstehe "
    r"suche wohne arbeite brauche heiße liebe hasse kenne vermisse bedauere bedaure wünsche bitte frage_mich vermute "
    r"fürchte weine schlafe esse trinke verliere erinnere bestätige_hiermit bezweifle bekomme erhalte kriege "
    r"warte_seit freue danke wundere ärgere kündige beschwere reklamiere widerspreche storniere_hiermit höre lese "
    r"sehe_gerade gehe_davon spreche_kein dachte eine diese keine meine seine deine ihre gerade heute gerne "
)
_WE_ARE = words(
    r"haben hatten hätten wären würden könnten möchten wollten sollten mussten konnten durften finden glauben hoffen "
    r"meinen verstehen suchen wohnen arbeiten brauchen heißen lieben kennen bedauern wünschen bitten vermuten fürchten "
    r"bekommen erhalten kriegen freuen danken hören lesen wollen müssen dürfen sollen können keinen einen diesen ihnen "
    r"unseren wissen denken sprachen kamen waren "
)
_MORE = r"[^.!?]*?\b(?:sie|ihnen|dir|dich|euch|ihn|ihm|das|es|den|die|zurück|vor|ab|weiter|nach|mit|raus|durch|vorbei|zusammen|morgen|gleich|heute|sofort|bis|dann|später|umgehend|noch|diese|nächste\w*|montag|dienstag|mittwoch|donnerstag|freitag|samstag)\b"
"""What makes a present tense one that looks ahead: somebody it is for, a particle, a moment."""
_PERSONS_DO = words(
    r"stellt legt gibt bucht wechselt misst baut montiert installiert richtet spielt überweist erstattet antwortet schreibt mailt "
    r"übernimmt verbindet hilft hinterlegt bestellt besorgt organisiert begleitet druckt behandelt untersucht sendet faxt reserviert "
    r"storniert verlängert ändert sperrt schaltet tauscht holt fährt zeigt erklärt klingelt macht erledigt bearbeitet reinigt "
    r"ruft meldet kommt bringt holt schickt liefert kümmert kümmern repariert schaut nimmt tauscht klingelt besucht "
    r"prüft setzt kontaktiert informiert klärt melden rufen kommen bringen liefern "
)
_DAY = words(
    r"bis um ab am morgen heute übermorgen spätestens noch nächste\w* montag dienstag mittwoch donnerstag freitag "
    r"samstag "
)
_BY = words(
    r"bis um ab am morgen übermorgen spätestens nächste\w* montag dienstag mittwoch donnerstag freitag samstag "
    r"heute in_(?:\w+_)?(?:minuten|stunden|tagen|wochen) im_lauf\w* ende anfang mitte kommende\w* diese_woche "
)
"""A moment that is named, so that what is said is not just how things are."""
_SOON = words(
    r"morgen übermorgen spätestens bis_\w+ montag dienstag mittwoch donnerstag freitag samstag sonntag nächste\w* kommende\w* "
    r"heute_(?:noch|abend|nachmittag|mittag) gleich umgehend in_(?:\w+_)?(?:minuten|stunden|tagen|wochen) ende_der_woche diese_woche am_\d+ "
)
"""A moment to come."""
_CLIPPED_STATES = words(
    r"bin hab habe kann will muss soll darf war weiß mag möcht wär würd werd werde find glaub denk hoff brauch wohn hör les such "
    r"wart krieg freu dank wollt konnt musst sollt durft hatt hätt könnt dacht kam ging sah bekam ließ lag saß stand fand gab nahm "
    r"und oder aber auch nicht nur dann das die den dem der sie ihnen dir dich euch es ja nein mich mir gern gerne noch schon "
    r"heut heut\w+ selbst allein hier dort jetzt mal doch eigentlich wirklich immer nie gestern hatten wurd versteh kenn lieb hass "
    r"seh weiss mein fühl vermiss schlaf ess arbeit leb verlier ärger wunder schäm rief schrieb erhielt bat sprach fuhr hielt "
    r"ließ trug half wart\w* bekomm bezieh beschwer kündig "
)
"""What stands behind an "ich" and does nothing for anybody."""
_THERE = words(r"reserviert gebucht vorgemerkt zurückgelegt eingetragen notiert eingeplant hinterlegt freigehalten ")
ASIDES = (
    r"\b(?:wenn|falls|sofern|sobald|soweit|solange|weil|damit|obwohl|bevor) [^,;.!?]*|^(?:und |aber |also )?(?:sollten?|wären?) [^,;.!?]*,|"
    r"\bkeine? (?:sorge|problem|ursache|angst|frage|thema|umstände|kopf|gedanken)\b|"
    r"\b(?:brauchen|brauchst|müssen|musst) (?:sie|s'|du|ihr)?[^,.!?]*\b(?:nicht|nichts|kein\w*)\b|"
    r"\b(?:frag|schau|guck|hör|prüf|klär|check|erkundig)\w*\b[^.!?]*?,? ob [^,;.!?]*|\b(?:dafür|darauf|sicher), dass\b.*|\bmachen sie sich [^,.!?]*|\bkostet (?:sie |dich )?nichts\b"
)
"""What says nothing against a promise beside it: conditions, reasons, reassurance."""

# fmt: off
GERMAN = (
    Cue("de.will", Sort.COMMITS, 3, r"\b(?:ich werde?|werde? ich|wir werden|werden wir)\b(?! (?:nie|niemals|nicht|wohl nicht)\b)", "ich werde das prüfen"),
    Cue("de.i-do", Sort.COMMITS, 3, rf"\bich {_I_DO}\b|\b{_I_DO} ich\b", "ich rufe Sie morgen zurück"),
    Cue("de.we-do", Sort.COMMITS, 3, rf"\bwir {_WE_DO}\b|\b{_WE_DO} wir\b", "wir melden uns bis Freitag"),
    Cue("de.i-do-something", Sort.COMMITS, 2, rf"\b(?:ich (?!{_STATES}\b)\w{{2,}}e|(?!{_STATES}\b)\w{{2,}}e ich)\b(?={_MORE})|\bich (?:ruf|schick|schau|mach|geb|sag|meld|frag|bring|hol|komm|klär|prüf|schreib|kümmer|guck|leit|besorg)\b", "ich versuche, Ihnen einen Termin zu besorgen"),
    Cue("de.we-do-something", Sort.COMMITS, 2, rf"\b(?:wir (?!{_WE_ARE}\b)\w{{3,}}en|(?!{_WE_ARE}\b)\w{{3,}}en wir)\b(?={_MORE})", "wir benachrichtigen Sie"),
    Cue("de.i-do-in-speech", Sort.COMMITS, 2, rf"\bich (?!{_CLIPPED_STATES}\b)[a-zäöüß]{{2,}}(?<!e)\b(?!.*\bge\w{{2,}}(?:t|en)\b)(?=.*\b(?:sie|ihnen|dir|dich|euch|ihn|das|es|den|die|zurück|ab|mit|an|vor|{_BY})\b)", "ich aktualisier das morgen"),
    Cue("de.object-first", Sort.COMMITS, 2, rf"^(?:(?:ja|gut|okay|ok|klar|gern\w*|also)[,.! ]+)?(?:das|dies\w*|den|die|dem|darum|dazu|davon|ihr\w*|dein\w*|eine?n?)\b[^.!?]*?\b(?:(?!{_STATES}\b)\w{{2,}}e ich|(?!{_WE_ARE}\b)\w{{3,}}en wir)\b", "das regle ich"),
    Cue("de.moment-and-you", Sort.COMMITS, 1.5, rf"^(?!(?:wenn|falls|sobald|sofern|sollten?)\b|.*\b(?:hab\w*|hast|hat)\b.*\b(?:ge\w{{2,}}(?:t|en)|\w{{3,}}iert)\b|.*\b(?:vergangene\w*|war\w*|hatt\w*|hätte\w*|wurde\w*|worden|gestern|letzte\w*|fällig|geschlossen|geöffnet|erreichbar|bestellt|geschrieben|angerufen|gekommen|gekauft|bezahlt|warte\w*|erwarte\w*|woll\w*|will|möchte\w*|brauch\w*|muss|müss\w*|schuld\w*)\b)(?=.*\b(?:ihnen|sie|ihr\w*|dir|dich|dein\w*|euch|euer\w*)\b)(?=.*\b{_SOON}\b)", "die Schlüssel liegen morgen bei Ihnen im Briefkasten"),
    Cue("de.you-get-in-speech", Sort.COMMITS, 3, r"\b(?:ihr (?:bekommt|kriegt|erhaltet|hört)|(?:bekommt|kriegt|erhaltet|hört) ihr|(?:gibt es|gibt's|gibts) (?:\w+ )?(?:für sie|für dich|für euch|von uns|obendrauf|dazu|gratis))\b", "die Zahlen bekommt ihr am Freitag"),
    Cue("de.noun-and-moment", Sort.COMMITS, 2, rf"^(?:rückruf|antwort|lieferung|abholung|gutschrift|erstattung|rückmeldung|zustellung|montage|reparatur|versand|übergabe) (?:[\wäöüß]+ ){{0,3}}{_BY}\b", "Rückruf morgen um zehn"),
    Cue("de.hopes-to", Sort.COMMITS, 4.5, r"\b(?:hoffe\w*|hoff)\b[^.!?]*\b(?:ihnen|dir|euch|sie|das|die|den|es)\b[^.!?]*\bzu können\b|\b(?:hoffe\w*|hoff|denke?)(?: mal)?,? (?:dass )?(?:ich|wir) (?:kann|können|schaffe\w*|schaff)\b|\b(?:mal sehen|will sehen|schau\w*(?: mal)?),? ob (?:ich|wir)\b", "ich hoffe, Ihnen morgen antworten zu können"),
    Cue("de.reserved", Sort.COMMITS, 2.5, rf"\b(?:ist|sind)\b[^.!?]*\b(?:für sie|ihnen|für dich|für euch|auf ihren namen)\b[^.!?]*\b{_THERE}\b", "der Tisch ist für Sie reserviert"),
    Cue("de.have-reserved", Sort.COMMITS, 5.5, rf"\b(?:ich habe|habe ich|ich hab|hab ich|wir haben|haben wir) (?:sie|ihnen|dich|dir|euch|für sie|ihren|die|das|den)\b[^.!?]*\b{_THERE}\b", "ich habe Sie am Zwölften eingetragen"),
    Cue("de.reaches-you", Sort.COMMITS, 2.5, rf"\b(?:erreicht|erreichen|folgt|folgen|ergeht|ergehen|verlässt|verlassen|startet|beginnt)\b[^.!?]*\b(?:sie|dich|euch|unser\w*|separat|{_BY})\b|\b(?:trifft|treffen)\b[^.!?]*\bein\b|\bsollten? [^.!?]*\b{_BY}\b[^.!?]*\b(?:eintreffen|ankommen|da sein|fertig sein|vorliegen|bei ihnen sein)\b", "die Antwort erreicht Sie am Montag"),
    Cue("de.you-have-it-by", Sort.COMMITS, 2.5, rf"^(?!haben sie\b|habt ihr\b|hast du\b)[^.!?]*\b(?:haben sie|habt ihr|hast du|sie haben|ihr habt|du hast)\b(?![^.!?]*\b(?:ge\w{{2,}}(?:t|en)|\w{{2,}}iert|bestellt|erhalten|bekommen|versprochen)\b)[^.!?]*\b{_BY}\b", "die Muster habt ihr bis Freitag"),
    Cue("de.it-is-back", Sort.COMMITS, 2, rf"\b(?:geld|betrag|strom|wasser|system|seite|anschluss|ware|teil|gerät|auto|wagen|rad)\b[^.!?]*\b(?:ist|sind|läuft|funktioniert|steht|geht)\b[^.!?]*\b{_BY}\b[^.!?]*\b(?:wieder|drauf|da|zurück|fertig|verfügbar)\b", "das Geld ist Freitag wieder drauf"),
    Cue("de.they-do", Sort.COMMITS, 2.5, rf"\b{_PERSONS_DO} (?:er|sie) (?:sich|sie|ihnen|dich|dir|euch|bei)\b|\b{_PERSONS_DO}\b (?:ihnen |sie |dir |euch )?(?:unser\w*|mein\w*|der|die) \w+[^.!?]*\b(?:vorbei|zurück|an|mit|bei ihnen|{_BY})\b|\bunser\w* \w+ {_PERSONS_DO}\b", "dann ruft sie Sie an"),
    Cue("de.may-keep", Sort.COMMITS, 5.5, r"\b(?:können sie|sie können|kannst du|du kannst|dürfen sie|sie dürfen)\b[^.!?]*\b(?:behalten|kostenlos|kostenfrei|umsonst|gratis)\b|\bkostet (?:sie |dich )?nichts(?: extra)?\b|\b(?:berechnen|verlangen|stellen) wir (?:ihnen )?(?:nichts|nicht|keine?)\b|\bgeht (?:auf uns|aufs haus)\b", "das Zimmer können Sie bis zwei behalten"),
    Cue("de.get-it-done", Sort.COMMITS, 2.5, rf"\b(?:kriege?n?|bekommen|schaffen|schaff|schaffe) (?:ich|wir)\b[^.!?]*\b(?:hin|wieder|fertig|noch|{_BY})\b", "das kriegen wir bis Freitag hin"),
    Cue("de.sworn", Sort.COMMITS, 6, r", (?:fest )?(?:versprochen|ehrenwort|darauf mein wort|garantiert)[!. ]*$", "das erfährt keiner, versprochen"),
    Cue("de.be-there", Sort.COMMITS, 2.5, rf"\b(?:bin ich|sind wir|ich bin|wir sind) (?:\w+ ){{0,3}}(?:bei ihnen|bei dir|da|dort|vor ort|zurück|fertig|so weit)\b|\b{_DAY}\b[^.!?]*\bhaben (?:wir|sie)\b|\bhaben (?:wir|sie)\b[^.!?]*\bbis\b", "um acht bin ich bei Ihnen"),
    Cue("de.ready-by", Sort.COMMITS, 2.5, rf"\b(?:ist|steht|liegt|sind|stehen|liegen)\b[^.!?]*\b{_BY}\b[^.!?]*\b(?:fertig|bereit|da|abholbereit|bei ihnen|repariert|erledigt|eingebaut)\b", "Ihr Zimmer ist bis 14 Uhr fertig"),
    Cue("de.will-be-anything", Sort.COMMITS, 2, r"\b(?:wird|werden)\b[^.!?]*\b(?:\w*ge\w{2,}(?:t|en)|\w{3,}iert|(?:be|er|ver|zer|ent|über|unter)\w{3,}(?:t|en))\b", "die Tür wird gestrichen"),
    Cue("de.person-does", Sort.COMMITS, 2.5, rf"\b(?:der|die|ein|eine|unser\w*|mein\w*|herr|frau) (?:\w+ ){{0,2}}?\w+ {_PERSONS_DO}\b[^.!?]*\b(?:sie|ihnen|dich|dir|vorbei|{_DAY})\b|\b{_PERSONS_DO} (?:sich |sie |ihnen )?(?:die|der|unser\w*|ein|eine|mein\w*) (?:kolleg|team|technik|abteilung|fach|fahr|mont|werkstatt)\w*", "die Ärztin ruft Sie an"),
    Cue("de.takes-place", Sort.COMMITS, 2.5, rf"\b(?:der|die|das|ihr\w*) (?:\w+ )?\w+ (?:erfolgt|folgt|findet)\b[^.!?]*\b(?:{_DAY}|statt|automatisch|in den nächsten)\b", "die Abholung erfolgt am Montag"),
    Cue("de.do-omitted", Sort.COMMITS, 3, rf"^(?:(?:ja|ok|okay|gut|klar|gerne?|alles klar|natürlich|selbstverständlich)[,.! ]+)*{_I_DO} (?:mich|das|es|dir|ihnen|sie|dich|gleich|morgen|heute|den|die|dann)\b(?!.*\?)", "melde mich morgen"),
    Cue("de.you-get", Sort.COMMITS, 3, r"\b(?:sie|du|ihr) (?:erhalten|bekommen|kriegen|hören|bekommst|kriegst|hörst|erhältst)\b|\b(?:erhalten|bekommen|kriegen|hören|bekommst|kriegst|hörst) (?:sie|du)\b|\bhaben sie (?:es|das|ihr\w*|die|den|unser\w*|eine?) [\w .:]*(?:bis|morgen|heute|am|spätestens|nächste)\b|\bsie haben (?:es|das|ihr\w*|die|den) [\w .:]*(?:bis|morgen|spätestens)\b", "Sie erhalten bis Freitag Ihr Geld"),
    Cue("de.will-be-done", Sort.COMMITS, 3, rf"\b(?:wird|werden)\b[^.!?]*\b{_PAST}\b", "der Betrag wird erstattet"),
    Cue("de.goes-out", Sort.COMMITS, 3, r"\b(?:geht|gehen|kommt|kommen)\b[^.!?]*\b(?:raus|hinaus|auf den weg|an sie|zu ihnen|vorbei|per post|in die post|mit der post|zurück)\b|\b(?:geht|kommt|liegt|ist|steht|sind|kommen) (?:\w+ ){0,3}(?:heute noch|noch heute|morgen|übermorgen|bis (?:morgen|heute|montag|dienstag|mittwoch|donnerstag|freitag|ende|spätestens|zum)|spätestens)\b[^.!?]*\b(?:raus|da|fertig|bereit|bei ihnen|im briefkasten|abholbereit|repariert|drin|erledigt|vor ort)\b", "das geht heute noch raus"),
    Cue("de.somebody-does", Sort.COMMITS, 3, r"\b(?:jemand|ein kollege|eine kollegin|mein kollege|meine kollegin|unser\w* (?:\w+ ){0,2}(?:techniker|team|abteilung|fahrer|monteur|kollege|kollegin|mitarbeiter|mitarbeiterin|buchhaltung|werkstatt|service|kundendienst|fachabteilung)|der (?:techniker|monteur|fahrer|kollege|chef|meister|kurier)|die (?:kollegin|fachabteilung|buchhaltung|werkstatt|technik|zentrale|spedition|chefin|ärztin|praxis|küche|rezeption|filiale|bank|versicherung|leitung|redaktion|fahrerin|technikerin|monteurin|gutachterin|beraterin|sachbearbeiterin)|der (?:arzt|empfang|hausmeister|elektriker|maler|gärtner|installateur|schreiner|berater|sachbearbeiter|support|lieferant|hersteller|bote|versand|vertrieb|gutachter|notdienst)|das (?:labor|lager|team|büro|sekretariat)|ein (?:techniker|monteur|mitarbeiter|kurier))\b[^.!?]*?\b(?:meldet|ruft|kommt|kümmert|schaut|prüft|bringt|holt|schickt|sendet|wird|repariert|liefert|tauscht|nimmt|setzt|fährt|klärt)\b", "ein Techniker kommt morgen"),
    Cue("de.promise", Sort.COMMITS, 5.5, r"\b(?:versprech(?:e|en) (?:ich|wir|ihnen|dir)|(?:ich|wir) versprech\w*|versprochen[!. ]*$|sage ich ihnen (?:fest )?zu|(?:ich|wir) (?:sage|sagen|garantiere|garantieren|sichere|sichern)\b|darauf können sie sich verlassen|sie können sich (?:darauf|auf mich|auf uns) verlassen|mein wort darauf)", "das verspreche ich Ihnen"),
    Cue("de.done-deal", Sort.COMMITS, 3, r"\b(?:wird gemacht|geht klar|wird erledigt|mach(?:e)? ich|machen wir|erledige ich|kriegen wir hin|bekommen wir hin|ist notiert und|geht in ordnung|bin dran|bin schon dabei|kümmere mich|mach ich gleich|bis (?:dann|morgen|gleich|später|heute abend) um|abgemacht|einverstanden, (?:ich|wir))\b", "wird gemacht"),
    Cue("de.let-me", Sort.COMMITS, 2.5, r"\b(?:lassen sie mich|lass mich|lassen sie uns) (?:\w+ ){0,4}(?:nachsehen|prüfen|schauen|nachschauen|klären|fragen|nachfragen|machen|helfen|sehen|versuchen|erledigen|kurz)\b|\beinen (?:moment|augenblick),? (?:bitte,? )?ich\b", "lassen Sie mich das prüfen"),
    Cue("de.i-will-modal", Sort.COMMITS, 2, r"\b(?:ich|wir) (?:kann|können|will|wollen|möchte|möchten|darf|dürfen) (?:ihnen|sie|dir|das|den|die|es)\b[^.!?]*\b(?:heute|morgen|bis|gleich|sofort|noch|am|nächste)\b[^.!?]*\b(?:schicken|senden|anbieten|liefern|geben|bringen|vorbeikommen|anrufen|zurückrufen|erledigen|klären|tauschen|erstatten|zusagen|reservieren)\b", "ich kann Ihnen das morgen schicken"),
    Cue("de.due-with-noun", Sort.COMMITS, 2, r"\b(?:rückruf|antwort|lieferung|gutschrift|erstattung|termin|angebot|rückmeldung|bescheid) (?:\w+ )?(?:erfolgt|folgt|kommt|geht|steht)\b", "Antwort folgt bis Freitag"),

    Cue("de.you-learn", Sort.COMMITS, 2.5, rf"^(?!(?:wissen|erfahren|sehen) sie\b)(?=.*\b(?:{_BY}|nach)\b)[^?]*\b(?:wissen|erfahren|sehen) sie\b(?=.*\b(?:ob|was|wie|wann|das|den|die|ergebnis\w*|mehr)\b)|\bsie (?:wissen|erfahren|sehen) [^.!?]*\b{_BY}\b", "am Montag erfahren Sie das Ergebnis"),
    Cue("de.nothing-changes", Sort.COMMITS, 6.5, r"\bändert sich\b[^.!?]*\bfür (?:sie|dich|euch)\b[^.!?]*\b(?:nichts|nix)\b|\bbleibt unter uns\b|\b(?:für sie|bei ihnen) bleibt alles\b|\bbleibt (?:für sie )?(?:alles )?(?:beim alten|wie es ist|unverändert|bestehen)\b", "für Sie ändert sich nichts: das bleibt unter uns"),
    Cue("de.falls-away", Sort.COMMITS, 2.5, r"\b(?:\w*gebühr\w*|\w*kosten|aufschlag|aufpreis|mahnung\w*|porto|zuschlag|pauschale)\b[^.!?]*\b(?:entf(?:ällt|allen)|f(?:ällt|allen)\b[^.!?]*\bweg|ge(?:ht|hen) auf (?:uns|unsere)|übernehmen wir|erlassen wir|streichen wir|sparen sie)\b", "die Gebühr fällt für Sie weg"),
    Cue("de.hold-for-you", Sort.COMMITS, 2.5, r"\b(?:halte|halten|lege|legen|lasse|lassen|stelle|stellen|hebe|heben|reserviere|reservieren) (?:ich |wir )?(?:ihnen|dir|euch|es|das|den|die)\b[^.!?]*\b(?:frei|zurück|bereit|auf|offen|beiseite|hin)\b", "ich halte Ihnen das Zimmer bis sechs frei"),
    Cue("de.we-meet", Sort.COMMITS, 2, rf"\b(?:wir sehen uns|sehen wir uns|wir treffen uns|treffen wir uns|wir kommen|kommen wir)\b[^.!?]*\b{_BY}\b", "wir sehen uns am Mittwoch"),
    Cue("de.gets-from-us", Sort.COMMITS, 2.5, r"\b(?:bekommt|kriegt|erhält|bekommen|kriegen|erhalten)\b[^.!?]*\b(?:von uns|bei uns|von mir)\b|\b(?:von uns|bei uns|von mir) (?:bekommen|bekommt|bekommst|kriegt|kriegen|kriegst|erhalten|erhält|gibt)\b", "Ihr Hund bekommt bei uns Auslauf"),
    Cue("de.lies-ready", Sort.COMMITS, 2.5, r"\b(?:liegt|liegen|steht|stehen|wartet|warten)\b[^.!?]*\b(?:für sie|ihnen|auf sie|für dich|auf dich|für euch)\b[^.!?]*\b(?:bereit|parat|vor|zur abholung|zur verfügung)\b", "die Ware liegt für Sie bereit"),
    Cue("de.does-it-again", Sort.COMMITS, 2, r"\b(?!(?:haben|hatten|sind|waren|wollen|müssen|dürfen|können|sollen|wissen|finden|brauchen|hoffen)\b)\w{3,}(?:en|rn|ln) wir\b(?=[^.!?]*\b(?:kostenlos|gratis|selbstverständlich|natürlich|gern\w*|sofort|umgehend|schriftlich|neu|erneut|noch mal|nochmal|mit|nach|ein|an|ab|aus|auf|raus|zu|vor)\b)", "das bessern wir kostenlos nach"),
    Cue("de.clipped-first", Sort.COMMITS, 2, r"\b(?:ruf|schick|schau|mach|geb|sag|meld|frag|bring|hol|komm|klär|prüf|schreib|kümmer|guck|leit|besorg|trag|leg|stell|setz|nehm|halt|reservier|bestell|überweis|erstatt|tausch|reparier|kriegst|kriegen) (?:ich|wir)\b", "da schau ich gleich mal nach"),
    Cue("de.somebody-behind", Sort.COMMITS, 2.5, r"\b(?:kümmert|meldet|schaut|kommt|ruft|geht|guckt)\b[^.!?]*\b(?:jemand|ein kollege|eine kollegin|einer von uns|wer von uns)\b", "um das Leck kümmert sich noch heute jemand"),
    Cue("de.money-comes", Sort.COMMITS, 2.5, r"\b(?:geld|betrag|rate|anzahlung|kaution|summe|differenz|gutschrift|erstattung|guthaben)\b[^.!?]*\b(?:landet|geht|fließt|kommt|kriegen|bekommen)\b[^.!?]*\b(?:konto|karte|zurück|wieder|an sie|drauf)\b", "das Geld landet auf Ihrem Konto"),
    Cue("de.if-then", Sort.COMMITS, 2, r"\b(?:wenn|falls|sobald|sofern|soweit|sollten?)\b[^,]*, (?:dann |so )?(?:haben sie|habt ihr|(?:be)?kommen sie|kriegen sie|steht ihnen|gehört (?:er|sie|es|der|die|das)|\w{2,}t (?:sie|ihnen|dir|dich|euch|sich|unser\w*|jemand) |(?:ist|steht|liegt) (?:er|sie|es|der|die|das|ihr\w*) )", "sobald es da ist, haben Sie es am nächsten Tag"),
    Cue("de.should-by", Sort.COMMITS, 4, rf"^(?!.*\?)(?=.*\b{_BY}\b).*\b(?:sollten?|müssten?|dürften?)\b(?=.*\b(?:wieder|fertig|da|bei ihnen|erledigt|laufen|funktionieren|klappen|behoben|vorliegen|haben|gelöst|zurück)\b)", "bis Montag sollte das wieder laufen"),
    Cue("de.set-in-motion", Sort.COMMITS, 5.5, r"\b(?:habe|haben|ist|sind|wurde|wurden)\b[^.!?]*\b(?:veranlasst|angewiesen|beauftragt|in auftrag gegeben|eingeplant|angestoßen|in die wege geleitet)\b", "ich habe die Erstattung veranlasst"),
    Cue("de.see-to-it-that", Sort.COMMITS, 5.5, r"\b(?:wir|ich) (?:schauen?|sehen? zu|sorgen? dafür|achten? darauf|gucken?|kümmern? (?:mich|uns) darum),? dass (?:sie|du|ihr|das|die|der|alles)\b", "wir schauen, dass Sie bis Freitag eine Antwort haben"),
    Cue("de.thing-and-moment", Sort.COMMITS, 1.5, rf"^(?!.*\b(?:mein\w*|ich|wir|uns|hab\w*|hat|hatt\w*|war\w*|wurde\w*|worden|öffne\w*|schließ\w*|geschlossen|geöffnet|läuft|endet|fällig|feiertag|muss|müssen|soll\w*|kann|können|bitte|brauch\w*|will|woll\w*|möcht\w*|meint\w*|sagt\w*)\b)(?=(?:\w+ ){{0,6}}(?:der|die|das|den|ihr\w*|unser\w*|ein\w*)\b)(?=.*\b{_SOON}\b)(?=.*\b(?:steht|stehen|liegt|liegen|kommt|kommen|stellt|bringt|baut|macht|holt|geht|gehen|folgt|erreicht|startet|beginnt|fährt|liefert|misst|schaut|prüft|tauscht|setzt|legt|nimmt)\b)", "der Container steht morgen früh vor der Tür"),

    Cue("de.question", Sort.EXCLUDES, 0, r"(?<!\bja)(?<!\bok)(?<!\bokay)(?<!, gut)(?<!in ordnung)(?<!einverstanden)(?<!, recht)(?<!passt das)(?<!\bgell)\?\s*[\"“')]*$", "rufen Sie mich zurück?"),
    Cue("de.asks", Sort.EXCLUDES, 0, r"^(?:und |aber |also |na )?(?:(?:können|könnten|würden|werden|haben|dürfen|sind|wollen|möchten|rufen|schicken|melden|geben|senden) (?:sie|wir)|(?:kannst|könntest|würdest|wirst|willst) du|(?:soll|darf|kann|muss|könnte) ich|sollen wir|(?:wann|warum|wieso|weshalb|wer|wie|was|welche\w*|wo)(?! (?:ich|wir)\b)) ", "können Sie mich zurückrufen"),
    Cue("de.imperative", Sort.EXCLUDES, 0, r"^(?:bitte |dann |also |und )?(?!lassen\b)\w{3,}en sie\b[^,;]*$", "kommen Sie am Montag vorbei"),
    Cue("de.request-passive", Sort.EXCLUDES, 0, r"\b(?:wird|werden) [^.!?]*\bgebeten\b", "um Antwort wird gebeten"),
    Cue("de.request", Sort.EXCLUDES, 0, r"^(?:bitte|dann|und) (?:(?:\w+ )?(?:rufen|senden|schicken|melden|geben|teilen|beachten|wenden|schreiben|prüfen|warten|bringen|haben|nennen|lassen|kommen|füllen|klicken|achten|halten|überweisen) sie)\b", "bitte senden Sie uns die Nummer"),
    Cue("de.reported", Sort.EXCLUDES, 0, r"\b(?:er|sie|man|mir|uns|ihr (?:kollege|mitarbeiter|chef)|ihre (?:kollegin|hotline|firma|mitarbeiterin)|der (?:herr|kollege|verkäufer|mitarbeiter|mann|chef|meister|fahrer)|die (?:dame|kollegin|hotline|frau)) (?:\w+ ){0,2}(?:sagte|sagten|meinte|meinten|versprach|versprachen|behauptete|hieß|erklärte|wurde (?:\w+ )?(?:gesagt|versprochen|zugesagt|mitgeteilt|zugesichert))\b|\bhat (?:man )?(?:mir|uns) versichert\b|\b(?:mir|uns) (?:wurde )?versichert\b|\b(?:hieß es|laut (?:ihr\w*|hotline|webseite|mail)|angeblich|(?:wurde|worden|hat|hatte|haben|hatten)\b[^.!?]*\b(?:versprochen|zugesagt|zugesichert))\b", "mir wurde gesagt, Sie rufen zurück"),
    Cue("de.past", Sort.SPEAKS_AGAINST, -3, r"\b(?:ich|wir) (?:habe|haben|hatte|hatten|war|waren|wollte|wollten|hätte|hätten|wäre|musste|mussten|konnte|konnten|bin|sind)\b(?![^.!?]*\b(?:und|dann|,) (?:werde|rufe|melde|schicke|sende|gebe|kümmere))|\b(?:hätte|wäre) (?:ich|wir)\b", "ich wollte Sie anrufen", is_local=True),
    Cue("de.past-inverted", Sort.SPEAKS_AGAINST, -3, r"\b(?:habe|haben|hatte|hatten) (?:ich|wir)\b[^.!?]*\b(?:an|ab|aus|zurück|nach|be|ver|er)?ge\w{2,}(?:t|en)\b(?<!reserviert)", "am Freitag habe ich bei Ihnen angerufen", is_local=True),
    Cue("de.mine", Sort.SPEAKS_AGAINST, -1.5, r"\bmein(?:e|em|en|er)? (?!kolleg|team|chef|vorgesetzt|abteilung|mitarbeiter|fahrer|techniker|meister|büro|wort|einsatz|angebot|antwort|rückmeldung)\w+", "mein Zug fährt morgen um acht"),
    Cue("de.not", Sort.SPEAKS_AGAINST, -4, r"\b(?:nicht(?! (?:später|mehr als|nur|vergessen|länger als))|nichts|kein(?:e|en|em|er)?|niemals|nie|leider|nirgends|weder)\b", "wir liefern leider nicht", is_local=True),
    Cue("de.whether", Sort.SPEAKS_AGAINST, -3, r"\b(?:ob(?! (?:ich|wir)\b)|weiß nicht|dass wir|als (?:ich|wir|der|die|das))\b", "ich weiß nicht, ob geliefert wird"),
    Cue("de.you-must", Sort.SPEAKS_AGAINST, -3, r"\b(?:sie|du) (?:müssen|sollten|können|müssten|könnten|dürfen|brauchen|musst|solltest|kannst)\b|\b(?:müssen|sollten|können) (?:sie|du)\b(?! (?:sich|mit))(?![^.!?]*\b(?:behalten|gratis|kostenlos)\b)|\bbitte (?!um)\w+", "Sie müssen uns anrufen"),
    Cue("de.would", Sort.SPEAKS_AGAINST, -2, r"\b(?:würde|würden|könnte|könnten|müsste|müssten)\b", "wir würden das prüfen"),
    Cue("de.rule", Sort.SPEAKS_AGAINST, -2.5, r"\b(?:immer|normalerweise|üblicherweise|in der regel|grundsätzlich|generell|jeden (?:tag|monat)|jedes (?:jahr|mal)|gewöhnlich|meistens|oft|seit|nur (?:an|am|in|im|nach|bei|gegen|mit)|täglich|wöchentlich|jährlich|monatlich|(?:ein|zwei|drei|vier|\d)mal (?:im|pro|am|die)|pro (?:jahr|monat|woche|tag))\b", "wir rufen normalerweise zurück"),
    Cue("de.threat", Sort.SPEAKS_AGAINST, -4, r"\b(?:kündige|kündigen|wechsle|wechseln|anwalt|beschwere mich|beschweren|nie wieder|gehe zur konkurrenz|zur verbraucherzentrale)\b", "ich werde kündigen"),
    Cue("de.supposes", Sort.SPEAKS_AGAINST, -2.5, r"\b(?:ich (?:hoffe|glaube|denke|frage mich|nehme an|vermute|fürchte|wünsche|bezweifle|verstehe|sehe (?:gerade|hier)|gebe zu|halte|bleibe dabei)|hoffentlich|mal sehen(?!,? ob (?:ich|wir)))\b", "ich hoffe, Sie melden sich"),
    Cue("de.see-none", Sort.SPEAKS_AGAINST, -2.5, r"\b(?:ich|wir) (?:sehe|sehen|mache mir|machen uns|komme aus|kommen aus|gebe ihnen recht|nehme (?:an|das zur)|warte (?:seit|schon|immer|noch)|warten (?:seit|schon|immer|noch)|zahle (?:doch|seit)|brauche)\b", "ich sehe hier Ihre Bestellung"),

    Cue("de.if", Sort.IS_CONDITIONAL, 0, r"\b(?:wenn|falls|sobald|sofern|soweit|vorausgesetzt|solange|nachdem|im falle|je nachdem|erst (?:nach|wenn)|nach (?:eingang|erhalt|prüfung|rücksprache)|bei (?:bedarf|verfügbarkeit|rückfragen))\b", "wenn es kaputt ist, tauschen wir es"),
    Cue("de.try", Sort.IS_WEAK, 0, r"\b(?:versuche|versuchen|versuch|hoffe|hoffen|hoffentlich|eventuell|evtl|vielleicht|vermutlich|wahrscheinlich|voraussichtlich|sollte|sollten|könnte|könnten|müsste|müssten|wohl|bemühe|bemühen|möglicherweise|womöglich|gegebenenfalls|denke|will sehen|schaue?n? mal|mal schauen|möchte|würde|würden)\b", "ich versuche Sie zu erreichen"),
)
# fmt: on
