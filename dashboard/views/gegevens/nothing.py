"""Report that there is nothing to report: of which data, where, when and by whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.basis import Basis
from dashboard.components import awaited
from dashboard.components.awaited import Awaited
from dashboard.components.plain import plain
from dashboard.presenters import uploads
from dashboard.views.gegevens import outcome, questions
from dashboard.views.gegevens.questions import Said
from dashboard.words import say
from ketenkpi.contracts import load_contracts
from ketenkpi.errors import UserError
from ketenkpi.jobs import ToReportNothing
from ketenkpi.person import who
from ketenkpi.store import UploadResult, partner_name
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Period

OUTCOME, SAID = "niets_uitkomst", "niets_antwoorden"


@dataclass(frozen=True)
class Report:
    """What the form says; it may be incomplete."""

    contract: str | None
    werkplein: str | None
    period: str
    organisation: str | None
    by: str

    @property
    def complete(self) -> bool:
        """Whether all of it is said."""
        said = (self.contract, self.werkplein, self.period, self.organisation, self.by.strip())
        return all(said)


def draw(basis: Basis, places: Sequence[str]) -> None:
    """The form, and what came of it. places: the Werkpleinen that stand as a choice."""
    st.subheader(say("niets.title"))
    st.markdown(say("niets.intro"))
    with st.form("niets"):
        report = _report(basis, places)
        pressed = st.form_submit_button(say("niets.submit"))
    if pressed:
        st.session_state[SAID] = Said()
        awaited.forget(OUTCOME)
        if report.complete:
            _send(basis, report)
        else:
            st.error(say("niets.incomplete"))
    kept = awaited.about(OUTCOME, report)
    if kept is not None:
        _came(basis, report, kept)


def _report(basis: Basis, places: Sequence[str]) -> Report:
    language = reader()
    means = {
        key: contract.no_rows.in_(language)
        for key, contract in load_contracts().items()
        if contract.no_rows is not None
    }
    first, second = st.columns(2)
    contract = _choice(first, "contract", means, _contract_names(means))
    werkplein = _choice(second, "place", places, {name: name for name in places})
    third, fourth, fifth = st.columns(3)
    period = third.text_input(say("gegevens.period"), placeholder="2010K4", key="niets_periode")
    partners = basis.store.possible_partners(tuple(places), basis.scope)
    named = {code: uploads.partner_choice(code, language) for code in partners}
    organisation = fourth.selectbox(
        say("gegevens.organisation"),
        partners,
        index=None,
        format_func=lambda code: named.get(code, code),
        placeholder=say("niets.choose"),
        accept_new_options=True,
        key="niets_organisatie",
    )
    by = fifth.text_input(say("gegevens.by"), key="niets_door")
    return Report(contract, werkplein, period.strip(), organisation, by)


def _contract_names(means: Mapping[str, str]) -> Mapping[str, str]:
    language = reader()
    names = load_contracts()
    return {key: f"{names[key].name.in_(language)}: {meaning}" for key, meaning in means.items()}


def _choice(where: Any, name: str, options: Any, shown: Mapping[str, str]) -> str | None:
    chosen: str | None = where.selectbox(
        say(f"niets.{name}"),
        list(options),
        index=None,
        format_func=shown.__getitem__,
        placeholder=say("niets.choose"),
        key=f"niets_{name}",
    )
    return chosen


def _send(basis: Basis, report: Report, instead: bool = False, reason: str = "") -> None:
    language = reader()
    said = _said()
    assert report.contract is not None, "only a complete report is sent"
    assert report.werkplein is not None, "only a complete report is sent"
    try:
        to_report = ToReportNothing(
            report.contract,
            report.werkplein,
            Period.parse(report.period),
            report.organisation,
            replace=instead,
            revision_reason=reason or None,
            answers=dict(said.given),
        )
    except UserError as fault:
        st.error(plain(fault.message(language)))
        return
    by = who(report.by, at_terminal=False)
    said.sent = set(said.given)
    st.session_state[OUTCOME] = Awaited(
        report, session.jobs().ask(to_report, by=by, scope=basis.scope)
    )


def _came(basis: Basis, report: Report, kept: Awaited) -> None:
    """What came of it; the grid above is drawn again when it was drawn before it came."""
    known = kept.answer is not None
    result = awaited.answer_of(kept)
    if result is None:
        return
    assert isinstance(result, UploadResult), "it was asked for"
    if not known and result.status == "stored":
        st.rerun()
    _show(basis, report, result)


def _said() -> Said:
    found: Said = st.session_state.setdefault(SAID, Said())
    return found


def _show(basis: Basis, report: Report, result: UploadResult) -> None:
    match result.status:
        case "stored":
            st.success(plain(_done(report, result)))
        case "asks":
            said = _said()
            given = questions.draw(result.questions, said, "niets")
            if given:
                said.answer(given)
                if not said.waits(result.questions):
                    _send(basis, report)
                st.rerun()
        case "needs_replace":
            outcome.would_change(result)
            reason = outcome.agreed(result)
            if reason is not None:
                _send(basis, report, instead=True, reason=reason)
                st.rerun()
        case _:
            st.info(say("niets.unchanged"))


def _done(report: Report, result: UploadResult) -> str:
    language = reader()
    assert report.contract is not None, "what was stored has a contract"
    return say(
        "niets.stored",
        contract=load_contracts()[report.contract].name.in_(language),
        partner=", ".join(partner_name(code, language) for code in result.partners),
        place=report.werkplein,
        period=result.period,
    )
