"""All conversations; a new one is a module here and a name in `all_conversations`."""

from bot.engine.conversation import Conversations


def all_conversations() -> Conversations:
    """Everything Werkout can talk about."""
    # Imported here, so that one conversation can be imported without all the others.
    from bot.conversations.achievements import achievements
    from bot.conversations.add_past_set import adding
    from bot.conversations.admin import admin
    from bot.conversations.body import body
    from bot.conversations.body_picture import body_pictures
    from bot.conversations.checkin_answers import answering
    from bot.conversations.checkin_asking import asking
    from bot.conversations.checkins import checkins
    from bot.conversations.coach import coach
    from bot.conversations.coach_care import care
    from bot.conversations.coach_plan import plans
    from bot.conversations.coach_proposals import proposals
    from bot.conversations.consent import consent
    from bot.conversations.correct_sets import correcting
    from bot.conversations.delete_workout import deleting
    from bot.conversations.exercise_history import exercise_history
    from bot.conversations.find_address import addresses
    from bot.conversations.find_arrivals import arrivals
    from bot.conversations.find_filters import filtering
    from bot.conversations.find_kept import kept
    from bot.conversations.find_list import listing
    from bot.conversations.find_map import mapping
    from bot.conversations.find_share import sharing
    from bot.conversations.finding import finding
    from bot.conversations.finish_picture import pictures
    from bot.conversations.finish_workout import finishing
    from bot.conversations.first_unit import first_unit
    from bot.conversations.goal_picture import goal_pictures
    from bot.conversations.goals import goals
    from bot.conversations.help import help_
    from bot.conversations.history import history
    from bot.conversations.late_words import late_words
    from bot.conversations.line_corrections import corrections
    from bot.conversations.line_ups import lining_up
    from bot.conversations.link import link
    from bot.conversations.live_workout import live_workout
    from bot.conversations.onboarding import onboarding
    from bot.conversations.planned_sets import planned_sets
    from bot.conversations.privacy import privacy
    from bot.conversations.progress import progress
    from bot.conversations.progress_area import area_
    from bot.conversations.progress_frequency import frequency
    from bot.conversations.progress_muscles import muscles
    from bot.conversations.progress_records import records
    from bot.conversations.progress_strength import strength
    from bot.conversations.progress_volume import volume
    from bot.conversations.provider_card import profile
    from bot.conversations.review_settings import review_settings
    from bot.conversations.settings import settings
    from bot.conversations.time_zone import time_zone
    from bot.conversations.weekly_review import reviewing
    from bot.conversations.workout_clock import clock
    from bot.conversations.workout_taps import taps
    from bot.engine.builtin import builtin

    return Conversations(
        (
            builtin,
            onboarding,
            consent,
            live_workout,
            taps,
            planned_sets,
            lining_up,
            first_unit,
            clock,
            corrections,
            finishing,
            pictures,
            history,
            exercise_history,
            correcting,
            adding,
            deleting,
            late_words,
            finding,
            addresses,
            listing,
            filtering,
            kept,
            profile,
            mapping,
            sharing,
            arrivals,
            progress,
            strength,
            volume,
            muscles,
            area_,
            frequency,
            records,
            goals,
            goal_pictures,
            body,
            body_pictures,
            checkins,
            asking,
            answering,
            achievements,
            reviewing,
            review_settings,
            settings,
            time_zone,
            privacy,
            link,
            coach,
            care,
            plans,
            proposals,
            admin,
            help_,
        )
    )
