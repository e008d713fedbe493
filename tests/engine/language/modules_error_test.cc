// What is wrong with a module, or with its use: exact texts, each in the file that it is about.
#include <gtest/gtest.h>

#include "tests/support/module_folder.h"

namespace brink {
namespace {

using test::ModuleFolder;

struct Case {
  const char* name;
  std::string scenario;  // below the head, from line 5 on
  std::string module;    // m.yaml below its head, from line 3 on
  std::string findings;
};

constexpr const char* kCast = R"(
actors: {ukraine: {variables: {anger: 1}}, russia: {}, poland: {}}
groups: {belligerents: [ukraine, russia]}
events: {strike: {is: assault}}
world: {variables: {tension: 0}}
)";

class ModuleErrorTest : public testing::TestWithParam<Case> {};

TEST_P(ModuleErrorTest, IsReportedWithPlaceAndHint) {
  ModuleFolder folder;
  folder.scenario(GetParam().scenario + kCast);
  folder.module("m.yaml", GetParam().module);
  folder.module("n.yaml", "use: [{file: m.yaml}]\n");
  folder.module("handing.yaml", "use: [{file: m.yaml, for: members}]\n");
  EXPECT_EQ(folder.findings(), GetParam().findings);
}

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"UnknownName", "use: [{file: m.yaml}]",
       "rules: {r: {upon: assault, if: tensoin > 0, do: [{emit: protest}]}}\n"
       "parameters: {tensions: 1}\n",
       "m.yaml:3:32: error: `tensoin` is not known in this module: declare it, or list it under "
       "`expects:`\n"
       "  rules: {r: {upon: assault, if: tensoin > 0, do: [{emit: protest}]}}\n"
       "                                 ^\n"
       "  hint: did you mean `tensions`?\n"},
      {"AScenariosNameIsNotKnown", "use: [{file: m.yaml}]",
       "rules: {r: {upon: strike, if: tension > 0, do: [{emit: protest, from: poland}]}}\n",
       "m.yaml:3:19: error: `strike` is not known in this module: declare it, or list it under "
       "`expects:`\n"
       "  rules: {r: {upon: strike, if: tension > 0, do: [{emit: protest, from: poland}]}}\n"
       "                    ^\n"
       "m.yaml:3:31: error: `tension` is not known in this module: declare it, or list it under "
       "`expects:`\n"
       "  rules: {r: {upon: strike, if: tension > 0, do: [{emit: protest, from: poland}]}}\n"
       "                                ^\n"
       "m.yaml:3:71: error: `poland` is not known in this module: declare it, or list it under "
       "`expects:`\n"
       "  rules: {r: {upon: strike, if: tension > 0, do: [{emit: protest, from: poland}]}}\n"
       "                                                                        ^\n"},
      {"UnknownVariable", "use: [{file: m.yaml, for: belligerents}]",
       "variables: {grudge: 0}\n"
       "rules: {r: {upon: assault, by: each of members, do: [self.anger += 1]}}\n",
       "m.yaml:4:54: error: `anger` is not known in this module: declare it, or list it under "
       "`expects:`\n"
       "  rules: {r: {upon: assault, by: each of members, do: [self.anger += 1]}}\n"
       "                                                       ^\n"},
      {"MembersWithoutFor", "use: [{file: m.yaml}]",
       "rules: {r: {upon: assault from members, do: [{emit: protest}]}}\n",
       "s.yaml:5:7: error: module `Doctrine` speaks of `members`: its use needs `for:`\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: say whom it is for: `for: GROUP`, or one actor\n"},
      {"VariablesWithoutFor", "use: [{file: m.yaml}]", "variables: {grudge: 0}\n",
       "s.yaml:5:7: error: module `Doctrine` gives variables to its members: its use needs `for:`\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: say whom it is for: `for: GROUP`, or one actor\n"},
      {"MembersOfAnInnerUse", "use: [{file: n.yaml}]", "variables: {grudge: 0}\n",
       "n.yaml:3:7: error: module `Doctrine` gives variables to its members: its use needs `for:`\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: say whom it is for: `for: GROUP`, or one actor\n"},
      {"MembersHandedOnByNobody", "use: [{file: handing.yaml}]", "variables: {grudge: 0}\n",
       "s.yaml:5:7: error: module `Doctrine` speaks of `members`: its use needs `for:`\n"
       "  use: [{file: handing.yaml}]\n"
       "        ^\n"
       "  hint: say whom it is for: `for: GROUP`, or one actor\n"},
      {"MembersInAScenario",
       "rules: {r: {upon: assault from members, by: each of members, do: [{emit: protest}]}}", "",
       "s.yaml:5:32: error: `members` has a meaning only in a module\n"
       "  rules: {r: {upon: assault from members, by: each of members, do: [{emit: protest}]}}\n"
       "                                 ^\n"
       "  hint: name the group itself\n"
       "s.yaml:5:53: error: `members` has a meaning only in a module\n"
       "  rules: {r: {upon: assault from members, by: each of members, do: [{emit: protest}]}}\n"
       "                                                      ^\n"
       "  hint: name the group itself\n"},
      {"MembersInTheUseOfAScenario", "use: [{file: m.yaml, for: members}]", "",
       "s.yaml:5:27: error: `members` has a meaning only in a module\n"
       "  use: [{file: m.yaml, for: members}]\n"
       "                            ^\n"
       "  hint: name the group itself\n"},
      {"ForNobody", "use: [{file: m.yaml, for: beligerents}]", "variables: {grudge: 0}\n",
       "s.yaml:5:27: error: `beligerents` is neither a group nor an actor\n"
       "  use: [{file: m.yaml, for: beligerents}]\n"
       "                            ^\n"
       "  hint: did you mean `belligerents`?\n"},
      {"TheSameNamesTwice",
       "use:\n  - {file: m.yaml, for: ukraine}\n  - {file: m.yaml, for: russia}",
       "parameters: {reprisal: 0.3}\nrules: {r: {upon: assault, do: [{emit: protest}]}}\n",
       "s.yaml:7:5: error: module `Doctrine` declares the parameter `reprisal`, and so does module "
       "`Doctrine` (line 6)\n"
       "    - {file: m.yaml, for: russia}\n"
       "      ^\n"
       "  hint: give this use a prefix for its names: `as: NAME`\n"},
      {"ANameOfTheScenario", "use: [{file: m.yaml}]", "events: {strike: {is: assault}}\n",
       "s.yaml:5:7: error: module `Doctrine` declares the event type `strike`, and so does this "
       "scenario (line 8)\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: give this use a prefix for its names: `as: NAME`\n"},
      {"AVariableTwice", "use: [{file: m.yaml, for: ukraine}, {file: m.yaml, for: belligerents}]",
       "variables: {grudge: 0}\n",
       "s.yaml:5:37: error: module `Doctrine` gives `ukraine` a variable `grudge`, and so does "
       "module `Doctrine` (line 5)\n"
       "  use: [{file: m.yaml, for: ukraine}, {file: m.yaml, for: belligerents}]\n"
       "                                      ^\n"
       "  hint: give this use a prefix for its names: `as: NAME`\n"},
      {"ANameInTwoFiles", "use: [{file: m.yaml, as: x}, {file: n.yaml, as: x}]",
       "parameters: {p: 1}\n",
       "n.yaml:3:7: error: module `Doctrine` declares the parameter `x_p`, and so does module "
       "`Doctrine` (s.yaml:5)\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: give this use a prefix for its names: `as: NAME`\n"},
      {"NoEventOfThatName", "use: [{file: m.yaml}]", "expects: {events: [strikes]}\n",
       "s.yaml:5:7: error: module `Doctrine` expects an event type `strikes`, and there is none\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: did you mean `with: {strikes: strike}`?\n"},
      {"NothingNear", "use: [{file: m.yaml}]", "expects: {groups: [audiences]}\n",
       "s.yaml:5:7: error: module `Doctrine` expects a group `audiences`, and there is none\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: declare it, or say what stands for it: `with: {audiences: NAME}`\n"},
      {"BoundToNothing", "use: [{file: m.yaml, with: {hit: strke}}]", "expects: {events: [hit]}\n",
       "s.yaml:5:34: error: module `Doctrine` expects an event type for `hit`, and `strke` is "
       "none\n"
       "  use: [{file: m.yaml, with: {hit: strke}}]\n"
       "                                   ^\n"
       "  hint: did you mean `strike`?\n"},
      {"TheWrongKind", "use: [{file: m.yaml, with: {broker: belligerents, crowd: poland}}]",
       "expects: {actors: [broker], groups: [crowd], names: [ukraine]}\n",
       "s.yaml:5:7: error: module `Doctrine` expects a parameter, derived name, world variable or "
       "pair `ukraine`, and there is none\n"
       "  use: [{file: m.yaml, with: {broker: belligerents, crowd: poland}}]\n"
       "        ^\n"
       "  hint: declare it, or say what stands for it: `with: {ukraine: NAME}`\n"
       "s.yaml:5:37: error: module `Doctrine` expects an actor for `broker`, and `belligerents` is "
       "none\n"
       "  use: [{file: m.yaml, with: {broker: belligerents, crowd: poland}}]\n"
       "                                      ^\n"
       "  hint: name what stands for `broker` here\n"
       "s.yaml:5:58: error: module `Doctrine` expects a group for `crowd`, and `poland` is none\n"
       "  use: [{file: m.yaml, with: {broker: belligerents, crowd: poland}}]\n"
       "                                                           ^\n"
       "  hint: name what stands for `crowd` here\n"},
      {"AMemberLacksAVariable", "use: [{file: m.yaml, for: belligerents}]",
       "expects: {variables: [anger]}\n",
       "s.yaml:5:7: error: module `Doctrine` expects a variable `anger` of `russia`, and there is "
       "none\n"
       "  use: [{file: m.yaml, for: belligerents}]\n"
       "        ^\n"
       "  hint: declare it, or say what stands for it: `with: {anger: NAME}`\n"},
      {"AnInnerModuleExpects", "use: [{file: n.yaml}]", "expects: {events: [strike]}\n",
       "n.yaml:3:7: error: module `Doctrine` expects an event type `strike`, and there is none\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: declare it, or say what stands for it: `with: {strike: NAME}`\n"},
      {"WithNeitherNorParameter", "use: [{file: m.yaml, with: {reprisl: 0.1}}]",
       "expects: {events: [strike]}\nparameters: {reprisal: 0.3}\n",
       "s.yaml:5:29: error: module `Doctrine` expects no `reprisl` and has no such parameter\n"
       "  use: [{file: m.yaml, with: {reprisl: 0.1}}]\n"
       "                              ^\n"
       "  hint: did you mean `reprisal`?\n"},
      {"WithAMapForAName", "use: [{file: m.yaml, with: {strike: [strike]}}]",
       "expects: {events: [strike]}\n",
       "s.yaml:5:37: error: `strike` of `with` must be a name\n"
       "  use: [{file: m.yaml, with: {strike: [strike]}}]\n"
       "                                      ^\n"
       "  hint: what stands for `strike` here, for example `strike: salvo`\n"},
      {"DeclaredAndExpected", "use: [{file: m.yaml}]",
       "expects: {events: [strike]}\nevents: {strike: {is: assault}}\n",
       "s.yaml:5:7: error: module `Doctrine` declares the event type `strike`, and so does this "
       "scenario (line 8)\n"
       "  use: [{file: m.yaml}]\n"
       "        ^\n"
       "  hint: give this use a prefix for its names: `as: NAME`\n"
       "m.yaml:3:20: error: `strike` is both declared and expected\n"
       "  expects: {events: [strike]}\n"
       "                     ^\n"
       "  hint: remove one of the two\n"},
      {"AParametersValueIsChecked", "use: [{file: m.yaml, with: {p: 2}}]",
       "parameters: {p: {default: 0.3, range: [0, 1]}}\n",
       "s.yaml:5:32: error: `p` starts outside its range\n"
       "  use: [{file: m.yaml, with: {p: 2}}]\n"
       "                                 ^\n"
       "  hint: change its first value or its range\n"},
      {"AKeyOfAModule", "use: [{file: m.yaml}]", "horizon: 3 d\noutcomes: {o: otherwise}\n",
       "m.yaml:3:1: error: the module has no key `horizon`\n"
       "  horizon: 3 d\n"
       "  ^\n"
       "m.yaml:4:1: error: the module has no key `outcomes`\n"
       "  outcomes: {o: otherwise}\n"
       "  ^\n"},
      {"SyntaxInAModule", "use: [{file: m.yaml}]", "let: {l: 1 +}\n",
       "m.yaml:3:13: error: expected an expression, found the end\n"
       "  let: {l: 1 +}\n"
       "              ^\n"},
      {"YamlOfAModule", "use: [{file: m.yaml}]", "let: {l: 1}\nlet: {k: 1}\n",
       "m.yaml:4:1: error: key `let` is given twice\n"
       "  let: {k: 1}\n"
       "  ^\n"
       "  hint: the first one stands at line 3, column 1\n"},
      {"WhatTheCompilerFinds", "use: [{file: m.yaml}]",
       "rules: {r: {upon: assault, if: 3 d, do: [{emit: protest}]}}\n",
       "m.yaml:3:32: error: `if` of rule `r` must be a truth (true or false), and "
       "this is a duration\n"
       "  rules: {r: {upon: assault, if: 3 d, do: [{emit: protest}]}}\n"
       "                                 ^\n"
       "  hint: compare it, for example with `> 0`\n"},
  };
  return all;
}

INSTANTIATE_TEST_SUITE_P(All, ModuleErrorTest, testing::ValuesIn(cases()),
                         [](const auto& made) { return std::string(made.param.name); });

TEST(ModuleErrorTest, AModuleUsedTwiceTellsItsErrorsOnce) {
  ModuleFolder folder;
  folder.scenario(std::string("use: [{file: m.yaml, as: a}, {file: m.yaml, as: b}]") + kCast);
  folder.module("m.yaml", "let: {l: nonsense}\n");
  EXPECT_EQ(folder.findings(),
            "m.yaml:3:10: error: `nonsense` is not known in this module: declare it, or list it "
            "under `expects:`\n"
            "  let: {l: nonsense}\n"
            "           ^\n");
}

TEST(ModuleErrorTest, ATextThatIsNoFileCannotUseModules) {
  const std::string head = "brink: 1\ntitle: T\nstart: 2026-06-01\nhorizon: 60 d\n";
  EXPECT_EQ(test::findings(head + "use: [{file: m.yaml}]\n"),
            "test.yaml:5:6: error: modules are read from files only\n"
            "  use: [{file: m.yaml}]\n"
            "       ^\n"
            "  hint: save the scenario as a file, beside or above its modules\n");
}

TEST(ModuleErrorTest, AModuleIsNoScenarioAndAScenarioNoModule) {
  EXPECT_EQ(test::findings("brink: 1\nmodule: M\n"),
            "test.yaml:1:1: error: this is a module, not a scenario\n"
            "  brink: 1\n"
            "  ^\n"
            "  hint: a scenario names it under `use:`\n");
  ModuleFolder folder;
  folder.scenario("use: [{file: s.yaml}]\n");
  EXPECT_EQ(folder.findings(),
            "s.yaml:5:14: error: `s.yaml` is a scenario, not a module\n"
            "  use: [{file: s.yaml}]\n"
            "               ^\n"
            "  hint: a module begins with `brink: 1` and `module: NAME`\n");
}

}  // namespace
}  // namespace brink
