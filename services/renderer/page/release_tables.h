// The tables of a release's page: everything measured, exhaustively.
#pragma once

#include "renderer/page/site.h"

namespace ferrotype {

[[nodiscard]] Html MetricsTable(const Page& page, const Report& release, const Report* before);
[[nodiscard]] Html OwnersTable(const Page& page, const Report& release);
[[nodiscard]] Html LanguagesTable(const Page& page, const Report& release);
[[nodiscard]] Html DirectoriesTable(const Page& page, const Report& release);
[[nodiscard]] Html FilesTable(const Page& page, const Report& release);

}  // namespace ferrotype
