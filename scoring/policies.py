"""Who may do what with criteria, assessments and scores."""

import rules

from accounts.policies import holds
from scoring.roles import PERMISSIONS

for declared in PERMISSIONS:
    rules.add_perm(declared.code, holds(declared.code))
