package dev.torc.it.placement;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.torc.testkit.PlacementScenario;
import dev.torc.testkit.PlacementScenario.Member;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/**
 * The C library libmemcached, called in this process; it needs no server, as it places without
 * connecting.
 *
 * <p>The only option is {@code hash}, a name of {@code memcached_hash_t} in lower case. Members are
 * named {@code host:port}, or {@code host} if the port is 11211.
 */
@SuppressWarnings("restricted") // That is what calling C is.
final class LibmemcachedOracle implements Oracle {
  private static final String LIBRARY = "libmemcached.so.11";
  private static final int DEFAULT_PORT = 11211;

  private static final int BEHAVIOR_HASH = 2;
  private static final int BEHAVIOR_KETAMA = 3;
  private static final int BEHAVIOR_KETAMA_WEIGHTED = 16;

  /** In the order of {@code memcached_hash_t}. */
  private static final List<String> HASHES =
      List.of(
          "default",
          "md5",
          "crc",
          "fnv1_64",
          "fnv1a_64",
          "fnv1_32",
          "fnv1a_32",
          "hsieh",
          "murmur",
          "jenkins",
          "murmur3");

  private final int behavior;

  private LibmemcachedOracle(int behavior) {
    this.behavior = behavior;
  }

  /** With {@code MEMCACHED_BEHAVIOR_KETAMA}. */
  static LibmemcachedOracle ketama() {
    return new LibmemcachedOracle(BEHAVIOR_KETAMA);
  }

  /** With {@code MEMCACHED_BEHAVIOR_KETAMA_WEIGHTED}. */
  static LibmemcachedOracle ketamaWeighted() {
    return new LibmemcachedOracle(BEHAVIOR_KETAMA_WEIGHTED);
  }

  @Override
  public String version() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle version = function(library(arena), "memcached_lib_version", ADDRESS);
      return "libmemcached " + string((MemorySegment) call(version));
    }
  }

  @Override
  public List<String> owners(PlacementScenario scenario, List<String> keys) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      SymbolLookup library = library(arena);
      MethodHandle create = function(library, "memcached_create", ADDRESS, ADDRESS);
      MethodHandle free =
          Linker.nativeLinker()
              .downcallHandle(
                  library.findOrThrow("memcached_free"), FunctionDescriptor.ofVoid(ADDRESS));
      MemorySegment client = (MemorySegment) call(create, MemorySegment.NULL);
      try {
        setUp(library, client, scenario, arena);
        return owners(library, client, keys, arena);
      } finally {
        call(free, client);
      }
    }
  }

  private void setUp(
      SymbolLookup library, MemorySegment client, PlacementScenario scenario, Arena arena)
      throws IOException {
    MethodHandle set =
        function(library, "memcached_behavior_set", JAVA_INT, ADDRESS, JAVA_INT, JAVA_LONG);
    check((int) call(set, client, behavior, 1L));
    String hash = scenario.options().get("hash");
    if (hash != null) {
      // After the other one, which sets a hash of its own.
      check((int) call(set, client, BEHAVIOR_HASH, (long) HASHES.indexOf(hash)));
    }
    MethodHandle add =
        function(
            library,
            "memcached_server_add_with_weight",
            JAVA_INT,
            ADDRESS,
            ADDRESS,
            JAVA_SHORT,
            JAVA_INT);
    for (Member member : scenario.members()) {
      int colon = member.name().lastIndexOf(':');
      String host = colon < 0 ? member.name() : member.name().substring(0, colon);
      int port = colon < 0 ? DEFAULT_PORT : Integer.parseInt(member.name().substring(colon + 1));
      MemorySegment name = arena.allocateFrom(host, UTF_8);
      check((int) call(add, client, name, (short) port, member.weight()));
    }
  }

  private static List<String> owners(
      SymbolLookup library, MemorySegment client, List<String> keys, Arena arena)
      throws IOException {
    MethodHandle byKey =
        function(library, "memcached_server_by_key", ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    MethodHandle host = function(library, "memcached_server_name", ADDRESS, ADDRESS);
    MethodHandle port = function(library, "memcached_server_port", JAVA_SHORT, ADDRESS);
    MemorySegment error = arena.allocate(JAVA_INT);
    List<String> owners = new ArrayList<>();
    for (String key : keys) {
      MemorySegment bytes = arena.allocateFrom(key, UTF_8);
      // The size without the zero at the end.
      MemorySegment server =
          (MemorySegment) call(byKey, client, bytes, bytes.byteSize() - 1, error);
      if (server.equals(MemorySegment.NULL)) {
        throw new IOException("no server for " + key + ": error " + error.get(JAVA_INT, 0));
      }
      String name = string((MemorySegment) call(host, server));
      int number = Short.toUnsignedInt((short) call(port, server));
      owners.add(number == DEFAULT_PORT ? name : name + ":" + number);
    }
    return owners;
  }

  private static SymbolLookup library(Arena arena) throws IOException {
    try {
      return SymbolLookup.libraryLookup(LIBRARY, arena);
    } catch (IllegalArgumentException e) {
      throw new IOException(LIBRARY + " is not installed", e);
    }
  }

  private static MethodHandle function(
      SymbolLookup library, String name, MemoryLayout result, MemoryLayout... arguments) {
    return Linker.nativeLinker()
        .downcallHandle(library.findOrThrow(name), FunctionDescriptor.of(result, arguments));
  }

  private static Object call(MethodHandle function, Object... arguments) {
    try {
      return function.invokeWithArguments(arguments);
    } catch (Throwable e) {
      throw new AssertionError("the types do not fit " + function, e);
    }
  }

  private static void check(int result) throws IOException {
    if (result != 0) {
      throw new IOException("memcached_return_t " + result);
    }
  }

  private static String string(MemorySegment address) {
    return address.reinterpret(Long.MAX_VALUE).getString(0, UTF_8);
  }
}
