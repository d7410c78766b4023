"""The reviewers (registry/reviewers.yaml): the forge accounts of each office."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value

MAINTAINERS = "登记册管理员"


@dataclass(frozen=True, slots=True)
class Team:
    """The reviewers of an office, as forge accounts without @."""

    office: str
    accounts: tuple[str, ...]
    deputies: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        """The accounts and the deputies."""
        return self.accounts + self.deputies


@dataclass(frozen=True, slots=True)
class Reviewers:
    """The teams of the centre, of the maintainers, and of the prefectures, by area code."""

    centre: Team
    maintainers: Team
    areas: dict[str, Team]


def reviewers(value: Value, centre: str) -> Reviewers:
    """Reviewers from a value that fits schemas/reviewers.schema.json; `centre` is the name of the centre, from registry.yaml."""

    def team(office: str, value: Value) -> Team:
        return Team(office, tuple(value["accounts"]), tuple(value.get("deputies", ())))

    areas = {code: team(area["office"], area) for code, area in value.get("areas", {}).items()}
    return Reviewers(team(centre, value["centre"]), team(MAINTAINERS, value["maintainers"]), areas)
