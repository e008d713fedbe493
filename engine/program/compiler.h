#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/language/map_reader.h"
#include "engine/program/program.h"

/// The parts of `compile`, for the files of this folder alone.
namespace brink::internal {

/// What a name of the scenario's own scope means.
struct NameEntry {
  enum class Kind { parameter, let, variable, actor, group, pair };
  Kind kind = Kind::parameter;
  std::uint32_t index = 0;  // slot, let, actor, group or pair
  Position at;
};

/// Where an expression stands: which words it may use.
struct Context {
  std::string owner;  // for messages: "rule `spiral`"
  const ActorSet* self = nullptr;
  const ActorSet* other = nullptr;                     // of pairs
  const ActorSet* each = nullptr;                      // of an expression over a group
  std::vector<std::pair<std::string, GroupId>> loops;  // `for: x in GROUP` around it
  const ActorSet* reader = nullptr;  // who must not learn others' secrets here; null: `self`
  bool is_known_to_all = false;      // what is written here shows itself: no secrets at all
  bool is_response = false;          // an actor's own rule or process: others' secrets are hidden
  GroupId rival_group = kNoId;       // of `for:` or `by: each of`; otherwise found from `self`
  const ActorSet* source = nullptr;
  const ActorSet* target = nullptr;
  const std::vector<TypeId>* event = nullptr;  // types the event may have
  std::optional<TypeId> made;                  // type of the event being made: `this`
  bool offer = false;
  std::uint32_t* sites = nullptr;  // counts draws; null where nothing may be drawn
  bool lost = false;  // `upon`, `by` or `for` is wrong and reported: words it gives stay silent
};

/// A secret variable that an expression reads, and whose it may be.
struct SecretRead {
  std::string name;
  ActorSet owners;
  bool of_self = false;  // read by the word `self`
};

/// A compiled expression with what is known of it.
struct Typed {
  NodeId node = kNone;  // kNone: an error, already reported
  ValueType type = ValueType::number;
  const std::vector<std::uint32_t>* symbols = nullptr;  // of a symbol
  bool drawn = false;                                   // contains a distribution
  explicit operator bool() const { return node != kNone; }
};

struct ClosedShape;

class Compiler {
 public:
  Compiler(Program& program, Findings& findings) : program_(program), findings_(findings) {}

  void run();

 private:
  bool check_numbers();

  // names.cc: what is there
  void declare_name(const Label& label, NameEntry::Kind kind, std::size_t index);
  void declare_symbols();
  void declare_slots();
  void declare_slot(const VariableDecl& decl, const std::string& name, ActorId owner,
                    ActorId other = kNobody);
  ValueType literal_type(const Expr& expression, const std::vector<Text>& values, int depth = 0);
  ValueType literal_name(const Expr& expression, int depth);
  void declare_actors();

  // groups.cc
  void declare_groups();
  std::optional<GroupId> group_of_all();
  bool add_members(std::size_t index, std::vector<int>& states);
  std::size_t memberships_ = 0;
  void declare_pairs();
  std::optional<GroupId> find_group(const Text& name);

  // over.cc: groups in expressions, picks, pairs
  Typed compile_over(const Expr& e, const Context& c);
  Typed compile_pick(const Expr& e, const Context& c);
  Typed compile_pair(const Expr& e, std::uint32_t pair, const Context& c);
  ActorSet actors_meant(const Expr& e, const Context& c);
  Typed compile_table(const Expr& e, const Context& c);
  Typed compile_empirical(const Expr& e, const Context& c);
  std::optional<std::vector<double>> compile_list(const Expr* e, std::string_view what,
                                                  ValueType type);

  // secrets.cc
  void note_secret(const SlotInfo& slot, std::string_view word, const ActorSet& owners, Position at,
                   const Context& c);
  void check_secrets(const std::vector<SecretRead>& reads, Position at, const Context& c);
  std::uint32_t symbol(const std::string& name);
  std::vector<std::uint32_t> symbol_set(const std::vector<Text>& values);
  std::optional<double> constant(const std::optional<Expr>& expression, ValueType type,
                                 const std::string& owner);
  void check_first_value(const SlotInfo& slot, const Expr& initial);
  void check_not_negative(const std::optional<Expr>& length, const std::string& what);

  // types.cc: the event tree
  void declare_types();
  std::vector<std::size_t> parents_of_types();
  void number_types(const std::vector<std::size_t>& parents);
  void fill_type(TypeId id, const EventTypeDecl& decl);
  void add_attribute(EventType& type, const AttributeDecl& decl);
  void compile_type_terms();
  void check_consent(TypeId id, const EventTypeDecl& decl);
  void declare_term(const Text& name);
  std::optional<TypeId> find_type(const Text& name);
  std::optional<TypeId> find_offer_type(const Text& name, TypeId event);

  // actor_sets.cc: who can be an event's source and target
  struct EmitSite;
  void find_actor_sets();
  std::vector<EmitSite> emit_sites() const;
  void add_sites(const RuleDecl& rule, const std::vector<Deed>& deeds,
                 const std::map<std::string, std::string>& loops,
                 std::vector<EmitSite>& sites) const;
  bool apply(const EmitSite& site, const ActorSet& parties);
  void find_partners();
  ActorSet parties_of_offers() const;
  std::size_t work_of(const Pattern& pattern) const;
  bool fits_work(std::size_t work, Position at);
  bool fits_members(std::size_t members, Position at);
  ActorSet possible(const std::optional<Expr>& expression, const EmitSite& site) const;
  ActorSet named(std::string_view name) const;
  ActorSet rivals(const ActorSet& selves) const;
  ActorSet sources_of(const Pattern& pattern) const;
  ActorSet targets_of(const Pattern& pattern) const;
  ActorSet responders(const RuleDecl& rule) const;
  ActorSet all_actors() const;
  bool carries_offer(TypeId type) const;
  std::optional<TypeId> type_id(std::string_view name) const;

  // expression.cc
  Typed compile(const Expr& e, const Context& context,
                const std::vector<std::uint32_t>* symbols = nullptr);
  NodeId compile_as(const std::optional<Expr>& e, ValueType type, const Context& context,
                    const std::string& what, bool* drawn = nullptr);
  Typed compile_name(const Expr& e, const Context& c, const std::vector<std::uint32_t>* symbols);
  Typed compile_word(const Expr& e, const Context& c, const std::vector<std::uint32_t>* symbols);
  Typed compile_entry(const Expr& e, const NameEntry& entry, const Context& c);
  Typed compile_let(std::uint32_t index);
  Typed compile_member(const Expr& e, const Context& c);
  Typed compile_event_member(const Expr& e, const Context& c);
  Typed compile_offer_member(const Expr& e, const Context& c);
  Typed compile_variable(const Expr& e, Typed actor, const ActorSet& possible,
                         const std::string& variable);
  Typed compile_unary(const Expr& e, const Context& c);
  Typed compile_binary(const Expr& e, const Context& c);
  Typed compile_sum(const Expr& e, const Typed& left, const Typed& right);
  Typed compile_product(const Expr& e, const Typed& left, const Typed& right);
  Typed compile_comparison(const Expr& e, const Context& c);
  std::optional<ActorSet> actor_word(const std::string& word, const Expr& e, const Context& c,
                                     Typed& actor);
  GroupId group_of_two(const Context& c) const;
  Typed unknown_name(const Expr& e, const Context& c);
  bool is_unknown_word(const Expr& e) const;
  std::string name_hint(const Expr& e, const Context& c) const;
  std::string owners_hint(std::uint32_t variable) const;
  void unknown_term(const std::string& name, Position at);
  bool can_meet(const Typed& left, const Typed& right, const Expr& e);
  bool can_take(const std::vector<std::uint32_t>* wanted, const Typed& value, const Expr& e);

  // calls.cc
  Typed compile_call(const Expr& e, const Context& c, const std::vector<std::uint32_t>* symbols);
  Typed compile_arguments(const Expr& e, const FunctionInfo& info, const Context& c,
                          const std::vector<std::uint32_t>* symbols);
  bool order_arguments(const Expr& e, const FunctionInfo& info, std::vector<const Expr*>& ordered);
  Typed compile_history(const Expr& e, const FunctionInfo& info, const Context& c);
  Typed compile_in_force(const Expr& e, const Context& c);
  bool fits_letter(char letter, const Typed& value, const Typed& first);

  // patterns.cc
  std::optional<EventPattern> compile_pattern(const Pattern& pattern, const Context& asker,
                                              std::vector<NodeId>* pickers);
  std::optional<ActorMatch> compile_match(const std::string& name, Position at,
                                          const Context* history, NodeId* picker);
  std::vector<TypeId> types_of(const EventPattern& pattern) const;
  std::uint32_t find_tally(Tally tally, const Pattern& source, const std::string& key);
  bool is_knower(const Expr& e);
  Typed compile_knows(const Expr& e, const Context& c);
  bool is_about_offer(const Pattern::Alternative& alternative) const;

  // channels.cc
  void compile_channels();
  void compile_channel(const ChannelDecl& decl);
  void check_probability(NodeId node, const std::optional<Expr>& written, const std::string& what);
  std::vector<std::pair<ActorId, ActorId>> ends_of(const ChannelDecl& decl);
  void add_link(std::uint32_t channel, ActorId a, ActorId b, std::uint64_t path);
  void compile_visibility(TypeId id, const EventTypeDecl& decl);
  std::optional<std::uint32_t> compile_via(const std::vector<Text>& via);
  void find_route_readers();
  void grow_engine_sets(bool& grew);
  bool may_be_private(TypeId type) const;
  bool may_travel(TypeId type) const;

  // deeds.cc, rules.cc
  std::optional<Emission> compile_emission(const Deed& deed, Context context, bool own_source);
  void compile_attributes(const Deed& deed, const Context& context, Emission& emission);
  void compile_lapses(const Deed& deed, const Context& context, Emission& emission);
  void compile_others(const Deed& deed, const Context& context, Emission& emission);
  bool is_same_actor(NodeId a, NodeId b, const Context& context) const;
  std::optional<std::uint32_t> compile_only(const std::vector<Text>& only);
  std::vector<TermInit> compile_terms(const std::vector<TermDecl>& terms, const Context& context);
  std::vector<CompiledDeed> compile_deeds(const std::vector<Deed>& deeds, const Context& context,
                                          const RuleDecl& rule);
  std::optional<CompiledDeed> compile_loop(const Deed& deed, const Context& context,
                                           const RuleDecl& rule);
  std::optional<CompiledDeed> compile_assignment(const Deed& deed, const Context& context);
  std::optional<CompiledDeed> compile_answer(const Deed& deed, const Context& context,
                                             const RuleDecl& rule);
  void check_initial_order(SlotId own, Position at);
  const PairInfo& pair_of(SlotId slot) const;
  std::vector<std::pair<ActorId, ActorId>> pairs_of(GroupId group) const;
  bool check_pairs(GroupId group, Position at);
  void compile_state();
  /// Whom and what a rule can mean, as long as its expressions are compiled.
  struct RuleScope {
    ActorSet selves;
    ActorSet sources;
    ActorSet targets;
    std::vector<TypeId> types;
  };
  /// The pattern of `upon`; `context` then points into `scope`.
  void compile_upon(const RuleDecl& decl, Rule& rule, RuleScope& scope, Context& context);
  void compile_rule(const RuleDecl& rule);
  bool compile_responder(const RuleDecl& decl, Rule& rule);
  void compile_choice(const RuleDecl& decl, const Context& context, Rule& rule);
  void watch_rule(const RuleDecl& decl, RuleId id, const ActorSet& selves);
  void index_rules();
  void index_patterns();
  void compile_schedule(const ScheduleDecl& entry);
  void compile_process(const ProcessDecl& process);
  void check_instant(const Expr& instant, const std::string& owner, std::string_view then);
  void compile_ladder();
  void compile_variant(const VariantDecl& variant);
  std::optional<Value> literal_value(const TermDecl& setting, const SlotInfo& slot);
  void compile_outcomes();
  void compile_measure(const MeasureDecl& measure);
  void compile_grid(const MeasureDecl& decl, Measure& measure);

  // dependencies.cc: who must be told, and what cannot be run exactly
  void collect_rungs();
  void mark_moving();
  void find_readers();
  void add_reader(NodeId node, const Binding& who, Reader reader);
  void spend(NodeId node);
  struct Dependency {
    std::uint32_t id = 0;
    std::uint32_t pair = kNone;
    auto operator<=>(const Dependency&) const = default;
  };
  std::uint32_t static_pair(const Node& node, const Binding& who) const;
  void collect(NodeId node, const Binding& who, std::vector<Dependency>& found) const;
  void mark_watched_tallies();
  SlotId slot_read(const Node& node, const Binding& who) const;
  std::vector<SlotId> slots_read(const Node& node, const Binding& who) const;
  ActorId static_actor(NodeId node, const Binding& who) const;
  bool drifts(NodeId node, const Binding& who) const;
  bool over_drifts(const Node& node, const Binding& who) const;
  std::optional<ClosedShape> closed_shape(NodeId node, const Binding& who, NodeId& culprit) const;
  std::optional<ClosedShape> closed_function(NodeId node, const Binding& who,
                                             NodeId& culprit) const;
  std::optional<ClosedShape> closed_over(NodeId node, const Binding& who, NodeId& culprit) const;
  bool is_closed(NodeId node, const Binding& who) const;
  bool steps(NodeId node, const Binding& who) const;
  std::uint64_t fade_name(SlotId slot) const;
  ClosedShape shape_of(SlotId slot) const;
  void check_closed(NodeId node, const Binding& who, const std::string& what, bool truth);
  void check_laws();

  // flows.cc: differential equations, and rates that are integrated like them
  void find_systems();
  void find_flow_readers();
  void check_equality(NodeId node, const Binding& who, const std::string& what);
  void check_rate(std::uint32_t instance);
  void check_flows();
  void collect_breaks(NodeId node, const Binding& who, std::uint32_t system, Breaks& found) const;
  bool reads_system(NodeId node, const Binding& who, std::uint32_t system) const;

  NodeId add(Node node, Position at, std::initializer_list<NodeId> children = {});
  NodeId add(Node node, Position at, const std::vector<NodeId>& children);
  Typed number_constant(double value, Position at);
  void error(Position at, std::string message, std::string hint = {}) {
    findings_.error(at, std::move(message), std::move(hint));
  }
  const Scenario& scenario() const { return program_.scenario; }

  Program& program_;
  Findings& findings_;
  std::map<std::string, NameEntry, std::less<>> names_;
  std::map<std::string, TypeId, std::less<>> type_ids_;
  std::map<std::string, std::uint32_t, std::less<>> variable_ids_;
  std::map<std::string, std::uint32_t, std::less<>> symbol_ids_;
  std::map<std::string, std::uint16_t, std::less<>> term_ids_;
  std::map<std::string, std::uint32_t, std::less<>> tally_ids_;
  std::vector<ActorSet> source_sets_;  // by type
  std::vector<ActorSet> target_sets_;
  std::vector<bool> carries_offer_;
  std::vector<std::vector<ActorId>> partners_;  // by actor
  std::size_t work_ = 0;                        // spent on who can meet whom
  std::size_t watched_ = 0;                     // operations walked through to see what is read
  std::map<std::string, std::uint32_t, std::less<>> channel_ids_;
  std::map<std::vector<std::uint32_t>, std::uint32_t> route_set_ids_;  // by their channels
  std::vector<Typed> let_values_;
  std::vector<std::vector<SecretRead>> let_secrets_;
  std::vector<SecretRead>* secrets_read_ = nullptr;  // of the derived name being compiled
  std::map<std::uint32_t, ValueType> let_types_;     // as far as variables need them
  std::vector<int> let_states_;                      // 0 untouched, 1 being compiled, 2 done
  std::vector<int> let_levels_;         // how many derived names stand one inside the other
  int level_ = 0;                       // of the names used so far by what is being compiled
  int nesting_ = 0;                     // derived names being compiled now
  std::vector<std::uint32_t> sizes_;    // operations of each node, those of derived names included
  std::vector<std::uint64_t> work_of_;  // the same, counted once for each member gone over
  std::vector<const VariableDecl*> slot_decls_;  // by slot; null for parameters
};

/// A hint for a value of another type than is wanted; empty when there is nothing to say.
std::string type_hint(ValueType wanted, ValueType found);

/// A time that is written out, in microseconds: `3 d`, `-2 h`, `1 d + 6 h`; a date counts from
/// `start`. Nothing where the state or chance has a say.
std::optional<double> literal_time(const Expr& e, Instant start);

/// The names of a map, for a hint: kMaxCandidates at most.
std::vector<std::string> keys_of_map(const std::map<std::string, NameEntry, std::less<>>& map);

}  // namespace brink::internal
