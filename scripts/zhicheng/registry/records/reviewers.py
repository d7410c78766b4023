"""Who reviews which area (registry/reviewers.yaml), by forge accounts."""

from __future__ import annotations

from dataclasses import dataclass

from zhicheng.documents.yaml_reading import Value

MAINTAINERS = "登记册管理员"


@dataclass(frozen=True, slots=True)
class Team:
    """Who reviews for an office: forge accounts, without @."""

    office: str
    accounts: tuple[str, ...]
    deputies: tuple[str, ...] = ()

    @property
    def everybody(self) -> tuple[str, ...]:
        return self.accounts + self.deputies


@dataclass(frozen=True, slots=True)
class Reviewers:
    """reviewers.yaml: the centre, the maintainers, and the prefectures by code."""

    centre: Team
    maintainers: Team
    areas: dict[str, Team]


def reviewers(value: Value, centre: str) -> Reviewers:
    """Reviewers from a value that fits schemas/reviewers.schema.json; `centre` is what the centre is called in registry.yaml."""

    def team(office: str, value: Value) -> Team:
        return Team(office, tuple(value["accounts"]), tuple(value.get("deputies", ())))

    areas = {code: team(area["office"], area) for code, area in value.get("areas", {}).items()}
    return Reviewers(team(centre, value["centre"]), team(MAINTAINERS, value["maintainers"]), areas)
