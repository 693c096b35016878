"""Questions that name nothing: brought to the form that is asked back, never to be answered of something else."""

from __future__ import annotations

from typing import Final

from app.assistant.built_in.everyday.turn import turns

_SHOW: Final = r"(?:(?:please|pls|show|display|bring|pull|call|put|up|me|for|get|open|see|give|us|view|list|find|look|at|the|can|could|you|number|no|now|let|let's)\W+)*"
_AFTER: Final = r"(?:\W+(?:please|pls|for|me|us|show|now|thanks|up))*\W*$"
_KINDS: Final = r"(?P<k>transformers?|xfmrs?|tx|feeders?|fdrs?|circuits?|poles?|substations?|subs?|crews?|meters?)"
OF_NOTHING: Final = turns(
    r"^\W*(?:\S+\s+){0,16}\S+\W*$",
    (
        (rf"^\W*{_SHOW}#?(?P<n>\d{{1,4}}){_AFTER}", r"\g<n>"),
        (r"^\W*(?:(?:what(?:'s|\s+is|\s+was)?|the)\s+)*(?:max(?:imum)?|highest|top|most)(?:\s+value)?\s+(?:of|for|on)\s+(?P<n>\d{1,4})\W*$", r"peak of \g<n>"),
        (r"^\W*how\s+high\s+(?:did|has|does|was)\s+(?P<n>\d{1,4})\s+(?:get|got|go|gone|gotten|run|climb|reach)?(?:\s+(?:at\s+(?:its|the)\s+(?:busiest|highest|peak|most|max)|up|to))*\W*$", r"peak of \g<n>"),
        (r"^\W*(?:the\s+)?(?P<q>voltage)(?:\s+(?:values?|readings?|levels?))?\W*$", r"what is the \g<q>"),
        (r"^\W*(?:(?:what|who|which|give|me|show|are|is|makes?|the|our|in|on)\W+)*(?:top|first|best|highest)\s+(?P<n>\d{1,3}|three|five|ten|twenty)(?:\s+(?:ones|entries|rows|items|results|are|of\s+them|list))*\W*$", r"top \g<n>"),
        (r"^\W*(?:(?:give|me|show|list|the)\W+)*(?P<n>\d{1,3}|three|five|ten|twenty)\s+(?:highest|top|best)[\s-]*(?:ranking|ranked|rated|placed)?\s+(?:entries|rows|items|results|ones|things)\W*$", r"top \g<n>"),
        (r"^\W*(?:how\s+(?:does|do|did|would)\s+)?(?:comparison\s*(?:breakdown)?\s*(?:of|between|:)?\s*)?(?:number\s+|no\.?\s+|#)?(?P<a>\d{1,4})\s+(?:(?:stack\s+up|compare[ds]?|measure\s+up|differ|hold\s+up|do|fare)\s+)?(?:against|versus|vs\.?|with|to|and|from)\s+(?:number\s+|no\.?\s+|#)?(?P<b>\d{1,4})(?:\s+(?:differ|compare)(?:\s+from\s+(?:each\s+other|one\s+another))?)?\W*$", r"compare \g<a> and \g<b>"),
        # bad of which quantity, or bad of what
        (rf"^\W*(?:(?:which|what)\s+)?(?:of\s+)?(?:the\s+|our\s+|all\s+)*{_KINDS}\s+(?:are|is)\s+(?:the\s+)?(?:bad|worst|poor|lousy)(?:\s+ones?)?(?:\W+(?:like\s+)?the\s+worst\s+of\s+(?:the\s+bunch|them(?:\s+all)?|all|the\s+lot))?\W*$", r"worst \g<k>"),
        (rf"^\W*(?:the\s+|our\s+|any\s+)?(?:bad|lousy|crummy|poor)\s+{_KINDS}\W*$", r"worst \g<k>"),
        (rf"^\W*(?:which|what)\s+{_KINDS}\s+(?:is|are|has\s+been|have\s+been)\s+(?:doing|performing|faring|behaving|running)\s+(?:the\s+)?(?:poorest|worst|badly|poorly)(?:\s+for\s+us)?\W*$", r"worst \g<k>"),
        (r"^\W*(?:is\s+|are\s+)*(?:it|its|it's|things|that|this)?\s*(?:condition|status|state|situation)?\s*(?:in\s+)?(?:a\s+|really\s+|very\s+)?(?:bad|poor|terrible)(?:\s+(?:one|status|shape|condition|state))?\W*$", "is it bad"),
        # how somebody or something is
        (r"^\W*(?P<t>[A-Za-z]{1,4}-\d{2,4})\s+(?:how's|hows|how\s+is)\s+it\s+(?:doing|going|looking|holding\s+up)\W*$", r"how is \g<t>"),
        # whether anything is out
        (r"^\W*(?P<p>(?:sub|substation|ss|feeder|fdr|circuit)\s*#?\s*\d+|SUB-\d+|F\d+)\W+(?P<w>any(?:thing|body|one)\s+out)\W*$", r"is \g<w> on \g<p>"),
    ),
)  # fmt: skip
