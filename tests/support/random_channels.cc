#include <fmt/format.h>

#include "tests/support/random_cast.h"
#include "tests/support/random_expressions.h"

// channels, and who learns of events by them
namespace brink::test {
namespace {

class ChannelDeclarer {
 public:
  ChannelDeclarer(const Cast& cast, Dice& dice) : cast_(cast), dice_(dice), write_(cast, dice) {}

  std::string all() {
    std::string out;
    for (std::size_t i = 0; i < cast_.channels.size(); ++i) out += channel(cast_.channels[i], i);
    return out;
  }

 private:
  // the first two joins the pair, and the second a group; the others join any two
  std::string channel(const std::string& name, std::size_t place) {
    auto out = fmt::format("  {}:\n", name);
    const bool group = place == 1 || dice_.chance(0.2);
    if (group) {
      const std::string groups[] = {cast_.all, cast_.nested, cast_.pair,
                                    cast_.whole ? "all" : cast_.all};
      out += fmt::format("    between: {}\n", groups[dice_.below(4)]);
    } else {
      const auto first = place == 0 ? 0 : dice_.below(cast_.actors.size());
      const auto step = place == 0 ? 0 : dice_.below(cast_.actors.size() - 1);
      const auto second = (first + 1 + step) % cast_.actors.size();
      out += fmt::format("    between: [{}, {}]\n", cast_.actors[first], cast_.actors[second]);
    }
    if (!group && dice_.chance(0.3)) {
      out += fmt::format("    directed: {}\n", dice_.chance(0.8) ? "true" : "false");
    }
    if (dice_.chance(0.2)) {
      out += fmt::format("    visibility: {}\n", dice_.chance(0.5) ? "public" : "private");
    }
    Scope scope{.self = true, .other = true};
    Scope drawing = scope;
    drawing.draws = true;
    if (dice_.chance(0.8)) {
      out += fmt::format("    delay: {}\n", dice_.chance(0.15) ? "0 d" : write_.delay(drawing));
    }
    probability(out, "reliability", scope, 0.6, 1);
    probability(out, "carries", scope, 0.5, 1);
    probability(out, "leaks", scope, 0, 0.4);
    scope.motion = Motion::closed;
    if (dice_.chance(0.35)) out += fmt::format("    open: {}\n", write_.truth(scope, 2));
    if (dice_.chance(0.15)) out += "    about: by hand (mostly\n";
    if (dice_.chance(0.1)) out += "    sources: [\"letters\"]\n";
    return out;
  }

  void probability(std::string& out, const char* key, const Scope& scope, double low, double high) {
    if (dice_.chance(0.4)) {
      out += fmt::format("    {}: {}\n", key, write_.bounded(scope, low, high, 2));
    }
  }

  const Cast& cast_;
  Dice& dice_;
  ExpressionWriter write_;
};

}  // namespace

std::string declare_channels(const Cast& cast, Dice& dice) {
  return ChannelDeclarer(cast, dice).all();
}

// only where all who may hear have the variables of the cast may the delay speak of them
std::string declare_audience(const Cast& cast, Dice& dice, double chance) {
  if (!dice.chance(chance)) return {};
  ExpressionWriter write(cast, dice);
  const Scope hearer{.self = cast.whole, .draws = true};
  return fmt::format("    audience: {}\n", write.delay(hearer));
}

std::string declare_via(const Cast& cast, Dice& dice, double chance) {
  if (cast.channels.empty() || !dice.chance(chance)) return {};
  if (dice.chance(0.4)) return "    via: channels\n";
  if (dice.chance(0.4)) return fmt::format("    via: {}\n", dice.pick(cast.channels));
  return fmt::format("    via: [{}, {}]\n", cast.channels.back(), cast.channels.front());
}

}  // namespace brink::test
