#include <fmt/format.h>

#include "tests/support/random_cast.h"
#include "tests/support/random_expressions.h"

// variables of pairs, and variants
namespace brink::test {
namespace {

class PairDeclarer {
 public:
  PairDeclarer(const Cast& cast, Dice& dice) : cast_(cast), dice_(dice), write_(cast, dice) {}

  std::string all() {
    trust();
    grudge();
    entry("debt", dice_.chance(0.5),
          {dice_.chance(0.5) ? "initial: 0.4" : "initial: uniform(0 .. 1)",
           dice_.chance(0.5) ? "max: 4" : "min: -4"});
    entry("stance", false,
          {"initial: " + cast_.name("friendly"),
           fmt::format("values: [{}, {}]", cast_.name("friendly"), cast_.name("hostile"))});
    entry("affinity", true,
          {"initial: 0.3", "range: [-1, 1]",
           fmt::format("flow: 0.05 * (self.{0} - other.{0}) - 0.02 * {1}(self, other)",
                       cast_.name("will"), cast_.name("affinity"))});
    entry("bound", true, {dice_.chance(0.5) ? "initial: bernoulli(0.5)" : "initial: false"});
    out_ += fmt::format("  {}: {{between: {}, initial: {}, min: 1 h, max: 20 d}}\n",
                        cast_.name("patience"), cast_.pair, write_.plain_duration(12, 200));
    return out_;
  }

 private:
  void entry(const char* name, bool directed, const std::vector<std::string>& lines) {
    const std::string group = cast_.whole && dice_.chance(0.3) ? "all"
                              : dice_.chance(0.5)              ? cast_.all
                                                               : cast_.nested;
    out_ += fmt::format("  {}:\n    between: {}\n", cast_.name(name), group);
    if (directed || dice_.chance(0.2)) out_ += fmt::format("    directed: {}\n", directed);
    for (const auto& line : lines) out_ += "    " + line + "\n";
    if (dice_.chance(0.2)) out_ += "    unit: points\n";
    if (dice_.chance(0.15)) out_ += "    about: between two\n";
    if (dice_.chance(0.1)) out_ += "    sources: [\"a survey\"]\n";
  }

  void trust() {
    const auto will = cast_.name("will");
    const std::string firsts[] = {"0.5", "uniform(0 .. 1)",
                                  fmt::format("clamp(self.{0} + other.{0} - 0.5, 0, 1)", will)};
    std::vector<std::string> lines{"initial: " + firsts[dice_.below(3)], "range: [0, 1]"};
    if (dice_.chance(0.7)) {
      lines.push_back(dice_.chance(0.5) ? "rest: 0.5" : fmt::format("rest: 0.5 * other.{}", will));
    }
    lines.push_back("decay: " + (dice_.chance(0.5) ? write_.plain_duration(48, 900)
                                                   : fmt::format("5 d + 9 d * self.{}", will)));
    entry("trust", true, lines);
  }

  void grudge() {
    const Scope law{.motion = Motion::still, .self = true, .other = true, .owner = false};
    const auto trend = dice_.chance(0.5) ? write_.literal(dice_.uniform(-0.02, 0.03))
                                         : "0.03 * " + write_.bounded(law, -1, 1, 2);
    entry("grudge", dice_.chance(0.3), {"initial: 0.2", "range: [0, 2]", "trend: " + trend});
  }

  const Cast& cast_;
  Dice& dice_;
  ExpressionWriter write_;
  std::string out_;
};

}  // namespace

std::string declare_pairs(const Cast& cast, Dice& dice) { return PairDeclarer(cast, dice).all(); }

std::string declare_variants(const Cast& cast, Dice& dice) {
  auto out = fmt::format("  {}:\n    parameters: {{{}: {}, {}: {}}}\n", cast.name("milder"),
                         cast.name("share"), ExpressionWriter::literal(dice.uniform(0, 0.5)),
                         cast.name("strict"), dice.chance(0.5));
  if (dice.chance(0.3)) out += "    about: less of all\n";
  if (dice.chance(0.3)) out += "    sources: [\"a hearing\"]\n";
  return out + fmt::format("  {}: {{parameters: {{{}: {} d, {}: {}}}}}\n", cast.name("firmer"),
                           cast.name("span"), dice.between(1, 12), cast.name("style"),
                           cast.name(dice.chance(0.5) ? "soft" : "hard"));
}

}  // namespace brink::test
