"""Pages of several stories, lines that lead to others, and pages in an article's place."""

from __future__ import annotations

import pytest

from qa.errors import ArticleError
from qa.records import Document, Failure
from qa.sources.parsers import read_documents
from qa.sources.parsers.stand_ins import refuse_redirect

PARAGRAPHS = (
    "The ferry to Skerra did not sail this morning because its crew refused to work the night.",
    "The line carried 12,000 passengers last year, and the island has no bridge or airport.",
    "Talks are to go on next week at the offices of the line, both sides told the Courier.",
)
OTHER = (
    "A bakery in Holm has burned down for the second time in three years, and nobody was hurt.",
    "Its owner said that she would build it up again, and sell her bread at the market until then.",
)


def page(body: str, title: str = "Ferry strike goes on - Courier", head: str = "") -> bytes:
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title>{head}</head>"
        f"<body>{body}</body></html>"
    ).encode()


def story(heading: str, paragraphs: tuple[str, ...], level: int = 2, extra: str = "") -> str:
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f"<article{extra}><h{level}>{heading}</h{level}>{text}</article>"


def read(data: bytes, name: str = "a.html") -> list[Document]:
    found = list(read_documents(data, name))
    assert all(isinstance(each, Document) for each in found), found
    return [each for each in found if isinstance(each, Document)]


def test_each_of_several_articles_is_one() -> None:
    body = story("Ferry strike goes on", PARAGRAPHS) + story("Bakery burns", OTHER, extra=" id=b2")
    first, second = read(page(body, "Island briefs"), "https://courier.example/briefs")
    assert (first.title, second.title) == ("Ferry strike goes on", "Bakery burns")
    assert PARAGRAPHS[2] in first.text and OTHER[0] not in first.text
    assert second.text == "\n\n".join(("Bakery burns", *OTHER))
    assert second.url == "https://courier.example/briefs#b2"


def test_a_brief_beside_stories_is_one_too_and_a_teaser_is_none() -> None:
    body = (
        story("Ferry strike goes on", PARAGRAPHS)
        + story("Bakery burns", OTHER)
        + story("Pier closed", ("The west pier is closed.",))
        + story('<a href="/x">School opens</a>', ("It has ten rooms.",))
    )
    found = read(page(body, "Island briefs"))
    assert [each.title for each in found] == ["Ferry strike goes on", "Bakery burns", "Pier closed"]
    assert found[2].text == "Pier closed\n\nThe west pier is closed."


def test_whole_posts_of_a_blogs_front_page_are_articles_at_their_own_addresses() -> None:
    body = story('<a href="/ferry">Ferry strike goes on</a>', PARAGRAPHS * 2) + story(
        '<a href="/bakery">Bakery burns</a>', OTHER * 3
    )
    found = read(page(body, "Island blog"), "https://courier.example/")
    assert [each.title for each in found] == ["Ferry strike goes on", "Bakery burns"]
    assert [each.url for each in found] == [
        "https://courier.example/ferry",
        "https://courier.example/bakery",
    ]


@pytest.mark.parametrize(
    "other",
    [
        story('<a href="/x">Bakery burns</a>', OTHER),
        story("Bakery burns", ("Short.",)),
        story("Ann says", OTHER, extra=' class="comment-body"'),
    ],
)
def test_teasers_and_comments_are_no_articles(other: str) -> None:
    [found] = read(page(story("Ferry strike goes on", PARAGRAPHS, 1) + other))
    assert found.text == "\n\n".join(("Ferry strike goes on", *PARAGRAPHS))


@pytest.mark.parametrize(
    "line",
    [
        '<p><a href="/x">Bakery in Holm burns down again</a></p>',
        '<p><strong>READ MORE: <a href="/x">Bakery burns down again</a></strong></p>',
        '<p>See also: <a href="/x">Bakery burns down again</a></p>',
        '<h3>You may also like</h3><p><a href="/x">Bakery in Holm burns down again</a></p>',
        '<p>Sign up for our <a href="/x">bakery newsletter</a></p>',
        "<p>Tove Lind writes about ships. Email: tove@courier.example</p>",
    ],
)
def test_lines_that_lead_to_other_stories_go(line: str) -> None:
    text = "".join(f"<p>{each}</p>" for each in PARAGRAPHS[:2])
    body = f"<article><h1>Ferry strike goes on</h1>{text}{line}<p>{PARAGRAPHS[2]}</p></article>"
    [found] = read(page(body))
    assert found.text == "\n\n".join(("Ferry strike goes on", *PARAGRAPHS))


@pytest.mark.parametrize(
    "line",
    [
        'Related costs rose to 5 million crowns, the <a href="/x">board of the line</a> said.',
        '<a href="/x">"We will not sail at night," the captain of the ferry said.</a>',
        "Watch duty is what the crew calls the hours after midnight, and it is not paid.",
        "More than 300 islanders signed a letter to the line in which they ask for talks.",
    ],
)
def test_sentences_with_links_stay(line: str) -> None:
    text = "".join(f"<p>{each}</p>" for each in PARAGRAPHS[:2])
    body = f"<article><h1>Ferry strike</h1>{text}<p>{line}</p><p>{PARAGRAPHS[2]}</p></article>"
    [found] = read(page(body))
    assert line.split(">")[-1].split("<")[0][:40].strip() in found.text


def test_entries_of_a_live_blog_keep_their_times() -> None:
    entries = "".join(
        f'<div class="post"><time datetime="2024-05-06T{hour}:10:00Z">{hour}:10</time>'
        f"<h2>{heading}</h2><p>{text}</p></div>"
        for hour, heading, text in (("17", "Talks", PARAGRAPHS[2]), ("09", "Strike", PARAGRAPHS[0]))
    )
    head = (
        '<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Ferry live",'
        '"datePublished":"2024-05-06T08:00:00Z"}</script>'
    )
    [found] = read(page(f"<main><h1>Ferry live</h1>{entries}</main>", "Ferry live", head))
    want = ["17:10", "Talks", PARAGRAPHS[2], "09:10", "Strike", PARAGRAPHS[0]]
    assert found.text.split("\n\n")[-6:] == want


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False"}'
         "</script>", ""),
        ("", "<p>Subscribe to continue reading this article</p>"),
        ("", "<div><p>Already a subscriber? Log in</p></div>"),
    ],
)  # fmt: skip
def test_a_page_that_has_to_be_paid_for_is_named(head: str, body: str) -> None:
    text = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    [found] = read(page(f"<article><h1>Ferry</h1>{text}{body}</article>", head=head))
    assert found.notes and "those who pay" in found.notes[0]


STAND_INS = [
    ("Sign in | Courier", "<h1>Welcome back</h1><p>Your name and password, please.</p>", "log-in"),
    ("Courier", "<p>Hello</p><form><input type=password></form>", "log-in"),
    ("Courier", "<p>You must be logged in to see the stories of this week.</p>", "log-in"),
    ("Before you continue to Courier", "<p>We and our partners use cookies.</p>", "consent"),
    ("Just a moment...", "<p>This takes a few seconds.</p>", "checks its visitor"),
    ("courier.example", "<p>Verify you are human by completing the action below.</p>", "visitor"),
    ("404 - Page not found | Courier", "<p>Try our search.</p>", "not found"),
    ("Courier", "<h1>Oops!</h1><p>Nothing here. Try the front page.</p>", "not found"),
    ("Courier", "<h1>We can’t find the page you’re looking for</h1><p>Sorry.</p>", "not found"),
    ("Courier", "<p>We and our partners store and access information on devices.</p>", "consent"),
    ("503 Service Unavailable", "<p>No server is available.</p>", "fault"),
    ("429 Too Many Requests", "<center>nginx</center>", "visitor"),
    ("Courier - Error", "<h1>Oops! That page can’t be found.</h1><p>Search?</p>", "not found"),
    ("404 - File or directory not found.", "<h1>Server Error</h1><p>Sorry.</p>", "not found"),
    ("Courier", "<p>The link you followed may be broken. HTTP status 404.</p>", "not found"),
    ("This story has expired", "<p>Stories are kept for thirty days.</p>", "not found"),
    ("courier.example", "<h1>Are you a robot?</h1><p>Click the box below.</p>", "visitor"),
    ("courier.example", "<p>Please enable JS and disable any ad blocker</p>", "visitor"),
    ("Courier", "<p>You need to enable JavaScript to run this app.</p>", "scripts"),
    ("451: Unavailable for legal reasons", "<p>You are in the EEA.</p>", "not shown here"),
    ("Courier", "<p>This site is not available in your region.</p>", "not shown here"),
    ("Ferry strike", "<h1>Read the Courier with advertising</h1><p>Use our site by agreeing to "
     "all cookies, or subscribe and read without ad tracking.</p>", "consent"),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "reason"), STAND_INS)
def test_pages_in_an_articles_place_are_refused(title: str, body: str, reason: str) -> None:
    [found] = read_documents(page(body, title), "https://courier.example/a")
    assert isinstance(found, Failure) and reason in found.reason


def test_a_page_that_sends_its_reader_on_names_the_address() -> None:
    head = '<meta http-equiv="Refresh" content="0; URL=/new">'
    [found] = read_documents(page("Moved", "Moved", head), "https://courier.example/old")
    assert isinstance(found, Failure)
    assert "sends a browser on to https://courier.example/new; add that address" in found.reason


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("Not found: the letters of a captain", ""),
        ("Sign in to vote, islanders are told", ""),
        ("Access denied: why the harbour is closed", ""),
        ("Ferry strike", '<meta http-equiv="refresh" content="900">'),
    ],
)
def test_articles_with_such_words_are_read(title: str, head: str) -> None:
    text = "".join(f"<p>{each}</p>" for each in PARAGRAPHS * 4)
    [found] = read(page(f"<article><h1>{title}</h1>{text}</article>", title, head))
    assert PARAGRAPHS[0] in found.text


@pytest.mark.parametrize(
    ("body", "head", "reason"),
    [
        ('<a href="/a">Ferry strike goes on</a>', "", "the site's feed"),
        ('<h1>Courier</h1><ul><li><a href="/a">Ferry</a></li><li><a href="/b">Bakery</a></ul>',
         '<link rel=alternate type="application/rss+xml" href="/feed">',
         "the site's feed, https://courier.example/feed"),
        ('<h2>Today</h2><p><a href="/a">Ferry strike goes on in Skerra</a></p><style>p {}</style>',
         '<link rel="alternate" type="application/atom+xml" href="https://c.example/atom">',
         "the site's feed, https://c.example/atom"),
        ("".join(f'<article><h3><a href="/{n}">Ferry {n}</a></h3><p>Talks go on.</p></article>'
                 for n in range(3)), "", "the site's feed"),
        ("".join(f'<article><h3><a href="/{n}">Ferry {n}</a></h3><p>Talks go on.</p></article>'
                 for n in range(3)) + "<p>All of today's stories are about the ferry.</p>", "", ""),
        ('<a href="/a">Ferry</a><p>Talks are to go on next week.</p>', "", ""),
        ("<h1>Ferry strike goes on</h1>", "", ""),
        ('<p><a href="/a">Talks</a> are to go on next week.</p>', "", ""),
        ('<p>Talks are to go on.</p>', '<link rel=alternate type="application/rss+xml" href="/f">',
         ""),
    ],
)  # fmt: skip
def test_a_page_of_links_alone_is_no_article(body: str, head: str, reason: str) -> None:
    [found] = read_documents(page(body, head=head), "https://courier.example/")
    assert isinstance(found, Failure) is bool(reason)
    if isinstance(found, Failure):
        assert "nothing but links" in found.reason and found.reason.endswith(reason)


@pytest.mark.parametrize(
    ("asked", "final", "refused"),
    [
        ("https://c.example/a", "https://c.example/login?next=/a", True),
        ("https://c.example/a", "https://login.c.example/?u=a", True),
        ("https://c.example/a", "https://consent.c.example/x", True),
        ("https://c.example/a", "https://www.c.example/news/a", False),
        ("https://c.example/login", "https://c.example/login/", False),
    ],
)
def test_redirects_to_a_log_in(asked: str, final: str, refused: bool) -> None:
    if not refused:
        refuse_redirect(asked, final)
        return
    with pytest.raises(ArticleError, match="is redirected to"):
        refuse_redirect(asked, final)


def test_the_sites_name_is_no_headline() -> None:
    text = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    masthead = '<header><h1 class="site-title"><a href="/">Courier of Skerra</a></h1></header>'
    body = f"{masthead}<article><h2>Ferry strike goes on</h2>{text}</article>"
    [found] = read(page(body, "Ferry strike - Courier of Skerra"))
    assert found.title == "Ferry strike goes on"


@pytest.mark.parametrize(
    "top",
    [
        '<h1 class="logo"><img alt="Courier"></h1><h2 class="title">Ferry strike goes on</h2>',
        '<h1><a href="https://courier.example/">Courier</a></h1><h2>Ferry strike goes on</h2>',
    ],
)
def test_a_picture_of_the_sites_name_is_no_heading(top: str) -> None:
    text = "".join(f"<p>{each}</p>" for each in PARAGRAPHS)
    head = (
        '<meta property="og:title" content="Ferry strike goes on | Courier">'
        '<meta property="og:site_name" content="The Courier">'
    )
    [found] = read(page(f"<article>{top}{text}</article>", "Courier: all of today", head))
    assert (found.title, found.source) == ("Ferry strike goes on", "The Courier")
