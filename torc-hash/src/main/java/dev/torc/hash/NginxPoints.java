package dev.torc.hash;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;

/**
 * Points of nginx: a chain of CRC-32s, each of the server's name and the point before.
 *
 * <p>{@code ngx_http_upstream_update_chash} of nginx 1.22.1. The name is the text of the directive
 * {@code server}, never what it resolves to.
 */
final class NginxPoints implements PointFunction {
  private static final String UNIX = "unix:";

  @Override
  public long[] points(Node node, int count) {
    int base = base(node.name());
    long[] points = new long[count];
    int previous = 0;
    for (int i = 0; i < count; i++) {
      int state = base;
      for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
        state = Crc32State.with(state, previous >>> shift);
      }
      previous = Crc32State.checksum(state);
      points[i] = KeyHash.circle(previous);
    }
    return points;
  }

  /** After host, a zero, and port. */
  private static int base(String name) {
    boolean socket = name.toLowerCase(Locale.ROOT).startsWith(UNIX);
    String rest = socket ? name.substring(UNIX.length()) : name;
    int colon = socket ? -1 : portColon(rest);
    byte[] host = (colon < 0 ? rest : rest.substring(0, colon)).getBytes(UTF_8);
    byte[] port = (colon < 0 ? "" : rest.substring(colon + 1)).getBytes(UTF_8);
    int state = Crc32State.with(Crc32State.START, host, 0, host.length);
    return Crc32State.with(Crc32State.with(state, 0), port, 0, port.length);
  }

  /** The last colon if only digits come after it. */
  private static int portColon(String name) {
    int colon = name.lastIndexOf(':');
    boolean digits = name.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? colon : -1;
  }
}
