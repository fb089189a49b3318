#include "source/member_path.h"

#include "base/text.h"
#include "model/tree.h"

namespace ferrotype {

Result<std::string> MemberPath(std::string_view name) {
  if (name.starts_with('/')) return Fail(ErrorKind::kInvalidArgument, "has an absolute name");
  if (name.size() > kMaxPathBytes) return Fail(ErrorKind::kInvalidArgument, "has a name of more than 4096 bytes");
  std::string path;
  std::size_t depth = 0;
  for (const std::string_view component : Split(name, '/')) {
    if (component.empty() || component == ".") continue;
    if (component == "..")
      return Fail(ErrorKind::kInvalidArgument, "has \"..\" in its name, which leads out of the tree");
    if (const std::string_view trouble = TroubleWithName(component); !trouble.empty()) {
      return Fail(ErrorKind::kInvalidArgument, std::string(trouble));
    }
    if (++depth > kMaxTreeDepth) return Fail(ErrorKind::kInvalidArgument, "is nested over 512 directories deep");
    if (!path.empty()) path += '/';
    path += component;
  }
  return path;
}

}  // namespace ferrotype
