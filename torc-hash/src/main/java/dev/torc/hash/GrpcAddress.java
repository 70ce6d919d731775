package dev.torc.hash;

import java.util.Arrays;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address with a port as grpc-java sees it: what {@code InetSocketAddress} says as text,
 * which is what points are hashed from, and its hash code, by which a map orders addresses. Not
 * that class itself, which may ask the network.
 *
 * @param text such as {@code /10.0.0.1:80} or {@code /[0:0:0:0:0:0:0:1]:80}
 * @param hash that of a list of this one address
 */
record GrpcAddress(String text, int hash) {
  private static final Pattern V4 =
      Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3}):(\\d{1,5})");
  private static final Pattern V6 = Pattern.compile("\\[([0-9a-fA-F:]+)]:(\\d{1,5})");
  private static final int V6_GROUPS = 8;
  private static final int MAX_BYTE = 0xff;
  private static final int MAX_GROUP = 0xffff;
  private static final int MAX_PORT = 0xffff;

  /**
   * Reads a node's name.
   *
   * @throws PlacementException if it is not an IP address and a port
   */
  static GrpcAddress of(Node node) {
    try {
      Matcher v4 = V4.matcher(node.name());
      if (v4.matches()) {
        return ofV4(v4);
      }
      Matcher v6 = V6.matcher(node.name());
      if (v6.matches()) {
        return ofV6(groups(v6.group(1)), number(v6.group(2), 10, MAX_PORT));
      }
    } catch (IllegalArgumentException e) {
      throw malformed(node);
    }
    throw malformed(node);
  }

  private static GrpcAddress ofV4(Matcher matcher) {
    StringJoiner text = new StringJoiner(".");
    int address = 0;
    for (int i = 1; i <= 4; i++) {
      int part = number(matcher.group(i), 10, MAX_BYTE);
      text.add(Integer.toString(part));
      address = (address << Byte.SIZE) + part;
    }
    int port = number(matcher.group(5), 10, MAX_PORT);
    return new GrpcAddress("/" + text + ":" + port, listHash(address, port));
  }

  private static GrpcAddress ofV6(int[] groups, int port) {
    StringJoiner text = new StringJoiner(":", "[", "]");
    int hash = 0;
    for (int i = 0; i < V6_GROUPS; i += 2) {
      text.add(Integer.toHexString(groups[i])).add(Integer.toHexString(groups[i + 1]));
      hash += word(groups[i], groups[i + 1]);
    }
    return new GrpcAddress("/" + text + ":" + port, listHash(hash, port));
  }

  /** Four bytes as {@code Inet6Address} adds them up for its hash code: each of them signed. */
  private static int word(int high, int low) {
    int word = 0;
    for (int value : new int[] {high >> Byte.SIZE, high, low >> Byte.SIZE, low}) {
      word = (word << Byte.SIZE) + (byte) value;
    }
    return word;
  }

  private static int listHash(int addressHash, int port) {
    return 31 + addressHash + port;
  }

  /** The eight groups, of which a double colon leaves out those that are zero. */
  private static int[] groups(String address) {
    int gap = address.indexOf("::");
    int[] before = numbers(gap < 0 ? address : address.substring(0, gap));
    int[] after = numbers(gap < 0 ? "" : address.substring(gap + 2));
    int missing = V6_GROUPS - before.length - after.length;
    if (gap < 0 ? missing != 0 : missing < 1) {
      throw new IllegalArgumentException(address);
    }
    int[] groups = Arrays.copyOf(before, V6_GROUPS);
    System.arraycopy(after, 0, groups, V6_GROUPS - after.length, after.length);
    return groups;
  }

  private static int[] numbers(String groups) {
    return groups.isEmpty()
        ? new int[0]
        : Arrays.stream(groups.split(":", -1)).mapToInt(g -> number(g, 16, MAX_GROUP)).toArray();
  }

  private static int number(String digits, int radix, int most) {
    int number = Integer.parseInt(digits, radix);
    if (number > most) {
      throw new IllegalArgumentException(digits);
    }
    return number;
  }

  private static PlacementException malformed(Node node) {
    return new PlacementException(
        "name: \""
            + node.name()
            + "\" (expected: an IP address and a port, such as 10.0.0.1:80 or [::1]:80)");
  }

  /** As the map sees it: equal addresses are equal, and the order is by {@link #hash}. */
  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GrpcAddress address && address.text.equals(text);
  }
}
