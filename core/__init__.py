"""Written once, used by all: errors, audit, workflow, jobs, notifications, lists, and what Vietnamese text needs."""
