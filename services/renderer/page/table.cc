#include "renderer/page/table.h"

namespace ferrotype {

Html MakeTable(const Page& page, const Table& table) {
  Values values;
  values.Set("ID", table.id);
  values.Set("CAPTION", table.caption);
  values.Show("QUIET", table.quiet_caption);
  values.Show("SLIM", table.columns.size() < 6 && !table.wide);
  for (const TableColumn& column : table.columns) {
    Values& cell = values.Add("HEAD");
    cell.Set("LABEL", column.header);
    cell.Show("NUMBER", column.number);
  }
  for (const auto& row : table.rows) {
    Values& out = values.Add("ROW");
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i == 0) {
        out.Set("FIRST_HTML", row[0]);
        continue;
      }
      Values& cell = out.Add("CELL");
      cell.Set("CELL_HTML", row[i]);
      cell.Show("NUMBER", table.columns[i].number);
    }
  }
  return page.Render("table", values);
}

}  // namespace ferrotype
