// Every form of chart over made-up data: plausible, hostile and extreme, in both languages. Tests measure their
// letters; print_charts prints them for a browser.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "renderer/chart/chain.h"
#include "renderer/chart/chart.h"
#include "renderer/chart/layers.h"
#include "renderer/chart/timeline.h"

namespace ferrotype {

inline constexpr std::array<std::pair<Form, std::string_view>, 9> kFormNames = {{{Form::kBars, "bars"},
                                                                                 {Form::kColumns, "columns"},
                                                                                 {Form::kLines, "lines"},
                                                                                 {Form::kStep, "step"},
                                                                                 {Form::kArea, "area"},
                                                                                 {Form::kDots, "dots"},
                                                                                 {Form::kSlope, "slope"},
                                                                                 {Form::kHeat, "heat"},
                                                                                 {Form::kTreemap, "treemap"}}};

/// A chart's data with words of the language.
struct ChartFixture {
  std::string name;
  Lang lang = Lang::kEn;
  ChartData data;
};

inline std::string SeriesName(Lang lang, std::size_t i) {
  static constexpr std::array<std::string_view, 5> kEn = {"Kernel crate", "Drivers", "Vendored crates",
                                                          "Macros and procedural macros",
                                                          "Support crates that the kernel crate stands on"};
  static constexpr std::array<std::string_view, 5> kZh = {"内核 crate", "驱动", "收录的第三方库", "宏与过程宏",
                                                          "内核 crate 所依赖的支撑 crate（含绑定与 uapi）"};
  return std::string(lang == Lang::kEn ? kEn.at(i % 5) : kZh.at(i % 5));
}

/// Releases as categories, or directories; `dates` "" for none.
inline ChartData MakeChart(Lang lang, const std::vector<std::pair<std::string, std::string>>& categories,
                           std::size_t series, std::string_view metric, bool releases) {
  ChartData data;
  data.metric = FindMetric(metric);
  data.category_header = lang == Lang::kEn ? (releases ? "Release" : "Directory") : (releases ? "内核版本" : "目录");
  data.category_id = releases ? "release" : "directory";
  for (const auto& [name, date] : categories)
    data.categories.push_back({name, name, date,
                               name.find("syn") == std::string::npos ? Paint::kRust : Paint::kVendored,
                               releases ? "debian" : name.substr(0, name.find('/'))});
  for (std::size_t s = 0; s < series; ++s) {
    data.series.push_back({"s" + std::to_string(s), SeriesName(lang, s),
                           s % 5 == 2   ? Paint::kVendored
                           : s % 5 == 3 ? Paint::kOther
                                        : Paint::kRust});
    auto& row = data.values.emplace_back();
    for (std::size_t i = 0; i < categories.size(); ++i) {
      const auto count =
          static_cast<std::int64_t>(releases ? 1'234 * (i + 1) * (i + 2) / (s + 1) : 41'716 / (i + 1) / (s + 1) + i);
      row.push_back(
          data.metric->unit == Unit::kPercent
              ? MetricValue{90'00 + static_cast<std::int64_t>(i * 97 % 1'000) - static_cast<std::int64_t>(s * 40), 100}
              : MetricValue{count, 1});
    }
  }
  return data;
}

inline std::vector<ChartFixture> ChartFixtures() {
  const std::vector<std::pair<std::string, std::string>> unordered = {
      {"6.1.192", "2026-11-02"}, {"6.12.117", "2026-11-05"}, {"7.2.6", "2026-09-30"}, {"7.2.13", "2026-11-12"}};
  const std::vector<std::pair<std::string, std::string>> dated = {
      {"6.1", "2022-12-11"}, {"6.6", "2023-10-29"},    {"6.12", "2024-11-17"},       {"6.19", "2026-02-08"},
      {"7.0", "2026-04-12"}, {"7.2.12", "2026-11-04"}, {"7.2.13-rc1", "2026-11-10"}, {"7.2.13", "2026-11-12"}};
  const std::vector<std::pair<std::string, std::string>> folders = {
      {"rust/syn", ""},      {"rust/kernel", ""},  {"rust/zerocopy", ""}, {"drivers/gpu", ""}, {"drivers/android", ""},
      {"rust/pin-init", ""}, {"samples/rust", ""}, {"drivers/net", ""},   {"mm/kasan", ""},    {"lib", ""}};
  std::vector<std::pair<std::string, std::string>> many;
  for (int i = 0; i < 40; ++i) many.emplace_back("drivers/bus-" + std::to_string(i), "");
  std::vector<std::pair<std::string, std::string>> hostile = {
      {"<script>alert('x')</script>", "not a date"},
      {"drivers/a-very-long-directory-name-that-nobody-expected/与一个很长的中文名字/with/more/", "2026-02-30"},
      {"\xE2\x80\xAE"
       "sr",
       ""},
      {"", ""}};
  std::vector<ChartFixture> out;
  for (const Lang lang : kLangs) {
    for (const auto& [name, categories, releases] :
         {std::tuple{"releases", unordered, true}, std::tuple{"dates", dated, true},
          std::tuple{"folders", folders, false}, std::tuple{"many", many, false}, std::tuple{"hostile", hostile, true},
          std::tuple{"hostile-keys", hostile, false}, std::tuple{"one", std::vector(1, unordered[0]), true},
          std::tuple{"none", std::vector<std::pair<std::string, std::string>>(), true}}) {
      for (const std::size_t series : {1U, 2U, 5U}) {
        for (const std::string_view metric : {"rust.lines.code", "unsafe.documented.share"}) {
          out.push_back({std::string(name) + "-" + std::to_string(series) + "-" + std::string(metric), lang,
                         MakeChart(lang, categories, series, metric, releases)});
        }
      }
    }
    ChartData gaps = MakeChart(lang, unordered, 3, "rust.lines.code", true);
    gaps.values[0][1] = std::nullopt;
    gaps.values[1] = {std::nullopt, std::nullopt, std::nullopt, std::nullopt};
    gaps.values[2] = {MetricValue{0, 1}, MetricValue{0, 1}, MetricValue{0, 1}, MetricValue{0, 1}};
    gaps.categories[1].group = "";
    out.push_back({"gaps", lang, std::move(gaps)});
    ChartData versions = MakeChart(lang, unordered, 1, "toolchain.rustc.minimum", true);
    versions.values[0] = {MetricValue{100'620'000, 1}, MetricValue{100'780'000, 1}, MetricValue{100'850'000, 1},
                          MetricValue{100'850'000, 1}};
    out.push_back({"versions", lang, std::move(versions)});
  }
  return out;
}

/// Whether the form is meant for such data; others must stay within the paper all the same.
inline bool Fits(Form form, const ChartData& data) {
  const bool version = data.metric->unit == Unit::kVersion;
  if (form == Form::kTreemap) return data.category_id != "release" && data.series.size() == 1;
  return version ? form == Form::kStep : true;
}

inline TimelineData TimelineFixture(Lang lang, std::size_t events) {
  TimelineData data;
  const bool en = lang == Lang::kEn;
  data.event_word = en ? "Event, with its sources" : "事件（附出处）";
  data.milestone_word = en ? "Milestone, derived from measured trees" : "里程碑（由实测源码树推导）";
  data.ticks =
      en ? std::vector<std::pair<double, std::string>>{{0, "Jan"}, {0.25, "Apr"}, {0.5, "Jul"}, {0.75, "Oct"}}
         : std::vector<std::pair<double, std::string>>{{0, "1月"}, {0.25, "4月"}, {0.5, "7月"}, {0.75, "10月"}};
  for (int year = 2026; year > 2019; --year) {
    TimelineBand band;
    band.name = std::to_string(year);
    for (std::size_t i = 0; i < events; ++i) {
      const std::string words =
          en ? (i % 3 == 0 ? "Rust support is merged into Linux 6.1 after eighteen months of review"
                : i % 3 == 1
                    ? "Kangrejos"
                    : "The Asahi GPU driver: a first triangle, and what it took to get there with Rust abstractions")
             : (i % 3 == 0   ? "经过十八个月的审阅，Rust 支持合入 Linux 6.1"
                : i % 3 == 1 ? "Kangrejos 会议"
                             : "内核维护者峰会认定 Rust 不再是实验，并讨论了对子系统维护者意味着什么");
      band.marks.push_back({words, static_cast<double>((i * 37 + static_cast<std::size_t>(year) * 11) % 100) / 99,
                            i % 2 == 0 ? 0 : 1.0, i % 4 == 3});
    }
    std::stable_sort(band.marks.begin(), band.marks.end(),
                     [](const TimelineMark& a, const TimelineMark& b) { return a.place < b.place; });
    band.count = std::to_string(events);
    data.bands.push_back(std::move(band));
  }
  TimelineBand between;
  between.name = "6.12.117 – 7.2.6";
  between.dated = false;
  for (int i = 0; i < 7; ++i)
    between.marks.push_back({en ? "first drivers of 9 subsystems" : "9 个子系统有了第一个 Rust 驱动", 0, 0, true});
  data.bands.push_back(std::move(between));
  return data;
}

inline std::vector<ChainLink> ChainFixture(Lang lang) {
  const bool en = lang == Lang::kEn;
  return {{en ? "call" : "调用", "dev.genphy_soft_reset", "drivers/net/phy/ax88796b_rust.rs:35", Paint::kRust},
          {en ? "Rust function of the kernel crate" : "内核 crate 中的 Rust 函数",
           "kernel::net::phy::Device::genphy_soft_reset_and_wait_until_everything_is_really_done",
           "rust/kernel/net/phy/with/a/very/long/path/that/does_not_fit_in_a_telephone/device.rs:1207", Paint::kRust},
          {en ? "binding" : "绑定", "bindings::genphy_soft_reset", "", Paint::kVendored},
          {en ? "helper" : "辅助函数", "rust_helper_genphy_soft_reset", "rust/helpers/phy.c:7", Paint::kSteel},
          {"C", "genphy_soft_reset", "drivers/net/phy/phy_device.c:2602", Paint::kSteel}};
}

inline std::vector<Layer> LayersFixture(Lang lang) {
  const bool en = lang == Lang::kEn;
  return {{en ? "Drivers in Rust" : "Rust 驱动",
           en ? "9 drivers" : "9 个驱动",
           {{"nova_core", "8,439", 8'439, Paint::kRust}, {"rust_binder", "7,053", 7'053, Paint::kRust}},
           en ? "2,811 calls into the kernel crate, 71.2% followed to the function"
              : "对 kernel crate 的调用 2,811 处，其中 71.2% 追踪到了函数",
           ""},
          {en ? "Abstractions (rust/kernel)" : "抽象（rust/kernel）",
           en ? "61 abstractions" : "61 个抽象",
           {{en ? "Devices and drivers" : "设备与驱动", "9,000", 9'000, Paint::kRust}},
           en ? "1,204 calls through bindings, 99.1% followed to C" : "经由绑定的调用 1,204 处，其中 99.1% 追踪到了 C",
           en ? "C calls Rust in 212 places" : "C 在 212 处调用 Rust"},
          {"C", "1,017", {{en ? "function" : "函数", "800", 800, Paint::kSteel}}, "", ""}};
}

/// A drawing with its name and language.
struct NamedDrawing {
  std::string name;
  Lang lang = Lang::kEn;
  Extent extent = Extent::kWide;
  Drawing drawing;
};

/// Every form over every fixture at every width, and what isn't made from ChartData.
inline std::vector<NamedDrawing> AllDrawings() {
  std::vector<NamedDrawing> out;
  const std::vector<ChartFixture> fixtures = ChartFixtures();
  for (const Extent extent : kExtents) {
    for (const ChartFixture& fixture : fixtures) {
      for (const auto& [form, name] : kFormNames) {
        if (!Fits(form, fixture.data)) continue;
        ChartData data = fixture.data;
        data.stacked = form == Form::kArea || (form == Form::kColumns && data.series.size() == 5);
        out.push_back(
            {std::string(name) + ": " + fixture.name, fixture.lang, extent, Draw(data, form, extent, fixture.lang)});
      }
    }
    for (const Lang lang : kLangs) {
      out.push_back({"timeline", lang, extent, DrawTimeline(TimelineFixture(lang, 6), extent)});
      out.push_back({"chain", lang, extent, DrawChain(ChainFixture(lang), "", extent)});
      out.push_back({"open chain", lang, extent,
                     DrawChain({ChainFixture(lang).front()},
                               lang == Lang::kEn ? "the receiver’s type can’t be told from the source"
                                                 : "无法从源码判断接收者的类型",
                               extent)});
      out.push_back({"layers", lang, extent, DrawLayers(LayersFixture(lang), extent)});
      out.push_back({"sparkline", lang, extent, DrawSparkline({1.0, std::nullopt, 4.0, 2.5}, Paint::kRust)});
    }
  }
  return out;
}

}  // namespace ferrotype
