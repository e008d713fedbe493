#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>

#include "engine/language/functions.h"
#include "engine/language/keys.h"
#include "tests/support/dice.h"
#include "tests/support/random_scenario.h"
#include "tests/support/runs.h"
#include "tests/support/timeline.h"

namespace brink::test {
namespace {

constexpr auto kLongest = std::chrono::seconds(2);  // of reading, compiling and a bounded run

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines{""};
  for (const char c : text) {
    lines.back() += c;
    if (c == '\n') lines.emplace_back();
  }
  return lines;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const auto& line : lines) text += line;
  return text;
}

bool is_word(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '.';
}

// begin and length of the word, number or sign around a random place
std::pair<std::size_t, std::size_t> random_token(const std::string& text, Dice& dice) {
  auto begin = dice.below(text.size());
  if (!is_word(text[begin])) return {begin, 1};
  auto end = begin;
  while (begin > 0 && is_word(text[begin - 1])) --begin;
  while (end < text.size() && is_word(text[end])) ++end;
  return {begin, end - begin};
}

std::string strange_value(Dice& dice) {
  const std::vector<std::string> strange{"1e308",
                                         "-1e308",
                                         "1e-300",
                                         "999999999999999999999",
                                         "0",
                                         "-1",
                                         "1e18 d",
                                         "292000 w",
                                         "9999-12-31",
                                         "0001-01-01",
                                         "{}",
                                         "[]",
                                         "null",
                                         "~",
                                         "true",
                                         "\"\"",
                                         "'",
                                         "&x",
                                         "*x",
                                         "|",
                                         ">",
                                         "!!int 3",
                                         "<<",
                                         "self",
                                         "rival",
                                         "source",
                                         "offer",
                                         "this",
                                         "now",
                                         "event.x",
                                         "((((((((",
                                         "))",
                                         "- -",
                                         "? x",
                                         "%",
                                         "@",
                                         "`",
                                         "# no",
                                         ": ",
                                         "\t",
                                         "\xff",
                                         "\xc3\xa9",
                                         "0/0",
                                         "1/0",
                                         "count(",
                                         "not not not true",
                                         "exp(1000)",
                                         "log(-1)",
                                         "2^2^2^2^2",
                                         "poisson(1e300)",
                                         "binomial(1e15, 0.5)",
                                         "gamma(shape = 1e-300, scale = 1e300)",
                                         "1 us",
                                         "uniform(1 us .. 2 us)",
                                         "exponential(0)",
                                         "1e9",
                                         "-5 d",
                                         "0 d"};
  if (dice.chance(0.2)) return std::string(all_keys()[dice.below(all_keys().size())].key);
  if (dice.chance(0.2))
    return std::string(all_functions()[dice.below(all_functions().size())].example);
  return dice.pick(strange);
}

void flip_byte(std::string& text, Dice& dice) {
  text[dice.below(text.size())] =
      static_cast<char>(dice.chance(0.7) ? dice.between(32, 126) : dice.between(0, 255));
}
void remove_bytes(std::string& text, Dice& dice) {
  text.erase(dice.below(text.size()), dice.below(dice.chance(0.8) ? 4 : 200) + 1);
}
void swap_tokens(std::string& text, Dice& dice) {
  auto [a, a_size] = random_token(text, dice);
  auto [b, b_size] = random_token(text, dice);
  if (a > b) {
    std::swap(a, b);
    std::swap(a_size, b_size);
  }
  if (a + a_size > b) return;
  const auto first = text.substr(a, a_size);
  const auto second = text.substr(b, b_size);
  text.replace(b, b_size, first);
  text.replace(a, a_size, second);
}
void replace_token(std::string& text, Dice& dice) {
  const auto [begin, size] = random_token(text, dice);
  text.replace(begin, size, strange_value(dice));
}
void replace_value(std::string& text, Dice& dice) {
  auto lines = lines_of(text);
  auto& line = lines[dice.below(lines.size())];
  const auto colon = line.find(": ");
  if (colon == std::string::npos) return;
  line = line.substr(0, colon + 2) + strange_value(dice) + "\n";
  text = joined(lines);
}
void change_lines(std::string& text, Dice& dice, const std::string& other) {
  auto lines = lines_of(text);
  const auto at = dice.below(lines.size());
  const auto place = lines.begin() + static_cast<std::ptrdiff_t>(at);
  const auto others = lines_of(other);
  switch (dice.between(0, 5)) {
    case 0:
      lines.insert(place, std::string(*place));
      break;
    case 1:
      lines.erase(place);
      break;
    case 2:
      std::swap(lines[at], lines[dice.below(lines.size())]);
      break;
    case 3:
      *place = std::string(dice.below(9), ' ') + *place;
      break;
    case 4:
      place->erase(0, dice.below(4));
      break;
    default: {
      const auto from = dice.below(others.size());
      const auto to = std::min(others.size(), from + 1 + dice.below(12));
      lines.insert(place, others.begin() + static_cast<std::ptrdiff_t>(from),
                   others.begin() + static_cast<std::ptrdiff_t>(to));
    }
  }
  text = joined(lines);
}

std::string corrupted(std::uint64_t seed) {
  Dice dice(seed);
  // few valid texts, many corruptions each
  auto text = random_scenario(dice.below(200));
  const auto other = random_scenario(dice.below(200));
  for (int i = dice.chance(0.6) ? 1 : dice.between(2, 5); i-- > 0 && !text.empty();) {
    switch (dice.between(0, 9)) {
      case 0:
        flip_byte(text, dice);
        break;
      case 1:
        remove_bytes(text, dice);
        break;
      case 2:
        swap_tokens(text, dice);
        break;
      case 3:
      case 4:
        replace_token(text, dice);
        break;
      case 5:
      case 6:
        replace_value(text, dice);
        break;
      case 7:
        if (dice.chance(0.3)) text.resize(dice.below(text.size()) + 1);
        break;
      default:
        change_lines(text, dice, other);
    }
  }
  return text;
}

// what was found: every finding must say something about a place of the text
void check_findings(const Diagnostics& found, const std::string& text, const std::string& where) {
  EXPECT_FALSE(found.empty()) << where;
  const auto lines = static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1;
  for (const auto& finding : found) {
    EXPECT_FALSE(finding.message.empty()) << where;
    EXPECT_GE(finding.at.line, 0) << where << ": " << finding.message;
    EXPECT_LE(finding.at.line, lines) << where << ": " << finding.message;
    if (finding.at.line == 0) continue;
    const auto line = lines_of(text)[static_cast<std::size_t>(finding.at.line - 1)];
    EXPECT_GE(finding.at.column, 1) << where << ": " << finding.message;
    EXPECT_LE(finding.at.column, static_cast<int>(line.size()) + 1)
        << where << ": " << finding.message;
    EXPECT_NE(render(finding, text), "") << where;
  }
}

struct Tally {
  int rejected = 0;
  int ended = 0;
  int failed = 0;
  double longest = 0;
};

void check_one(const std::string& text, const std::string& where, Tally& tally) {
  auto scenario = read_scenario({"corrupted.yaml", text});
  if (!scenario) {
    ++tally.rejected;
    check_findings(scenario.error(), text, where);
    return;
  }
  const auto program = compile(std::move(*scenario));
  if (!program) {
    ++tally.rejected;
    check_findings(program.error(), text, where);
    return;
  }
  Overlay overlay;
  overlay.max_events = 20'000;
  overlay.until = Duration{60 * kMicrosecondsPerDay};
  const auto result = run_once(*program, {1, 0}, overlay);
  ++(result.status == Status::error ? tally.failed : tally.ended);
}

TEST(CorruptedScenarios, EndInFindingsOrInABoundedRun) {
  const int count = cases(10'000);
  Tally tally;
  for (std::uint64_t seed = 0; seed < static_cast<std::uint64_t>(count); ++seed) {
    const auto text = corrupted(seed);
    // written before it is tried, so that it is there after a crash
    const auto path = kept(text, "corrupted.yaml");
    const auto where = "seed " + std::to_string(seed) + ", " + path;
    const auto start = std::chrono::steady_clock::now();
    check_one(text, where, tally);
    const auto taken = std::chrono::steady_clock::now() - start;
    tally.longest = std::max(tally.longest, std::chrono::duration<double>(taken).count());
    EXPECT_LT(taken, kLongest) << where;
    if (HasFailure()) {
      kept(text, "corrupted_" + std::to_string(seed) + ".yaml");
      break;
    }
  }
  std::printf("%d rejected, %d ran to their end, %d ended with an error, longest %.3f s\n",
              tally.rejected, tally.ended, tally.failed, tally.longest);
  // the law is about both sides
  EXPECT_GT(tally.rejected, count / 4);
  EXPECT_GT(tally.ended, count / 20);
}

}  // namespace
}  // namespace brink::test
