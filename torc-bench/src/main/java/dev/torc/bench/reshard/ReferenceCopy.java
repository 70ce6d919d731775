package dev.torc.bench.reshard;

import dev.torc.bench.torture.RedisSocket;
import dev.torc.testkit.RedisProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The plain way to copy: one thread takes a page of {@code SCAN}, asks for {@code DUMP} and {@code
 * PTTL} of all its keys at once, and has the other server {@code RESTORE} them at once; then the
 * next page. No transaction, and nothing overlaps.
 */
final class ReferenceCopy {
  private static final String PAGE = "1000";

  private ReferenceCopy() {}

  /** Copies all keys to an empty server. Returns how many. */
  static long run(RedisProcess from, RedisProcess to) throws IOException {
    try (RedisSocket source = new RedisSocket(from.address());
        RedisSocket target = new RedisSocket(to.address())) {
      Object _ = target.call("FLUSHALL");
      long copied = 0;
      String cursor = "0";
      do {
        if (!(source.call("SCAN", cursor, "COUNT", PAGE) instanceof List<?> page)) {
          throw new IOException("SCAN: no list");
        }
        cursor = String.valueOf(page.get(0));
        copied += copy(source, target, (List<?>) page.get(1));
      } while (!cursor.equals("0"));
      return copied;
    }
  }

  private static int copy(RedisSocket source, RedisSocket target, List<?> page) throws IOException {
    List<String> keys = new ArrayList<>(page.size());
    for (Object element : page) {
      String key = String.valueOf(element);
      keys.add(key);
      source.send("DUMP", key);
      source.send("PTTL", key);
    }
    for (String key : keys) {
      String value = String.valueOf(source.reply());
      long expiry = source.reply() instanceof Long millis ? millis : -1;
      target.send("RESTORE", key, Long.toString(Math.max(0, expiry)), value, "REPLACE");
    }
    for (int i = 0; i < keys.size(); i++) {
      Object _ = target.reply();
    }
    return keys.size();
  }
}
