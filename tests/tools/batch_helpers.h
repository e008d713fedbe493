#pragma once

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>
#include "tests/tools/ran.h"

namespace brink::test {

/// Two outcomes, numbers, a length of time and a word as measures, a number and a word to sweep, a
/// variable at the end of its range. `busy` makes a run slow and changes nothing else: a run at 0
/// takes about 15 µs, at 100 about 1 ms.
inline constexpr const char* kParley = R"(brink: 1
title: Parley
start: 2026-06-01
horizon: 60 d
parameters:
  price: {default: 0.5, range: [0, 1]}
  mood: {default: calm, values: [calm, angry]}
  busy: {default: 0, range: [0, 1e6]}
variants: {furious: {parameters: {mood: angry}}}
actors:
  a: {variables: {x: {initial: 0, range: [0, 4]}}}
  b: {variables: {y: {initial: 1, unit: tons}}}
events: {drill: {is: assault}, raid: {is: assault}, letter: {is: offer, terms: {truce: 1}}}
processes:
  drills: {rate: busy, emit: drill, from: a, to: b}
  raids:
    rate: 0.2 + if(mood == angry, 0.2, 0)
    emit: raid
    from: a
    to: b
  letters: {rate: 0.02, emit: letter, from: b, to: a}
rules:
  harm:
    upon: raid
    do:
      - a.x += 1
      - b.y += exponential(price + 0.1)
  answer: {upon: letter, by: target, after: 1 d, do: [{accept: offer}]}
outcomes: {truce: {when: total(accept) > 0, stop: true}, war: otherwise}
measures:
  raids: {count: raid}
  harm: {final: b.y, unit: tons}
  first_letter: {first: letter}
  mood_then: {final: mood}
)";

/// The same with a module by which one raid of a hundred ends its run: one run of fifteen fails.
inline std::string brittle() {
  return std::string(kParley) + "groups: {raided: [b]}\nuse: [{file: spoil.yaml, for: raided}]\n";
}
inline constexpr const char* kSpoil = R"(brink: 1
module: Spoil
expects: {events: [raid]}
variables: {strain: {initial: 1}}
rules:
  spoil:
    upon: raid to members
    chance: 0.01
    do: [target.strain = log(target.strain - 2)]
)";

inline std::string text_of(const std::filesystem::path& file) {
  std::stringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

/// Names and contents of a batch's finished files: CSV and manifest.json.
using Texts = std::map<std::string, std::string>;
inline Texts results_of(const std::filesystem::path& folder) {
  Texts texts;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const auto name = entry.path().filename().string();
    if (name.starts_with("results.db") || name.ends_with(".part")) continue;
    texts[name] = text_of(entry.path());
  }
  return texts;
}

/// Fails for each file that differs, without printing megabytes.
inline void expect_same(const Texts& expected, const Texts& texts, const std::string& what) {
  for (const auto& [name, text] : expected) {
    const auto found = texts.find(name);
    EXPECT_TRUE(found != texts.end()) << what << ": " << name << " is missing";
    EXPECT_TRUE(found == texts.end() || found->second == text) << what << ": " << name;
  }
  for (const auto& [name, text] : texts) {
    EXPECT_TRUE(expected.contains(name)) << what << ": " << name << " is one too many";
  }
}

/// A program that goes on beside the test; killed where the test ends first.
class Beside {
 public:
  Beside(const std::vector<std::string>& words, const std::string& folder,
         const std::string& output)
      : child_(fork()) {
    if (child_ != 0) return;
    const int file = open(output.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    dup2(file, STDOUT_FILENO);
    dup2(file, STDERR_FILENO);
    if (chdir(folder.c_str()) != 0) _exit(126);
    std::vector<char*> arguments;
    for (const auto& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  ~Beside() {
    send(SIGKILL);
    wait();
  }
  Beside(const Beside&) = delete;
  Beside& operator=(const Beside&) = delete;

  void send(int signal) const {
    if (child_ > 0) kill(child_, signal);
  }
  /// What it gave back, or 128 + the signal that ended it.
  int wait() {
    if (child_ > 0) {
      int status = 0;
      waitpid(child_, &status, 0);
      code_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
      child_ = 0;
    }
    return code_;
  }

 private:
  pid_t child_;
  int code_ = -1;
};

inline void pause_for(int milliseconds) {
  std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds));
}

/// Waits for another program's file; false after ten seconds.
inline bool appears(const std::string& file) {
  for (int i = 0; i < 2'000; ++i) {
    if (std::filesystem::exists(file)) return true;
    pause_for(5);
  }
  return false;
}

/// A small disk; taken away at the end.
class Disk {
 public:
  Disk(std::string at, unsigned kilobytes) : at_(std::move(at)) {
    std::filesystem::create_directories(at_);
    mount_as(0, kilobytes);
    mounted_ = failure_.empty();
  }
  ~Disk() {
    if (mounted_) umount2(at_.c_str(), MNT_DETACH);
  }
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  void make_larger(unsigned kilobytes) { mount_as(MS_REMOUNT, kilobytes); }
  void make_read_only(unsigned kilobytes) { mount_as(MS_REMOUNT | MS_RDONLY, kilobytes); }
  /// Why there is none; empty where there is one.
  const std::string& failure() const { return failure_; }

 private:
  void mount_as(unsigned long flags, unsigned kilobytes) {
    const auto size = "size=" + std::to_string(kilobytes) + "k";
    if (mount("none", at_.c_str(), "tmpfs", flags, size.c_str()) == 0) return;
    failure_ = std::string("cannot mount a small disk, which needs root and CAP_SYS_ADMIN: ") +
               std::strerror(errno);
  }
  std::string at_;
  std::string failure_;
  bool mounted_ = false;
};

/// True where this process may mount: root of a machine, but not of every container.
inline bool may_mount(const std::string& at) { return Disk(at, 100).failure().empty(); }

/// A folder of its own for each test, with the two scenarios. Commands run in it, so that messages
/// have short names in them.
class BatchFolder : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("brink_batch_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    write("parley.yaml", kParley);
    write("brittle.yaml", brittle());
    write("spoil.yaml", kSpoil);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return (folder_ / name).string(); }
  std::string read(const std::string& name) const { return text_of(path(name)); }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(path(name), std::ios::binary) << text;
  }
  Ran run_in(const std::string& below, const std::string& command) const {
    return shell("mkdir -p '" + path(below) + "' && cd '" + path(below) + "' && " + command);
  }
  Ran brink(const std::string& arguments) const {
    return run_in(".", BRINK_PROGRAM " " + arguments);
  }
  /// The same; it must succeed.
  std::string done(const std::string& arguments) const {
    const auto ran = brink(arguments);
    EXPECT_EQ(ran.code, 0) << arguments << "\n" << ran.output;
    return ran.output;
  }
  void expect_refused(const std::string& arguments, int code, const std::string& text) const {
    const auto ran = brink(arguments);
    EXPECT_EQ(ran.code, code) << arguments;
    EXPECT_EQ(ran.output, "brink: error: " + text + "\n") << arguments;
  }
  /// Debian's Python, which has sqlite3; `database` is the folder's. What it printed.
  std::string python(const std::string& folder, const std::string& program) const {
    write("program.py", "import sqlite3\ndatabase = sqlite3.connect('" + path(folder) +
                            "/results.db')\n" + program);
    const auto ran = run_in(".", "/usr/bin/python3 program.py");
    EXPECT_EQ(ran.code, 0) << ran.output;
    return ran.output;
  }
  /// Begins a batch of about a second, and stops it by a signal once it has kept something.
  void begin_and_stop(const std::string& out, int signal,
                      const std::string& design = kHalfDone) const {
    Beside batch(
        {"/bin/sh", "-c",
         "exec " BRINK_PROGRAM " batch parley.yaml --threads 2 --out " + out + " " + design},
        path("."), path(out + ".txt"));
    std::error_code failure;
    for (int i = 0; i < 5'000; ++i) {
      const auto size = std::filesystem::file_size(path(out) + "/results.db-wal", failure);
      if (!failure && size > 400'000) break;
      pause_for(2);
    }
    batch.send(signal);
    EXPECT_EQ(batch.wait(), signal == SIGKILL ? 128 + SIGKILL : 3) << read(out + ".txt");
  }
  static constexpr const char* kHalfDone = "-n 800 --set busy=100";
  /// What `begin_and_stop` would have come to.
  std::string whole_digest() const {
    return done(std::string("batch parley.yaml --quiet --out whole ") + kHalfDone);
  }

  std::filesystem::path folder_;
};

}  // namespace brink::test
