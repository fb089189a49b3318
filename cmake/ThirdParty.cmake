# Libraries built from sources that infra/third-party/fetch brought; why not Debian's is in docs/adr/0005.
set(THIRD_PARTY_DIR "${CMAKE_SOURCE_DIR}/build/third-party" CACHE PATH "Where infra/third-party/fetch put the sources")
execute_process(COMMAND "${CMAKE_SOURCE_DIR}/infra/third-party/fetch" "${THIRD_PARTY_DIR}" RESULT_VARIABLE fetched)
if(NOT fetched EQUAL 0)
  message(FATAL_ERROR "Third-party sources are missing in ${THIRD_PARTY_DIR}: run infra/third-party/fetch, or `make build`")
endif()
set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/infra/third-party/sources.txt")
set(npm "${THIRD_PARTY_DIR}/npm/node_modules")

add_library(third_party_sqlite STATIC "${npm}/better-sqlite3/deps/sqlite3/sqlite3.c")
target_include_directories(third_party_sqlite SYSTEM PUBLIC "${npm}/better-sqlite3/deps/sqlite3")
target_compile_definitions(third_party_sqlite PRIVATE
  SQLITE_DQS=0 SQLITE_THREADSAFE=2 SQLITE_DEFAULT_MEMSTATUS=0 SQLITE_LIKE_DOESNT_MATCH_BLOBS SQLITE_OMIT_DEPRECATED
  SQLITE_OMIT_LOAD_EXTENSION SQLITE_OMIT_SHARED_CACHE SQLITE_USE_ALLOCA SQLITE_ENABLE_DBPAGE_VTAB SQLITE_MAX_EXPR_DEPTH=100)

set(cmark "${THIRD_PARTY_DIR}/cmarkgfm")
file(GLOB cmark_sources "${cmark}/third_party/cmark/src/*.c" "${cmark}/third_party/cmark/extensions/*.c")
list(FILTER cmark_sources EXCLUDE REGEX "/main\\.c$")
add_library(third_party_cmark STATIC ${cmark_sources})
target_include_directories(third_party_cmark SYSTEM PUBLIC
  "${cmark}/third_party/cmark/src" "${cmark}/third_party/cmark/extensions" "${cmark}/generated/unix")
target_compile_definitions(third_party_cmark PUBLIC CMARK_GFM_STATIC_DEFINE CMARK_GFM_EXTENSIONS_STATIC_DEFINE)

set(tree_sitter "${npm}/tree-sitter/vendor/tree-sitter/lib")
add_library(third_party_tree_sitter STATIC
  "${tree_sitter}/src/lib.c" "${npm}/tree-sitter-rust/src/parser.c" "${npm}/tree-sitter-rust/src/scanner.c"
  "${npm}/tree-sitter-c/src/parser.c")
target_include_directories(third_party_tree_sitter SYSTEM PUBLIC "${tree_sitter}/include")
target_include_directories(third_party_tree_sitter PRIVATE "${tree_sitter}/src")
# The core defines feature macros itself; grammars bring their own tree_sitter/parser.h.
set_source_files_properties("${npm}/tree-sitter-rust/src/parser.c" "${npm}/tree-sitter-rust/src/scanner.c"
  PROPERTIES INCLUDE_DIRECTORIES "${npm}/tree-sitter-rust/src")
set_source_files_properties("${npm}/tree-sitter-c/src/parser.c" PROPERTIES INCLUDE_DIRECTORIES "${npm}/tree-sitter-c/src")

# Apache Kafka's C client. Its package has no CMake files; what its configure would find out on Linux is in config.h,
# and includes are as Debian's librdkafka-dev has them (<librdkafka/rdkafka.h>). No plug-ins, curl or Kerberos.
set(rdkafka "${THIRD_PARTY_DIR}/librdkafka")
file(GLOB rdkafka_sources "${rdkafka}/src/*.c" "${rdkafka}/src/nanopb/*.c" "${rdkafka}/src/opentelemetry/*.c")
list(FILTER rdkafka_sources EXCLUDE REGEX "/(regexp|rdhttp|rdkafka_plugin|rdkafka_sasl_(cyrus|win32|oauthbearer_oidc))\\.c$")
set(rdkafka_generated "${CMAKE_BINARY_DIR}/generated/librdkafka")
file(MAKE_DIRECTORY "${rdkafka_generated}/src" "${rdkafka_generated}/include/librdkafka")
configure_file("${CMAKE_CURRENT_LIST_DIR}/librdkafka_config.h.in" "${rdkafka_generated}/config.h" @ONLY)
foreach(header rdkafka.h rdkafka_mock.h)
  configure_file("${rdkafka}/src/${header}" "${rdkafka_generated}/include/librdkafka/${header}" COPYONLY)
endforeach()
add_library(third_party_rdkafka STATIC ${rdkafka_sources})
target_include_directories(third_party_rdkafka SYSTEM PUBLIC "${rdkafka_generated}/include")
# For its #include "../config.h".
target_include_directories(third_party_rdkafka PRIVATE "${rdkafka_generated}/src" "${rdkafka}/src")
target_compile_definitions(third_party_rdkafka PUBLIC LIBRDKAFKA_STATICLIB)

# Formulas: QuickJS runs Temml's script; both and the font lie within the program (docs/adr/0016).
set(quickjs "${THIRD_PARTY_DIR}/quickjs/upstream-quickjs")
set(temml_script "${npm}/temml/dist/temml.min.js")
set(maths_font "${THIRD_PARTY_DIR}/maths.woff2")
configure_file("${CMAKE_SOURCE_DIR}/cmake/maths_data.c.in" "${CMAKE_BINARY_DIR}/generated/maths_data.c" @ONLY)
set_source_files_properties("${CMAKE_BINARY_DIR}/generated/maths_data.c" PROPERTIES OBJECT_DEPENDS "${temml_script};${maths_font}")
add_library(third_party_quickjs STATIC "${quickjs}/quickjs.c" "${quickjs}/dtoa.c" "${quickjs}/libregexp.c"
  "${quickjs}/libunicode.c" "${CMAKE_BINARY_DIR}/generated/maths_data.c")
target_include_directories(third_party_quickjs SYSTEM PUBLIC "${quickjs}")
target_compile_definitions(third_party_quickjs PRIVATE _GNU_SOURCE)
target_link_libraries(third_party_quickjs PRIVATE m)

foreach(lib third_party_sqlite third_party_cmark third_party_tree_sitter third_party_rdkafka
    third_party_quickjs)
  set_target_properties(${lib} PROPERTIES C_STANDARD 11 POSITION_INDEPENDENT_CODE ON C_CLANG_TIDY "" UNITY_BUILD OFF)
  target_compile_options(${lib} PRIVATE -w)
endforeach()
find_package(Threads REQUIRED)
target_link_libraries(third_party_sqlite PRIVATE Threads::Threads m)

find_package(PkgConfig REQUIRED)
pkg_check_modules(libgit2 REQUIRED IMPORTED_TARGET libgit2)
pkg_check_modules(libarchive REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(libcrypto REQUIRED IMPORTED_TARGET libcrypto)
pkg_check_modules(libssl REQUIRED IMPORTED_TARGET libssl)
pkg_check_modules(libzstd REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(zlib REQUIRED IMPORTED_TARGET zlib)
pkg_check_modules(brotli REQUIRED IMPORTED_TARGET libbrotlienc)
pkg_check_modules(yaml REQUIRED IMPORTED_TARGET yaml-0.1)
pkg_check_modules(ctemplate REQUIRED IMPORTED_TARGET libctemplate)
pkg_check_modules(icu REQUIRED IMPORTED_TARGET icu-i18n icu-uc)
pkg_check_modules(httplib REQUIRED IMPORTED_TARGET cpp-httplib)
find_package(tomlplusplus REQUIRED)
find_package(CapnProto REQUIRED)
find_package(fmt REQUIRED)
find_package(CLI11 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(GTest REQUIRED)
find_package(tl-expected REQUIRED)
target_link_libraries(third_party_rdkafka PRIVATE
  PkgConfig::libssl PkgConfig::libcrypto PkgConfig::libzstd PkgConfig::zlib Threads::Threads m ${CMAKE_DL_LIBS})
