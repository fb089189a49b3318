#include "model/bus.h"

#include <utility>

namespace ferrotype {

Message MakeMessage(Bytes key, Bytes value) {
  const Sha256Digest hash = Sha256(value);
  return {std::move(key), std::move(value), hash};
}

}  // namespace ferrotype
