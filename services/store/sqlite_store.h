// The store of one machine: an SQLite file in a folder.
#pragma once

#include <memory>
#include <string>

#include "model/store.h"

namespace ferrotype {

/// Opens the store in `folder` for writing, making both when they are not there. One writer at a time: kUnavailable
/// names the other. A file that is not a store of this version is refused untouched, saying what it is.
[[nodiscard]] Result<std::unique_ptr<Store>> OpenStore(const std::string& folder);

/// A store in memory that is gone with the process: `verify` derives a release anew in one.
[[nodiscard]] Result<std::unique_ptr<Store>> OpenMemoryStore();

/// Opens what another connection may be writing: each read sees a committed state. kNotFound when there is no store in
/// `folder`.
[[nodiscard]] Result<std::unique_ptr<StoreReader>> OpenStoreReader(const std::string& folder);

}  // namespace ferrotype
