// Laws of the search in the event table, against the texts that it shows.
#include "viz/event_filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "engine/report/words.h"
#include "engine/story/recorder.h"
#include "tests/support/runs.h"
#include "viz/draw/describe.h"
#include "viz/event_search.h"

namespace brink::viz {
namespace {

using Field = QueryWord::Field;

std::string lower(std::string text) {
  for (char& c : text) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return text;
}

/// A run of a shipped scenario, recorded to its end.
struct Recorded {
  explicit Recorded(const char* name)
      : program(test::shipped(name)), recorder(program, overlay, {17, 0}) {
    recorder.advance([] { return false; });
  }
  const Log& log() const { return recorder.recording()->log; }

  Program program;
  Overlay overlay;
  Recorder recorder;
};

std::vector<std::uint32_t> found_by(const Recorded& run, std::string_view text) {
  EventMatcher matcher(run.program, text);
  std::vector<std::uint32_t> found;
  for (const auto& event : run.log().events()) {
    if (matcher.matches(run.log(), event)) found.push_back(event.number);
  }
  return found;
}

std::vector<std::uint32_t> where(const Recorded& run,
                                 const std::function<bool(const EventRecord&)>& is_meant) {
  std::vector<std::uint32_t> found;
  for (const auto& event : run.log().events()) {
    if (is_meant(event)) found.push_back(event.number);
  }
  return found;
}

// all that the table shows of an event, its number and date aside
std::vector<std::string> shown(const Recorded& run, const EventRecord& event) {
  auto texts = attribute_texts(run.program, run.log(), event);
  texts.push_back(type_words(run.program, event));
  texts.push_back(maker_text(run.program, event));
  texts.push_back(event.source == kNobody ? "the world"
                                          : std::string(actor_name(run.program, event.source)));
  if (event.target != event.source) {
    texts.push_back(std::string(actor_name(run.program, event.target)));
  }
  if (!event.is_public) texts.push_back("private");
  for (auto& text : texts) text = lower(text);
  return texts;
}

TEST(QueryTest, WordsPrefixesNumbersAndExclusions) {
  const auto query = parse_query("  Drones -from:Russia #17 by:\"Moscow answers\" to: - -# ");
  ASSERT_EQ(query.size(), 4U);
  EXPECT_EQ(query[0], (QueryWord{Field::any, false, "drones", 0}));
  EXPECT_EQ(query[1], (QueryWord{Field::from, true, "russia", 0}));
  EXPECT_EQ(query[2], (QueryWord{Field::number, false, "", 17}));
  EXPECT_EQ(query[3], (QueryWord{Field::maker, false, "moscow answers", 0}));
  EXPECT_TRUE(parse_query("   ").empty());
  EXPECT_EQ(parse_query("#17b")[0], (QueryWord{Field::any, false, "#17b", 0}));
  EXPECT_EQ(parse_query("-type:x")[0], (QueryWord{Field::type, true, "x", 0}));
}

TEST(FilterTest, AWordIsFoundWhereItIsShown) {
  const Recorded run("open_letter");
  for (const std::string word : {"salvo", "russia", "nightly", "hits 7", "drones", "private", "e",
                                 "the world", "no such thing"}) {
    const auto expected = where(run, [&](const EventRecord& event) {
      const auto texts = shown(run, event);
      return std::any_of(texts.begin(), texts.end(), [&](const std::string& text) {
        return text.find(word) != std::string::npos;
      });
    });
    EXPECT_EQ(found_by(run, '"' + word + '"'), expected) << word;
    EXPECT_EQ(found_by(run, "-\"" + word + '"').size() + expected.size(), run.log().events().size())
        << word;
  }
}

TEST(FilterTest, AllWordsMustOccurWhateverTheirOrderAndCase) {
  const Recorded run("open_letter");
  const auto both = found_by(run, "SALVO spiral");
  ASSERT_FALSE(both.empty());
  EXPECT_EQ(both, found_by(run, "spiral salvo"));
  const auto salvo = found_by(run, "salvo");
  const auto spiral = found_by(run, "spiral");
  std::vector<std::uint32_t> expected;
  std::set_intersection(salvo.begin(), salvo.end(), spiral.begin(), spiral.end(),
                        std::back_inserter(expected));
  EXPECT_EQ(both, expected);
}

TEST(FilterTest, PrefixesLookInOnePlaceOnly) {
  const Recorded run("open_letter");
  const auto& program = run.program;
  EXPECT_EQ(found_by(run, "from:ukraine"), where(run, [&](const EventRecord& event) {
              return actor_name(program, event.source).find("Ukraine") != std::string::npos;
            }));
  EXPECT_EQ(found_by(run, "to:ukraine"), where(run, [&](const EventRecord& event) {
              return actor_name(program, event.target).find("Ukraine") != std::string::npos &&
                     event.source != event.target;
            }));
  EXPECT_EQ(found_by(run, "type:salvo"), where(run, [&](const EventRecord& event) {
              return type_words(program, event).find("salvo") != std::string::npos;
            }));
  EXPECT_EQ(found_by(run, "by:nightly"), where(run, [&](const EventRecord& event) {
              return maker_text(program, event).find("nightly") != std::string::npos;
            }));
  EXPECT_EQ(found_by(run, "#17"), std::vector<std::uint32_t>{17});
  EXPECT_EQ(found_by(run, "").size(), run.log().events().size());
}

TEST(SearchTest, GoesOnALittleInEachFrameAndBeginsAgainForAnotherText) {
  const Recorded run("open_letter");
  const auto& recording = run.recorder.recording();
  EventFilter filter;
  advance_search(run.program, filter, recording);
  EXPECT_FALSE(is_searching(filter));
  EXPECT_EQ(row_count(filter), run.log().events().size());
  EXPECT_EQ(event_of_row(filter, 4), 5U);
  EXPECT_EQ(rows_until(filter, 5), 5U);

  std::copy_n("spiral", 7, filter.text.begin());
  std::size_t frames = 0;
  do {
    const auto before = frames == 0 ? 0 : filter.looked_at;
    advance_search(run.program, filter, recording);
    ASSERT_GT(filter.looked_at, before);
    ASSERT_LE(filter.looked_at, before + kSearchedAtOnce);
    ++frames;
  } while (is_searching(filter));
  EXPECT_GT(frames, 1U);
  EXPECT_EQ(filter.found, found_by(run, "spiral"));
  EXPECT_EQ(event_of_row(filter, rows_until(filter, filter.found[2])), filter.found[3]);
  EXPECT_EQ(rows_until(filter, 0), 0U);

  std::copy_n("#3", 3, filter.text.begin());
  advance_search(run.program, filter, recording);
  EXPECT_EQ(filter.found, std::vector<std::uint32_t>{3});
}

}  // namespace
}  // namespace brink::viz
