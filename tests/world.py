"""The named world, for tests. Kept where the demo makes it too."""

from beffroi.demo.world import World, people_and_places

__all__ = ["World", "people_and_places"]
