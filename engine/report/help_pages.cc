#include "engine/report/help_pages.h"

#include <array>

namespace brink {
namespace {

constexpr std::string_view kPatterns =
    R"page(patterns: which events are meant

  TYPE [of OFFER_TYPE] [from A] [to B] [where EXPRESSION] [or TYPE ...]

  salvo                            every salvo, and every type below it (`is: salvo`)
  refuse from russia               by its source
  refuse of letter from russia     about an offer of that type; of `undelivered` what was sent
  offer from rival to self         A and B: an actor, a group, self, rival, source or target
  salvo where event.size > 100     `event` is the event in question
  refuse or withdraw from russia   alternatives; each has its own from, to and where

An `or` inside `where` needs parentheses: salvo where (event.size > 100 or phase == summer).
Patterns stand in `upon`, `count`, `first`, `last` and `of`, and in count(PATTERN, window),
total(PATTERN), since(PATTERN), last(PATTERN), knows(actor, PATTERN).
)page";

constexpr std::string_view kTime =
    R"page(time: dates and lengths

  units      us ms s min h d w     3 d 12 h     90 min     17.3 d     2 w
  dates      2026-06-04     2026-06-04 09:00     2026-06-04 09:00:30.250000

A bare number is no length of time: write `30 d`, not `30`. There is no month or year as a unit, for
they have no fixed length. All dates are UTC; years 1 to 9999. `rate` is per day, `trend` is per day.
In a scenario's expressions `now` is the current date; a date minus a date is a length of time.
)page";

constexpr std::string_view kYaml =
    R"page(yaml: where YAML bites

  rate: 0.3 # a comment              ` #` starts a comment
  {chance: "min(0.5, self.anger)"}   inside {...} or [...] a comma ends a value: a call with two
                                     arguments stands on its own line, or in "quotes"
  about: "> 1,000 km of front"       a value cannot begin with > | * & ! % @ ` [ { or a quote: put
                                     it in quotes, or say it the other way round
  if: not phase == war               write `not`; a leading ! is a tag to YAML
  upon: refuse                       `upon`, for `on` means true to many tools; likewise yes and no
  cameo: "036"                       codes in quotes, or they lose their zero
  - emit: salvo                      a deed is a map: `emit:`, then `to:` below it, not `- emit salvo`

Indent by spaces, never tabs. A key may stand only once. Tags, anchors (&a), aliases (*a), merges (<<)
and several documents are refused.
)page";

constexpr std::string_view kParties =
    R"page(self, rival, source, target, other, each, members: who is meant

  self      who acts or is followed: the actor of `by:` in a rule, of `for:` in a process or rule, or
            the actor a variable belongs to
  rival     the other member, in a group of two that `self` belongs to
  source    of the event the rule answers: who did it
  target    of that event: whom it was done to
  other     with `for: pairs of GROUP`: the second of the two; `self` is the first
  each      in a function over a group (`brink help over`): the member in question; in
            `by: each of GROUP` every member responds, and is `self` then
  members   in a module: the group it is used for

They stand where an actor stands: `to: rival`, `source.support -= 0.1`, `refuse from self`. Nobody is
`self` in a rule without `by:` or `for:`; then write an actor's name, `source` or `target`.
)page";

constexpr std::string_view kModules =
    R"page(modules: rules and more that several scenarios share

A module is a file beside or below the scenario. The scenario names it under `use:`:

  use:
    - {file: doctrines/reprisal.yaml, for: belligerents, as: east, with: {strike: salvo}}

  for       the group, or one actor, that is `members` in the module; each gets its `variables:`
  as        goes before every name that the module declares: east_reprisal
  with      what stands for the names it expects, and values of its parameters

The file begins with `brink: 1` and `module: NAME`. It may speak of what it declares, of `members`, and
of the names under its `expects:`, which its user must have. `brink help module` lists its keys.
)page";

constexpr std::string_view kOffers =
    R"page(offer: the word in a rule upon an offer, its answer, or an event `concerning: offer`

  offer.TERM           a term, 0 if it has none; offer.terms.TERM where TERM is also a field below
  offer.open           true while it waits for an answer; likewise .accepted .refused .countered
                       .withdrawn .lapsed
  offer.public         true unless its type is `visibility: private`
  offer.round          0 for a first offer, one more for each counter
  offer.age            since it was sent
  offer.proposer       who made it; .recipient: who may answer (of several: the first)
  offer.parent         the offer it counters: offer.parent.TERM

Upon a counter, `offer` is the new one. Deeds answer it: accept: offer, refuse: offer, withdraw: offer,
counter: offer with `terms:`. With only: [TERM] it is accepted in part; with conditions: {TERM: 0.2} it
is a yes if that is added, a counter of the type `conditional`; accept: [offer, ...] answers several at
once. reveal: offer makes a private one known to all. How private ones travel: `brink help channels`.

An offer is an event type `is: offer` with `terms:`; without an answer it lapses after `lapses:`, that
of its type or of the deed that makes it. A deadline's end is an event: `upon: lapse of ultimatum`.
Accepted terms hold for `lasts:`, as in_force(TERM) asks; `end: TERM` ends one.

An offer to: [a, b] is one, sent by one event for each: `upon: pact to b`. If its type says consent:
all, it holds between any two of them when all have accepted; one refusal closes it, and a counter
goes to all the others. Else the first to accept has it alone, and it is refused when all refuse.

`brink run FILE --offers` prints what became of every offer of a run: its counters as a tree, answers
and the time left for them, terms in force, and what ended them. Private offers of one kind that are
not countered are told together (--all: each by itself). With --format jsonl or csv, one row an offer.
)page";

constexpr std::string_view kChannels =
    R"page(channels: how private word travels, and who learns of it

  channels:
    out: {between: [ukraine, mediator], delay: 12 h, reliability: 0.98}
    onward:
      between: [mediator, russia]
      delay: lognormal(median = 1 d, sdlog = 0.5)
      carries: 0.95
      leaks: 0.02
    back: {between: [ukraine, russia], open: trust > 0.5}

Where there are channels, a private event goes from its source to its target by the open route of least
expected delay, hand to hand. The target learns of it, and can answer, when it arrives; so do those who
hand it on. `via: channels` (or a list of them) on an event type says the same of a public event's
addressee. `audience: 1 d` lets all others learn of a public event later. Keys: `brink help channel`.

  undelivered   the event when a message fails; its sender alone knows. event.reason: no_route,
                refused (by a carrier), lost
  leak, reveal  the event when something private becomes known to all: on its way, or by reveal: offer
  knows(a, P)   whether `a` has learnt of an event that matches the pattern P
)page";

constexpr std::string_view kGoldstein =
    R"page(goldstein: how hostile or friendly an event is

A scale from -10 (an assault) to +10 (forces pulled back). Every built-in type has a score
(`brink help events`); a type of your own inherits it or sets another: score: {goldstein: -9}.
In an expression it is event.goldstein: {sum: event.goldstein, of: assault or offer}. In a coloured
timeline types below 0 are red, above 0 green.
After Goldstein (1992), A conflict-cooperation scale for WEIS events data.
)page";

constexpr std::string_view kCheck =
    R"page(check: is the scenario good?

  brink check FILE...

Reads scenarios without running them and prints every finding with its line, and a hint where there
is one. An error makes the exit code 1; warnings do not.

A good scenario may still hold what cannot be meant. By the graph of what can influence what
(`brink graph`) the check finds:

  an endless circle in one instant         rules that set each other off, without a delay and without
                                          any condition: an error; with conditions, a warning
  a rule can never fire                   nothing makes what it waits for, or not from there, or who
                                          should respond never learns of it
  nothing makes an event type             no schedule entry, process or rule emits it
  nobody can answer an offer              no recipient has a rule that accepts, refuses or counters
  a parameter influences no outcome and no measure
  nothing reads a variable, parameter or derived name
  an actor takes part in nothing

Of what a module declares only circles are told: other scenarios use it too.
)page";

constexpr std::string_view kGraph =
    R"page(graph: what can influence what

  brink graph FILE [--format text|dot|graphml] [--from NAME] [--to NAME]

  text      what decides each outcome and measure, what each parameter reaches, what changes and reads
            each variable, what happens by itself, and the rules
  dot       a picture, by Graphviz: brink graph FILE --format dot | dot -Tsvg > graph.svg
  graphml   for networkx, Gephi or yEd
  --from    only what NAME can influence; --to: only what can influence NAME; both: the ways between

NAME is a parameter, a variable (`north.anger`; `anger` of all actors), a derived name, an event type
(with those below it), a schedule entry, a process, a rule, an outcome, a measure or a term.
Arrows lead from cause to effect. A dashed one goes through a condition, a chance or a choice; one
that says `later`, through a delay. A variable that more than four actors have is one node, and so is
one of pairs. That a run ends with an outcome, and that events open and close offers, is not drawn
to each rule. An arrow means that an influence is possible, not that it is large.
)page";

constexpr std::string_view kSchema =
    R"page(schema: help from an editor

  brink schema > scenarios/scenario.schema.json

Prints the JSON Schema (draft 07) of scenario files and modules. An editor that knows YAML schemas
completes keys, explains them and underlines what cannot be, in every file whose first line is

  # yaml-language-server: $schema=scenario.schema.json

with the schema beside it, or its path from there. The schema knows keys and the form of values;
`brink check` also understands what they say.
)page";

constexpr std::string_view kSeed =
    R"page(seed: which chance

  brink run FILE --seed 7 --replication 2

The same program, scenario, parameters, seed and replication give the same timeline, bit for bit;
equal run hashes show it. Each draw belongs to its cause, not to a place in a list: a changed parameter
changes only what depends on it. --seed takes a whole number from 0 on, 1 unless given; --replication
counts runs of one seed, 0 unless given. One timeline is one possible course of many.
)page";

constexpr std::string_view kPrecedence =
    R"page(precedence: which operator goes first, from the tightest

  ( )  f(x)                  parentheses, calls
  ^                          to the power: 2 ^ 3 ^ 2 is 2 ^ (3 ^ 2)
  -x                         -2 ^ 2 is -(2 ^ 2)
  * /                        from the left
  + -                        from the left
  < <= > >= == !=            do not chain: write a < b and b < c
  not                        not a == b is not (a == b)
  and
  or

In patterns `or` joins alternatives; inside `where` it needs parentheses (`brink help patterns`).
)page";

constexpr std::string_view kView =
    R"page(view: a run in a window

  brink view FILE [options]          a scenario
  brink view DIR --run N             a run of a batch's results

It opens paused in the first days. Space plays, → and ← step from event to event, Y or a click asks
why an event happened, a slider changes a parameter from the playhead on; ? lists keys and colours.
The run is the one that `brink run` makes, bit for bit, however it is stepped, rewound or changed back.

options
  --seed, --replication, --set, --what-if, --variant, --until, --no-stop      as of `brink run`
  --at DATE|DURATION           where the playhead begins
  --theme dark|light           otherwise as it was left
  --zoom K                     size of everything, 1 to 2
  --size WIDTHxHEIGHT          of the window or the picture, in pixels; 1600x900 unless given
  --screenshot FILE.png        a picture without a window or a display, the same bytes every time
  --keys FILE                  with --screenshot: what to do first; each line a key (Space, Ctrl+P), a
                               command (next-event), `click NAME`, `drag NAME DX DY` or `type TEXT`

How the screen is divided, theme and text size are kept in ~/.config/brink/view.json.
)page";

constexpr std::string_view kBatch =
    R"page(batch: many timelines, and what comes of them

  brink batch FILE [options]
  brink merge DIR... [--out DIR]     the shards of a batch as one
  brink replay DIR --run N           the timeline of a row of runs.csv, as `brink run` prints it;
                                     --all, --offers, --quiet, --format and --log as there

options of batch
  -n N                         how many runs (replications) of each point; 1000 unless given
  --seed N                     which chance; 1 unless given
  --sweep NAME=LOW:HIGH:COUNT  a parameter's values, evenly spaced, both ends included
  --sweep NAME=A,B,C           or listed; several sweeps give every combination, each a point
  --set, --variant, --until, --no-stop      as of `brink run`
  --series NAME,...            variables to follow: mean, sd and quantiles over time
  --every DURATION             how often; 1 d unless given; 10,000 values a run at most, all series
  --threads K                  all cores unless given
  --out DIR                    the folder of the results; unless given SCENARIO-results, or that
                               with -2, -3, ... where it is there already
  --resume DIR                 goes on with a batch that was stopped; FILE may be left out
  --shard I/K                  the I-th of K shares of the runs, for several machines
  --quiet                      no progress, and only the digest

The same scenario, version, seed and design give the same results to the last bit, and the same
digest, whatever the threads, the shards, and however often the batch was stopped and resumed.
Run number N is replication N / points at point N % points. A replication has the same chance at
every point, so points differ only by what was swept.

Results are a folder: results.db (SQLite) and its tables as CSV. runs: one row a run; outcomes:
shares; measures: mean, sd, quantiles; series: the same over time; incidence: by when an outcome was
reached (Aalen-Johansen, on a grid of a 200th of the time); points; failures: runs that could not go
on; held: what ranges held back. engine/report/README.md has every column. Intervals are at 95 %:
Wilson's of shares, Clopper and Pearson's where less than 10 are on one side, Student's of means.
Quantiles are those of the runs within 0.4 %. A run ends with its outcome: counts and sums grow with
its length (end time), and late values of series are those of the runs that are left.

Ctrl-C keeps what is finished, and sums it up; a killed batch loses the chunks in the making, at most
100 runs each. tools/examples has two scripts that draw results, in R and pandas.
)page";

constexpr std::string_view kWhy =
    R"page(why: why an event happened, and what followed from it

  brink why FILE EVENT [options]

EVENT
  17, #17                  the event of that number, as the timeline has it
  02ab77c1901d4be5         the event of that key, as the log has it
  last(refuse from east)   the last event that a pattern means; without last( ) too
  first(strike)            the first

options
  --seed, --replication, --set, --what-if, --variant, --until, --no-stop     as of `brink run`
  --depth N                    how many links are told in full; 6 unless given, and the root
  --effects                    what followed from it; --depth then says how many levels, 3 unless given
  --format text|json|dot|graphml

The run is played twice: once to find the event, once more up to it with the engine's own evaluations
recorded. Only these are printed: of each link the rule, its conditions with the value of every part,
chances and what was drawn, the options with their probabilities, waits, attributes and terms, and
the event that last changed what was read, a contributor. In `=` chains the second part has the
values in place of the names. A process fires at a moment of its own: what led there is the event
that last set its clock, if any; the root is the event that followed from none. What an actor learnt
by a leak or as an audience is told by the event it learnt of, not by how. --effects lists what an
event set off; what only read a variable that it changed is not among that. JSON has every value
exact, lengths of time in days.

dot and graphml draw the links and their contributors (dashed; kind contributor) or, with --effects,
what followed: brink why FILE EVENT --format dot | dot -Tsvg > why.svg
)page";

// not constexpr: one page lives in another file
const std::array kPages{HelpPage{"why", kWhy},
                        HelpPage{"effects", kWhy},
                        HelpPage{"patterns", kPatterns},
                        HelpPage{"time", kTime},
                        HelpPage{"units", kTime},
                        HelpPage{"yaml", kYaml},
                        HelpPage{"self", kParties},
                        HelpPage{"rival", kParties},
                        HelpPage{"source", kParties},
                        HelpPage{"target", kParties},
                        HelpPage{"other", kParties},
                        HelpPage{"each", kParties},
                        HelpPage{"modules", kModules},
                        HelpPage{"members", kParties},
                        HelpPage{"members", kModules},
                        HelpPage{"offer", kOffers},
                        HelpPage{"offers", kOffers},
                        HelpPage{"channels", kChannels},
                        HelpPage{"goldstein", kGoldstein},
                        HelpPage{"check", kCheck},
                        HelpPage{"schema", kSchema},
                        HelpPage{"graph", kGraph},
                        HelpPage{"bench", kBenchPage},
                        HelpPage{"seed", kSeed},
                        HelpPage{"precedence", kPrecedence},
                        HelpPage{"view", kView},
                        HelpPage{"batch", kBatch},
                        HelpPage{"merge", kBatch},
                        HelpPage{"replay", kBatch},
                        HelpPage{"results", kBatch},
                        HelpPage{"incidence", kBatch},
                        HelpPage{"failures", kBatch},
                        HelpPage{"digest", kBatch}};

}  // namespace

std::span<const HelpPage> help_pages() { return kPages; }

const std::string_view kCommands =
    R"(Brink turns one YAML file that says how a conflict works into timelines.

commands
  brink check FILE...          is the scenario good? every finding, with its place
  brink run FILE [options]     one timeline, its outcome and measures, its run hash
  brink view FILE [options]    the same in a window: see it, step it, change it, ask it why
  brink why FILE EVENT         why an event of it happened, and what followed from it
  brink batch FILE [options]   many timelines, on all cores: how often each outcome, and more
  brink merge DIR...           the shards of a batch as one
  brink replay DIR --run N     one timeline of a batch again
  brink graph FILE [options]   what can influence what: text, a picture, a graph file
  brink bench [NAME...]        how fast this machine runs it, beside the same written by hand
  brink help [TOPIC]           this, or a topic below
  brink schema                 the JSON Schema of scenario files, for editors
  brink --version

)";

const std::string_view kRunOptions =
    R"(options of run
  --seed N --replication N     which chance; the same numbers give the same timeline, bit for bit
  --set NAME=VALUE             a parameter's value; may be repeated
  --what-if 'DATE: NAME = VALUE'
                               a parameter's or variable's value from a date on; may be repeated
  --variant NAME               the values of one of the scenario's variants; --set goes over them
  --until DATE|DURATION        when it ends, instead of the scenario's horizon
  --no-stop                    outcomes are noted, but do not end the run
  --all                        every event, nothing in summary
  --offers                     what became of every offer, as a tree, instead of the timeline
  --quiet                      only outcome, measures and hash
  --format text|jsonl|csv      what is printed
  --log FILE.jsonl|FILE.csv    every event, for other programs

exit codes: 0 done, 1 the scenario or a file is wrong, 2 the command line is wrong, 3 interrupted
)";

const std::string_view kTopics = R"(
topics
  keys           every key of a scenario file        patterns       which events are meant
  functions      in expressions                      time           dates and lengths of time
  history        what expressions ask of the past    yaml           where YAML bites
  over           of the members of a group           events         built-in event types
  distributions  what may be drawn                   self           self, rival, source, target
  offers         what may be asked of an offer       goldstein      conflict and cooperation
  precedence     which operator goes first           seed           what a seed promises
  run, check     the commands                        schema         help from an editor
  batch          many timelines, and their results   modules        files several scenarios share
  graph          what can influence what             why            why an event happened
  bench          how fast it is
)";

}  // namespace brink
