from accounts.models.roles import Delegation, Membership, PermissionCode, Role
from accounts.models.units import Unit, UnitName
from accounts.models.users import Person, User

__all__ = ["Delegation", "Membership", "PermissionCode", "Person", "Role", "Unit", "UnitName", "User"]
