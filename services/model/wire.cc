#include "model/wire.h"

#include <utility>
#include <vector>

#include "model/wire_internal.h"
#include "proto/messages.capnp.h"

namespace ferrotype {

using wire::AsKj;
using wire::AsText;
using wire::AsView;
using wire::DecodeWith;
using wire::EncodeWith;
using wire::OidOf;

namespace {

Language LanguageOf(std::uint16_t number) {
  KJ_REQUIRE(number < Languages().size(), "unknown language; was this written by a newer version?");
  return static_cast<Language>(number);
}

template <typename Builder>
void SetTotals(Builder builder, const LanguageTotals& totals) {
  builder.setFiles(totals.files);
  builder.setNotText(totals.not_text);
  builder.setFailed(totals.failed);
  builder.setBytes(totals.bytes);
  builder.setCode(totals.lines.code);
  builder.setComment(totals.lines.comment);
  builder.setBlank(totals.lines.blank);
  builder.setDoc(totals.doc);
  builder.setClocCode(totals.cloc.code);
  builder.setClocComment(totals.cloc.comment);
  builder.setClocBlank(totals.cloc.blank);
  builder.setUnsafeTokens(totals.unsafe_tokens);
}

LanguageTotals TotalsOf(proto::LanguageTotals::Reader reader) {
  LanguageTotals totals;
  totals.files = reader.getFiles();
  totals.not_text = reader.getNotText();
  totals.failed = reader.getFailed();
  totals.bytes = reader.getBytes();
  totals.lines = {reader.getCode(), reader.getComment(), reader.getBlank()};
  totals.doc = reader.getDoc();
  totals.cloc = {reader.getClocCode(), reader.getClocComment(), reader.getClocBlank()};
  totals.unsafe_tokens = reader.getUnsafeTokens();
  return totals;
}

constexpr std::size_t kFindingKeyBytes = 2 + 2 + BlobOid::kBytes;

Bytes BigEndian(std::uint32_t value, int bytes) {
  Bytes out;
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>((value >> (8 * i)) & 0xFF);
  return out;
}

}  // namespace

Bytes Encode(const WorkBatch& value) {
  return EncodeWith<proto::WorkBatch>([&](auto root) {
    root.setRepository(AsText(value.repository));
    if (value.commit) root.setCommit(AsKj(value.commit->View()));
    root.setPurpose(static_cast<proto::WorkBatch::Purpose>(value.purpose));
    auto items = root.initItems(static_cast<unsigned>(value.items.size()));
    unsigned i = 0;
    for (const FindingKey& key : value.items) {
      items[i].setBlob(AsKj(key.blob.View()));
      items[i].setLanguage(static_cast<std::uint16_t>(key.language));
      ++i;
    }
    root.setRelease(AsText(value.release));
    root.setAttempt(value.attempt);
    root.setAnalyzer(value.analyzer);
  });
}

Bytes Encode(const TreeObject& value) {
  return EncodeWith<proto::TreeObject>([&](auto root) {
    root.setTree(AsKj(value.tree.View()));
    root.setObject(AsKj(value.object));
  });
}

Bytes Encode(const BlobFinding& value) {
  return EncodeWith<proto::BlobFinding>([&](auto root) {
    root.setBlob(AsKj(value.blob.View()));
    root.setAnalyzer(kAnalyzerVersion);
    root.setLanguage(static_cast<std::uint16_t>(value.language));
    root.setResolvedLanguage(static_cast<std::uint16_t>(value.resolved_language));
    root.setOutcome(static_cast<proto::BlobFinding::Outcome>(value.outcome));
    root.setBytes(value.bytes);
    const auto u32 = [](std::uint64_t v) {
      return static_cast<std::uint32_t>(v);
    };  // a blob above 4 Gi lines is "too large"
    root.setCode(u32(value.lines.code));
    root.setComment(u32(value.lines.comment));
    root.setBlank(u32(value.lines.blank));
    root.setDoc(u32(value.doc));
    root.setClocCode(u32(value.cloc.code));
    root.setClocComment(u32(value.cloc.comment));
    root.setClocBlank(u32(value.cloc.blank));
    root.setUnsafeTokens(u32(value.unsafe_tokens));
    if (!value.syntax.empty()) root.setSyntax(AsKj(value.syntax));
    if (!value.unsafe_ledger.empty()) root.setUnsafeLedger(AsKj(value.unsafe_ledger));
    if (value.resolved_language != Language::kRust) return;
    auto rust = root.initRust();
    rust.setVendored(value.rust.vendored);
    auto includes = rust.initIncludes(static_cast<unsigned>(value.rust.includes.size()));
    for (unsigned i = 0; i < includes.size(); ++i) includes.set(i, AsText(value.rust.includes[i]));
  });
}

Bytes Encode(const SourceChunk& value) {
  return EncodeWith<proto::SourceChunk>([&](auto root) {
    root.setBlob(AsKj(value.blob.View()));
    root.setChunk(value.chunk);
    root.setChunks(value.chunks);
    root.setPlainBytes(value.plain_bytes);
    root.setData(AsKj(value.data));
  });
}

Bytes Encode(const ReleaseRecord& value) {
  return EncodeWith<proto::Release>([&](auto root) {
    root.setName(AsText(value.name));
    root.setRootTree(AsKj(value.root_tree.View()));
    if (value.commit) root.setCommit(AsKj(value.commit->View()));
    root.setDate(AsText(value.date));
    root.setLine(AsText(value.line));
  });
}

Bytes Encode(const ReleaseStatus& value) {
  return EncodeWith<proto::ReleaseStatus>([&](auto root) {
    root.setName(AsText(value.name));
    root.setState(static_cast<proto::ReleaseStatus::State>(value.state));
    root.setMissingFindings(value.missing_findings);
    root.setMissingTrees(value.missing_trees);
    auto demands = root.initDemands(static_cast<unsigned>(value.demands.size()));
    for (unsigned i = 0; i < demands.size(); ++i) demands.set(i, AsKj(value.demands[i].View()));
    root.setError(AsText(value.error));
    root.setDigest(AsText(value.digest));
    root.setBlobs(value.blobs);
    root.setEpoch(value.epoch);
    root.setRevision(value.revision);
  });
}

Bytes Encode(const Claim& value) {
  return EncodeWith<proto::Claim>([&](auto root) {
    root.setInstance(AsText(value.instance));
    root.setWriter(AsText(value.writer));
  });
}

Bytes Encode(const SnapshotWord& value) {
  return EncodeWith<proto::Snapshot>([&](auto root) {
    root.setId(AsText(value.id));
    auto releases = root.initReleases(static_cast<unsigned>(value.releases.size()));
    for (unsigned i = 0; i < releases.size(); ++i) releases.set(i, AsText(value.releases[i]));
    root.setEpoch(value.epoch);
    root.setRevision(value.revision);
  });
}

Bytes Encode(const DeadLetter& value) {
  return EncodeWith<proto::DeadLetter>([&](auto root) {
    root.setTopic(AsText(value.topic));
    root.setPartition(value.partition);
    root.setOffset(value.offset);
    root.setKey(AsKj(value.key));
    root.setValue(AsKj(value.value));
    root.setHash(AsKj(value.hash));
    root.setMessageWriter(AsText(value.message_writer));
    root.setReason(AsText(value.reason));
    root.setService(AsText(value.service));
    root.setTries(value.tries);
    auto items = root.initItems(static_cast<unsigned>(value.items.size()));
    for (unsigned i = 0; i < items.size(); ++i) {
      items[i].setBlob(AsKj(value.items[i].blob.View()));
      items[i].setLanguage(static_cast<std::uint16_t>(value.items[i].language));
    }
    root.setPurpose(static_cast<proto::WorkBatch::Purpose>(value.purpose));
    root.setState(static_cast<proto::DeadLetter::State>(value.state));
    root.setConflict(value.conflict);
    root.setOther(AsKj(value.other));
    root.setOtherWriter(value.other_writer);
    root.setOtherOffset(value.other_offset);
  });
}

Bytes Encode(const TreeFold& value) {
  return EncodeWith<proto::TreeFold>([&](auto root) {
    auto languages = root.initLanguages(static_cast<unsigned>(value.languages.size()));
    unsigned i = 0;
    for (const auto& [language, totals] : value.languages) {
      languages[i].setLanguage(static_cast<std::uint16_t>(language));
      SetTotals(languages[i], totals);
      ++i;
    }
    root.setSymlinks(value.symlinks);
    root.setSubmodules(value.submodules);
  });
}

template <>
Result<WorkBatch> Decode(std::string_view bytes) {
  return DecodeWith<proto::WorkBatch>(bytes, "work batch", [](proto::WorkBatch::Reader reader) {
    WorkBatch value;
    value.repository = AsView(reader.getRepository());
    if (reader.getCommit().size() != 0) value.commit = OidOf<CommitOid>(reader.getCommit());
    KJ_REQUIRE(static_cast<std::uint16_t>(reader.getPurpose()) <= 1, "unknown purpose");
    value.purpose = static_cast<Purpose>(reader.getPurpose());
    value.items.reserve(reader.getItems().size());
    for (const auto item : reader.getItems()) {
      value.items.push_back({LanguageOf(item.getLanguage()), OidOf<BlobOid>(item.getBlob())});
    }
    value.release = AsView(reader.getRelease());
    value.attempt = reader.getAttempt();
    value.analyzer = reader.getAnalyzer();
    return value;
  });
}

template <>
Result<TreeObject> Decode(std::string_view bytes) {
  return DecodeWith<proto::TreeObject>(bytes, "tree", [](proto::TreeObject::Reader reader) {
    return TreeObject{OidOf<TreeOid>(reader.getTree()), Bytes(AsView(reader.getObject()))};
  });
}

template <>
Result<BlobFinding> Decode(std::string_view bytes) {
  return DecodeWith<proto::BlobFinding>(bytes, "finding", [](proto::BlobFinding::Reader reader) {
    BlobFinding value;
    KJ_REQUIRE(reader.getAnalyzer() == kAnalyzerVersion, "made by another version of the analyzer",
               reader.getAnalyzer());
    KJ_REQUIRE(static_cast<std::uint16_t>(reader.getOutcome()) <= 3, "unknown outcome");
    value.blob = OidOf<BlobOid>(reader.getBlob());
    value.language = LanguageOf(reader.getLanguage());
    value.resolved_language = LanguageOf(reader.getResolvedLanguage());
    value.outcome = static_cast<Outcome>(reader.getOutcome());
    value.bytes = reader.getBytes();
    value.lines = {reader.getCode(), reader.getComment(), reader.getBlank()};
    value.doc = reader.getDoc();
    value.cloc = {reader.getClocCode(), reader.getClocComment(), reader.getClocBlank()};
    value.unsafe_tokens = reader.getUnsafeTokens();
    value.syntax = AsView(reader.getSyntax());
    value.unsafe_ledger = AsView(reader.getUnsafeLedger());
    if (reader.hasRust()) {
      value.rust.vendored = reader.getRust().getVendored();
      for (const auto include : reader.getRust().getIncludes()) value.rust.includes.emplace_back(AsView(include));
    }
    return value;
  });
}

template <>
Result<SourceChunk> Decode(std::string_view bytes) {
  return DecodeWith<proto::SourceChunk>(bytes, "source chunk", [](proto::SourceChunk::Reader reader) {
    KJ_REQUIRE(reader.getChunk() < reader.getChunks(), "chunk beyond its count");
    return SourceChunk{OidOf<BlobOid>(reader.getBlob()), reader.getChunk(), reader.getChunks(), reader.getPlainBytes(),
                       Bytes(AsView(reader.getData()))};
  });
}

template <>
Result<ReleaseRecord> Decode(std::string_view bytes) {
  return DecodeWith<proto::Release>(bytes, "release", [](proto::Release::Reader reader) {
    ReleaseRecord value;
    value.name = AsView(reader.getName());
    value.root_tree = OidOf<TreeOid>(reader.getRootTree());
    if (reader.getCommit().size() != 0) value.commit = OidOf<CommitOid>(reader.getCommit());
    value.date = AsView(reader.getDate());
    value.line = AsView(reader.getLine());
    return value;
  });
}

template <>
Result<ReleaseStatus> Decode(std::string_view bytes) {
  return DecodeWith<proto::ReleaseStatus>(bytes, "release status", [](proto::ReleaseStatus::Reader reader) {
    KJ_REQUIRE(static_cast<std::uint16_t>(reader.getState()) <= 2, "unknown state");
    ReleaseStatus value;
    value.name = AsView(reader.getName());
    value.state = static_cast<ReleaseState>(reader.getState());
    value.missing_findings = reader.getMissingFindings();
    value.missing_trees = reader.getMissingTrees();
    value.demands.reserve(reader.getDemands().size());
    for (const auto demand : reader.getDemands()) value.demands.push_back(OidOf<BlobOid>(demand));
    value.error = AsView(reader.getError());
    value.digest = AsView(reader.getDigest());
    value.blobs = reader.getBlobs();
    value.epoch = reader.getEpoch();
    value.revision = reader.getRevision();
    return value;
  });
}

template <>
Result<Claim> Decode(std::string_view bytes) {
  return DecodeWith<proto::Claim>(bytes, "claim", [](proto::Claim::Reader reader) {
    return Claim{std::string(AsView(reader.getInstance())), std::string(AsView(reader.getWriter()))};
  });
}

template <>
Result<SnapshotWord> Decode(std::string_view bytes) {
  return DecodeWith<proto::Snapshot>(bytes, "snapshot", [](proto::Snapshot::Reader reader) {
    SnapshotWord value;
    value.id = AsView(reader.getId());
    for (const auto release : reader.getReleases()) value.releases.emplace_back(AsView(release));
    value.epoch = reader.getEpoch();
    value.revision = reader.getRevision();
    return value;
  });
}

template <>
Result<DeadLetter> Decode(std::string_view bytes) {
  return DecodeWith<proto::DeadLetter>(bytes, "dead letter", [](proto::DeadLetter::Reader reader) {
    KJ_REQUIRE(static_cast<std::uint16_t>(reader.getState()) <= 2, "unknown state");
    KJ_REQUIRE(static_cast<std::uint16_t>(reader.getPurpose()) <= 1, "unknown purpose");
    DeadLetter value;
    value.topic = AsView(reader.getTopic());
    value.partition = reader.getPartition();
    value.offset = reader.getOffset();
    value.key = AsView(reader.getKey());
    value.value = AsView(reader.getValue());
    value.hash = AsView(reader.getHash());
    value.message_writer = AsView(reader.getMessageWriter());
    value.reason = AsView(reader.getReason());
    value.service = AsView(reader.getService());
    value.tries = reader.getTries();
    for (const auto item : reader.getItems())
      value.items.push_back({LanguageOf(item.getLanguage()), OidOf<BlobOid>(item.getBlob())});
    value.purpose = static_cast<Purpose>(reader.getPurpose());
    value.state = static_cast<LetterState>(reader.getState());
    value.conflict = reader.getConflict();
    value.other = AsView(reader.getOther());
    value.other_writer = reader.getOtherWriter();
    value.other_offset = reader.getOtherOffset();
    return value;
  });
}

template <>
Result<TreeFold> Decode(std::string_view bytes) {
  return DecodeWith<proto::TreeFold>(bytes, "fold", [](proto::TreeFold::Reader reader) {
    TreeFold value;
    for (const auto language : reader.getLanguages()) {
      value.languages.emplace_hint(value.languages.end(), LanguageOf(language.getLanguage()), TotalsOf(language));
    }
    value.symlinks = reader.getSymlinks();
    value.submodules = reader.getSubmodules();
    return value;
  });
}

Bytes KeyOf(const TreeObject& value) { return Bytes(value.tree.View()); }

Bytes KeyOf(const BlobFinding& value) {
  return BigEndian(kAnalyzerVersion, 2) + BigEndian(static_cast<std::uint32_t>(value.language), 2) +
         Bytes(value.blob.View());
}

Bytes KeyOf(const SourceChunk& value) { return Bytes(value.blob.View()) + BigEndian(value.chunk, 4); }
Bytes KeyOf(const ReleaseRecord& value) { return value.name; }
Bytes KeyOf(const ReleaseStatus& value) { return value.name; }

std::uint16_t AnalyzerOfKey(std::string_view key) {
  if (key.size() != kFindingKeyBytes) return 0;
  return static_cast<std::uint16_t>((static_cast<unsigned char>(key[0]) << 8U) | static_cast<unsigned char>(key[1]));
}

std::optional<FindingKey> FindingOfKey(std::string_view key) {
  if (AnalyzerOfKey(key) != kAnalyzerVersion) return std::nullopt;
  const unsigned language =
      (static_cast<unsigned>(static_cast<unsigned char>(key[2])) << 8U) | static_cast<unsigned char>(key[3]);
  const std::optional<BlobOid> blob = BlobOid::FromBytes(key.substr(4));
  if (!blob || language >= Languages().size()) return std::nullopt;
  return FindingKey{static_cast<Language>(language), *blob};
}

}  // namespace ferrotype
