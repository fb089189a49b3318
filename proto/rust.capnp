@0xe47a80719b18a169;
# What one Rust file declares. Travels inside BlobFinding.syntax (messages.capnp); services/model/rust_syntax.h says what
# each value means. Every Str is an index into the strings of the message; 0 is the empty string.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

using Str = UInt32;

struct RustSyntax {
  clean @0 :Bool;
  # The grammar knew all of the text.

  text @1 :Data;
  # All strings, one after the other. One of more than 64 bytes is used once only, so that a small message can't grow large.

  ends @2 :List(UInt32);
  # Where each string ends in `text`; it begins where the one before it ends. String 0 is the empty one and not listed.

  headDoc @3 :Str;
  cHeaders @4 :List(Str);

  items @5 :List(RustItem);
  # In order of position, parents before children.

  uses @6 :List(RustUse);
  macroCalls @7 :List(RustMacroCall);
  macroBodies @8 :List(RustMacroBody);
  mentions @9 :List(RustMention);
  literals @10 :List(RustLiteral);

  names @11 :List(Str);
  # What `bodies` says in words; the first is empty.

  bodies @12 :Data;
  # Numbers, each as LEB128 (https://en.wikipedia.org/wiki/LEB128, unsigned). For each body: its item, its value (as `a`
  # below, counted from behind the last expression), how many expressions; then for each of these one byte (bits 0 to 4 its RustExprKind, 5: `text` follows,
  # 6: `type` follows, 7: `b` and operands follow), then: its line minus the line of the one before it (zigzag; at first that of the item),
  # `a` as its own index minus `a` (0: none), `text` and `type` (indices in `names`), `b` as `a`, how many operands, and each as `a`.
}

struct RustItem {
  kind @0 :UInt8;          # RustItemKind
  visibility @1 :UInt8;    # Visibility
  hasBody @2 :Bool;
  isUnsafe @3 :Bool;
  documented @4 :Bool;
  docHidden @5 :Bool;
  parent @6 :UInt32;       # index of the enclosing item plus 1; 0: none
  line @7 :UInt32;         # 1-based
  lines @8 :UInt32;        # the last line minus `line`
  name @9 :Str;
  cfg @10 :Str;
  pathAttribute @11 :Str;
  abi @12 :Str;
  generics @13 :Str;
  where @14 :Str;
  type @15 :Str;
  trait @16 :Str;
  attributes @17 :List(Str);
  parameters @18 :List(Str);  # name and type by turns
  cHeaders @19 :List(Str);
}

struct RustUse {
  scope @0 :UInt32;        # index of an item plus 1; 0: the file
  path @1 :Str;
  alias @2 :Str;
  line @3 :UInt32;
  cfg @4 :Str;
  visibility @5 :UInt8;
  glob @6 :Bool;
}

struct RustMacroCall {
  scope @0 :UInt32;        # as RustUse.scope
  path @1 :Str;
  line @2 :UInt32;
  lines @3 :UInt32;        # the last line minus `line`
  fields @4 :List(Str);    # key and value by turns
  first @5 :Str;           # the first argument where it is one word
}

struct RustMacroBody {
  item @0 :UInt32;         # index
  invokes @1 :List(Str);
  tables @2 :List(RustMacroTable);
}

# A struct of bindings that the macro's expansions write.
struct RustMacroTable {
  type @0 :Str;
  values @1 :List(Str);    # paths that fields are, or Some(..) of them, without generics
  open @2 :Bool;           # what the macro is given goes into it
}

struct RustMention {
  scope @0 :UInt32;        # as RustUse.scope
  path @1 :Str;
  line @2 :UInt32;
  uses @3 :UInt32;
  more @4 :List(UInt32);   # the other lines, ascending, each once; empty where `line` is the only one
}

struct RustLiteral {
  key @0 :Str;
  text @1 :Str;
  line @2 :UInt32;
}
