// Files made to hurt: `brink check` refuses or accepts each in two seconds of processor time and
// 512 MB, and the first line it prints is what the author needs.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <functional>

#include "tests/tools/watched.h"

namespace brink {
namespace {

using test::watch;
using test::Watched;

#ifdef NDEBUG
constexpr double kMostSeconds = 2;
#else
constexpr double kMostSeconds = 20;  // without optimisation and with sanitizers
#endif

std::string repeated(std::string_view part, std::size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (std::size_t i = 0; i < times; ++i) text += part;
  return text;
}

// the text of every number below n, `#` standing for it
std::string numbered(std::string_view part, int n) {
  std::string text;
  for (int i = 0; i < n; ++i) {
    for (const char c : part) c == '#' ? text += std::to_string(i) : text += c;
  }
  return text;
}

const std::string kHead = "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 60 d\n";
const std::string kActor = "actors: {a: {variables: {x: 0}}}\n";

std::string headed(const std::string& text) { return kHead + text; }
std::string titled(const std::string& title) {
  return "brink: 1\ntitle: " + title + "\nstart: 2026-06-01\nhorizon: 60 d\n";
}
std::string asked(const std::string& condition) {
  return kHead + kActor + "outcomes:\n  o:\n    when: " + condition + "\n";
}

struct Hostile {
  const char* name;
  std::function<std::string()> text;
  std::string says;  // the first line, behind the file's name
};

void PrintTo(const Hostile& hostile, std::ostream* out) { *out << hostile.name; }

class HostileFile : public testing::TestWithParam<Hostile> {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "hostile_" + std::to_string(getpid()) + ".yaml";
  }
  void TearDown() override {
    std::filesystem::remove(path_);
    std::filesystem::remove(path_ + ".out");
  }
  Watched check() const { return watch({BRINK_PROGRAM, "check", path_}, path_ + ".out"); }

  std::string path_;
};

std::string first_line(const Watched& ran, const std::string& path) {
  const auto line = ran.output.substr(0, ran.output.find('\n'));
  return line.starts_with(path + ":") ? line.substr(path.size() + 1) : line;
}

void expect_harmless(const Watched& ran) {
  EXPECT_LT(ran.cpu, kMostSeconds);
  if (test::kMemoryIsLimited) {
    EXPECT_LT(ran.memory, test::kMostMemory);
  }
  EXPECT_LT(ran.output.size(), 100'000U) << "nobody reads that";
}

TEST_P(HostileFile, IsHandledInTwoSecondsAndSaysWhatIsWrong) {
  std::ofstream(path_, std::ios::binary) << GetParam().text();
  const auto ran = check();
  const bool good = GetParam().says.starts_with(" good") ||
                    GetParam().says.find(" warning: ") != std::string::npos;
  EXPECT_EQ(ran.code, good ? 0 : 1) << ran.output.substr(0, 1'000);
  EXPECT_EQ(first_line(ran, path_), GetParam().says);
  expect_harmless(ran);
}

const std::string kNested = " error: nested deeper than 64 levels";
const std::string kLong = " error: the expression is longer than 4000 characters";
const std::string kDeep = " error: the expression is nested deeper than 64 levels";

std::string at(int line, int column) {
  return std::to_string(line) + ":" + std::to_string(column) + ":";
}

std::string laughs() {
  std::string text = kHead + "a: &a [x,x,x,x,x,x,x,x,x]\n";
  for (char c = 'b'; c < 'm'; ++c) {
    text += std::string(1, c) + ": &" + c + " [" +
            repeated("*" + std::string(1, char(c - 1)) + ",", 9) + "]\n";
  }
  return text;
}

std::string stairs() {
  std::string text = kHead;
  for (std::size_t i = 0; i < 2'500; ++i) text += std::string(i, ' ') + "a:\n";
  return text;
}

const Hostile kNesting[] = {
    {"AliasBomb", laughs, at(5, 4) + " error: `&` starts a YAML anchor"},
    {"AliasOfItself", [] { return headed("a: &x [1, *x]\n"); },
     at(5, 4) + " error: `&` starts a YAML anchor"},
    // a list in brackets may yet become a key: yaml-cpp opens a map around each
    {"FlowLists", [] { return headed("a: " + repeated("[", 100'000)); }, at(5, 36) + kNested},
    {"FlowMaps", [] { return headed("a: " + repeated("{a: ", 100'000)); }, at(5, 256) + kNested},
    {"BlockLists", [] { return repeated("- ", 100'000); }, at(1, 129) + kNested},
    {"Questions", [] { return repeated("? ", 100'000); }, at(1, 129) + kNested},
    {"BlockMaps", stairs, at(69, 65) + kNested},
    {"Parentheses", [] { return asked('"' + repeated("(", 100'000) + '"'); }, at(8, 12) + kLong},
    {"PlainParentheses", [] { return asked(repeated("(", 100'000)); },
     at(8, 11) + " error: `(` has no partner in this value"},
    {"BalancedParentheses", [] { return asked(repeated("(", 900) + "1" + repeated(")", 900)); },
     at(8, 75) + kDeep},
    {"Nots", [] { return asked(repeated("not ", 100'000) + "true"); }, at(8, 11) + kLong},
    {"NineHundredNots", [] { return asked(repeated("not ", 900) + "true"); }, at(8, 267) + kDeep},
    {"Minuses", [] { return asked("1 " + repeated("- ", 100'000) + "a.x"); }, at(8, 11) + kLong},
    {"NineHundredMinuses", [] { return asked("1 " + repeated("- ", 900) + "a.x"); },
     at(8, 143) + kDeep},
    {"LeadingMinuses", [] { return asked(repeated("- ", 100'000) + "a.x"); },
     at(8, 11) + " error: `-` starts a list item, but this place is inside a value"},
    {"Powers", [] { return asked("2" + repeated("^2", 900)); }, at(8, 140) + kDeep},
    {"Sums", [] { return asked("1" + repeated(" + 1", 100'000) + " > 0"); }, at(8, 11) + kLong},
    {"NineHundredSummands", [] { return asked("1" + repeated("+1", 900) + " > 0"); },
     at(8, 510) + " error: more than 250 operations one inside the other"},
};

std::string big() { return std::string(2'000'000, 'x'); }

const Hostile kBig[] = {
    {"PlainScalar", [] { return titled(big()); }, " good (nothing in it)"},
    {"QuotedScalar", [] { return titled('"' + big() + '"'); }, " good (nothing in it)"},
    {"QuotesInQuotes", [] { return titled("'" + repeated("''", 1'000'000) + "'"); },
     " good (nothing in it)"},
    {"Escapes", [] { return titled('"' + repeated("\\n", 1'000'000) + '"'); },
     " good (nothing in it)"},
    {"PlainLines", [] { return titled(repeated("x\n ", 600'000)); }, " good (nothing in it)"},
    {"BlockScalar", [] { return titled("|\n  " + big()); }, " good (nothing in it)"},
    {"FoldedBlankLines", [] { return titled(">\n" + repeated("\n", 2'000'000)); },
     " good (nothing in it)"},
    {"Key", [] { return headed(big() + ": 1\n"); },
     at(5, 2'000'001) + " error: the name before this colon is too long; at most 60 characters"},
    {"KeyOfDashes", [] { return headed(repeated("-", 100'000) + "\n"); },
     at(5, 1) + " error: a name of 100000 characters is too long; at most 60"},
    {"Expression", [] { return asked(big()); }, at(8, 11) + kLong},
    {"QuotedExpression", [] { return asked('"' + big() + '"'); }, at(8, 12) + kLong},
    {"Date", [] { return "brink: 1\ntitle: T\nstart: " + big() + "\nhorizon: 60 d\n"; },
     at(3, 8) + " error: `" + std::string(119, 'x') + "...` is not a date"},
    {"OpenQuote", [] { return titled('"' + repeated("x\n", 500'000)); },
     at(2, 8) + " error: the quote opened here is never closed"},
    {"Anchor", [] { return headed("a: &" + big() + " y\n"); },
     at(5, 4) + " error: `&` starts a YAML anchor"},
};

const Hostile kMany[] = {
    {"Actors", [] { return headed("actors:\n" + numbered("  a#: {}\n", 50'000)); },
     at(20'006, 3) + " error: more than 20000 actors"},
    {"BadActors", [] { return headed("actors:\n" + numbered("  a#: {nane: 1}\n", 50'000)); },
     at(6, 8) + " error: actor `a0` has no key `nane`"},
    {"BadActorsOnOneLine",
     [] { return headed("actors: {" + numbered("a#: {nane: 1}, ", 50'000) + "}\n"); },
     at(5, 15) + " error: actor `a0` has no key `nane`"},
    {"VariablesOfTheirOwn",
     [] { return headed("actors:\n" + numbered("  a#: {variables: {x#: 0}}\n", 18'000)); },
     at(6, 3) + " error: 18000 actors with 18000 different variables are too many; at most 4000000 "
                "pairs of them fit"},
    {"Parameters", [] { return headed("parameters:\n" + numbered("  a#: 0.5\n", 50'000)); },
     " good (50000 parameters)"},
    {"MisspeltNames",
     [] {
       return headed("parameters:\n" + numbered("  a_parameter_#: 1\n", 50'000) + "let:\n" +
                     numbered("  l#: a_paraneter_# + 1\n", 50'000));
     },
     at(50'007, 7) + " error: `a_paraneter_0` means nothing here"},
    {"UnknownKeys", [] { return headed(numbered("titel#: 1\n", 50'000)); },
     at(5, 1) + " error: the scenario has no key `titel0`"},
    {"Events", [] { return headed("events:\n" + numbered("  e#: {is: assault}\n", 50'000)); },
     at(10'006, 3) + " error: more than 10000 events"},
    {"EventsInAChain",
     [] {
       std::string text = kHead + "events:\n  e0: {is: assault}\n";
       for (int i = 1; i < 10'000; ++i) {
         text += "  e" + std::to_string(i) + ": {is: e" + std::to_string(i - 1) + "}\n";
       }
       return text;
     },
     at(10'005, 3) + " warning: nothing makes `e9999`"},
    {"UnquotedCodes",
     [] { return headed("events:\n" + numbered("  e#: {is: assault, cameo: 036}\n", 9'000)); },
     at(6, 3) + " warning: nothing makes `e0`"},
    {"Rules",
     [] {
       return headed(kActor + "rules:\n" +
                     numbered("  r#: {upon: assault, do: [a.x += 1]}\n", 50'000));
     },
     at(5, 26) + " warning: nothing reads `a.x`"},
    {"BadRules",
     [] { return headed("rules:\n" + numbered("  r#: {upon: asault, do: [b.x += 1]}\n", 25'000)); },
     at(6, 14) + " error: `asault` is not an event type"},
    {"RulesUponOffersOfAllKinds",
     [] {
       return headed("actors: {a: {}, b: {}}\nevents:\n" + numbered("  o#: {is: offer}\n", 9'000) +
                     "rules:\n" +
                     numbered("  r#: {upon: offer, by: target, do: [refuse: offer]}\n", 9'000));
     },
     at(9'008, 3) + " error: too many actors, event types and rules together: who can meet whom is "
                    "not followed"},
    {"GroupsOfTwo",
     [] {
       return headed("actors: {a: {variables: {x: 0}}, b: {variables: {x: 0}}}\ngroups:\n" +
                     numbered("  g#: [a, b]\n", 30'000) + "processes:\n" +
                     numbered("  p#: {for: g#, rate: self.x, emit: assault, to: rival}\n", 20'000));
     },
     " good (2 actors, 20000 processes)"},
    {"MembersOfManyProcesses",
     [] {
       return headed("actors: {" + numbered("a#: {}, ", 4'000) + "}\ngroups: {g: [" +
                     numbered("a#, ", 4'000) + "]}\nprocesses:\n" +
                     numbered("  p#: {for: g, rate: 1, emit: assault}\n", 30));
     },
     at(24, 3) + " error: more than 65000 processes and conditions, counted once for each member "
                 "of their groups"},
    {"Items", [] { return headed("sources: [" + repeated("x, ", 50'000) + "]\n"); },
     " good (nothing in it)"},
    {"BadDeeds",
     [] {
       return headed("rules:\n  r:\n    upon: assault\n    do:\n" +
                     repeated("      - emit x\n", 50'000));
     },
     at(9, 9) + " error: `emit x` is not a deed"},
    {"TinyValues", [] { return headed("sources: [" + repeated("x,", 500'000) + "]\n"); },
     at(5, 999'989) + " error: more than 500000 values"},
    {"EmptyLists", [] { return headed("sources: [" + repeated("[],", 400'000) + "]\n"); },
     at(5, 11) + " error: `sources` of the scenario must be a list of single words or texts"},
    {"DuplicateKeys", [] { return headed(repeated("title: T\n", 100'000)); },
     at(5, 1) + " error: key `title` is given twice"},
    {"Commas", [] { return headed("sources: [" + repeated(",", 500'000) + "]\n"); },
     at(5, 11) + " error: an item of the list is empty"},
    {"DoublingNames",
     [] {
       std::string text = kHead + "let:\n  l0: 1\n";
       for (int i = 1; i < 60; ++i) {
         const auto before = "l" + std::to_string(i - 1);
         text += "  l" + std::to_string(i) + ": " + before + " + " + before + "\n";
       }
       return text + "parameters: {q: l59}\n";
     },
     at(20, 12) +
         " error: with its derived names written out, this has more than 20000 operations"},
};

const Hostile kBytes[] = {
    {"Nul", [] { return headed("about: a") + std::string(1, '\0'); },
     at(5, 9) + " error: control character 0x00"},
    {"OnlyNuls", [] { return std::string(4'000'000, '\0'); },
     at(1, 1) + " error: control character 0x00"},
    {"LoneCarriageReturn", [] { return headed("a: 1\rb: 2\n"); },
     at(5, 5) + " error: a carriage return without a line feed"},
    {"ByteOrderMark", [] { return "\xEF\xBB\xBF" + kHead; }, " good (nothing in it)"},
    {"Utf16", [] { return "\xFF\xFE" + std::string("b\0r\0i\0n\0k\0:\0", 12); },
     " error: the text is UTF-16 or UTF-32, not UTF-8"},
    {"InvalidUtf8", [] { return kHead + repeated("about: \xFF\xFE\n", 100'000); },
     at(5, 8) + " error: byte 0xFF is not UTF-8"},
    {"Tabs", [] { return kHead + repeated("\ta: 1\n", 100'000); },
     at(5, 1) + " error: a tab is used for indentation"},
};

const auto kName = [](const auto& hostile) { return std::string(hostile.param.name); };
INSTANTIATE_TEST_SUITE_P(Nesting, HostileFile, testing::ValuesIn(kNesting), kName);
INSTANTIATE_TEST_SUITE_P(Big, HostileFile, testing::ValuesIn(kBig), kName);
INSTANTIATE_TEST_SUITE_P(Many, HostileFile, testing::ValuesIn(kMany), kName);
INSTANTIATE_TEST_SUITE_P(Bytes, HostileFile, testing::ValuesIn(kBytes), kName);

}  // namespace
}  // namespace brink
