// CommonMark's emphasis repaired for text without spaces between words.
#pragma once

#include <string>
#include <string_view>

namespace ferrotype::text {

/// A noncharacter that RepairEmphasis puts in; it never reaches a page. Text that holds it already is refused before.
inline constexpr std::string_view kSeam = "\uFDD0";

/// Markdown in which runs of `*` and `~` beside CJK open and close as their writer meant.
///
/// CommonMark lets a run close only when what stands before it is no punctuation or what follows is a space or
/// punctuation; in `**重要。**后接` neither holds, and the asterisks are printed (commonmark-spec issue 650). Where
/// exactly this rule fails and a CJK character stands on either side, kSeam is put between the run and the punctuation:
/// to the parser that is a letter. Text without CJK comes back byte for byte, and so does every run that was fine.
/// Lines stay lines; columns are counted without kSeam.
[[nodiscard]] std::string RepairEmphasis(std::string_view markdown);

/// `text` without kSeam.
[[nodiscard]] std::string WithoutSeams(std::string_view text);

}  // namespace ferrotype::text
