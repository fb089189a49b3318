@0xd4bb85e9b290bded;
# Every `unsafe` token of one Rust file. Travels inside BlobFinding.unsafeLedger (messages.capnp).

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

struct UnsafeLedger {
  docTestTokens @0 :UInt32;
  # `unsafe` in code examples of doc comments.
}
