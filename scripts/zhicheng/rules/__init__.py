"""All rules in one explicit list. A rule that is not in `RULES` is never run and has no page."""

from __future__ import annotations

from zhicheng.rules.added_codes import ADDED_CODES
from zhicheng.rules.annex_layouts import layout_that_cannot_be_filled
from zhicheng.rules.append_only import record_taken_back
from zhicheng.rules.banned import banned_person_in_pool
from zhicheng.rules.competence import (
    area_not_of_authority,
    level_beyond_authority,
    more_than_one_series,
    scope_outside_area,
    series_without_title_at_level,
)
from zhicheng.rules.content import (
    catalog_incomplete,
    defence_without_scope,
    even_number_of_members,
    experts_without_source_or_draw,
    scoring_does_not_add_up,
    specialty_repeated,
    too_few_members,
)
from zhicheng.rules.contradictions import contradicts_itself
from zhicheng.rules.dates import date_impossible, filed_late, validity_missing, validity_running_out, validity_too_long
from zhicheng.rules.draw_files import OF_DRAWS
from zhicheng.rules.entrusting import entrusting_that_does_not_fit
from zhicheng.rules.evaluation import level_without_scoring_table, reviewed_although_examined, subgroup_too_small
from zhicheng.rules.figures import figure_that_no_rule_reads
from zhicheng.rules.generated import generated_file_out_of_date
from zhicheng.rules.identity import (
    id_used_twice,
    name_does_not_match,
    published_record_deleted,
    same_name_and_organiser,
    waiver_without_effect,
)
from zhicheng.rules.overlaps import competence_overlaps
from zhicheng.rules.pages_of_form_faults import FORMS
from zhicheng.rules.pages_of_reading_faults import READING
from zhicheng.rules.pages_of_sealed_draw_faults import SEALED_DRAWS
from zhicheng.rules.placeholders import placeholder_left
from zhicheng.rules.precedence import rulebooks_disagree
from zhicheng.rules.privacy import email_address, identity_number, mobile_number
from zhicheng.rules.public_counts import (
    SENIOR_LEVEL_WITHOUT_EXPERTS,
    SPECIALTY_WITHOUT_EXPERTS,
    counts_do_not_add_up,
    small_number_published,
)
from zhicheng.rules.reference_tables import reference_table_contradicts_itself
from zhicheng.rules.references import UNKNOWN_REFERENCE
from zhicheng.rules.reviews import review_twice_or_for_nobody
from zhicheng.rules.roster_sender import roster_from_wrong_unit, way_of_employers_not_declared
from zhicheng.rules.route import reviewers_out_of_reach
from zhicheng.rules.rule import Rule
from zhicheng.rules.sealed_experts import (
    leader_in_senior_pool,
    level_below_the_level_needed,
    month_impossible,
    removed_without_reason_or_date,
    retired_in_pool,
    sounds_like_a_leader_but_is_not_marked,
    title_held_too_briefly,
)
from zhicheng.rules.sealed_files import (
    NOT_SEALED,
    SEALED_DIFFERS,
    contacts_not_sealed,
    counts_differ,
    counts_without_sealed_file,
    demonstration_key,
)
from zhicheng.rules.sealed_pool import (
    conduct_and_integrity_not_declared,
    not_of_the_main_series,
    person_in_several_pools,
    person_twice_in_a_roster,
    pool_smaller_than_the_panel,
    title_and_level_disagree,
    too_few_young_experts,
)
from zhicheng.rules.specialties import SPECIALTY_CODE, name_not_settled
from zhicheng.rules.succession import (
    past_validity_out_of_order,
    succession_in_a_circle,
    window_impossible,
    withdrawn_in_the_future,
)
from zhicheng.rules.unfiled import not_yet_filed
from zhicheng.rules.unused_fields import UNUSED_FIELD
from zhicheng.rules.wording import level_beyond_the_name, name_is_no_specialty, number_cannot_be_called

__all__ = ["RULES", "as_here", "comparison", "engine", "privacy", "rule"]


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        *READING,
        *FORMS,
        *OF_DRAWS,
        *SEALED_DRAWS,
        name_does_not_match,
        id_used_twice,
        UNKNOWN_REFERENCE,
        published_record_deleted,
        generated_file_out_of_date,
        same_name_and_organiser,
        waiver_without_effect,
        demonstration_key,
        succession_in_a_circle,
        figure_that_no_rule_reads,
        SPECIALTY_CODE,
        withdrawn_in_the_future,
        placeholder_left,
        entrusting_that_does_not_fit,
        rulebooks_disagree,
        UNUSED_FIELD,
        reviewers_out_of_reach,
        not_yet_filed,
        layout_that_cannot_be_filled,
        ADDED_CODES,
        record_taken_back,
        reference_table_contradicts_itself,
        level_beyond_authority,
        area_not_of_authority,
        scope_outside_area,
        catalog_incomplete,
        specialty_repeated,
        scoring_does_not_add_up,
        defence_without_scope,
        experts_without_source_or_draw,
        filed_late,
        validity_missing,
        competence_overlaps,
        series_without_title_at_level,
        date_impossible,
        reviewed_although_examined,
        level_without_scoring_table,
        level_beyond_the_name,
        number_cannot_be_called,
        name_is_no_specialty,
        subgroup_too_small,
        past_validity_out_of_order,
        window_impossible,
        review_twice_or_for_nobody,
        contradicts_itself,
        name_not_settled,
        validity_too_long,
        even_number_of_members,
        too_few_members,
        validity_running_out,
        more_than_one_series,
        mobile_number,
        identity_number,
        email_address,
        roster_from_wrong_unit,
        title_held_too_briefly,
        leader_in_senior_pool,
        retired_in_pool,
        title_and_level_disagree,
        person_twice_in_a_roster,
        removed_without_reason_or_date,
        level_below_the_level_needed,
        not_of_the_main_series,
        too_few_young_experts,
        pool_smaller_than_the_panel,
        person_in_several_pools,
        sounds_like_a_leader_but_is_not_marked,
        month_impossible,
        conduct_and_integrity_not_declared,
        SENIOR_LEVEL_WITHOUT_EXPERTS,
        SPECIALTY_WITHOUT_EXPERTS,
        banned_person_in_pool,
        way_of_employers_not_declared,
        counts_differ,
        SEALED_DIFFERS,
        NOT_SEALED,
        counts_without_sealed_file,
        contacts_not_sealed,
        counts_do_not_add_up,
        small_number_published,
    )
}
