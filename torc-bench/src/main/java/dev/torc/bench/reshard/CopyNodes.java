package dev.torc.bench.reshard;

import dev.torc.bench.torture.RedisSocket;
import dev.torc.cache.CacheNode;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.util.List;

/** A Redis server that has keys, one that they are copied to, and one for the reference. */
final class CopyNodes implements AutoCloseable {
  /** As many commands are on the way. */
  private static final int PIPELINED = 1000;

  private static final String VALUE = "0123456789abcdef0123456789abcdef";
  private static final long EXPIRY_SECONDS = 36_000;

  private final RedisProcess source = RedisProcess.started();
  private final RedisProcess target = RedisProcess.started();
  private final RedisProcess other = RedisProcess.started();

  RedisProcess source() {
    return source;
  }

  RedisProcess target() {
    return target;
  }

  RedisProcess other() {
    return other;
  }

  /** As a node of a cache. */
  static CacheNode node(int index, String name, RedisProcess server) {
    return new CacheNode(index, name, server.address(), 1);
  }

  static String key(int number) {
    return "key-" + number;
  }

  /** Keys with values of 32 bytes, every other of which expires, hours later. */
  void fill(int keys) throws IOException {
    try (RedisSocket redis = new RedisSocket(source.address())) {
      for (int first = 0; first < keys; first += PIPELINED) {
        int end = Math.min(keys, first + PIPELINED);
        for (int i = first; i < end; i++) {
          if (i % 2 == 0) {
            redis.send("SET", key(i), VALUE);
          } else {
            redis.send("SET", key(i), VALUE, "EX", Long.toString(EXPIRY_SECONDS));
          }
        }
        for (int i = first; i < end; i++) {
          Object _ = redis.reply();
        }
      }
    }
  }

  /** What the source has used of the processors since it was started, in microseconds. */
  double sourceCpuMicros() throws IOException {
    try (RedisSocket redis = new RedisSocket(source.address())) {
      return String.valueOf(redis.call("INFO", "cpu"))
          .lines()
          .filter(line -> line.startsWith("used_cpu_user:") || line.startsWith("used_cpu_sys:"))
          .mapToDouble(line -> 1e6 * Double.parseDouble(line.substring(line.indexOf(':') + 1)))
          .sum();
    }
  }

  @Override
  public void close() {
    List.of(source, target, other).forEach(RedisProcess::close);
  }
}
