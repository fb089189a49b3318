@0xd4bb85e9b290bded;
# Every `unsafe` token of one Rust file. Travels inside BlobFinding.unsafeLedger (messages.capnp).

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

struct UnsafeLedger {
  docTestTokens @0 :UInt32;
  # `unsafe` in code examples of doc comments.

  items @1 :List(Text);
  # Enclosing items ("Registration::new"), each once, in order of their first site.

  sites @2 :List(UnsafeSite);
  # In order of position, as many as BlobFinding.unsafeTokens.
}

struct UnsafeSite {
  line @0 :UInt32;
  # Of the token, 1-based.

  column @1 :UInt32;
  # In bytes, 1-based.

  endLine @2 :UInt32;
  # Of the last byte of what the token makes unsafe; `line` where that has no extent.

  item @3 :UInt32;
  # Index into UnsafeLedger.items.

  kind @4 :UInt8;
  # UnsafeClass (services/model/unsafe.h): the class that the token is counted in.

  inner @5 :UInt8;
  # UnsafeClass: what it is inside macros and quoted code; else equal to `kind`.

  state @6 :UInt8;
  # SafetyState (services/model/unsafe.h).

  codeLines @7 :UInt32;
  # Lines of code that it covers and no earlier site of the file does.

  operations @8 :UnsafeOperations;
  # Absent when nothing was counted.
}

struct UnsafeOperations {
  bindingCalls @0 :UInt32;
  # bindings::f(..)

  calls @1 :UInt32;
  # Other calls.

  dereferences @2 :UInt32;
  # *p

  references @3 :UInt32;
  # &raw, &*p, addr_of!(..)
}
