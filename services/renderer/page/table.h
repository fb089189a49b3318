// Tables of pages: caption, scopes, and a region of its own that scrolls when the screen is narrow.
#pragma once

#include <string>
#include <vector>

#include "renderer/page/site.h"

namespace ferrotype {

struct TableColumn {
  std::string header;
  bool number = false;  ///< set flush right in tabular figures
};

struct Table {
  std::string id;  ///< unique on the page
  std::string caption;
  std::vector<TableColumn> columns;
  std::vector<std::vector<Html>> rows;  ///< the first cell heads its row
  bool quiet_caption = false;           ///< for screen readers alone: a heading stands above
  bool wide = false;                    ///< takes the page's width although it has few columns
};

[[nodiscard]] Html MakeTable(const Page& page, const Table& table);

}  // namespace ferrotype
