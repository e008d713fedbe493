#include "tests/support/random_cast.h"

#include <fmt/format.h>

#include "tests/support/random_expressions.h"

namespace brink::test {
namespace {

// writes the entries of one component
class Declarer {
 public:
  Declarer(const Cast& cast, Dice& dice) : cast_(cast), dice_(dice), write_(cast, dice) {}

  CastSections all() {
    CastSections out;
    parameters(out.parameters);
    lets(out.lets);
    world(out.world);
    for (std::size_t i = 0; i < cast_.actors.size(); ++i) {
      if (i > 0 && dice_.chance(0.5)) {
        like_actor(out.actors, cast_.actors[i], cast_.actors[dice_.below(i)]);
      } else {
        one_actor(out.actors, cast_.actors[i]);
      }
    }
    out.groups += fmt::format("  {}: [{}, {}]\n", cast_.pair, cast_.actors[0], cast_.actors[1]);
    out.groups += fmt::format("  {}: [{}]\n", cast_.all, fmt::join(cast_.actors, ", "));
    const auto& actors = cast_.actors;
    out.groups += fmt::format("  {}: [{}", cast_.nested, cast_.pair);
    for (std::size_t i = 2; i < actors.size(); ++i) out.groups += ", " + actors[i];
    out.groups += fmt::format("]\n  {}: [{}]\n", cast_.others,
                              fmt::join(actors.begin() + 1, actors.end(), ", "));
    out.pairs = declare_pairs(cast_, dice_);
    out.channels = declare_channels(cast_, dice_);
    events(out.events);
    out.variants = declare_variants(cast_, dice_);
    return out;
  }

 private:
  std::string n(const char* plain) const { return cast_.name(plain); }

  void label(std::string& out, const char* indent) {
    if (dice_.chance(0.15))
      out += fmt::format("{}about: what it stands for, in words (a note)\n", indent);
    if (dice_.chance(0.1)) out += fmt::format("{}sources: [\"a book, 1969\", another]\n", indent);
  }

  void unit(std::string& out, const char* indent) {
    if (dice_.chance(0.2)) out += fmt::format("{}unit: pieces\n", indent);
  }

  void parameters(std::string& out) {
    out += fmt::format("  {}:\n    default: {}\n    range: [0, 0.5]\n", n("share"),
                       write_.literal(dice_.uniform(0, 0.5)));
    unit(out, "    ");
    label(out, "    ");
    out += fmt::format("  {}: {{default: {}, range: [1 d, 12 d]}}\n", n("span"),
                       write_.plain_duration(24, 200));
    out += fmt::format("  {}: {}\n", n("strict"), dice_.chance(0.5));
    out += fmt::format("  {0}: {{default: {1}, values: [{1}, {2}]}}\n", n("style"), n("soft"),
                       n("hard"));
  }

  void lets(std::string& out) {
    const Scope still{.motion = Motion::still, .lets = false};
    out += fmt::format("  {}: {}\n", n("gain"), write_.number(still));
    out += fmt::format("  {}: clamp({} / 10, -1, 1)\n", n("gain_held"), n("gain"));
    out += fmt::format("  {}: {} + {}\n", n("moving"), n("memory"), n("pressure"));
    out += fmt::format("  {}: \"min({}, 6 d) + 2 h\"\n", n("wait"), n("span"));
    out += fmt::format("  {}: {}\n", n("grave"), write_.truth(still));
    out += fmt::format("  {}: {}\n", n("phase_now"), n("phase"));
    out += fmt::format("  {}: sum(each.{} over {})\n", n("strength"), n("will"), cast_.all);
  }

  // `range`, or `min` or `max` alone
  std::string bounds(double low, double high, bool both = false) {
    const int form = both ? 0 : dice_.between(0, 3);
    if (form == 2) return fmt::format("min: {}", write_.literal(low));
    if (form == 3) return fmt::format("max: {}", write_.literal(high));
    return fmt::format("range: [{}, {}]", write_.literal(low), write_.literal(high));
  }

  std::string drawn_initial(double low, double high) {
    switch (dice_.between(0, 5)) {
      case 0:
        return fmt::format("uniform({} .. {})", write_.literal(low), write_.literal(high));
      case 1:
        return fmt::format("normal(mean = {}, sd = 0.1)", write_.literal((low + high) / 2));
      case 2:
        return fmt::format("{} * {} + {}", n("share"), write_.literal(high - low),
                           write_.literal(low));
      default:
        return write_.literal(dice_.uniform(low, high));
    }
  }

  void entry(std::string& out, const std::string& pad, const std::string& name,
             const std::vector<std::string>& lines) {
    out += fmt::format("{}{}:\n", pad, name);
    for (const auto& line : lines) out += fmt::format("{}  {}\n", pad, line);
    const auto inner = pad + "  ";
    unit(out, inner.c_str());
    label(out, inner.c_str());
  }

  std::string duration_initial() {
    return dice_.chance(0.5) ? write_.plain_duration(12, 200) : "uniform(1 d .. 5 d)";
  }

  std::string actor_initial() {
    if (dice_.chance(0.4)) return dice_.pick(cast_.actors);
    return fmt::format("pick(each in {}{})", dice_.chance(0.5) ? cast_.nested : cast_.others,
                       dice_.chance(0.5) ? ", weight = 0.1 + " + n("share") : "");
  }

  std::string truth_initial() {
    return dice_.chance(0.5) ? std::string(dice_.chance(0.5) ? "true" : "false") : "bernoulli(0.6)";
  }

  void world(std::string& out) {
    const std::string pad = "    ";
    entry(out, pad, n("tension"), {"initial: " + drawn_initial(0, 1), bounds(0, 1, true)});
    entry(out, pad, n("pressure"),
          {"initial: " + drawn_initial(0, 2), "range: [0, 5]",
           fmt::format("trend: {}", write_.literal(dice_.uniform(-0.03, 0.06)))});
    entry(out, pad, n("memory"),
          {"initial: " + drawn_initial(0, 1), "range: [0, 2]",
           fmt::format("decay: {}", write_.plain_duration(24, 600))});
    entry(out, pad, n("phase"),
          {"initial: " + n("calm"),
           fmt::format("values: [{}, {}, {}]", n("calm"), n("tense"), n("war"))});
    out += fmt::format("{}{}: {}\n", pad, n("alarm"), truth_initial());
    entry(out, pad, n("pause"), {"initial: " + duration_initial(), "range: [1 h, 20 d]"});
    out += fmt::format("{}{}: 2026-02-{:02}\n", pad, n("deadline"), dice_.between(1, 28));
    out += fmt::format("{}{}: 0\n", pad, n("sink"));
    out += fmt::format("{}{}: {}\n", pad, n("leader"), actor_initial());
  }

  void one_actor(std::string& out, const std::string& actor) {
    out += fmt::format("  {}:\n    name: \"The {} side\"\n    kind: state\n", actor, actor);
    label(out, "    ");
    out += "    variables:\n";
    const std::string pad = "      ";
    const Scope law{.motion = Motion::still, .self = true};
    const auto will = fmt::format("self.{}", n("will"));
    entry(out, pad, n("will"), {"initial: " + drawn_initial(0, 1), bounds(0, 1, true)});
    entry(out, pad, n("stock"),
          {"initial: " + drawn_initial(20, 50), bounds(0, 400),
           fmt::format("trend: {}", write_.literal(dice_.uniform(-0.4, 0.8)))});
    std::vector<std::string> heat{"initial: " + drawn_initial(0, 1), "range: [0, 1.5]"};
    if (dice_.chance(0.6))
      heat.push_back(fmt::format("rest: {} * 0.5", dice_.chance(0.5) ? will : n("tension")));
    heat.push_back(dice_.chance(0.5) ? fmt::format("decay: {}", write_.plain_duration(24, 900))
                                     : fmt::format("decay: 4 d + 6 d * {}", will));
    entry(out, pad, n("heat"), heat);
    entry(out, pad, n("drift"),
          {"initial: " + drawn_initial(-0.5, 0.5), "range: [-1, 1]",
           fmt::format("trend: 0.05 * ({} - {})", will, write_.bounded(law, 0, 1, 2))});
    entry(out, pad, n("lag"), {"initial: " + duration_initial(), "min: 1 h", "max: 15 d"});
    out += fmt::format("{}{}: {}\n", pad, n("armed"), truth_initial());
    entry(out, pad, n("mood"),
          {"initial: " + n(dice_.chance(0.5) ? "grim" : "calm"),
           fmt::format("values: [{}, {}]", n("calm"), n("grim"))});
    out += fmt::format("{}{}: 2026-01-{:02} 06:30\n", pad, n("since_day"), dice_.between(1, 28));
    out += fmt::format("{}{}: 0\n", pad, n("notes"));
    entry(out, pad, n("pulse"),
          {"initial: " + drawn_initial(0, 1), "range: [-2, 2]",
           fmt::format("flow: 0.1 * ({}.{} - self.{}) + 0.02 * {}", dice_.pick(cast_.actors),
                       n("heat"), n("pulse"), dice_.chance(0.5) ? will : n("memory"))});
    entry(out, pad, n("hidden"),
          {"initial: " + drawn_initial(0, 1),
           std::string("secret: ") + (dice_.chance(0.8) ? "true" : "false")});
    out += fmt::format("{}{}: {}\n", pad, n("ally"), actor_initial());
    if (actor == cast_.actors[0]) out += fmt::format("{}{}: 0.5\n", pad, n("treasure"));
  }

  // repeats another's declaration but for some of its variables
  void like_actor(std::string& out, const std::string& actor, const std::string& other) {
    out += fmt::format("  {}:\n    like: {}\n", actor, other);
    if (dice_.chance(0.5)) out += fmt::format("    name: \"Like {}\"\n", other);
    label(out, "    ");
    out += "    variables:\n";
    out += fmt::format("      {}: {}\n", n("will"), write_.literal(dice_.uniform(0, 1)));
    if (dice_.chance(0.5)) out += fmt::format("      {}: {{initial: 30}}\n", n("stock"));
    if (dice_.chance(0.3)) out += fmt::format("      {}: {{trend: 0.01}}\n", n("heat"));
    if (dice_.chance(0.3)) out += fmt::format("      {}: {{rest: 0.2, decay: 9 d}}\n", n("drift"));
    if (dice_.chance(0.3)) out += fmt::format("      {}: {{initial: {}}}\n", n("mood"), n("grim"));
    if (dice_.chance(0.3)) out += fmt::format("      {}: {{range: [2 h, 9 d]}}\n", n("lag"));
    if (dice_.chance(0.5)) out += fmt::format("      {}: {}\n", n("ally"), actor_initial());
  }

  void events(std::string& out) {
    out += fmt::format(
        "  {}:\n    is: assault\n    cameo: \"195\"\n    score: {{goldstein: -9, {}: 2.5}}\n    "
        "rung: {}\n",
        n("clash"), n("fear"), dice_.between(3, 5));
    label(out, "    ");
    out += fmt::format(
        "    attributes:\n      {0}: {{unit: drones, default: 10, about: how many}}\n"
        "      {1}: 1 d\n      {2}: {{values: [{3}, {4}, {5}], default: {4}}}\n",
        n("size"), n("length"), n("site"), n("energy"), n("port"), n("rail"));
    for (std::size_t i = 1; i < cast_.clashes.size(); ++i) {
      out += fmt::format("  {}:\n    is: {}\n", cast_.clashes[i], cast_.clashes[dice_.below(i)]);
      if (dice_.chance(0.5)) out += fmt::format("    rung: {}\n", dice_.between(4, 9));
      if (dice_.chance(0.4)) out += "    visibility: private\n";
      out += declare_via(cast_, dice_, 0.2);
      if (dice_.chance(0.4))
        out += fmt::format("    attributes:\n      {}_more: 3\n", cast_.clashes[i]);
    }
    out += fmt::format(
        "  {}:\n    is: accuse\n    rung: 1\n    attributes:\n      {}: {{values: [{}, {}]}}\n     "
        " {}: 1\n",
        n("word"), n("tone"), n("soft"), n("hard"), n("volume"));
    for (std::size_t i = 1; i < cast_.words.size(); ++i) {
      out += fmt::format("  {}:\n    is: {}\n    visibility: {}\n", cast_.words[i],
                         cast_.words[dice_.below(i)], dice_.chance(0.5) ? "public" : "private");
      out += declare_via(cast_, dice_, 0.2);
    }
    const Scope still{.motion = Motion::still};
    out += fmt::format("  {}:\n    is: protest\n    visibility: public\n", n("omen")) +
           declare_audience(cast_, dice_, 0.3);
    out += fmt::format("  {}: {{is: consult.meet, cameo: \"044\"}}\n", n("talk"));
    out += fmt::format("  {}: {{is: consult, rung: 0}}\n", n("echo"));
    out +=
        fmt::format("  {}:\n    is: offer\n    terms: {{{}: 1, {}: 0.5, {}: 0}}\n    lapses: {}\n",
                    n("letter"), n("truce"), n("land"), n("aid"), write_.plain_duration(48, 400));
    out += declare_via(cast_, dice_, 0.5) + declare_audience(cast_, dice_, 0.2);
    if (dice_.chance(0.3))
      out += fmt::format("    consent: {}\n", dice_.chance(0.7) ? "all" : "one");
    if (dice_.chance(0.7)) out += fmt::format("    lasts: {}\n", write_.plain_duration(48, 600));
    out += fmt::format(
        "  {}:\n    is: {}\n    visibility: private\n    terms:\n      {}: {}\n    lapses: {} + 1 "
        "d\n",
        n("note"), n("letter"), n("land"), write_.bounded(still, 0, 1, 2), n("span"));
    out += fmt::format(
        "  {}: {{is: counter, cameo: \"0356\", lapses: 9 d, lasts: 12 d, attributes: {{{}: 0}}}}\n",
        n("but"), n("warmth"));
    out +=
        fmt::format("  {}: {{is: conditional, lapses: 6 d, lasts: 9 d, attributes: {{{}: 0}}}}\n",
                    n("iff"), n("warmth"));
    out += fmt::format("  {}: {{is: reveal, attributes: {{{}: 0}}}}\n", n("tell"), n("warmth"));
    out += fmt::format("  {}: {{is: accept, attributes: {{{}: 0}}}}\n", n("yea"), n("warmth"));
    out += fmt::format(
        "  {}: {{is: refuse}}\n  {}: {{is: withdraw}}\n  {}: {{is: violate, rung: 2}}\n", n("nay"),
        n("back"), n("breach"));
  }

  const Cast& cast_;
  Dice& dice_;
  ExpressionWriter write_;
};

}  // namespace

Cast::Cast(std::string the_prefix, Dice& dice, bool is_whole)
    : prefix(std::move(the_prefix)), whole(is_whole) {
  const int count = dice.between(2, 4);
  const char* plain[] = {"north", "south", "east", "west"};
  for (int i = 0; i < count; ++i) actors.push_back(name(plain[i]));
  pair = name("pair");
  all = name("everyone");
  nested = name("circle");
  others = name("others");
  clashes = {name("clash")};
  words = {name("word")};
  const char* more[] = {"raid", "siege", "strike", "salvo"};
  for (int i = dice.between(1, 4); i-- > 0;) clashes.push_back(name(more[i]));
  const char* said[] = {"shout", "whisper"};
  for (int i = dice.between(1, 2); i-- > 0;) words.push_back(name(said[i]));
  if (!dice.chance(0.75)) return;
  const char* ways[] = {"wire", "net", "road", "courier"};
  const int channels_there = dice.between(2, 4);
  for (int i = 0; i < channels_there; ++i) channels.push_back(name(ways[i]));
}

CastSections declare_cast(const Cast& cast, Dice& dice) { return Declarer(cast, dice).all(); }

}  // namespace brink::test
