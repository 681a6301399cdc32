"""Estimates beside something: a target, the same quarter a year before, an earlier vintage.

targets     which target stands for a Werkplein and quarter, and what is wrong with targets
verdicts    reached, not reached, cannot tell, not applicable or not known
revisions   how much published figures move later, and provisional figures widened by it
"""
