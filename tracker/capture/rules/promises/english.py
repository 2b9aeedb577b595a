"""How English commits somebody: one cue a line, its weight and its example beside it."""

from tracker.capture.rules.promises.facts import Cue, Sort, words

_ADVERB = words(
    r"also then just now certainly definitely personally gladly happily be_happy_to make_sure_to be_sure_to of_course "
    r"immediately quickly go_ahead_and try_to try_and do_my_best_to do_our_best_to "
)
_DONE = words(
    r"refunded sent shipped delivered credited processed replaced repaired fixed issued resolved posted returned "
    r"dispatched contacted notified informed updated emailed reimbursed waived reviewed corrected escalated forwarded "
    r"transferred ready with_you there in_touch on_(?:its|the)_way back_in_touch completed restored honou?red "
    r"scheduled arranged installed collected paid answered looked_(?:at|into) taken_care_of sorted done finished "
)
_DEED = words(
    r"call ring phone email mail send ship post reply respond write check chase contact let_you_know get_back "
    r"be_in_touch follow_up look_into find_out arrange organi[sz]e book schedule refund credit replace repair fix "
    r"deliver bring drop pick collect visit come help forward pass escalate update confirm cancel reserve hold keep "
    r"prepare finish complete make_sure ensure see_to_it take_care handle sort deal_with do_it do_that have_it get_it "
    r"get_you give_you meet pay return ask talk speak tell inform notify install set_up order waive remove add review "
    r"investigate process issue extend honou?r reimburse compensate transfer work_on put start provide offer show "
    r"explain teach lend buy cook drive wait stay join accompany clean remember share upload draft circulate present "
    r"go "
)
_THING = r"\b(?:your|the|our|a|an|my) [\w' %-]{2,45}?"
_SOON = (
    r"tomorrow|tonight|(?:by|on|before|next|this) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|noon|lunch|the end|\d\S*)|"
    r"(?:in|within) (?:the next )?(?:\w+ ){1,3}(?:minutes?|hours?|days?|weeks?)|later today|first thing|straight away|right away"
)
"""A moment to come."""
ASIDES = (
    r"(?<!see )(?<!ask )(?<!check )(?<!out )\b(?:if|unless|when|once|in case|because|so that|so) [^,;.!?]*|^should [^,;.!?]*,|"
    r"\bno (?:worries|problem|need|rush|charge|(?:extra |additional )?costs?)\b[^,;.!?]*|\bdon't worry\b[^,;.!?]*|"
    r"\b(?:do not|don't|won't|will not) (?:need|have) to\b[^,;.!?]*|\bnot a problem\b"
)
"""What says nothing against a promise beside it: conditions, reasons, reassurance."""

# fmt: off
ENGLISH = (
    Cue("en.will", Sort.COMMITS, 3, rf"\b(?:i|we)(?:'ll| will| shall) (?:{_ADVERB} )*(?!not\b|never\b|be\b|have to\b|need\b|see\b(?! (?:if|what|whether|to it|you|that))|say\b|bet\b|admit\b|miss\b|want\b|think\b|guess\b)[a-z]+", "I'll call you back"),
    Cue("en.will-omitted", Sort.COMMITS, 3, rf"^(?:(?:ok|okay|sure|yes|yep|thanks|great|no worries|no problem|all right|right|cool)[,.! ]+)*will (?:{_ADVERB} )*(?:{_DEED}|give you|get|let you|ping|text|drop you|send)\b(?!.*\?)", "will send it tomorrow"),
    Cue("en.means-to", Sort.COMMITS, 3, r"\b(?:(?:i|we) (?:hope|aim|plan|intend|expect|mean)|(?:i'm|i am|we're|we are) (?:hoping|aiming|planning|expecting)) to (?:have|get|send|deliver|ship|call|be|give|let|finish|complete|reply|answer|resolve|fix|repair|refund|visit|arrive|bring|do|dispatch|start|install)\b(?! (?:able to (?:buy|use)|served))", "we aim to deliver in week 18"),
    Cue("en.see-if", Sort.COMMITS, 3, r"\b(?:i|we)(?:'ll| will) (?:see|ask|check|find out|try and see) (?:if|whether|what) (?:i|we)\b|\b(?:i|we)(?:'ll| will) see to it\b", "I'll see if I can get it waived"),
    Cue("en.reserved", Sort.COMMITS, 2.5, r"\b(?:i|we)(?:'ve| have)(?: also| just| now| already)? (?:booked|put|pencilled|penciled|scheduled|reserved|set aside|held|registered|signed|got) (?:you|it|the|that|a|one|your|this) [\w' ]*\b(?:in|for|down|aside|up|on)\b|\b(?:is|are|'s) (?:now )?(?:booked|reserved|confirmed|scheduled|set|held|kept|all yours|yours)\b(?= (?:for|on|at|until|in|aside)\b|[.! ]*$)", "I've booked you in for the 12th"),
    Cue("en.on-its-way", Sort.COMMITS, 2.5, r"\b(?:is|are|'s|'re) (?:already |now )?(?:on (?:its|the|their) way|(?:coming|heading|headed) (?:your way|to you|out)|going out|in the post|out for delivery)\b", "a voucher is on its way"),
    Cue("en.person-is-doing", Sort.COMMITS, 2.5, r"\b(?:the|our|my|a|an) [\w ]{2,30}?(?:'s| is|'re| are) (?:bringing|coming|delivering|dropping|calling|sending|picking|collecting|fitting|visiting|fixing|ringing|installing|repairing|replacing|going to (?:call|come|ring|bring|deliver|send|contact|visit|fix|repair|replace))\b", "the courier's bringing it round"),
    Cue("en.thing-will", Sort.COMMITS, 2.5, _THING + r"(?:'ll| will| should|and will) (?:then |also |now )?(?:arrive|reach|follow|leave|go out|go up|show up|appear|land|be (?:there|ready|with you|live|back|available to you|yours)|stay|remain|apply|ship|drop|come off|come down|come to you|continue|run|renew at)\b", "your new card will arrive tomorrow"),
    Cue("en.stays", Sort.COMMITS, 2.5, _THING + r" (?:stays?|remains?|is good|is valid|holds?|applies|follows?) (?:in place |unchanged |the same |as it is |separately |valid )?(?:for (?:you|your)|until|till|by|on|in the post)\b", "the old rate stays in place for you"),
    Cue("en.no-charge", Sort.COMMITS, 7, r"\b(?:(?:i|we) (?:won't|will not|shall not|are not going to|aren't going to)|(?:you|it|that|this|there) (?:won't|will not)) (?:be )?(?:charged?|bill(?:ed)?|invoiced?|cost|any charge|happen again)\b", "we won't charge you for it"),
    Cue("en.you-may-keep", Sort.COMMITS, 2.5, r"\byou can (?:keep|have|stay|hold on to)\b|\b(?:that's|this is|it's|the \w+ is) on (?:us|the house)\b", "you can keep the room until two"),
    Cue("en.is-doing-for-you", Sort.COMMITS, 2, r"\b(?:i'm|i am|we're|we are|im) (?:\w+ly |just |now )?(?!(?:having|being|feeling|wondering|waiting|seeing|experiencing|using|paying|losing|missing|asking|living|working|leaving|returning|looking|hoping|trying|reading|following|getting|thinking|cancelling|talking|dealing|going|holding|writing|loving|enjoying|contacting|tweeting|messaging|reaching|complaining|referring|telling|begging|hearing|speaking|counting|relying|asking)\b)\w{3,}ing\b(?=.*\b(?:you|your|yours)\b)", "I'm adding miles to your account"),
    Cue("en.it-will-be", Sort.COMMITS, 2.5, r"\b(?:it|this|that|they|everything|all of it)(?:'ll| will| should) (?:all |then |also )?be (?:with (?:you|him|her|them)|ready|done|sorted|there|back|on its way|in your|in the post|yours|online|live|up and running)\b", "it'll be ready by noon"),
    Cue("en.gets-done", Sort.COMMITS, 2.5, _THING + r" (?:gets?|is being|are being|is to be|is due to be|is scheduled to be|is set to be) (?:\w+ed|sent|paid|built|cut|sewn|swapped)\b|" + _THING + r" (?:is|are) (?:due|scheduled|set|expected|lined up) (?:to (?:arrive|come|leave|ship|go|be|start)|with you)\b", "your boiler gets fixed on Monday"),
    Cue("en.asked-somebody", Sort.COMMITS, 2.5, rf"\b(?:i|we)(?:'ve| have|'ll have| will have|'ll get| will get|'m having|'re having) (?:asked |arranged for |told |instructed |got )?(?:someone|somebody|(?:the|our|my|a|an) \w+|him|her|them) (?:\w+ )?(?:to )?{_DEED}\b", "I've asked the driver to call you"),
    Cue("en.comes", Sort.COMMITS, 2.5, r"\b(?:someone|somebody|(?:the|our|my|a|an) (?:\w+ )?(?:team|engineer|technician|courier|driver|manager|fitter|plumber|electrician|nurse|doctor|vet|colleague|specialist|surveyor|van|lorry|delivery|replacement|parcel)) (?:comes|calls|arrives|visits|delivers|rings|collects|brings|picks|drops|fits|leaves|goes|starts|is with you|will be|'ll be)\b", "the engineer comes on Monday"),
    Cue("en.i-can", Sort.COMMITS, 2, r"\b(?:i|we) can (?:also |certainly |definitely |gladly )?(?:do|offer|get|send|give|bring|arrange|replace|refund|fix|book|put|swap|waive|extend|credit|lend|knock|squeeze|fit) (?:you|that|this|it|your|a|an|the|one|\d)\b", "I can offer you a replacement"),
    Cue("en.present", Sort.COMMITS, 2, r"\b(?:i|we) (?:call|ring|phone|send|refund|replace|credit|collect|deliver|bring|email|ship|text|post) (?:you|it|your|the|that|this|them|round|back)\b", "we call you back"),
    Cue("en.gonna", Sort.COMMITS, 2.5, rf"\b(?:i'm|im|we're|i am|we are)?\s?(?:gonna|imma) (?:{_ADVERB} )*{_DEED}\b|\b(?:lemme|let's) (?:get you|get (?:that|this|it)|book|check|see|find|sort|set|fix|send)\b", "gonna send it tonight"),
    Cue("en.moment-and-you", Sort.COMMITS, 1.5, rf"^(?!(?:if|when|once|should|unless)\b|.*\b(?:was|were|had|did|yesterday|last|ago|due|need|must|please|closed|open|opens|expires?|since|ordered|called|wrote|paid|waiting|told|said|owes?|want(?:s|ed)?|expect(?:s|ed)?|would|promised)\b)(?=.*\b(?:you|your|yours)\b)(?=.*\b(?:{_SOON})\b)", "the keys are with you by Friday"),
    Cue("en.will-be-doing", Sort.COMMITS, 3, r"\b(?:i|we)(?:'ll| will) be (?:\w+ing|in touch|back|there|right back|right with you|happy to|glad to|sure to|able to|with you|over|on it)\b", "we will be in touch"),
    Cue("en.going-to", Sort.COMMITS, 2.5, rf"\b(?:i'm|i am|we're|we are|im) (?:going to|gonna|about to) (?:{_ADVERB} )*{_DEED}\b", "I'm going to send it"),
    Cue("en.let-me", Sort.COMMITS, 2.5, r"\blet (?:me|us) (?:just |quickly |go )?(?:check|look|see what|find|get|send|call|ask|speak|talk|confirm|arrange|help|take|pull|transfer|put|do|fix|make|have a look|bring|forward|handle|carry|give)\b", "let me check that for you"),
    Cue("en.promise", Sort.COMMITS, 5.5, r"\b(?:i|we) (?:promise|guarantee|assure you|undertake|commit)\b|\b(?:you have my (?:word|assurance|promise|guarantee)|my word on it|rest assured|that's a promise|it's a promise)\b", "you have my word"),
    Cue("en.consider-done", Sort.COMMITS, 3.5, r"\b(?:consider it done|leave (?:it|that|this) (?:with|to) (?:me|us)|will do\b|i'm on it|we're on it|on it\b(?= (?:right|now)|[.! ]*$)|count on (?:me|us)|can count on (?:me|us)|you got it|i've got this|it's a deal)", "leave it with me"),
    Cue("en.you-will-get", Sort.COMMITS, 3, r"\byou(?:'ll| will| should| shall) (?:also |then |soon |shortly |now )?(?:receive|get|hear|have (?:it|your|the|a|an|our)|be (?:refunded|credited|contacted|notified|emailed|reimbursed|informed|sent|charged nothing)|see (?:the|your|a) (?:credit|refund|money))", "you will receive a refund"),
    Cue("en.will-be-done", Sort.COMMITS, 3, rf"\b(?:will|'ll|is going to|are going to|is to|are to|shall|should) (?:then |also |now |soon )?(?:be|get) (?:\w+ly )?{_DONE}\b", "your refund will be processed"),
    Cue("en.will-be-anything", Sort.COMMITS, 2, r"\b(?:will|'ll|is going to|are going to|should) (?:then |also |now |soon )?be (?:\w+ly )?(?!missed|served|closed|disappointed|needed|required|charged|allowed|gone|opened|expected|affected)\w+(?:ed|wn|nt|ilt|ught)\b", "the claim should be settled"),
    Cue("en.person-will", Sort.COMMITS, 2.5, r"\b(?:the|our|my|a|an) (?:\w+ )?\w+(?:'ll| will) (?:\w+ly )?(?:call|ring|phone|come|visit|contact|reply|email|deliver|collect|bring|pick|fix|repair|replace|refund|get back|follow up|be in touch|be with you|be there|meet|install|send|let you know)\b", "the vet will call you"),
    Cue("en.thing-goes", Sort.COMMITS, 2.5, r"\b(?:it|they|parcel|package|order|letter|part|parts|replacement|refund|goods|delivery|invoice|item|items|contract|quote|money|sample|samples)(?:'ll| will| should)? (?:goes?|leaves?|ships?|arrives?|be with|reach(?:es)?|go(?:es)? out|get(?:s)? there|come(?:s)?)\b", "the parcel goes out today"),
    Cue("en.somebody-will", Sort.COMMITS, 3, r"\b(?:someone|somebody|one of (?:us|our|my) [\w ]+?|a colleague|my colleague|our (?:team|engineer|technician|courier|driver|manager|department|support|accounts|people)[\w ]*?|an? (?:engineer|technician|courier|driver|manager|specialist|agent|member of [\w ]+?)|the (?:team|engineer|technician|courier|driver|manager|department|office|workshop|warehouse|fitter)|he|she|they)(?:'ll| will) (?:\w+ )?(?:call|contact|come|visit|be in touch|be with you|reach out|deliver|get back|follow up|reply|email|ring|look|fix|repair|collect|bring|get in touch|arrive|help|check|confirm|send)\b", "an engineer will call you"),
    Cue("en.doing-by", Sort.COMMITS, 2.5, r"\b(?:i'm|i am|we're|we are|im) (?:\w+ly |just )?(?:sending|shipping|calling|emailing|ordering|posting|bringing|coming|forwarding|escalating|passing|arranging|booking|refunding|crediting|replacing|issuing|getting (?:it|that|this|someone|you)|putting|processing|transferring|dispatching|making sure|setting)\b", "I'm sending it today"),
    Cue("en.have-it-for-you", Sort.COMMITS, 2.5, r"\b(?:i|we) (?:can|could) (?:have|get|send|do|offer|give|bring|call|arrange|replace|refund|deliver|ship|credit|come)\b[\w ]*\b(?:today|tonight|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|right away|now|by|immediately)\b", "I can have it ready by Friday"),
    Cue("en.expect", Sort.COMMITS, 2.5, r"\b(?:(?<!i )(?<!we )expect (?:it|our|a|the|my|your) [\w ]*(?:by|within|today|tomorrow|on|in)\b|you can expect\b)", "expect our reply by Friday"),
    Cue("en.make-sure", Sort.COMMITS, 2.5, r"\b(?:i|we)(?:'ll| will)? (?:make sure|see to it|ensure|take care of|be sure)\b", "we'll make sure it works"),
    Cue("en.happy-to", Sort.COMMITS, 2, r"\b(?:i'd|we'd|i would|we would|i'm|we're) (?:be )?(?:happy|glad|delighted) to (?:help|assist|look|check|do|send|take|come|replace|refund)\b", "we'd be happy to help"),
    Cue("en.accepts", Sort.COMMITS, 3, r"^(?:sure|ok|okay|all right|alright|certainly|of course|no problem|absolutely|yes|yeah|right|fine|sounds good|with pleasure|gladly|you bet|deal|it's settled)(?:[,.! ]+(?:thing|sir|madam|ma'am|then|that's fine))*[,.! ]+(?:i|we|see you|just a moment|coming)\b", "sure, I can do that"),
    Cue("en.see-you", Sort.COMMITS, 2, r"\bsee you (?:at|on|there|then|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|saturday|sunday|in)\b", "see you at seven"),

    Cue("en.you-will-know", Sort.COMMITS, 3, r"\byou(?:'ll| will) (?:also |then |soon )?(?:know|learn|find out|have (?!to\b|noticed|seen|heard|received|been)|be able to (?:use|drive|move|collect))", "you'll know by Friday"),
    Cue("en.you-get", Sort.COMMITS, 2, r"(?<!if )(?<!when )(?<!once )(?<!until )(?<!do )(?<!did )(?<!before )(?<!after )\byou (?:get|receive) (?:your|it|an?|all|another|our|the|full|free|\w+ ?(?:percent|%)|\d+)\b", "you get your deposit back"),
    Cue("en.waived", Sort.COMMITS, 2.5, r"\b(?:fees?|charges?|shipping|postage|costs?|delivery|surcharge|penalty|parts|labour) (?:is|are|gets?|has been|have been) (?:waived|dropped|on us|free|cancelled|covered|taken off)\b", "the fee is waived in your case"),
    Cue("en.nothing-changes", Sort.COMMITS, 2.5, r"\bnothing changes\b|\bstays? (?:between us|the same|as (?:it is|agreed))\b", "nothing changes for you"),
    Cue("en.waits-for-you", Sort.COMMITS, 2.5, r"\b(?:is|are|will be|'ll be) (?:waiting|ready|there|reserved|held|set aside) for (?:you|collection|pick-?up)\b", "the rolls are waiting for you"),
    Cue("en.will-be-somewhere", Sort.COMMITS, 2.5, _THING + r"(?:'ll| will) be (?:standing|sitting|lying|waiting|running|working|back|up|outside|on (?:your|the)|in (?:your|the)|at your|with)\b", "the skip will be outside your door"),
    Cue("en.person-will-do", Sort.COMMITS, 2.5, r"\b(?:someone|somebody|a colleague|my colleague|one of us|(?:he|she|they))(?:'ll| will) (?:\w+ly )?(?!have to\b|need\b|be\b|never\b|not\b|say\b|want\b)[a-z]+ (?:\w+ ){0,3}?(?:you|your|round|by|over|in|back|at|it|that)\b", "someone will pop round on Friday"),
    Cue("en.somebody-is-on-it", Sort.COMMITS, 2.5, r"\b(?:someone|somebody|a colleague|my colleague|one of us|our \w+|the (?:team|engineer|technician|plumber|fitter|workshop)) (?:is|are)(?: already| just| now)? (?:seeing|looking|coming|dealing|working|getting|calling|heading|taking)\b", "somebody is seeing to that leak today"),
    Cue("en.holding-for-you", Sort.COMMITS, 2.5, r"\b(?:i'm|i am|we're|we are|im) (?:\w+ly |just |now )?(?:holding|keeping|putting|setting|taking|knocking|adding|extending|waiving|swapping|replacing|redoing|printing|packing|fixing|reserving|cancelling your|upgrading)\b[^.!?]*\b(?:for you|you|your|off|aside|until|free|again|today|tomorrow|the \w+)\b", "I'm holding the room for you until six"),
    Cue("en.thing-and-moment", Sort.COMMITS, 1.5, rf"^(?!.*\b(?:i|i'm|i've|we|we're|we've|my|was|were|had|did|need|must|please|closed|open|opens|opened|expires?|ends?|due|since|holiday|want|wants|waiting|said|told)\b)(?=(?:\w+ ){{0,5}}(?:the|your|our|an?)\b)(?=.*\b(?:{_SOON})\b)(?=.*\b(?:goes|comes|leaves|ships|arrives|starts|gets|lands|follows|will|is (?:on|in|with|at|being)|are (?:on|in|with|at|being))\b)", "the van comes round on Monday"),
    Cue("en.should-by", Sort.COMMITS, 2, rf"\bshould (?:all |then |now )?be (?:\w+ing|done|fixed|sorted|back|up|over|fine|ready|there|in|on|with|able|working)\b[^.!?]*\b(?:by|within|{_SOON})\b", "it should be working by tonight"),
    Cue("en.goes-back", Sort.COMMITS, 2.5, r"\b(?:money|refund|instalment|payment|deposit|amount|charge|fare|balance|difference)\b[^.!?]*\b(?:goes|comes|lands|is going|will go) (?:straight )?(?:back )?(?:to|on|in|into) (?:you|your)\b", "the deposit goes back to you"),
    Cue("en.should-land", Sort.COMMITS, 2, r"\b(?:it|they|this|that|" + r"(?:the|your) \w+) should (?:land|arrive|reach|be with|turn up|get to|show up|be there|be ready|be back)\b", "it should land on your doormat by Saturday"),
    Cue("en.question", Sort.EXCLUDES, 0, r"(?<!\bok)(?<!\bokay)(?<!all right)(?<!alright)(?<!\byeah)(?<!\byes)\?\s*[\"')]*$", "will you call me back?"),
    Cue("en.asks", Sort.EXCLUDES, 0, r"^(?:and |but |so |well,? )?(?:can|could|would|will|do|does|did|shall|should|may|might|is|are|when|what|why|who|where|how|which|have|has) (?:i|you|we|he|she|they|it|the|your|my|someone|there|to)\b(?!.*\bi'll\b|.*, (?:i|we|you|the|our|someone)\b[\w ]*(?:'ll|will|shall)\b)", "can you call me back"),
    Cue("en.reported", Sort.EXCLUDES, 0, r"\b(?:he|she|they|you|your (?:colleague|agent|team|website|shop|company)|the (?:agent|guy|lady|man|woman|shop|driver|company|lady on the phone)|customer service|support|someone|somebody|everyone) (?:\w+ )?(?:said|says|say|told|tells|promised|promise|claimed|claims|assured|assures|mentioned|keeps? saying|kept saying|wrote)\b", "he said he will call me"),
    Cue("en.was-told", Sort.EXCLUDES, 0, r"\b(?:i|we|i've|we've|i was|we were) (?:been |was |were |am )?(?:told|promised|assured|informed that)\b|\b(?:was|were) supposed to\b|\bapparently\b", "I was told it will arrive"),
    Cue("en.past", Sort.SPEAKS_AGAINST, -3, r"\b(?:i|we)(?:'d| would| was| were| had|'ve| have) (?:going to|have|like|love|rather|been|prefer|never|wanted|hoped)\b|\bused to\b", "I was going to call", is_local=True),
    Cue("en.mine", Sort.SPEAKS_AGAINST, -1.5, r"^my (?!colleague|manager|team|boss|supervisor|assistant|word|pleasure|driver|partner|answer|apolog)\w+", "my son is coming to visit"),
    Cue("en.will-not", Sort.SPEAKS_AGAINST, -4, r"\b(?:won't|will not|'ll not|will never|'ll never|not going to|am not|cannot|can't|can not|unable to|never going to|wont|cant|shan't|no longer)\b", "I won't be able to call", is_local=True),
    Cue("en.you-must", Sort.SPEAKS_AGAINST, -3, r"\byou(?:'ll| will)? (?:need to|have to|must|should (?!receive|get|hear|have|be|see)|can (?!count|expect|keep|have|stay|hold|rely))|\bplease (?!rest|be assured|know|allow me)\w+(?![\w ,']*\b(?:and|so|then) (?:i|we)(?:'ll| will))", "please send us your number"),
    Cue("en.threat", Sort.SPEAKS_AGAINST, -4, r"\b(?:i|we)(?:'ll| will|'m going to| am going to|'re going to) (?:\w+ )?(?:cancel(?:ling)? (?:my|our|the)|leave|be leaving|switch(?:ing)?|be switching|take my business|be taking my|go elsewhere|sue|complain|dispute|boycott|report you|stop|lose|fail|die|starve|regret|cry|tweet|move to|be moving|be cancelling|be late|be away|be out|be disappointed|be stuck)\b", "I will cancel my contract"),
    Cue("en.only-words", Sort.SPEAKS_AGAINST, -4, r"\b(?:i|we)(?:'ll| will) (?:see\b(?! (?:if|what|whether) (?:i|we)\b| to it\b| you\b| that\b)|say\b|bet\b|admit\b|miss\b|be honest|never\b|tell you what|have (?:the|a|an) (?:steak|coffee|beer|tea|chicken|salad|soup|glass)|be \d+|need\b|want\b|probably be|have to)|\bwe'll see\b|\btime will tell\b", "we'll see about that"),
    Cue("en.supposes", Sort.SPEAKS_AGAINST, -2.5, r"\b(?:i (?:wonder|doubt|wish|guess|hope(?! to\b)|bet|thought|assume|suppose|don't think|don't know|fear|heard)|if only|as if|it looks like|let's hope|hopefully)\b", "I hope you will receive it"),
    Cue("en.rule", Sort.SPEAKS_AGAINST, -2.5, r"\b(?:usually|normally|generally|always|typically|as a rule|in general|every (?:day|week|month|year)|often)\b", "we usually call back"),
    Cue("en.their-own", Sort.SPEAKS_AGAINST, -2.5, r"\b(?:it|this|that|there|everything|the (?:weather|world|market|price|team|game|match|show|film|movie|sun|train|bus))(?:'ll| will) (?:be\b(?! (?:with (?:you|him|her|them)|ready|done|sorted|there|back|on its|on the way|in your|in the post|yours|online|live|available|free|\w+ed\b|sent|paid|fit|up and))|rain|snow|take|cost|make|depend|become|win|happen|work out)\b", "it will rain"),

    Cue("en.if", Sort.IS_CONDITIONAL, 0, r"\b(?:if|unless|provided|as long as|once|as soon as|when (?:you|we|i|the|it)|until (?:you|we|i)|in case|should you|subject to|depending on|whenever)\b", "if it breaks we will replace it"),
    Cue("en.try", Sort.IS_WEAK, 0, r"\b(?:try|trying|might|may|perhaps|maybe|probably|possibly|hope(?:fully)?|hoping|should|would like to|aim(?:ing)? to|do (?:my|our) best|see what (?:i|we) can|likely|think|with (?:any|a bit of) luck|could|can't promise|look to)\b", "I'll try to call you"),
)
# fmt: on
