"""What is never answered, by rules: secrets, persons, orders to the assistant, SQL, other matters.

A rule is a pattern over the question's text, the reason, and a sentence of what to do instead. The first that fits
wins; their order is from what is aimed at the assistant itself to what is merely not its matter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.assistant.refusals import NoAnswer, RefusalReason

_R = RefusalReason


@dataclass(frozen=True, slots=True)
class Rule:
    """One of them."""

    pattern: re.Pattern[str]
    reason: RefusalReason
    sentence: str


def _rule(reason: RefusalReason, sentence: str, *patterns: str) -> Rule:
    return Rule(re.compile("|".join(f"(?:{one})" for one in patterns), re.I | re.S), reason, sentence)


_THING = (
    r"(?:feeders?|fdrs?|circuits?|substations?|subs?|transformers?|tx|xfmrs?|poles?|meters?|crews?|devices?|breakers?"
    r"|reclosers?|fuses?|switch(?:es)?|ties?|segments?|spans?|causes?|outages?|orders?|alarms?|class(?:es)?)"
)
_PERSON = (
    r"(?:customers?|callers?|account|owner|resident|person|people|tenant|subscriber|household|family|everyone"
    r"|anyone|member|leader|foreman|employee|worker|lineman|who)"
)
_PRIVATE = (
    r"(?:names?|phone|telephone|cell|mobile|e-?mails?|address(?:es)?|birth\w*|ssn|social security|bank|credit"
    r"|password|bill(?:ing)?|salary|payments?)"
)
_WHOSE = rf"(?!(?:\s+#?[\w\-]*\d[\w\-]*)?(?:'s)?\s+(?:{_PERSON}|leaders?|members?|people))"
# Names that are asked for of things of the grid: "name the feeder with the most customers" asks for no person's.
_NAMES_OF_THINGS: Final = re.compile(
    r"(?<!customer )(?<!customers )(?<!customers' )(?<!customer's )(?<!callers )(?<!caller )\bnames?\s+(?:of\s+)?"
    r"(?:(?:the|all|each|every|an?|our|top|worst|\d+)\s+)*"
    rf"(?:(?!(?:{_PERSON}|on|in|at|for|from|to|with|and)\b)\w+\s+){{0,2}}?{_THING}\b{_WHOSE}"
    rf"|\b{_THING}(?:'s)?\s+names?\b",
    re.IGNORECASE,
)

_KEPT_HOW_LONG: Final = re.compile(
    r"\W*(?:for\s+)?how\s+long\s+(?:do|must|may|can|should|are)\b.{0,40}\b(?:keep|kept|store[d]?)\b", re.I
)

RULES: Final = (
    _rule(
        _R.INJECTION,
        "Words that give orders to the assistant are read as words, and nothing is done; ask for what you want "
        "to know.",
        # what was told before, whoever told it; and words that call themselves the system's
        r"\b(?:ignore|disregard|forget|override)\s+(?:everything|anything|all(?:\s+of)?|whatever|what)\b.{0,15}\b(?:you|i|we|they)\b.{0,12}"
        r"\b(?:told|said|taught|instructed|given|learned|learnt)\b",
        r"^\W*(?:please\s+)?(?:ignore|disregard|forget|override|bypass)\s+(?:\w+\s+)?(?:instructions?|guidelines?|prompts?)\b",
        r"^\s*[\[({<*#]+\s*(?:system|admin\w*|developer|root|assistant)(?:\s+\w+)?\s*[\])}>*#:]",
        r"\b(?:commands?|orders?|changes|forms?|actions?|you)\s+(?:no\s+longer|need\s+not)\s+(?:(?:need|require|have\s+to|ask\s+for|wait\s+for)\s+)*"
        r"(?:any\s+|a\s+)?confirm\w*",
        r"\b(?:instructions?|prompts?|rules|guidelines)\b.{0,20}\byou\s+(?:were|was|are|have\s+been|got)\s+(?:set\s+up|given|told|loaded|configured"
        r"|started|programmed|primed|initiali[sz]ed|running)\b",
        r"\btranslate\b.{0,60}\b(?:then|and|afterwards)\b.{0,20}\bcarry\s+(?:it|them|this|that)\s+out\b",
        r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:previous|prior|above|all|your|earlier"
        r"|these|the)\b.{0,25}\b(?:instructions?|rules?|prompts?|guidelines?|restrictions?|limits|policy"
        r"|policies|safety|training)\b",
        r"\b(?:you are|you're|act as|pretend (?:to be|you)|behave as|roleplay"
        r"|from now on you)\b.{0,40}\b(?:dan|an? ai|ai|admin\w*|root|developer|assistant without|unrestricted"
        r"|jailbroken|supervisor|superuser|hacker|different)\b",
        # set aside, and "you are DAN" however it is said
        r"\b(?:ignore|disregard|forget|drop|skip|never\s*mind)\b.{0,20}\b(?:every|any|ur|ya|what\s+(?:you|u))\b.{0,25}"
        r"\b(?:instructions?|rules?|prompts?|guidelines?|restrictions?|limits|polic(?:y|ies)|told|said|taught|instructed"
        r"|supposed)\b",
        r"\b(?:put|set|lay|leave|throw|toss)\b.{0,15}\b(?:your|ur|the|all|those)\b.{0,15}\b(?:instructions?|rules?"
        r"|guidelines?|restrictions?|limits|polic(?:y|ies))\b.{0,8}\b(?:aside|away|out|down)\b",
        r"\b(?:you|u|ur|role|operate|operating|act|acting|be|as|called|named|are)\b[^.?!]{0,20}\bdan\b"
        r"(?=.*\b(?:ai|limit\w*|restrict\w*|rules?|free|pass\w*|pwds?|anything)\b)",
        r"\bgrand(?:mother|ma|pa|father|mom|mum)\b|\bgrann(?:y|ie)\b|\bnana\b",
        # leave that nobody has given
        r"\b(?:pretend|assum(?:e|ing)|suppos(?:e|ing)|act|make\s+believe|let'?s\s+say|imagine|treat|say|as\s+(?:if|though)"
        r"|consider|given\s+that)\b.{0,40}\b(?:admin\w*|supervisor|boss|manager)\b(?=.{0,40}\b(?:approv\w*|ok(?:ay)?'?(?:e?d)?"
        r"|signed|said|agreed|authori[sz]\w*|confirmed|cleared|g[ai]ve[ns]?|allow\w*|permi\w+|fine)\b)",
        r"\b(?:system|developer|initial|hidden|secret)\s*(?:prompt|instructions?|message)\b",
        r"\b(?:jailbreak|prompt injection|developer mode|god mode|sudo mode)\b",
        r"<\s*/?\s*(?:script|iframe|img|svg|style|object|embed|system|assistant|tool|user|instructions?)\b",
        r"javascript\s*:", r"\bon(?:error|load|click)\s*=",
        r"\{\s*[\"'](?:tool|function|name|role|action|command|arguments|method)[\"']\s*:",
        r"\btool_?call\b", r"<\|", r"\[/?INST\]", r"###\s*(?:system|instruction)",
        r"\b(?:system|assistant|tool|developer)\s*:\s*\S.{0,80}\b(?:confirmed|approved|close|cancel|delete"
        r"|execute|run|grant|do it|must|ignore|admin)",
        r"\b(?:execute|run|perform|carry out|do)\b\s*(?:the following\b(?! sql| query| statement)"
        r"|this\b(?! sql| query| statement| year| month| week| quarter| morning| summer| winter| season)"
        r"(?!.{0,60}\b(?:select|update|delete|insert|drop|truncate|alter|with\s+\w+\s+as)\b)"
        r"|what (?:it|the note)|it says"
        r"|the (?:note|text|instructions?))",
        r"\b(?:then|and)\s+(?:execute|run)\s*:",
        r"\b(?:the|a) (?:note|comment|text|document|name|field|message|ticket) says\b.{0,120}",
        r"\b(?:translate|decode|base64|rot13|reverse)\b.{0,60}\b(?:execute|run|obey|follow|do it)\b",
        r"\b(?:turn|put|say|write|convert|render|repeat)\b.{0,30}\b(?:in|into|to)\s+(?:french|spanish|german|italian|english"
        r"|latin|chinese)\b.{0,25}\b(?:and|then)\b.{0,25}\b(?:do|run|execute|go\s+through|carry|perform|apply|cancel|follow)\b",
        r"\brepeat (?:everything|all|your|the words|the text)\b.{0,30}\b(?:above|prompt|instructions?|before)?",
        r"\bwithout (?:asking|confirmation|confirming|any confirmation)\b",
        r"\b(?:new|updated|changed|latest)\s+(?:polic(?:y|ies)|rules?|instructions?|orders?|directives?|guidelines?)\b.{0,20}"
        r"\b(?:from|by|of)\s+(?:the\s+|your\s+|our\s+)?(?:developers?|vendors?|makers?|management|admin\w*|head\s*office|openai|anthropic|programmers?|owners?)\b",
        r"\bfrom\s+now\s+on\b.{0,30}\b(?:answer|act|respond|you|reply|ignore|never|always|speak|behave|obey|skip|do\s*n['o]?t)\b",
        r"\bwithout\s+(?:checking|verifying|regard\s+(?:to|for)|looking\s+at)\s+(?:(?:my|any|the|their|user)\s+)?(?:roles?|rights|permissions?|approvals?|access)\b",
        r"\b(?:i am|i'm) (?:the |your )?(?:admin\w*|developer|creator|owner|root)\b",
        # a quotation mark that ends a value, and goes on as a statement: no word in quotation marks is one
        r"[\w\d]['\"]\s*(?:;|\)|union\b|--)",
        r"[\w\d]['\"]\s*(?:or|and)\s+(?:['\"]?\d+['\"]?\s*=|['\"]\w*['\"]\s*=|true\b)",
        r";\s*(?:drop|delete|insert|update|alter|truncate|select|grant|shutdown)\b.{0,60}--",
        r"\$\{.*\}|\{\{.*\}\}", r"`[^`]*\$\(", r"\$\(.*\)", r"\.\./\.\.", r"^(?!.*\bpg_\w).*/etc/passwd",
    ),
    _rule(
        _R.FREE_SQL,
        "Statements are not run from a question. Ask in words; the statements behind an answer are shown with it.",
        r"^\W*(?:explain\s+(?:analyze\s+)?)?select\b.{0,200}\b(?:from|pg_\w+|\(|\*|current_user|version|secret"
        r"|now|\d+\s*$)",
        r"^\W*with\s+\w+\s+as\s*\(",
        r"^(?!.*\baudit\s+(?:logs?|trail|records?)\b)\W*(?:drop|truncate|alter|create|grant|revoke|vacuum|reindex|comment on"
        r"|lock)\s+(?:or replace\s+)?(?:table|schema|database|role|user|view|index|function|extension"
        r"|materialized|trigger|sequence|type|all|select|insert|flux|usage|on)\b",
        r"^\W*(?:truncate|drop|vacuum|analyze)\s+\w+[._]\w+",
        r"^\W*(?:insert\s+into|update\s+[\w.]+\s+set|delete\s+from|merge\s+into|copy\s+[\w.(]+.{0,60}\b(?:to"
        r"|from)\b|call\s+\w+\(|do\s+\$\$|set\s+role|set\s+session|begin\b(?!\s+(?:\w+\s+){0,3}(?:shift|order|outage|storm|work\s+order|job)\b)|commit\b|rollback\b)",
        r"\b(?:insert\s+into|delete\s+from|drop\s+table|union\s+(?:all\s+)?select|truncate\s+table|alter\s+table)\b",
        r"\bpg_(?:sleep|read_file|terminate_backend|ls_dir|catalog|shadow|authid|stat_activity)\b",
        r"\bflux\.\w+", r"\binformation_schema\b",
        r"\b(?:run|execute|exec|issue|try)\b.{0,30}\b(?:sql|query|statement|select|ddl|dml)\b",
        r"\bselect\s+[\w*,.\s]+\s+from\s+\w+",
    ),
    _rule(
        _R.FORBIDDEN,
        "That is not given out here: secrets, logins and connection details are the administrator's.",
        r"\.env\b", r"\bpg_hba\b",
        r"\b(?:pws?|pwds?|psw|passcodes?|conn(?:ection)?\s+str(?:ings?)?)\b",
        r"\b(?:passwords?|passwd|passphrase|api[ -]?keys?|secrets?|credentials?|access tokens?|private keys?"
        r"|secret keys?|ssh keys?|certificates? key|connection strings?|dsn|pat|bearer|oauth|login token"
        r"|environment variables?|env vars?|encryption keys?|snowflake token|tokens?)\b",
        r"\b(?:log-?ins?|log-?ons?|sign-?ins?|user\s*names?|pin(?:\s+codes?)?)\b.{0,20}\b(?:of|for|from|to)\b.{0,40}\b(?:supervisors?|admin\w*"
        r"|colleagues?|operators?|dispatchers?|desk|managers?|boss|engineers?|him|her|them|database|servers?|scada|systems?|vpn|account)\b",
        r"\b(?:supervisor|admin\w*|colleague|operator|dispatcher|manager|boss|engineer|database|server|scada)(?:'s|s')?\s+(?:log-?ins?|log-?ons?"
        r"|sign-?ins?|user\s*names?|pin\b)",
    ),
    _rule(
        _R.FORBIDDEN, "The record of who changed what cannot be changed or hidden by anybody.",
        r"\b(?:delete|erase|wipe|get\s+rid\s+of|scrub|nuke|trash|lose|destroy|drop|blank|shred|(?<!alarm )clear|hide|edit|alter|falsify|tamper|purge|remove|forge|backdate|disable"
        r"|turn off|change)\b.{0,50}\b(?:audit|logs?|trail|history of changes|shift log|evidence|record of)\b",
        r"\bso (?:that )?nobody (?:sees|knows|notices)\b", r"\bwithout\s+(?:any(?:one|body)|some(?:one|body)|the\s+\w+|people|them)\s+(?:noticing|knowing|finding\s+out|seeing|hearing)\b",
        r"\b(?:do\s*n[o']?t|never|not)\s+tell(?:ing)?\s+(?:the\s+|my\s+|our\s+)?(?:crews?|supervisors?|boss|manager|dispatch\w*|operators?|any(?:one|body))\b", r"\bcover (?:it|this|that|up)\b.{0,10}\bup\b",
    ),
    _rule(
        _R.FORBIDDEN,
        "Nobody is helped around a protection, a tag, a clearance or a grounded line. Follow the switching "
        "procedure with the system operator.",
        r"\b(?:bypass(?:ing)?|defeat(?:ing)?|overrid(?:e|ing)|disabl(?:e|ing)|jumper(?:ing)?|block(?:ing)?|ignor(?:e|ing)"
        r"|circumvent(?:ing)?|cheat(?:ing)?|skip(?:ping)?|remov(?:e|ing)|get(?:ting)? around|get(?:ting)? past"
        r"|work(?:ing)? around|turn off|switch off|knock(?:ing)? out)\b.{0,50}\b(?:interlocks?|protection|relays?|lockout|loto|tags?"
        r"|clearances?|grounds?|safety|alarm(?:s)? system|permits?|hold|reclos\w+ block|trip\w*|procedure)\b",
        r"\b(?:tags?|interlocks?|permits?|clearances?|locks?|lockout|grounds?|protection|relays?)\b.{0,80}\b(?:get|getting|work|working|go|going|way)\s+"
        r"(?:a)?round\b",
        r"\b(?:close|open|energi[sz]e|operate|switch|reclose)\b.{0,60}\b(?:although|even\s+though|though|despite|in\s+spite\s+of|regardless\s+of"
        r"|no\s+matter)\b.{0,60}\b(?:tags?|tagged|locks?|locked|interlocks?|permits?|clearances?|grounds?|grounded|hold|crew|people)\b",
        r"\b(?:grounded|earthed|tagged|locked out|crew is (?:on|working)|under clearance)\b.{0,60}\b(?:close"
        r"|energi[sz]e|switch|without|anyway)\b",
        r"\bcrews?\b.{0,25}\b(?:(?:does|do|need|must|should)\s*n['o]?t|not|never)\b.{0,15}\b(?:know|told|hear|informed)\b",
        r"\b(?:close|energi[sz]e|reclose|shut)\b.{0,60}\b(?:got|has|have|with|still)\s+(?:(?:its|the|their|some)\s+)?grounds\b",
        r"\b(?:close|energi[sz]e|open|switch|reclose)\b.{0,80}\b(?:grounded|earthed|tagged|locked out"
        r"|under clearance|without (?:telling|a permit|clearance|permission|switching order|testing|checking"
        r"|grounds)|while (?:the )?crew|people are working|anyway)\b",
        r"\bhow (?:do|can|could|would) (?:i|we|you|one|someone|anyone)\b.{0,40}\b(?:sabotage|attack|hack"
        r"|black ?out|damage|destroy|blow up|cut (?:the )?power (?:to|of)|take down|cripple|knock out|steal"
        r"|tamper)\b",
        r"\b(?:sabotage|hack into|attack) (?:the|a|our|this)\b", r"\bsteal (?:power|electricity)\b",
        r"\b(?:cut|turn|shut|switch)\s+(?:off\s+)?(?:the\s+)?(?:power|electricity|supply)\s+(?:off\s+)?(?:to"
        r"|of|for)\s+(?:my|his|her|the|a)\s+(?:neighbou?r|ex|enemy|competitor|mayor)",
        r"\b(?:do|does|cause|causes|inflict|make|makes)\b.{0,40}\bmost (?:damage|harm)\b",
    ),
    _rule(
        _R.FORBIDDEN,
        "Answers are about the utility of this page alone; choose another one in the header, if you may see it.",
        r"\butilit(?:y|ies)\s*(?:[#=:]|==|is|number|no\.?|nr\.?|id)?\s*(?:[2-9]|1\d+|two|three|four|five|b|x|the\s+other(?:\s+one)?)\b",
        # companies of this trade that everybody knows
        r"\b(?:center\s?point(?:'s)?|oncor|entergy|pg\s?&\s?e|con\s?ed(?:ison)?|xcel|duke\s+energy|austin\s+energy|cps\s+energy"
        r"|aep(?:\s+texas)?|tnmp|dominion\s+energy|florida\s+power|national\s+grid|exelon|comed|pepco)\b",
        r"\b(?:other|another|all|every|neighbou?r(?:ing)?|second|different|competitor'?s?) utilit(?:y|ies)\b"
        r"(?!\s+(?:poles?|trucks?|vehicles?|crews?|meters?|lines?|scale|companies|solar|owned))",
        r"\butility[_ ]id\b", r"\bcompetitors?\b.{0,30}\b(?:outages?|load|feeders?|customers?|grid)\b",
        r"\b(?:make|grant|give|promote)\b.{0,20}\b(?:me|myself|user|us)\b.{0,25}\b(?:admin\w*|supervisor|role"
        r"|rights|access|permission|privileges?)\b",
        r"\b(?:change|raise|elevate) my (?:role|rights|permissions?|privileges?)\b",
        r"\blog ?in as\b", r"\bimpersonate\b",
    ),
    _rule(
        _R.NOT_KNOWN_YET,
        "Nobody knows who calls next; ask how many calls there were.",
        r"\b(?:who|whose|which\s+(?:customer|person|caller)|names?\s+of|predict|guess|identify)\b.{0,40}\b(?:the\s+next\s+(?:call(?:er)?|one\s+to\s+(?:call|phone))"
        r"|(?:call|phone|ring|dial)(?:\s+(?:us|in|up))*\s+next)\b",
    ),
    _rule(
        _R.PERSONAL_DATA,
        "Nothing is told of persons: no names, numbers, addresses or habits. Ask for counts, or open the "
        "customer system with a reason.",
        r"\b(?:street|home|house|postal|mailing)\s+address(?:es)?\b",
        r"\b(?:gets?|got|getting|arrives?|comes?|came|goes|leaves?)\s+(?:back\s+)?home\b",
        r"\b(?:guy|lady|man|woman|fellow|gentleman|couple|person)\s+(?:at|on|behind|of|with)\s+(?:the\s+)?(?:meter|mtr)\b",
        r"\bwhere\b.{0,40}\b(?:heads?|leaders?|boss|chief|foreman|members?)\b.{0,30}\b(?:lives?|resides?|living)\b",
        r"\b(?:which|what)\s+(?:people|persons?|folks|callers?)\s+(?:rang|phoned|called|telephoned|dialled|complained)\b",
        rf"\b{_PRIVATE}\b.{{0,50}}\b{_PERSON}\b",
        rf"\b{_PERSON}(?:'s|s')?\b.{{0,40}}\b(?:home |street |postal |mailing |cell |phone |telephone "
        rf"|mobile )?(?:names?|phones?|numbers? (?:and|or)|phone numbers?|e-?mails?|home address"
        rf"|address(?:es)?|birthdays?|ssn|salary|bank|credit card|bills?)\b",
        r"\bwho (?:lives?|is living|resides?|owns?|pays?|called|is calling|rents|is the (?:customer|owner"
        r"|account|resident|tenant|caller))\b",
        r"\b(?:account|acct)s?\s+(?:holder|owner)s?\b", r"\b(?:ph(?:one)?|telephone|cell|mobile)\s*(?:#|nos?\b|nums?\b|nbrs?\b|numbers?\b)",
        r"\b(?:callers?|customers?|custs?|everybody|everyone|people|account|acct|leads?|leader)(?:'s|s')?\b.{0,25}\b(?:ph\s*(?:#|nos?\b|nums?\b)|addrs?\b)",
        r"\bnumbers?\b.{0,20}\b(?:reach|ring|call|dial|phone|contact|text)\b.{0,20}\b(?:callers?|customers?|everybody|everyone|them|people|him|her|owner)\b",
        r"^(?!.*\b(?:how\s+many|number\s+of|count)\b).*\b(?:who|identify|persons?|names?)\b.{0,40}\b(?:telephoned|phoned|rang|dialled|called\s+in|made\s+the\s+call)\b",
        r"\b(?:which|what)\s+(?:street|house|road|apartment|flat|town|village|building|home|door|neighbou?rhood|zip|postcode)\b.{0,60}"
        r"\b(?:live[sd]?|living|resides?|account|acct|customer|owner|caller|person|people|lady|man|woman|guy|family|tenant|belongs?)\b",
        r"\b(?:call-?back|contact|phone|telephone|cell|mobile|whatsapp)\s+(?:number|no\.?|#|details?|info\w*)\b.{0,20}\b(?:of|for|from|to)\b.{0,25}"
        r"\b(?:lady|ladies|gentlem[ae]n|wom[ae]n|m[ae]n|guys?|persons?|people|callers?|customers?|custs?|girl|boy|family|household|who|whoever)\b",
        r"\bnames?\s+(?:of|for)\s+(?:the\s+|that\s+|this\s+)?(?:old\s+|young\s+)?(?:lady|ladies|gentlem[ae]n|wom[ae]n|guys?|fellow|girl|boy|mister)\b",
        r"\bwhere\b.{0,15}\b(?:does|do|is|did)\b.{0,40}\b(?:customer|account|acct|caller|resident|owner|family|tenant|person|lineman|leader)\b.{0,40}\b(?:live|reside|stay|sleep)s?\b",
        r"\bwho\b.{0,10}\b(?:the\s+)?person\s+(?:is|was)\b", r"\bcallers?'?s?\s+ph\b", r"\bwhose\s+names?\b",
        r"\b(?:household|famil(?:y|ies)|residents?|tenants?|occupants?|homeowners?)\b.{0,60}\b(?:absen\w+|gone|away|out\s+of\s+(?:the\s+)?(?:house|town)|not\s+(?:at\s+)?home|vacation|holidays?|asleep|sleep)\b",
        r"\b(?:absen\w+|nobody(?:'s|\s+is)?\s+(?:at\s+)?home|no\s+one(?:'s|\s+is)?\s+(?:at\s+)?home|gone|empty)\b.{0,60}\b(?:household|famil(?:y|ies)|residents?|premises|homeowners?)\b",
        r"\blife[\s-]*sup\w*\b.{0,60}\bnames?\b|\bnames?\b.{0,60}\blife[\s-]*sup\w*\b",
        r"\b(?:account holder|holder of|home address|home phone|phone numbers?|telephone numbers?|cell number"
        r"|account numbers?|e-?mail address(?:es)?|street address|date of birth|social security)\b",
        r"\b(?:is|are|when|who|while|whether|they|he|she|anybody|nobody|family|house|home)\b.{0,40}\b"
        r"(?<!far )(?<!m )(?<!km )(?<!ft )(?<!feet )(?<!miles )(?<!meters )(?<!metres )away\b"
        r"(?!\s+from\s+(?!home|work|town|the\s+house))",
        r"\b(?:at home|not at home|on vacation|asleep|out of the house|home alone|leave the house|wake up"
        r"|go to bed|daily routine|habits?|come home|leaves? (?:home|for work))\b",
        r"\b(?:name|names|identity|address)\s+of\s+(?:the\s+)?(?:customer|caller|owner|resident|people|person"
        r"|member|crew leader|account|whoever)\w*\b",
        rf"\b{_PERSON}\b.{{0,60}}\b(?:names?|addresses|list) (?:please|too)\b",
        r"\bmedical (?:history|condition|records?|diagnos\w+)\b",
        r"\b(?:payment|credit|billing) (?:history|record|score|status)\b",
        r"\b(?:unpaid|overdue) bills?\b", r"\bsalar(?:y|ies)\b", r"\bwhose (?:house|home|account|meter)\b",
        r"\bwhich (?:person|family|household|neighbou?rs?|celebrit\w+)\b",
        r"\bwho is (?:at|behind|on) (?:meter|mtr|the meter|that meter|this meter)\b",
    ),
)  # fmt: skip

_OFF_TOPIC = _rule(
    _R.OFF_TOPIC,
    "That is not a matter of the grid; ask about its network, outages, meters, assets or crews.",
    r"\b(?:(?<!by )(?<!from )(?<!to )(?<!of )weather in (?!the\b|this\b|last\b|20\d\d)\w+"
    r"|capital of|president|prime minister|world cup|super bowl|football|soccer"
    r"|basketball|baseball|olympics?|movie|film|song|music|poem|haiku|limerick|joke|recip\w+|cook|restaurant"
    r"|airlines?|airfare|(?:plane|train|bus|concert)\s+tickets?|tickets?\s+to\s+[a-z]+"
    r"|pizza|dinner|lunch|flight|hotel|book me|vacation|lottery|horoscope|stock market|bitcoin|crypto"
    r"|girlfriend|boyfriend|wife|husband|love you|marry|meaning of life|essay|homework|novel"
    r"|write (?:me )?(?:a |an )?(?:python|code|script|program|story|poem|song|essay|letter|email)"
    r"|python (?:code|script|program)|javascript|translate|in french|in spanish|election|politics|religion"
    r"|god\b|war\b|birthday|happy\b(?!.*\b(?:customers?|custs?|feeder|members)\b)|feeling|bored|celebrity|netflix|tv show|game|chess|sudoku|diet|workout"
    r"|doctor|headache|medicine|lawyer|tax return|mortgage|car insurance|buy me|order me"
    r"|taxi|uber|(?:world|latest|today'?s|breaking|sports?)\s+news"
    r"|who invented|who discovered|who wrote(?!.*\b(?:log|note|entry)\b)|who painted|square root|prime number)\b"
    r"|\b(?:what(?:'s| is)|how much is|calculate|compute)\s+\d+\s*(?:[*x×/+\-]|times|plus|minus|divided by)\s*\d+"
    r"|^\W*\d+\s*(?:[*x×/+]|times|plus|minus|divided by)\s*\d+\W*$"
    r"|\b\d+\s*(?:times|plus|minus|divided by)\s+\d+\b",
    r"\b(?:chili|cake|bread|soup|cookies?|pancakes?|barbecue|bbq|coffee|curry|stew|sandwich\w*|pasta|tacos?)\b|\b(?:on|catch)\s+(?:me\s+)?an?\s+(?:plane|train|flight)\b",
    r"\bvot(?:e|es|ing)\s+for\b|\bshould\s+i\s+(?:vote|marry|date|wear|eat|cook|watch|invest|study|drink|play|travel)\b"
    r"|\b(?:derivative|integral)\s+of\b",
)
_BOUGHT = _rule(
    _R.NOT_IN_DATA,
    "What a thing was bought for, from whom, and what it is worth in the books is not kept here; what it would cost to "
    "replace is.",
    r"^(?!.*\bif\b).*\b(?:bought|purchas(?:e|ed|ing)|paid\s+for|book\s+value|depreciat\w+|warrant(?:y|ies)|invoices?"
    r"|suppliers?|buy(?:ing)?\s+price|purchas\w+\s+(?:price|cost))\b",
)
_OF_THE_FIRM: Final = _rule(
    _R.NOT_IN_DATA,
    "Of the company itself, its staff but for the crews, its shares and the tanks of its trucks, nothing is kept here.",
    # what customers pay, and what is done with oil
    r"\b(?:charge|bill|pay|price|tariff|rate)s?\b.{0,60}(?:\b(?:per|an?|each|every)\s+|/)(?:kwh|kilowatt[\s-]?hour|unit\s+of\s+energy)\b",
    r"\b(?:tariffs?|(?:electricity|energy|power|fuel|gas)\s+(?:prices?|rates)|price\s+of\s+(?:electricity|energy|power|a\s+kwh))\b",
    r"\boil\b.{0,40}\b(?:chang|replac|sampl|test|filter|drain|refill)\w*(?<=\w)(?:.*\d|.*\blast\b)|\boil\b(?=.*\d).{0,40}\b(?:chang|replac|sampl|test|filter|drain|refill)"
    r"|\b(?:last|next)\s+oil\s+(?:change|test|sample)",
    r"\b(?:share|stock)\s+(?:price|value|quote)s?\b|\bour\s+(?:shares|stock)\b(?!\s+of)|\bshares?\s+(?:going|trading|worth|selling)\b",
    r"^(?!.*\bcrews?\b).*\b(?:people|folks|employees?|staff|workers?|persons?|heads?)\b.{0,30}\b(?:company|utility|payroll|firm"
    r"|organi[sz]ation|employed|employ)\b(?!\s+(?:poles?|customers?))",
    r"^(?!.*\bcrews?\b).*\b(?:work(?:s|ing)?\s+for|employed\s+(?:by|at))\s+(?:this|the|our|us)\b",
    r"\b(?:fuel|gas(?:oline)?|diesel|petrol|tank|odometer|mileage)\b.{0,40}\b(?:trucks?|vehicles?|crews?|vans?)\b"
    r"|\b(?:trucks?|vehicles?|crews?|vans?)\b.{0,40}\b(?:fuel|gas|diesel|petrol|tank|odometer|mileage)\b",
    # what was hurt or killed is written down elsewhere; an outage's cause may be an animal
    r"\b(?:birds?|squirrels?|animals?|critters?|cats?|dogs?|raccoons?|snakes?|eagles?|owls?|wildlife)\b.{0,30}\b(?:dead|killed|died|electrocuted|hurt|injured)\b"
    r"|\bdead\s+(?:birds?|squirrels?|animals?|critters?|cats?|dogs?|raccoons?|snakes?|eagles?|owls?)\b",
    r"\binjur(?:y|ies|ed)\b.{0,60}\b(?:crews?|people|workers?|staff|year|month|us|we)\b|\b(?:crews?|people|workers?|anyone|somebody|we)\b.{0,30}\binjur(?:y|ies|ed)\b",
)
_FUTURE = _rule(
    _R.NOT_KNOWN_YET,
    "Nobody knows that yet, and nothing forecasts it here. Ask for what is measured, for probabilities of "
    "failure, or for the load forecast of the next days.",
    r"^(?!.*\b(?:if|due|planned|scheduled)\b).*\b(?:outages?|interruptions?|failures?|faults?|alarms?|calls|trips|storms?)\b.{0,40}"
    r"\b(?:going\s+to|gonna|will|shall)\b.{0,40}\bnext\s+(?:summer|winter|spring|fall|autumn|season|year|month|quarter)\b",
    r"\bexact\w*\b.{0,80}\bgoing\s+to\s+(?:fail|break|die|blow|trip|go)\b",
    r"\b(?:lightning|tornado|hurricane|earthquake)\b.{0,20}\b(?:tomorrow|tmrw|tonight|next\s+\w+)\b.{0,30}\b(?:which|what|where|who)\b",
    r"\b(?:current|this)\s+year\s*\+\s*\d", r"\bnext\s+callers?\b",
    r"^(?!.*\bif\b)(?!.*\b(?:each|every|per)\s+year\b|.*\bwill\s+break\s+(?:down\s+)?(?:the\s+)?most\b).*\bwill\b.{0,80}\b(?:fail|be hit|break|happen|call|fall|trip|burn|explode|be struck|go out"
    r"|lose power|be in (?:20\d\d|\w+ years?))\b",
    r"\bwhen will\b.{0,60}\b(?:fail|break|die|trip|burn|fall|explode)\b",
    r"^(?!.*\bif\b).*\bwho will\b",
    r"^(?!.*\b(?:if|when|after|once|planned|scheduled|in\s+case|should)\b).*\bwill\s+(?:be\s+|go\s+|sit\s+)(?:out|off|dark|down|interrupted|without)\b"
    r"(?=.*\b(?:next|tomorrow|tonight|on\s+\w+day|in\s+(?:\d|an?\b|two|three)|20\d\d|later)\b)",
    r"\bnext\s+(?:(?:big|major|bad|unplanned)\s+)?(?:outage|interruption|fault|trip|failure|accident|alarm)\b.{0,40}\bgoing\s+to\s+(?:be|happen|hit|come|strike|start|occur)\b"
    r"|\b(?:what|who|which|where|when)\b.{0,25}\b(?:is|are)\s+going\s+to\s+(?:fail|trip|blow|break|go\s+out)\b(?!\s+(?:down\s+)?(?:the\s+)?most\b)",
    r"\b(?:exact|precise)(?:ly)?\b.{0,40}\b(?:fail(?:ure|s)?|time of failure|die|dies|death|break(?:s)?\s+down|blow)\b",
    # years ahead, but for what is planned or assessed
    r"^(?!.*\b(?:due|inspect\w*|replac\w*|if|old\w*|new\w*|young\w*|age|last|past|average|every|retire\w*|probabilit\w*|risk|likely|likelihood|chance|plan\w*)\b).*"
    r"\b(?:\d+|two|three|four|five|six|seven|eight|ten|twenty|a\s+few|several|many)\s+(?:years?|yrs?)\s+(?:from\s+(?:now|today)|out\b(?!\s+of)|down\s+the\s+(?:road|line)"
    r"|ahead|hence|on\b(?!\s+\S)|in(?:to)?\s+the\s+future|later)",
    r"\bwhat will\b.{0,60}\b(?:be|cost)\b.{0,40}\b(?:in (?:20[3-9]\d|\w+ years?)|in five|in ten|next (?:year"
    r"|decade|summer|winter))\b",
    r"^(?!.*\b(?:hot|cold|warm|cool|temperature|weather|windy?|freez\w+)\b).*"
    r"\bwill (?:there be|we have|it)\b.{0,60}\b(?:tomorrow|next|storm|outage|hurricane|earthquake|blackout)\b",
    r"\b(?:predict|guess|foresee)\b.{0,40}\b(?:lightning|earthquake|next outage|stock|winner|lottery)\b",
    r"\bnext (?:major )?(?:hurricane|earthquake|blackout|big storm|failure|fault)\b",
    r"\b(?:which|what)\b.{0,40}\bwill\b.{0,30}\b(?:be hit|fail|trip|go out|be next(?!\s+(?:week|days?|\d)))\b",
    r"\bnext to fail\b",
)  # fmt: skip
_WHO_INSPECTED = _rule(
    _R.NOT_IN_DATA,
    "Who inspected an asset is not kept here; when it was inspected, and what was found, is.",
    r"^\W*(?:who|by\s+whom|which\s+(?:inspector|crew|person|employee)|whose)\b.*\b(?:inspected|looked\s+at|checked)\b(?!\s+in\s+by)"
    r"(?=.*(?:\d|\b(?:poles?|transformers?|assets?)\b))",
)
_OF_FAULTS = _rule(
    _R.NOT_IN_DATA,
    "Fault currents are not reckoned here: there is no short-circuit study. Ask for the rating of a device, or for the "
    "isolation of a fault.",
    # at a thing, or ranked; what the words mean may stand in a document
    rf"\b(?:(?:fault|short[\s-]?circuit|sc)\s+(?:currents?|levels?|duty|mva|ka|amps?|capacity|strength|ratio)"
    rf"|short[\s-]?circuits?)\b(?=.*(?:\d|\b(?:at|of|on|for|by|per|in|from)\s+\w|\b{_THING}\b))",
    rf"(?:\b{_THING}\b|\d|\b(?:highest|lowest|max\w*|min\w*|available|our|system)\b).*"
    r"\b(?:fault|short[\s-]?circuit)\s+(?:currents?|levels?|duty|mva|ka|amps?)\b",
)

OF_NO_CONCERN: Final = (_FUTURE, _BOUGHT, _OF_THE_FIRM, _WHO_INSPECTED, _OF_FAULTS, _OFF_TOPIC)
"""Rules of what nobody here knows or keeps, tried after those of what is not given out."""
_ARGUMENT: Final = re.compile(r"\(\s*'[^']*'\s*\)")
"""A quoted value of a call, whole: no quotation mark in it ends one to go on as a statement."""


def refused(text: str) -> None:
    """Raise where a question is never answered, whatever the data say.

    Args:
        text: plain.

    Raises:
        NoAnswer: with the reason.
    """
    read = {_R.PERSONAL_DATA: _NAMES_OF_THINGS.sub("", text), _R.INJECTION: _ARGUMENT.sub("()", text)}
    for rule in (*RULES, *OF_NO_CONCERN):
        if rule.reason is _R.PERSONAL_DATA and _KEPT_HOW_LONG.match(text):
            continue  # how long something is kept is a rule, told by the documents
        if rule.pattern.search(read.get(rule.reason, text)):
            raise NoAnswer(rule.reason, rule.sentence)


def aims_at_assistant(text: str) -> bool:
    """Whether words give orders to the assistant itself: such are never set aside as not part of a question."""
    return RULES[0].pattern.search(_ARGUMENT.sub("()", text)) is not None


def not_known_yet() -> NoAnswer:
    """Of a question about the future that nothing forecasts."""
    return NoAnswer(_FUTURE.reason, _FUTURE.sentence)
