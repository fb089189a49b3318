# Warnings and sanitizers are interface targets that only our code links (third-party code has none of ours).
add_library(ferrotype_options INTERFACE)
target_compile_features(ferrotype_options INTERFACE cxx_std_20)
target_compile_options(ferrotype_options INTERFACE
  -Wall -Wextra -Wpedantic -Werror -Wshadow -Wconversion -Wsign-conversion -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast -Wcast-qual -Wformat=2 -Wimplicit-fallthrough -Wundef
  # g++ 12 sees overflows in std::string that are not there (GCC bugs 105329, 105651), and uninitialized
  # values in std::variant (105562).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict;-Wno-stringop-overflow;-Wno-array-bounds;-Wno-maybe-uninitialized;-Wno-dangling-pointer>
  $<$<CXX_COMPILER_ID:Clang>:-Wno-missing-braces>)  # clang's -Wall wants three pairs around a std::array of structs
target_include_directories(ferrotype_options INTERFACE "${CMAKE_SOURCE_DIR}/services" "${CMAKE_BINARY_DIR}/generated")

set(FERROTYPE_SANITIZE "" CACHE STRING "Sanitizers for our code and what it links, as -fsanitize= takes them")
if(FERROTYPE_SANITIZE)
  add_compile_options(-fsanitize=${FERROTYPE_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${FERROTYPE_SANITIZE})
endif()

# No precompiled headers: ccache can't use objects that were compiled with them, and paths relative to the
# checkout let a second clone take the first one's objects.
find_program(CCACHE ccache)
if(CCACHE)
  set(launcher ${CMAKE_COMMAND} -E env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1 ${CCACHE})
  set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
  set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
endif()

# ferrotype_room(NAME DEPS...) makes the folder services/NAME a static library of all .cc files in it.
# A folder is a target; which folders it may include is checked by tests/layers.
function(ferrotype_room name)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/services/${name}/*.cc")
  if(NOT sources)
    return()
  endif()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC ferrotype_options ${ARGN})
endfunction()
