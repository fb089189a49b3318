#include "renderer/i18n/collation.h"

#include <unicode/coll.h>
#include <unicode/locid.h>

#include <string>

namespace ferrotype {

struct Collation::Rules {
  std::unique_ptr<icu::Collator> collator;  // null when ICU has no data: then bytes decide
};

Collation::Collation(Lang lang) : rules_(std::make_unique<Rules>()) {
  UErrorCode status = U_ZERO_ERROR;
  rules_->collator.reset(
      icu::Collator::createInstance(icu::Locale::createFromName(std::string(TagOf(lang)).c_str()), status));
  if (U_FAILURE(status)) rules_->collator.reset();
}

Collation::~Collation() = default;

bool Collation::Less(std::string_view a, std::string_view b) const {
  if (rules_->collator != nullptr) {
    UErrorCode status = U_ZERO_ERROR;
    const auto piece = [](std::string_view text) {
      return icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size()));
    };
    const UCollationResult order = rules_->collator->compareUTF8(piece(a), piece(b), status);
    if (U_SUCCESS(status) && order != UCOL_EQUAL) return order == UCOL_LESS;
  }
  return a < b;
}

}  // namespace ferrotype
