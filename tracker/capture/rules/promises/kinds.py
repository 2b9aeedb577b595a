"""Which kind of promise whole sentences make: words of both languages, beside those that a quick line knows.

A line names its kind ("Rückruf"), a sentence says what will be done ("ich melde mich"). Of the words in a sentence the
heaviest count; of words of one weight the first.
"""

from dataclasses import dataclass

LINE_WEIGHT = 2.0
"""What the words of a quick line weigh in a sentence."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that make a promise one of a kind, how much they weigh, and an example that is run as a test."""

    kind: str
    weight: float
    pattern: str
    example: str


# fmt: off
KINDS = (
    Words("callback", 3, r"\bruf\w* [^.!?]*\b(?:an|zurück|durch)\b|\b(?:ruft|rufe|rufen|ruf) (?:er |sie )?(?:sie|dich|euch|ihnen)\b|\bklingel\w* [^.!?]*\bdurch\b|\bam apparat\b|\btelefonisch\b", "der Meister ruft Sie an"),
    Words("callback", 2, r"\bmelde?t?n? (?:ich |wir )?(?:mich|uns|sich)\b|\bmeld\w* [^.!?]*\b(?:bei ihnen|bei dir)\b|\bhör\w* [^.!?]*\bvon (?:mir|uns)\b|\bzu erreichen\b|\bverständig\w+", "ich melde mich morgen"),
    Words("callback", 3, r"\b(?:tele)?phone (?:you|him|her|mrs?|ms)\b|\b(?:calls?|rings?|buzz) you\b|\bgives? (?:you|him|her) a (?:buzz|ring|bell|call|shout)\b", "he'll give you a bell"),
    Words("callback", 2, r"\bhear (?:back )?from (?:me|us)\b|\bbe in touch\b", "you'll hear from me by five"),
    Words("reply", 3, r"\bim chat\b|\b(?:per|in der|als) (?:e-?mail|brief)\b|\bschriftlich\w*|\bim (?:postfach|posteingang)\b|\brückmeldung\b|\bmelde?n? (?:ich |wir )?(?:mich|uns) [^.!?]*\b(?:hier|bei allen|per)\b|\bkomme? [^.!?]*\b(?:unaufgefordert|darauf) zurück\b", "die Antwort ist morgen in der Mail"),
    Words("reply", 2, r"\bmaile?n?\b|\bschreib(?!\w* mich)\w*|\bbestätig\w+|\binformier\w+|\bbenachrichtig\w+|\b(?:wissen|erfahren|sehen) sie\b|\bsie (?:wissen|erfahren)\b|\b(?:sag|zeig)\w* (?:ich )?(?:ihnen|dir|euch)\b|\b(?:ihnen|dir|euch) [^.!?]*\bzeigen\b", "ich schreibe Ihnen morgen"),
    Words("reply", 1, r"\bkostenvoranschlag\b|\bgutachten\b|\bprotokoll\b|\bunterlagen\b|\bergebnis\w*|\bbefund\w*|\bangebot\w*", "das Gutachten liegt Ihnen bald vor"),
    Words("reply", 3, r"\blet you know\b|\bkeep you (?:posted|updated|informed)\b|\bin (?:your|the) inbox\b|\bby e-?mail\b|\bin writing\b|\bwrite to you\b|\bpost an update\b|\bbe answered\b", "I'll let you know"),
    Words("reply", 2, r"\be-?mail\w*\b|\bmail (?:you|the|it|that)\b|\bforward the\b|\btell (?:you|them|him|her|mrs?)\b|\byou(?:'ll| will) (?:know|learn|find out)\b|\bconfirm\w*|\bfeedback\b", "you'll know by Friday"),
    Words("delivery", 3, r"\b(?:an|aus|nach)?(?:ge)?liefer(?!bar|ant|schein|zeit)\w*|\bbring\w* [^.!?]*\bvorbei\b|\bvorbei(?:bring\w*|gebracht)\b|\bzu(?:gestellt|stell\w+)\b|\bkurier\b|\bpalette\b|\beintreffen\b|\btrifft [^.!?]*\bein\b", "der Kurier bringt es"),
    Words("delivery", 2, r"\bbring\w*\b|\bgebracht\b|\bpaket\w*|\b(?:unser|das) lager\b|\b(?:geht|gehen) [^.!?]*\braus\b|\bvor der tür\b|\bbeim nachbarn\b|\bstellt [^.!?]*\bab\b|\b(?:liegt|liegen|steht|stehen) [^.!?]*\b(?:bereit|bei ihnen|bei dir)\b|\bin der hand\b|\bhabt ihr bis\b", "der Container steht vor der Tür"),
    Words("delivery", 1, r"\bkommt [^,.!?]*\ban\b", "die Ware kommt an"),
    Words("delivery", 3, r"\bcourier\b|\bparcel\b|\bdispatched\b|\breach you\b|\bdrop [^.!?]*\boff\b|\bwith you by\b|\bout for delivery\b|\bon your doormat\b|\b(?:at|outside|to) your door\b|\bwith your neighbour\b", "it will reach you by Wednesday"),
    Words("delivery", 2, r"\barrives?\b|\bbring(?:ing|s)?\b|\bwaiting for you\b|\bin your (?:house|hands)\b", "the rolls are waiting for you"),
    Words("refund", 3, r"\b(?:zurück|rück)(?:gezahlt|zahl\w+|erstatt\w+|gebucht|überw\w+)|\b(?:geld|betrag|rate|anzahlung|kaution|\w*preis|summe) [^.!?]*\b(?:zurück|wieder|konto|drauf)\b|\büberweis\w* [^.!?]*\bzurück\b", "das Geld landet auf Ihrem Konto"),
    Words("refund", 2, r"\büberweis\w+|\bgeld\b|\bkaution\b|\bauf (?:ihr|dein)e?m? konto\b", "wir überweisen Ihnen den Betrag"),
    Words("refund", 3, r"\brefund\w*|\b(?:deposit|fare|price|amount|money|instalment|payment) [^.!?]*\bback\b|\breturn your (?:deposit|money|payment)\b|\bback on your (?:card|account)\b|\breimburs\w*", "we're refunding the charge"),
    Words("refund", 2, r"\bdeposit\b|\bmoney\b", "you'll see the money"),
    Words("replacement", 3, r"\b(?:um|aus|ein)?(?:ge)?tausch\w+|\bersetz\w+|\bneue[ns]? (?:gerät|exemplar|teil|modell|stück)\w*|\bschick\w* [^.!?]*\bneu (?:raus|zu)\b|\bleih(?:gerät|wagen|auto)\b", "wir tauschen die Teile aus"),
    Words("replacement", 2, r"\bneue[ns]? (?!termin)[a-zäöüß]+", "wir schicken Ihnen einen neuen Wasserkocher"),
    Words("replacement", 3, r"\bexchang\w+|\breplac\w+|\bbrand new\b|\banother (?:one|kettle|unit|set|pair)\b|\ba new (?:one|unit|device)\b|\bswap\w*|\bsending [^.!?]*\bagain\b|\bloan (?:car|phone|unit)\b", "the batch will be exchanged"),
    Words("repair", 3, r"\bwieder (?:ans |zum )?lauf\w*|\bläuft(?:'s| es)? wieder\b|\bwieder (?:warmes |heißes )?(?:wasser|strom|internet)\b|\bspringt [^.!?]*\ban\b|\bupdate\b|\bhaustechnik\w*|\bdicht\w* ab\b|\bbeh(?:eb|ob)\w+|\bnachbesser\w*|\bbesser\w* [^.!?]*\bnach\b|\beingebaut\b|\btechniker\w* (?:raus|aufs)\b", "dann läuft es wieder"),
    Words("repair", 2, r"\bleck\b|\bmach\w* [^.!?]*\bfertig\b", "ich mache Ihnen das bis morgen fertig"),
    Words("repair", 3, r"\brunning again\b|\bfixed\b|\bmaintenance\b|\bsort (?:that|the|your|this) \w+ out\b|\bhot water\b|\bredo\b|\bleak\b|\brun like new\b", "we'll get the boiler running again"),
    Words("repair", 2, r"\bhave (?:that|the|your) \w+ done\b", "I can have that screen done"),
    Words("appointment", 3, r"\b(?:ist|sind|habe) [^.!?]*\b(?:reserviert|eingetragen|gebucht|vorgemerkt)\b|\bkomm\w* [^.!?]*\bvorbei\b|\bsehen uns\b|\bablesung\b|\bmisst [^.!?]*\baus\b", "der Tisch ist für Sie reserviert"),
    Words("appointment", 3, r"\bcome (?:by|over|round)\b|\bpop (?:by|over|round|in)\b|\bbooked (?:you )?in\b|\bslot\b|\bdrop in\b|\bviewing\b|\bmeter reading\b|\bread the meter\b|\bmeasure up\b|\btakes place\b", "I'll come by on Thursday"),
    Words("credit", 3, r"\bzieh\w* [^.!?]*\bab\b|\bnehm\w* [^.!?]*\braus\b|\bgutgeschrieben\b|\bübernehmen wir\b|\b(?:\d+ ?%|prozent) auf (?:die|den|ihre?n?) (?:nächste|rechnung)\w*|\b(?:\w*gebühr|\w*kosten|aufpreis|versand) [^.!?]*\b(?:weg|erlass\w*|streich\w*|entf\w+|auf uns)\b", "den Aufpreis ziehe ich ab"),
    Words("credit", 3, r"\bcredit\w*|\badding [^.!?]*\b(?:miles|points)\b|\b(?:percent|%) off\b|\boff (?:the|your) (?:bill|next)\b|\bwaive\w*|\b(?:is|are|that's) on us\b|\bon the house\b", "shipping is on us"),
    Words("condition", 4, r"\babnahme von\b|\brabatt auf (?:das ganze|alle|jede)\b", "ab einer Abnahme von 500 Stück"),
    Words("condition", 3, r"\btarif\b|\bbestehen bleib\w*|\bbehalten\b(?! sie)|\bkostet (?:sie )?nichts\b|\bpreis [^.!?]*\b(?:bleibt|ändert sich)\b", "der alte Tarif bleibt"),
    Words("condition", 3, r"\b(?:rate|price|tariff) stays\b|\brebate\b|\b(?:won't|will not) charge\b|\bno extra (?:cost|charge)\b|\byou can keep\b|\bnothing changes\b", "the old rate stays in place"),
    Words("check_in", 4, r"\berkundig\w+|\bwie es (?:ihnen|dir) geht\b|\b(?:ob|wie) (?:alles|es) (?:\w+ )?(?:läuft|passt|gut|klappt)\b", "ich erkundige mich nach einem Monat"),
    Words("check_in", 4, r"\btouch base\b|\bcheck back\b|\bcheck in (?:again|on|with)\b|\bsee how (?:you|it|things)\b|\bholding up\b|\blook in on you\b|\bsee (?:that|whether|if) it all\b", "I'll touch base in a fortnight"),
    Words("reply", 1.5, r"\bauf dem laufenden\b|\bbeantwort\w+|\bteile?n? (?:ich |wir )?(?:ihnen|dir|euch) [^.!?]*\bmit\b|\blass\w* (?:ich |wir )?(?:sie|dich|euch) [^.!?]*\bwissen\b|\bgeb\w* [^.!?]*\b(?:durch|weiter)\b|\bleite\w* [^.!?]*\bweiter\b|\b(?:info|infos|nachricht|bericht|zahlen|liste|übersicht|kopie|formular|nachweis|bescheinigung|auswertung|entwurf|link|fotos?|anleitung|vertrag|folien|dokumente?|papiere|rechnung|bescheid\w*)\b", "die Übersicht schicke ich Ihnen morgen"),
    Words("reply", 1, r"\b(?:klär|prüf|check|erklär|erläuter)\w*|\b(?:frag|schau|seh|guck|hör|forsch|hak)\w* [^.!?]*\b(?:nach|an|mal|um)\b|\bfinde\w* [^.!?]*\bheraus\b", "ich schaue nach und kläre das"),
    Words("reply", 1.5, r"\b(?:send|get|give|forward|share|circulate|mail|email) [^.!?]*\b(?:list|file|link|copy|form|figures|numbers|report|details|info|information|documents?|paperwork|slides|draft|summary|certificate|contract|quote|estimate|statement|photos|minutes|invoice|confirmation|reference)\b|\bupdate you\b|\bpass (?:it|that|this|your) [^.!?]*\bon\b|\bexplain\b|\bget you an? \w+\b", "I'll send you the figures"),
    Words("reply", 1, r"\blook into\b|\bcheck (?:with|that|this|it|what|whether|if|the)\b|\bfind out\b|\bask (?:the|our|my|about)\b|\bchase\b|\binvestigate\b|\bspeak to\b|\btalk to\b", "I'll look into it"),
    Words("delivery", 1.5, r"\bauf (?:den|dem) weg\b|\bunterwegs\b|\b(?:in|mit) (?:die|der) post\b|\bspedition\b|\b(?:lkw|laster|fahrer|bote|tour|sendung|karton\w*|ware|lieferung|abholbereit)\b|\bkommt? [^.!?]*\b(?:bei ihnen|zu ihnen|mit der|bei dir)\b|\bgeht [^.!?]*\b(?:an sie|zu ihnen|ab)\b|\bda sein\b|\bbereitgestellt\b", "die Ware ist unterwegs"),
    Words("delivery", 1, r"\b(?:ver|zu|los|ab)?(?:ge)?schick\w*|\b(?:ver|zu|ab)?send\w+", "wir schicken Ihnen das"),
    Words("delivery", 1.5, r"\bon (?:its|the|their) way\b|\bin the post\b|\b(?:go|goes|going|comes|leaves?|leaving) (?:out|off|our|the) ?(?:warehouse|depot|shop|today|tomorrow|on|by|first|this)\b|\b(?:van|lorry|truck|driver|warehouse|depot|doorstep|pallet|shipment|package|boxes|box|goods)\b|\bwith you (?:on|tomorrow|before|in|this|at|today)\b|\b(?:get|gets) (?:to you|there)\b|\b(?:turn|show)s? up\b", "the box is in the post"),
    Words("delivery", 1, r"\b(?:send|sending|post|posting|courier)\b", "we'll send you the thing"),
    Words("appointment", 1.5, r"\bkomm\w* [^.!?]*\b(?:zu ihnen|bei ihnen|raus)\b|\bschau\w* [^.!?]*\bvorbei\b|\b(?:reservier|vormerk|einplan|eintrag)\w*|\btrag\w* [^.!?]*\bein\b|\bmerk\w* [^.!?]*\bvor\b|\bplan\w* [^.!?]*\bein\b|\bbin (?:ich )?[^.!?]*\bbei ihnen\b|\b(?:platz|tisch) (?:am|um|für)\b|\bsteht im kalender\b", "ich trage Sie für Montag ein"),
    Words("appointment", 1.5, r"\b(?:book|reserve|pencil|squeeze|fit|slot|put|register)(?:ed|ing|ted)? (?:you|it|a|the|your|him|her|down) [^.!?]*\b(?:in|for|down|at|on)\b|\bsee you\b|\bcome (?:to|and|out|along)\b|\bmeet\b|\bbe at your\b|\bsend someone\b|\bsomeone (?:out|over|round)\b", "I'll pencil you in for Monday"),
    Words("condition", 1.5, r"\bkonditionen\b|\b(?:alte[rn]?|gleiche[rn]?|vereinbarte[rn]?) preis\b|\bohne (?:aufpreis|mehrkosten|gebühr)\b|\bverlänger\w*|\bfrist\b|\bgilt für sie\b|\bausnahmsweise\b", "zum alten Preis"),
    Words("condition", 1.5, r"\bhonou?r\b|\bextend\w*|\b(?:same|old|agreed) (?:price|rate|terms?)\b|\bat no (?:extra|additional)\b|\bmake an exception\b|\bgrace period\b", "we'll honour the old price"),
    Words("repair", 1.5, r"\b(?:kaputt|defekt\w*|störung|fehler|heizung|rohr|pumpe|motor)\b[^.!?]*\b(?:in ordnung|weg|gelöst|gerichtet|gemacht|geflickt|an)\b|\bricht\w* [^.!?]*\b(?:wieder|her)\b|\bin ordnung (?:gebracht|bringen)\b|\bwieder (?:da|heil|ganz|online|in betrieb)\b", "die Störung ist morgen weg"),
    Words("repair", 1.5, r"\b(?:working|going|online|up) again\b|\bback (?:up|online)\b|\bup and running\b|\brestor\w+|\bpatch\w*|\bmend\w*|\bplumber\b|\belectrician\b|\bserviced\b", "it will be up and running"),
    Words("refund", 2, r"\bzahl\w* (?:ich |wir )?(?:ihnen|dir) [^.!?]*\baus\b|\bauszahl\w+|\bausgezahlt\b", "wir zahlen Ihnen das aus"),
    Words("check_in", 2.5, r"\bnachfass\w*|\bmelde\w* [^.!?]*\b(?:nächsten monat|in (?:vier|sechs|acht|zwei) wochen|nach der)\b|\bcheck(?:ing)? in\b|\bsee (?:if|whether|that) (?:you|it|everything|all)\b", "I'll call to see whether everything works"),
)
# fmt: on
