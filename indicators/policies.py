"""Who may see and enter figures."""

import rules

from accounts.policies import holds
from indicators.roles import PERMISSIONS

for declared in PERMISSIONS:
    rules.add_perm(declared.code, holds(declared.code))
