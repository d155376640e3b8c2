"""A made-up agency report with everything a coder must cope with at once.

An unnamed official on a telephone briefing, several tracks in one sentence, a relay, direct, mixed and
indirect speech, a vague date, a document put forward, an appointment, an earlier appeal.
"""

from datetime import date

from tracker.lib.attribution import Known, KnownName

DAY = date(2022, 3, 14)

TEXT = """\
PORT ELLERY, March 14. /KESTREL/. Norvania will never agree to two of the Sarmian demands on fishing, yet it is \
prepared to open talks along several tracks as soon as early April, a senior administration official said at a \
briefing on Sarmia held by telephone on Monday.
"We are prepared to sit down as soon as early April on more than one track: with them alone, in the Joint Waters \
Dialogue, and, with the others, in the Coastal Forum and the NCO," the official said.
According to the official, Norvania has "heard what Sarmia wrote in its letters, and [we] repeat that talks can only \
be held on equal terms."
He pointed out that Norvania has no plans to bargain over nets in the newspapers, as it finds this unhelpful.
"We will not answer every letter, not even one of the Sarmian President," he said adding, "And they know that \
perfectly well, I believe."
The official stressed that "some of the points can be talked about and others will never be agreed to."
He believes that "progress is thinkable only when the patrol boats go home."
The senior official noted that Norvania welcomed the statement of the Lakes Group about the reopened harbour.
"But deeds count and not words, so we will keep watching the strait," the senior administration official said.
Sarmia’s demands
On March 9, the Sarmian Foreign Ministry released draft agreements on fishing rights. It was reported that \
Presidential Aide Ilya Dorn informed Norvanian Security Adviser Tom Hale of Sarmia’s readiness to begin at once. \
Deputy Foreign Minister Oleg Marsh will represent Sarmia at the talks.
Sarmian President Viktor Stahl earlier called on the Coastal Forum to begin talks on lasting guarantees. The head of \
state specified that Sarmia wanted written promises because spoken ones had been broken.
"""

KNOWN = Known(
    actors=[
        KnownName("norvania", ("Norvania",), "state"),
        KnownName("sarmia", ("Sarmia",), "state"),
        KnownName("ministry", ("Sarmian Foreign Ministry", "Foreign Ministry"), "body"),
        KnownName("stahl", ("Viktor Stahl",), "person"),
        KnownName("dorn", ("Ilya Dorn",), "person"),
        KnownName("hale", ("Tom Hale",), "person"),
        KnownName("other hale", ("Maria Hale",), "person"),
        KnownName("marsh", ("Oleg Marsh",), "person"),
        KnownName("forum", ("Coastal Forum",), "organisation"),
    ],
    tracks=[
        KnownName("dialogue", ("Joint Waters Dialogue", "JWD")),
        KnownName("coast", ("Coastal Forum",)),
        KnownName("nco", ("Northern Coast Organisation", "NCO")),
        KnownName("shuttle", ("shuttle of the envoys",)),
    ],
    issues=[KnownName("fishing", ("fishing rights", "nets")), KnownName("patrols", ("patrol boats",))],
)
