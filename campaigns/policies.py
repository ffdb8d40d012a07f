"""Who may do what with plans, tasks and rounds."""

import rules

from accounts.policies import holds
from campaigns.roles import PERMISSIONS

for declared in PERMISSIONS:
    rules.add_perm(declared.code, holds(declared.code))
