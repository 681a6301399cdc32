"""All long tables, a line each."""

from __future__ import annotations

from tests.tables import (
    backtest,
    expected,
    frames,
    funnels,
    half_empty,
    lines,
    mutated,
    mutations,
    persons,
    plausible,
    provisional,
    provisional_years,
    signals,
    strata,
    tails,
    targets,
    uploads,
    waits,
)
from tests.tables.table import Table, none

_ALL = (
    Table("csv", "A mutated CSV file is read, asked about or refused; none is an own fault.",
          mutated.csv, 5_000, 80, mutated.holds),
    Table("workbooks", "A mutated workbook is read, asked about or refused; none is an own fault.",
          mutated.workbook, 1_500, 25, mutated.holds),
    Table("json", "A mutated JSON file is read, asked about or refused; none is an own fault.",
          mutated.json, 300, 30, mutated.holds),
    Table("messages", "A mutated message or record is read, asked about or refused; none is an own "
          "fault.", mutated.messages, 600, 40, mutated.holds),
    Table("uploads", "A mutated CSV file is stored, asked about or refused, and figures of all "
          "that is stored can be asked.", uploads.uploads, 300, 15, none("own faults")),
    Table("lines", "We read as many rows as were written, and as the csv module, polars and DuckDB "
          "count.", lines.lines, 300, 20, none("not the same")),
    Table("frames", "A frame of any kind is read as the file of its cells, on every engine.",
          frames.frames, 50, 1, none("other findings", "other counts")),
    Table("plausible", "Hardly any amount of the clean examples is asked about, most slips are.",
          plausible.table, 20, 1, plausible.holds),
    Table("alarms", "What is of nobody is rarely taken for what is of a person; BSNs are found.",
          persons.alarms, 1_000, 20, persons.alarms_hold),
    Table("digests", "A digest of a BSN is undone, and no other digest.",
          persons.digests, 2, 1, persons.digests_hold),
    Table("expected", "Limits of observed over expected miss the truth as often as they say, "
          "also where events are common.", expected.table, 200, 8, expected.holds),
    Table("strata", "Limits of a mean by strata hold the mean of everybody in 95 of 100 surveys.",
          strata.table, 4_000, 60, strata.holds),
    Table("provisional", "The settled value lies in the interval that was shown of a provisional "
          "figure in nine of ten, at every age.",
          provisional.table, 60, 8, provisional.holds),
    Table("provisional_years", "The settled value of a year lies in the interval that was shown "
          "of it in nine of ten, also of those that still changed.",
          provisional_years.table, 60, 8, provisional_years.holds),
    Table("small_numbers", "Of places that do not differ never more than 0.2 % lie outside the "
          "99.8 % limits of a funnel; of mid-p 0.35 %, of peers' limits up to 9 %.",
          funnels.enumerated, 1_000, 20, funnels.enumeration_holds),
    Table("funnel_worlds", "Where places really differ, at most 0.7 % of 15 and 0.4 % of 100 lie "
          "outside 99.8 %, and one five deviations higher is found in 56 % or more.",
          funnels.worlds, 1_000, 40, funnels.worlds_hold),
    Table("signals_null", "Where nothing is the matter anything is called sure in at most 5 % of "
          "the quarters.", signals.null, 300, 2, signals.null_holds),
    Table("signals_power", "A share of 0.8 that falls by a third at 100 cases a quarter is found "
          "within two quarters in 80 % of worlds.", signals.power, 200, 2, signals.power_holds),
    Table("targets", "A year ends between the limits that were said when a part of it was over, "
          "and 'voor' and 'achter' are rarely wrong.", targets.table, 4_000, 300, targets.holds),
    Table("backtest", "A figure that is known by its rule stays in its interval and hardly moves "
          "when cases are followed longer, and is there.", backtest.backtest, 8, 1,
          backtest.holds),
    Table("shares", "Each side of the limits of a share misses in at most 3.5 %, whatever the "
          "share and from ten trials on; none is withheld for its share.",
          tails.shares, 1_000, 40, tails.shares_hold),
    Table("numbers", "Each side of the limits of a number misses in at most 2.5 %.",
          tails.numbers, 1_000, 50, tails.numbers_hold),
    Table("followed", "Each side of the limits of shares and medians of cases that are followed "
          "misses in 1.5 to 3.5 %, from twenty cases on.",
          tails.followed, 10_000, 600, tails.followed_hold),
    Table("means", "Each side of the limits of ordinary marks misses in 1.5 to 3.5 %, from twenty "
          "on; of days within a horizon none in more.",
          tails.means, 20_000, 1_500, tails.means_hold),
    Table("ratios", "Each side of the limits of a mixed part of caseloads misses in 1.5 to 3.5 %, "
          "from twenty workers on.", tails.ratios, 20_000, 2_000, tails.ratios_hold),
    Table("waits", "Each side of the limits of a mean wait misses in at most 3.5 % where waits "
          "have no longer tail than a gamma distribution, from twenty on.",
          waits.waits, 20_000, 2_000, waits.waits_hold),
    Table("gaps", "Each side of the limits of a gap between priority and ordinary marks misses "
          "in 1.2 to 4.2 %, from twenty on.", waits.gaps, 20_000, 2_000, waits.gaps_hold),
    Table("going_on", "Of who goes on within the term the share misses in 1.5 to 3.5 % on each "
          "side, and their days in no more.", waits.going, 4_000, 600, waits.going_holds),
    Table("differences", "No side of the limits of a difference of two figures misses in more "
          "than 3.5 %.", waits.differences, 20_000, 1_000, waits.differences_hold),
    Table("half_empty", "Every page opens where somebody delivered one kind of file only, and "
          "names the files it is made of that are not there.", half_empty.half_empty, 17, 1,
          none("own faults", "silent")),
    Table("mutations", "Of sixty faults that are put into numeric code at least 55 make a test "
          "near it fail, among them two that none noticed before.",
          mutations.table, 60, 2, mutations.holds),
)  # fmt: skip

TABLES = {table.name: table for table in _ALL}
