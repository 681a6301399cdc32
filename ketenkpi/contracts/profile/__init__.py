"""Files that already exist, mapped onto contracts: mapping first, own template second."""

from ketenkpi.contracts.profile.definition import (
    Profile,
    find_profile,
    load_profiles,
    own_profiles,
    read_profile,
)
from ketenkpi.contracts.profile.described import describe
from ketenkpi.contracts.profile.formats import ProfileFault

__all__ = [
    "Profile",
    "ProfileFault",
    "describe",
    "find_profile",
    "load_profiles",
    "own_profiles",
    "read_profile",
]
