@0xe47a80719b18a169;
# What one Rust file declares. Travels inside BlobFinding.syntax (messages.capnp).

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

struct RustSyntax {
  clean @0 :Bool;
  # The grammar knew all of the text.
}
