// What the ATC'24 study's grep finds in a text.
#include "aggregator/study.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace ferrotype {
namespace {

using testing::ElementsAre;

TEST(StudyNames, AreWhatGrepPrintsEachOnce) {
  StudyNames found;
  found.Read(R"(
    // SAFETY: bindings::in_a_comment() counts, too.
    let a = unsafe { bindings::kfree(bindings::GFP_KERNEL) };
    let b: crate::bindings::device = bindings::kfree();
    bindings::drm_mode_vesa2(x);
    use bindings::{imported};
    imported(1);
  )");
  EXPECT_THAT(found.functions, ElementsAre("in_a_comment", "kfree"));
  EXPECT_THAT(found.names, ElementsAre("", "GFP_KERNEL", "device", "drm_mode_vesa", "in_a_comment", "kfree"));
}

TEST(StudyNames, OneMatchEndsBeforeTheNextBegins) {
  StudyNames found;
  found.Read("bindings::bindings::get()");
  EXPECT_THAT(found.functions, ElementsAre("get"));
  EXPECT_THAT(found.names, ElementsAre("bindings"));
}

}  // namespace
}  // namespace ferrotype
