@0xd3b5f2a19c7e4d01;
# Messages that cross a process: what the topics carry (ARCHITECTURE.md). Fields are added at the end and never renumbered;
# tests/golden/wire keeps old messages forever. Oids are git's, 20 raw bytes. A message travels in its canonical form
# (one segment, https://capnproto.org/encoding.html#canonicalization), so equal values are equal bytes and one hash.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

struct WorkBatch {
  # Topic `ferrotype.work`, key: shard. A share of work for one analyzer, bounded in bytes; not kept.

  repository @0 :Text;
  # Which source holds the bytes: a name from the settings, empty for the only one of a run on one machine.

  commit @1 :Data;
  # The commit to fetch if the local clone lacks the blobs. Empty for tarballs and directories.

  purpose @2 :Purpose;
  # What is asked of each blob.

  items @3 :List(WorkItem);
  # In path order, so that blobs that lie together in packs are read together.

  release @4 :Text;
  # The tag that leads to `commit`: what a clone asks another repository for. Empty on one machine.

  attempt @5 :UInt16;
  # How often these items were handed out before and could not be read.

  analyzer @6 :UInt16;
  # Version of the findings that are wanted; 0 where all services are one process.

  enum Purpose {
    analyze @0;  # answer with a BlobFinding on `ferrotype.findings`
    quote @1;    # answer with SourceChunks on `ferrotype.sources`
  }
}

struct WorkItem {
  blob @0 :Data;

  language @1 :UInt16;
  # Language number (services/model/language.cc); by-shebang where the name says nothing. Unused when quoting.
}

struct TreeObject {
  # Topic `ferrotype.trees`, key: tree oid. A tree not seen before.

  tree @0 :Data;

  object @1 :Data;
  # Git's own serialization ("<mode> <name>\0<oid>"...), whose SHA-1 as a tree object is `tree`: it proves itself.
}

struct BlobFinding {
  # Topic `ferrotype.findings`, key: (analyzer, language, blob). A pure function of the bytes: equal keys are the same
  # finding, so applying one twice changes nothing. No path, no release, no time: those belong to trees.

  blob @0 :Data;

  analyzer @1 :UInt16;
  # Version of the rules that made it. New rules are a new key.

  language @2 :UInt16;
  # As asked for by the tree's name of it.

  resolvedLanguage @3 :UInt16;
  # As found: differs from `language` only where that is by-shebang.

  outcome @4 :Outcome;

  bytes @5 :UInt64;

  code @6 :UInt32;
  comment @7 :UInt32;
  blank @8 :UInt32;
  # The lexer-true ledger (docs/measuring.md): code + comment + blank = lines of the file. All 0 unless `outcome` is counted.

  doc @9 :UInt32;
  # Of `comment`, the lines that are doc comments. Rust only.

  clocCode @10 :UInt32;
  clocComment @11 :UInt32;
  clocBlank @12 :UInt32;
  # The cloc-equal ledger; C, headers and Rust only, else 0.

  unsafeTokens @13 :UInt32;
  # `unsafe` keywords that the Rust lexer sees outside comments and strings.

  rust @14 :RustFacts;
  # Null for other languages.

  syntax @15 :Data;
  # What the text declares: a canonical message of its own, so that reading line counts doesn't read it. By
  # `resolvedLanguage`: RustSyntax (rust.capnp), CSyntax (c.capnp) for C and headers, KbuildSyntax and KconfigSyntax
  # (kbuild.capnp) for make and Kconfig; empty for all others and where nothing is declared.

  unsafeLedger @16 :Data;
  # Rust: a canonical message UnsafeLedger (unsafe.capnp); empty where the text has no `unsafe`.

  enum Outcome {
    counted @0;
    notText @1;      # holds a NUL byte, or is UTF-16: counted as a file and bytes only
    tooLarge @2;     # above the analyzer's limit: never read into memory whole
    tooCostly @3;    # the parse budget (operations, not seconds) ran out
  }
}

struct RustFacts {
  includes @0 :List(Text);
  # Literal arguments of `include!("...")` in order of position; the path is relative to the file's folder.

  vendored @1 :Bool;
  # The head comment says that the contents come from the Rust standard library.
}

struct SourceChunk {
  # Topic `ferrotype.sources`, key: (blob oid, chunk). Bytes that pages quote.

  blob @0 :Data;
  chunk @1 :UInt32;        # 0 .. chunks - 1
  chunks @2 :UInt32;
  plainBytes @3 :UInt64;   # size of the whole blob, uncompressed
  data @4 :Data;           # this part of the zstd frame
}

struct Release {
  # Topic `ferrotype.releases`, key: name. The planner's word; never changed.

  name @0 :Text;
  rootTree @1 :Data;
  commit @2 :Data;         # empty when not from git
  date @3 :Text;           # YYYY-MM-DD, empty when nothing tells it
  line @4 :Text;           # services/model/release.h
}

struct ReleaseStatus {
  # Topic `ferrotype.status`, key: release name. The aggregator's word; the last one wins.

  name @0 :Text;
  state @1 :State;
  missingFindings @2 :UInt64;
  missingTrees @3 :UInt64;
  demands @4 :List(Data);
  # Blobs whose bytes pages will quote and the store lacks, ordered; a pure function of the findings.

  enum State {
    waiting @0;
    complete @1;
    failed @2;
  }
  error @5 :Text;          # why, when failed: names the blobs and paths that are missing
  digest @6 :Text;         # hexadecimal, when complete
  blobs @7 :UInt64;
  # When complete: its distinct (language, content) pairs. Before: the most findings that were missing at once, which is
  # how much work the release is.

  epoch @8 :UInt64;
  # The claim under which the aggregator speaks (Claim); 0 on one machine. Of a lower epoch than the last claim before it
  # on the topic, the message is of an aggregator that has been replaced: nobody believes it.

  revision @9 :UInt64;
  # Grows with every message of an epoch: of two that were sent again in another order the higher one counts.
}

struct Claim {
  # Topic `ferrotype.status`, key: a NUL and "leader". An aggregator's word that it speaks from here on. Its epoch is the
  # message's own offset and 1, which grows from claim to claim.

  instance @0 :Text;
  # Of the process, drawn at its start: whoever reads its own claim knows its epoch.

  writer @1 :Text;         # for people
}

struct Snapshot {
  # Topic `ferrotype.status`, key: a NUL and "snapshot". A state of the store that publishers may print; it never changes.

  id @0 :Text;             # follows from what it holds; the name of its folder
  releases @1 :List(Text); # complete, in order
  epoch @2 :UInt64;        # as in ReleaseStatus
  revision @3 :UInt64;
}

struct DeadLetter {
  # Topic `ferrotype.dead-letters`, key: that of the message that could not be done. Kept for ever; of several with the
  # same `topic`, `partition` and `offset` the last one says how it stands.

  topic @0 :Text;
  partition @1 :Int32;
  offset @2 :Int64;        # where the message lies
  key @3 :Data;
  value @4 :Data;          # its bytes as they came
  hash @5 :Data;           # SHA-256 that came with it, 32 bytes
  messageWriter @6 :Text;  # who wrote it
  reason @7 :Text;         # what went wrong
  service @8 :Text;        # where: who could not do it
  tries @9 :UInt32;        # how often it was tried
  items @10 :List(WorkItem);
  # The findings, or for quotes the blobs, that are missing because of it.

  purpose @11 :WorkBatch.Purpose;
  state @12 :State;
  conflict @13 :Bool;
  # A second value for a key, which differs from `other`.

  other @14 :Data;         # SHA-256 of the value that was there first
  otherWriter @15 :Text;   # who wrote that one; empty: its message is on the topic no more, or did not say
  otherOffset @16 :Int64 = -1;
  # Where that one lies, in the same partition; -1 when it is not there any more.

  enum State {
    open @0;
    retried @1;            # put on its topic once more
    dropped @2;            # nobody waits for it: the first value of a conflict stands; a hole stays a hole
  }
}

struct TreeFold {
  # In the store only: findings added up over one tree, memoized by its oid (only when nothing is missing below).

  languages @0 :List(LanguageTotals);
  # By language number, ascending; every language that occurs.

  symlinks @1 :UInt64;
  submodules @2 :UInt64;
}

struct LanguageTotals {
  language @0 :UInt16;
  files @1 :UInt64;
  notText @2 :UInt64;      # of `files`: not text
  failed @3 :UInt64;       # of `files`: too large or too costly
  bytes @4 :UInt64;
  code @5 :UInt64;
  comment @6 :UInt64;
  blank @7 :UInt64;
  doc @8 :UInt64;
  clocCode @9 :UInt64;
  clocComment @10 :UInt64;
  clocBlank @11 :UInt64;
  unsafeTokens @12 :UInt64;
}
