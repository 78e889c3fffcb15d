"""A profile: who it is, the ways to get in touch, saving, following by agreement, where."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from bot.engine.player import Player
from core.providers.models import Contacts
from core.providers.queries import follows_of, hide_provider, remove_provider
from tests.bot.conftest import Meet
from tests.bot.conversations.everybody import agreed
from tests.bot.conversations.find.around import HERE, ana, comes, towns

AGREEMENT = "You get events and messages of Ana Ruiz here, until you unfollow."
UNCLAIMED = (
    "Ana Ruiz has not taken this profile over yet: until then there is no writing or booking "
    "through Werkout."
)


async def before_ana(meet: Meet, **options: str) -> Player:
    """Somebody who looks at the profile of Ana Ruiz."""
    sam = await agreed(meet, zone="Europe/Berlin", **options)
    await ana(sam)
    await sam.shares(*HERE)
    await sam.jobs()
    await sam.taps("1")
    return sam


async def test_it_says_who_it_is_and_how_to_get_in_touch_first(meet: Meet) -> None:
    sam = await before_ana(meet)
    sam.shown(f"""
        Ana Ruiz ✓
        Trainer, verified · 400 m
        Strength, mobility
        Speaks Spanish and English
        From €40 a session
        Stronger back, looser hips.
        Phone +491713920002
        Email ana@example.org
        {UNCLAIMED}
        [WhatsApp] [Instagram]
        [Save] [Follow]
        [Where] [Share]
        [Back to the list]
        """)
    link = urlsplit(sam.button("WhatsApp").url)
    assert (link.hostname, link.path) == ("wa.me", "/491713920002")
    assert parse_qs(link.query)["text"] == ["Hello Ana Ruiz, I found you on Werkout."]
    assert sam.button("Instagram").url == "https://www.instagram.com/example"


async def test_a_line_is_there_only_where_something_is_known(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await comes(sam, "Bare", specialties=(), languages=(), price=None, currency=None,
                contacts=Contacts())  # fmt: skip
    await sam.shares(*HERE)
    await sam.taps("1")
    assert sam.last.words.splitlines()[:2] == ["Bare", "Trainer · 400 m"]
    assert "Phone" not in sam.last.words
    assert [button.label for button in sam.last.rows[0]] == ["Save", "Follow"]


async def test_who_owns_the_profile_is_not_said_to_lack_it(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    eva = sam.beside("Eva")
    await eva.says("/start")
    await comes(sam, "Eva Klein", person_id=await eva.person_id())
    await sam.shares(*HERE)
    await sam.taps("1")
    sam.sees_no("taken this profile over")


async def test_nobody_saves_or_follows_themselves(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    await comes(sam, "Sam Keller", person_id=await sam.person_id())
    await sam.shares(*HERE)
    await sam.taps("1")
    sam.sees("This is your own profile, as others see it.")
    assert [button.label for row in sam.last.rows for button in row] == [
        "Where",
        "Share",
        "Back to the list",
    ]


async def test_numbers_that_no_key_opens_are_left_out(meet: Meet) -> None:
    sam = await before_ana(meet)
    await sam.sql("UPDATE provider SET contacts = :sealed", sealed=b"of another key")
    await sam.taps("Back to the list")
    await sam.taps("1")
    assert sam.last.words.startswith("Ana Ruiz ✓")
    assert "Phone" not in sam.last.words


async def test_back_leads_to_the_page_it_was_opened_from(meet: Meet) -> None:
    sam = await agreed(meet, zone="Europe/Berlin")
    for number in range(12):
        await comes(sam, f"T{number}", 100 + number * 10)
    await sam.shares(*HERE)
    await sam.taps("More")
    await sam.taps("7")
    assert sam.last.words.startswith("T6\n")
    await sam.taps("Back to the list")
    sam.sees("6  T5 · ")


async def test_saving_is_a_tap_and_so_is_taking_it_back(meet: Meet) -> None:
    sam = await before_ana(meet)
    save = sam.button("Save")
    await sam.presses(save)
    await sam.presses(save)
    assert await sam.sql("SELECT count(*) FROM saved_provider") == [(1,)]
    assert [button.label for button in sam.last.rows[-1]] == ["Saved"]
    await sam.taps("Saved ✓")
    assert await sam.sql("SELECT count(*) FROM saved_provider") == [(0,)]
    assert sam.button("Save").data


async def test_to_follow_is_to_agree_in_the_words_that_are_kept(meet: Meet) -> None:
    sam = await before_ana(meet)
    await sam.taps("Follow")
    sam.sees(AGREEMENT)
    assert [button.label for row in sam.last.rows for button in row] == [
        "Agree and follow",
        "Not now",
    ]
    assert await sam.sql("SELECT * FROM followed_provider") == []
    await sam.taps("Not now")
    assert await sam.sql("SELECT * FROM followed_provider") == []
    await sam.taps("Follow")
    agree = sam.button("Agree and follow")
    await sam.presses(agree)
    await sam.presses(agree)
    (kept,) = await sam.db(follows_of, await sam.person_id())
    assert (kept.wording, kept.followed_at) == (AGREEMENT, sam.now)
    sam.sees("You follow since today.")


async def test_who_unfollows_agrees_no_more_and_the_agreement_is_kept_as_withdrawn(
    meet: Meet,
) -> None:
    sam = await before_ana(meet)
    await sam.taps("Follow")
    await sam.taps("Agree and follow")
    await sam.later(days=3)
    unfollow = sam.button("Unfollow")
    await sam.presses(unfollow)
    assert sam.notice == "You get nothing of Ana Ruiz any more."
    await sam.presses(unfollow)
    assert [sam.notice] == [None]
    me = await sam.person_id()
    assert await sam.db(follows_of, me) == []
    (kept,) = await sam.db(lambda db: follows_of(db, me, withdrawn=True))
    assert kept.withdrawn_at == sam.now
    await sam.taps("Follow")
    await sam.taps("Agree and follow")
    assert len(await sam.db(follows_of, me)) == 1


async def test_an_agreement_asked_for_again_asks_nothing(meet: Meet) -> None:
    sam = await before_ana(meet)
    follow = sam.button("Follow")
    await sam.taps("Follow")
    await sam.taps("Agree and follow")
    await sam.presses(follow)
    sam.sees_no(AGREEMENT)
    assert sam.button("Unfollow").data


async def test_where_is_a_pin_on_the_platforms_own_map(meet: Meet) -> None:
    sam = await before_ana(meet)
    await towns(sam)
    await sam.taps("Where")
    latitude = HERE[0] + 400 / 111_195
    sam.shown(f"Ana Ruiz\n400 m away, Freiburg\n(place: {latitude}, {HERE[1]})")


async def test_who_is_no_longer_there_is_said_to_be_gone(meet: Meet) -> None:
    sam = await before_ana(meet)
    buttons = {label: sam.button(label) for label in ("Save", "Follow", "Where", "Share")}
    await sam.taps("Back to the list")
    buttons["1"] = sam.button("1")
    ((gone,),) = await sam.sql("SELECT id FROM provider")
    await sam.db(hide_provider, gone, sam.now)
    for button in buttons.values():
        await sam.presses(button)
        assert sam.notice == "This profile is no longer here."
    await sam.db(remove_provider, gone)
    await sam.presses(buttons["1"])
    assert sam.notice == "This profile is no longer here."
    assert await sam.sql("SELECT * FROM job") == []


async def test_who_is_removed_is_saved_and_followed_by_nobody(meet: Meet) -> None:
    sam = await before_ana(meet)
    await sam.taps("Save")
    await sam.taps("Follow")
    await sam.taps("Agree and follow")
    ((gone,),) = await sam.sql("SELECT id FROM provider")
    await sam.db(remove_provider, gone)
    await sam.says("/find saved")
    sam.shown("Saved\nNobody saved yet. A profile has [Save].\n[Back to the list]")
