#include "viz/initials.h"

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <string_view>

namespace brink::viz {
namespace {

// the characters of a text in UTF-8, one text each; those of one byte only if letters or digits
std::vector<std::string> letters_of(std::string_view text) {
  std::vector<std::string> letters;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t bytes = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    const auto letter = std::string(text.substr(i, bytes));
    i += bytes;
    if (bytes > 1 || std::isalnum(lead) != 0) letters.push_back(letter);
  }
  return letters;
}

std::string upper(std::string letter) {
  if (letter.size() == 1) {
    letter[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(letter[0])));
  }
  return letter;
}

bool is_small_word(std::string_view word) {
  static constexpr std::string_view kSmall[] = {"of", "the", "and", "in", "for", "to", "a", "an"};
  std::string lower(word);
  for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return std::find(std::begin(kSmall), std::end(kSmall), lower) != std::end(kSmall);
}

// texts that may stand for a name, the best first
std::vector<std::string> candidates_of(const std::string& name) {
  std::vector<std::string> words{""};
  for (const char c : name) {
    if (c == ' ' || c == '_' || c == '-') {
      words.emplace_back();
    } else {
      words.back() += c;
    }
  }
  std::string heads;
  std::size_t count = 0;
  for (const auto& word : words) {
    const auto letters = letters_of(word);
    if (letters.empty() || is_small_word(word) || count == 2) continue;
    heads += upper(letters.front());
    ++count;
  }
  std::vector<std::string> candidates;
  if (!heads.empty()) candidates.push_back(heads);
  const auto letters = letters_of(name);
  for (std::size_t i = 1; i < letters.size(); ++i) {
    candidates.push_back(upper(letters.front()) + letters[i]);
  }
  if (candidates.empty()) candidates.push_back(letters.empty() ? "?" : upper(letters.front()));
  return candidates;
}

}  // namespace

std::vector<std::string> initials_of(std::span<const std::string> names) {
  std::vector<std::vector<std::string>> candidates;
  std::map<std::string, int> uses;
  for (const auto& name : names) {
    candidates.push_back(candidates_of(name));
    ++uses[candidates.back().front()];
  }
  std::vector<std::string> chosen(names.size());
  std::set<std::string> taken;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (uses[candidates[i].front()] > 1) continue;
    chosen[i] = candidates[i].front();
    taken.insert(chosen[i]);
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!chosen[i].empty()) continue;
    // all that share a first choice take another, so that none stands for the rest
    auto free = std::find_if(candidates[i].begin() + 1, candidates[i].end(),
                             [&](const auto& text) { return !taken.contains(text); });
    chosen[i] = free == candidates[i].end() ? candidates[i].front() : *free;
    taken.insert(chosen[i]);
  }
  return chosen;
}

}  // namespace brink::viz
