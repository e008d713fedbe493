#include "engine/report/help_pages.h"

#include <array>

namespace brink {
namespace {

constexpr std::string_view kPatterns =
    R"page(patterns: which events are meant

  TYPE [from A] [to B] [where EXPRESSION] [or TYPE ...]

  salvo                            every salvo, and every type below it (`is: salvo`)
  refuse from russia               by its source
  offer from rival to self         A and B: an actor, a group, self, rival, source or target
  salvo where event.size > 100     `event` is the event in question
  refuse or withdraw from russia   alternatives; each has its own from, to and where

An `or` inside `where` needs parentheses: salvo where (event.size > 100 or phase == summer).
Patterns stand in `upon`, `count`, `first`, `last` and `of`, and in count(PATTERN, window),
total(PATTERN), since(PATTERN), last(PATTERN).
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

constexpr std::array kPages{HelpPage{"patterns", kPatterns}, HelpPage{"time", kTime},
                            HelpPage{"yaml", kYaml}};

}  // namespace

std::span<const HelpPage> help_pages() { return kPages; }

const std::string_view kOverview =
    R"(Brink turns one YAML file that says how a conflict works into timelines.

commands
  brink check FILE...          is the scenario good? every finding, with its place
  brink run FILE [options]     one timeline, its outcome and measures, its run hash
  brink help [TOPIC]           this, or a topic below
  brink --version

options of run
  --seed N --replication N     which chance; the same numbers give the same timeline, bit for bit
  --set NAME=VALUE             a parameter's value; may be repeated
  --until DATE|DURATION        when it ends, instead of the scenario's horizon
  --no-stop                    outcomes are noted, but do not end the run
  --all                        every event, nothing in summary
  --quiet                      only outcome, measures and hash
  --format text|jsonl|csv      what is printed
  --log FILE.jsonl|FILE.csv    every event, for other programs

exit codes: 0 done, 1 the scenario or a file is wrong, 2 the command line is wrong, 3 interrupted

topics
  keys           every key of a scenario file        patterns       which events are meant
  functions      in expressions                      time           dates and lengths of time
  history        what expressions ask of the past    yaml           where YAML bites
  distributions  what may be drawn                   events         built-in event types
)";

}  // namespace brink
