@0xb21883e46741a830;
# What one C file or header defines. Travels inside BlobFinding.syntax (messages.capnp).
#
# A kernel defines close to two million names, so the lists are packed into bytes: records one after the other, each
# of fields one after the other. A number is LEB128 (seven bits a byte, lowest first, the high bit set in all but the
# last) of at most 32 bits; a text is its length as a number and its bytes.

using Cxx = import "/capnp/c++.capnp";
$Cxx.namespace("ferrotype::proto");

struct CSyntax {
  definitions @0 :Data;
  # In order of position. Each: number 8 * (bytes of the name) + kind (0 function, 1 static function, 2 inline function,
  # 3 function-like macro, 4 export); number of lines since the record before (since line 0 for the first); the name's
  # bytes. Names are never empty.

  strings @1 :Data;
  # Names and ids in tables of drivers, in order of position. Each: number 8 * (bytes of the text) + kind (0 compatible,
  # 1 name, 2 device id); number of lines since the record before; the text's bytes. Never empty.

  helperCalls @2 :Data;
  # What functions named rust_helper_* call, helper by helper, and what constants named RUST_CONST_HELPER_* (BINDINGS_* up
  # to 6.11) stand for. Each: text, the helper's name, empty for that of the record before; number, the line; text, what
  # is called, or named.

  functions @3 :UInt32;
  # How many functions it defines, static ones included: those of a .c file, which nothing else can call, are not in
  # `definitions`.

  names @4 :Data;
  # What bindings may name without a call, in order of position: of headers macros without parameters, enumerators and
  # types, of other files variables. Each: six bytes of hash, lowest first; number 8 * (lines since the record before) +
  # kind (0 macro, 1 enumerator, 2 struct, 3 union, 4 enum, 5 typedef, 6 variable). The hash is FNV-1a of 64 bits of the
  # name's bytes, its upper 16 bits folded onto the lower 48; an enumerator of `enum x` is named x_NAME, as bindgen does.
  # Of a header with more than 4096 macros none of its macros is here.
}
