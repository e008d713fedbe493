#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace brink {

/// A file that appears under its name only when it is complete; until then it lies beside it as
/// `NAME.PID.part`, and it is gone with the object.
///
/// Errors: messages that name the file and say why.
class NewFile {
 public:
  explicit NewFile(std::string path) : path_(std::move(path)) {}
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  std::optional<std::string> open();
  std::optional<std::string> write(std::string_view text);
  std::optional<std::string> close();
  std::optional<std::string> write_and_close(std::string_view text);

 private:
  std::string failure() const;

  std::string path_;
  std::string temporary_;
  int descriptor_ = -1;
};

}  // namespace brink
