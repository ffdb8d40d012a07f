"""Who may see dashboards and prepare documents."""

import rules

from accounts.policies import holds
from campaigns.policies import concerns
from reports.roles import PERMISSIONS, VIEW_DOCUMENT

# What a centre has issued is for all units below it.
SEEN_FROM_BELOW = {VIEW_DOCUMENT}

for declared in PERMISSIONS:
    from_below = declared.code in SEEN_FROM_BELOW
    rules.add_perm(declared.code, concerns(declared.code) if from_below else holds(declared.code))
