"""Programs that use the library: one as it is meant, and others that each do one thing wrong.

A checker of types must pass the first, and report the last line of every other one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

BEFORE = """\
from pathlib import Path

import ketenkpi as kk
from ketenkpi.store import Slot

store = kk.open_store()
scope = kk.Scope.of(["Amersfoort"], "rows")
counts = store.counts(scope)
quarter = kk.Quarter(2010, 4)
"""

RIGHT = f"""{BEFORE}
file = Path("trajecten.csv")
result = store.upload(file, "trajecten", by="anna", organisation=None, scope=scope)
if result.status == "stored":
    print(result.rows_stored + len(result.upload_ids))
frame = kk.indicators(counts, keys=["instroom"], by=("werkplein", "kwartaal"))
now = store.figures(["instroom"], ["werkplein", "kwartaal"], scope, {{"kwartaal": [quarter]}})
compared = store.compare("instroom", quarters=[quarter], scope=scope)
print(frame["value"].sum(), now.columns, compared.frame["value"].mean(), quarter + 1 - quarter)
kk.charts.trend(frame, "Amersfoort").save("trend.html")
kk.charts.spread(compared).save("spread.html")
store.approve(Slot("trajecten", "Amersfoort", quarter.index), "uwv", by="anna", scope=scope)
both = kk.count({{"trajecten": frame}}, engine="polars") + counts
print(kk.indicators(both)["n"], store.signals(quarter, scope)["werkplein"])
print(kk.check(file, contract="trajecten").findings.as_frame("nl"))
"""

# What is wrong with it -> the line that says so.
WRONG: Mapping[str, str] = MappingProxyType(
    {
        "no_scope": "store.counts()",
        "scope_is_a_text": 'store.counts("Amersfoort")',
        "scope_is_a_class": "store.figures(None, [], kk.Scope)",
        "scope_of_one_text": 'kk.Scope.of("Amersfoort")',
        "scope_of_an_unknown_detail": 'kk.Scope.everything("cells")',
        "scope_is_made_wider": 'scope.detail = "rows"',
        "unknown_keyword": 'kk.indicators(counts, key=["instroom"])',
        "unknown_keyword_of_a_question": 'store.compare("instroom", where_=None, scope=scope)',
        "keys_by_position": 'kk.indicators(counts, ["instroom"])',
        "keys_are_one_text": 'kk.indicators(counts, keys="instroom")',
        "by_is_one_text": 'store.figures(["instroom"], "kwartaal", scope)',
        "level_is_a_text": 'kk.indicators(counts, level="95%")',
        "store_for_counts": "kk.indicators(store)",
        "counts_for_figures": "kk.charts.trend(counts)",
        "frame_for_a_comparison": "kk.charts.spread(kk.indicators(counts))",
        "comparison_for_a_frame": 'store.compare("instroom", scope=scope)["value"]',
        "by_what_is_not_compared": 'store.compare("instroom", by="provincie", scope=scope)',
        "quarter_of_a_text": 'kk.Quarter("2010K4")',
        "number_for_a_quarter": "store.signals(20104, scope)",
        "one_text_for_quarters": 'store.compare("instroom", quarters="2010K4", scope=scope)',
        "quarters_from_a_number": "print(20104 - quarter)",
        "path_is_a_text": 'kk.check("a.csv", "trajecten", skip_faulty_rows="ja")',
        "nobody_uploads": 'store.upload(b"", organisation=None, scope=scope)',
        "unknown_party": 'store.approve(Slot("wmo", "Ede", 8043), "raad", by="a", scope=scope)',
        "unknown_method": "store.figurs(None, [], scope)",
        "counts_plus_a_store": "print(counts + store)",
    }
)
