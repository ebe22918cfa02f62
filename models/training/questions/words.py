"""Lists of words that the question rules need: people, places, events, verbs of speech."""

from __future__ import annotations


def listed(text: str) -> frozenset[str]:
    """Split a list of words."""
    return frozenset(text.split())


PEOPLE = listed(
    """
    actor actress adviser agent aide ambassador analyst artist athlete author bishop board
    boss boy brother captain celebrity chairman chairwoman champion chancellor chief child
    coach colleague columnist commander commentator commissioner competitor consumer couple
    coach critic customer cyclist daughter dealer defender delegate deputy designer detective
    developer diplomat director doctor driver economist editor employee employer engineer
    executive expert family fan farmer father fighter firefighter footballer founder friend
    gang gangster girl goalkeeper governor group gunman guest head hacker historian host
    husband inspector investigator investor journalist judge jury killer king lawyer leader
    lecturer lord magistrate man manager mayor member minister militant monk mother mp
    musician mum neighbour neighbor nurse observer officer official opponent organiser owner
    parent participant partner passenger patient pensioner people performer person
    photographer pilot player plaintiff police policeman politician pope premier president
    presenter priest prince princess prisoner producer professor prosecutor protester
    publisher pupil queen rapper rebel referee refugee regulator reporter representative
    researcher resident reviewer rider rival runner sailor scholar scientist secretary senator
    sergeant shareholder singer sister skipper smoker soldier solicitor son spokesman
    spokesperson spokeswoman sportsman sprinter staff star striker student supporter surgeon
    survivor suspect teacher team teenager terrorist thief tourist trader traveller trader
    troops tutor user veteran victim viewer villager visitor volunteer voter wife winner
    witness woman worker writer youth pundit offender blogger candidate chef forward
    midfielder winger hooker flanker keeper scorer immigrant foreigner hunter gamer rioter
    activist campaigner broadcaster counsel pundit offender blogger candidate chef forward
    midfielder winger hooker flanker keeper scorer immigrant foreigner hunter gamer rioter
    activist campaigner broadcaster counsel mother-in-law ex-wife ex-husband baby mom dad
    toddler grandmother grandfather pair duo
    """
)
"""Lemmas of nouns that are asked about with "who"."""
ROLES = PEOPLE - listed("people family group gang troops staff team couple pair duo")
"""Nouns that say what somebody is, as in "Who is the chairman?"."""
PLAYERS = listed(
    """
    striker midfielder defender goalkeeper winger forward captain hooker prop lock flanker
    centre fly-half scrum-half full-back wing player keeper
    """
)
COUNTRIES = listed(
    """
    Afghanistan Algeria America Argentina Australia Austria Bangladesh Belgium Brazil Britain
    Bulgaria Cameroon Canada Chile China Colombia Croatia Cuba Cyprus Denmark Egypt England
    Ethiopia Finland France Georgia Germany Ghana Greece Hungary Iceland India Indonesia Iran
    Iraq Ireland Israel Italy Jamaica Japan Jordan Kenya Kuwait Latvia Lebanon Libya Malaysia
    Mexico Morocco Nepal Netherlands Niger Nigeria Norway Pakistan Peru Philippines Poland
    Portugal Qatar Romania Russia Scotland Serbia Singapore Slovakia Somalia Spain Sudan
    Sweden Switzerland Syria Taiwan Thailand Tunisia Turkey Uganda UK Ukraine US Uzbekistan
    Venezuela Vietnam Wales Yemen Zimbabwe
    """
)
PLACES = listed(
    """
    airport area bar base beach border building camp capital castle cathedral centre center
    church city cinema club coast college country court district factory field gallery ground
    hall harbour headquarters hospital hotel house island jail kitchen lake library market
    mountain museum neighborhood neighbourhood office palace park plant port prison province
    pub region resort restaurant river road room school shop square stadium state station
    store street studio suburb supermarket theatre theater tower town university venue village
    warehouse
    """
)
"""Lemmas of nouns that answer "where" after in, at, near or outside."""
EVENTS = listed(
    """
    accident attack auction blast bombing ceremony championship clash competition concert
    conference crash demonstration earthquake election event exhibition explosion festival
    final fire funeral game incident launch march match meeting murder operation parade party
    protest raid rally robbery seminar shooting show siege summit talk tournament tour trial
    wedding workshop
    """
)
WORTH = listed(
    """
    acquisition agreement bid bond bonus budget buyout campaign contract deal debt deficit
    dividend fine fund grant investment lawsuit loan loss merger move offer package payment
    penalty plan prize profit project programme purchase refund sale scheme settlement stake
    surplus takeover transfer
    """
)
"""Nouns whose size is told in money, as in "a $3bn takeover"."""
LASTING = listed(
    """
    agreement ban contract deal jail plan programme project prison sentence strike study
    suspension term tour trial war
    """
)
UNITS = listed(
    """
    second minute hour day night week fortnight month year decade century season
    """
)
SPEECH = listed(
    """
    acknowledge add admit allege announce argue assert believe claim complain conclude confirm
    declare deny explain feel find hint hope indicate insist maintain note observe predict
    reckon report reveal say show state stress suggest tell think warn write
    """
)
"""Verbs whose clause is what somebody said, thought or found."""
HUMAN = listed(
    """
    argue believe claim fear hope insist say tell think urge want warn
    """
)
WANTS = listed(
    """
    agree aim allow ask attempt be choose consider decide decline expect fail force forget
    hope intend need offer order plan prepare pledge promise refuse seek threaten try urge vow
    want
    """
) - {"be", "fail", "allow"}
"""Verbs with an infinitive that says what somebody means to do."""
PUNISHED = listed(
    """
    arrest award ban blame charge commend condemn convict criticise criticize detain
    disqualify execute expel fine fire hold honour honor imprison investigate jail praise
    punish reprimand sack sentence send suspend thank
    """
)
"""Verbs after which "for" and "after" give the reason."""
STRUCK = listed(
    """
    abandon accuse acquit appoint attack beat bomb crash deport destroy dismiss drop elect
    free hit hurt injure kidnap kill murder name nominate postpone release rescue rob scrap
    shoot stab steal sue test wound
    """
)
"""What can happen to somebody, beside punishment."""
ENOUGH = listed("acquit arrest destroy execute injure jail kill murder release rescue")
"""What is worth telling without more words."""
CHANGES = listed(
    """
    advance climb close cut decline decrease dip double drop ease expand extend fall gain grow
    increase jump leap lose plunge raise reduce rise sink slide slip slump soar surge tumble
    widen
    """
)
"""Verbs that money and percentages measure."""
MEETINGS = listed(
    """
    accuse acquire ask attack back beat blame buy criticise criticize defeat face fight hire
    join meet play represent sue support thank thrash urge warn
    """
)
"""Verbs whose object, if an organisation, is asked about with "who"."""
PURPOSES = listed(
    """
    ability agreement attempt bid chance deal decision effort offer opportunity plan pledge
    power pressure promise proposal reason right time way
    """
)
"""Nouns with an infinitive of their own, which then does not say why."""
PLACING = listed("begin bring keep leave move place put send set turn")
"""Verbs that are not understood without where to."""
EMPTY = listed("be do go have make take come get")
"""Verbs that say little without the words after them."""
VAGUE = listed("fact idea point problem question reason thing truth way")
# What a question must not point at: its reader has no text before it.
POINTING = listed(
    """
    i me my mine myself we us our ours ourselves you your yours he him it they them this that
    these those such here there who which what whom whose one ones something everything
    nothing another others both former latter
    """
)
BOUND = listed("his her its their himself herself itself themselves")
FIRST_PERSON = listed("i we me us my our you your i'm we're")
PARTICLES = listed("abroad ahead apart aside away back down forward home off together")
DENIALS = listed("barely hardly never no nor rarely seldom")
STOP = listed(
    """
    a an and are as at be been by did do does for from had has have how in is it its long many
    much name of on or over say said says called take place that the there they think thought
    to was were what when where which who why will with year old country company job role
    percentage happened nationality team play work called length value worth after about his
    her their into up out than more not mr mrs ms
    """
)
NEWSWORTHY = listed(
    """
    accused acquitted appointed arrested attacked banned beaten bombed bought charged
    convicted crashed died elected explode exploded fined hired hurt injured jailed killed
    kidnapped launched murdered released rescued resigned robbed sacked sentenced shot sold
    stabbed stolen sued suspended won wounded
    """
)
"""Words that make a question by themselves, as in "Who was killed?"."""
