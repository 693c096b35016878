"""Ordinary English words that lie a slip or two of the keys away from a word of the tools: they are what they say.

Without them `planet` would be read as `plant`, and a question be answered that nobody asked.
"""

from __future__ import annotations

from typing import Final


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ORDINARY: Final = _words("""
accordion acre acres afflicted aground albert alignment alter alters arching arise arises asia assert asserts
attracted backfired bale bales baring batter beaker bedside bellow bellows bitter blocked boring bought bowing
breezy brunch brunt bucked butter butters capacitor capitol chanted charged clause clauses clod coalition coarse
coiled coincided collected collecting collective collector collectors combing companion companions compassion
compelled compete competed competes compliant composing composure conceited concocted conference conferences
conferred confidante confluence conform conformed conforms congested connection connections consented consulted
consummation contented contested contract contracts contrition converted convicted conviction convictions cooked
cooker cooking cooped cooper coordinator corrected correction corrections correctly cremate cremated criminality
culled currant curried curtain curtains customary daring dawned deceased decryption defendant defendants deference
definitive dependant dependence dependency deplete depressed derail derive derives descendent descendents describing
descriptive despondent devise different dimension dimensions discontent dispersion distributing distributor
distributors diversify diversity diving doling doping dose doses dosing doting dozing drowned electrician
electricians electrify electronic electronics enlisting escalator escorting excavated excavation excavations
excepting excessive exclamation execution executions exemption exercised exiting expansive expedited expert experts
exploding exploited exploiting exploration exploring explosive explosives expressive extensive extent extorting
faction factions farmer farmers fatted fending feuding figuring filed filing filings filler financier financiers
financing fining firmer flailing flicked flooring foiled forked formed fragility frequencies frequency friction
funding furnished fussed gird gutting handsomer heaving herd herds hither hospitable identity implanted incubation
infection infections inflection informative informing inhalation injection injections inoculation inoculations
insect insects insertion instill instilled intercepted interception intruding kindle lacked lather latter leasing
legged licked lien lightening linger lingers livelihood loafing locket loomed lucked lugged magically mani manuel
martin marvin massed massing medial mental mentoring messed messing meteor meteors misused misusing momentarily
monkey monkeys mopped mopping mothering multiplied multiplies multiply musically mustering muttering navigator
navigators neatest normality numbed occurring operative operatives outrage overbearing overboard overheard
overhearing overlooked overlooking overreact overreacted overreacting overstating palace palaces paramount patent
patents penetrating perdition perforated phrase phrases planet planets pleasing potion potions powder powdered
powders precious predicated predictive predilection preset presiding pressured pressuring prince princes proactive
procedural processing productive professing projectile projectiles projection projections projector projectors
prosecution prosecutions prospective protest protested protesters protests protracted rafting raging raking ranting
raring ratted ratting rearing rebooting recant reclining reforming regaining registrar rejoining relating relayed
reminding repaid repenting replaying rerouting resent resents residency resilience resorting respiration restarted
restorative retaining retracing revere reverting revolting saturation sealing sensing shingle shingles shortness
simmer simulation simulations sketching smoothing snatching snitching snorted sparkling sparse spending spewed
squealing stalked stapled stared starred startled steven stevens stitching stooped strand stranding strands
strangest streaking streaming string stringent strings struck strung stuart sturdy subjected subsection suction sued
suing suitably supple supposing suspended suspicion suspicions swerve swerving talker talkers technician technicians
teller tellers temper temperate tempers terminate terminates thicket thorough though thrust thrusts ticked ticker
tiller tipped trance transformed transporter transporters trapped traveling traversing tripled truest underwear
undeserved uninfected vandalize vantage veer vegetarian vegetarians vegetative veneration ventilate ventilated
ventilation vibrating vibration vibrations volley walter walters warner wether wholly wining wormed writhe
""")
