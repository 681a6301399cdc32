"""Check a file, and deliver it when nothing stops it: nothing is stored before the last button."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard import formats, session
from dashboard.components.course import plain
from dashboard.presenters import uploads
from dashboard.words import say
from ketenkpi.contracts import Findings, Reading, load_contracts, recognise
from ketenkpi.contracts.profile import load_profiles
from ketenkpi.errors import UserError
from ketenkpi.store import UploadResult
from ketenkpi.vocabulary import Quarter
from ketenkpi.wording import Language

ORGANISATIONS = ("uwv", "gemeente", "samen")
PROFILE = "profiel:"
READINGS, OUTCOME = "readings", "outcome"


@dataclass(frozen=True)
class Delivery:
    """A chosen file and what it is said to hold."""

    file_id: str
    filename: str
    content: bytes
    kind: str
    constants: tuple[tuple[str, str], ...]
    skip_faulty_rows: bool = False

    @property
    def profile(self) -> str | None:
        return self.kind.removeprefix(PROFILE) if self.kind.startswith(PROFILE) else None

    @property
    def contracts(self) -> tuple[str, ...]:
        return load_profiles()[self.profile].contracts if self.profile else (self.kind,)

    @property
    def key(self) -> tuple[Any, ...]:
        """What a check of it depends on."""
        return (self.file_id, self.kind, self.constants, self.skip_faulty_rows)


def draw(language: Language) -> None:
    """The whole way from choosing a file to what it changed in the figures."""
    st.markdown(say("gegevens.deliver_intro", language))
    asked = _asked(language)
    if asked is None:
        return
    if st.session_state.get("skip_faulty", False):
        asked = replace(asked, skip_faulty_rows=True)
    readings = _checked(asked, language)
    for reading in readings:
        _show_reading(reading, language)
    findings = _together(readings)
    if uploads.only_faulty_rows(findings):
        st.checkbox(say("gegevens.skip_faulty", language), key="skip_faulty")
    _show_findings(findings, asked.filename, language)
    if all(uploads.storable(reading) for reading in readings):
        _deliver(asked, language)


def _asked(language: Language) -> Delivery | None:
    file = st.file_uploader(say("gegevens.file", language), key="bestand")
    if file is None:
        return None
    kinds = _kinds(language)
    kind = st.selectbox(
        say("gegevens.kind", language),
        list(kinds),
        index=_guess(file.name, file.getvalue(), list(kinds)),
        format_func=kinds.__getitem__,
        placeholder=say("gegevens.choose_kind", language),
        key=f"kind_{file.file_id}",
    )
    if kind is None:
        return None
    constants: dict[str, str] = {}
    if kind.startswith(PROFILE):
        werkplein = st.text_input(
            say("gegevens.werkplein", language),
            help=say("gegevens.werkplein_help", language),
            key="werkplein",
        )
        constants = {"werkplein": werkplein.strip()} if werkplein.strip() else {}
    return Delivery(file.file_id, file.name, file.getvalue(), kind, tuple(constants.items()))


def _kinds(language: Language) -> Mapping[str, str]:
    kinds = {key: contract.name.in_(language) for key, contract in load_contracts().items()}
    for key, profile in load_profiles().items():
        name = profile.name.in_(language)
        kinds[PROFILE + key] = say("gegevens.kind_profile", language, name=name)
    return kinds


def _guess(filename: str, content: bytes, kinds: list[str]) -> int | None:
    """The kind the file seems to be, as the command line sees it."""
    found = recognise(content, filename)
    if found is None:
        return None
    return kinds.index(found.contract or f"{PROFILE}{found.profile}")


def _checked(asked: Delivery, language: Language) -> tuple[Reading, ...]:
    """The check of this very file, done once however often the page runs."""
    kept = st.session_state.get(READINGS)
    if kept is None or kept[0] != asked.key:
        with st.spinner(say("gegevens.checking", language)):
            readings = tuple(
                session.store().check(
                    asked.content,
                    contract,
                    profile=asked.profile,
                    constants=dict(asked.constants),
                    skip_faulty_rows=asked.skip_faulty_rows,
                )
                for contract in asked.contracts
            )
        kept = st.session_state[READINGS] = (asked.key, readings)
    found: tuple[Reading, ...] = kept[1]
    return found


def _show_reading(reading: Reading, language: Language) -> None:
    kind, sentence = uploads.verdict(reading, language)
    {"error": st.error, "warning": st.warning, "success": st.success}[kind](sentence)
    lines = (uploads.how_read(reading, language), uploads.rows_line(reading, language))
    st.markdown("  \n".join(plain(line) for line in lines))


def _together(readings: tuple[Reading, ...]) -> Findings:
    found = readings[0].findings
    for reading in readings[1:]:
        found = found + reading.findings
    return found


def _show_findings(findings: Findings, filename: str, language: Language) -> None:
    if not findings.totals:
        return
    count = formats.number(findings.count(), 0, language)
    st.subheader(say("gegevens.findings", language, count=count))
    if any(total.count > 1 for total in findings.totals):
        st.dataframe(findings.totals_frame(language), hide_index=True)
    listed = findings.as_frame(language)
    if len(listed) > uploads.SHOWN or findings.count() > len(listed):
        shown = min(len(listed), uploads.SHOWN)
        st.markdown(say("gegevens.findings_capped", language, shown=shown))
    st.table(_readable(listed.head(uploads.SHOWN)))
    st.download_button(
        say("gegevens.report", language),
        data=lambda: _report(findings, language),
        file_name=f"{Path(filename).stem}_meldingen.xlsx",
        on_click="ignore",
    )


def _readable(listed: Any) -> Any:
    """The list as text for people: no column that is empty, missing numbers as nothing."""
    text = listed.astype("object").where(listed.notna(), "").astype(str)
    text = text.replace(r"\.0$", "", regex=True).map(plain)
    return text.loc[:, (text != "").any()].set_index(text.columns[0])


def _report(findings: Findings, language: Language) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "meldingen.xlsx"
        findings.to_xlsx(path, language)
        return path.read_bytes()


def _deliver(asked: Delivery, language: Language) -> None:
    st.header(say("gegevens.deliver", language))
    with st.form("aanleveren"):
        options = _options(language)
        pressed = st.form_submit_button(say("gegevens.submit", language), type="primary")
    if pressed:
        if options["by"]:
            _upload(asked, options, language)
        else:
            st.error(say("gegevens.name_needed", language))
    outcome = st.session_state.get(OUTCOME)
    if outcome is not None and outcome[0] == asked.key:
        _show_outcome(asked, options, outcome[1], language)


def _options(language: Language) -> dict[str, Any]:
    first, second, third = st.columns(3)
    quarter = first.text_input(
        say("gegevens.quarter", language),
        placeholder="2010K4",
        help=say("gegevens.quarter_help", language),
        key="voor_kwartaal",
    )
    begin = _day(second, "observed_from", language)
    until = _day(third, "observed_until", language)
    left, right = st.columns(2)
    by = left.text_input(say("gegevens.by", language), key="door")
    organisation = right.selectbox(
        say("gegevens.organisation", language),
        ORGANISATIONS,
        format_func=lambda key: say(f"gegevens.organisation_{key}", language),
        key="organisatie",
    )
    return {
        "quarter": quarter.strip(),
        "observed_from": begin,
        "observed_until": until,
        "by": by.strip(),
        "organisation": organisation,
    }


def _day(where: Any, name: str, language: Language) -> date | None:
    found: date | None = where.date_input(
        say(f"gegevens.{name}", language),
        value=None,
        min_value=date(1990, 1, 1),
        max_value=date(2099, 12, 31),
        format="DD-MM-YYYY",
        help=say(f"gegevens.{name}_help", language),
        key=name,
    )
    return found


def _upload(
    asked: Delivery,
    options: Mapping[str, Any],
    language: Language,
    instead: bool = False,
    reason: str | None = None,
) -> None:
    """Ask the store; what came of it is kept until another file is chosen."""
    quarter = options["quarter"]
    try:
        with st.spinner(say("gegevens.storing", language)):
            result = session.store().upload(
                asked.content,
                None if asked.profile else asked.kind,
                asked.profile,
                by=options["by"],
                organisation=options["organisation"],
                quarter=Quarter.parse(quarter) if quarter else None,
                observed_from=options["observed_from"],
                observed_until=options["observed_until"],
                constants=dict(asked.constants),
                filename=asked.filename,
                replace=instead,
                revision_reason=reason,
                skip_faulty_rows=asked.skip_faulty_rows,
                scope=session.scope(),
            )
    except UserError as fault:
        st.error(plain(fault.message(language)))
        return
    st.session_state[OUTCOME] = (asked.key, result)


def _show_outcome(
    asked: Delivery, options: Mapping[str, Any], result: UploadResult, language: Language
) -> None:
    match result.status:
        case "unchanged":
            st.info(say("gegevens.unchanged", language))
        case "healed":
            numbers = ", ".join(map(str, result.healed))
            st.success(say("gegevens.healed", language, ids=numbers))
        case "refused":
            st.error(say("gegevens.verdict_blocked", language))
            _show_findings(result.findings, asked.filename, language)
        case "needs_replace":
            _confirm(asked, options, result, language)
        case "stored":
            _stored(result, language)


def _stored(result: UploadResult, language: Language) -> None:
    assert result.quarter is not None, "what is stored has a quarter"
    st.success(
        say(
            "gegevens.stored",
            language,
            quarter=result.quarter,
            rows=formats.number(result.rows_stored, 0, language),
            rejected=formats.number(result.rows_rejected, 0, language),
            sha=result.readings[0].sha256[:16],
        )
    )
    st.page_link("views/overzicht.py", label=say("gegevens.to_overview", language))
    _changes(result, "gegevens.changes_did", language)


def _confirm(
    asked: Delivery, options: Mapping[str, Any], result: UploadResult, language: Language
) -> None:
    if result.needs_reason:
        slots = uploads.slots_text(result.changes.revised, language)
        st.warning(plain(say("gegevens.needs_revision", language, slots=slots)))
    else:
        slots = uploads.slots_text(result.replaces, language)
        st.warning(plain(say("gegevens.needs_replace", language, slots=slots)))
    _changes(result, "gegevens.changes_would", language)
    reason = None
    if result.needs_reason:
        reason = st.text_area(say("gegevens.reason", language), key="reden").strip()
    if st.button(say("gegevens.replace", language), type="primary", key="vervangen"):
        if result.needs_reason and not reason:
            st.error(say("gegevens.reason_needed", language))
            return
        _upload(asked, options, language, instead=True, reason=reason)
        st.rerun()


def _changes(result: UploadResult, title: str, language: Language) -> None:
    st.subheader(say(title, language))
    lines = uploads.row_lines(result.changes, language)
    lines += uploads.changes_lines(result.changes, language)
    st.markdown("  \n".join(plain(line) for line in lines))
    table = uploads.changes_table(result.changes, language)
    if not table.empty:
        st.dataframe(table, hide_index=True)
