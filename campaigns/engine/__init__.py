"""Pure rules of plans: numbering, targets, the plan as a document, lint. No Django, no clock, no float."""
