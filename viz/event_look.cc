#include "viz/event_look.h"

#include <algorithm>
#include <string_view>

#include "engine/language/event_roots.h"

namespace brink::viz {
namespace {

Shape shape_of_group(std::string_view group) {
  if (group == "verbal cooperation") return Shape::circle;
  if (group == "material cooperation") return Shape::square;
  if (group == "verbal conflict") return Shape::triangle;
  return Shape::burst;
}

// the group of the built-in type that a type stands below
std::string_view group_of(const Program& program, TypeId type) {
  for (TypeId t = type; t != kNoId; t = program.types[t].parent) {
    for (const auto& root : event_roots()) {
      if (root.name == program.types[t].name) return root.group;
    }
  }
  return {};
}

Shape shape_of(const Program& program, TypeId type) {
  const auto& roots = program.roots;
  const auto is = [&](TypeId root) { return root != kNoId && is_a(program, type, root); };
  if (is(roots.accept)) return Shape::tick;
  if (is(roots.refuse) || is(roots.withdraw)) return Shape::cross;
  if (is(roots.offer)) return Shape::diamond;
  if (is(roots.lapse) || is(roots.expire) || is(roots.end)) return Shape::bar;
  if (is(roots.reveal) || is(roots.leak) || is(roots.undelivered)) return Shape::letter;
  return shape_of_group(group_of(program, type));
}

double highest_rung(const Program& program) {
  double highest = 0;
  for (const auto& rung : program.rungs) highest = std::max(highest, rung.at);
  for (const auto& type : program.types) highest = std::max(highest, type.rung);
  return highest;
}

}  // namespace

std::vector<EventLook> event_looks(const Program& program) {
  std::vector<EventLook> looks(program.types.size());
  const auto scale = std::find(program.scales.begin(), program.scales.end(), "goldstein");
  const auto goldstein = static_cast<std::size_t>(scale - program.scales.begin());
  const double highest = highest_rung(program);
  for (std::size_t t = 0; t < looks.size(); ++t) {
    const auto& type = program.types[t];
    looks[t].shape = shape_of(program, static_cast<TypeId>(t));
    if (type.has_rung && highest > 0) {
      looks[t].severity = std::clamp(type.rung / highest, 0.0, 1.0);
    } else if (goldstein < type.scores.size()) {
      looks[t].severity = std::clamp((10 - type.scores[goldstein]) / 20, 0.0, 1.0);
    }
  }
  return looks;
}

const char* shape_name(Shape shape) {
  switch (shape) {
    case Shape::circle:
      return "words of cooperation";
    case Shape::square:
      return "deeds of cooperation";
    case Shape::triangle:
      return "words of conflict";
    case Shape::burst:
      return "deeds of conflict";
    case Shape::diamond:
      return "offer";
    case Shape::tick:
      return "acceptance";
    case Shape::cross:
      return "refusal or withdrawal";
    case Shape::bar:
      return "lapse or end";
    case Shape::letter:
      return "fate of a message";
  }
  return "";
}

}  // namespace brink::viz
