#include <fmt/format.h>

#include <algorithm>

#include "engine/base/hash.h"
#include "engine/program/compiler.h"

namespace brink::internal {

void Compiler::compile_schedule(const ScheduleDecl& decl) {
  ScheduleEntry entry;
  entry.name = decl.label.id;
  entry.path = mix(hash_text("schedule"), hash_text(entry.name));
  const auto owner = fmt::format("schedule entry `{}`", entry.name);
  std::uint32_t sites = 0;
  const Context context{.owner = owner, .sites = &sites};
  const auto at = compile(decl.at, context);
  if (at && at.type != ValueType::date && at.type != ValueType::duration) {
    error(decl.at.at, fmt::format("`at` of {} must be a date or a time from the start", owner),
          "for example `2026-06-04 09:00` or `3 d`");
  }
  entry.at = at.node;
  entry.priority = decl.priority;
  entry.condition =
      compile_as(decl.condition, ValueType::truth, {.owner = owner}, "`if` of " + owner);
  check_instant(decl.at, owner, "never happens");
  auto emission = compile_emission(decl.emit, context, false);
  if (emission) entry.emission = std::move(*emission);
  program_.schedule.push_back(std::move(entry));
}

void Compiler::compile_process(const ProcessDecl& decl) {
  Process process;
  process.name = decl.label.id;
  process.about = decl.label.about;
  const auto owner = fmt::format("process `{}`", process.name);
  const auto path = mix(hash_text("process"), hash_text(process.name));
  Context context{.owner = owner};
  process.priority = decl.priority;
  ActorSet selves;
  std::vector<std::pair<ActorId, ActorId>> members{{kNobody, kNobody}};
  if (!decl.member_of.value.empty()) {
    if (const auto group = find_group(decl.member_of)) {
      context.rival_group = *group;
      selves = named(decl.member_of.value);
      context.self = &selves;
      context.is_response = true;
      members.clear();
      for (const auto self : program_.groups[*group].members) members.emplace_back(self, kNobody);
      if (decl.pairs && check_pairs(*group, decl.member_of.at)) {
        context.other = &selves;
        members = pairs_of(*group);
      }
    } else {
      context.lost = true;
    }
  }
  std::uint32_t sites = 0;
  Context drawing = context;
  drawing.sites = &sites;
  process.gate = compile_as(decl.gate, ValueType::truth, context, "`while` of " + owner);
  process.rate = compile_as(decl.rate, ValueType::number, context, "`rate` of " + owner);
  process.every = compile_as(decl.every, ValueType::duration, drawing, "`every` of " + owner,
                             &process.every_is_drawn);
  check_not_negative(decl.every, "`every` of " + owner);
  auto emission = compile_emission(decl.emit, drawing, context.self != nullptr);
  if (emission) process.emission = std::move(*emission);
  const auto id = static_cast<std::uint32_t>(program_.processes.size());
  if (!fits_members(members.size(), decl.label.at)) return;
  for (const auto& [self, other] : members) {
    ProcessInstance instance{id, self, other,
                             self == kNobody ? path : mix(path, program_.actors[self].path), kNone};
    if (other != kNobody) instance.path = mix(instance.path, program_.actors[other].path);
    if (process.gate != kNone) {
      instance.gate_watch = static_cast<std::uint32_t>(program_.watches.size());
      program_.watches.push_back({Watch::Kind::gate,
                                  static_cast<std::uint32_t>(program_.instances.size()),
                                  process.gate, self, other, instance.path});
    }
    program_.instances.push_back(instance);
  }
  program_.processes.push_back(std::move(process));
}

void Compiler::compile_ladder() {
  if (!scenario().ladder) return;
  const auto& ladder = *scenario().ladder;
  program_.has_ladder = true;
  program_.rungs = ladder.rungs;
  const auto& events = scenario().events;
  if (std::none_of(events.begin(), events.end(), [](const auto& e) { return e.rung; })) {
    findings_.warning(ladder.at, "the ladder ranks nothing: no event has a `rung`",
                      "give event types their place on it, for example `rung: 6`");
  }
  if (ladder.window && ladder.window->kind == Expr::Kind::duration && ladder.window->us > 0) {
    program_.ladder_window = {ladder.window->us};
  } else if (ladder.window) {
    error(ladder.window->at, "the ladder's window must be a duration above 0, without names in it",
          "for example `window: 14 d`");
  }
}

void Compiler::compile_outcomes() {
  bool otherwise = false;
  for (const auto& decl : scenario().outcomes) {
    Outcome outcome{decl.label.id, decl.label.about, kNone, decl.stops};
    const auto owner = fmt::format("outcome `{}`", decl.label.id);
    if (decl.when) {
      outcome.when =
          compile_as(decl.when, ValueType::truth, {.owner = owner}, "`when` of " + owner);
      if (outcome.when != kNone) {
        program_.watches.push_back({Watch::Kind::outcome,
                                    static_cast<std::uint32_t>(program_.outcomes.size()),
                                    outcome.when, kNobody, kNobody, hash_text(decl.label.id)});
      }
    } else if (otherwise) {
      error(decl.label.at, "two outcomes are `otherwise`",
            "keep one: it takes every run that ends without another outcome");
    } else {
      otherwise = true;
    }
    program_.outcomes.push_back(std::move(outcome));
  }
}

void Compiler::compile_measure(const MeasureDecl& decl) {
  using Form = MeasureDecl::Form;
  Measure measure;
  measure.name = decl.label.id;
  measure.about = decl.label.about;
  measure.unit = decl.unit;
  measure.form = decl.form;
  const auto owner = fmt::format("measure `{}`", measure.name);
  Context context{.owner = owner};
  std::vector<TypeId> types;
  ActorSet sources;
  ActorSet targets;
  if (decl.pattern) {
    auto pattern = compile_pattern(*decl.pattern, {.owner = owner}, nullptr);
    if (!pattern) return;
    measure.pattern = std::move(*pattern);
    types = types_of(measure.pattern);
    sources = sources_of(*decl.pattern);
    targets = targets_of(*decl.pattern);
    context.event = &types;
    context.source = &sources;
    context.target = &targets;
    context.offer =
        std::all_of(decl.pattern->alternatives.begin(), decl.pattern->alternatives.end(),
                    [&](const Pattern::Alternative& a) { return is_about_offer(a); });
  }
  if (decl.value) {
    const auto value = compile(*decl.value, context);
    if (!value) return;
    measure.value = value.node;
    measure.type = value.type;
    const auto wanted = decl.form == Form::time ? ValueType::truth : ValueType::number;
    const bool any = decl.form == Form::final || decl.form == Form::at || decl.form == Form::series;
    if (value.type != wanted && !any) {
      error(decl.value->at,
            fmt::format("{} needs {}, and this is {}", owner, with_article(wanted),
                        with_article(value.type)),
            type_hint(wanted, value.type));
    }
    if (any && value.type == ValueType::offer) {
      error(decl.value->at, fmt::format("{} cannot be an offer", owner));
    }
  }
  if (decl.form == Form::first || decl.form == Form::last || decl.form == Form::time) {
    measure.type = ValueType::duration;
  }
  if (decl.instant) {
    const auto at = compile(*decl.instant, {.owner = owner});
    if (at && at.type != ValueType::date && at.type != ValueType::duration) {
      error(decl.instant->at,
            fmt::format("`at` of {} must be a date or a time from the start", owner),
            "for example `2026-07-01` or `30 d`");
    }
    measure.instant = at.node;
    check_instant(*decl.instant, "`at` of " + owner, "is never read");
  }
  if (decl.every) compile_grid(decl, measure);
  program_.measures.push_back(std::move(measure));
}

void Compiler::compile_grid(const MeasureDecl& decl, Measure& measure) {
  const auto owner = fmt::format("measure `{}`", measure.name);
  if (measure.type != ValueType::number && measure.type != ValueType::duration) {
    error(decl.value->at,
          fmt::format("{} needs a number or a duration, and this is {}", owner,
                      with_article(measure.type)),
          type_hint(ValueType::number, measure.type));
  }
  const auto every = constant(decl.every, ValueType::duration, "`every` of " + owner);
  if (!every) return;
  measure.every = {static_cast<std::int64_t>(*every)};
  const bool fits =
      measure.every.us > 0 && scenario().horizon.us / measure.every.us < std::int64_t{kMaxSeries};
  if (fits) return;
  error(decl.every->at,
        measure.every.us > 0
            ? fmt::format("{} has more than {} values up to the horizon", owner, kMaxSeries)
            : fmt::format("`every` of {} must be above 0", owner),
        "for example `every: 1 d`");
}

std::optional<Value> Compiler::literal_value(const TermDecl& setting, const SlotInfo& slot) {
  const auto what = fmt::format("parameter `{}`", slot.name);
  const Context context{.owner = "a variant"};
  const auto* symbols = slot.symbols.empty() ? nullptr : &slot.symbols;
  const auto value = compile(setting.value, context, symbols);
  if (!value) return std::nullopt;
  if (value.type != slot.type) {
    error(setting.value.at,
          fmt::format("{} is {}, and this is {}", what, with_article(slot.type),
                      with_article(value.type)),
          type_hint(slot.type, value.type));
    return std::nullopt;
  }
  const bool is_number = slot.type == ValueType::number || slot.type == ValueType::duration;
  if (!is_number) {
    const auto& node = program_.nodes[value.node];
    if (node.op == Op::constant) return node.constant;
    error(setting.value.at, fmt::format("{} needs a value without names in it", what));
    return std::nullopt;
  }
  const auto number = constant(setting.value, slot.type, what);
  if (!number) return std::nullopt;
  if (*number < slot.low || *number > slot.high) {
    error(setting.value.at, fmt::format("{} lies outside its range", what),
          "change the value, or the parameter's `range`");
    return std::nullopt;
  }
  return slot.type == ValueType::number ? Value::of(*number)
                                        : Value::of_whole(static_cast<std::int64_t>(*number));
}

void Compiler::compile_variant(const VariantDecl& decl) {
  Variant variant{decl.label.id, decl.label.about, {}};
  for (const auto& setting : decl.parameters) {
    const auto entry = names_.find(setting.name.value);
    if (entry == names_.end() || entry->second.kind != NameEntry::Kind::parameter) {
      std::vector<std::string> known;
      for (const auto& parameter : scenario().parameters) known.push_back(parameter.label.id);
      error(setting.name.at,
            fmt::format("variant `{}`: `{}` is no parameter", variant.name, setting.name.value),
            did_you_mean(setting.name.value, known));
      continue;
    }
    const auto slot = entry->second.index;
    if (const auto value = literal_value(setting, program_.slots[slot])) {
      variant.settings.emplace_back(slot, *value);
    }
  }
  program_.variants.push_back(std::move(variant));
}

}  // namespace brink::internal
