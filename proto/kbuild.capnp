@0xa6df9c2248a925a4;
# What one Makefile or Kconfig file says. Travels inside BlobFinding.syntax (messages.capnp). The fields are those of
# services/model/kbuild.h.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

struct Condition {
  # One of those that enclose a rule or an entry; they form a tree.

  text @0 :Text;
  parent @1 :UInt32;
  # Index of the enclosing one, always smaller than the own, plus 1; 0: none encloses it.
}

struct KbuildSyntax {
  conditions @0 :List(Condition);
  rules @1 :List(KbuildRule);
}

struct KbuildRule {
  variable @0 :Text;
  values @1 :List(Text);
  condition @2 :UInt32;
  # Index of the innermost plus 1; 0: none.

  line @3 :UInt32;
}

struct KconfigSyntax {
  conditions @0 :List(Condition);
  symbols @1 :List(KconfigSymbol);
  sources @2 :List(KconfigSource);
}

struct KconfigSymbol {
  name @0 :Text;
  type @1 :Text;
  prompt @2 :Text;
  depends @3 :List(Text);
  selects @4 :List(Text);
  implies @5 :List(Text);
  condition @6 :UInt32;
  # Index of the innermost plus 1; 0: none.

  line @7 :UInt32;
  helpLine @8 :UInt32;
  helpEndLine @9 :UInt32;
  menuconfig @10 :Bool;
}

struct KconfigSource {
  path @0 :Text;
  relative @1 :Bool;
  condition @2 :UInt32;
  # Index of the innermost plus 1; 0: none.

  line @3 :UInt32;
}
