#include "cli/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/utf8.h"

namespace ferrotype {
namespace {

std::string Plain(const Cell& cell) {
  struct Visitor {
    std::string operator()(std::monostate) const { return ""; }
    std::string operator()(const std::string& text) const { return text; }
    std::string operator()(std::int64_t number) const { return fmt::format("{}", number); }
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(const Ratio& ratio) const {
      return FormatRatio(ratio.value.numerator, ratio.value.denominator, ratio.decimals);
    }
  };
  return std::visit(Visitor(), cell);
}

std::string JsonOf(const Cell& cell) {
  if (const auto* text = std::get_if<std::string>(&cell)) {
    return nlohmann::json(*text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  }
  const std::string plain = Plain(cell);
  return std::holds_alternative<std::monostate>(cell) || plain == "–" ? "null" : plain;
}

std::string CsvOf(const Cell& cell) {
  std::string text = Plain(cell);
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += '"';
  }
  return quoted + '"';
}

std::size_t Width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    text.remove_prefix(DecodeUtf8(text).bytes);
    ++width;
  }
  return width;
}

bool IsNumber(const Cell& cell) {
  return std::holds_alternative<std::int64_t>(cell) || std::holds_alternative<Ratio>(cell);
}

std::string ForTerminal(const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell)) return GroupThousands(*number);
  return Printable(Plain(cell));
}

}  // namespace

std::string Table::Print(Format format) const {
  std::string out;
  if (format == Format::kJson) {
    out = "[";
    for (const auto& row : rows_) {
      out += &row == &rows_.front() ? "\n  {" : ",\n  {";
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        out += fmt::format("{}{}: {}", i == 0 ? "" : ", ", nlohmann::json(columns_[i]).dump(), JsonOf(row[i]));
      }
      out += '}';
    }
    return out + (rows_.empty() ? "]\n" : "\n]\n");
  }
  if (format == Format::kCsv) {
    for (const std::string& column : columns_) out += (&column == &columns_.front() ? "" : ",") + column;
    out += '\n';
    for (const auto& row : rows_) {
      for (std::size_t i = 0; i < row.size(); ++i) {
        if (i != 0) out += ',';
        out += CsvOf(row[i]);
      }
      out += '\n';
    }
    return out;
  }
  std::vector<std::size_t> widths;
  for (const std::string& column : columns_) widths.push_back(Width(column));
  std::vector<bool> right(columns_.size(), false);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], Width(ForTerminal(row[i])));
      right[i] = right[i] || IsNumber(row[i]);
    }
  }
  const auto line = [&](const auto& text_of) {
    std::string text;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      const std::string cell = text_of(i);
      const std::string pad(widths[i] - Width(cell), ' ');
      text += (i == 0 ? "" : "  ") + (right[i] ? pad + cell : cell + pad);
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + '\n';
  };
  line([&](std::size_t i) { return columns_[i]; });
  for (const auto& row : rows_) line([&](std::size_t i) { return ForTerminal(row[i]); });
  return out;
}

int Emit(const std::string& text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0) return kDone;
  fmt::print(stderr, "ferrotype: error: stdout: {}\n", std::strerror(errno));
  return kSurroundings;
}

}  // namespace ferrotype
