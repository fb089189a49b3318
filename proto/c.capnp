@0xb21883e46741a830;
# What one C file or header defines. Travels inside BlobFinding.syntax (messages.capnp).

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

struct CSyntax {
  definitions @0 :Data;
}
