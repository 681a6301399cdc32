"""The programme of a region and its Werkpleinen: goals, agenda, norms, policy theory.

goals        the goal register, and what may be asked of a goal
regional     goals of a region, judged by the figure of the region
agenda       the schema of config/cooperation/agenda.yaml, and proposals in their order
proposals    open gaps as proposals: deliveries, goals, signals, norms, cooperation
norm_matrix  the norm register as rules by addressee, with the gaps
theory       the schema of config/cooperation/theory.yaml: the policy theory
per_phase    the figures of each box of the theory, per phase of cooperation
"""
