"""Who may see dashboards and prepare documents."""

import rules

from accounts.policies import holds
from reports.roles import PERMISSIONS

for declared in PERMISSIONS:
    rules.add_perm(declared.code, holds(declared.code))
