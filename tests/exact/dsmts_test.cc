#include "tests/support/dsmts.h"

#include <gtest/gtest.h>

// Oracle: exact means and standard deviations of the Discrete Stochastic Models Test Suite
// (Evans, Gillespie, Wilkinson 2008, Bioinformatics 24:285), tests/exact/data; their rules: see
// tests/support/dsmts.h. The scenarios lie beside the tables and are run by `brink batch`.
namespace brink::test {
namespace {

TEST(DsmtsTest, BirthAndDeathHasTheExactMeansAndDeviations) { expect_suite("dsmts-001-01", 31); }

TEST(DsmtsTest, ImmigrationAndDeathHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-002-01", 33);
}

// the value at the instant of the reset is the value after it
TEST(DsmtsTest, ImmigrationAndDeathWithAResetHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-002-09", 32);
}

TEST(DsmtsTest, DimerisationHasTheExactMeansAndDeviationsOfBothSpecies) {
  expect_suite("dsmts-003-01", 34, {{"singles", "P"}, {"couples", "P2"}});
}

TEST(DsmtsTest, ImmigrationInBatchesHasTheExactMeansAndDeviations) {
  expect_suite("dsmts-004-01", 35);
}

}  // namespace
}  // namespace brink::test
