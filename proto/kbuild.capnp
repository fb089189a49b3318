@0xa6df9c2248a925a4;
# What one Makefile or Kconfig file says. Travels inside BlobFinding.syntax (messages.capnp).

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

struct KbuildSyntax {
  rules @0 :List(Text);
}

struct KconfigSyntax {
  symbols @0 :List(Text);
}
