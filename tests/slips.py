"""The slips of authors: each a small change to the houseplants, by what it is a slip in."""

import os
import shutil

from spoiling import HOUSEPLANTS

BOOK, SOURCES, FLAGS, PLANTS = (
    "rulebook.toml",
    "sources.toml",
    "red_flags.toml",
    "cases/plants.toml",
)
LOOKS, CARE, ORCHID = (f"sections/{stem}.toml" for stem in ("looks", "care", "orchid"))
SHADE, THIRST, SALTS, DROWNING = (
    f"factors/{stem}.toml" for stem in ("shade", "thirst", "salts", "drowning")
)
BOOK_TEXT = (HOUSEPLANTS / BOOK).read_text("utf-8")
DUST = """
name = "Dust"
grade = "D"
summary = "It lies on the leaves."
sources = ["guess"]

[rule]
id = "dust_dust"
when = "'dust' in signs"
weight = 2
because = "There is dust."
sources = ["guess"]
"""
DANGER = "when = \"'flames' in signs\""
DROPS, YELLOW = "when = \"leaf_drop == 'yes'\"", 'because = "Yellow leaves drop."'
WEIGHT = 'weight = 2\nbecause = "Yellow'


def planted(folder, slip):
    """Copies the houseplants to a folder, with the slip in them."""
    copy = folder / "houseplants"
    shutil.copytree(HOUSEPLANTS, copy)
    if callable(slip):
        slip(copy)
        return copy
    name, *texts = slip
    file = copy / name
    text = file.read_text(encoding="utf-8")
    for old, new in zip(texts[::2], texts[1::2], strict=True):
        assert not old or text.count(old) == 1, f"{old!r} does not stand once in {name}"
        text = text.replace(old, new) if old else text + new
    file.write_text(text, encoding="utf-8")
    return copy


def everywhere(name, old, new):
    """Replaces a text wherever it stands in a file."""

    def change(folder):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(text.replace(old, new), encoding="utf-8")

    return change


def changed(*texts):
    """Replaces texts in several files."""
    return lambda folder: [everywhere(*each)(folder) for each in texts]


def moved(old, new):
    """Gives a file or folder another name."""

    def change(folder):
        (folder / new).parent.mkdir(exist_ok=True)
        (folder / old).rename(folder / new)

    return change


def removed(name):
    return lambda folder: (
        shutil.rmtree(folder / name) if (folder / name).is_dir() else (folder / name).unlink()
    )


def beside(name, text="\n"):
    return lambda folder: (folder / name).write_text(text, encoding="utf-8")


def coded(name, begin=b"", coding="utf-8"):
    """Saves a file in another way."""

    def change(folder):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_bytes(begin + text.replace("Too little", "Trè").encode(coding))

    return change


def instead(name, put):
    """Puts something that is no file in the place of one."""

    def change(folder):
        (folder / name).unlink()
        put(folder / name)

    return change


def when(text):
    """Writes another condition of a rule."""
    return (SHADE, DROPS, f'when = "{text}"')


def because(text):
    return (SHADE, YELLOW, f'because = "{text}"')


def derived(value):
    return (CARE, "", f'\n[[derived]]\nid = "new"\nvalue = "{value}"\n')


def probe(text):
    return (SHADE, "", f"\n[[rule.probe]]\n{text}\n")


SLIPS = {
    "Files and folders": {
        "`red_flags.toml` called `red-flags.toml`": moved(FLAGS, "red-flags.toml"),
        "`red_flags.toml` called `Red_Flags.toml`": moved(FLAGS, "Red_Flags.toml"),
        "`red_flags.toml` called `red_flags.toml.txt`": moved(FLAGS, "red_flags.toml.txt"),
        "`red_flags.toml` called `flags.toml`": moved(FLAGS, "flags.toml"),
        "`factors/shade.toml` put into `cases/`": moved(SHADE, "cases/shade.toml"),
        "`red_flags.toml` put into `factors/`": moved(FLAGS, f"factors/{FLAGS}"),
        "`red_flags.toml` taken out, and its signs are listed": removed(FLAGS),
        "`rulebook.toml` called `rulebok.toml`": moved(BOOK, "rulebok.toml"),
        "`sources.toml` taken out": removed(SOURCES),
        "`sources.toml` called `source.toml`": moved(SOURCES, "source.toml"),
        "`factors/shade.toml` called `shade.TOML`": moved(SHADE, "factors/shade.TOML"),
        "`factors/shade.toml` called `shade.yaml`": moved(SHADE, "factors/shade.yaml"),
        "`factors/shade.toml` called `shade`": moved(SHADE, "factors/shade"),
        "`factors/shade.toml` at the top": moved(SHADE, "shade.toml"),
        "`factors/shade.toml` in a folder of `factors/`": moved(SHADE, "factors/room/shade.toml"),
        "`factors/shade.toml` called `Too dark (old).toml`": moved(
            SHADE, "factors/Too dark (old).toml"
        ),
        "`factors/shade.toml` kept as `shade.toml.orig` too": beside(f"{SHADE}.orig"),
        "`factors/` called `factor/`": moved("factors", "factor"),
        "`cases/` called `case/`": moved("cases", "case"),
        "`sections/care.toml` taken out": removed(CARE),
        "`sections/care.toml` called `cares.toml`": moved(CARE, "sections/cares.toml"),
        "a section that the rulebook does not list": beside("sections/pots.toml", 'title = "Pots"'),
        "a section taken out of the list": (BOOK, '"looks", "care"', '"looks"'),
        "a section listed with its ending": (BOOK, '"looks", "care"', '"looks.toml", "care"'),
        "a section listed with its folder": (BOOK, '"looks", "care"', '"sections/looks", "care"'),
        "a section listed twice": (BOOK, '"looks", "care"', '"looks", "care", "looks"'),
        "a folder called `sources.toml`": instead(SOURCES, lambda path: path.mkdir()),
        "a pipe in place of `sources.toml`": instead(SOURCES, os.mkfifo),
        "a link from a factor to `/dev/zero`": instead(
            SHADE, lambda path: path.symlink_to("/dev/zero")
        ),
        "a link that leads nowhere": instead(SHADE, lambda path: path.symlink_to("nowhere")),
        "a photo beside the factors": beside("factors/fern.jpg"),
        "the answers of a person in the folder": beside("answers.json"),
    },
    "How a file is saved, and TOML": {
        "a byte order mark": coded(SHADE, begin=b"\xef\xbb\xbf"),
        "saved as Latin-1": coded(SHADE, coding="latin-1"),
        "saved as UTF-16": coded(SHADE, coding="utf-16"),
        "an empty file": instead(SHADE, lambda path: path.touch()),
        '`name: "…"`': (SHADE, 'name = "', 'name: "'),
        "a text without quotation marks": (SHADE, '"Too little light"', "Too little light"),
        "a text in curly quotation marks": (SHADE, '"Too little light"', "“Too little light”"),
        "a text without its end": (SHADE, 'light"\n', "light\n"),
        "a double quote inside a text": (SHADE, "Some plants", 'Some "plants"'),
        "a double quote inside a text of a list": (SHADE, "Move it to a", 'Move "it" to a'),
        "a small table with a text without its end": (LOOKS, 'id = "dust",', 'id = "dust,'),
        "a backslash inside a text": (SHADE, "Some plants", r"Some \plants"),
        "a text on two lines": (SHADE, "Some plants", "Some\nplants"),
        "a list without its end": (SHADE, 'window."]', 'window."'),
        "a list without a comma": (SHADE, '"Move it', '"Turn it." "Move it'),
        "a small table on two lines, as in TOML 1.1": (LOOKS, '{ id = "dust",', '{ id = "dust",\n'),
        "a comma at the end of a small table, as in TOML 1.1": (
            LOOKS,
            'leaves" },\n  { id = "brown',
            'leaves", },\n  { id = "brown',
        ),
        r"`\e` in a text, as in TOML 1.1": (SHADE, "Some plants", r"\eSome plants"),
        "`True`": (LOOKS, "neutral = true },", "neutral = True },"),
        "`interrupts = yes`": (BOOK, "interrupts = true", "interrupts = yes"),
        "`[my guess]` as a source": (SOURCES, "[guess]", "[my guess]"),
        "`weight = 1,5`": (SHADE, WEIGHT, 'weight = 1,5\nbecause = "Yellow'),
        "a key twice": (SHADE, WEIGHT, f"weight = 1\n{WEIGHT}"),
        "a table twice": (BOOK, "[grades]", '[words]\ndocument = "x"\n[words]\n[grades]'),
        "`[rule]` twice": (SHADE, '[[rule]]\nid = "shade_dark"', '[rule]\nid = "shade_dark"'),
        "`[[rule]`": (SHADE, '[[rule]]\nid = "shade_dark"', '[[rule]\nid = "shade_dark"'),
        "a remark that begins with `//`": (SHADE, "name =", "// dark\nname ="),
        "an unfinished merge": (SHADE, "name =", "<<<<<<< HEAD\nname ="),
        "a semicolon behind a value": (SHADE, 'grade = "C"', 'grade = "C";'),
        "a date that does not exist": (BOOK, "2026-01-31", "2026-02-30"),
        "a date that begins with the day": (BOOK, "2026-01-31", "31-1-2026"),
        "a version without quotation marks": (BOOK, 'version = "1.0"', "version = 1.0.0"),
        "a part of a unit without quotation marks": ("sections/orchid.toml", '"1/250"', "1/250"),
    },
    "Keys and values": {
        "`options` for `choices`": (LOOKS, 'choices = ["mine"', 'options = ["mine"'),
        "`min` and `max` for `range`": (CARE, "range = [0, 24]", "min = 0\nmax = 24"),
        "`texts` for `text`": (CARE, 'text = "What do', 'texts = "What do'),
        "`toward` for `towards`": (
            CARE,
            "range = [0, 24]\n",
            'range = [0, 24]\nchange = { text = "With {new}", toward = "more" }\n',
        ),
        "a range of `towards` backwards": (
            CARE,
            "range = [0, 24]\n",
            'range = [0, 24]\nchange = { text = "With {new}", towards = [10, 4] }\n',
        ),
        "`ids` for `id`, of a question that much looks at": (
            CARE,
            'id = "watering"',
            'ids = "watering"',
        ),
        "`whe` for `when`, beside a text with its answer": (
            DROWNING,
            'when = "cups_week >= 14"',
            'whe = "cups_week >= 14"',
        ),
        "`ids` for `id`, of a line that depends on answers": (
            FLAGS,
            '{ id = "wash"',
            '{ ids = "wash"',
        ),
        "a stem called otherwise": (CARE, "[stems]\nmany =", "[stems]\nmuch ="),
        "a table for a list of lines below a red flag": (
            FLAGS,
            'advice = ["Take a photo of it."]',
            'advice = { text = "Take a photo of it." }',
        ),
        "`wieght`": (SHADE, WEIGHT, 'wieght = 2\nweight = 2\nbecause = "Yellow'),
        "an empty file of red flags": instead(FLAGS, lambda path: path.touch()),
        "a key missing": (BOOK, 'title = "Ailing houseplants"\n', ""),
        "no `[[urgency]]`": everywhere(BOOK, "[[urgency]]", "[[urgencies]]"),
        "no `[grades]`": (BOOK, "[grades]", "[grade]"),
        "`[[grades]]`": (BOOK, "[grades]", "[[grades]]"),
        "`[factor]` above the keys of a factor": (SHADE, "name =", "[factor]\nname ="),
        "no `[[rule]]` above the second one": (
            SHADE,
            '[[rule]]\nid = "shade_drop"',
            'id = "shade_drop"',
        ),
        "`[rule]` in a factor of one rule": beside("factors/dust.toml", DUST),
        "`assume` as one table": (
            CARE,
            "assume = [ {",
            "assume = {",
            "'plastic'\" } ]",
            "'plastic'\" }",
        ),
        "a key of the file below its rules": (SHADE, YELLOW, f"{YELLOW}\nadvice = []"),
        "a number in quotation marks": (SHADE, WEIGHT, 'weight = "2"\nbecause = "Yellow'),
        "half a weight": (SHADE, WEIGHT, 'weight = 2.5\nbecause = "Yellow'),
        "a weight of 0": (SHADE, WEIGHT, 'weight = 0\nbecause = "Yellow'),
        "a weight of 20000": (SHADE, WEIGHT, 'weight = 20000\nbecause = "Yellow'),
        "an empty text": (SHADE, "Some plants bear it.", ""),
        "a text in place of a list": (SHADE, '["Move it to a window."]', '"Move it to a window."'),
        "a number in a list of texts": (SHADE, '["Move it to a window."]', "[3]"),
        "no sources": (SHADE, 'sources = ["guess"]', "sources = []"),
        '`reviewed = "2026-01-31"`': (BOOK, "2026-01-31", '"2026-01-31"'),
        '`reviewed = "31 January"`': (BOOK, "2026-01-31", '"31 January"'),
        "`reviewed` with a time": (BOOK, "2026-01-31", "2026-01-31T10:00:00"),
        "`version` as a number, and a section that looks at one before it": changed(
            (BOOK, 'version = "1.0"', "version = 1.0"),
            (CARE, "range = [0, 24]\n", "range = [0, 24]\nwhen = \"kind != 'plastic'\"\n"),
        ),
        "a grade that does not exist": (SHADE, 'grade = "C"', 'grade = "c"'),
        "`when = true`": (SHADE, DROPS, "when = true"),
        "a level from 0": (BOOK, "from = 2", "from = 0"),
        "levels that do not rise": (BOOK, "from = 5", "from = 3"),
        "a year of five digits": (SOURCES, "year = 2019", "year = 20190"),
        "a word of haste at two urgencies": (
            BOOK,
            'time_frame = "this week"',
            'time_frame = "this week"\nhaste = ["now"]',
            "interrupts = true",
            'interrupts = true\nhaste = ["now"]',
        ),
        "`texts` for `text`, of the only line of the recommendation": (
            BOOK,
            BOOK_TEXT[BOOK_TEXT.index("recommendation = ") : BOOK_TEXT.index("[factors]")],
            'recommendation = [{ id = "show", texts = "Show the plant to a gardener." }]\n',
        ),
        "a first recommendation with a condition": (
            BOOK,
            '"Show the plant to a gardener."',
            '{ id = "show", text = "Show it.", when = "light > 2" }',
        ),
        "a first recommendation that some do not see": (
            BOOK,
            '"Show the plant to a gardener."',
            '{ id = "show", text = "Show it.", unless = "light > 2" }',
        ),
        "`answers_set_aside` without `{answers}`": (BOOK, "together: {answers}", "together"),
        "a `because` of a red flag without `{ticked}`": (FLAGS, "{ticked}, all", "all"),
    },
    "Ids and names": {
        "`Shade drop` as an id": (SHADE, 'id = "shade_drop"', 'id = "Shade drop"'),
        "`count` as an id": (CARE, "", '\n[[derived]]\nid = "count"\nvalue = "light"\n'),
        "an id of 70 letters": (SHADE, 'id = "shade_drop"', f'id = "{"d" * 70}"'),
        "`1 Dust` as the id of a choice": (LOOKS, 'id = "dust"', 'id = "1 Dust"'),
        "`it's mine` as a choice that is only a text": (
            LOOKS,
            '"mine", "shared"',
            '"it\'s mine", "shared"',
        ),
        "two rules of a factor with one id": (SHADE, 'id = "shade_drop"', 'id = "shade_dark"'),
        "two rules of two factors with one id": (SHADE, 'id = "shade_drop"', 'id = "thirst_tips"'),
        "two questions with one id": (LOOKS, 'id = "owner"', 'id = "kind"'),
        "a derived value with the id of a question": (
            CARE,
            "",
            '\n[[derived]]\nid = "food"\nvalue = "light"\n',
        ),
        "a factor with the id of a question": moved(SHADE, "factors/light.toml"),
        "two choices with one id": (LOOKS, 'id = "dust"', 'id = "mould"'),
        "two lines of a factor with one id": (DROWNING, 'id = "no_food"', 'id = "half"'),
        "a red flag with `unless`": (FLAGS, DANGER, f'{DANGER}\nunless = "light > 3"'),
        "two red flags with one id": (FLAGS, 'id = "all_at_once"', 'id = "mites"'),
        "a line that depends on answers without an id": (FLAGS, 'id = "wash", ', ""),
        "a source misspelt": (SHADE, 'sources = ["guess"]', 'sources = ["gues"]'),
        "a source that is not there at all": (
            SHADE,
            '["handbook"]\n\n[[rule]]\nid = "shade_dark"',
            '["pubmed"]\n\n[[rule]]\nid = "shade_dark"',
        ),
        "a level misspelt": (THIRST, 'up_to = "low"', 'up_to = "lo"'),
        "an urgency misspelt": (FLAGS, 'urgency = "now"', 'urgency = "nwo"'),
        "a scale misspelt": (LOOKS, 'scale = "yes_no"', 'scale = "yes_or_no"'),
        "a stem misspelt": (CARE, 'stem = "many"\nitem = "cups', 'stem = "mny"\nitem = "cups'),
        "a scale that nothing uses": (
            BOOK,
            "yes_no = [",
            'idle = [ { id = "a", label = "a" } ]\nyes_no = [',
        ),
        "`instead_of` a flag that is not there": (
            FLAGS,
            'instead_of = ["mites"]',
            'instead_of = ["mite"]',
        ),
        "`keeps` a question that is not there": (
            FLAGS,
            'urgency = "now"',
            'urgency = "now"\nkeeps = ["lihgt"]',
        ),
        "`signs_of` a question that is not there": (
            BOOK,
            'signs_of = ["signs"]',
            'signs_of = ["sings"]',
        ),
        "`signs` of an urgency without red flags": (BOOK, '\nsigns = ["now"]', '\nsigns = ["any"]'),
        "`asked_first` a question that is not there": (
            BOOK,
            "sections = [",
            'asked_first = ["lights"]\nsections = [',
        ),
    },
    "Questions": {
        '`kind = "date"`': (LOOKS, 'skip = "no idea"\nkind = "choice"', 'kind = "date"'),
        "a number without a range": (CARE, "range = [0, 24]\n", ""),
        "a range backwards": (CARE, "range = [0, 24]", "range = [24, 0]"),
        "a range of one number": (CARE, "range = [0, 24]", "range = [24]"),
        "a range in quotation marks": (CARE, "range = [0, 24]", 'range = "0-24"'),
        "a range of texts": (CARE, "range = [0, 24]", 'range = [0, "24"]'),
        "steps that do not fit the range": (CARE, "range = [0, 24]", "range = [0, 24]\nstep = 5"),
        "steps of nothing": (CARE, "range = [0, 24]", "range = [0, 24]\nstep = 0"),
        "a unit at a choice question": (
            LOOKS,
            'scale = "yes_no"',
            'scale = "yes_no"\nunit = "drops"',
        ),
        "choices at a number question": (
            CARE,
            "range = [0, 24]",
            'range = [0, 24]\nchoices = ["a", "b"]',
        ),
        "no choices": (LOOKS, 'choices = ["mine", "shared"]\n', ""),
        "a scale and choices": (
            LOOKS,
            'scale = "yes_no"',
            'scale = "yes_no"\nchoices = ["yes", "no"]',
        ),
        "one choice": (LOOKS, '"mine", "shared"', '"mine"'),
        "two exclusive boxes": (LOOKS, "neutral = true },", "exclusive = true },"),
        "an amount on a box": (LOOKS, 'label = "flames"', 'label = "flames", amount = 1'),
        "a choice without a label": (LOOKS, '{ id = "dust", label = "dust",', '{ id = "dust",'),
        "two units that are typed alike": (
            CARE,
            "range = [0, 24]",
            "range = [0, 24]\nunits = { minutes = 0.5, Minute = 0.25 }",
        ),
        "an assumed answer that cannot be": (CARE, 'answer = "never"', 'answer = "nerver"'),
        "a question that looks ahead": (
            CARE,
            "unless = \"kind == 'cactus'\"",
            'unless = "light > 3"',
        ),
        "a question that looks ahead by a derived value": (
            CARE,
            "unless = \"kind == 'cactus'\"",
            'unless = "dark"',
        ),
        "a question that looks at itself": (CARE, 'when = "watering > 0"', 'when = "cups > 0"'),
        "a question that looks at a total": (
            CARE,
            'when = "watering > 0"',
            'when = "drowning >= 2"',
        ),
        "a text and a stem": (
            CARE,
            'stem = "many"\nitem = "cups',
            'text = "Cups?"\nstem = "many"\nitem = "cups',
        ),
        "a stem without its item": (CARE, 'item = "cups does it get each time"\n', ""),
    },
    "Conditions": {
        "`leaf_drop = 'yes'`": when("leaf_drop = 'yes'"),
        "`light => 3`": when("light => 3"),
        "`light ≥ 3`": when("light ≥ 3"),
        "`light > 3 AND dark`": when("light > 3 AND dark"),
        "`light > 3 && dark`": when("light > 3 && dark"),
        "`NOT dark`": when("NOT dark"),
        "`!dark`": when("!dark"),
        "`light > 10%`": when("light > 10%"),
        "`light > 1,5`": when("light > 1,5"),
        "`light > 3 hours`": when("light > 3 hours"),
        "`leaf_drop == yes`": when("leaf_drop == yes"),
        "`kind == Fern`": when("kind == Fern"),
        "`leaf_drop == YES`": when("leaf_drop == YES"),
        "`flame in signs`": when("flame in signs"),
        "`kind in (Fern, cactus)`": when("kind in (Fern, cactus)"),
        "`light == 3 or 4`": when("light == 3 or 4"),
        "`light in (3, 4)`": when("light in (3, 4)"),
        "`light between 3 and 5`": when("light between 3 and 5"),
        "`if light > 3`": when("if light > 3"),
        "`answered('light')`": when("answered('light')"),
        "`any(signs)`": when("any(signs)"),
        "`count(signs)`": when("count(signs)"),
        "`drowning == 'high'`": when("drowning == 'high'"),
        "`webs in signs`": when("webs in signs"),
        "`leaf_drop == \u2018yes\u2019`": when("leaf_drop == \u2018yes\u2019"),
        "`true`": when("true"),
        "`{light} > 3`": when("{light} > 3"),
        "`leaf_drop == 'yes' or 'no'`": when("leaf_drop == 'yes' or 'no'"),
        "`light == 'not sure'`": when("light == 'not sure'"),
        "`light == None`": when("light == None"),
        "`light ** 2 > 9`": when("light ** 2 > 9"),
        "`leafdrop == 'yes'`": when("leafdrop == 'yes'"),
        "`leaf_drop == 'yess'`": when("leaf_drop == 'yess'"),
        "`'flame' in signs`": when("'flame' in signs"),
        "`signs == 'webs'`": when("signs == 'webs'"),
        "`'yes' in leaf_drop`": when("'yes' in leaf_drop"),
        "`light == '3'`": when("light == '3'"),
        "`leaf_drop > 2`": when("leaf_drop > 2"),
        "`leaf_drop`": when("leaf_drop"),
        "`light / 2 > 3`": when("light / 2 > 3"),
        "`sum(light, cups) > 3`": when("sum(light, cups) > 3"),
        "`drowning < 2`": when("drowning < 2"),
        "`not drowning >= 2`": when("not drowning >= 2"),
        "`shade >= 2` in a rule of shade": when("shade >= 2"),
        "`light > 3 and`": when("light > 3 and"),
        "`(light > 3`": when("(light > 3"),
        "`default(3, 0) > 2`": when("default(3, 0) > 2"),
        "`light < 0.1234567`": when("light < 0.1234567"),
        "`light < 10000000000`": when("light < 10000000000"),
    },
    "Texts, circles": {
        "`{leafdrop}`": because("It drops: {leafdrop}."),
        "`{Light}`": because("It gets {Light}."),
        "`{dark}`, a condition": because("It is {dark}."),
        "`{light}`, perhaps not answered": because("It gets {light}."),
        "`{cups_week}`, perhaps not answered": because("It gets {cups_week}."),
        "`{light} hours`, though its unit is hours": (
            SHADE,
            DROPS,
            f'{DROPS[:-1]} and answered(light)"',
            YELLOW,
            'because = "It gets {light} hours."',
        ),
        "`[light]` for `{light}`": because("It gets [light]."),
        "`{cups_week` without its other brace": because("It gets {cups_week, too much."),
        "`{{cups_week}}`": (DROWNING, "about {cups_week};", "about {{cups_week}};"),
        "`{light}h`": (
            SHADE,
            DROPS,
            f'{DROPS[:-1]} and answered(light)"',
            YELLOW,
            'because = "It gets {light}h."',
        ),
        "`{light}` in the text of a question": (
            LOOKS,
            "What do you see?",
            "What do you see with {light}?",
        ),
        "derived values in a circle": (
            CARE,
            '"watering * cups"',
            '"watering * cups + food_load"',
            "default(feeds, 0) +",
            "default(cups_week, 0) +",
        ),
        "a derived value of itself": derived("new + 1"),
        "a derived value of a total": derived("drowning >= 3"),
        "totals in a circle": (DROWNING, "when = \"kind == 'fern'\"", 'when = "salts >= 3"'),
        "a flag instead of itself": (FLAGS, 'instead_of = ["mites"]', 'instead_of = ["fire"]'),
        "a flag instead of a more urgent one": (
            FLAGS,
            'time_frame = "before the weekend"',
            'instead_of = ["fire"]',
            'instead_of = ["mites"]\n',
            "",
        ),
    },
    "What has no effect": {
        "a limit out of range": when("light > 30"),
        "a condition that contradicts itself": when("light > 5 and light < 3"),
        "a condition that cannot fail": when("light >= 0"),
        "`unless` like `when`": (SHADE, DROPS, f"{DROPS}\nunless = \"leaf_drop == 'yes'\""),
        "no `when` and no `unless`": (SHADE, f"{DROPS}\n", ""),
        "two rules with one condition": when("dark"),
        "steps that overlap": (DROWNING, "7 <= cups_week < 14", "7 <= cups_week <= 14"),
        "steps that leave a gap": (DROWNING, "7 <= cups_week < 14", "7 <= cups_week < 12"),
        "two red flags with one condition": (FLAGS, "when = \"'webs' in signs", DANGER[:-1]),
        "a factor that can reach no level": (
            THIRST,
            "weight = 3",
            "weight = 1",
            'weight = 2\nup_to = "low"',
            "weight = -1",
        ),
        "a question that nothing uses": (
            LOOKS,
            '["mine", "shared"]\nneutral = true',
            '["mine", "shared"]',
        ),
        "a choice that nothing names": (LOOKS, ", neutral = true },", " },"),
        "a derived value that nothing uses": derived("light > 5"),
        "a source that nothing cites": (
            SOURCES,
            "",
            '\n[idle]\ntitle = "Idle"\npublisher = "Nobody"\nread = "yes"\n',
        ),
        "a cap at the highest level": (THIRST, 'up_to = "low"', 'up_to = "high"'),
    },
    "What people could not tell apart, and what is out of date": {
        "a new box that no rule tells from the others": changed(
            (LOOKS, '  { id = "dust",', '  { id = "holes", label = "holes" },\n  { id = "dust",'),
            (FLAGS, "count(signs, 'yellow', 'brown', 'mould', 'webs')", "count(signs)"),
        ),
        "two questions that begin alike": (
            ORCHID,
            "How much water does it get?",
            "How much water does it get each time in winter?",
            "Where does it stand?",
            "How much water does it get each time in summer?",
        ),
        "two choices with one label": (LOOKS, 'label = "fine webs"', 'label = "white mould"'),
        "two factors with one name": (SALTS, "Too much food", "Too much water"),
        "two questions in the same words": (LOOKS, "Whose plant is it?", "What do you see?"),
        "a file of a factor copied under another name": beside(
            "factors/gloom.toml",
            (HOUSEPLANTS / SALTS).read_text("utf-8").replace("Too much food", "Gloom"),
        ),
        "two levels with one label": (BOOK, 'label = "moderate"', 'label = "low"'),
        "two sections with one title": (ORCHID, "More about an orchid", "How it looks"),
        "two red flags with one sign": (FLAGS, "many signs at once", "flames on the plant"),
        "a line of a card twice": (SHADE, '"Move it to a window."', '"Turn it.", "Turn it."'),
        "a review four years ago": (BOOK, "2026-01-31", "2022-01-31"),
        "a review that is still to come": (BOOK, "2026-01-31", "2099-01-31"),
        "an address that is none": (SOURCES, "https://garden.example/water", "not a url"),
        "a number without a source": (SHADE, "Move it to a window.", "Give it 6 hours of light."),
    },
    "Cases and probes": {
        "an answer that cannot be": (PLANTS, "cups = 2, signs", "cups = 20, signs"),
        "a wrong answer of the person all begin from": (PLANTS, "light = 8", "light = 80"),
        "an answer to no question": (PLANTS, "fires = { light = 1 }", "fires = { lihgt = 1 }"),
        "a person that is not there": (PLANTS, 'like = "nobody"', 'like = "nobodi"'),
        "an urgency that is not there": (PLANTS, 'urgency = "now"', 'urgency = "soon"'),
        "a factor that is not there": (PLANTS, 'salts = "high"', 'salt = "high"'),
        "`levels` as a list": (PLANTS, 'levels = { drowning = "low" }', 'levels = ["drowning"]'),
        "`answers` as a text": (
            PLANTS,
            'answers = { signs = ["flames", "webs"] }',
            'answers = "flames"',
        ),
        "`[[people.ordinary]]`": (PLANTS, "[people.ordinary]", "[[people.ordinary]]"),
        "`[[people]]`": (PLANTS, "[people.ordinary]", "[[people]]", "[people.nobody]\n", ""),
        "`[ordinary]` for `[people.ordinary]`": (PLANTS, "[people.ordinary]", "[ordinary]"),
        "two cases with one id": (PLANTS, 'id = "burning"', 'id = "drowned"'),
        "a probe pasted and not changed": (
            SHADE,
            "fires = { light = 2 }",
            (
                "fires = { light = 2 }\nspares = { light = 3 }\n\n"
                "[[rule.probe]]\nfires = { light = 2 }"
            ),
        ),
        "a case pasted and given another id only": (
            PLANTS,
            'urgency = "now"\nflags = ["fire", "mites"]',
            (
                'urgency = "now"\n\n[[case]]\nid = "still_burning"\ntext = "It burns."\n'
                'answers = { signs = ["flames", "webs"] }\nurgency = "now"\nflags = ["fire"]'
            ),
        ),
        "a probe of nothing": (PLANTS, 'of = "drowning"', 'of = "drowningg"'),
        "a probe of a line by another name": (PLANTS, 'of = "mites/wash"', 'of = "mites/rinse"'),
        "a probe of a line of something that is gone": (
            PLANTS,
            'of = "mites/wash"',
            'of = "aphids/wash"',
        ),
        "a probe of a rule far from it": (PLANTS, 'of = "drowning"', 'of = "shade_dark"'),
        "`[[probe]]` below a rule": (
            SHADE,
            "[[rule.probe]]\nfires = { light = 2 }",
            "[[probe]]\nfires = { light = 2 }",
        ),
        "`fo` for `of`": (PLANTS, 'of = "drowning"', 'fo = "drowning"'),
        "`fire` for `fires`": (SHADE, "fires = { light = 2 }", "fire = { light = 2 }"),
        "a probe that does not fire": (SHADE, "fires = { light = 2 }", "fires = { light = 3 }"),
        "a near miss that fires": (SHADE, "spares = { light = 3 }", "spares = { light = 1 }"),
        "no near miss": (PLANTS, 'spares = { signs = ["webs"], kind = "cactus" }\n', ""),
        "a case that comes out otherwise": (
            PLANTS,
            'levels = { drowning = "low" }',
            'levels = { drowning = "high" }',
        ),
        "a case that wants more haste": (
            PLANTS,
            'feeds = 5, signs = ["mould"] }\nurgency = "any"',
            'feeds = 5, signs = ["mould"] }\nurgency = "week"',
        ),
    },
}
