// The block scans for AVX2. Called only where CanRun says so.
#if defined(__x86_64__)

#include <immintrin.h>

#include "analyzer/block_scan_headers.h"

// Of the functions between here and the end, whatever they inline.
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,bmi,bmi2,lzcnt,popcnt"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,bmi,bmi2,lzcnt,popcnt")
#endif

namespace ferrotype::internal {
namespace {

struct Vectors {
  __m256i low;
  __m256i high;

  explicit Vectors(const char* block)
      : low(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(block))),
        high(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(block + 32))) {}

  [[nodiscard]] static std::uint64_t Bits(__m256i a, __m256i b) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(a)) |
           (static_cast<std::uint64_t>(static_cast<std::uint32_t>(_mm256_movemask_epi8(b))) << 32);
  }
  [[nodiscard]] std::uint64_t Equal(char c) const {
    const __m256i wanted = _mm256_set1_epi8(c);
    return Bits(_mm256_cmpeq_epi8(low, wanted), _mm256_cmpeq_epi8(high, wanted));
  }
  /// Space, \t \n \v \f \r: a byte is blank if it is what the table holds at its low four bits. (At the other places
  /// the table holds a byte that has other low bits; bytes from 0x80 up find 0.)
  [[nodiscard]] std::uint64_t Blank() const {
    constexpr char kNone = ' ';
    const __m256i table = _mm256_broadcastsi128_si256(_mm_setr_epi8(
        ' ', kNone, kNone, kNone, kNone, kNone, kNone, kNone, kNone, '\t', '\n', '\v', '\f', '\r', kNone, kNone));
    return Bits(_mm256_cmpeq_epi8(low, _mm256_shuffle_epi8(table, low)),
                _mm256_cmpeq_epi8(high, _mm256_shuffle_epi8(table, high)));
  }
};

#include "analyzer/block_scan.inc"

}  // namespace

BlockPass PassCAvx2(std::string_view text, std::vector<LineStart>* starts) { return CPass(text, starts).Run(); }
LineCounts PassContentAvx2(std::string_view text) { return ContentPass(text); }

}  // namespace ferrotype::internal

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

#endif  // x86-64
