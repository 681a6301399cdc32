"""Check a file, and deliver it when nothing stops it: nothing is stored before the last button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard import session
from dashboard.components import awaited
from dashboard.components.awaited import Awaited
from dashboard.components.plain import plain
from dashboard.presenters import uploads
from dashboard.views.gegevens import findings, outcome, questions, read_otherwise
from dashboard.views.gegevens.questions import Said
from dashboard.views.gegevens.read_otherwise import NOTHING_SAID, How
from dashboard.words import say
from ketenkpi.catalogue import CIRCLES
from ketenkpi.contracts import Findings, Reading, asked_once, load_contracts, recognise, unreadable
from ketenkpi.contracts.profile import load_profiles
from ketenkpi.errors import UserError
from ketenkpi.jobs import ToLook, ToUpload
from ketenkpi.person import who
from ketenkpi.store import Look, UploadResult
from ketenkpi.surfaces import language as reader
from ketenkpi.vocabulary import Period

PROFILE = "profiel:"
LOOK, OUTCOME, SAID = "look", "outcome", "said"


@dataclass(frozen=True)
class Delivery:
    """A chosen file and what it is said to hold."""

    file_id: str
    filename: str
    content: bytes
    kind: str
    constants: tuple[tuple[str, str], ...]
    skip_faulty_rows: bool = False
    how: How = NOTHING_SAID

    @property
    def profile(self) -> str | None:
        return self.kind.removeprefix(PROFILE) if self.kind.startswith(PROFILE) else None

    @property
    def contracts(self) -> tuple[str, ...]:
        return load_profiles()[self.profile].contracts if self.profile else (self.kind,)

    @property
    def key(self) -> tuple[Any, ...]:
        """What a check of it depends on."""
        return (self.file_id, self.kind, self.constants, self.skip_faulty_rows, self.how)


@dataclass(frozen=True)
class Offer:
    """What the uploader says of a file, beside what it holds."""

    period: str
    observed_from: date | None
    observed_until: date | None
    by: str
    organisation: str | None
    circles: Mapping[str, str]
    by_partner: bool

    def require_complete(self) -> None:
        """Raise UserError for what only the uploader knows and did not say."""
        who(self.by, at_terminal=False)
        if self.by_partner and not self.organisation:
            raise UserError("partner.needed")
        if not self.period:
            raise UserError("store.quarter_unknown")


def draw() -> None:
    """The whole way from choosing a file to what it changed in the figures."""
    st.markdown(say("gegevens.deliver_intro"))
    asked = _asked()
    if asked is None:
        return
    if st.session_state.get("skip_faulty", False):
        asked = replace(asked, skip_faulty_rows=True)
    asked = replace(asked, how=read_otherwise.draw(asked.content, asked.file_id))
    look = _looked_at(asked)
    if look is None:
        if asked.skip_faulty_rows:
            # Streamlit forgets a field that is not drawn, and this one decides what is checked.
            _skip_faulty()
        return
    for reading in look.readings:
        _show_reading(reading)
    found = _together(look.readings)
    if uploads.only_faulty_rows(found):
        _skip_faulty()
    _show_questions(look.readings)
    findings.draw(uploads.no_questions(found), asked.filename)
    if all(uploads.deliverable(reading) for reading in look.readings):
        _deliver(asked, look, found)


def _skip_faulty() -> None:
    st.checkbox(say("gegevens.skip_faulty"), key="skip_faulty")


def _asked() -> Delivery | None:
    file = st.file_uploader(say("gegevens.file"), key="bestand")
    if file is None:
        return None
    kinds = _kinds()
    kind = st.selectbox(
        say("gegevens.kind"),
        list(kinds),
        index=_guess(file.name, file.getvalue(), list(kinds)),
        format_func=kinds.__getitem__,
        placeholder=say("gegevens.choose_kind"),
        key=f"kind_{file.file_id}",
    )
    if kind is None:
        _say_unreadable(file.getvalue())
        return None
    constants = _constants(kind) if kind.startswith(PROFILE) else {}
    if constants is None:
        return None
    return Delivery(file.file_id, file.name, file.getvalue(), kind, tuple(constants.items()))


def _say_unreadable(content: bytes) -> None:
    """What a file is that is none of any kind."""
    language = reader()
    finding = unreadable(content)
    if finding is not None:
        st.error(plain(f"{finding.message(language)} {finding.remedy(language)}"))


def _constants(kind: str) -> dict[str, str] | None:
    """What the uploader says for every row; None while something lacks that no such file has."""
    profile = load_profiles()[kind.removeprefix(PROFILE)]
    given = {name for mapping in profile.mappings.values() for name in mapping.given}
    said = {"werkplein": _constant("werkplein", "gegevens.werkplein_help")}
    for name in sorted(given - {"werkplein"}):
        said[name] = _constant(name, "gegevens.constant_help")
    lacking = [name for name in sorted(given) if not said[name]]
    if lacking:
        st.info(say("gegevens.constant_lacks", names=", ".join(lacking)))
        return None
    return {name: text for name, text in said.items() if text}


def _constant(name: str, help_key: str) -> str:
    key = "gegevens.werkplein" if name == "werkplein" else "gegevens.constant"
    typed = st.text_input(say(key, name=name), help=say(help_key, name=name), key=name)
    return typed.strip()


def _kinds() -> Mapping[str, str]:
    language = reader()
    kinds = {key: contract.name.in_(language) for key, contract in load_contracts().items()}
    for key, profile in load_profiles().items():
        name = profile.name.in_(language)
        kinds[PROFILE + key] = say("gegevens.kind_profile", name=name)
    return kinds


def _guess(filename: str, content: bytes, kinds: list[str]) -> int | None:
    """The kind the file seems to be, as the command line sees it."""
    found = recognise(content, filename)
    if found is None:
        return None
    return kinds.index(found.contract or f"{PROFILE}{found.profile}")


def _looked_at(asked: Delivery) -> Look | None:
    """The check of this very file; None while a worker is at it."""
    look = awaited.once(LOOK, asked.key, lambda: _look(asked))
    assert look is None or isinstance(look, Look), "it was asked for"
    return look


def _look(asked: Delivery) -> str:
    to_look = ToLook(
        asked.contracts,
        asked.profile,
        dict(asked.constants),
        asked.skip_faulty_rows,
        asked.how.wanted,
        dict(asked.how.answers),
    )
    return session.jobs().ask(to_look, by="", scope=session.scope(), file=asked.content)


def _show_reading(reading: Reading) -> None:
    language = reader()
    kind, sentence = uploads.verdict(reading)
    {"error": st.error, "warning": st.warning, "success": st.success}[kind](sentence)
    lines = (uploads.how_read(reading, language), uploads.rows_line(reading))
    st.markdown("  \n".join(plain(line) for line in lines if line))


def _show_questions(readings: Sequence[Reading]) -> None:
    """What is asked about the file; it is answered when it is delivered."""
    language = reader()
    asked = asked_once(readings)
    if not asked:
        return
    st.subheader(say("gegevens.questions_ahead"))
    waits = not all(uploads.deliverable(reading) for reading in readings)
    key = "gegevens.questions_wait" if waits else "gegevens.questions_ahead_intro"
    st.markdown(say(key))
    for question in asked:
        st.markdown(f"- **{plain(question.sentence(language))}** {plain(question.why(language))}")


def _together(readings: tuple[Reading, ...]) -> Findings:
    found = readings[0].findings
    for reading in readings[1:]:
        found = found + reading.findings
    return found


def _deliver(asked: Delivery, look: Look, shown: Findings) -> None:
    st.header(say("gegevens.deliver"))
    with st.form("aanleveren"):
        offer = _offer(asked, look)
        pressed = st.form_submit_button(say("gegevens.submit"), type="primary")
    said = _said(asked)
    if pressed:
        # What the form says now goes before what was answered about the same.
        said.forget("partner", "periode")
        awaited.forget(OUTCOME)
        _upload(asked, offer, said)
    kept = awaited.about(OUTCOME, asked.key)
    result = None if kept is None else awaited.answer_of(kept)
    if result is not None:
        assert isinstance(result, UploadResult), "it was asked for"
        _show_outcome(asked, offer, result, shown)


def _said(asked: Delivery) -> Said:
    """What was answered about this file; another file begins anew."""
    kept = st.session_state.get(SAID)
    if kept is None or kept[0] != asked.file_id:
        kept = st.session_state[SAID] = (asked.file_id, Said())
    found: Said = kept[1]
    return found


def _offer(asked: Delivery, look: Look) -> Offer:
    left, right = st.columns(2)
    organisation = _organisation(left, asked, look) if look.by_partner else None
    by = right.text_input(say("gegevens.by"), key="door", persist_state="session")
    first, second, third = st.columns(3)
    period = first.text_input(
        say("gegevens.period"),
        value=str(look.period or ""),
        placeholder="2010K4",
        help=say("gegevens.period_help"),
        key=f"periode_{asked.file_id}_{asked.kind}",
    )
    begin = _day(second, "observed_from")
    until = _day(third, "observed_until")
    st.caption(uploads.period_line(look))
    circles = _circles(look) if look.numbered else {}
    return Offer(period.strip(), begin, until, by, organisation, circles, look.by_partner)


def _organisation(where: Any, asked: Delivery, look: Look) -> str | None:
    """Who delivers: chosen among who may, or typed; never filled in for the uploader."""
    language = reader()
    basis = session.basis()
    chosen: str | None = where.selectbox(
        say("gegevens.organisation"),
        basis.store.possible_partners(look.places, basis.scope),
        index=None,
        format_func=lambda code: uploads.partner_choice(code, language),
        placeholder=say("gegevens.organisation_choose"),
        help=say("gegevens.organisation_help"),
        accept_new_options=True,
        key=f"organisatie_{asked.file_id}",
    )
    return chosen


def _circles(look: Look) -> Mapping[str, str]:
    """How far a number of this source goes, as far as the uploader says anything of it."""
    language = reader()
    basis = session.basis()
    with st.expander(say("gegevens.circles")):
        st.markdown(say("gegevens.circles_intro"))
        for one in basis.store.stated_circles(look.places, basis.scope):
            st.markdown(f"- {plain(uploads.circle_line(one, language))}")
        named = {circle: say(f"gegevens.circle_{circle}") for circle in CIRCLES}
        chosen = {
            kind: where.selectbox(
                say(f"gegevens.{kind}"),
                CIRCLES,
                index=None,
                format_func=named.__getitem__,
                placeholder=say("gegevens.circle_unsaid"),
                key=kind,
            )
            for kind, where in zip(("kring", "zaaknummers"), st.columns(2), strict=True)
        }
    return {kind: circle for kind, circle in chosen.items() if circle}


def _day(where: Any, name: str) -> date | None:
    found: date | None = where.date_input(
        say(f"gegevens.{name}"),
        value=None,
        min_value=date(1990, 1, 1),
        max_value=date(2099, 12, 31),
        format="DD-MM-YYYY",
        help=say(f"gegevens.{name}_help"),
        key=name,
    )
    return found


def _upload(
    asked: Delivery,
    offer: Offer,
    said: Said,
    instead: bool = False,
    reason: str | None = None,
) -> None:
    """Have it delivered; what came of it is kept until another file is chosen."""
    try:
        offer.require_complete()
        to_upload = ToUpload(
            contract=None if asked.profile else asked.kind,
            profile=asked.profile,
            filename=asked.filename,
            organisation=offer.organisation,
            period=Period.parse(offer.period),
            observed_from=offer.observed_from,
            observed_until=offer.observed_until,
            constants=dict(asked.constants),
            replace=instead,
            revision_reason=reason,
            skip_faulty_rows=asked.skip_faulty_rows,
            wanted=asked.how.wanted,
            answers={**dict(asked.how.answers), **said.given, **offer.circles},
        )
    except UserError as fault:
        st.error(plain(fault.message(reader())))
        return
    by, scope = who(offer.by, at_terminal=False), session.scope()
    job_id = session.jobs().ask(to_upload, by=by, scope=scope, file=asked.content)
    said.sent = set(said.given)
    st.session_state[OUTCOME] = Awaited(asked.key, job_id)


def _show_outcome(asked: Delivery, offer: Offer, result: UploadResult, shown: Findings) -> None:
    said = _said(asked)
    noticed = uploads.beside(result.findings, shown)
    match result.status:
        case "unchanged":
            st.info(say("gegevens.unchanged"))
        case "healed":
            numbers = ", ".join(map(str, result.healed))
            st.success(say("gegevens.healed", ids=numbers))
        case "refused":
            st.error(say("gegevens.verdict_blocked"))
            if result.questions:
                _ask(asked, offer, result, said)
        case "asks":
            _ask(asked, offer, result, said)
        case "needs_replace":
            outcome.would_change(result)
        case "stored":
            outcome.stored(result)
    findings.draw(noticed, asked.filename, "noticed")
    if result.status == "needs_replace":
        _confirm(asked, offer, result, said)


def _confirm(asked: Delivery, offer: Offer, result: UploadResult, said: Said) -> None:
    reason = outcome.agreed(result)
    if reason is not None:
        _upload(asked, offer, said, instead=True, reason=reason)
        st.rerun()


def _ask(asked: Delivery, offer: Offer, result: UploadResult, said: Said) -> None:
    """Take answers until every question has one, and only then ask the store again."""
    given = questions.draw(result.questions, said, asked.file_id)
    if not given:
        return
    said.answer(given)
    if not said.waits(result.questions):
        _upload(asked, offer, said)
    st.rerun()
