"""An invented region of today: two Werkcentra with six sites, UWV and three gemeenten, 2024-2025.

    plan    what it is made of, read from `config/example/region_2025.yaml`
    cases   every case, the whole truth
    rows    cases as a partner delivers them over a month or a quarter; stocks
    steps   the steps behind the cases
    others  surveys, complaints, vacancies, resources, scan, phases, goals, keys
    truths  what was planted
    write   all of it into a folder, in the order of uploading

UWV and the gemeenten deliver apart, one per month, one late, one without case
files of one site. They number their cases and clients themselves, each from 1
on, but for one region where a shared system numbers both.
"""

from ketenkpi.example.present.plan import RegionPlan, load_plan
from ketenkpi.example.present.write import PresentFile, PresentSet, write_present

__all__ = ["PresentFile", "PresentSet", "RegionPlan", "load_plan", "write_present"]
