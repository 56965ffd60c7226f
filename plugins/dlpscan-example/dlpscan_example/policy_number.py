"""Policy numbers of an invented insurer: `SL-` and ten digits, of which the last is a Luhn check digit."""

from __future__ import annotations

from dlpscan.checks import luhn
from dlpscan.declare import Checked, Context, Form, Literals, Mask, Recogniser, Scores


def _check(number: str) -> Checked:
    return Checked("passed" if luhn.passes(number.removeprefix("SL")) else "failed")


POLICY_NUMBER = Recogniser(
    name="example_policy_number",
    entity_type="EXAMPLE_POLICY_NUMBER",
    title_zh="示例保险保单号",
    title_en="Policy number of the example insurer",
    anchors=(Literals(("SL-",)),),
    forms=(Form("SL- and ten digits", r"SL-[0-9]{10}"),),
    check=_check,
    check_name="Luhn",
    scores=Scores(bare=0.8, nearby=0.9, labelled=1.0),
    context=Context(labels=("保单号", "policy no"), nearby=("投保",)),
    mask=Mask(head=2, tail=2),
    source="invented for this example",
)
