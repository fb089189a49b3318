// The block scans for SSE2, which every x86-64 has.
#if defined(__x86_64__)

#include <immintrin.h>

#include "analyzer/block_scan_headers.h"

namespace ferrotype::internal {
namespace {

struct Vectors {
  __m128i parts[4];

  explicit Vectors(const char* block) {
    for (int i = 0; i < 4; ++i) parts[i] = _mm_loadu_si128(reinterpret_cast<const __m128i*>(block + 16 * i));
  }
  template <typename Compare>
  [[nodiscard]] std::uint64_t Bits(Compare compare) const {
    std::uint64_t bits = 0;
    for (int i = 0; i < 4; ++i) {
      bits |= static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm_movemask_epi8(compare(parts[i])))) << (16 * i);
    }
    return bits;
  }
  [[nodiscard]] std::uint64_t Equal(char c) const {
    const __m128i wanted = _mm_set1_epi8(c);
    return Bits([wanted](__m128i part) { return _mm_cmpeq_epi8(part, wanted); });
  }
  /// Space, or from \t to \r: as signed bytes, above 8 and below 14.
  [[nodiscard]] std::uint64_t Blank() const {
    const __m128i space = _mm_set1_epi8(' ');
    const __m128i below = _mm_set1_epi8('\t' - 1);
    const __m128i above = _mm_set1_epi8('\r' + 1);
    return Bits([&](__m128i part) {
      return _mm_or_si128(_mm_cmpeq_epi8(part, space),
                          _mm_and_si128(_mm_cmpgt_epi8(part, below), _mm_cmplt_epi8(part, above)));
    });
  }
};

#include "analyzer/block_scan.inc"

}  // namespace

BlockPass PassCSse2(std::string_view text, std::vector<LineStart>* starts) { return CPass(text, starts).Run(); }
LineCounts PassContentSse2(std::string_view text) { return ContentPass(text); }

}  // namespace ferrotype::internal

#endif
