# The sentences of reports, in English. Every message stands in every language, with the same variables.

# What was assessed
unit = { $unit }
made-by = { $ruleset } { $edition }, as of { $as_of }
up-to-round = answers up to round { $round }
later-round = round { $round } counts, though it was given after the as-of date
known-on = as known on { $known }: rounds that were given later are left out
insisted = the as-of date lies outside this edition; assessed all the same, as asked

# Headings and single words
total = Total
claimed = claimed
evidenced = evidenced
no-score = no score
heading-criteria = Criteria
heading-measures = Measures
heading-awards = Awards, lowest first
heading-exceptions = Exceptions accepted
heading-refused = Exceptions refused
heading-evidence = Evidence to look at
heading-rests-on = Numbers that the source does not print
heading-warnings = Warnings
column-unit = Unit
column-highest = Highest award
column-nearest = Nearest
column-contribution = of the total
no-award = none
status-word =
    { $status ->
        [not_applicable] not applicable
        [waived] waived
        [equivalent] met by an equivalent
        [unknown] unknown
        [not_met] not met
        [unevidenced] without evidence
        [partly_met] partly met
       *[met] met
    }
outcome-word =
    { $outcome ->
        [eligible] eligible
        [conditional] eligible on conditions
        [undetermined] undetermined
       *[ineligible] not eligible
    }
verdict-word =
    { $verdict ->
        [holds] holds
        [open] open
       *[fails] fails
    }
comparator-word =
    { $comparator ->
        [at_least] at least
        [at_most] at most
        [above] above
       *[below] below
    }

# Points
points = { $points } of { $of }
before = claimed { $claimed }, evidenced { $evidenced }
contributes = adds { $points } to the total

# Criteria
criterion = { $criterion }: { $status }, { $score }
total-is = Total: { $score }
total-none = Total: no score
scored-when = there is a score only where
question = asked: { $question }
applies-when = applies only where
cites = source: { $source }
stands-on =
    { $at }: { $standing ->
        [practice] common practice, in no text
        [assumed] assumed, nobody knows
       *[printed] printed
    }{ $citation ->
        [none] {""}
       *[other] {" "}({ $citation })
    }

# Facts
fact-is = { $fact }: { $value }
fact-is-by = { $fact }: { $value }, answered by { $by }
answered = answered: { $value }
answered-by = answered: { $value }, by { $by }
not-answered = not answered
said-by-unit = the unit itself: { $value }
said-by-round = { $round }: { $value }
truth-word =
    { $truth ->
        [true] yes
       *[false] no
    }
fact-missing = { $fact }: not answered
fact-not-applicable = { $fact }: not applicable
fact-is-elsewhere = { $fact }: { $value }, explained at its own line
fact-elsewhere = { $fact }: explained at its own line

# How a leaf's fraction is made
scale-gives = the answer { $answer } gives { $fraction } on the scale { $scale }
scale-not-applicable = the answer { $answer } on the scale { $scale } says that it does not apply
scale-unknown = the answer { $answer } on the scale { $scale } leaves it open
met-when = met where
band-reached = { $fact } reaches the step { $at_least }, which gives { $fraction }
band-none = { $fact } reaches no step, which gives { $fraction }
linear = { $fact }, in proportion, from 0 at { $from } to 1 at { $to }
ratio = { $of } divided by { $to }
counted = how many of these hold, out of { $out_of }
case-gives = case { $case } holds, which gives { $fraction }
case-open = case { $case } is open, which would give { $fraction }
case-none = no case holds, which gives { $fraction }
case-else = otherwise it gives { $fraction }
fraction-is = the answers give { $fraction }
counted-as-zero = not answered, which counts as 0
left-out = not answered, and so left out

# Conditions
all-of =
    { $count ->
        [one] this holds
       *[other] all { $count } of these hold
    }
any-of = at least one of these { $count } holds
not-this = this does not hold
count-of = from { $at_least } to { $at_most } of these { $count } hold
is-answered = { $fact } is answered
is-not-answered = { $fact } is not answered
is-boolean = { $fact } is { $value }
is-in = { $fact } is { $values }
is-not-in = { $fact } is not { $values }
is-at-least = { $fact } is at least { $value }
is-at-most = { $fact } is at most { $value }
is-above = { $fact } is above { $value }
is-below = { $fact } is below { $value }
has-length =
    { $fact } has at least { $length ->
        [one] { $length } character
       *[other] { $length } characters
    }
starts-with = { $fact } starts with "{ $prefix }"
starts-not-with = { $fact } does not start with "{ $prefix }"
has-url = { $fact } contains a URL
has-no-url = { $fact } contains no URL

# Groups
aggregate-sum = the points below are added
aggregate-mean = the mean of what is below, by weight
aggregate-min = the least of what is below counts
aggregate-max = the greatest of what is below counts
aggregate-best =
    { $count ->
        [one] the best of what is below counts
       *[other] the mean of the { $count } best below counts
    }
aggregate-all = met where all below is met
aggregate-any = met where one below is met
aggregate-at-least = met where at least { $count } below are met
aggregate-deduct = starts at { $weight } and loses what is not met below, down to { $floor }
capped = at most { $cap } points
rounded =
    rounded to { $places ->
        [one] { $places } place
       *[other] { $places } places
    }
bonus = a bonus: adds points, and nothing to what they are out of
redistributed = the others take over the weight of what does not apply
shrunk = the weight falls by what does not apply
counted-full = what does not apply counts as met
counted-zero = what does not apply counts as not met

# Evidence
evidence-there = the evidence asked for is there
evidence-lacking = the evidence asked for is not there
evidence-all = all of
evidence-any = any of
evidence-type = { $kind }: { $have } of { $asked }
document-counts = { $document } counts as { $kind }
document-rejected = { $document } was rejected by { $by }: { $why }
document-not-yet = { $document } is issued only on { $issued }
document-lapsed = { $document } is no longer valid since { $until }
document-reused = { $document } may support one criterion only, and is listed for several
document-unusable = { $document } does not count: { $why }
evidence-finding =
    { $what ->
        [reused] used under several criteria, where it may support only one
       *[other] { $because }
    }: { $documents } ({ $on })

# Exceptions
obstacle = in the way: { $obstacle }
waiver = waiver on { $on }
equivalent = { $on } is stood in for by { $equivalent }
not-applicable-accepted = { $on } is accepted as not applicable
approved = approved by { $by }: { $reason }
uncertain = whether its condition holds is not known: the bounds are over both
worth = worth { $worth } of the total
decides = decides { $awards }
refused =
    { $kind ->
        [waiver] waiver
        [equivalent] equivalent
        [not_applicable] not applicable
       *[other] exception
    } on { $on } refused: { $why ->
        [incomplete] it is not complete
        [wrong_target] it cannot be on that
        [not_allowed] the rules do not allow it there
        [never] the rules allow none there
        [not_yet] it is issued only after this date
        [lapsed] it has lapsed
        [document] a document that it names is not valid
        [condition] the condition of the equivalent does not hold
        [evidence] the evidence of the equivalent is not there
        [duplicate] an earlier one on the same counts
        [quota] as many as the rules accept are accepted already
       *[other] { $because }
    }
equivalent-offered = the rules let { $equivalent } stand in for it, which would give { $fraction }
equivalent-when = it may stand in where
equivalent-fraction = it gives { $fraction }

# Awards
award = { $award }: { $outcome }
award-held = in force from an earlier grant
would-lapse = granted on this date, it would hold until { $date }
highest = highest award: { $award }
requirement = { $requirement }: { $verdict }
compares-points = { $what }: { $points }, asked: { $comparator } { $threshold }
compares-percent = { $what }: { $percent } %, asked: at least { $threshold } %
compares-nothing = { $what } does not apply
compares-no-score = there is no score to compare: { $what }
compares-unanswered = { $what } is not answered
margin = margin { $margin }
margin-percent = margin { $margin } percentage points
holds-by-waiver = by a waiver
requires-condition = asked is that
requires-status = { $criterion } is { $status }, asked: { $statuses }
requires-held = { $award } must be in force
requires-not-held = { $award } must not be in force
requires-eligible = the unit must be eligible for { $award }, which is { $outcome }
on-conditions = on conditions, for { $duration }
period =
    { $count } { $unit ->
        [days] { $count ->
            [one] day
           *[other] days
        }
        [weeks] { $count ->
            [one] week
           *[other] weeks
        }
        [months] { $count ->
            [one] month
           *[other] months
        }
       *[years] { $count ->
            [one] year
           *[other] years
        }
    }
bar =
    { $bar }: { $verdict ->
        [holds] bars it
        [open] may bar it, still open
       *[fails] does not bar it
    }
bar-until = until { $date }
undecided-by = undecided by { $facts }
nearest = { $award }: { $requirement }, { $margin }
nearest-without = { $award }: { $requirement }

# Measures
measure = { $measure }: { $score }
measure-nothing = { $measure }: nothing in it applies
measure-over =
    { $kind ->
        [sum] the points of these are added
        [mean] the mean of these
        [min] the least of these
       *[max] the greatest of these
    }

# Where the points went
distance-from-full = { $points } of { $of } points are lost
distance-unknown = there is no score, or it is not known what it is out of: no points to tell of
points-lost =
    { $criterion }: { $points } { $by ->
        [facts] by its answer
        [evidence] for want of evidence
        [exception] by its exception
        [open] because facts are missing
        [not_applicable] because what does not apply counts as not met
        [together] that its criteria lose together
        [cap] by its cap
        [rounding] by rounding
       *[bonus] by a bonus
    }
heading-lacking-evidence = What documents would bring
with-evidence = the evidence of { $criterion }: { $worth } points
with-document = the document { $document }, if it counted: { $worth } points
would-turn = would turn { $awards }
total-changed = total on { $from }: { $before }; on { $to }: { $after }
award-changed = { $award }: { $before }, then { $after }
heading-causes = Because
cause-rules = the rules changed from { $from } to { $to }
cause-time = time passed from { $from } to { $to }
cause-fact = { $fact }: { $from } became { $to }
cause-document =
    document { $document } { $came ->
        [added] was added
        [removed] was taken away
        [lapsed] lapsed
        [began] became valid
       *[changed] changed
    }
cause-round =
    round { $round } { $came ->
        [added] was given
        [removed] counts no more
       *[changed] changed
    }
cause-exception =
    the exception on { $on } { $came ->
        [added] was added
        [removed] was taken away
        [lapsed] lapsed
        [began] came into force
       *[changed] changed
    }
cause-held =
    award { $award } { $came ->
        [lapsed] is no longer in force
       *[began] came into force
    }
cause-other = the order of exceptions, and what no single cause accounts for
share-of-change = { $points } points
turns-award = { $share } % of what turned { $award }
split-in-order = there are many causes: each counts on top of those before it

# How firmly outcomes stand
slack = slack { $slack }
threshold-holds = threshold { $now }: every award comes out the same within { $range }
heading-pivotal = Criteria that alone would turn it
pivotal-criterion = { $criterion }
turns-at = worth { $fraction }: { $outcome }
turns-by-answer = answer { $answers }, worth { $fraction }: { $outcome }
heading-weights = Weights within which every award comes out the same
weight-holds = { $criterion }: { $range }, now { $now }
weight-not-decided = { $criterion }: not decided

# What to find out
award-chance =
    { $award }: { $chance ->
        [certain] certain
        [possible] possible
        [not_excluded] not excluded
       *[impossible] impossible
    }
ask-smallest = These facts settle it, and fewer do not; ask in this order
ask-all = These facts settle it, perhaps fewer do; those that tell most come first
ask = { $number }. { $fact }
ask-settles = { $number }. { $fact }: settled then in { $percent } % of all ways of answering

# What changes when
heading-timeline = Until { $until }
nothing-changes = nothing changes until { $until }
on-date = { $date }
happens =
    { $what ->
        [document_issued] document { $name } becomes valid
        [document_lapses] document { $name } lapses
        [round_given] round { $name } is given
        [exception_issued] the exception on { $name } comes into force
        [exception_lapses] the exception on { $name } lapses
        [award_begins] award { $name } comes into force
        [award_ends] award { $name } is no longer in force
        [bar_begins] bar { $name } begins
        [bar_ends] bar { $name } ends
        [edition_lapses] the edition of { $name } is no longer in force
       *[days_pass] the days that { $name } counts have passed
    }
total-becomes = total: { $before }, then { $after }
status-changes = { $criterion }: { $before }, then { $after }
heading-renewals = To be renewed
renew-by = by { $by }, to keep { $award }
nothing-keeps = on { $by } no renewal keeps { $award }
# Plans
plan-for = The way to { $award }, from { $as_of } on
plan-by = done by { $by }
plan-budget = for at most { $budget } { $unit }
plan-heading = Plan { $number }
plan-sum =
    { $actions ->
        [one] One action for { $cost } { $unit }, done on { $done }
       *[other] { $actions } actions for { $cost } { $unit } together, done on { $done }
    }
plan-nothing = Nothing has to be done: the unit is eligible as it stands
plan-proved =
    { $verdict ->
        [optimal] proved: no plan costs less
        [infeasible] proved: no set of these actions makes the unit eligible
        [undetermined] undetermined: no set of these actions is enough whatever is missing, but what is missing may decide
       *[bound_not_proved] bound not proved: the work allowed ran out first
    }
find-out =
    { $actions ->
        [0] Find out, with nothing done before
        [one] Find out, once this is done
       *[other] Find out, once these are done
    }
plan-gap = no plan costs less than { $bound } { $unit }; a cheaper one could save { $gap } at most
plan-work = { $nodes } partial choices looked at, { $assessed } sets of actions assessed
plan-score = Score on { $as_of }: { $score }
plan-step = { $begins } to { $done }: { $action }, { $cost } { $unit }
plan-who = by: { $who }
plan-mechanism = decided by: { $mechanism }
plan-after = after: { $actions }
plan-sets = then { $fact }: { $value }
plan-evidence = must produce: { $document }, { $kind }
plan-evidence-until = must produce: { $document }, { $kind }, valid until { $until }
plan-exception =
    { $kind ->
        [waiver] must obtain: a waiver of { $on }, approved by { $by }
       *[not_applicable] must obtain: that { $on } does not apply, approved by { $by }
    }
plan-equivalent = must obtain: { $equivalent }, in place of { $on }, approved by { $by }
why-not =
    { $count ->
        [one] This cannot be met with any of these actions:
       *[other] These cannot be met together, though all but any one of them can:
    }
why-not-budget = Without the budget they could be
why-not-unproved = Not proved: the work allowed ran out before this was settled
obstructs = In the way: { $obstacle }, of { $requirements }
forbids = it forbids: { $actions }
decided =
    { $decides ->
        [true] without it there would be a plan
        [false] without it alone there would be no plan either
       *[unknown] whether there would be a plan without it is not known
    }
too-late = Cannot be done in time: { $actions }
heading-tiers = The cheapest way to each award
tier-costs = { $award }: { $cost } { $unit }
tier-open = { $award }: undetermined, find out { $facts }; before that { $cost } { $unit }
tier-none = { $award }: no plan
