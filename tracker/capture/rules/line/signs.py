"""Signs that mean the same in every language."""

from tracker.capture.rules.line.facts import Rule, Sort

SIGNS = (
    Rule("sign.customer-quoted", Sort.CUSTOMER, r'(?<!\S)@["„“](?P<value>[^"“”]+)["“”]', '@"Müller, Petra"'),
    Rule(
        "sign.literal", Sort.LITERAL, r'["„“](?P<value>[^"„“”]+)["“”]|»(?P<other>[^«»]+)«|«(?P<third>[^«»]+)»', '"ja"'
    ),
    Rule("sign.urgent", Sort.URGENT, r"(?<!\S)!{1,3}(?!\S)", "!"),
    Rule("sign.owner", Sort.OWNER, r"(?<!\S)\+(?P<value>[^\W\d_][\w.'’-]*)", "+okafor"),
    Rule("sign.reference", Sort.REFERENCE, r"(?<!\S)#\s?(?P<value>\d[\w/-]*)", "#4711"),
    Rule("sign.kind", Sort.KIND, r"(?<!\S)#(?P<value>[^\W\d_][\w-]*)", "#rückruf"),
    Rule("sign.customer", Sort.CUSTOMER, r"(?<!\S)@(?=\S)", "@müller", is_open=True),
)
